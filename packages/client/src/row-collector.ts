import { type Position, QuorumliteError, type Rows as RowsPiece } from '@quorumlite/wire'
import { decodePiece, type RowFormat, withFacts } from './decode-result.ts'
import type { Row, Rows } from './result.ts'
import { RowsJoiner } from './rows-joiner.ts'
import type { SqlValue } from '@quorumlite/wire'

/** Puts the pieces of a query's answer together, up to a bound. */
export class RowCollector {
  readonly #format: RowFormat
  readonly #bytesMax: number
  #columns: readonly string[] | undefined
  #rows: (Row | SqlValue[])[] = []
  readonly #joiner = new RowsJoiner()
  #bytes = 0
  #last: RowsPiece | undefined

  constructor(format: RowFormat, bytesMax: number) {
    this.#format = format
    this.#bytesMax = bytesMax
  }

  /** Returns true for the last piece. @throws QuorumliteError RESULT_TOO_LARGE, INTEGER_OUT_OF_RANGE, MALFORMED. */
  add(part: RowsPiece): boolean {
    this.#columns ??= part.columns
    this.#bytes += part.cells.length
    if (this.#bytes > this.#bytesMax) throw tooLarge(this.#bytesMax)
    const piece = this.#joiner.add(part)
    if (!piece) return false
    const rows = decodePiece(piece, this.#columns, this.#format)
    if (this.#rows.length === 0) this.#rows = rows
    else for (const row of rows) this.#rows.push(row)
    if (piece.last) this.#last = piece
    return piece.last
  }

  /** Where the node says it read; undefined if it does not. */
  get position(): Position | undefined {
    return this.#last?.position
  }

  finish(position: Position): Rows<Row> {
    const facts = { columns: this.#columns ?? [], position, nodeId: this.#last?.nodeId ?? 0 }
    return withFacts(this.#rows as Row[], facts)
  }
}

function tooLarge(bytesMax: number): QuorumliteError {
  return new QuorumliteError('RESULT_TOO_LARGE', `the rows take more than ${bytesMax} bytes`, {
    hint: 'Ask for fewer rows at a time (LIMIT), or raise rowsBytesMax.',
  })
}
