import type { Clock } from '@quorumlite/transport'

/**
 * The clock of the log: what the log said last when this leader took office, plus the leader's own monotonic time
 * since. A leader whose wall clock is a day ahead must not expire everybody's session.
 */
export class LogClock {
  readonly #clock: Clock
  #baseMs = 0
  #electedAtMs = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Called when a leader has applied everything its predecessors wrote. */
  startTerm(lastLogClockMs: number): void {
    this.#baseMs = lastLogClockMs
    this.#electedAtMs = this.#clock.nowMs()
  }

  /** For the next entry of this leader. */
  nowMs(): number {
    return this.#baseMs + Math.max(0, Math.floor(this.#clock.nowMs() - this.#electedAtMs))
  }
}
