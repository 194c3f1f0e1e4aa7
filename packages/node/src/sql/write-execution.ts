import type { Connection } from '@quorumlite/sqlite'
import { QuorumliteError, type ExecuteBatch, type StatementResult } from '@quorumlite/wire'
import { encodeFailed, encodeOk, ResultRoom } from './result-encoding.ts'
import { statementFailure, type FailureSource } from './sql-failure.ts'
import { isMaintenance, isVacuum } from './sql-text.ts'
import { changesRows, prepareOne, runText, runWithoutRows } from './statement-run.ts'

export interface WriteOutcome {
  /** An encoded RecordedResult. */
  readonly result: Uint8Array
  /** Nothing of the request is left in the database. */
  readonly failed: boolean
}

export interface WriteRules {
  readonly recordedResultBytesMax: number
  readonly batchTimeLimitMs: number
  /** Runs what may take as long as a pass over the whole database does. */
  readonly maintain: <T>(run: () => T) => T
  readonly nowMs: () => number
  readonly room: NonNullable<FailureSource['room']>
}

/**
 * Runs one request as one transaction: all statements or none, at most one commit. The writer must be as good as new,
 * and whoever calls makes it so again. Throws only what is a mistake of ours.
 */
export function executeBatch(
  writer: Connection,
  batch: ExecuteBatch,
  rules: WriteRules,
): WriteOutcome {
  const progress: Progress = { statementIndex: 0 }
  try {
    if (batch.foreignKeysOff) writer.setForeignKeys(false)
    return { result: runAll(writer, batch.statements, rules, progress), failed: false }
  } catch (error) {
    const { statementIndex } = progress
    const sql = batch.statements[statementIndex ?? -1]?.sql
    const source: FailureSource = { sql, room: rules.room }
    const failure = statementFailure(
      error,
      statementIndex === undefined ? source : { ...source, statementIndex },
    )
    writer.rollback()
    return { result: encodeFailed(failure), failed: true }
  }
}

/** Which statement runs; undefined: the commit. */
interface Progress {
  statementIndex: number | undefined
}

type Statements = ExecuteBatch['statements']

function runAll(
  writer: Connection,
  statements: Statements,
  rules: WriteRules,
  progress: Progress,
): Uint8Array {
  const { recordedResultBytesMax } = rules
  const only = statements.length === 1 ? statements[0] : undefined
  const prepared = only && prepareOne(writer, only.sql)
  if (only && prepared && prepared.columns.length === 0 && !changesRows(prepared)) {
    // VACUUM insists on being its own transaction. Statements that change rows must not be: where a conflict is resolved by
    // FAIL (in the statement, a constraint or a trigger), they would commit the rows before it, failed as they are.
    const run = (): StatementResult => runWithoutRows(writer, prepared, only)
    if (isVacuum(prepared.sql)) rules.room.checkVacuum(pagesInUse(writer))
    const result = isMaintenance(prepared.sql) ? rules.maintain(run) : run()
    return encodeOk([result], recordedResultBytesMax)
  }
  writer.begin()
  const results = runEach(writer, statements, rules, progress)
  progress.statementIndex = undefined
  const encoded = encodeOk(results, recordedResultBytesMax)
  writer.commit()
  return encoded
}

function pagesInUse(writer: Connection): number {
  const count = (pragma: string): number => Number(writer.cached(`PRAGMA ${pragma}`).get()?.[0])
  return count('page_count') - count('freelist_count')
}

function runEach(
  writer: Connection,
  statements: Statements,
  rules: WriteRules,
  progress: Progress,
): StatementResult[] {
  const room = new ResultRoom(rules.recordedResultBytesMax)
  const results: StatementResult[] = []
  const startedMs = rules.nowMs()
  for (let index = 0; index < statements.length; index++) {
    progress.statementIndex = index
    results.push(runText(writer, statements[index]!, room))
    if (writer.autocommit) throw endedTransaction()
    if (rules.nowMs() - startedMs > rules.batchTimeLimitMs) throw tooLong(rules.batchTimeLimitMs)
  }
  return results
}

function endedTransaction(): QuorumliteError {
  const message = 'the statement ended the transaction that it was part of'
  return new QuorumliteError('STATEMENT_REFUSED', message)
}

function tooLong(limitMs: number): QuorumliteError {
  return new QuorumliteError(
    'INTERRUPTED',
    `the statements of the batch ran longer than ${limitMs} ms together`,
    { hint: 'Split the batch: it held up everything else on this node.' },
  )
}
