// How a write fails when it is not its statement that fails: with what is known of its outcome.

import { QuorumliteError } from '@quorumlite/wire'
import type { ErrorCode, ErrorDetails, QuorumliteErrorOptions } from '@quorumlite/wire'
import type { OperationOptions } from './options.ts'
import type { WriteHandle, WriteOutcome } from './result.ts'

/** `executed`: it ran, once, and is durable. `not-executed`: it left nothing behind and never will. */
export type KnownOutcome = 'executed' | 'not-executed' | 'unknown'

export interface WriteErrorDetails extends ErrorDetails {
  readonly outcome: KnownOutcome
}

/** A write that was given up: NOT_EXECUTED, ABORTED, CLOSED, OUTCOME_UNKNOWN, or a result that cannot be decoded. */
export class WriteError extends QuorumliteError {
  declare readonly details: WriteErrorDetails

  constructor(
    code: ErrorCode,
    outcome: KnownOutcome,
    message: string,
    options: QuorumliteErrorOptions = {},
  ) {
    super(code, message, { ...options, details: { ...options.details, outcome } as ErrorDetails })
  }

  get outcome(): KnownOutcome {
    return this.details.outcome
  }
}

/** What a transaction fails with that the caller or the client ended before COMMIT. */
export function cutShort({ code, message, cause }: QuorumliteError): WriteError {
  return new WriteError(code, 'not-executed', `${message} (the transaction was rolled back)`, {
    cause,
  })
}

/**
 * Nobody could say in time whether the write ran. `details.session` and `details.number` name it in any process
 * (`client.outcomeOf`); as long as this client is open, `ask()` waits for the answer.
 *
 * @example
 * try {
 *   await db.execute(sql`insert into payment values (${id})`)
 * } catch (error) {
 *   if (!(error instanceof OutcomeUnknownError)) throw error
 *   const outcome = await error.ask({ timeoutMs: 60_000 })
 *   if (outcome.kind !== 'executed') throw error
 * }
 */
export class OutcomeUnknownError extends WriteError {
  readonly #ask: (options?: OperationOptions) => Promise<WriteOutcome>

  constructor(
    code: 'OUTCOME_UNKNOWN' | 'ABORTED' | 'CLOSED',
    message: string,
    handle: WriteHandle,
    ask: (options?: OperationOptions) => Promise<WriteOutcome>,
    options: QuorumliteErrorOptions = {},
  ) {
    super(code, 'unknown', message, { ...options, details: { ...options.details, ...handle } })
    this.#ask = ask
  }

  /** What became of the write. @throws QuorumliteError TIMEOUT; SESSION_EXPIRED if nobody will ever know. */
  ask(options?: OperationOptions): Promise<WriteOutcome> {
    return this.#ask(options)
  }
}
