// SQLite in one thread over the pages of an engine in another: it reads what is committed there, without asking that thread.
import { QL_NOT_A_DATABASE, SQLITE_ABORT_ROLLBACK, SQLITE_OK, SQLITE_PROTOCOL } from './abi.ts'
import type { Connection, ConnectOptions } from './connection.ts'
import type { EngineBase } from './engine-base.ts'
import { WasmEngineBase } from './engine-base.ts'
import type { EngineOptions } from './engine.ts'
import { ClosedError, PageStoreError } from './errors.ts'
import { loadModule } from './instantiate.ts'
import { pageStoreError } from './page-store-error.ts'
import type { EngineSharing, StoreAddress } from './page-reader.ts'
import { RemotePages } from './page-reader.ts'
import type { WasmPageStore } from './page-store.ts'
import { Runtime } from './runtime.ts'

export interface ReaderEngineOptions extends Omit<EngineOptions, 'memory'> {
  /** Of the engine whose stores are read. */
  readonly sharing: EngineSharing
  /** What its `attachReader` gave. One reader engine at a time has it. */
  readonly reader: number
}

/** A store of another engine: its committed version, as it is whenever a read begins. */
export interface ReaderStore extends Disposable {
  readonly name: string
  readonly closed: boolean
  /** The version that the last read saw. */
  readonly committedVersion: number
  /**
   * The connection's reads fail with SQLITE_ERROR_SNAPSHOT when the store's engine took the snapshot away, and with
   * SQLITE_ABORT_ROLLBACK for good when the store is gone.
   */
  connect(options: Omit<ConnectOptions, 'view' | 'writable'>): Connection
}

/** Every method throws ClosedError once the engine was disposed, or its module failed. */
export interface ReaderEngine extends EngineBase {
  /** Throws ClosedError if the store is gone, PageStoreError STATE while it is empty. */
  open(store: StoreAddress): ReaderStore
}

/**
 * A reader of another engine's stores, with SQLite and memory of its own: whatever it does or suffers, the stores are
 * unharmed. Dispose it, then `detachReader` its number there.
 *
 * @example
 * // Where the stores are:
 * const engine = await createEngine({ memory: createMemory({ shared: true }) })
 * worker.postMessage({ sharing: engine.sharing, reader: engine.attachReader(), store: store.address })
 * // In the worker:
 * using reader = await createReaderEngine({ sharing, reader })
 * const connection = reader.open(store).connect({ profile: 'reader' })
 * connection.cached('SELECT count(*) FROM t').get()
 */
export async function createReaderEngine(options: ReaderEngineOptions): Promise<ReaderEngine> {
  const runtime = new Runtime({
    module: options.module ?? (await loadModule()),
    remote: await RemotePages.open(options.sharing, options.reader),
    now: options.now,
    random: options.random,
    flag: options.interrupt,
    onPoll: options.onPoll,
    monotonicMs: options.monotonicMs ?? (() => performance.now()),
  })
  return new WasmReaderEngine(runtime)
}

class WasmReaderEngine extends WasmEngineBase implements ReaderEngine {
  readonly #runtime: Runtime
  #opened = 0

  constructor(runtime: Runtime) {
    super(runtime)
    this.#runtime = runtime
  }

  open({ name, pointer, id }: StoreAddress): ReaderStore {
    this.#runtime.assertOpen()
    const { exports, heap } = this.#runtime
    const own = heap.writeText(String(++this.#opened))
    const code = exports.ql_remote_open(own.address, pointer, id, heap.answer)
    if (code !== SQLITE_OK) throw openError(code, name)
    heap.refresh()
    return new RemoteStore(this.adopt(heap.u32(heap.answer), name))
  }
}

class RemoteStore implements ReaderStore {
  readonly #store: WasmPageStore

  constructor(store: WasmPageStore) {
    this.#store = store
  }

  get name(): string {
    return this.#store.name
  }

  get closed(): boolean {
    return this.#store.closed
  }

  get committedVersion(): number {
    return this.#store.committedVersion
  }

  connect(options: Omit<ConnectOptions, 'view' | 'writable'>): Connection {
    return this.#store.connect({ ...options, view: 'committed' })
  }

  [Symbol.dispose](): void {
    this.#store[Symbol.dispose]()
  }
}

function openError(code: number, name: string): Error {
  switch (code) {
    case SQLITE_ABORT_ROLLBACK:
      return new ClosedError(`store ${name}`, 'disposed')
    case QL_NOT_A_DATABASE:
      return new PageStoreError('STATE', `cannot open ${name}: it has no page 1 yet`)
    case SQLITE_PROTOCOL:
      return new PageStoreError('STATE', `cannot open ${name}: readers pin too many versions of it`)
    default:
      return pageStoreError(code, `open ${name}`)
  }
}
