// A disk for tests: what is written is volatile until a synced write, and a crash takes it away. It keeps databases as
// LevelDB does: batches are atomic, and what a crash leaves is a prefix of them (or, as after a change of LevelDB's log
// file, any selection). Deterministic: the only choices are those of the given randomness, and the only waiting is that
// of the given scheduler.

import assert from 'node:assert/strict'

import type { ByteString } from './sorted-map.ts'
import { SortedMap } from './sorted-map.ts'
import type { StorageLevel } from './storage.ts'
import { VolatileLevel } from './volatile-level.ts'

export interface VolatileDiskOptions {
  /** Uniform in [0, 1): decides what a crash leaves of the unsynced writes. */
  readonly random: { next(): number }
  /** Runs the rest of an operation later. Default: `queueMicrotask`. */
  readonly schedule?: (resume: () => void) => void
}

/**
 * A moment within a write:
 * `write`: about to reach the disk; `sync`: written, about to be synced; `acknowledge`: durable, the writer not told.
 */
export interface WriteStep {
  readonly kind: 'write' | 'sync' | 'acknowledge'
  /** Steps are counted from 1. */
  readonly number: number
}

/** What a crash takes of the writes that were not synced; `suffix` and `any` are up to the given randomness. */
export type CrashLoss = 'all' | 'none' | 'suffix' | 'any'

export type DiskFault = 'EIO' | 'ENOSPC'

export type BatchOperation =
  | { readonly type: 'put'; readonly key: ByteString; readonly value: Uint8Array }
  | { readonly type: 'del'; readonly key: ByteString }

export interface VolatileDisk {
  /** A handle on the database, which opens by itself; one at a time (LEVEL_LOCKED). */
  openLevel(): StorageLevel
  /** The power fails: unsynced writes are lost, the handle is dead and what waits for it rejects. Default: 'suffix'. */
  crash(loss?: CrashLoss): void
  /** The next synced write fails, and leaves what a crash may take. */
  failNextSync(fault: DiskFault): void
  /** What is left of its space, for who asks; at 0 a synced write fails with ENOSPC. A TiB unless it is set. */
  freeBytes: number
  /** Called at every step of every write; may crash the disk, or return a promise that holds the write up. */
  onStep: ((step: WriteStep) => void | Promise<void>) | undefined
  /** Changes one stored value behind everybody's back. */
  corrupt(change: (key: Uint8Array, value: Uint8Array) => Uint8Array | undefined): void
  readonly counters: VolatileDiskCounters
}

export interface VolatileDiskCounters {
  readonly writes: number
  readonly syncs: number
  readonly steps: number
  readonly crashes: number
  /** The most writes that were ever at risk at once. */
  readonly unsyncedMax: number
}

export function createVolatileDisk(options: VolatileDiskOptions): VolatileDisk {
  return new Disk(options)
}

/** The disk as its databases see it. */
export interface DiskHandle {
  /** What a reader sees now. */
  content(): SortedMap
  /** Resolves at the scheduler's leave; rejects if the disk crashed since the handle was made. */
  turn(): Promise<void>
  assertAlive(): void
  write(operations: readonly BatchOperation[], sync: boolean): Promise<void>
  release(): void
}

/** The code is that of a dead device, as LevelDB would report it. */
class DiskError extends Error {
  override readonly name: string = 'DiskError'
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

class Disk implements VolatileDisk {
  readonly #random: { next(): number }
  readonly #schedule: (resume: () => void) => void
  readonly #counters = { writes: 0, syncs: 0, steps: 0, crashes: 0, unsyncedMax: 0 }
  onStep: ((step: WriteStep) => void | Promise<void>) | undefined
  freeBytes: number = 2 ** 40
  /** What survives a crash. */
  #durable = new SortedMap()
  /** What is read: durable content and unsynced writes. */
  #content = new SortedMap()
  #unsynced: (readonly BatchOperation[])[] = []
  #fault: DiskFault | undefined
  #epoch = 0
  #held = false

