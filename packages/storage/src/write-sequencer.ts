// The one way to LevelDB: one batch at a time, always synced, each with the next write number.
//
// Why also batches of pages are synced, though a later sync of the same file would cover them: it would not when
// LevelDB changes to a new log file in between, as it does not sync the old one. A power loss would then keep the later
// write and lose the earlier one. With every write synced before the next begins, what a power loss can take is exactly
// the last write, and any other gap is damage. The same holds for deletions, so clear(), which is never synced, is not
// used. One at a time, because concurrent ones would reach LevelDB in the order in which threads happen to run.

import assert from 'node:assert/strict'

import { closed, writeFailed } from './errors.ts'
import { encodeWriteRow } from './rows.ts'
import type { StorageLevel } from './storage.ts'

/** Urgent writes are those that a client waits for. They take turns with background ones when both wait. */
export type WritePriority = 'urgent' | 'background'

export interface NumberedBatch {
  readonly number: number
  put(key: Uint8Array, value: Uint8Array): void
  del(key: Uint8Array): void
}

export interface WriteJob {
  readonly priority: WritePriority
  /** Whose row in the database says that this was its latest write. */
  readonly owner: number
  /** Called when it is this write's turn, after the one before it has been applied. A throw rejects this write alone. */
  fill(batch: NumberedBatch): void
  /** Called once it is durable, before the next write is filled. */
  applied(number: number): void
}

interface QueuedJob extends WriteJob {
  resolve(): void
  reject(error: unknown): void
}

// A constant, so that its type is not held against abstract-level's options, which do not know LevelDB's `sync`.
const SYNCED = { sync: true }

export class WriteSequencer {
  readonly #level: StorageLevel
  readonly #urgent: QueuedJob[] = []
  readonly #background: QueuedJob[] = []
  #lastNumber: number
  #lastPriority: WritePriority = 'background'
  #running: Promise<void> | undefined
  #failed: Error | undefined
  #closed = false
  #syncedWrites = 0
  #writtenBytes = 0
  #lastUrgentBytes = 0

  constructor(level: StorageLevel, lastNumber: number) {
    this.#level = level
    this.#lastNumber = lastNumber
  }

  /** Why no write is possible any more. */
  get failed(): Error | undefined {
    return this.#failed
  }

  get closed(): boolean {
    return this.#closed
  }

  get syncedWrites(): number {
    return this.#syncedWrites
  }

  /** Of keys and values, since the start. */
  get writtenBytes(): number {
    return this.#writtenBytes
  }

  /** Of keys and values: what a background write may be as large as, so that taking turns is fair. */
  get lastUrgentBytes(): number {
    return this.#lastUrgentBytes
  }

  /** Resolves when the batch is durable. After one failed write every write is rejected with the same cause. */
  write(job: WriteJob): Promise<void> {
    if (this.#failed !== undefined) return Promise.reject(this.#failed)
    if (this.#closed) return Promise.reject(closed())
    return new Promise((resolve, reject) => {
      const queue = job.priority === 'urgent' ? this.#urgent : this.#background
      queue.push({
        priority: job.priority,
        owner: job.owner,
        fill: (batch) => job.fill(batch),
        applied: (number) => job.applied(number),
        resolve,
        reject,
      })
      this.#running ??= this.#run()
    })
  }

  /** The state on disk is unknown or wrong: nothing is written any more. */
  fail(cause: unknown): Error {
    const failed = (this.#failed ??= writeFailed(cause))
    for (const job of [...this.#urgent.splice(0), ...this.#background.splice(0)]) job.reject(failed)
    return failed
  }

  /** No new writes; resolves when those that were queued are done. */
  async close(): Promise<void> {
    this.#closed = true
    await this.#running
  }

  async #run(): Promise<void> {
    for (let job = this.#next(); job !== undefined; job = this.#next()) {
      await this.#execute(job)
    }
    this.#running = undefined
  }

  #next(): QueuedJob | undefined {
    const backgroundsTurn = this.#lastPriority === 'urgent' || this.#urgent.length === 0
    const queue = backgroundsTurn && this.#background.length > 0 ? this.#background : this.#urgent
    const job = queue.shift()
    if (job !== undefined) this.#lastPriority = job.priority
    return job
  }

  async #execute(job: QueuedJob): Promise<void> {
    const number = this.#lastNumber + 1
    // The chained batch copies keys and values as they are put; batch([...]) would hold up the thread for five times
    // as long.
    const batch = this.#level.batch()
    let bytes = 0
    try {
      job.fill({
        number,
        put: (key, value) => {
          bytes += key.length + value.length
          batch.put(key, value)
        },
        del: (key) => batch.del(key),
      })
      const row = encodeWriteRow({ number, owner: job.owner })
      batch.put(row.key, row.bytes)
    } catch (error) {
      await batch.close()
      job.reject(error)
      return
    }
    try {
      await batch.write(SYNCED)
    } catch (error) {
      // Whether the write will be there after a restart is unknown, and after a failed fsync the kernel may have
      // dropped the dirty pages: a second fsync would succeed without having written anything. Never retried.
      job.reject(this.fail(error))
      return
    }
    assert(number === this.#lastNumber + 1, 'one write at a time')
    this.#lastNumber = number
    this.#syncedWrites += 1
    this.#writtenBytes += bytes
    if (job.priority === 'urgent') this.#lastUrgentBytes = bytes
    try {
      job.applied(number)
      job.resolve()
    } catch (error) {
      // What is in memory and what is on disk have parted: a mistake of ours, after which nothing may be written.
      job.reject(this.fail(error))
    }
  }
}
