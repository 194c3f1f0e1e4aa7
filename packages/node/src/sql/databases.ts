import type { PageStore, RestoreWriter } from '@quorumlite/sqlite'
import { QuorumliteError, failureToError, type Failure } from '@quorumlite/wire'
import { assert } from '../assert.ts'
import { ConnectedDatabases } from './connected-databases.ts'
import { DatabaseExecutor, type ExecutorMarks } from './database-executor.ts'
import type { EvictedDatabase } from './evicted-databases.ts'
import { Families } from './families.ts'
import type { CreateStore, ForkStore } from './messages.ts'
import { unpackPages, type PackedPages } from './packed-pages.ts'
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
  /** Databases of one family may have pages in common. */
  readonly family: number
  /** What its versions are counted from in checkpoints: those of a database that was evicted go on. */
  readonly versionOffset: number
  /** By the clock of the databases. */
  lastUse: number
  /** Of its store's, as they were looked at last. */
  remotePinsTaken: number
  /** Whoever set it goes on with it, whatever else is used meanwhile. */
  isKept: boolean
}

interface Restoring {
  readonly name: string
  readonly family: number
  /** Of all pages restored so far. */
  lastPgno: number
  readonly store: PageStore
  readonly writer: RestoreWriter
}

/**
 * Told of stores that others read: opened when it has content, closing while it still has its address; and asks for those that
 * were evicted.
 */
export interface StoreListener {
  opened(name: string, store: PageStore): void
  closing(name: string, store: PageStore, why: Failure): void
  /** As `closing`, but whoever asks for it gets it back. */
  evicting(name: string, store: PageStore): void
  /** One that was evicted was dropped. */
  evictedClosed(name: string): void
  /** Who has to be told when somebody wants an evicted database. */
  onWanted(want: (name: string) => void): void
}

/**
 * `came` and `leaving`: every store, by its number, as soon as it has content and before it goes; the others tell of names, of
 * which the newest database is the one.
 */
export interface DatabasesListener extends Omit<StoreListener, 'onWanted'> {
  came(database: number, store: PageStore): void
  leaving(database: number, store: PageStore, why: Failure): void
}

/** As if nobody had used it for so long. */
const IDLE_SWEEPS = 2

/** What a store is opened with, besides its pages. */
type OpenOptions = Pick<Database, 'name' | 'family'> & {
  readonly versionOffset?: number
  readonly marks?: ExecutorMarks
}

/** The databases of this node: how they come, and how they go. */
export class Databases {
  readonly pins: PinnedStores = new PinnedStores()
  readonly #env: SqlEnvironment
  readonly #transactions: Transactions
  readonly #snapshots: Snapshots
  readonly #listener: DatabasesListener
  readonly #byId = new Map<number, Database>()
  readonly #restoring = new Map<number, Restoring>()
  readonly #families = new Families()
  readonly #connected: ConnectedDatabases
  /** The time of uses; whoever has use for it moves it on. */
  now = 0
  #inUse: Database | undefined
  /** The newest database of each name: one that was dropped may be there for a while beside it. */
  readonly #newest = new Map<string, number>()
  /** Stores outlive their database while they are pinned, so an id alone does not name one. */
  #storesMade = 0

  constructor(
    env: SqlEnvironment,
    transactions: Transactions,
    snapshots: Snapshots,
    listener: DatabasesListener,
  ) {
    this.#env = env
    this.#transactions = transactions
    this.#snapshots = snapshots
    this.#listener = listener
    this.#connected = new ConnectedDatabases(env.limits.connectedDatabasesMax)
  }

  /** As `find`, for somebody who is about to read or write. */
  use(database: number): Database | undefined {
    const found = this.#byId.get(database)
    if (!found) return undefined
    this.#connected.touch(found)
    this.#touch(found)
    return found
  }

  /** Undefined while it is being restored, too: nobody has business with it then. */
  find(database: number): Database | undefined {
    return this.#byId.get(database)
  }

  get(database: number): Database {
    const found = this.#byId.get(database)
    assert(found, `database ${database} exists`)
    this.#touch(found)
    return found
  }

  /** The command that is being obeyed asked for it last, or it is kept. */
  isInUse(database: Database): boolean {
    return this.#inUse === database || database.isKept
  }

  /** Another command is next. */
  endUse(): void {
    this.#inUse = undefined
  }

