import type { Clock, Timer } from '@quorumlite/transport'
import type { StoppableClock } from '../../support/stoppable-clock.ts'

/**
 * What one process takes for time: it may run fast or slow, its wall clock may be set by anybody, and while the process
 * is paused nothing that it scheduled happens until it goes on.
 */
export class MachineClock implements StoppableClock {
  readonly #clock: Clock
  readonly #rate: number
  readonly #beganMs: number
  readonly #held: (() => void)[] = []
  #wallOffsetMs = 0
  #stopped = false
  #paused = false

  /** A rate of 1.05 gains three minutes in an hour. */
  constructor(clock: Clock, rate: number) {
    this.#clock = clock
    this.#rate = rate
    this.#beganMs = clock.nowMs()
  }

  nowMs(): number {
    return this.#beganMs + (this.#clock.nowMs() - this.#beganMs) * this.#rate
  }

  wallMs(): number {
    return this.#clock.wallMs() + this.#wallOffsetMs
  }

  shiftWall(byMs: number): void {
    this.#wallOffsetMs += byMs
  }

  setTimer(delayMs: number, callback: () => void): Timer {
    // Never a moment too early for who asks the clock whether it is time.
    return this.#guard(callback, (run) => this.#clock.setTimer(delayMs / this.#rate + 1e-6, run))
  }

  setImmediate(callback: () => void): Timer {
    return this.#guard(callback, (run) => this.#clock.setImmediate(run))
  }

  pause(): void {
    this.#paused = true
  }

  resume(): void {
    if (!this.#paused) return
    this.#paused = false
    for (const run of this.#held.splice(0)) this.#clock.setImmediate(run)
  }

  stop(): void {
    this.#stopped = true
    this.#held.length = 0
  }

  #guard(callback: () => void, schedule: (run: () => void) => Timer): Timer {
    let isCancelled = false
    const run = (): void => {
      if (this.#stopped || isCancelled) return
      if (this.#paused) this.#held.push(run)
      else callback()
    }
    const timer = schedule(run)
    return {
      cancel: () => {
        isCancelled = true
        timer.cancel()
      },
    }
  }
}
