import { PageStoreError } from '@quorumlite/sqlite'
import { QuorumliteError, errorToFailure, type Failure } from '@quorumlite/wire'

/** Why the SQL half ends. */
export function nodeFailure(error: unknown): Failure {
  if (error instanceof QuorumliteError) return errorToFailure(error)
  const cause = error instanceof Error ? error : new Error(String(error))
  const message = `the SQL half failed: ${cause.name}: ${cause.message}`
  return errorToFailure(new QuorumliteError('NODE_FAILED', message, { cause }))
}

/** Why the stores are of no use, and have to be made anew. */
export function damageFailure(error: Error): Failure {
  return errorToFailure(new QuorumliteError('DIVERGED', error.message, { cause: error }))
}

/** The pages are not what the log says, or not what they were when they were written. */
export function isDamage(error: unknown): error is Error {
  if (error instanceof QuorumliteError) return error.code === 'DIVERGED'
  if (!(error instanceof PageStoreError)) return false
  const { code } = error
  return code === 'DIVERGED' || code === 'BASE_MISMATCH' || code === 'PAGE_DAMAGED'
}