  /** Runs `work`, which goes on with the database after it has had to do with others. */
  keepWhile(database: number, work: () => void): void {
    const kept = this.#byId.get(database)
    if (kept) kept.isKept = true
    work()
    if (kept) kept.isKept = false
  }

  entries(): IterableIterator<[number, Database]> {
    return this.#byId.entries()
  }

  all(): IterableIterator<Database> {
    return this.#byId.values()
  }

  *stores(): Generator<readonly [number, PageStore]> {
    for (const [database, { store }] of this.#byId) yield [database, store]
  }

  /** With `page1` it is a new database, otherwise it waits for its pages. */
  create({ database, name, family, page1 }: Omit<CreateStore, 'kind'>): void {
    // Pages that ran ahead of the log are of no use: everything that made them is replayed.
    if (page1) this.#discard(database)
    assert(!this.#byId.has(database) && !this.#restoring.has(database), `${database} is new`)
    const store = this.#env.engine.createStore(this.#newStoreName(database))
    const writer = store.restore({ relatives: this.#families.relativesOf(family) })
    this.#restoring.set(database, { name, family, store, writer, lastPgno: 0 })
    if (!page1) return
    writer.put(1, page1)
    this.#finishRestore(database, 1, undefined)
  }

  /** As of the source's committed version: what is speculative above it may never be. */
  fork({ database, name, family, source, pageCount, checksum, verify }: ForkStore): void {
    const ahead = this.#restoring.get(database)
    if (ahead && !verify) {
      this.#restoring.set(database, { ...ahead, name, family })
      return this.#finishRestore(database, Math.max(pageCount, ahead.lastPgno), undefined)
    }
    this.#discard(database)
    assert(!this.#byId.has(database), `${database} is new`)
    const { store } = this.get(source)
    const fork = this.#env.withMemory(() => store.fork(this.#newStoreName(database)))
    if (verify && fork.checksum !== checksum) {
      throw diverged(source, `its checksum is ${fork.checksum} instead of ${checksum}`)
    }
    this.#open(database, fork, { name, family })
  }

  /** Stores that got pages, and of which nothing more was heard. */
  discardUnfinished(isWanted: (database: number) => boolean = () => false): void {
    for (const database of this.#restoring.keys()) if (!isWanted(database)) this.#discard(database)
  }

  isRestoring(database: number): boolean {
    return this.#restoring.has(database)
  }

  restorePages(database: number, pages: PackedPages): void {
    const restoring = this.#getRestoring(database)
    const { writer } = restoring
    for (const { pgno, data, hash } of unpackPages(pages)) {
      this.#env.withMemory(() => writer.put(pgno, data, hash))
      restoring.lastPgno = Math.max(restoring.lastPgno, pgno)
    }
  }

  finishRestore(database: number, pageCount: number, checksum: string | undefined): void {
    this.#finishRestore(database, pageCount, checksum)
    const found = this.get(database)
    this.pins.noteDurable(found.store, found.store.committedVersion)
    // Nobody has asked for it yet.
    found.lastUse = this.now - IDLE_SWEEPS
  }

  /** Its store goes, and its connections. It is clean, and nobody uses it. */
  evict(database: number): EvictedDatabase {
    const found = this.#byId.get(database)
    assert(found, `database ${database} is here`)
    const { name, family, store, executor, versionOffset } = found
    const { committedVersion, pageCount, checksum } = store.info()
    const version = versionOffset + committedVersion
    const evicted = { name, family, pageCount, checksum, version, marks: executor.marks }
    this.#listener.evicting(name, store)
    this.#remove(database, found, failure('UNAVAILABLE', 'the database was evicted'))
    return evicted
  }

  /** An evicted database was dropped. */
  forgetEvicted(database: number, name: string): void {
    this.#env.sizeLimits.forget(database)
    if (this.#unlist(database, name)) this.#listener.evictedClosed(name)
  }

  /** A store for the pages of an evicted database. */
  beginLoad(
    database: number,
    { family }: EvictedDatabase,
  ): { readonly store: PageStore; readonly writer: RestoreWriter } {
    const store = this.#env.engine.createStore(this.#newStoreName(database))
    return { store, writer: store.restore({ relatives: this.#families.relativesOf(family) }) }
  }

  /** All its pages are there. Throws when they are not those that were evicted. */
  finishLoad(
    database: number,
    { name, family, pageCount, checksum, version, marks }: EvictedDatabase,
    { store, writer }: ReturnType<Databases['beginLoad']>,
  ): void {
    writer.finish(pageCount, checksum)
    const { committedVersion } = store
    this.#open(database, store, { name, family, versionOffset: version - committedVersion, marks })
    this.pins.noteDurable(store, committedVersion)
  }

  /** Closes the connections of a database, unless it is busy. */
  disconnect(database: Database): void {
    this.#connected.disconnect(database)
  }

  /** Adds a database to a pin that has waited for it; perhaps it is not there any more. */
  pinLater(pin: number, database: number): void {
    const found = this.#byId.get(database)
    this.#env.withMemory(() => this.pins.add(pin, database, found))
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

  drop(
    database: number,
    why: Failure = failure('DATABASE_NOT_FOUND', 'the database was dropped'),
  ): void {
    const found = this.get(database)
    this.#env.sizeLimits.forget(database)
    const { name, store } = found
    if (this.#unlist(database, name)) this.#listener.closing(name, store, why)
    this.#remove(database, found, why)
  }

  /** Everything goes at once, pinned or not: others take its place, and both together might not fit. */
  reset(
    why: Failure = failure('UNAVAILABLE', 'a snapshot takes the place of all databases'),
  ): void {
    this.pins.releaseAll()
    for (const database of this.#byId.keys()) this.drop(database, why)
    this.#env.sizeLimits.forgetAll()
    this.discardUnfinished()
  }

  #open(database: number, store: PageStore, options: OpenOptions): void {
    const { name, family, versionOffset = 0, marks } = options
    this.#families.add(family, store)
    const opened: Database = {
      name,
      family,
      store,
      executor: new DatabaseExecutor(
        this.#env,
        this.#transactions,
        { id: database, name },
        store,
        marks,
      ),
      readers: new ReaderPool(store, this.#env.limits),
      versionOffset,
      lastUse: this.now,
      remotePinsTaken: 0,
      isKept: false,
    }
    this.#byId.set(database, opened)
    this.#touch(opened)
    this.#listener.came(database, store)
    if (this.#list(database, name)) this.#listener.opened(name, store)
  }

  /** Returns whether the name is that of this database: its drop may wait for its pages, and another may have come. */
  #list(database: number, name: string): boolean {
    if ((this.#newest.get(name) ?? 0) > database) return false
    this.#newest.set(name, database)
    return true
  }

  /** Returns whether the name was that of this database. */
  #unlist(database: number, name: string): boolean {
    return this.#newest.get(name) === database && this.#newest.delete(name)
  }

  /** What of it is on disk is not of a checkpoint that counts, unless the caller knows better. */
  #finishRestore(database: number, pageCount: number, checksum: string | undefined): void {
    const { name, family, store, writer } = this.#getRestoring(database)
    writer.finish(pageCount, checksum)
    this.#restoring.delete(database)
    this.#open(database, store, { name, family })
  }

  #touch(database: Database): void {
    database.lastUse = this.now
    this.#inUse = database
  }

  #remove(id: number, database: Database, why: Failure): void {
    this.#byId.delete(id)
    if (this.#inUse === database) this.#inUse = undefined
    this.#connected.forget(database)
    this.#families.remove(database.family, database.store)
    this.#listener.leaving(id, database.store, why)
    this.#close(database, why)
    this.pins.retire(database.store)
  }

  #discard(database: number): void {
    this.#restoring.get(database)?.store[Symbol.dispose]()
    this.#restoring.delete(database)
  }

  #newStoreName(database: number): string {
    return `${database}.${++this.#storesMade}`
  }

  #close({ executor, readers, store }: Database, why: Failure): void {
    executor.close(why)
    this.#snapshots.evictAllOf(store, failureToError(why))
    readers.close()
  }

  #getRestoring(database: number): Restoring {
    const restoring = this.#restoring.get(database)
    assert(restoring, `database ${database} is being restored`)
    return restoring
  }
}

/** What to do about pages that are not what they should be: the log cannot make them whole. */
export const REJOIN_HINT =
  'The memory or the disk of this node lost or changed pages: move its data directory away, and let it join again from its peers.'

export function diverged(database: number, why: string): QuorumliteError {
  return new QuorumliteError('DIVERGED', `database ${database} is not what the log says: ${why}`, {
    hint: REJOIN_HINT,
  })
}
