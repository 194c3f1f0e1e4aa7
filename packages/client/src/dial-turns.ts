// How many clients of one process connect to a node at once. That takes tens of milliseconds of processor time at each end:
// hundreds at once would all take longer than anybody waits, be given up, and begin again.

import type { Deadline } from './deadline.ts'

const DIALS_MAX = 8

export class DialTurns {
  #running = 0
  readonly #waiters: (() => void)[] = []

  /** Runs `dial` when fewer than eight others run. @throws the deadline's reason if that ends before its turn. */
  async run<T>(dial: () => Promise<T>, deadline: Deadline): Promise<T> {
    if (this.#running < DIALS_MAX) this.#running++
    else await this.#turn(deadline)
    try {
      return await dial()
    } finally {
      this.#next()
    }
  }

  /** Whoever ends hands its place over. */
  #turn(deadline: Deadline): Promise<void> {
    return new Promise((resolve, reject) => {
      if (deadline.reason) return reject(deadline.reason)
      const begin = (): void => {
        leave()
        resolve()
      }
      const leave = deadline.onEnd(() => {
        this.#waiters.splice(this.#waiters.indexOf(begin), 1)
        reject(deadline.reason!)
      })
      this.#waiters.push(begin)
    })
  }

  #next(): void {
    const next = this.#waiters.shift()
    if (next) next()
    else this.#running--
  }
}
