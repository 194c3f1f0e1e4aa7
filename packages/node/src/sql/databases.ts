import type { PageStore, RestoreWriter } from '@quorumlite/sqlite'
import { QuorumliteError, type Failure } from '@quorumlite/wire'
import { assert } from '../assert.ts'
import { DatabaseExecutor } from './database-executor.ts'
import type { StoredPage } from './messages.ts'
import { PinnedStores } from './pinned-stores.ts'
import { ReaderPool } from './reader-pool.ts'
import { failure } from './sql-failure.ts'
import type { SqlEnvironment } from './sql-environment.ts'
import type { Snapshots } from './snapshots.ts'
import type { Transactions } from './transactions.ts'

/** A database with content. */
export interface Database {
  readonly executor: DatabaseExecutor
  readonly readers: ReaderPool
  readonly store: PageStore
  readonly name: string
}

interface Restoring {
  readonly name: string
  readonly store: PageStore
  readonly writer: RestoreWriter
}

/** Told of stores that others read: opened when it has content, closing while it still has its address. */
export interface StoreListener {
  opened(name: string, store: PageStore): void
  closing(name: string, store: PageStore, why: Failure): void
}

/** The databases of this node: how they come, and how they go. */
export class Databases {
  readonly pins: PinnedStores = new PinnedStores()
  readonly #env: SqlEnvironment
  readonly #transactions: Transactions
  readonly #snapshots: Snapshots
  readonly #listener: StoreListener
  readonly #byId = new Map<number, Database>()
  readonly #restoring = new Map<number, Restoring>()
  /** Stores outlive their database while they are pinned, so an id alone does not name one. */
  #storesMade = 0

  constructor(
    env: SqlEnvironment,
    transactions: Transactions,
    snapshots: Snapshots,
    listener: StoreListener,
  ) {
    this.#env = env
    this.#transactions = transactions
    this.#snapshots = snapshots
    this.#listener = listener
  }

  /** Undefined while it is being restored, too: nobody has business with it then. */
  find(database: number): Database | undefined {
    return this.#byId.get(database)
  }

  get(database: number): Database {
    const found = this.#byId.get(database)
    assert(found, `database ${database} exists`)
    return found
  }

  all(): IterableIterator<Database> {
    return this.#byId.values()
  }

  *stores(): Generator<readonly [number, PageStore]> {
    for (const [database, { store }] of this.#byId) yield [database, store]
  }

  /** With `page1` it is a new database, otherwise it waits for its pages. */
  create(database: number, name: string, page1: Uint8Array | undefined): void {
    assert(!this.#byId.has(database) && !this.#restoring.has(database), `${database} is new`)
    const store = this.#env.engine.createStore(`${database}.${++this.#storesMade}`)
    const writer = store.restore()
    this.#restoring.set(database, { name, store, writer })
    if (!page1) return
    writer.put(1, page1)
    this.finishRestore(database, 1, undefined)
  }

  restorePages(database: number, pages: readonly StoredPage[]): void {
    const { writer } = this.#getRestoring(database)
    for (const { pgno, data, hash } of pages) {
      this.#env.withMemory(() => writer.put(pgno, data, hash))
    }
  }

  finishRestore(database: number, pageCount: number, checksum: string | undefined): void {
    const { name, store, writer } = this.#getRestoring(database)
    writer.finish(pageCount, checksum)
    this.#restoring.delete(database)
    this.#byId.set(database, {
      name,
      store,
      executor: new DatabaseExecutor(this.#env, this.#transactions, database, store),
      readers: new ReaderPool(store, this.#env.limits),
    })
    this.#listener.opened(name, store)
  }

  /** Holds content and hashes against what the log says. Throws when they differ. */
  verify(database: number, checksum: string): void {
    const { store } = this.get(database)
    const damaged = store.verify()
    if (damaged.length > 0) throw diverged(database, `page ${damaged[0]} is damaged`)
    if (store.checksum !== checksum) {
      throw diverged(database, `its checksum is ${store.checksum} instead of ${checksum}`)
    }
  }

  drop(database: number): void {
    const found = this.get(database)
    this.#byId.delete(database)
    const why = failure('DATABASE_NOT_FOUND', 'the database was dropped')
    this.#listener.closing(found.name, found.store, why)
    this.#close(found, why)
    this.pins.retire(found.store)
  }

  /** Everything goes at once, pinned or not: a snapshot takes its place, and both together might not fit. */
  reset(): void {
    this.pins.releaseAll()
    for (const database of this.#byId.keys()) this.drop(database)
    for (const { store } of this.#restoring.values()) store[Symbol.dispose]()
    this.#restoring.clear()
  }

  #close({ executor, readers, store }: Database, why: Failure): void {
    executor.close(why)
    const evicted = new QuorumliteError('DATABASE_NOT_FOUND', why.message)
    this.#snapshots.evictAllOf(store, evicted)
    readers.close()
  }

  #getRestoring(database: number): Restoring {
    const restoring = this.#restoring.get(database)
    assert(restoring, `database ${database} is being restored`)
    return restoring
  }
}

function diverged(database: number, why: string): QuorumliteError {
  return new QuorumliteError('DIVERGED', `database ${database} is not what the log says: ${why}`)
}
