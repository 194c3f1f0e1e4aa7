import type { RequestKey, SessionState } from '@quorumlite/wire'

/**
 * The table that makes writes exactly-once (Ongaro's dissertation, section 6.3). It changes only by applying entries,
 * by the log's own clock, so that it is the same on every node at the same index.
 */

export interface SettledRequest {
  readonly number: number
  /** The entry that settled it. */
  readonly index: number
  /** An encoded RecordedResult. */
  readonly result: Uint8Array
}

export type RequestLookup =
  /** Nobody has settled this number: it may run. */
  | { readonly kind: 'new' }
  | { readonly kind: 'settled'; readonly request: SettledRequest }
  /** Below the floor that the client acknowledged: it was settled and forgotten, and must never run again. */
  | { readonly kind: 'belowFloor' }
  | { readonly kind: 'unknownSession' }

interface Session {
  readonly id: number
  readonly ttlMs: number
  lastActiveMs: number
  floor: number
  readonly settled: Map<number, SettledRequest>
}

const NEW: RequestLookup = { kind: 'new' }
const BELOW_FLOOR: RequestLookup = { kind: 'belowFloor' }
const UNKNOWN_SESSION: RequestLookup = { kind: 'unknownSession' }

export class Sessions {
  readonly #sessions = new Map<number, Session>()
  /** No session can expire before the log clock says this. */
  #nextExpiryMs = Infinity

  get count(): number {
    return this.#sessions.size
  }

  /** The id of a session is the index of the entry that opened it. */
  open(id: number, ttlMs: number, logClockMs: number): void {
    const session = { id, ttlMs, lastActiveMs: logClockMs, floor: 1, settled: new Map() }
    this.#sessions.set(id, session)
    this.#nextExpiryMs = Math.min(this.#nextExpiryMs, logClockMs + ttlMs)
  }

  keep(ids: readonly number[], logClockMs: number): void {
    for (const id of ids) {
      const session = this.#sessions.get(id)
      if (session) session.lastActiveMs = logClockMs
    }
  }

  close(id: number): void {
    this.#sessions.delete(id)
  }

  has(id: number): boolean {
    return this.#sessions.has(id)
  }

  ttlMs(id: number): number | undefined {
    return this.#sessions.get(id)?.ttlMs
  }

  floor(id: number): number {
    return this.#sessions.get(id)?.floor ?? 0
  }

  lookup(sessionId: number, number: number): RequestLookup {
    const session = this.#sessions.get(sessionId)
    if (!session) return UNKNOWN_SESSION
    if (number < session.floor) return BELOW_FLOOR
    const request = session.settled.get(number)
    return request ? { kind: 'settled', request } : NEW
  }

  /** Records the outcome of a request whose lookup is `new`, and forgets what the client says it has heard. */
  settle(key: RequestKey, index: number, result: Uint8Array, logClockMs: number): void {
    const session = this.#sessions.get(key.session)
    if (!session) return
    session.lastActiveMs = logClockMs
    session.settled.set(key.number, { number: key.number, index, result })
    this.#raiseFloor(session, key.acknowledgedFloor)
  }

  /** Removes the sessions that the log clock has outlived. */
  expire(logClockMs: number): void {
    if (logClockMs < this.#nextExpiryMs) return
    let next = Infinity
    for (const session of this.#sessions.values()) {
      const expiresMs = session.lastActiveMs + session.ttlMs
      if (expiresMs <= logClockMs) this.#sessions.delete(session.id)
      else next = Math.min(next, expiresMs)
    }
    this.#nextExpiryMs = next
  }

  encode(): SessionState[] {
    return [...this.#sessions.values()].map((session) => ({
      id: session.id,
      ttlMs: session.ttlMs,
      lastActiveMs: session.lastActiveMs,
      acknowledgedFloor: session.floor,
      records: [...session.settled.values()],
    }))
  }

  static decode(states: readonly SessionState[]): Sessions {
    const sessions = new Sessions()
    for (const state of states) {
      const settled = new Map(state.records.map((record) => [record.number, record]))
      sessions.#sessions.set(state.id, {
        id: state.id,
        ttlMs: state.ttlMs,
        lastActiveMs: state.lastActiveMs,
        floor: state.acknowledgedFloor,
        settled,
      })
      sessions.#nextExpiryMs = Math.min(sessions.#nextExpiryMs, state.lastActiveMs + state.ttlMs)
    }
    return sessions
  }

  #raiseFloor(session: Session, floor: number): void {
    if (floor <= session.floor) return
    // A client may claim any floor: the work is bounded by what is recorded, not by the claim.
    if (floor - session.floor > session.settled.size) {
      for (const number of session.settled.keys()) {
        if (number < floor) session.settled.delete(number)
      }
    } else {
      for (let number = session.floor; number < floor; number++) session.settled.delete(number)
    }
    session.floor = floor
  }
}
