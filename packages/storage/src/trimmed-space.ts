import type { BackgroundTasks } from './background-tasks.ts'
import type { KeyRange } from './keys.ts'
import { giveBackSpace } from './range-clearing.ts'
import type { StorageLevel } from './storage.ts'

/**
 * Gives back the space of rows that were deleted one by one: without it they stay on disk beneath their tombstones, and the next
 * seek walks over them. In a busy LevelDB that takes minutes, in which the log is cut more than once: a range that waits takes
 * the next ones in, and nobody waits for it.
 */
export class TrimmedSpace {
  readonly #level: StorageLevel
  readonly #tasks: BackgroundTasks
  #waiting: KeyRange | undefined

  constructor(level: StorageLevel, tasks: BackgroundTasks) {
    this.#level = level
    this.#tasks = tasks
  }

  /** Of the rows from the first key to the last one, in their order. */
  add(keys: readonly Uint8Array[]): void {
    const [first, last] = [keys[0], keys.at(-1)]
    if (!first || !last) return
    const waiting = this.#waiting
    if (waiting) {
      this.#waiting = { gte: lower(waiting.gte, first), lt: higher(waiting.lt, last) }
      return
    }
    this.#waiting = { gte: first, lt: last }
    this.#tasks.run(async () => {
      const range = this.#waiting
      this.#waiting = undefined
      if (range) await giveBackSpace(this.#level, range)
    })
  }
}

function lower(a: Uint8Array, b: Uint8Array): Uint8Array {
  return Buffer.compare(a, b) < 0 ? a : b
}

function higher(a: Uint8Array, b: Uint8Array): Uint8Array {
  return Buffer.compare(a, b) > 0 ? a : b
}
