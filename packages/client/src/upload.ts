// A database file on its way to the leader that is to import it.

import type { ImportSource } from './client.ts'
import type { Deadline } from './deadline.ts'
import { UPLOAD_PIECE_BYTES, UPLOAD_PIECES_IN_FLIGHT } from './limits.ts'
import type { NodeLink } from './node-link.ts'

let lastUpload = 0

/**
 * Sends the whole file over one stream, from its beginning, and resolves with the number it goes by there. Pieces are
 * acknowledged, a few at a time under way: neither side ever holds more of them than that for the network's sake.
 */
export async function upload(
  link: NodeLink,
  source: ReopenableSource,
  deadline: Deadline,
): Promise<number> {
  const number = ++lastUpload
  const inFlight = new Set<Promise<void>>()
  let failure: { readonly error: unknown } | undefined
  let offset = 0
  for await (const data of pieces(source.open())) {
    const value = { upload: number, offset, data }
    offset += data.length
    const sent = link.ask({ kind: 'importChunk', value }, 'done', deadline).then(
      () => void inFlight.delete(sent),
      (error: unknown) => {
        failure ??= { error }
      },
    )
    inFlight.add(sent)
    if (inFlight.size >= UPLOAD_PIECES_IN_FLIGHT) await Promise.race(inFlight)
    if (failure) break
  }
  await Promise.all(inFlight)
  if (failure) throw failure.error
  return number
}

/** A source that can be read from its beginning any number of times, one reader at a time. */
export interface ReopenableSource {
  open(): AsyncIterable<Uint8Array>
}

export function reopenable(source: ImportSource): ReopenableSource {
  if (typeof source === 'function') return { open: source }
  if (source instanceof Uint8Array) return { open: () => once(source) }
  return new RememberedSource(source)
}

/** Keeps what it has read, since nobody else can give it again. */
class RememberedSource implements ReopenableSource {
  readonly #rest: AsyncIterator<Uint8Array>
  readonly #chunks: Uint8Array[] = []

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#rest = source[Symbol.asyncIterator]()
  }

  async *open(): AsyncIterable<Uint8Array> {
    yield* this.#chunks
    for (;;) {
      const { done, value } = await this.#rest.next()
      if (done) return
      this.#chunks.push(value)
      yield value
    }
  }
}

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes
}

/** Chunks of any size as pieces of the size that is sent. An empty file still makes one piece. */
async function* pieces(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let any = false
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += UPLOAD_PIECE_BYTES) {
      any = true
      yield chunk.subarray(at, at + UPLOAD_PIECE_BYTES)
    }
  }
  if (!any) yield new Uint8Array(0)
}
