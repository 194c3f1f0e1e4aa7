// Rows of a result as the lines that a script expects: one value per line, or the hash of all of them.

import { createHash } from 'node:crypto'
import type { QueryRecord, SortMode } from './script.ts'

export type Value = null | number | bigint | string | Uint8Array

/** @throws RangeError when the rows do not have the columns that the record declares. */
export function resultLines(
  { types, sort }: Pick<QueryRecord, 'types' | 'sort'>,
  rows: readonly (readonly Value[])[],
  hashThreshold: number,
): string[] {
  const lines = rows.map((row) => {
    if (row.length !== types.length) {
      throw new RangeError(`${row.length} columns where ${types.length} are declared`)
    }
    return row.map((value, i) => printValue(types.charAt(i), value))
  })
  const values = sorted(lines, sort)
  if (hashThreshold === 0 || values.length <= hashThreshold) return values
  const hash = createHash('md5')
  for (const value of values) hash.update(`${value}\n`)
  return [`${values.length} values hashing to ${hash.digest('hex')}`]
}

function sorted(lines: readonly (readonly string[])[], sort: SortMode): string[] {
  if (sort === 'valuesort') return lines.flat().toSorted(compareBytes)
  if (sort === 'nosort') return lines.flat()
  return lines.toSorted((a, b) => compareRows(a, b)).flat()
}

function compareRows(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < a.length; i++) {
    const order = compareBytes(a[i]!, b[i]!)
    if (order !== 0) return order
  }
  return 0
}

/** As strcmp() orders them, whatever the locale. */
function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}

function printValue(type: string, value: Value): string {
  if (value === null) return 'NULL'
  switch (type) {
    case 'I':
      return String(toInteger(value))
    case 'R':
      return toReal(value).toFixed(3)
    case 'T':
      return toPlainText(value)
    default:
      return toLiteral(value)
  }
}

function toInteger(value: Exclude<Value, null>): bigint {
  if (typeof value === 'bigint') return value
  if (typeof value === 'number') return BigInt(Math.trunc(value))
  return BigInt(/^\s*([+-]?\d+)/.exec(toText(value))?.[1] ?? 0)
}

function toReal(value: Exclude<Value, null>): number {
  if (typeof value === 'bigint' || typeof value === 'number') return Number(value)
  return Number(/^\s*([+-]?\d+(\.\d*)?(e[+-]?\d+)?)/i.exec(toText(value))?.[1] ?? 0)
}

/** The original shows what cannot be printed as @. */
function toPlainText(value: Exclude<Value, null>): string {
  return toText(value).replace(/[^ -~]/g, '@') || '(empty)'
}

function toText(value: Exclude<Value, null>): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('latin1')
  if (typeof value !== 'number') return String(value)
  return Number.isInteger(value) && Math.abs(value) < 1e15 ? value.toFixed(1) : String(value)
}

/** Our extension, type V: the exact value as a literal, so that storage classes and blobs are compared too. */
function toLiteral(value: Exclude<Value, null>): string {
  if (value instanceof Uint8Array) return `x'${Buffer.from(value).toString('hex')}'`
  if (typeof value === 'bigint') return String(value)
  if (typeof value === 'number') return Object.is(value, -0) ? '-0.0' : toText(value)
  const escaped = value.replaceAll("'", "''").replace(UNPRINTABLE, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
  return `'${escaped}'`
}

// oxlint-disable-next-line no-control-regex -- the characters that would break a line, and NUL
const UNPRINTABLE = /[\u0000-\u001f\u007f\u2028\u2029\ufffd]/g
