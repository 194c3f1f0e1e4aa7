// SQL values as they travel: cells. A cell is a little-endian u32 tag (low three bits: type; the rest: bytes of the
// payload) and the payload, padded to a multiple of four. SQLite in WASM reads and writes the same cells, so a row goes
// from its page to the client without being decoded in between. It leaves the length of a number 0, as the type says it.

import { assert } from './assert.ts'
import { malformed, QuorumliteError } from './errors.ts'
import { PARAMETERS_MAX, VALUE_BYTES_MAX } from './limits.ts'

/** SQLite's five storage classes. */
export type SqlValue = null | number | bigint | string | Uint8Array

/** What may be bound. A boolean is stored as 1 or 0, as SQLite has no type of its own for it. */
export type SqlParameter = SqlValue | boolean

/** Parameters by position, or by name. A name may be given with or without its `:`, `@` or `$`. */
export type SqlParameters = readonly SqlParameter[] | Readonly<Record<string, SqlParameter>>

/**
 * How SQLite's 64-bit integers are given to JavaScript.
 * - `number`: a number always; one beyond 2^53-1 throws INTEGER_OUT_OF_RANGE, naming the column.
 * - `bigint`: a bigint always.
 * - `mixed`: a number where it is exact, otherwise a bigint.
 */
export type IntegerMode = 'number' | 'bigint' | 'mixed'

/** The parameters of one statement. */
export interface Parameters {
  /** u32 count, then the cells; empty: no parameters. */
  readonly cells: Uint8Array
  /** One name for each cell, or none when the cells are positional. */
  readonly names: readonly string[]
}

export const CellType = {
  null: 0,
  int32: 1,
  int64: 2,
  double: 3,
  text: 4,
  blob: 5,
} as const

/** By type, for those that have one length only. */
const NUMBER_BYTES: readonly (number | undefined)[] = [0, 4, 8, 8]

const TAG_BYTES = 4
const COUNT_BYTES = 4
const INT64_MIN = -(2n ** 63n)
const INT64_MAX = 2n ** 63n - 1n
const EMPTY = new Uint8Array(0)
export const NO_PARAMETERS: Parameters = Object.freeze({ cells: EMPTY, names: Object.freeze([]) })

/**
 * Parameters as they are sent. A number that is a safe integer is sent as an integer, every other one as a double;
 * NaN becomes NULL in SQLite. Throws PARAMETER_TYPE, INTEGER_OUT_OF_RANGE or INVALID_ARGUMENT (too many, too large),
 * naming the parameter.
 *
 * @example
 * encodeParameters([1, 'one', null])
 * encodeParameters({ id: 1, name: 'one' })
 */
export function encodeParameters(parameters: SqlParameters): Parameters {
  if (typeof parameters !== 'object' || parameters === null) {
    throw new QuorumliteError(
      'PARAMETER_TYPE',
      `the parameters are ${parameters === null ? 'null' : `a ${typeof parameters}`}`,
      {
        hint: 'Give them as an array, or as an object by their names.',
      },
    )
  }
  if (isPositional(parameters)) {
    if (parameters.length === 0) return NO_PARAMETERS
    return { cells: encodeCounted(parameters, nameByPosition), names: NO_PARAMETERS.names }
  }
  const names = Object.keys(parameters)
  if (names.length === 0) return NO_PARAMETERS
  const cells = encodeCounted(Object.values(parameters), (i) => `parameter '${names[i]}'`)
  return { cells, names }
}

/** The values that `encodeParameters` was given, booleans as numbers. Blobs are views of `cells`. */
export function decodeParameters(cells: Uint8Array, integers: IntegerMode = 'mixed'): SqlValue[] {
  if (cells.length === 0) return []
  if (cells.length < COUNT_BYTES) throw malformed('parameters end within their count')
  const reader = new CellReader(cells, COUNT_BYTES)
  const count = new DataView(cells.buffer, cells.byteOffset, COUNT_BYTES).getUint32(0, true)
  if (count * TAG_BYTES > cells.length) {
    throw malformed(`${count} parameters do not fit into ${cells.length} bytes`)
  }
  const values: SqlValue[] = []
  for (let i = 0; i < count; i++) values.push(reader.next(integers, nameByPosition, i))
  reader.end()
  return values
}

/** Cells without a count: one row, or rows after each other. */
export function encodeCells(values: readonly SqlParameter[]): Uint8Array {
  const cells = zeroes(cellsBytes(values, nameByPosition))
  writeCells(values, cells, 0)
  return plainView(cells)
}

/**
 * Rows as arrays of values. Throws INTEGER_OUT_OF_RANGE, naming the column, for an integer that `integers` cannot give,
 * and MALFORMED. Blobs are views of `cells`: copy what outlives the frame.
 */
