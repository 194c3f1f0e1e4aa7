import type { BackgroundTasks } from './background-tasks.ts'
import type { ObsoleteRecords } from './group-log.ts'
import type { KeyRange } from './keys.ts'
import { giveBackSpace } from './range-clearing.ts'
import type { StorageLevel } from './storage.ts'

/**
 * What a cut log may leave on disk. LevelDB merges every level for it, pages and all, whatever the range: done for each cut
 * of 16 MiB, that took as much of a processor as a third of the node's own threads.
 */
const KEPT_BYTES_MAX = 64 * 1024 * 1024
/** What is left of a record is a tombstone, and the next seek walks over all of them. */
const KEPT_RECORDS_MAX = 65_536

/**
 * Gives back the space of rows that were deleted one by one: without it they stay on disk beneath their tombstones. In a busy
 * LevelDB that takes minutes, in which the log is cut more than once: a range that waits takes the next ones in, and nobody
 * waits for it.
 */
export class TrimmedSpace {
  readonly #level: StorageLevel
  readonly #tasks: BackgroundTasks
  #waiting: KeyRange | undefined
  #bytes = 0
  #records = 0
  #isDue = false

  constructor(level: StorageLevel, tasks: BackgroundTasks) {
    this.#level = level
    this.#tasks = tasks
  }

  add({ keys, bytes }: ObsoleteRecords): void {
    const [first, last] = [keys[0], keys.at(-1)]
    if (!first || !last) return
    const waiting = this.#waiting
    this.#waiting = waiting
      ? { gte: lower(waiting.gte, first), lt: higher(waiting.lt, last) }
      : { gte: first, lt: last }
    this.#bytes += bytes
    this.#records += keys.length
    if (this.#isDue || (this.#bytes < KEPT_BYTES_MAX && this.#records < KEPT_RECORDS_MAX)) return
    this.#isDue = true
    this.#tasks.run(() => this.#giveBack())
  }

  async #giveBack(): Promise<void> {
    const range = this.#waiting
    this.#waiting = undefined
    this.#bytes = 0
    this.#records = 0
    this.#isDue = false
    if (range) await giveBackSpace(this.#level, range)
  }
}

function lower(a: Uint8Array, b: Uint8Array): Uint8Array {
  return Buffer.compare(a, b) < 0 ? a : b
}

function higher(a: Uint8Array, b: Uint8Array): Uint8Array {
  return Buffer.compare(a, b) > 0 ? a : b
}
