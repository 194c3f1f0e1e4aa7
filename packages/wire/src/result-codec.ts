// Results of statements, and what the log remembers of a numbered request.

import type { Failure } from './failure.ts'
import { malformed } from './errors.ts'
import {
  readBytes,
  readFlag,
  readList,
  readNumber,
  readPlainList,
  readText,
  type Maybe,
} from './fields.ts'
import { decodeMessage, encodeMessage, pb } from './proto-io.ts'

export interface StatementResult {
  readonly changes: number
  /** One cell; empty when the statement inserted nothing. */
  readonly lastInsertRowid: Uint8Array
  readonly columns: readonly string[]
  readonly rowCount: number
  /** Cells, row after row. */
  readonly cells: Uint8Array
}

export interface BatchResult {
  readonly results: readonly StatementResult[]
}

/** What the log remembers of a numbered request. */
export type RecordedResult =
  | { readonly kind: 'ok'; readonly value: BatchResult }
  | { readonly kind: 'failure'; readonly value: Failure }
  | { readonly kind: 'notExecuted' }

export function encodeRecordedResult(result: RecordedResult): Uint8Array {
  return encodeMessage(pb.RecordedResult, writeRecordedResult(result), recordedCapacity(result))
}

/** Byte fields are views of `bytes`. */
export function decodeRecordedResult(bytes: Uint8Array): RecordedResult {
  const result = decodeMessage(pb.RecordedResult, bytes)
  switch (result.outcome) {
    case 'ok':
      return { kind: 'ok', value: { results: readList(result.ok?.results, readStatementResult) } }
    case 'failure':
      return { kind: 'failure', value: readFailure(result.failure) }
    case 'notExecuted':
      return { kind: 'notExecuted' }
    default:
      throw malformed('the outcome of a recorded result is missing')
  }
}

export function encodeStatementResult(result: StatementResult): Uint8Array {
  return encodeMessage(pb.StatementResult, result, statementCapacity(result))
}

/** Byte fields are views of `bytes`. */
export function decodeStatementResult(bytes: Uint8Array): StatementResult {
  return readStatementResult(decodeMessage(pb.StatementResult, bytes))
}

export function readStatementResult(result: pb.StatementResult.$Properties): StatementResult {
  return {
    changes: readNumber(result.changes),
    lastInsertRowid: readBytes(result.lastInsertRowid),
    columns: readPlainList(result.columns),
    rowCount: readNumber(result.rowCount),
    cells: readBytes(result.cells),
  }
}

export function readFailure(failure: Maybe<pb.Failure.$Properties>): Failure {
  return {
    code: readText(failure?.code),
    message: readText(failure?.message),
    hint: readText(failure?.hint),
    retryable: readFlag(failure?.retryable),
    sqliteCode: readNumber(failure?.sqliteCode),
    sqlOffset: failure?.sqlOffset ?? undefined,
    leaderId: readNumber(failure?.leaderId),
    leaderAddresses: readPlainList(failure?.leaderAddresses),
    statementIndex: failure?.statementIndex ?? undefined,
  }
}

/** Room for a result of so many columns, besides its cells. */
export function statementCapacity(result: {
  readonly columns: readonly string[]
  readonly cells: Uint8Array
}): number {
  return result.cells.length + result.columns.length * 16 + 64
}

function writeRecordedResult(result: RecordedResult): pb.RecordedResult.$Properties {
  switch (result.kind) {
    case 'ok':
      return { ok: result.value }
    case 'failure':
      return { failure: result.value }
    case 'notExecuted':
      return { notExecuted: true }
  }
}

function recordedCapacity(result: RecordedResult): number {
  if (result.kind !== 'ok') return 256
  let bytes = 16
  for (const statement of result.value.results) bytes += statementCapacity(statement)
  return bytes
}
