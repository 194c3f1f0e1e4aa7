import type { BackgroundTasks } from './background-tasks.ts'
import type { KeyRange } from './keys.ts'
import { clearRange, giveBackSpace, type Writer } from './range-clearing.ts'
import type { StorageLevel } from './storage.ts'
import type { WriteSequencer } from './write-sequencer.ts'

interface TrimmedSpaceEnvironment {
  readonly level: StorageLevel
  readonly tasks: BackgroundTasks
  readonly sequencer: WriteSequencer
}

/**
 * Gives back the space of rows that were deleted: without it they stay on disk beneath their tombstones, and the next seek walks
 * over them.
 *
 * What gathers waits until little is written. LevelDB merges a range into the level below as long as new
 * files have a part in it, and merges nothing else meanwhile. Where files come faster than that, it never ends: the first level
 * grows, each merge rewrites all of it, and the writes that caused it crawl.
 */
export class TrimmedSpace {
  readonly #level: StorageLevel
  readonly #tasks: BackgroundTasks
  readonly #sequencer: WriteSequencer
  /** Of the log, which is cut again and again: one range for all of it. */
  #log: KeyRange | undefined
  #others: KeyRange[] = []
  #isRunning = false
  /** As of the last call of `giveBack`. */
  #writtenBytes = 0

  constructor({ level, tasks, sequencer }: TrimmedSpaceEnvironment) {
    this.#level = level
    this.#tasks = tasks
    this.#sequencer = sequencer
  }

  /** Records of the log from the first key to the last one, in their order. */
  addLog(keys: readonly Uint8Array[]): void {
    const [first, last] = [keys[0], keys.at(-1)]
    if (!first || !last) return
    const log = this.#log
    this.#log = log
      ? { gte: lower(log.gte, first), lt: higher(log.lt, last) }
      : { gte: first, lt: last }
  }

  add(range: KeyRange): void {
    this.#others.push(range)
  }

  /** Deletes the rows of a range. */
  async clear(writer: Writer, range: KeyRange, stopping: () => boolean): Promise<void> {
    if (await clearRange(this.#level, writer, range, stopping)) this.add(range)
  }

  /**
   * If at most so many bytes were written since the last call. It is done in a task that nobody waits for; what is added
   * meanwhile waits for the next call.
   */
  giveBack(writtenBytesMax: number): void {
    const { writtenBytes } = this.#sequencer
    const isQuiet = writtenBytes - this.#writtenBytes <= writtenBytesMax
    this.#writtenBytes = writtenBytes
    if (!isQuiet || this.#isRunning) return
    const ranges = this.#log ? [this.#log, ...this.#others] : this.#others
    if (ranges.length === 0) return
    this.#log = undefined
    this.#others = []
    this.#isRunning = true
    this.#tasks.run(async () => {
      for (const range of ranges) {
        if (!this.#tasks.stopping) await giveBackSpace(this.#level, range)
      }
      this.#isRunning = false
    })
  }
}

function lower(a: Uint8Array, b: Uint8Array): Uint8Array {
  return Buffer.compare(a, b) < 0 ? a : b
}

function higher(a: Uint8Array, b: Uint8Array): Uint8Array {
  return Buffer.compare(a, b) > 0 ? a : b
}
