// Parameters on their way into SQLite: u32 count, then a cell for each. The layout is wasm/include/quorumlite.h's
// ("Statements"), which is the wire's as well.
import type { Pointer } from './abi.ts'
import {
  CELL_BLOB,
  CELL_DOUBLE,
  CELL_INT32,
  CELL_INT64,
  CELL_NULL,
  CELL_TEXT,
  SQLITE_TOOBIG,
} from './abi.ts'
import { ParameterError, SqliteError } from './errors.ts'
import type { Heap } from './heap.ts'
import type { SqlParameter } from './values.ts'

/** The byte length shares its 32 bits with the type. */
const CELL_BYTES_MAX = 2 ** 29 - 1
const TWO_32 = 2 ** 32

export interface EncodedParameters {
  /** In the heap's scratch: valid until the next use of it. */
  readonly address: Pointer
  readonly bytes: number
}

/** Throws ParameterError naming the position (from 1) of a value that SQLite has no type for. */
export function encodeParameters(
  heap: Heap,
  parameters: readonly SqlParameter[],
): EncodedParameters {
  const address = heap.scratch(roomFor(parameters))
  const { i32 } = heap
  let word = address >>> 2
  i32[word++] = parameters.length
  for (let index = 0; index < parameters.length; index++) {
    const value = parameters[index]
    if (typeof value === 'number') word = writeNumber(heap, word, value)
    else if (typeof value === 'string') word = writeText(heap, word, value, index)
    else if (value === null) i32[word++] = CELL_NULL
    else if (typeof value === 'bigint') word = writeBigint(heap, word, value, index)
    else if (typeof value === 'boolean') word = writeNumber(heap, word, value ? 1 : 0)
    else if (value instanceof Uint8Array) word = writeBlob(heap, word, value, index)
    else throw unsupported(value, index)
  }
  return { address, bytes: ((word << 2) >>> 0) - address }
}

/**
 * Puts the cells of named parameters into the order of the statement. Throws ParameterError if a parameter is missing,
 * has no name, or is given and unknown.
 */
export function orderByName<T>(
  given: ReadonlyMap<string, T>,
  parameterNames: readonly (string | undefined)[],
): T[] {
  const used = new Set<string>()
  const ordered = parameterNames.map((name, index) => {
    if (name === undefined) {
      throw new ParameterError(
        'PARAMETER_COUNT',
        `parameter ${index + 1} has no name: give the parameters by position`,
      )
    }
    const key = given.has(name) ? name : name.slice(1)
    if (!given.has(key)) throw new ParameterError('PARAMETER_COUNT', `parameter ${name} is missing`)
    used.add(key)
    return given.get(key) as T
  })
  for (const name of given.keys()) {
    if (used.has(name)) continue
    throw new ParameterError('PARAMETER_COUNT', `the statement has no parameter ${name}`)
  }
  return ordered
}

/**
 * Splits cells in the wire's encoding, so that they can be put into another order. Throws ParameterError MALFORMED if
 * they run past their end.
 */
export function splitCells(cells: Uint8Array): Uint8Array[] {
  const view = new DataView(cells.buffer, cells.byteOffset, cells.byteLength)
  if (cells.length < 4) throw malformedCells()
  const count = view.getUint32(0, true)
  const split: Uint8Array[] = []
  let offset = 4
  while (split.length < count) {
    if (offset + 4 > cells.length) throw malformedCells()
    const end = offset + cellBytes(view.getUint32(offset, true))
    if (end > cells.length) throw malformedCells()
    split.push(cells.subarray(offset, end))
    offset = end
  }
  if (offset !== cells.length) throw malformedCells()
  return split
}

/** The reverse of `splitCells`. */
export function joinCells(cells: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(cells.reduce((bytes, cell) => bytes + cell.length, 4))
  new DataView(joined.buffer).setUint32(0, cells.length, true)
  let offset = 4
  for (const cell of cells) {
    joined.set(cell, offset)
    offset += cell.length
  }
  return joined
}

function cellBytes(tag: number): number {
  switch (tag & 7) {
    case CELL_NULL:
      return 4
    case CELL_INT32:
      return 8
    case CELL_INT64:
    case CELL_DOUBLE:
      return 12
    case CELL_TEXT:
    case CELL_BLOB:
      return 4 + 4 * Math.ceil((tag >>> 3) / 4)
    default:
      throw malformedCells()
  }
}

