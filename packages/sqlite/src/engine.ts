// One instance of SQLite in WebAssembly, with all the databases of one thread.
import { PAGE_BYTES, SQLITE_OK } from './abi.ts'
import { assert } from './assert.ts'
import { loadModule } from './instantiate.ts'
import { pageStoreError } from './page-store-error.ts'
import type { PageStore } from './page-store.ts'
import { WasmPageStore } from './page-store.ts'
import { Runtime } from './runtime.ts'
import type { WebAssemblyMemory, WebAssemblyModule } from './web-assembly.ts'

export interface EngineOptions {
  /** What `loadModule` gave, perhaps in another thread. Default: the package's own file, compiled once per thread. */
  readonly module?: WebAssemblyModule
  /** From `createMemory`. */
  readonly memory?: WebAssemblyMemory
  /** Milliseconds since 1970, for `datetime('now')`. Default: Date.now. */
  readonly now?: () => number
  /** Fills the array, for `random()` and rowids. Default: node:crypto. */
  readonly random?: (into: Uint8Array) => void
  /** One element on a SharedArrayBuffer: while it is nonzero, running statements fail with SQLITE_INTERRUPT. */
  readonly interrupt?: Int32Array
  /** Called every few thousand virtual-machine steps; true interrupts. It must not call the engine, nor throw. */
  readonly onPoll?: () => boolean
  /** The clock of the time limit, in milliseconds. Default: performance.now. */
  readonly monotonicMs?: () => number
}

export interface MemoryUsage {
  /** WebAssembly memory; it never shrinks. */
  readonly memoryBytes: number
  /** It never grows beyond this. */
  readonly limitBytes: number
  /** What malloc has handed out, pages apart. */
  readonly allocatedBytes: number
  /** Page versions that somebody can still see. */
  readonly pageBytes: number
  /** Kept for page versions to come. */
  readonly freePageBytes: number
  readonly connections: number
}

/** Every method throws ClosedError once the engine was disposed, or its module failed. */
export interface Engine extends Disposable {
  readonly sqliteVersion: string
  readonly closed: boolean
  /**
   * An empty database, which cannot be read until it has a page 1: restore it, or put `blankPage1()` there.
   * Throws PageStoreError EXISTS.
   */
  createStore(name: string): PageStore
  /** Page 1 of an empty database, in WAL mode, signed by this version of SQLite. */
  blankPage1(): Uint8Array
  memoryUsage(): MemoryUsage
  /** Allocations fail rather than let the memory grow beyond this. */
  setMemoryLimit(bytes: number): void
  /** How long one uninterrupted run of SQLite may take, in milliseconds; undefined: for ever. */
  setTimeLimit(timeLimitMs: number | undefined): void
}

/**
 * @example
 * const engine = await createEngine()
 * const store = engine.createStore('main')
 * const restore = store.restore()
 * restore.put(1, engine.blankPage1())
 * restore.finish(1)
 * const writer = store.connect({ view: 'speculative', writable: true, profile: 'writer' })
 * writer.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT)')
 * store.publish(1)
 */
export async function createEngine(options: EngineOptions = {}): Promise<Engine> {
  return new WasmEngine(
    new Runtime({
      module: options.module ?? (await loadModule()),
      memory: options.memory,
      now: options.now,
      random: options.random,
      flag: options.interrupt,
      onPoll: options.onPoll,
      monotonicMs: options.monotonicMs ?? (() => performance.now()),
    }),
  )
}

class WasmEngine implements Engine {
  readonly sqliteVersion: string
  readonly #runtime: Runtime
  readonly #stores = new Set<WasmPageStore>()

  constructor(runtime: Runtime) {
    this.#runtime = runtime
    this.sqliteVersion = runtime.heap.readText(runtime.exports.sqlite3_libversion()) ?? ''
    runtimes.set(this, runtime)
  }

  get closed(): boolean {
    return this.#runtime.closedReason !== undefined
  }

  createStore(name: string): PageStore {
    this.#runtime.assertOpen()
    const { exports, heap } = this.#runtime
    const code = exports.ql_store_create(heap.writeText(name).address, heap.answer)
    if (code !== SQLITE_OK) throw pageStoreError(code, `create the store ${name}`)
    heap.refresh()
    const store = new WasmPageStore(this.#runtime, heap.u32(heap.answer), name, (closed) =>
      this.#stores.delete(closed),
    )
    this.#stores.add(store)
    return store
  }

  blankPage1(): Uint8Array {
    this.#runtime.assertOpen()
    const { exports, heap } = this.#runtime
    const page = heap.scratch(PAGE_BYTES)
    exports.ql_blank_page1(page)
    return heap.readBytes(page, PAGE_BYTES)
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

  [Symbol.dispose](): void {
    for (const store of this.#stores) store[Symbol.dispose]()
    this.#runtime.close()
  }
}

const runtimes = new WeakMap<Engine, Runtime>()

/** For the package's other faces of the same module. Throws ClosedError. */
export function runtimeOf(engine: Engine): Runtime {
  const runtime = runtimes.get(engine)
  assert(runtime !== undefined, 'the engine was made by createEngine')
  runtime.assertOpen()
  return runtime
}
