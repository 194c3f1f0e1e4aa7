import type { Deadline } from './deadline.ts'

/** Lets so many run at once; the others wait for their turn, in order. */
export class Turns {
  readonly #max: number
  #running = 0
  readonly #waiters: (() => void)[] = []

  constructor(max: number) {
    this.#max = max
  }

  /** Runs `work` when fewer than the most others run. @throws the deadline's reason if that ends before its turn. */
  async run<T>(work: () => Promise<T>, deadline: Deadline): Promise<T> {
    if (this.#running < this.#max) this.#running++
    else await this.#turn(deadline)
    try {
      return await work()
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
