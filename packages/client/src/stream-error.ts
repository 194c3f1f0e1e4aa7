// How a stream of rows, or of a file's bytes, ends early.

import { QuorumliteError } from '@quorumlite/wire'
import type { ErrorDetails } from '@quorumlite/wire'

export interface StreamErrorDetails extends ErrorDetails {
  /** Rows of a query, or bytes of an export, that the caller had been given before. */
  readonly delivered: number
}

/**
 * A stream ended before its end. Its code is that of the cause: UNAVAILABLE when the node was lost, TIMEOUT, ABORTED,
 * SNAPSHOT_TOO_OLD, SQL_ERROR, ... What was delivered before is exact, but not the whole; the driver never starts a
 * stream again by itself once something of it has come. Hence `retryable` is false as soon as `delivered` is not 0.
 *
 * @example
 * try {
 *   for await (const row of db.stream('select * from event')) await send(row)
 * } catch (error) {
 *   if (error instanceof StreamError) console.error(`cut off after ${error.delivered} rows`, error.cause)
 *   throw error
 * }
 */
export class StreamError extends QuorumliteError {
  override readonly name: string = 'StreamError'
  declare readonly details: StreamErrorDetails

  constructor(cause: QuorumliteError, delivered: number, unit: 'rows' | 'bytes') {
    const { code, message, hint, details, retryable } = cause
    const some = delivered > 0
    super(code, some ? `${message} (after ${delivered} ${unit} were delivered)` : message, {
      cause,
      retryable: retryable && !some,
      hint: some ? `${hint} Start over only if getting the same ${unit} again does no harm.` : hint,
      details: { ...details, delivered } as ErrorDetails,
    })
  }

  get delivered(): number {
    return this.details.delivered
  }
}
