// All chance in a simulation: sfc32, seeded from one integer.

export class Dice {
  #a: number
  #b: number
  #c: number
  #counter = 1

  constructor(seed: number) {
    this.#a = seed >>> 0
    this.#b = Math.floor(seed / 0x100000000) >>> 0
    this.#c = 0x9e3779b9
    for (let i = 0; i < 12; i++) {
      this.next()
    }
  }

  /** In [0, 1). An arrow function, so that it can be handed to a node. */
  readonly next = (): number => {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0
    this.#counter = (this.#counter + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0
    return (sum >>> 0) / 0x100000000
  }

  /** An integer from 0 to `limit - 1`. */
  below(limit: number): number {
    return Math.floor(this.next() * limit)
  }

  between(min: number, max: number): number {
    return min + this.next() * (max - min)
  }

  /** Between `min` and `max`, as likely within one power of ten as within another. */
  scale(min: number, max: number): number {
    return min * (max / min) ** this.next()
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  pick<T>(list: readonly T[]): T {
    if (list.length === 0) {
      throw new Error('there is nothing to pick from')
    }
    return list[this.below(list.length)]!
  }

  /** Each of `list` with this probability. */
  some<T>(list: readonly T[], probability: number): T[] {
    return list.filter(() => this.chance(probability))
  }
}
