// What an engine with stores of its own and a reader of another one's have in common.
import { ROW_BYTES_MAX } from './connection.ts'
import { POLL_EVERY_STEPS } from './connection-limits.ts'
import type { Pointer } from './abi.ts'
import { PAGE_BYTES } from './abi.ts'
import { assert } from './assert.ts'
import { type PageStoreOwner, WasmPageStore } from './page-store.ts'
import type { Runtime } from './runtime.ts'

export interface MemoryUsage {
  /** WebAssembly memory; it never shrinks. */
  readonly memoryBytes: number
  /** It never grows beyond this. */
  readonly limitBytes: number
  /** What malloc has handed out, pages apart. */
  readonly allocatedBytes: number
  /** What malloc has free in blocks of 1 MiB and more: the rest may be too small for pages. */
  readonly freeInLargeBlocksBytes: number
  /** Page versions that somebody can still see. */
  readonly pageBytes: number
  /** Kept for page versions to come. */
  readonly freePageBytes: number
  readonly connections: number
}

/** Every method throws ClosedError once the engine was disposed, or its module failed. */
export interface EngineBase extends Disposable {
  readonly sqliteVersion: string
  readonly closed: boolean
  memoryUsage(): MemoryUsage
  /** Allocations fail rather than let the memory grow beyond this. */
  setMemoryLimit(bytes: number): void
  /** How long one uninterrupted run of SQLite may take, in milliseconds; undefined: for ever. */
  setTimeLimit(timeLimitMs: number | undefined): void
  /**
   * How many steps of SQLite's virtual machine one run may take, to the next thousand; undefined: any number. A step is some
   * tens of nanoseconds, unless it calls a function, sorts, or fetches a value from many pages.
   */
  setStepLimit(stepsMax: number | undefined): void
}

export abstract class WasmEngineBase implements EngineBase, PageStoreOwner {
  readonly sqliteVersion: string
  readonly #runtime: Runtime
  readonly #stores = new Set<WasmPageStore>()

  constructor(runtime: Runtime) {
    this.#runtime = runtime
    runtime.exports.ql_set_row_limit(ROW_BYTES_MAX)
    this.sqliteVersion = runtime.heap.readText(runtime.exports.sqlite3_libversion()) ?? ''
  }

  get closed(): boolean {
    return this.#runtime.closedReason !== undefined
  }

  memoryUsage(): MemoryUsage {
    this.#runtime.assertOpen()
    const { exports, heap } = this.#runtime
    exports.ql_memory(heap.answer)
    heap.refresh()
    const field = (index: number): number => heap.f64(heap.answer + 8 * index)
    return {
      memoryBytes: field(0),
      allocatedBytes: field(1),
      pageBytes: field(2) * PAGE_BYTES,
      freePageBytes: field(3) * PAGE_BYTES,
      connections: field(6),
      limitBytes: field(7),
      freeInLargeBlocksBytes: field(8),
    }
  }

  setMemoryLimit(bytes: number): void {
    this.#runtime.assertOpen()
    this.#runtime.exports.ql_set_memory_limit(bytes)
  }

  setTimeLimit(timeLimitMs: number | undefined): void {
    assert(timeLimitMs === undefined || timeLimitMs > 0, 'a time limit is positive')
    this.#runtime.assertOpen()
    this.#runtime.interrupts.timeLimitMs = timeLimitMs
  }

  setStepLimit(stepsMax: number | undefined): void {
    assert(stepsMax === undefined || stepsMax > 0, 'a step limit is positive')
    this.#runtime.assertOpen()
    const pollsMax = stepsMax === undefined ? Infinity : Math.ceil(stepsMax / POLL_EVERY_STEPS)
    this.#runtime.interrupts.pollsMax = pollsMax
  }

  [Symbol.dispose](): void {
    for (const store of this.#stores) store[Symbol.dispose]()
    this.#runtime.close()
  }

  adopt(pointer: Pointer, name: string): WasmPageStore {
    const store = new WasmPageStore(this.#runtime, pointer, name, this)
    this.#stores.add(store)
    return store
  }

  onClose(store: WasmPageStore): void {
    this.#stores.delete(store)
  }
}
