import type { Clock } from '@quorumlite/transport'

/** Holds a sender to a number of bytes per second. */
export class Pace {
  readonly #clock: Clock
  readonly #bytesPerSecond: number
  #freeAtMs = 0

  constructor(clock: Clock, bytesPerSecond: number) {
    this.#clock = clock
    this.#bytesPerSecond = bytesPerSecond
  }

  /** Resolves when the bytes may go. Pauses are not saved up. */
  async take(bytes: number): Promise<void> {
    const nowMs = this.#clock.nowMs()
    const startMs = Math.max(nowMs, this.#freeAtMs)
    this.#freeAtMs = startMs + (bytes * 1_000) / this.#bytesPerSecond
    if (startMs <= nowMs) return
    await new Promise<void>((resolve) => this.#clock.setTimer(startMs - nowMs, resolve))
  }
}
