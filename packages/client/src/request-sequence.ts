// Numbers for the requests that must run exactly once: a session in the cluster, kept alive, and a window of numbers.

import type { Clock, Timer } from '@quorumlite/transport'
import { OUTSTANDING_REQUESTS_MAX, QuorumliteError, type RequestKey } from '@quorumlite/wire'
import assert from 'node:assert'
import { Deadline } from './deadline.ts'
import { SESSION_DOUBT_RATIO, SESSION_TTL_MS } from './limits.ts'
import type { Router } from './router.ts'

/** A session as its cluster knows it. */
class Session {
  readonly id: number
  readonly ttlMs: number
  /** When the request was sent that last prolonged it, for certain. */
  aliveAtMs: number
  #nextNumber = 1
  /** In ascending order, since that is how numbers are added. */
  readonly #unsettled = new Set<number>()

  constructor(id: number, ttlMs: number, aliveAtMs: number) {
    this.id = id
    this.ttlMs = ttlMs
    this.aliveAtMs = aliveAtMs
  }

  /** The lowest number whose outcome this client has not heard: the cluster forgets everything below. */
  get floor(): number {
    for (const lowest of this.#unsettled) return lowest
    return this.#nextNumber
  }

  get hasRoom(): boolean {
    return this.#nextNumber < this.floor + OUTSTANDING_REQUESTS_MAX
  }

  get isSettled(): boolean {
    return this.#unsettled.size === 0
  }

  take(): number {
    assert(this.hasRoom)
    const number = this.#nextNumber++
    this.#unsettled.add(number)
    return number
  }

  release(number: number): void {
    this.#unsettled.delete(number)
  }
}

/** A number that is this request's own, until its outcome is known. */
export interface Ticket {
  readonly session: number
  readonly number: number
  /** As it is to be sent now: the floor rises while a request is under way. */
  key(): RequestKey
  /** The outcome is known, or the request was never sent: the floor may pass this number. */
  release(): void
}

interface Waiter {
  give(ticket: Ticket): void
  refuse(error: Error): void
}

export interface RequestSequenceOptions {
  readonly router: Router
  readonly clock: Clock
  readonly life: Deadline
  /** For one attempt at opening the session. */
  readonly timeoutMs: number
}

/**
 * One sequence of numbered requests. Its session is opened when the first number is wanted, kept alive, and replaced when
 * it has expired or may have: nobody notices who has no request under way.
 */
export class RequestSequence {
  readonly #router: Router
  readonly #clock: Clock
  readonly #life: Deadline
  readonly #timeoutMs: number
  readonly #waiters = new Set<Waiter>()
  #session: Session | undefined
  #opening = false
  #keepTimer: Timer | undefined

  constructor({ router, clock, life, timeoutMs }: RequestSequenceOptions) {
    this.#router = router
    this.#clock = clock
    this.#life = life
    this.#timeoutMs = timeoutMs
  }

