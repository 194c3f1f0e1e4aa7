// One instance of SQLite in WebAssembly, with all the databases of one thread.
import { PAGE_BYTES, SQLITE_OK } from './abi.ts'
import { assert } from './assert.ts'
import { copyIn } from './copy-in.ts'
import type { EngineBase } from './engine-base.ts'
import { WasmEngineBase } from './engine-base.ts'
import { PageStoreError } from './errors.ts'
import { isShared, loadModule } from './instantiate.ts'
import { hasHash } from './page-hash.ts'
import { pageStoreError } from './page-store-error.ts'
import type { EngineSharing } from './page-reader.ts'
import type { PageStore } from './page-store.ts'
import { Runtime } from './runtime.ts'
import type { WebAssemblyMemory, WebAssemblyModule } from './web-assembly.ts'

export interface EngineOptions {
  /**
   * What `loadModule` gave, perhaps in another thread, shared if the memory is. Default: the package's own file, compiled
   * once per thread.
   */
  readonly module?: WebAssemblyModule
  /** From `createMemory`. Shared: readers in other threads may be attached. */
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

/** Every method throws ClosedError once the engine was disposed, or its module failed. */
export interface Engine extends EngineBase {
  /**
   * An empty database, which cannot be read until it has a page 1: restore it, or put `blankPage1()` there.
   * Throws PageStoreError EXISTS.
   */
  createStore(name: string): PageStore
  /** Page 1 of an empty database, in WAL mode, signed by this version of SQLite. */
  blankPage1(): Uint8Array
  /** Whether these are the bytes of page `pgno` that this hash (8 bytes, as pins give it) was computed of. */
  matchesHash(pgno: number, page: Uint8Array, hash: Uint8Array): boolean
  /** What `createReaderEngine` needs of this one, to be posted to other threads; undefined unless the memory is shared. */
  readonly sharing: EngineSharing | undefined
  /**
   * Takes a reader on: at most 32 at a time. Its number goes to `createReaderEngine`. Throws PageStoreError STATE if there
   * are too many, or if the memory is not shared.
   */
  attachReader(): number
  /**
   * The reader has ended: its engine was disposed, or its thread is gone, perhaps in the middle of a read. What it had
   * pinned is free again. While the thread may still run, this must not be called.
   */
  detachReader(reader: number): void
  /** Frees page versions that readers of other threads have let go of. Publishing does so too. */
  collectReaders(): void
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
  const shared = options.memory !== undefined && isShared(options.memory)
  return new WasmEngine(
    new Runtime({
      module: options.module ?? (await loadModule({ shared })),
      memory: options.memory,
      now: options.now,
      random: options.random,
      flag: options.interrupt,
      onPoll: options.onPoll,
      monotonicMs: options.monotonicMs ?? (() => performance.now()),
    }),
  )
}

class WasmEngine extends WasmEngineBase implements Engine {
  readonly sharing: EngineSharing | undefined
  readonly #runtime: Runtime
  readonly #readers = new Set<number>()

  constructor(runtime: Runtime) {
    super(runtime)
    this.#runtime = runtime
    const { memory } = runtime.heap
    if (isShared(memory)) this.sharing = { memory, address: runtime.exports.ql_share() >>> 0 }
    runtimes.set(this, runtime)
  }

  createStore(name: string): PageStore {
    this.#runtime.assertOpen()
    const { exports, heap } = this.#runtime
    const code = exports.ql_store_create(heap.writeText(name).address, heap.answer)
    if (code !== SQLITE_OK) throw pageStoreError(code, `create the store ${name}`)
    heap.refresh()
    return this.adopt(heap.u32(heap.answer), name)
  }

  blankPage1(): Uint8Array {
    this.#runtime.assertOpen()
    const { exports, heap } = this.#runtime
    const page = heap.scratch(PAGE_BYTES)
    exports.ql_blank_page1(page)
    return heap.readBytes(page, PAGE_BYTES)
  }

  matchesHash(pgno: number, page: Uint8Array, hash: Uint8Array): boolean {
    this.#runtime.assertOpen()
    if (page.length !== PAGE_BYTES) return false
    const address = copyIn(this.#runtime.heap, page, 'look at a page')
    return hasHash(this.#runtime, pgno, address, hash)
  }

  attachReader(): number {
    this.#runtime.assertOpen()
    let reader = 0
    while (this.#readers.has(reader)) reader++
    if (!this.sharing || this.#runtime.exports.ql_reader_attach(reader) !== SQLITE_OK) {
      const why = this.sharing ? 'there are too many' : 'the memory is not shared'
      throw new PageStoreError('STATE', `cannot attach a reader: ${why}`)
    }
    this.#readers.add(reader)
    return reader
  }

  detachReader(reader: number): void {
    assert(this.#readers.delete(reader), 'a reader is attached before it is detached')
    if (!this.closed) this.#runtime.exports.ql_reader_detach(reader)
  }

  collectReaders(): void {
    this.#runtime.assertOpen()
    this.#runtime.exports.ql_readers_collect()
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
