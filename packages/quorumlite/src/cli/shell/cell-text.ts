import type { SqlValue } from '@quorumlite/wire'
import { toJson } from '../output.ts'
import { printable } from './display-width.ts'

/** Bytes of a blob that a table shows. */
const BLOB_BYTES_SHOWN = 32
/** Characters of a text that a table looks at: no terminal has more columns. */
const TEXT_CHARACTERS_SHOWN = 4_096

/** A value in a table: NULL can be told from the text 'NULL', and nothing moves the cursor. */
export function shownInTable(value: SqlValue): string {
  if (value === null) return 'NULL'
  if (value instanceof Uint8Array) {
    const shown = Buffer.from(value.subarray(0, BLOB_BYTES_SHOWN)).toString('hex')
    const more = value.length - BLOB_BYTES_SHOWN
    return more > 0 ? `x'${shown}…' (${value.length} bytes)` : `x'${shown}'`
  }
  if (typeof value !== 'string') return String(value)
  if (value === 'NULL') return "'NULL'"
  return printable(value.slice(0, TEXT_CHARACTERS_SHOWN))
}

/** A value in CSV, as RFC 4180 has it: nothing for NULL, quotes around an empty text. */
export function shownInCsv(value: SqlValue): string {
  if (value === null) return ''
  if (value instanceof Uint8Array) return `x'${Buffer.from(value).toString('hex')}'`
  const text = String(value)
  const isPlain = text !== '' && !/[",\r\n]/.test(text)
  return isPlain ? text : `"${text.replaceAll('"', '""')}"`
}

/** A value on a line of its own: whole, and on that line. */
export function shownOnLine(value: SqlValue): string {
  if (typeof value === 'string') return value === 'NULL' ? "'NULL'" : printable(value)
  if (value instanceof Uint8Array) return `x'${Buffer.from(value).toString('hex')}'`
  return value === null ? 'NULL' : String(value)
}

/** A row as one JSON object. Where two columns have one name, the later one is called `name:2`, ... */
export function rowAsJson(names: readonly string[], row: readonly SqlValue[]): string {
  return toJson(Object.fromEntries(names.map((name, i) => [name, row[i]])))
}

export function distinctNames(columns: readonly string[]): string[] {
  const seen = new Map<string, number>()
  return columns.map((column) => {
    const count = (seen.get(column) ?? 0) + 1
    seen.set(column, count)
    return count === 1 ? column : `${column}:${count}`
  })
}
