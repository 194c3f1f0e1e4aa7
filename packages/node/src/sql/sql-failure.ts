import { ClosedError, ParameterError, SqliteError } from '@quorumlite/sqlite'
import {
  QuorumliteError,
  ROW_BYTES_MAX,
  errorToFailure,
  type ErrorCode,
  type Failure,
} from '@quorumlite/wire'

/** What is known about a statement that failed. */
export interface FailureSource {
  readonly sql?: string | undefined
  /** Its place in a batch. */
  readonly statementIndex?: number
  /** It ran on a reader, where nothing may be written. */
  readonly readOnly?: boolean
  /** SQLite has one code for three limits: which of them was it, and where does it stand? */
  readonly room?: RoomOfWriter
}

/** What a writer ran out of: where it stands, and how to go on. */
export interface RoomOfWriter {
  whyFull(): QuorumliteError
  /** Undefined: there is memory, so that the statement asked for too much of something else. */
  whyNoMemory(): QuorumliteError | undefined
  /** @throws QuorumliteError if it cannot succeed with so many pages in use */
  checkVacuum(pagesInUse: number): void
}

const SQLITE_ABORT_ROLLBACK = 516
const SQLITE_ERROR_SNAPSHOT = 769
const SQLITE_PROTOCOL = 15
const SQLITE_NOMEM = 7
const SQLITE_READONLY = 8
const SQLITE_INTERRUPT = 9
const SQLITE_FULL = 13
const SQLITE_TOOBIG = 18
const TRANSACTION_HINT =
  'Send the statements together with batch(), or use transaction(): one request makes at most one commit.'
const READ_ONLY_HINT = 'Queries only read: use execute() for statements that write.'

/**
 * An error that a statement may cause, as a failure. Anything else is a mistake of ours and is thrown on: it fails the
 * node, because what it left behind is unknown.
 */
export function statementFailure(error: unknown, source: FailureSource): Failure {
  const known = toQuorumliteError(error, source)
  return errorToFailure(withIndex(known, source.statementIndex))
}

/** An error of a read in the service's own thread; what is a mistake of ours is thrown on. */
export function readError(error: unknown, sql: string): QuorumliteError {
  return toQuorumliteError(error, { sql, readOnly: true })
}

/** A failure that no statement caused. */
export function failure(code: ErrorCode, message: string): Failure {
  return errorToFailure(new QuorumliteError(code, message))
}

function toQuorumliteError(error: unknown, source: FailureSource): QuorumliteError {
  if (error instanceof QuorumliteError) return error
  if (error instanceof ParameterError) {
    return new QuorumliteError(error.code, error.message, { cause: error })
  }
  if (error instanceof SqliteError) return fromSqlite(error, source)
  if (
    source.readOnly &&
    error instanceof ClosedError &&
    error.reason !== 'disposed' &&
    error.reason !== 'failed'
  ) {
    // The snapshot of a read is gone: its database was replaced, or memory ran short. (A trapped module fails the node.)
    return new QuorumliteError('SNAPSHOT_TOO_OLD', error.message, { cause: error })
  }
  throw error
}

function fromSqlite(error: SqliteError, source: FailureSource): QuorumliteError {
  const details = {
    sqliteCode: error.code,
    ...(error.offset !== undefined &&
      source.sql !== undefined && {
        sqlOffset: Buffer.byteLength(source.sql.slice(0, error.offset)),
      }),
  }
  const because = (why: QuorumliteError | undefined): QuorumliteError | undefined =>
    why && new QuorumliteError(why.code, why.message, { cause: error, details, hint: why.hint })
  const refuse = (code: ErrorCode, hint?: string): QuorumliteError =>
    new QuorumliteError(code, error.message, { cause: error, details, ...(hint && { hint }) })

  if (error.deniedReason !== undefined) {
    if (isTransactionControl(error.deniedReason))
      return refuse('STATEMENT_REFUSED', TRANSACTION_HINT)
    return refuse('STATEMENT_REFUSED', source.readOnly ? READ_ONLY_HINT : undefined)
  }
  if (source.readOnly) {
    // Of readers in other threads: the snapshot was given up, the store is gone, too many versions are pinned.
    if (error.code === SQLITE_ERROR_SNAPSHOT || error.code === SQLITE_ABORT_ROLLBACK) {
      return refuse('SNAPSHOT_TOO_OLD')
    }
    if (error.code === SQLITE_PROTOCOL) return refuse('TOO_MANY_REQUESTS')
  }
  switch (error.primaryCode) {
    case SQLITE_READONLY:
      return source.readOnly ? refuse('STATEMENT_REFUSED', READ_ONLY_HINT) : refuse('SQL_ERROR')
    case SQLITE_INTERRUPT:
      return refuse('INTERRUPTED')
    case SQLITE_TOOBIG:
      return refuse('SQL_ERROR', `One row takes at most ${ROW_BYTES_MAX} bytes.`)
    case SQLITE_FULL:
      return because(source.room?.whyFull()) ?? refuse('DATABASE_FULL')
    case SQLITE_NOMEM:
      return because(source.room?.whyNoMemory()) ?? refuse('SQL_ERROR')
    default:
      return refuse('SQL_ERROR')
  }
}

export function writesRefused(): QuorumliteError {
  const message = 'the statement writes, and this is a read'
  return new QuorumliteError('STATEMENT_REFUSED', message, { hint: READ_ONLY_HINT })
}

function isTransactionControl(deniedReason: string): boolean {
  return /\b(BEGIN|COMMIT|END|ROLLBACK|SAVEPOINT|RELEASE|transaction)\b/i.test(deniedReason)
}

function withIndex(error: QuorumliteError, statementIndex: number | undefined): QuorumliteError {
  if (statementIndex === undefined) return error
  return new QuorumliteError(error.code, error.message, {
    cause: error.cause,
    hint: error.hint,
    retryable: error.retryable,
    details: { ...error.details, statementIndex },
  })
}