export function decodeRows(
  cells: Uint8Array,
  rowCount: number,
  columns: readonly string[],
  integers: IntegerMode = 'number',
): SqlValue[][] {
  const width = columns.length
  if (rowCount * width * TAG_BYTES > cells.length || (width === 0 && rowCount > 0)) {
    throw malformed(`${rowCount} rows of ${width} columns do not fit into ${cells.length} bytes`)
  }
  const reader = new CellReader(cells, 0)
  const nameByColumn = (i: number): string => `column '${columns[i]}'`
  const rows: SqlValue[][] = []
  for (let row = 0; row < rowCount; row++) {
    const values: SqlValue[] = []
    for (let i = 0; i < width; i++) values.push(reader.next(integers, nameByColumn, i))
    rows.push(values)
  }
  reader.end()
  return rows
}

/** One value; undefined for no cell at all, as in the `lastInsertRowid` of a statement that inserted nothing. */
export function decodeCell(
  cell: Uint8Array,
  integers: IntegerMode = 'number',
): SqlValue | undefined {
  if (cell.length === 0) return undefined
  const reader = new CellReader(cell, 0)
  const value = reader.next(integers, () => 'the value', 0)
  reader.end()
  return value
}

/** Where a value stands, for messages. */
type Naming = (position: number) => string

const nameByPosition: Naming = (i) => `parameter ${i + 1}`

function isPositional(parameters: SqlParameters): parameters is readonly SqlParameter[] {
  return Array.isArray(parameters)
}

function encodeCounted(values: readonly SqlParameter[], naming: Naming): Uint8Array {
  if (values.length > PARAMETERS_MAX) {
    throw new QuorumliteError(
      'INVALID_ARGUMENT',
      `${values.length} parameters are more than the ${PARAMETERS_MAX} that a statement can have`,
    )
  }
  const cells = zeroes(COUNT_BYTES + cellsBytes(values, naming))
  cells.writeUInt32LE(values.length, 0)
  writeCells(values, cells, COUNT_BYTES)
  return plainView(cells)
}

/** Of a pool, if they are few. */
function zeroes(bytes: number): Buffer {
  return Buffer.allocUnsafe(bytes).fill(0)
}

/** Not a Buffer, whose slice() would not copy. */
function plainView({ buffer, byteOffset, length }: Buffer): Uint8Array {
  return new Uint8Array(buffer, byteOffset, length)
}

function cellsBytes(values: readonly SqlParameter[], naming: Naming): number {
  let bytes = 0
  for (let i = 0; i < values.length; i++) bytes += TAG_BYTES + payloadBytes(values[i], naming, i)
  return bytes
}

/** Validates a value and returns the bytes of its padded payload. */
function payloadBytes(value: unknown, naming: Naming, i: number): number {
  switch (typeof value) {
    case 'number':
      return (value | 0) === value ? 4 : 8
    case 'bigint':
      if (value < INT64_MIN || value > INT64_MAX) {
        throw new QuorumliteError(
          'INTEGER_OUT_OF_RANGE',
          `${naming(i)} does not fit into SQLite's 64-bit integers`,
          { hint: 'Store it as text, or as a double.' },
        )
      }
      return isInt32(value) ? 4 : 8
    case 'boolean':
      return 4
    case 'string':
      return padded(checkLength(Buffer.byteLength(value), naming, i))
    default:
      if (value === null) return 0
      if (value instanceof Uint8Array) {
        if (isDetached(value)) {
          throw new QuorumliteError(
            'PARAMETER_TYPE',
            `${naming(i)} is a Uint8Array whose buffer was transferred`,
          )
        }
        return padded(checkLength(value.length, naming, i))
      }
      throw new QuorumliteError('PARAMETER_TYPE', `${naming(i)} is ${describe(value)}`)
  }
}

/**
 * The bytes went to another thread. What is left looks like an empty array; written as that, they would be lost without a
 * word.
 */
function isDetached(value: Uint8Array): boolean {
  if (value.length > 0) return false
  try {
    // Node 20 has no `buffer.detached`.
    return new Uint8Array(value.buffer).length < 0
  } catch {
    return true
  }
}

function checkLength(bytes: number, naming: Naming, i: number): number {
  if (bytes <= VALUE_BYTES_MAX) return bytes
  throw new QuorumliteError(
    'INVALID_ARGUMENT',
    `${naming(i)} has ${bytes} bytes, more than ${VALUE_BYTES_MAX}`,
  )
}

function describe(value: unknown): string {
  if (typeof value !== 'object' || value === null) return typeof value
  return `an object (${value.constructor?.name ?? 'without a prototype'})`
}

