import { PageStoreError, type Engine, type PageStore } from '@quorumlite/sqlite'
import type { Clock, Timer } from '@quorumlite/transport'
import type { Failure } from '@quorumlite/wire'
import { assert } from '../assert.ts'
import type { Port } from '../port.ts'
import { Databases, type Database, type StoreListener } from './databases.ts'
import { EvictedDatabases } from './evicted-databases.ts'
import { Eviction } from './eviction.ts'
import { Exports } from './exports.ts'
import { damageFailure, isDamage, nodeFailure } from './half-failure.ts'
import { measureMemory } from './memory-figures.ts'
import { MemoryScrub, checkPages, findDamage } from './memory-scrub.ts'
import type { SetLeading, SqlCommand, SqlReport } from './messages.ts'
import { PinRequests } from './pin-requests.ts'
import { Queries } from './queries.ts'
import { Reads } from './reads.ts'
import { ReaderThreads, type ReaderThreadsOptions } from './reader-threads.ts'
import { failure } from './sql-failure.ts'
import { SizeLimits } from './size-limits.ts'
import type { SqlEnvironment } from './sql-environment.ts'
import { DEFAULT_SQL_LIMITS, checkedSqlLimits, type SqlLimits } from './sql-limits.ts'
import { outOfMemory, Snapshots } from './snapshots.ts'
import { StoreReports } from './store-reports.ts'
import { Transactions } from './transactions.ts'

export interface SqlServiceOptions {
  readonly port: Port<SqlReport, SqlCommand>
  /** Belongs to the service from now on. */
  readonly engine: Engine
  readonly clock: Clock
  readonly limits?: Partial<SqlLimits>
  /** False: a commit is published before the next request runs. Slow; an oracle for tests. */
  readonly pipeline?: boolean
  /** For reads that take long; they need an engine in shared memory. Default: none, such reads run in slices. */
  readonly readerThreads?: ReaderThreadsOptions | undefined
  /** For readers in the service's own thread. */
  readonly storeListener?: StoreListener | undefined
}

export interface SqlService {
  /** Ends at once; what was asked and not answered stays unanswered. */
  close(): void
}

/**
 * The SQL half of a node: runs what the consensus half commands, in the order of the commands, and reports. It runs the
 * same in a worker and inline. It never waits: whatever cannot be done now is kept until a command, a timer or its next
 * turn brings it on.
 */
export function createSqlService(options: SqlServiceOptions): SqlService {
  return new PortSqlService(options)
}

class PortSqlService implements SqlService, SqlEnvironment {
  readonly engine: Engine
  readonly clock: Clock
  readonly limits: SqlLimits
  readonly sizeLimits: SizeLimits = new SizeLimits()
  readonly pipeline: boolean
  readonly leadership = { term: 0 }
  readonly #port: Port<SqlReport, SqlCommand>
  readonly #snapshots: Snapshots
  readonly #transactions: Transactions
  readonly #databases: Databases
  readonly #evicted: EvictedDatabases
  readonly #eviction: Eviction
  readonly #pins: PinRequests
  readonly #queries: Queries
  readonly #reads: Reads
  readonly #exports: Exports
  readonly #scrub: MemoryScrub
  readonly #threads: ReaderThreads | undefined
  readonly #storeReports: StoreReports
  #turnEndsAtMs = 0
  /** Failed or closed: nothing happens any more. */
  #stopped = false
  /** Why there is nothing to be served: the stores turned out to be wrong, and are gone. */
  #damage: Failure | undefined

