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
import {
  bytesFieldBytes,
  ExactWriter,
  lengthFieldBytes,
  numberFieldBytes,
  textItemBytes,
} from './exact-writer.ts'
import { ABSENT, OrderedReader } from './ordered-reader.ts'
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

/** The result shares its memory with nothing, so that it may be sent to another thread as it is. */
export function encodeRecordedResult(result: RecordedResult): Uint8Array {
  if (result.kind === 'ok') return encodeOk(result.value)
  return encodeMessage(pb.RecordedResult, writeUnsuccessful(result), UNSUCCESSFUL_BYTES).slice()
}

/** Byte fields are views of `bytes`. */
export function decodeRecordedResult(bytes: Uint8Array): RecordedResult {
  const ok = decodeOk(bytes)
  if (ok) return ok
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

function encodeOk({ results }: BatchResult): Uint8Array {
  let batchBytes = 0
  for (const result of results) batchBytes += lengthFieldBytes(resultBytes(result))
  const writer = new ExactWriter(lengthFieldBytes(batchBytes), 'own')
  writer.begin(1, batchBytes)
  for (const result of results) {
    writer.begin(1, resultBytes(result))
    writer.number(1, result.changes)
    writer.bytes(2, result.lastInsertRowid)
    for (const column of result.columns) writer.textItem(3, column)
    writer.number(4, result.rowCount)
    writer.bytes(5, result.cells)
  }
  return writer.finish()
}

function resultBytes(result: StatementResult): number {
  let bytes =
    numberFieldBytes(result.changes) +
    bytesFieldBytes(result.lastInsertRowid) +
    numberFieldBytes(result.rowCount) +
    bytesFieldBytes(result.cells)
  for (const column of result.columns) bytes += textItemBytes(column)
  return bytes
}

/** Undefined if it is another outcome, or not as `encodeOk` writes one. */
function decodeOk(bytes: Uint8Array): RecordedResult | undefined {
  const reader = new OrderedReader(bytes)
  const batch = reader.enter(1)
  if (batch === ABSENT) return undefined
  const results: StatementResult[] = []
  for (let message = reader.enter(1); message !== ABSENT; message = reader.enter(1)) {
    const changes = reader.number(1)
    const lastInsertRowid = reader.bytes(2)
    const columns: string[] = []
    while (reader.isNext(3)) columns.push(reader.text(3))
    const rowCount = reader.number(4)
    results.push({ changes, lastInsertRowid, columns, rowCount, cells: reader.bytes(5) })
    reader.leave(message)
  }
  reader.leave(batch)
  return reader.isComplete ? { kind: 'ok', value: { results } } : undefined
}

type Unsuccessful = Exclude<RecordedResult, { kind: 'ok' }>

function writeUnsuccessful(result: Unsuccessful): pb.RecordedResult.$Properties {
  return result.kind === 'failure' ? { failure: result.value } : { notExecuted: true }
}

const UNSUCCESSFUL_BYTES = 256
