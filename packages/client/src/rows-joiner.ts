import { malformed, ROW_BYTES_MAX, ROWS_PIECE_BYTES, type Rows } from '@quorumlite/wire'

/** The cells of a slice end with the row that fills it. */
const CUT_BYTES_MAX = ROWS_PIECE_BYTES + ROW_BYTES_MAX

/** Puts pieces of rows together that were cut within a row. */
export class RowsJoiner {
  #parts: Uint8Array[] = []
  #bytes = 0

  /** The rows that are whole now; undefined while more of them is to come. @throws QuorumliteError MALFORMED */
  add(piece: Rows): Rows | undefined {
    if (!piece.unfinished && this.#parts.length === 0) return piece
    if (piece.unfinished && piece.last) throw malformed('the last piece of rows is not whole')
    this.#parts.push(piece.cells)
    this.#bytes += piece.cells.length
    if (this.#bytes > CUT_BYTES_MAX) throw malformed(`a row of more than ${CUT_BYTES_MAX} bytes`)
    if (piece.unfinished) return undefined
    const cells = Buffer.concat(this.#parts)
    this.#parts = []
    this.#bytes = 0
    return { ...piece, cells }
  }
}