/** Writes validated values at `offset` into `target`, which is zero there and has room for exactly these. */
function writeCells(values: readonly SqlParameter[], target: Buffer, offset: number): void {
  let at = offset
  for (const value of values) at = writeCell(target, at, value)
  assert(at === target.length, 'cells are as long as they were measured')
}

function writeCell(buffer: Buffer, at: number, value: SqlParameter): number {
  const payload = at + TAG_BYTES
  const tag = (type: number, bytes: number): number => {
    buffer.writeUInt32LE(((bytes << 3) | type) >>> 0, at)
    return payload + padded(bytes)
  }
  if (value === null) return tag(CellType.null, 0)
  if (typeof value === 'string') {
    return tag(CellType.text, buffer.write(value, payload, 'utf8'))
  }
  if (typeof value === 'number') {
    if ((value | 0) === value) {
      buffer.writeInt32LE(value, payload)
      return tag(CellType.int32, 4)
    }
    if (Number.isSafeInteger(value)) {
      buffer.writeBigInt64LE(BigInt(value), payload)
      return tag(CellType.int64, 8)
    }
    buffer.writeDoubleLE(value, payload)
    return tag(CellType.double, 8)
  }
  if (typeof value === 'bigint') {
    if (isInt32(value)) {
      buffer.writeInt32LE(Number(value), payload)
      return tag(CellType.int32, 4)
    }
    buffer.writeBigInt64LE(value, payload)
    return tag(CellType.int64, 8)
  }
  if (typeof value === 'boolean') {
    buffer.writeInt32LE(value ? 1 : 0, payload)
    return tag(CellType.int32, 4)
  }
  buffer.set(value, payload)
  return tag(CellType.blob, value.length)
}

function isInt32(value: bigint): boolean {
  return value >= -0x8000_0000n && value <= 0x7fff_ffffn
}

function padded(bytes: number): number {
  return (bytes + 3) & ~3
}

class CellReader {
  readonly #cells: Uint8Array
  readonly #buffer: Buffer
  #at: number

  constructor(cells: Uint8Array, offset: number) {
    // A plain view, so that blobs are plain views too: the slice() of a Buffer would not copy.
    this.#cells = new Uint8Array(cells.buffer, cells.byteOffset, cells.byteLength)
    this.#buffer = Buffer.from(cells.buffer, cells.byteOffset, cells.byteLength)
    this.#at = offset
  }

  next(integers: IntegerMode, naming: Naming, position: number): SqlValue {
    const start = this.#at + TAG_BYTES
    if (start > this.#buffer.length) throw malformed('cells end within a tag')
    const tag = this.#buffer.readUInt32LE(this.#at)
    const bytes = tag >>> 3 || (NUMBER_BYTES[tag & 7] ?? 0)
    if (start + padded(bytes) > this.#buffer.length) throw malformed('cells end within a value')
    this.#at = start + padded(bytes)
    switch (tag & 7) {
      case CellType.text:
        // Not strict: SQLite keeps any bytes as text, and what it keeps must be readable.
        return this.#buffer.toString('utf8', start, start + bytes)
      case CellType.blob:
        return this.#cells.subarray(start, start + bytes)
      case CellType.int32: {
        if (bytes !== 4) throw malformed(`an int32 of ${bytes} bytes`)
        const value = this.#buffer.readInt32LE(start)
        return integers === 'bigint' ? BigInt(value) : value
      }
      case CellType.int64:
        if (bytes !== 8) throw malformed(`an int64 of ${bytes} bytes`)
        return giveInt64(this.#buffer.readBigInt64LE(start), integers, naming, position)
      case CellType.double:
        if (bytes !== 8) throw malformed(`a double of ${bytes} bytes`)
        return this.#buffer.readDoubleLE(start)
      case CellType.null:
        if (bytes !== 0) throw malformed(`a null of ${bytes} bytes`)
        return null
      default:
        throw malformed(`no cell has type ${tag & 7}`)
    }
  }

  end(): void {
    if (this.#at !== this.#buffer.length) {
      throw malformed(`${this.#buffer.length - this.#at} bytes follow the last cell`)
    }
  }
}

function giveInt64(
  value: bigint,
  integers: IntegerMode,
  naming: Naming,
  position: number,
): number | bigint {
  if (integers === 'bigint') return value
  const number = Number(value)
  if (Number.isSafeInteger(number)) return number
  if (integers === 'mixed') return value
  throw new QuorumliteError(
    'INTEGER_OUT_OF_RANGE',
    `${naming(position)} holds ${value}, which no JavaScript number can hold exactly`,
  )
}
