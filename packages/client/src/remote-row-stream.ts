import { type Position, QuorumliteError, type Rows } from '@quorumlite/wire'
import { decodePiece, type RowFormat } from './decode-result.ts'
import type { PieceStream } from './piece-stream.ts'
import type { RowStream, StreamHead } from './row-stream.ts'
import { StreamError } from './stream-error.ts'

export class RemoteRowStream<T> implements RowStream<T> {
  readonly #pieces: PieceStream<Rows>
  readonly #format: RowFormat
  readonly #see: (position: Position | undefined) => Position
  #head: StreamHead | undefined
  #isRead = false
  #delivered = 0

  constructor(
    pieces: PieceStream<Rows>,
    format: RowFormat,
    see: (position: Position | undefined) => Position,
  ) {
    this.#pieces = pieces
    this.#format = format
    this.#see = see
  }

  async head(): Promise<StreamHead> {
    if (!this.#head) await this.#peek()
    return this.#head as StreamHead
  }

  [Symbol.asyncIterator](): AsyncIterator<T, undefined> {
    this.#readOnce()
    return this.#rows()
  }

  batches(): AsyncIterable<T[], undefined> {
    this.#readOnce()
    return this.#batches()
  }

  close(): Promise<void> {
    this.#pieces.close()
    return Promise.resolve()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async *#rows(): AsyncGenerator<T, undefined> {
    try {
      for (let batch = await this.#next(); batch; batch = await this.#next()) {
        for (const row of batch) {
          const { reason } = this.#pieces
          if (reason) throw this.#error(reason)
          this.#delivered++
          yield row
        }
      }
    } finally {
      this.#pieces.close()
    }
    return undefined
  }

  async *#batches(): AsyncGenerator<T[], undefined> {
    try {
      for (let batch = await this.#next(); batch; batch = await this.#next()) {
        if (batch.length === 0) continue
        this.#delivered += batch.length
        yield batch
      }
    } finally {
      this.#pieces.close()
    }
    return undefined
  }

  async #next(): Promise<T[] | undefined> {
    const piece = await this.#peek()
    if (!piece) return undefined
    try {
      const rows = decodePiece(piece, this.#head?.columns ?? [], this.#format) as T[]
      this.#pieces.take()
      return rows
    } catch (error) {
      throw this.#error(error)
    }
  }

  async #peek(): Promise<Rows | undefined> {
    try {
      const piece = await this.#pieces.peek()
      if (piece && !this.#head) {
        const { columns, nodeId } = piece
        this.#head = { columns, nodeId, position: this.#see(piece.position) }
      }
      return piece
    } catch (error) {
      throw this.#error(error)
    }
  }

  #error(error: unknown): unknown {
    if (!(error instanceof QuorumliteError)) return error
    return new StreamError(error, this.#delivered, 'rows')
  }

  #readOnce(): void {
    if (this.#isRead) {
      throw new QuorumliteError('INVALID_ARGUMENT', 'the rows of a stream can be read only once')
    }
    this.#isRead = true
  }
}
