import type { ReaderEngine, ReaderStore, StoreAddress } from '@quorumlite/sqlite'
import { ClosedError, PageStoreError } from '@quorumlite/sqlite'
import type { Clock, Timer } from '@quorumlite/transport'
import { QuorumliteError, errorToFailure } from '@quorumlite/wire'
import type { Port } from '../port.ts'
import { Queries } from './queries.ts'
import { ReadTransaction } from './read-transaction.ts'
import type { ReaderCommand, ReaderReport } from './reader-messages.ts'
import { ReaderPool } from './reader-pool.ts'
import { statementFailure } from './sql-failure.ts'
import type { ReadEnvironment } from './sql-environment.ts'
import type { SqlLimits } from './sql-limits.ts'
import { Snapshots } from './snapshots.ts'
import { Transactions } from './transactions.ts'

export interface ReaderServiceOptions {
  readonly port: Port<ReaderReport, ReaderCommand>
  readonly engine: ReaderEngine
  readonly clock: Clock
  readonly limits: SqlLimits
  /** Tells whoever interrupts statements that this ticket's runs now. */
  readonly onRun: (ticket: number) => void
}

/** Queries and read-only transactions in a thread of their own, over the pages of the SQL worker. */
export class ReaderService implements ReadEnvironment {
  readonly clock: Clock
  readonly limits: SqlLimits
  readonly #port: Port<ReaderReport, ReaderCommand>
  readonly #engine: ReaderEngine
  readonly #onRun: (ticket: number) => void
  readonly #snapshots: Snapshots
  readonly #transactions: Transactions
  readonly #queries: Queries
  readonly #stores = new Map<number, { store: ReaderStore; pool: ReaderPool }>()

  constructor({ port, engine, clock, limits, onRun }: ReaderServiceOptions) {
    this.clock = clock
    this.limits = limits
    this.#port = port
    this.#engine = engine
    this.#onRun = onRun
    this.#snapshots = new Snapshots(this)
    this.#transactions = new Transactions(this)
    this.#queries = new Queries(this, this.#snapshots, onRun)
    engine.setTimeLimit(limits.readerTimeLimitMs)
    engine.setMemoryLimit(limits.readerMemoryBytesMax)
    port.onBatch((batch) => {
      for (const command of batch) this.#handle(command)
    })
  }

  report(report: ReaderReport, transfer?: readonly ArrayBuffer[]): void {
    this.#port.post(report, transfer)
  }

  defer(work: () => void): void {
    this.clock.setImmediate(work)
  }

  setTimer(delayMs: number, work: () => void): Timer {
    return this.clock.setTimer(delayMs, work)
  }

  #handle(command: ReaderCommand): void {
    switch (command.kind) {
      case 'query': {
        const { ticket, statement, windowMax } = command
        return this.#withPool(command, (pool) =>
          this.#queries.start(ticket, pool, statement, windowMax),
        )
      }
      case 'takePieces':
        return this.#queries.takePieces(command.ticket, command.count)
      case 'cancel':
        return this.#queries.cancel(command.ticket)
      case 'begin':
        return this.#withPool(command, (pool) => this.#begin(command, pool))
      case 'step':
        this.#onRun(command.ticket)
        return this.#transactions.step(command.ticket, command.transaction, command.statement)
      case 'commit':
        return this.#transactions.commit(command.ticket, command.transaction)
      case 'rollback':
        return this.#transactions.rollback(command.ticket, command.transaction)
      case 'forgetStore':
        return this.#forget(command.id)
    }
  }

  #begin(
    { ticket, transaction }: Extract<ReaderCommand, { kind: 'begin' }>,
    pool: ReaderPool,
  ): void {
    this.#onRun(ticket)
    try {
      new ReadTransaction(this, this.#transactions, this.#snapshots, pool, transaction)
      this.report({ kind: 'begun', ticket, transaction })
    } catch (error) {
      this.report({ kind: 'refused', ticket, failure: statementFailure(error, { readOnly: true }) })
    }
  }

  #withPool(
    { ticket, store }: { readonly ticket: number; readonly store: StoreAddress },
    work: (pool: ReaderPool) => void,
  ): void {
    let pool: ReaderPool
    try {
      pool = this.#poolOf(store)
    } catch (cause) {
      if (!(cause instanceof ClosedError) && !(cause instanceof PageStoreError)) throw cause
      const error = new QuorumliteError('UNAVAILABLE', cause.message, { cause })
      return this.report({ kind: 'refused', ticket, failure: errorToFailure(error) })
    }
    work(pool)
  }

  #poolOf(address: StoreAddress): ReaderPool {
    const known = this.#stores.get(address.id)
    if (known) return known.pool
    const store = this.#engine.open(address)
    // What old pages cost shows in the SQL worker alone, which takes snapshots away when it is too much.
    const readable = { connect: store.connect.bind(store), info: () => ({ heldPages: 0 }) }
    const pool = new ReaderPool(readable, this.limits)
    this.#stores.set(address.id, { store, pool })
    return pool
  }

  #forget(id: number): void {
    const known = this.#stores.get(id)
    if (!known) return
    this.#stores.delete(id)
    const why = new QuorumliteError('SNAPSHOT_TOO_OLD', 'the database was dropped or replaced')
    this.#snapshots.evictAllOf(known.pool.store, why)
    known.pool.close()
    known.store[Symbol.dispose]()
  }
}
