// A clock that moves only when it is told to: seconds of a cluster's life pass in milliseconds, and in the same
// order every time.

import assert from 'node:assert'
import type { Clock, Timer } from './clock.ts'

export interface VirtualClock extends Clock {
  /** Lets `durationMs` pass, running what falls due in order of time, and promises in between. */
  advance(durationMs: number): Promise<void>
  /** Runs the one thing that is due next, moving time to it. Resolves with false if nothing is scheduled. */
  runNext(): Promise<boolean>
  /**
   * Runs what is due, step by step, until `condition` holds.
   * Resolves with false if it does not within `limitMs`, or if nothing is scheduled any more.
   */
  runUntil(condition: () => boolean, limitMs: number): Promise<boolean>
  /** Moves the wall clock alone, as an operator or NTP does. */
  shiftWall(byMs: number): void
  /** How many timers are set: a leak shows here. */
  readonly timerCount: number
}

export interface VirtualClockOptions {
  /** The wall clock at the start, in milliseconds since the Unix epoch; the default is a day in 2026. */
  readonly wallMs?: number
  /**
   * After each callback every promise job that follows from it is done; after so many, the real event loop has a turn, too. The
   * default is 1: nothing that a library leaves to the next turn is late then. A turn costs more than most callbacks.
   */
  readonly turnEvery?: number
}

/**
 * @example
 * const clock = createVirtualClock()
 * clock.setTimer(1000, () => console.log('one second later'))
 * await clock.advance(1000)
 */
export function createVirtualClock(options: VirtualClockOptions = {}): VirtualClock {
  return new QueueClock(options)
}

interface Scheduled {
  readonly atMs: number
  /** Decides between timers of one instant. */
  readonly order: number
  readonly callback: () => void
  cancelled: boolean
}

class QueueClock implements VirtualClock {
  readonly #heap = new TimerHeap()
  #immediates: Scheduled[] = []
  #nowMs = 0
  #wallOffsetMs: number
  #order = 0
  #live = 0
  #running = false
  readonly #turnEvery: number
  #callbacks = 0

  constructor({ wallMs = Date.UTC(2026, 0, 1), turnEvery = 1 }: VirtualClockOptions) {
    this.#wallOffsetMs = wallMs
    this.#turnEvery = turnEvery
  }

  get timerCount(): number {
    return this.#live
  }

  nowMs(): number {
    return this.#nowMs
  }

  wallMs(): number {
    return Math.floor(this.#wallOffsetMs + this.#nowMs)
  }

  shiftWall(byMs: number): void {
    this.#wallOffsetMs += byMs
  }

  setTimer(delayMs: number, callback: () => void): Timer {
    assert(Number.isFinite(delayMs), `a timer needs a finite delay, got ${delayMs}`)
    const scheduled = this.#schedule(this.#nowMs + Math.max(0, delayMs), callback)
    this.#heap.push(scheduled)
    return this.#timerOf(scheduled)
  }

  setImmediate(callback: () => void): Timer {
    const scheduled = this.#schedule(this.#nowMs, callback)
    this.#immediates.push(scheduled)
    return this.#timerOf(scheduled)
  }

  async advance(durationMs: number): Promise<void> {
    assert(durationMs >= 0)
    const endMs = this.#nowMs + durationMs
    await this.#exclusively(async () => {
      while (await this.#runDue(endMs)) {
        // Everything happens in the call.
      }
      this.#nowMs = endMs
    })
  }

  async runNext(): Promise<boolean> {
    return this.#exclusively(() => this.#runDue(Infinity))
  }

  async runUntil(condition: () => boolean, limitMs: number): Promise<boolean> {
    const endMs = this.#nowMs + limitMs
    return this.#exclusively(async () => {
      while (!condition()) {
        if (!(await this.#runDue(endMs))) return condition()
      }
      return true
    })
  }

  #schedule(atMs: number, callback: () => void): Scheduled {
    this.#live += 1
    return { atMs, order: this.#order++, callback, cancelled: false }
  }

  #timerOf(scheduled: Scheduled): Timer {
    return {
      cancel: () => {
        if (scheduled.cancelled) return
        scheduled.cancelled = true
        this.#live -= 1
      },
    }
  }

  /** Two callers that move one clock would each see time pass that the other one asked for. */
  async #exclusively<T>(run: () => Promise<T>): Promise<T> {
    assert(!this.#running, 'the virtual clock is already being moved')
    this.#running = true
    try {
      await settlePromises()
      return await run()
    } finally {
      this.#running = false
    }
  }

  /** Runs one callback due by `endMs`, and then every promise job that follows from it. */
  async #runDue(endMs: number): Promise<boolean> {
    const due = this.#takeDue(endMs)
    if (due === undefined) return false
    this.#nowMs = Math.max(this.#nowMs, due.atMs)
    due.cancelled = true
    this.#live -= 1
    due.callback()
    await (++this.#callbacks % this.#turnEvery === 0 ? settlePromises() : settlePromiseJobs())
    return true
  }

  #takeDue(endMs: number): Scheduled | undefined {
    for (;;) {
      const immediate = this.#immediates.shift()
      if (immediate === undefined) break
      if (!immediate.cancelled) return immediate
    }
    for (;;) {
      const next = this.#heap.peek()
      if (next === undefined || (next.atMs > endMs && !next.cancelled)) return undefined
      this.#heap.pop()
      if (!next.cancelled) return next
    }
  }
}

/** A turn of the real event loop: it begins only when every promise job is done. */
function settlePromises(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

/**
 * The same without a turn: Node empties its queue of promise jobs before it comes to the next tick. True only where it is
 * called from such a job, as whatever follows an `await` is.
 */
function settlePromiseJobs(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve))
}

/** A binary heap ordered by time, then by the order of setting. */
class TimerHeap {
  readonly #items: Scheduled[] = []

  peek(): Scheduled | undefined {
    return this.#items[0]
  }

  push(item: Scheduled): void {
    const items = this.#items
    let index = items.length
    items.push(item)
    while (index > 0) {
      const parent = (index - 1) >> 1
      if (!isBefore(item, items[parent]!)) break
      items[index] = items[parent]!
      index = parent
    }
    items[index] = item
  }

  pop(): Scheduled | undefined {
    const items = this.#items
    const first = items[0]
    const last = items.pop()
    if (first === undefined || last === undefined || items.length === 0) return first
    let index = 0
    for (;;) {
      let child = 2 * index + 1
      if (child >= items.length) break
      if (child + 1 < items.length && isBefore(items[child + 1]!, items[child]!)) child += 1
      if (!isBefore(items[child]!, last)) break
      items[index] = items[child]!
      index = child
    }
    items[index] = last
    return first
  }
}

function isBefore(a: Scheduled, b: Scheduled): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order)
}
