// Requests that run exactly once: sent again under the same number until answered, and settled when nobody waits longer.

import type { Clock } from '@quorumlite/transport'
import {
  type BatchResult,
  type ClientRequestBody,
  type ClientResponseBody,
  decodeRecordedResult,
  type ErrorCode,
  failureToError,
  type Position,
  QuorumliteError,
  type RecordedResult,
  type RequestKey,
} from '@quorumlite/wire'
import { Deadline, withCause } from './deadline.ts'
import { toWriteOutcome } from './decode-result.ts'
import { CLOSE_OUTCOMES_MS } from './limits.ts'
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

/** What a number that was executed gave. */
export interface Executed extends BatchResult {
  readonly position: Position
}

/** Sends one copy of a request; calls `onSent` as soon as that copy may be executed. */
export type SendCopy = (
  link: NodeLink,
  key: RequestKey,
  deadline: Deadline,
  onSent: () => void,
) => Promise<Settled>

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

export interface NumberedRequestsOptions {
  readonly router: Router
  readonly sequence: RequestSequence
  readonly positions: PositionTracker
  readonly clock: Clock
  /** Ends when nobody can be asked any more. */
  readonly life: Deadline
  readonly outcomeGraceMs: number
}

/** The requests of one sequence. */
export class NumberedRequests {
  readonly #router: Router
  readonly #sequence: RequestSequence
  readonly #positions: PositionTracker
  readonly #clock: Clock
  readonly #life: Deadline
  readonly #outcomeGraceMs: number
  /** Outcomes that are being asked for, or were learned so: once learned, the cluster may forget them. */
  readonly #settling = new WeakMap<Ticket, Promise<Settled>>()
  #running = 0
  readonly #idleListeners: (() => void)[] = []

  constructor(options: NumberedRequestsOptions) {
    this.#router = options.router
    this.#sequence = options.sequence
    this.#positions = options.positions
    this.#clock = options.clock
    this.#life = options.life
    this.#outcomeGraceMs = options.outcomeGraceMs
  }

  /**
   * Has a request executed, once, whatever it takes until the deadline.
   *
   * @throws the error that the request itself failed with; WriteError when it was given up.
   */
  run(send: SendCopy, deadline: Deadline): Promise<Executed> {
    return this.#track(this.#run(send, deadline))
  }

  /**
   * Has a request executed that only one stream can carry out. If that stream is lost, its outcome is asked for.
   *
   * @throws WriteError NOT_EXECUTED if it certainly was not; otherwise as `run`.
   */
  runOnce(link: NodeLink, send: SendCopy, deadline: Deadline): Promise<Executed> {
    return this.#track(this.#runOnce(link, send, deadline))
  }

  /** Resolves once no caller waits any more. */
  whenIdle(): Promise<void> {
    if (this.#running === 0) return Promise.resolve()
    return new Promise((resolve) => this.#idleListeners.push(resolve))
  }

  /** Asks what became of a number of any session, and settles it if nobody knows. */
  async outcomeOf(handle: WriteHandle, deadline: Deadline): Promise<Settled> {
    const key = { ...handle, acknowledgedFloor: 0 }
    return this.#see(await this.#askOutcome(() => key, deadline))
  }

  async #track<T>(work: Promise<T>): Promise<T> {
    this.#running++
    try {
      return await work
    } finally {
      if (--this.#running === 0) {
        for (const listener of this.#idleListeners.splice(0)) listener()
      }
    }
  }

  async #run(send: SendCopy, deadline: Deadline): Promise<Executed> {
    for (;;) {
      const ticket = await this.#take(deadline)
      const settled = await this.#drive(ticket, send, deadline)
      if (settled) return executed(settled)
    }
  }

  async #runOnce(link: NodeLink, send: SendCopy, deadline: Deadline): Promise<Executed> {
    const ticket = await this.#take(deadline)
    const copy = await this.#sendCopy(ticket, link, send, deadline)
    if (copy.kind === 'settled') return executed(copy.settled)
    const { error, sent } = copy
    if (!sent || isUntouched(error)) {
      ticket.release()
      if (error.code === 'SESSION_EXPIRED') this.#sequence.expired(ticket.session)
      throw deadline.reason ? givenUp(deadline.reason, 'not-executed', error) : notExecuted(error)
    }
    this.#router.noteFailure(link, error)
    if (deadline.reason) return executed(await this.#giveUp(ticket, deadline.reason, error))
    const settled = await this.#learn(ticket, deadline, error)
    if (settled.result.kind === 'notExecuted') throw notExecuted(error)
    return executed(settled)
  }

  async #take(deadline: Deadline): Promise<Ticket> {
    try {
      return await this.#sequence.next(deadline)
    } catch (error) {
      if (deadline.reason) throw givenUp(deadline.reason, 'not-executed', (error as Error).cause)
      throw error
    }
  }

