// Answers from the wire, as callers get them.

import {
  decodeCell,
  decodeRows,
  failureToError,
  type IntegerMode,
  type Position,
  QuorumliteError,
  type RecordedResult,
  type SqlValue,
  type StatementResult,
} from '@quorumlite/wire'
import type { ExecuteResult, Row, Rows, WriteOutcome } from './result.ts'

export interface RowFormat {
  readonly values: boolean
  readonly integers: IntegerMode
}

/** A piece of rows, decoded: arrays of values, or objects. Nothing of it is a view of `cells`. */
export function decodePiece(
  piece: { readonly cells: Uint8Array; readonly rowCount: number },
  columns: readonly string[],
  { values, integers }: RowFormat,
): (Row | SqlValue[])[] {
  const rows = decodeRows(piece.cells, piece.rowCount, columns, integers)
  for (const row of rows) copyBlobs(row)
  return values ? rows : rows.map((row) => toObject(columns, row))
}

/** The array that callers get, with the facts about it. */
export function withFacts<T>(
  rows: T[],
  facts: { columns: readonly string[]; position: Position; nodeId: number },
): Rows<T> {
  return Object.defineProperties(rows, {
    columns: { value: facts.columns },
    position: { value: facts.position },
    nodeId: { value: facts.nodeId },
  }) as Rows<T>
}

export function decodeStatementResult(
  result: StatementResult,
  position: Position,
  format: RowFormat,
): ExecuteResult {
  const { columns, changes } = result
  const rows = decodePiece(result, columns, format) as Row[]
  return {
    changes,
    lastInsertRowid: decodeRowid(result.lastInsertRowid),
    rows: withFacts(rows, { columns, position, nodeId: 0 }),
    columns,
    position,
  }
}

/** Never throws for what the statements returned: an outcome is asked for when things have gone wrong already. */
export function toWriteOutcome(result: RecordedResult, position: Position): WriteOutcome {
  switch (result.kind) {
    case 'notExecuted':
      return { kind: 'not-executed' }
    case 'failure':
      return { kind: 'failed', error: failureToError(result.value) }
    case 'ok': {
      const format: RowFormat = { values: false, integers: 'mixed' }
      const { results } = result.value
      return {
        kind: 'executed',
        results: results.map((one) => decodeStatementResult(one, position, format)),
      }
    }
  }
}

function decodeRowid(cell: Uint8Array): number | bigint | undefined {
  const rowid = decodeCell(cell, 'mixed')
  if (rowid === undefined || typeof rowid === 'number' || typeof rowid === 'bigint') return rowid
  throw new QuorumliteError('MALFORMED', `a rowid came as ${typeof rowid}`)
}

function copyBlobs(row: SqlValue[]): void {
  for (let i = 0; i < row.length; i++) {
    const value = row[i]
    if (value instanceof Uint8Array) row[i] = value.slice()
  }
}

function toObject(columns: readonly string[], values: readonly SqlValue[]): Row {
  const row: Row = {}
  for (let i = 0; i < columns.length; i++) {
    const column = columns[i]!
    if (column === '__proto__') define(row, column, values[i]!)
    else row[column] = values[i]!
  }
  return row
}

/** Assigning to `__proto__` would give the object another prototype. */
function define(row: Row, column: string, value: SqlValue): void {
  Object.defineProperty(row, column, {
    value,
    enumerable: true,
    writable: true,
    configurable: true,
  })
}
