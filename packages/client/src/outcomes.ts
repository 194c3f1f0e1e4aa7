// What became of a numbered request whose answer did not come: asked of the leader, which settles it if nobody knows.

import type { Clock } from '@quorumlite/transport'
import {
  type ClientRequestBody,
  type ClientResponseBody,
  decodeRecordedResult,
  type ErrorCode,
  type Position,
  QuorumliteError,
  type RecordedResult,
  type RequestKey,
} from '@quorumlite/wire'
import { Deadline, withCause } from './deadline.ts'
import { toWriteOutcome } from './decode-result.ts'
import { CLOSE_OUTCOMES_MS, OUTCOME_ATTEMPT_MS } from './limits.ts'
import { expectAnswer, type NodeLink } from './node-link.ts'
import type { OperationOptions } from './options.ts'
import type { PositionTracker } from './position-tracker.ts'
import type { RequestSequence, Ticket } from './request-sequence.ts'
import type { WriteHandle, WriteOutcome } from './result.ts'
import type { Router } from './router.ts'
import { OutcomeUnknownError, WriteError } from './write-error.ts'

/** What the log says about a number. */
export interface Settled {
  readonly position: Position
  readonly result: RecordedResult
}

/** The same, with a position that the client has seen, and may keep. */
export function seen({ position, result }: Settled, positions: PositionTracker): Settled {
  return { position: positions.see(position), result }
}

/** Sends what is answered by a record of the log. */
export async function askForRecord(
  link: NodeLink,
  body: ClientRequestBody,
  deadline: Deadline,
  onSent?: () => void,
): Promise<Settled> {
  let settled: Settled | undefined
  const deliver = (answer: ClientResponseBody): boolean => {
    // Decoded here, so that a record that is MALFORMED costs the stream and not the request.
    const { position, result } = expectAnswer(answer, 'recorded')
    settled = { position, result: decodeRecordedResult(result) }
    return true
  }
  await link.exchange(body, deadline, deliver, onSent ? { onSent } : {})
  return settled as Settled
}

export interface OutcomesOptions {
  readonly router: Router
  readonly sequence: RequestSequence
  readonly positions: PositionTracker
  readonly clock: Clock
  /** Ends when nobody can be asked any more. */
  readonly life: Deadline
  /** How long to go on asking once the caller's patience has ended. */
  readonly graceMs: number
}

/** The outcomes of one sequence of requests. */
export class Outcomes {
  readonly #router: Router
  readonly #sequence: RequestSequence
  readonly #positions: PositionTracker
  readonly #clock: Clock
  readonly #life: Deadline
  readonly #graceMs: number
  /** Outcomes that are being asked for, or were learned so: once learned, the cluster may forget them. */
  readonly #settling = new WeakMap<Ticket, Promise<Settled>>()

  constructor(options: OutcomesOptions) {
    this.#router = options.router
    this.#sequence = options.sequence
    this.#positions = options.positions
    this.#clock = options.clock
    this.#life = options.life
    this.#graceMs = options.graceMs
  }

  /** The caller's patience has ended. An answer that comes after its time limit still is one. */
  async giveUp(
    ticket: Ticket,
    reason: QuorumliteError,
    trouble: QuorumliteError | undefined,
  ): Promise<Settled> {
    const settled = await this.#learnLate(ticket, reason, trouble)
    const { kind } = settled.result
    if (kind === 'notExecuted') throw givenUp(reason, 'not-executed', trouble)
    if (reason.code === 'TIMEOUT') return settled
    throw givenUp(reason, kind === 'ok' ? 'executed' : 'not-executed', trouble)
  }