  /** The next number, if there is one at once and nobody waits for one. */
  nextNow(deadline: Deadline): Ticket | undefined {
    if (deadline.reason || this.#waiters.size > 0 || !this.#isUsable()) return undefined
    const session = this.#session as Session
    return session.hasRoom ? this.#ticket(session) : undefined
  }

  /** The next number, first come, first served. @throws the deadline's reason, telling what it had to wait for. */
  next(deadline: Deadline): Promise<Ticket> {
    return new Promise((resolve, reject) => {
      if (deadline.reason) return reject(deadline.reason)
      const waiter: Waiter = {
        give: (ticket) => {
          leave()
          resolve(ticket)
        },
        refuse: (error) => {
          leave()
          reject(error)
        },
      }
      const leave = deadline.onEnd(() => {
        this.#waiters.delete(waiter)
        try {
          deadline.throwIfEnded(this.#session ? windowFull() : this.#router.trouble)
        } catch (error) {
          reject(error as Error)
        }
      })
      this.#waiters.add(waiter)
      this.#serve()
    })
  }

  /** Opens the session ahead of need, so that `next` gives a number at once. */
  async prepare(deadline: Deadline): Promise<void> {
    if (!this.#isUsable()) (await this.next(deadline)).release()
  }

  /** The cluster knows this session no more. */
  expired(session: number): void {
    if (this.#session?.id !== session) return
    this.#drop()
    this.#serve()
  }

  /** Ends the session, unless somebody may still want to ask what became of a number of it: then it expires. */
  async close(deadline: Deadline): Promise<void> {
    const session = this.#session
    this.#drop()
    if (!session?.isSettled) return
    const body = { kind: 'closeSession' as const, value: { session: session.id } }
    await this.#router.askLeader(body, 'done', deadline)
  }

  #drop(): void {
    this.#session = undefined
    this.#keepTimer?.cancel()
  }

  #isUsable(): boolean {
    if (!this.#session) return false
    const { aliveAtMs, ttlMs } = this.#session
    return this.#clock.nowMs() - aliveAtMs < ttlMs * SESSION_DOUBT_RATIO
  }

  #serve(): void {
    for (const waiter of this.#waiters) {
      if (!this.#isUsable()) {
        if (!this.#opening) void this.#open()
        return
      }
      const session = this.#session as Session
      if (!session.hasRoom) return
      this.#waiters.delete(waiter)
      waiter.give(this.#ticket(session))
    }
  }

  #ticket(session: Session): Ticket {
    const number = session.take()
    return {
      session: session.id,
      number,
      key: () => ({ session: session.id, number, acknowledgedFloor: session.floor }),
      release: () => {
        session.release(number)
        if (this.#waiters.size > 0) this.#serve()
      },
    }
  }

  /** Never rejects: who waits for a number learns of failures by its own deadline, or when there is no hope. */
  async #open(): Promise<void> {
    this.#opening = true
    try {
      while (this.#waiters.size > 0 && !this.#isUsable()) await this.#openOnce()
    } catch (error) {
      for (const waiter of this.#waiters) waiter.refuse(error as Error)
      this.#waiters.clear()
    } finally {
      this.#opening = false
    }
    this.#serve()
  }

  async #openOnce(): Promise<void> {
    using deadline = this.#deadline(this.#timeoutMs)
    const sentAtMs = this.#clock.nowMs()
    try {
      const body = { kind: 'openSession' as const, value: { ttlMs: SESSION_TTL_MS } }
      const opened = await this.#router.askLeader(body, 'sessionOpened', deadline)
      this.#drop()
      this.#session = new Session(opened.session, opened.ttlMs, sentAtMs)
      this.#keepAlive(this.#session)
    } catch (error) {
      if (deadline.reason?.code !== 'TIMEOUT') throw error
    }
  }

  #keepAlive(session: Session): void {
    const intervalMs = session.ttlMs / 3
    this.#keepTimer = this.#clock.setTimer(intervalMs, () => {
      void this.#keepOnce(session, intervalMs).then(() => {
        if (this.#session === session && !this.#life.reason) this.#keepAlive(session)
      })
    })
  }

  async #keepOnce(session: Session, timeoutMs: number): Promise<void> {
    using deadline = this.#deadline(timeoutMs)
    const sentAtMs = this.#clock.nowMs()
    try {
      const body = { kind: 'keepSessions' as const, value: { sessions: [session.id] } }
      await this.#router.askLeader(body, 'done', deadline)
      session.aliveAtMs = sentAtMs
    } catch (error) {
      // Otherwise there was no leader for so long; `#isUsable` draws the consequence.
      if ((error as QuorumliteError).code === 'SESSION_EXPIRED') this.expired(session.id)
    }
  }

  #deadline(timeoutMs: number): Deadline {
    return new Deadline({ clock: this.#clock, timeoutMs, parent: this.#life })
  }
}

function windowFull(): QuorumliteError {
  return new QuorumliteError(
    'TOO_MANY_REQUESTS',
    `${OUTSTANDING_REQUESTS_MAX} earlier writes of this client have not been answered`,
  )
}