  constructor({ random, schedule = queueMicrotask }: VolatileDiskOptions) {
    this.#random = random
    this.#schedule = schedule
  }

  get counters(): VolatileDiskCounters {
    return { ...this.#counters }
  }

  openLevel(): StorageLevel {
    return new VolatileLevel(() => this.#acquire())
  }

  crash(loss: CrashLoss = 'suffix'): void {
    this.#counters.crashes += 1
    for (const operations of this.#survivors(loss)) apply(this.#durable, operations)
    this.#unsynced = []
    this.#content = new SortedMap(this.#durable)
    this.#fault = undefined
    this.#epoch += 1
    this.#held = false
  }

  failNextSync(fault: DiskFault): void {
    this.#fault = fault
  }

  corrupt(change: (key: Uint8Array, value: Uint8Array) => Uint8Array | undefined): void {
    for (const key of this.#durable.keys({}, Number.POSITIVE_INFINITY, false)) {
      const value = this.#durable.get(key) as Uint8Array
      const changed = change(new Uint8Array(Buffer.from(key, 'latin1')), value.slice())
      if (changed === undefined) continue
      for (const map of [this.#durable, this.#content]) map.set(key, changed)
    }
  }

  #survivors(loss: CrashLoss): (readonly BatchOperation[])[] {
    if (loss === 'all') return []
    if (loss === 'none') return this.#unsynced
    if (loss === 'any') return this.#unsynced.filter(() => this.#random.next() < 0.5)
    return this.#unsynced.slice(0, Math.floor(this.#random.next() * (this.#unsynced.length + 1)))
  }

  #acquire(): DiskHandle {
    if (this.#held) throw new DiskError('LEVEL_LOCKED', 'IO error: lock: already held')
    this.#held = true
    const epoch = this.#epoch
    const assertAlive = (): void => {
      if (this.#epoch !== epoch) throw new DiskError('LEVEL_IO_ERROR', 'IO error: the power failed')
    }
    const turn = async (): Promise<void> => {
      await new Promise<void>((resolve) => this.#schedule(resolve))
      assertAlive()
    }
    const step = async (kind: WriteStep['kind']): Promise<void> => {
      this.#counters.steps += 1
      const held = this.onStep?.({ kind, number: this.#counters.steps })
      if (held !== undefined) await held
      assertAlive()
    }
    return {
      content: () => this.#content,
      turn,
      assertAlive,
      write: async (operations, sync) => {
        await turn()
        await step('write')
        this.#write(operations)
        if (!sync) return
        await step('sync')
        this.#sync()
        await turn()
        await step('acknowledge')
      },
      release: () => {
        if (this.#epoch === epoch) this.#held = false
      },
    }
  }

  #write(operations: readonly BatchOperation[]): void {
    this.#counters.writes += 1
    this.#unsynced.push(operations)
    this.#counters.unsyncedMax = Math.max(this.#counters.unsyncedMax, this.#unsynced.length)
    apply(this.#content, operations)
  }

  #sync(): void {
    const fault = this.#fault ?? (this.freeBytes <= 0 ? 'ENOSPC' : undefined)
    if (fault !== undefined) {
      this.#fault = undefined
      const reason = fault === 'EIO' ? 'Input/output error' : 'No space left on device'
      throw new DiskError('LEVEL_IO_ERROR', `IO error: 000005.log: ${reason}`)
    }
    for (const operations of this.#unsynced) apply(this.#durable, operations)
    this.#unsynced = []
    this.#counters.syncs += 1
    assert(this.#durable.size === this.#content.size, 'everything written is durable now')
  }
}

function apply(map: SortedMap, operations: readonly BatchOperation[]): void {
  for (const operation of operations) {
    if (operation.type === 'put') map.set(operation.key, operation.value)
    else map.delete(operation.key)
  }
}
