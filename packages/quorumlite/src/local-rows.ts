import type { Row } from '@quorumlite/client'
import type { SqlValue } from '@quorumlite/wire'

/** A row by column name, as the driver gives it: where two columns have one name, the last one stands. */
export function toRow(columns: readonly string[], values: readonly SqlValue[]): Row {
  const row: Row = {}
  for (let i = 0; i < columns.length; i++) {
    const column = columns[i] as string
    // Assigning to it would give the object another prototype.
    if (column === '__proto__') defineProto(row, values[i] as SqlValue)
    else row[column] = values[i] as SqlValue
  }
  return row
}

function defineProto(row: Row, value: SqlValue): void {
  Object.defineProperty(row, '__proto__', {
    value,
    enumerable: true,
    writable: true,
    configurable: true,
  })
}
