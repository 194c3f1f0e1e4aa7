// Time as everything in quorumlite sees it. Nothing else reads a clock or sets a timer, so that a simulator can
// run whole clusters on the virtual clock of virtual-clock.ts.

import { performance } from 'node:perf_hooks'

/** Something scheduled that has not run yet. */
export interface Timer {
  /** Idempotent; does nothing once the timer has fired. */
  cancel(): void
}

export interface Clock {
  /** Monotonic milliseconds, with fractions. Only differences mean anything. */
  nowMs(): number
  /** Milliseconds since the Unix epoch. It may jump in either direction: never measure a duration with it. */
  wallMs(): number
  /** Runs `callback` once, at least `delayMs` from now. Timers of one instant fire in the order they were set. */
  setTimer(delayMs: number, callback: () => void): Timer
  /** Runs `callback` at the end of this turn of the event loop: the end of a "tick", in which work is gathered. */
  setImmediate(callback: () => void): Timer
}

/** What `setTimeout` takes, 24 days: it fires at once for anything longer. */
const TIMEOUT_MS_MAX = 2 ** 31 - 1

/** The machine's own clock. Its timers keep the process alive until they fire or are cancelled. */
export const systemClock: Clock = {
  nowMs: () => performance.now(),
  wallMs: () => Date.now(),
  setTimer(delayMs, callback) {
    let timeout: NodeJS.Timeout
    const arm = (leftMs: number): void => {
      const nextMs = Math.min(leftMs, TIMEOUT_MS_MAX)
      timeout = setTimeout(() => (leftMs > nextMs ? arm(leftMs - nextMs) : callback()), nextMs)
    }
    arm(delayMs)
    return { cancel: () => clearTimeout(timeout) }
  },
  setImmediate(callback) {
    const immediate = setImmediate(callback)
    return { cancel: () => clearImmediate(immediate) }
  },
}
