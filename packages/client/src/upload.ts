// Database files, large batches and large steps on their way to the node that is to take them.

import { QuorumliteError } from '@quorumlite/wire'
import type { ImportSource } from './client.ts'
import type { Deadline } from './deadline.ts'
import {
  LINK_STEP_UPLOADS_MAX,
  LINK_WRITE_UPLOADS_MAX,
  UPLOAD_PIECE_BYTES,
  UPLOAD_PIECES_IN_FLIGHT,
} from './limits.ts'
import type { NodeLink } from './node-link.ts'
import { Turns } from './turns.ts'

/** Numbers of uploads on one stream. One is used again: what was given up halfway under it ends with its next use. */
class UploadNumbers {
  readonly #turns: Turns
  readonly #free: number[]

  constructor(numbers: readonly number[]) {
    this.#free = [...numbers]
    this.#turns = new Turns(numbers.length)
  }

  /** Calls `use` with a number that is nobody else's until that ends. @throws the deadline's reason while it waits */
  run<T>(use: (number: number) => Promise<T>, deadline: Deadline): Promise<T> {
    return this.#turns.run(async () => {
      const number = this.#free.pop()!
      try {
        return await use(number)
      } finally {
        this.#free.push(number)
      }
    }, deadline)
  }
}

/** What is uploaded on one stream, for writes (batches, imports) and for the steps of transactions. */
export class LinkUploads {
  readonly writes: UploadNumbers = new UploadNumbers(numbers(1, LINK_WRITE_UPLOADS_MAX))
  readonly steps: UploadNumbers = new UploadNumbers(
    numbers(1 + LINK_WRITE_UPLOADS_MAX, LINK_STEP_UPLOADS_MAX),
  )
}

function numbers(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => first + i)
}

export interface UploadRequest {
  readonly link: NodeLink
  readonly purpose: keyof LinkUploads
  readonly source: ReopenableSource
  readonly deadline: Deadline
}

/**
 * Sends the whole file over one stream, from its beginning, then calls `use` with the number it goes by there: for the
 * request that takes it, whose answer frees the number. More than a stream may carry at once wait for each other.
 */
export function uploading<T>(
  { link, purpose, source, deadline }: UploadRequest,
  use: (upload: number) => Promise<T>,
): Promise<T> {
  return link.uploads[purpose].run(async (number) => {
    // A source that gives nothing must not hold the number; what it gives after the deadline is not sent.
    await deadline.race(send(link, number, source, deadline))
    return use(number)
  }, deadline)
}

/** Pieces are acknowledged, a few at a time under way: neither side holds more of them for the network's sake. */
async function send(
  link: NodeLink,
  number: number,
  source: ReopenableSource,
  deadline: Deadline,
): Promise<void> {
  const inFlight = new Set<Promise<void>>()
  let failure: { readonly error: unknown } | undefined
  let offset = 0
  for await (const data of pieces(source.open())) {
    const value = { upload: number, offset, data }
    offset += data.length
    // One after the other, also where the stream makes them wait: a later call may find room before an earlier one does.
    await new Promise<void>((goOn) => {
      const answered = link
        .ask({ kind: 'importChunk', value }, 'done', deadline, { onSent: () => goOn() })
        .then(
          () => void inFlight.delete(answered),
          (error: unknown) => {
            failure ??= { error }
            goOn()
          },
        )
      inFlight.add(answered)
    })
    if (inFlight.size >= UPLOAD_PIECES_IN_FLIGHT) await Promise.race(inFlight)
    if (failure) break
  }
  await Promise.all(inFlight)
  if (failure) throw failure.error
}

/** A source that can be read from its beginning any number of times, one reader at a time. */
export interface ReopenableSource {
  open(): AsyncIterable<Uint8Array>
}

export function reopenable(source: ImportSource): ReopenableSource {
  if (typeof source === 'function') return { open: source }
  if (source instanceof Uint8Array) return { open: () => once(source) }
  if (typeof source?.[Symbol.asyncIterator] !== 'function') {
    throw new QuorumliteError(
      'INVALID_ARGUMENT',
      'a database is imported from a Uint8Array, an async iterable of them, or a function that returns one',
    )
  }
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
