import type { BackgroundTasks } from './background-tasks.ts'
import type { ObsoleteRecords } from './group-log.ts'
import type { KeyRange } from './keys.ts'
import { clearRange, giveBackSpace, type Writer } from './range-clearing.ts'
import type { StorageLevel } from './storage.ts'
import type { WriteSequencer } from './write-sequencer.ts'

interface TrimmedSpaceEnvironment {
  readonly level: StorageLevel
  readonly tasks: BackgroundTasks
  readonly sequencer: Pick<WriteSequencer, 'writtenBytes'>
}

/**
 * What a cut log may leave on disk while there are writes at all. LevelDB merges every level for it, pages and all, whatever the
 * range: done for each cut of 16 MiB, that took as much of a processor as a third of the node's own threads.
 */
const KEPT_BYTES_MAX = 64 * 1024 * 1024
/** What is left of a record is a tombstone, and the next seek walks over all of them. */
const KEPT_RECORDS_MAX = 65_536
/** Whoever writes no more than this between two looks has time to spare. */
const AT_REST_BYTES = 64 * 1024

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
  readonly #sequencer: Pick<WriteSequencer, 'writtenBytes'>
  /** Of the log, which is cut again and again: one range for all of it. */
  #log: KeyRange | undefined
  #logBytes = 0
  #logRecords = 0
  readonly #others: KeyRange[] = []
  #isRunning = false
  /** As of the last call of `giveBack`. */
  #writtenBytes = 0

  constructor({ level, tasks, sequencer }: TrimmedSpaceEnvironment) {
    this.#level = level
    this.#tasks = tasks
    this.#sequencer = sequencer
  }

  /** Records of the log, in their order. */
  addLog({ keys, bytes }: ObsoleteRecords): void {
    const [first, last] = [keys[0], keys.at(-1)]
    if (!first || !last) return
    const log = this.#log
    this.#log = log
      ? { gte: lower(log.gte, first), lt: higher(log.lt, last) }
      : { gte: first, lt: last }
    this.#logBytes += bytes
    this.#logRecords += keys.length
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
    const bytes = writtenBytes - this.#writtenBytes
    this.#writtenBytes = writtenBytes
    if (bytes > writtenBytesMax || this.#isRunning) return
    const ranges = [...this.#takeLog(bytes), ...this.#others.splice(0)]
    if (ranges.length === 0) return
    this.#isRunning = true
    this.#tasks.run(async () => {
      for (const range of ranges) {
        if (!this.#tasks.stopping) await giveBackSpace(this.#level, range)
      }
      this.#isRunning = false
    })
  }

  /** Nothing as long as it may wait, with so many bytes written since the last look. */
  #takeLog(writtenBytes: number): KeyRange[] {
    const log = this.#log
    const isSmall = this.#logBytes < KEPT_BYTES_MAX && this.#logRecords < KEPT_RECORDS_MAX
    if (!log || (isSmall && writtenBytes > AT_REST_BYTES)) return []
    this.#log = undefined
    this.#logBytes = 0
    this.#logRecords = 0
    return [log]
  }
}

function lower(a: Uint8Array, b: Uint8Array): Uint8Array {
  return Buffer.compare(a, b) < 0 ? a : b
}

function higher(a: Uint8Array, b: Uint8Array): Uint8Array {
  return Buffer.compare(a, b) > 0 ? a : b
}
