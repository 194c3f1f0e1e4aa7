// Rows on their way out of SQLite: cells, column after column, row after row (wasm/include/quorumlite.h, "Statements").
import type { Pointer } from './abi.ts'
import { CELL_BLOB, CELL_DOUBLE, CELL_INT32, CELL_INT64, CELL_NULL, CELL_TEXT } from './abi.ts'
import { AssertionError } from './assert.ts'
import { ParameterError } from './errors.ts'
import type { Heap } from './heap.ts'
import type { IntegerMode, SqlValue } from './values.ts'

const TWO_32 = 2 ** 32

export interface RowsToDecode {
  /** Where the first cell is. */
  readonly address: Pointer
  readonly rowCount: number
  readonly columnCount: number
  readonly integers: IntegerMode
  /** Asked only for an error's sake. */
  readonly columnName: (column: number) => string
}

/** Throws ParameterError INTEGER_OUT_OF_RANGE for an integer that a number cannot hold, if numbers are wanted. */
export function decodeRows(heap: Heap, rows: RowsToDecode): SqlValue[][] {
  const decoder = new RowDecoder(heap, rows)
  const decoded: SqlValue[][] = []
  for (let row = 0; row < rows.rowCount; row++) decoded.push(decoder.row())
  return decoded
}

const f64 = new Float64Array(1)
const i64 = new BigInt64Array(f64.buffer)
const halves = new Int32Array(f64.buffer)

class RowDecoder {
  readonly #heap: Heap
  readonly #rows: RowsToDecode
  #word: number

  constructor(heap: Heap, rows: RowsToDecode) {
    this.#heap = heap
    this.#rows = rows
    this.#word = rows.address >>> 2
  }

  row(): SqlValue[] {
    const { columnCount } = this.#rows
    const row: SqlValue[] = []
    for (let column = 0; column < columnCount; column++) row.push(this.#cell(column))
    return row
  }

  #cell(column: number): SqlValue {
    const { i32 } = this.#heap
    const tag = i32[this.#word++] as number
    switch (tag & 7) {
      case CELL_NULL:
        return null
      case CELL_INT32: {
        const value = i32[this.#word++] as number
        return this.#rows.integers === 'bigint' ? BigInt(value) : value
      }
      case CELL_INT64:
        return this.#int64(column)
      case CELL_DOUBLE:
        this.#readHalves()
        return f64[0] as number
      case CELL_TEXT:
        return this.#text(tag >>> 3)
      case CELL_BLOB: {
        const start = this.#skipBytes(tag >>> 3)
        return this.#heap.u8.slice(start, start + (tag >>> 3))
      }
      default:
        throw new AssertionError(`a row has a cell of type ${tag & 7}`)
    }
  }

  #int64(column: number): number | bigint {
    this.#readHalves()
    const { integers, columnName } = this.#rows
    if (integers === 'bigint') return i64[0] as bigint
    const value = (halves[1] as number) * TWO_32 + ((halves[0] as number) >>> 0)
    if (Number.isSafeInteger(value)) return value
    if (integers === 'mixed') return i64[0] as bigint
    throw new ParameterError(
      'INTEGER_OUT_OF_RANGE',
      `column ${columnName(column)} holds ${i64[0]}, which no number can hold exactly: ask for integers as bigint`,
    )
  }

  #text(bytes: number): string {
    const start = this.#skipBytes(bytes)
    if (bytes <= SHORT_TEXT_BYTES) {
      const { u8 } = this.#heap
      let text = ''
      let index = 0
      for (; index < bytes; index++) {
        const byte = u8[start + index] as number
        if (byte > 127) break
        text += String.fromCharCode(byte)
      }
      if (index === bytes) return text
    }
    return this.#heap.text.toString('utf8', start, start + bytes)
  }

  #readHalves(): void {
    const { i32 } = this.#heap
    halves[0] = i32[this.#word++] as number
    halves[1] = i32[this.#word++] as number
  }

  /** Where a payload begins; moves on behind its padding. */
  #skipBytes(bytes: number): Pointer {
    const start = (this.#word << 2) >>> 0
    this.#word += (bytes + 3) >>> 2
    return start
  }
}

/** Short ASCII, by far the most usual, is faster put together here than by a call out of JavaScript. */
const SHORT_TEXT_BYTES = 24
