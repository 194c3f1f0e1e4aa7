import type { Clock, Timer } from '@quorumlite/transport'

export interface ClosableClock extends Clock {
  /** Nothing that was scheduled here happens any more, and nothing can be scheduled. */
  close(): void
}

/** A node's own view of the clock, so that nothing of it stays behind in the process that stops it. */
export function createClosableClock(clock: Clock): ClosableClock {
  return new NodeClock(clock)
}

class NodeClock implements ClosableClock {
  readonly #clock: Clock
  readonly #timers = new Set<Timer>()
  #closed = false

  constructor(clock: Clock) {
    this.#clock = clock
  }

  nowMs(): number {
    return this.#clock.nowMs()
  }

  wallMs(): number {
    return this.#clock.wallMs()
  }

  setTimer(delayMs: number, callback: () => void): Timer {
    return this.#schedule(callback, (run) => this.#clock.setTimer(delayMs, run))
  }

  setImmediate(callback: () => void): Timer {
    return this.#schedule(callback, (run) => this.#clock.setImmediate(run))
  }

  close(): void {
    this.#closed = true
    for (const timer of this.#timers) timer.cancel()
    this.#timers.clear()
  }

  #schedule(callback: () => void, set: (run: () => void) => Timer): Timer {
    if (this.#closed) return NEVER
    const inner = set(() => {
      this.#timers.delete(timer)
      callback()
    })
    const timer: Timer = {
      cancel: () => {
        this.#timers.delete(timer)
        inner.cancel()
      },
    }
    this.#timers.add(timer)
    return timer
  }
}

const NEVER: Timer = { cancel: () => undefined }
