// The appends on their way to one peer: a ring of (last index, bytes), bounded in both.

import { assert } from './assert.ts'
import type { Index } from './entry.ts'

export class Inflights {
  readonly #maxMessages: number
  readonly #maxBytes: number
  /** Rings that grow by doubling up to `maxMessages`: most peers never have many on their way. */
  #indexes: Index[] = []
  #sizes: number[] = []
  #start = 0
  #count = 0
  #bytes = 0

  constructor(maxMessages: number, maxBytes: number) {
    this.#maxMessages = maxMessages
    this.#maxBytes = maxBytes
  }

  get count(): number {
    return this.#count
  }

  get bytes(): number {
    return this.#bytes
  }

  /** No more may be sent. A message that exceeds the bytes still goes if there is room before it. */
  isFull(): boolean {
    return this.#count === this.#maxMessages || this.#bytes >= this.#maxBytes
  }

  /** A message whose last entry is at `index` was sent. Indexes never decrease. */
  add(index: Index, bytes: number): void {
    assert(!this.isFull(), 'an append was sent beyond the limit in flight')
    if (this.#count === this.#indexes.length) {
      this.#grow()
    }
    const at = (this.#start + this.#count) % this.#indexes.length
    this.#indexes[at] = index
    this.#sizes[at] = bytes
    this.#count++
    this.#bytes += bytes
  }

  /** The peer has everything up to `index`. */
  freeThrough(index: Index): void {
    const capacity = this.#indexes.length
    while (this.#count > 0 && this.#indexes[this.#start]! <= index) {
      this.#bytes -= this.#sizes[this.#start]!
      this.#start = (this.#start + 1) % capacity
      this.#count--
    }
  }

  reset(): void {
    this.#start = 0
    this.#count = 0
    this.#bytes = 0
  }

  #grow(): void {
    const capacity = Math.min(this.#maxMessages, Math.max(8, this.#indexes.length * 2))
    const indexes = Array.from({ length: capacity }, () => 0)
    const sizes = Array.from({ length: capacity }, () => 0)
    for (let i = 0; i < this.#count; i++) {
      const from = (this.#start + i) % this.#indexes.length
      indexes[i] = this.#indexes[from]!
      sizes[i] = this.#sizes[from]!
    }
    this.#indexes = indexes
    this.#sizes = sizes
    this.#start = 0
  }
}
