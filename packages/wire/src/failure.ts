import { isErrorCode, QuorumliteError, type ErrorDetails } from './errors.ts'

/** An error on its way between processes and threads. */
export interface Failure {
  /** One of `ERROR_CODES`, or a code that only a newer version knows. */
  readonly code: string
  readonly message: string
  /** Empty: none. */
  readonly hint: string
  readonly retryable: boolean
  /** SQLite's extended result code; 0: no SQL error. */
  readonly sqliteCode: number
  readonly sqlOffset?: number | undefined
  /** 0: nobody, or unknown. */
  readonly leaderId: number
  readonly leaderAddresses: readonly string[]
  readonly statementIndex?: number | undefined
}

/** An error of any kind as a failure. What is no QuorumliteError travels as INTERNAL, with its message alone. */
export function errorToFailure(error: unknown): Failure {
  const known =
    error instanceof QuorumliteError
      ? error
      : new QuorumliteError('INTERNAL', error instanceof Error ? error.message : String(error))
  const { details } = known
  return {
    code: known.code,
    message: known.message,
    hint: known.hint,
    retryable: known.retryable,
    sqliteCode: details.sqliteCode ?? 0,
    sqlOffset: details.sqlOffset,
    leaderId: details.leaderId ?? 0,
    leaderAddresses: details.leaderAddresses ?? [],
    statementIndex: details.statementIndex,
  }
}

/** The error that a failure stands for. A code that this version does not know becomes INTERNAL and stays in the message. */
export function failureToError(failure: Failure): QuorumliteError {
  const details: ErrorDetails = {
    ...(failure.sqliteCode !== 0 && { sqliteCode: failure.sqliteCode }),
    ...(failure.sqlOffset !== undefined && { sqlOffset: failure.sqlOffset }),
    ...(failure.statementIndex !== undefined && { statementIndex: failure.statementIndex }),
    ...(failure.leaderId !== 0 && { leaderId: failure.leaderId }),
    ...(failure.leaderAddresses.length > 0 && { leaderAddresses: failure.leaderAddresses }),
  }
  const known = isErrorCode(failure.code)
  return new QuorumliteError(
    known ? failure.code : 'INTERNAL',
    known ? failure.message : `${failure.code}: ${failure.message}`,
    { hint: failure.hint, retryable: failure.retryable, details },
  )
}