/** An upper bound, so that a value can be written without asking again whether it fits. */
function roomFor(parameters: readonly SqlParameter[]): number {
  let bytes = 4 + 12 * parameters.length
  for (const value of parameters) {
    if (typeof value === 'string') {
      bytes += 4 + (value.length < 4096 ? value.length * 3 : Buffer.byteLength(value))
    } else if (value instanceof Uint8Array) bytes += 4 + value.length
  }
  return bytes
}

const f64 = new Float64Array(1)
const i64 = new BigInt64Array(f64.buffer)
const halves = new Int32Array(f64.buffer)

function writeHalves(heap: Heap, word: number): number {
  heap.i32[word] = halves[0] as number
  heap.i32[word + 1] = halves[1] as number
  return word + 2
}

function writeNumber(heap: Heap, word: number, value: number): number {
  const { i32 } = heap
  if ((value | 0) === value) {
    i32[word] = CELL_INT32
    i32[word + 1] = value
    return word + 2
  }
  if (Number.isSafeInteger(value)) {
    i32[word] = CELL_INT64
    i32[word + 1] = value | 0
    i32[word + 2] = Math.floor(value / TWO_32)
    return word + 3
  }
  i32[word] = CELL_DOUBLE
  f64[0] = value
  return writeHalves(heap, word + 1)
}

function writeBigint(heap: Heap, word: number, value: bigint, index: number): number {
  if (BigInt.asIntN(64, value) !== value) {
    throw new ParameterError(
      'INTEGER_OUT_OF_RANGE',
      `parameter ${index + 1} is ${value}, beyond SQLite's 64-bit integers`,
    )
  }
  heap.i32[word] = CELL_INT64
  i64[0] = value
  return writeHalves(heap, word + 1)
}

/** Short ASCII, by far the most usual, is faster copied here than by a call out of JavaScript. */
const SHORT_TEXT_UNITS = 48

function writeText(heap: Heap, word: number, value: string, index: number): number {
  const units = value.length
  const start = ((word + 1) << 2) >>> 0
  let bytes = 0
  if (units <= SHORT_TEXT_UNITS) {
    const { u8 } = heap
    while (bytes < units) {
      const unit = value.charCodeAt(bytes)
      if (unit > 127) break
      u8[start + bytes++] = unit
    }
  }
  if (bytes < units) bytes = heap.text.write(value, start, 'utf8')
  return endCell(heap, word, CELL_TEXT, bytes, index)
}

function writeBlob(heap: Heap, word: number, value: Uint8Array, index: number): number {
  if (value.length === 0 && isDetached(value)) {
    const why = `parameter ${index + 1} is a Uint8Array whose buffer was transferred`
    throw new ParameterError('PARAMETER_TYPE', why)
  }
  heap.u8.set(value, ((word + 1) << 2) >>> 0)
  return endCell(heap, word, CELL_BLOB, value.length, index)
}

/** It looks like an empty array, and is none: the bytes are elsewhere. */
function isDetached({ buffer }: Uint8Array): boolean {
  try {
    // Node 20 has no `buffer.detached`.
    return new Uint8Array(buffer).length < 0
  } catch {
    return true
  }
}

function endCell(heap: Heap, word: number, type: number, bytes: number, index: number): number {
  if (bytes > CELL_BYTES_MAX) {
    throw new SqliteError(`parameter ${index + 1} is too big: ${bytes} bytes`, {
      code: SQLITE_TOOBIG,
    })
  }
  heap.i32[word] = type | (bytes << 3)
  return word + 1 + ((bytes + 3) >>> 2)
}

function unsupported(value: unknown, index: number): ParameterError {
  const type = typeof value === 'object' ? (value?.constructor.name ?? 'object') : typeof value
  return new ParameterError(
    'PARAMETER_TYPE',
    `parameter ${index + 1} is of type ${type}: SQLite takes null, number, bigint, string, boolean and Uint8Array`,
  )
}

function malformedCells(): ParameterError {
  return new ParameterError('MALFORMED', 'the parameter cells are malformed')
}