  /** Asks until the deadline, and then for the grace. @throws OutcomeUnknownError */
  async learn(ticket: Ticket, deadline: Deadline, trouble: QuorumliteError): Promise<Settled> {
    try {
      return await deadline.race(this.#settle(ticket))
    } catch (error) {
      if (deadline.reason) return this.#learnLate(ticket, deadline.reason, trouble)
      throw this.unknown(ticket, 'OUTCOME_UNKNOWN', error)
    }
  }

  async #learnLate(
    ticket: Ticket,
    reason: QuorumliteError,
    trouble: QuorumliteError | undefined,
  ): Promise<Settled> {
    const closing = reason.code === 'CLOSED'
    const graceMs = closing ? Math.min(CLOSE_OUTCOMES_MS, this.#graceMs) : this.#graceMs
    using grace = new Deadline({ clock: this.#clock, timeoutMs: graceMs, parent: this.#life })
    try {
      return await grace.race(this.#settle(ticket))
    } catch (error) {
      const cause = error === grace.reason ? (trouble ?? this.#router.trouble) : error
      const code = reason.code === 'TIMEOUT' ? 'OUTCOME_UNKNOWN' : reason.code
      throw this.unknown(ticket, code as UnknownCode, cause)
    }
  }

  /** Asks what became of a number of any session, and settles it if nobody knows. */
  async outcomeOf(handle: WriteHandle, deadline: Deadline): Promise<Settled> {
    const key = { ...handle, acknowledgedFloor: 0 }
    return seen(await this.#askOutcome(() => key, deadline), this.#positions)
  }

  /** The error for a request that nobody could say anything about, with the means to ask later. */
  unknown(ticket: Ticket, code: UnknownCode, cause: unknown): OutcomeUnknownError {
    const { session, number } = ticket
    const why = cause instanceof Error ? `: ${cause.message}` : ''
    const message = `it is not known whether request ${number} of session ${session} ran${why}`
    const forgotten = cause instanceof QuorumliteError && FORGOTTEN_CODES.has(cause.code)
    const ask = async (options?: OperationOptions): Promise<WriteOutcome> => {
      if (forgotten) throw cause
      using deadline = new Deadline({ clock: this.#clock, ...options, parent: this.#life })
      const { result, position } = await deadline.race(this.#settle(ticket))
      return toWriteOutcome(result, position)
    }
    return new OutcomeUnknownError(code, message, { session, number }, ask, { cause })
  }

  /** Asks until the outcome is known, even when nobody waits for it any more. */
  #settle(ticket: Ticket): Promise<Settled> {
    let settling = this.#settling.get(ticket)
    if (!settling) {
      settling = this.#settleOnce(ticket)
      // Whoever waits handles it; perhaps nobody does.
      settling.catch(() => undefined)
      this.#settling.set(ticket, settling)
    }
    return settling
  }

  async #settleOnce(ticket: Ticket): Promise<Settled> {
    try {
      const settled = await this.#askOutcome(() => ticket.key(), this.#life)
      ticket.release()
      return seen(settled, this.#positions)
    } catch (error) {
      const { code } = error as QuorumliteError
      if (code === 'SESSION_EXPIRED') this.#sequence.expired(ticket.session)
      if (FORGOTTEN_CODES.has(code)) ticket.release()
      this.#settling.delete(ticket)
      throw error
    }
  }

  async #askOutcome(key: () => RequestKey, deadline: Deadline): Promise<Settled> {
    for (let attempt = 1; ; attempt++) {
      const link = await this.#router.leader(deadline)
      using patience = new Deadline({
        clock: this.#clock,
        timeoutMs: OUTCOME_ATTEMPT_MS,
        parent: deadline,
      })
      try {
        const body = { kind: 'outcome' as const, value: { request: key() } }
        return await askForRecord(link, body, patience)
      } catch (error) {
        deadline.throwIfEnded(error)
        // Every other error is about the copy that was under way: when asked again, its number is settled.
        if (FORGOTTEN_CODES.has((error as QuorumliteError).code)) throw error
        this.#router.noteFailure(link, error)
        await this.#router.pause(attempt, deadline, error)
      }
    }
  }
}

type UnknownCode = 'OUTCOME_UNKNOWN' | 'ABORTED' | 'CLOSED'

/** The cluster does not know any more, and never will again. */
const FORGOTTEN_CODES: ReadonlySet<ErrorCode> = new Set(['SESSION_EXPIRED', 'NUMBER_TOO_OLD'])

/** What a write throws whose caller would not wait longer, when its outcome is known. */
export function givenUp(
  reason: QuorumliteError,
  outcome: 'executed' | 'not-executed',
  trouble: unknown,
): WriteError {
  const { message, cause } = withCause(reason, trouble)
  const said = outcome === 'executed' ? 'it was executed' : 'it was not executed, and never will be'
  const code = reason.code === 'TIMEOUT' ? 'NOT_EXECUTED' : reason.code
  return new WriteError(code, outcome, `${message} (${said})`, { cause })
}
