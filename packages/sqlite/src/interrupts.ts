// Stops a statement that runs too long, or that somebody wants to end. SQLite asks `poll` every few thousand steps of its
// virtual machine; WebAssembly cannot be stopped from outside.
import type { InterruptReason } from './errors.ts'

export interface InterruptSources {
  readonly flag?: Int32Array | undefined
  readonly onPoll?: (() => boolean) | undefined
  readonly monotonicMs: () => number
}

export class Interrupts {
  timeLimitMs: number | undefined = undefined
  /** Polls that end a run. */
  pollsMax: number = Infinity

  readonly #sources: InterruptSources
  #startedMs: number | undefined
  #polls = 0
  #reason: InterruptReason | undefined

  constructor(sources: InterruptSources) {
    this.#sources = sources
  }

  /**
   * A run of SQLite begins. The clock is read at its first poll, which comes within microseconds, so that short
   * statements do not pay for it.
   */
  begin(): void {
    this.#startedMs = undefined
    this.#polls = 0
    this.#reason = undefined
  }

  /** Why the run that just ended was interrupted. */
  get reason(): InterruptReason | undefined {
    return this.#reason
  }

  /** Nonzero interrupts. */
  poll(): number {
    const { flag, onPoll, monotonicMs } = this.#sources
    if ((flag !== undefined && Atomics.load(flag, 0) !== 0) || onPoll?.() === true) {
      this.#reason = 'flag'
      return 1
    }
    if (++this.#polls >= this.pollsMax) {
      this.#reason = 'step-limit'
      return 1
    }
    if (this.timeLimitMs === undefined) return 0
    const nowMs = monotonicMs()
    this.#startedMs ??= nowMs
    if (nowMs - this.#startedMs < this.timeLimitMs) return 0
    this.#reason = 'time-limit'
    return 1
  }
}
