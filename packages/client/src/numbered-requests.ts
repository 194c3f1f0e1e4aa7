// Requests that run exactly once: sent again under the same number until answered, and settled when nobody waits longer.

import {
  type BatchResult,
  type ErrorCode,
  failureToError,
  type Position,
  QuorumliteError,
  type RequestKey,
} from '@quorumlite/wire'
import type { Deadline } from './deadline.ts'
import type { NodeLink } from './node-link.ts'
import { givenUp, type Outcomes, seen, type Settled } from './outcomes.ts'
import type { PositionTracker } from './position-tracker.ts'
import type { RequestSequence, Ticket } from './request-sequence.ts'
import type { Router } from './router.ts'
import { WriteError } from './write-error.ts'

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

export interface NumberedRequestsOptions {
  readonly router: Router
  readonly sequence: RequestSequence
  readonly outcomes: Outcomes
  readonly positions: PositionTracker
}

/** The requests of one sequence. */
export class NumberedRequests {
  readonly #router: Router
  readonly #sequence: RequestSequence
  readonly #outcomes: Outcomes
  readonly #positions: PositionTracker
  #running = 0
  readonly #idleListeners: (() => void)[] = []

  constructor({ router, sequence, outcomes, positions }: NumberedRequestsOptions) {
    this.#router = router
    this.#sequence = sequence
    this.#outcomes = outcomes
    this.#positions = positions
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

  #track<T>(work: Promise<T>): Promise<T> {
    this.#running++
    work.then(this.#ended, this.#ended)
    return work
  }

  readonly #ended = (): void => {
    if (--this.#running > 0) return
    for (const listener of this.#idleListeners.splice(0)) listener()
  }

  async #run(send: SendCopy, deadline: Deadline): Promise<Executed> {
    for (;;) {
      const ticket = this.#sequence.nextNow(deadline) ?? (await this.#take(deadline))
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
    if (deadline.reason)
      return executed(await this.#outcomes.giveUp(ticket, deadline.reason, error))
    const settled = await this.#outcomes.learn(ticket, deadline, error)
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
      const known = attempt === 0 ? this.#router.leaderNow(deadline) : undefined
      const link = known ?? (await this.#nextLeader(attempt, deadline, trouble))
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
        throw this.#outcomes.unknown(ticket, 'OUTCOME_UNKNOWN', error)
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
      return { kind: 'settled', settled: seen(settled, this.#positions) }
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
    if (reason) return this.#outcomes.giveUp(ticket, reason, trouble)
    const settled = await this.#outcomes.learn(ticket, deadline, error)
    if (settled.result.kind === 'notExecuted') throw error
    return settled
  }
}

/**
 * Whether an answer means that the copy it answers was not executed and will not be. NOT_LEADER does not: it also ends
 * what was under way when the leadership was lost, and that may be committed yet.
 */
function isUntouched(error: QuorumliteError): boolean {
  if (UNTOUCHED_CODES.has(error.code)) return true
  return !error.retryable && !DOUBTFUL_CODES.has(error.code)
}

const UNTOUCHED_CODES: ReadonlySet<ErrorCode> = new Set([
  'DISK_LOW',
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
  'FORMAT_VERSION',
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