  /** Sends copy after copy. Resolves with nothing when the session had expired before the first of them. */
  async #drive(ticket: Ticket, send: SendCopy, deadline: Deadline): Promise<Settled | undefined> {
    /** Some copy was executed, or may be yet. */
    let doubtful = false
    let trouble: QuorumliteError | undefined
    for (let attempt = 0; ; attempt++) {
      const link = await this.#nextLeader(attempt, deadline, trouble)
      if (link instanceof QuorumliteError) {
        return this.#stop(ticket, deadline, doubtful, trouble ?? toCause(link), link)
      }
      const copy = await this.#sendCopy(ticket, link, send, deadline)
      if (copy.kind === 'settled') return copy.settled
      const { error, sent } = copy
      const wasDoubtful = doubtful
      doubtful ||= sent && !isUntouched(error)
      if (deadline.reason) return this.#stop(ticket, deadline, doubtful, trouble, deadline.reason)
      if (error.code === 'SESSION_EXPIRED') {
        this.#sequence.expired(ticket.session)
        ticket.release()
        if (!wasDoubtful) return undefined
        throw this.#unknown(ticket, 'OUTCOME_UNKNOWN', error)
      }
      if (!this.#router.noteFailure(link, error)) {
        return this.#stop(ticket, deadline, doubtful, error, error)
      }
      trouble = error
    }
  }

  async #nextLeader(
    attempt: number,
    deadline: Deadline,
    trouble: QuorumliteError | undefined,
  ): Promise<NodeLink | QuorumliteError> {
    try {
      // The first copy after a failure goes out at once: most often another node leads already.
      if (attempt > 1) await this.#router.pause(attempt - 1, deadline, trouble)
      return await this.#router.leader(deadline)
    } catch (error) {
      if (error instanceof QuorumliteError) return error
      throw error
    }
  }

  async #sendCopy(
    ticket: Ticket,
    link: NodeLink,
    send: SendCopy,
    deadline: Deadline,
  ): Promise<
    | { readonly kind: 'settled'; readonly settled: Settled }
    | { readonly kind: 'failed'; readonly error: QuorumliteError; readonly sent: boolean }
  > {
    let sent = false
    try {
      const settled = await send(link, ticket.key(), deadline, () => {
        sent = true
      })
      ticket.release()
      return { kind: 'settled', settled: this.#see(settled) }
    } catch (error) {
      if (error instanceof QuorumliteError) return { kind: 'failed', error, sent }
      ticket.release()
      throw error
    }
  }

  /** No more copies: says for certain what became of the request, if that can be found out. */
  async #stop(
    ticket: Ticket,
    deadline: Deadline,
    doubtful: boolean,
    trouble: QuorumliteError | undefined,
    error: QuorumliteError,
  ): Promise<Settled> {
    const { reason } = deadline
    if (!doubtful) {
      ticket.release()
      throw reason ? givenUp(reason, 'not-executed', trouble) : error
    }
    if (reason) return this.#giveUp(ticket, reason, trouble)
    const settled = await this.#learn(ticket, deadline, error)
    if (settled.result.kind === 'notExecuted') throw error
    return settled
  }

  /** The caller's patience has ended. An answer that comes after its time limit still is one. */
  async #giveUp(
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

  async #learn(ticket: Ticket, deadline: Deadline, trouble: QuorumliteError): Promise<Settled> {
    try {
      return await deadline.race(this.#settle(ticket))
    } catch (error) {
      if (deadline.reason) return this.#learnLate(ticket, deadline.reason, trouble)
      throw this.#unknown(ticket, 'OUTCOME_UNKNOWN', error)
    }
  }

  async #learnLate(
    ticket: Ticket,
    reason: QuorumliteError,
    trouble: QuorumliteError | undefined,
  ): Promise<Settled> {
    const closing = reason.code === 'CLOSED'
    const graceMs = closing
      ? Math.min(CLOSE_OUTCOMES_MS, this.#outcomeGraceMs)
      : this.#outcomeGraceMs
    using grace = new Deadline({ clock: this.#clock, timeoutMs: graceMs, parent: this.#life })
    try {
      return await grace.race(this.#settle(ticket))
    } catch (error) {
      const cause = error === grace.reason ? (trouble ?? this.#router.trouble) : error
      const code = reason.code === 'TIMEOUT' ? 'OUTCOME_UNKNOWN' : reason.code
      throw this.#unknown(ticket, code as UnknownCode, cause)
    }
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
      return this.#see(settled)
    } catch (error) {
      const { code } = error as QuorumliteError
      if (code === 'SESSION_EXPIRED') this.#sequence.expired(ticket.session)
      if (FORGOTTEN_CODES.has(code)) ticket.release()
      this.#settling.delete(ticket)
      throw error
    }
  }

  async #askOutcome(key: () => RequestKey, deadline: Deadline): Promise<Settled> {
    for (let attempt = 0; ; attempt++) {
      const link = await this.#router.leader(deadline)
      try {
        const body = { kind: 'outcome' as const, value: { request: key() } }
        return await askForRecord(link, body, deadline)
      } catch (error) {
        deadline.throwIfEnded(error)
        // Every other error is about the copy that was under way: when asked again, its number is settled.
        if (FORGOTTEN_CODES.has((error as QuorumliteError).code)) throw error
        this.#router.noteFailure(link, error)
        await this.#router.pause(attempt + 1, deadline, error)
      }
    }
  }

  #see({ position, result }: Settled): Settled {
    return { position: this.#positions.see(position), result }
  }

  #unknown(ticket: Ticket, code: UnknownCode, cause: unknown): OutcomeUnknownError {
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
}

type UnknownCode = 'OUTCOME_UNKNOWN' | 'ABORTED' | 'CLOSED'

/** The cluster does not know any more, and never will again. */
const FORGOTTEN_CODES: ReadonlySet<ErrorCode> = new Set(['SESSION_EXPIRED', 'NUMBER_TOO_OLD'])

/**
 * Whether an answer means that the copy it answers was not executed and will not be. NOT_LEADER does not: it also ends
 * what was under way when the leadership was lost, and that may be committed yet.
 */
function isUntouched(error: QuorumliteError): boolean {
  if (UNTOUCHED_CODES.has(error.code)) return true
  return !error.retryable && !DOUBTFUL_CODES.has(error.code)
}

const UNTOUCHED_CODES: ReadonlySet<ErrorCode> = new Set([
  'TOO_MANY_REQUESTS',
  'TRANSACTION_LOST',
  'TRANSACTION_TIMEOUT',
])

const DOUBTFUL_CODES: ReadonlySet<ErrorCode> = new Set([
  'ABORTED',
  'CLOSED',
  'REMOVED',
  'INTERNAL',
  'DISK_FULL',
  'STORAGE_DAMAGED',
  'NUMBER_TOO_OLD',
])

function executed({ position, result }: Settled): Executed {
  switch (result.kind) {
    case 'ok':
      return { position, results: result.value.results }
    case 'failure':
      throw failureToError(result.value)
    case 'notExecuted':
      throw new WriteError(
        'NOT_EXECUTED',
        'not-executed',
        'the request was settled as not executed',
      )
  }
}

function toCause(error: QuorumliteError): QuorumliteError {
  return error.cause instanceof QuorumliteError ? error.cause : error
}

function notExecuted(cause: QuorumliteError): WriteError {
  return new WriteError('NOT_EXECUTED', 'not-executed', cause.message, { cause })
}

/** What a write throws whose caller would not wait longer, when its outcome is known. */
function givenUp(
  reason: QuorumliteError,
  outcome: 'executed' | 'not-executed',
  trouble: unknown,
): WriteError {
  const { message, cause } = withCause(reason, trouble)
  const said = outcome === 'executed' ? 'it was executed' : 'it was not executed, and never will be'
  const code = reason.code === 'TIMEOUT' ? 'NOT_EXECUTED' : reason.code
  return new WriteError(code, outcome, `${message} (${said})`, { cause })
}
