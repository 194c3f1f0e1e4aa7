/** Chance that repeats itself: the same seed gives the same script. */
export class Chance {
  #state: number

  constructor(seed: string) {
    // FNV-1a: any text will do as a seed.
    const bytes = new TextEncoder().encode(seed)
    this.#state = bytes.reduce((hash, byte) => Math.imul(hash ^ byte, 0x01000193), 0x811c9dc5)
  }

  /** Uniform in [0, 1), by mulberry32. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }

  /** Uniform in [from, to]. */
  integer(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1))
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.next() * items.length)]!
  }

  /** One character of a text. */
  character(text: string): string {
    return text.charAt(Math.floor(this.next() * text.length))
  }

  /** `count` of them, in their order, none twice. */
  some<T>(items: readonly T[], count: number): T[] {
    const left = items.map((_, i) => i)
    while (left.length > count) left.splice(this.integer(0, left.length - 1), 1)
    return left.map((i) => items[i]!)
  }

  shuffled<T>(items: readonly T[]): T[] {
    const result = [...items]
    for (let i = result.length - 1; i > 0; i--) {
      const j = this.integer(0, i)
      ;[result[i], result[j]] = [result[j]!, result[i]!]
    }
    return result
  }

  list<T>(count: number, make: (i: number) => T): T[] {
    return Array.from({ length: count }, (_, i) => make(i))
  }
}
