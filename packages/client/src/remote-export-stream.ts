import { type ExportPiece, malformed, type Position, QuorumliteError } from '@quorumlite/wire'
import type { ExportHead, ExportStream } from './export-stream.ts'
import type { PieceStream } from './piece-stream.ts'
import { StreamError } from './stream-error.ts'

export class RemoteExportStream implements ExportStream {
  readonly #pieces: PieceStream<ExportPiece>
  readonly #see: (position: Position | undefined) => Position
  #head: ExportHead | undefined
  #isRead = false
  #delivered = 0

  constructor(pieces: PieceStream<ExportPiece>, see: (position: Position | undefined) => Position) {
    this.#pieces = pieces
    this.#see = see
  }

  async head(): Promise<ExportHead> {
    if (!this.#head) await this.#peek()
    return this.#head as ExportHead
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array, undefined> {
    if (this.#isRead) {
      throw new QuorumliteError('INVALID_ARGUMENT', 'an export can be read only once')
    }
    this.#isRead = true
    return this.#chunks()
  }

  close(): Promise<void> {
    this.#pieces.close()
    return Promise.resolve()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async *#chunks(): AsyncGenerator<Uint8Array, undefined> {
    try {
      for (let piece = await this.#peek(); piece; piece = await this.#peek()) {
        this.#check(piece)
        this.#pieces.take()
        this.#delivered += piece.data.length
        yield piece.data
      }
    } finally {
      this.#pieces.close()
    }
    return undefined
  }

  async #peek(): Promise<ExportPiece | undefined> {
    try {
      const piece = await this.#pieces.peek()
      if (piece && !this.#head) {
        const { bytesTotal, nodeId } = piece
        this.#head = { bytesTotal, nodeId, position: this.#see(piece.position) }
      }
      return piece
    } catch (error) {
      throw this.#error(error)
    }
  }

  /** A file with a hole in it would open and be wrong. */
  #check({ offset, data, last, bytesTotal }: ExportPiece): void {
    const end = offset + data.length
    const fits = offset === this.#delivered && bytesTotal === this.#head?.bytesTotal
    if (fits && (last ? end === bytesTotal : end < bytesTotal)) return
    throw this.#error(
      malformed(`bytes ${offset} to ${end} of ${bytesTotal} came where ${this.#delivered} was due`),
    )
  }

  #error(error: unknown): unknown {
    if (!(error instanceof QuorumliteError)) return error
    return new StreamError(error, this.#delivered, 'bytes')
  }
}