  constructor(options: SqlServiceOptions) {
    const { port, engine, clock, limits, pipeline, readerThreads, storeListener } = options
    this.engine = engine
    this.clock = clock
    this.limits = checkedSqlLimits({ ...DEFAULT_SQL_LIMITS, ...limits })
    this.pipeline = pipeline ?? true
    this.#port = port
    this.#snapshots = new Snapshots(this)
    this.#transactions = new Transactions(this)
    this.#storeReports = new StoreReports(this)
    const databases = new Databases(this, this.#transactions, this.#snapshots, {
      came: (database, store) => this.#storeReports.opened(database, store),
      leaving: (database, store, why) => {
        this.#storeReports.closing(database)
        this.#threads?.forget(store, why)
      },
      opened: (name, store) => storeListener?.opened(name, store),
      closing: (name, store, why) => storeListener?.closing(name, store, why),
      evicting: (name, store) => storeListener?.evicting(name, store),
      evictedClosed: (name) => storeListener?.evictedClosed(name),
    })
    this.#databases = databases
    this.#evicted = new EvictedDatabases(this, databases, (command) => this.#handle(command))
    this.#pins = new PinRequests(this, databases, this.#evicted)
    this.#queries = new Queries(this, this.#snapshots)
    this.#exports = new Exports(this, this.#snapshots)
    this.#scrub = new MemoryScrub(() => databases.stores())
    if (readerThreads && engine.sharing) this.#threads = new ReaderThreads(this, readerThreads)
    if (engine.sharing) {
      this.#snapshots.watchReaders(
        () => this.#stores(),
        () => engine.collectReaders(),
      )
    }
    this.#reads = new Reads(this, {
      queries: this.#queries,
      transactions: this.#transactions,
      snapshots: this.#snapshots,
      threads: this.#threads,
    })
    const isRead = (store: PageStore): boolean => this.#threads?.isReading(store) ?? false
    this.#eviction = new Eviction(this, databases, this.#evicted, isRead)
    storeListener?.onWanted((name) => this.#turn(() => this.#evicted.want(name)))
    port.onBatch((batch) => this.#turn(() => this.#handleAll(batch)))
    port.onGone(() => this.close())
    this.#turn(() => this.#start())
  }

  close(): void {
    if (!this.engine.closed) this.#closeEngine()
    this.#stopped = true
    this.#port.close()
  }

  report(report: SqlReport, transfer?: readonly ArrayBuffer[]): void {
    if (!this.#stopped) this.#port.post(report, transfer)
  }

  defer(work: () => void): void {
    this.clock.setImmediate(() => this.#turn(work))
  }

  setTimer(delayMs: number, work: () => void): Timer {
    return this.clock.setTimer(delayMs, () => this.#turn(work))
  }

  turnIsOver(): boolean {
    return this.clock.nowMs() > this.#turnEndsAtMs
  }

  makeRoom(pages?: number): void {
    this.#eviction.makeRoom(pages)
  }

  withMemory<T>(work: () => T): T {
    for (;;) {
      try {
        return work()
      } catch (error) {
        const isMemory = error instanceof PageStoreError && error.code === 'NO_MEMORY'
        if (!isMemory) throw error
        if (!this.#giveMemory()) throw error
      }
    }
  }

  /** A checkpoint comes last: it keeps everything in memory, but the next one can make up for it. Returns whether any was given. */
  #giveMemory(): boolean {
    if (this.#eviction.evictOne() || this.#snapshots.evictOldest(outOfMemory())) return true
    return this.#databases.pins.releaseAll()
  }

  #start(): void {
    this.engine.setTimeLimit(this.limits.statementTimeLimitMs)
    const blankPage1 = this.engine.blankPage1()
    using store = this.engine.createStore('blank')
    const restore = store.restore()
    restore.put(1, blankPage1)
    restore.finish(1)
    const { sqliteVersion } = this.engine
    this.report({ kind: 'started', sqliteVersion, blankPage1, blankChecksum: store.checksum })
  }

  /** Everything runs inside one of these: what it throws is a mistake of ours, or damage, and fails the node. */
  #turn(work: () => void): void {
    if (this.#stopped) return
    this.#turnEndsAtMs = this.clock.nowMs() + this.limits.turnMs
    this.#databases.endUse()
    try {
      work()
    } catch (error) {
      this.#onError(error)
    }
  }

  #onError(error: unknown): void {
    try {
      if (isDamage(error)) return this.#giveUpStores(damageFailure(error))
    } catch (cause) {
      error = cause
    }
    this.report({ kind: 'sqlFailed', failure: nodeFailure(error) })
    this.#snapshots.close()
    this.#eviction.close()
    this.#stopped = true
  }

  /** Nobody may be served from what is wrong, or perhaps is, for a moment longer. */
  #giveUpStores(why: Failure): void {
    const pages = findDamage(this.#databases.stores(), DAMAGED_PAGES_MAX)
    this.#damage = why
    this.leadership.term = 0
    this.#databases.reset(why)
    this.#evicted.reset(why)
    this.report({ kind: 'damaged', failure: why, pages })
  }

  /** What the consensus half posted before it knew. */
  #handleDamaged(command: SqlCommand, why: Failure): void {
    if (command.kind === 'resetStores') {
      this.#damage = undefined
      this.#reset()
    } else if ('ticket' in command && command.kind !== 'takePieces' && command.kind !== 'cancel') {
      this.report({ kind: 'refused', ticket: command.ticket, failure: why })
    }
  }

  #closeEngine(): void {
    this.#turn(() => {
      this.#snapshots.close()
      this.#eviction.close()
      this.#threads?.close()
      this.#databases.reset()
      this.engine[Symbol.dispose]()
    })
  }

  #handleAll(batch: readonly SqlCommand[]): void {
    for (const command of batch) {
      if (this.#stopped) return
      // What follows upon damage still has to be answered.
      if (this.#damage) this.#handleDamaged(command, this.#damage)
      else this.#attempt(command)
    }
  }

  #attempt(command: SqlCommand): void {
    this.#databases.endUse()
    try {
      this.#handle(command)
    } catch (error) {
      this.#onError(error)
    }
  }

  #handle(command: SqlCommand): void {
    if (this.#evicted.hold(command)) return
    switch (command.kind) {
      case 'execute':
      case 'import':
        return this.#withDatabase(command, ({ executor }) => executor.enqueue(command))
      case 'publishCommit':
        return this.#databases.get(command.database).executor.publish(command.speculation)
      case 'applyCommit':
        return this.#databases.get(command.database).executor.apply(command.pages, command.verify)
      case 'stagePart':
        return this.#databases
          .get(command.database)
          .executor.stagePart(command.pages, command.first)
      case 'encodePart':
        return this.#withDatabase(command, ({ executor }) =>
          executor.encodePart(command.ticket, command.speculation),
        )
      case 'markApplied':
        return this.report({ kind: 'applied', index: command.index })
      case 'query':
        return this.#withDatabase(command, (database) => this.#reads.query(command, database))
      case 'takePieces':
        if (this.#threads?.forward(command)) return
        this.#queries.takePieces(command.ticket, command.count)
        return this.#exports.takePieces(command.ticket, command.count)
      case 'cancel':
        if (this.#threads?.forward(command)) return
        return this.#cancel(command.ticket)
      case 'abortSpeculation':
        return this.#databases.find(command.database)?.executor.abort(command.epoch)
      case 'setLeading':
        return this.#setLeading(command)
      default:
        return this.#handleRare(command)
    }
  }

  #handleRare(command: Exclude<SqlCommand, { kind: FrequentKind }>): void {
    const databases = this.#databases
    switch (command.kind) {
      case 'begin':
        return this.#withDatabase(command, (database) => {
          const { ticket, transaction, readOnly } = command
          if (readOnly) return this.#reads.begin(ticket, transaction, database)
          database.executor.enqueue({ kind: 'begin', ticket, transaction })
        })
      case 'step':
        if (this.#threads?.forward(command)) return
        return this.#transactions.step(command.ticket, command.transaction, command.statement)
      case 'commit':
        if (this.#threads?.forward(command)) return
        return this.#transactions.commit(command.ticket, command.transaction)
      case 'rollback':
        if (this.#threads?.forward(command)) return
        return this.#rollback(command.ticket, command.transaction)
      case 'applyStaged':
        return databases.get(command.database).executor.applyStaged(command.header, command.verify)
      case 'dropStaged':
        return databases.get(command.database).executor.dropStaged()
      case 'createStore':
        return databases.create(command)
      case 'forkStore':
        databases.fork(command)
        return this.#evicted.born(command.database)
      case 'discardUnfinished':
        return databases.discardUnfinished((database) => this.#evicted.isUnborn(database))
      case 'restorePages':
        return databases.restorePages(command.database, command.pages)
      case 'finishRestore':
        return databases.finishRestore(command.database, command.pageCount, command.checksum)
      case 'dropStore':
        return databases.drop(command.database)
      case 'resetStores':
        return this.#reset()
      case 'loadPages':
        return this.#evicted.takePages(command)
      case 'failLoad':
        return this.#evicted.failLoad(command)
      case 'wantStore':
        return this.#evicted.want(command.database)
      case 'verifyStore':
        return databases.verify(command.database, command.checksum)
      case 'export': {
        const { ticket, windowMax } = command
        return this.#withDatabase(command, ({ store }) =>
          this.#exports.start(ticket, store, windowMax),
        )
      }
      case 'limitSize':
        return this.sizeLimits.set(command.database, command.pagesMax)
      case 'measureMemory': {
        const { ticket } = command
        const figures = measureMemory(this.engine, this.#stores())
        return this.report({ kind: 'memory', ticket, ...figures })
      }
      case 'pinStores':
        return this.#pins.pin(command)
      case 'readPinned':
        return this.#pins.read(command)
      case 'unpinStores':
        databases.pins.unpin(command.pin, command.durable)
        if (command.durable) this.#eviction.onDurable()
        return
      case 'scrubMemory': {
        const pages = this.#scrub.next(command.pagesMax)
        return this.report({ kind: 'scrubbed', ticket: command.ticket, pages })
      }
      case 'checkPages':
        return this.report(checkPages(this.engine, command))
      case 'attachReader':
      case 'detachReader':
        return this.#storeReports.handle(command, databases.stores())
    }
  }

  #withDatabase(
    { ticket, database }: { readonly ticket: number; readonly database: number },
    work: (database: Database) => void,
  ): void {
    const found = this.#databases.use(database)
    if (found) return work(found)
    const why = failure('DATABASE_NOT_FOUND', `there is no database ${database} on this node`)
    this.report({ kind: 'refused', ticket, failure: why })
  }

  #setLeading({ term, epochs }: SetLeading): void {
    const { leadership } = this
    assert(term === 0 || leadership.term === 0, 'a term ends before the next one begins')
    leadership.term = 0
    if (term === 0) {
      const why = failure('NOT_LEADER', 'this node lost its leadership before the request ran')
      for (const { executor } of this.#databases.all()) executor.failQueue(why)
      this.#evicted.failWriters(why)
    }
    for (const { database, epoch } of epochs) {
      this.#databases.find(database)?.executor.abort(epoch)
      this.#evicted.setEpoch(database, epoch)
    }
    for (const { executor } of this.#databases.all()) {
      assert(!executor.isSpeculative, 'every speculative database gets a new epoch')
    }
    leadership.term = term
    for (const { executor } of this.#databases.all()) executor.run()
  }

  /** Also of one that waits for its turn. */
  #rollback(ticket: number, transaction: number): void {
    const why = failure('ABORTED', 'the transaction was rolled back before it began')
    this.#withdraw((task) => task.kind === 'begin' && task.transaction === transaction, why)
    this.#evicted.withdraw((it) => it.kind === 'begin' && it.transaction === transaction, why)
    this.#transactions.rollback(ticket, transaction)
  }

  #cancel(ticket: number): void {
    this.#queries.cancel(ticket)
    this.#exports.cancel(ticket)
    const why = failure('ABORTED', 'the request was cancelled')
    this.#withdraw((task) => task.ticket === ticket, why)
    this.#evicted.withdraw((it) => 'ticket' in it && it.ticket === ticket, why)
  }

  #withdraw(matches: Parameters<Database['executor']['withdraw']>[0], why: Failure): void {
    for (const { executor } of this.#databases.all()) if (executor.withdraw(matches, why)) return
  }

  #reset(): void {
    const why = failure('UNAVAILABLE', 'a snapshot takes the place of all databases')
    this.#databases.reset(why)
    this.#evicted.reset(why)
  }

  #stores(): PageStore[] {
    return [...this.#databases.all()].map(({ store }) => store)
  }
}

type FrequentKind =
  | 'execute'
  | 'import'
  | 'publishCommit'
  | 'applyCommit'
  | 'stagePart'
  | 'encodePart'
  | 'markApplied'
  | 'query'
  | 'takePieces'
  | 'cancel'
  | 'abortSpeculation'
  | 'setLeading'

/** Named one by one, when there is damage. */
const DAMAGED_PAGES_MAX = 64
