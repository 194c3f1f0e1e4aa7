import type { SqlValue } from '@quorumlite/wire'

/** JSON with what JSON lacks: bigints as exact integers where they fit a double, else as text; blobs as {"$blob": hex}. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => {
    if (typeof item === 'bigint')
      return Number.isSafeInteger(Number(item)) ? Number(item) : `${item}`
    if (item instanceof Uint8Array) return { $blob: Buffer.from(item).toString('hex') }
    return item
  })
}

export function showValue(value: SqlValue): string {
  if (value === null) return 'NULL'
  if (value instanceof Uint8Array) return `x'${Buffer.from(value).toString('hex')}'`
  return String(value)
}

/** Columns under their headings, padded; numbers to the right. */
export function table(columns: readonly string[], rows: readonly (readonly SqlValue[])[]): string {
  const cells = rows.map((row) => row.map(showValue))
  const widths = columns.map((column, i) =>
    Math.max(column.length, ...cells.map((row) => (row[i] ?? '').length)),
  )
  const numeric = columns.map((_, i) =>
    rows.every((row) => typeof row[i] === 'number' || typeof row[i] === 'bigint'),
  )
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) =>
        numeric[i] && rows.length > 0 ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!),
      )
      .join('  ')
      .trimEnd()
  const rule = widths.map((width) => '-'.repeat(width)).join('  ')
  return [line(columns), rule, ...cells.map(line)].join('\n')
}
