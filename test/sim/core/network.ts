// Who reaches whom. A link is one direction between two nodes.

import type { Dice } from '../dice.ts'

export const PARTITIONS = ['one way', 'isolated', 'split', 'ring', 'bridge'] as const
export type Partition = (typeof PARTITIONS)[number]

export class Links {
  readonly #cut = new Set<number>()

  isCut(from: number, to: number): boolean {
    return this.#cut.size > 0 && this.#cut.has(from * 64 + to)
  }

  heal(): void {
    this.#cut.clear()
  }

  cut(from: number, to: number): void {
    this.#cut.add(from * 64 + to)
  }

  /** Draws the line; answers in words where it runs. */
  partition(kind: Partition, ids: readonly number[], dice: Dice): string {
    const shuffled = ids.map((id) => [dice.next(), id] as const).sort((a, b) => a[0] - b[0])
    const order = shuffled.map(([, id]) => id)
    switch (kind) {
      case 'one way':
        this.#cut.add(order[0]! * 64 + order.at(-1)!)
        return `${order[0]} does not reach ${order.at(-1)}`
      case 'isolated':
        this.#separate([order[0]!], order.slice(1))
        return `${order[0]} is isolated`
      case 'split': {
        const at = 1 + dice.below(order.length)
        this.#separate(order.slice(0, at), order.slice(at))
        return `${order.slice(0, at).join()} | ${order.slice(at).join()}`
      }
      case 'ring':
        this.#ring(order)
        return `ring ${order.join()}`
      case 'bridge': {
        const half = Math.ceil((order.length - 1) / 2)
        this.#separate(order.slice(1, 1 + half), order.slice(1 + half))
        return `${order[0]} between ${order.slice(1, 1 + half).join()} and ${order.slice(1 + half).join()}`
      }
    }
  }

  #separate(left: readonly number[], right: readonly number[]): void {
    for (const a of left) {
      for (const b of right) {
        this.#cut.add(a * 64 + b)
        this.#cut.add(b * 64 + a)
      }
    }
  }

  /** Each reaches its two neighbours: of five, all see a majority, and no two the same one. */
  #ring(order: readonly number[]): void {
    const count = order.length
    for (let i = 0; i < count; i++) {
      for (let j = 0; j < count; j++) {
        const distance = Math.min((i - j + count) % count, (j - i + count) % count)
        if (distance > 1) {
          this.#cut.add(order[i]! * 64 + order[j]!)
        }
      }
    }
  }
}
