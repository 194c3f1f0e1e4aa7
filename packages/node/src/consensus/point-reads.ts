import {
  ClosedError,
  PageStoreError,
  type ReaderEngine,
  type ReaderStore,
  type StoreAddress,
} from '@quorumlite/sqlite'
import type { Clock } from '@quorumlite/transport'
import { QuorumliteError, type Statement } from '@quorumlite/wire'
import { POINT_READ, PointReader, type PointRows } from '../sql/point-reader.ts'
import type { ReaderAttached, StoreClosing, StoreOpened } from '../sql/store-messages.ts'
import type { SqlLink } from './sql-link.ts'

/** SQLite in this thread over the pages of the SQL half. */
export type OpenReader = (attached: ReaderAttached) => Promise<ReaderEngine>

export interface PointReadsEnvironment {
  readonly sql: Pick<SqlLink, 'request' | 'send'>
  readonly clock: Pick<Clock, 'nowMs'>
  /** Absent where the halves share no memory. */
  readonly openReader: OpenReader | undefined
  readonly onFailure: (cause: unknown) => void
}

/** Connections that are kept, with what SQLite caches in them. */
const READERS_MAX = 32
/** Page caches of all of them, and what SQLite itself needs. */
const MEMORY_BYTES_MAX = 128 * 1024 * 1024

/**
 * Answers reads that end within microseconds in this thread, which spares two hops to the SQL half and its time. What it sees
 * is published there, and perhaps not known to be here: it is not older than the published index, and not newer than what is
 * applied.
 *
 * That holds because reports of stores come in the order of all reports. Once an index is known to be published, so is every
 * store that came, went or was replaced up to there; a store that is gone, and whose report is still on its way, cannot be read,
 * or is as it was when it went, which is after that index.
 */
export class PointReads {
  readonly #env: PointReadsEnvironment
  readonly #stores = new Map<number, StoreAddress>()
  /** Those used last come last. */
  readonly #readers = new Map<number, PointReader>()
  #engine: ReaderEngine | undefined
  /** Of the reader, at the SQL half. */
  #number = 0
  #closed = false
  #attaching: Promise<void> | undefined

  constructor(env: PointReadsEnvironment) {
    this.#env = env
  }

  /** Done at the first read: who is never read from spares the memory. Until it resolves, and where it fails, there is no answer. */
  attach(): Promise<void> {
    this.#attaching ??= this.#attach()
    return this.#attaching
  }

  onStore(report: StoreOpened | StoreClosing): void {
    this.#forget(report.database)
    if (report.kind === 'storeOpened') this.#stores.set(report.database, report.store)
    else this.#stores.delete(report.database)
  }

  /** All rows of a query; undefined: the SQL half answers it. */
  query(database: number, statement: Statement): PointRows | undefined {
    if (!this.#engine) {
      void this.attach()
      return undefined
    }
    try {
      return this.#reader(database)?.query(statement)
    } catch (error) {
      if (!(error instanceof ClosedError) && !(error instanceof PageStoreError)) throw error
      this.#forget(database)
      if (this.#engine.closed) this.#giveUp()
      return undefined
    }
  }

  close(): void {
    this.#closed = true
    this.#readers.clear()
    this.#stores.clear()
    this.#engine?.[Symbol.dispose]()
    this.#engine = undefined
  }

  async #attach(): Promise<void> {
    const { sql, openReader } = this.#env
    if (!openReader || this.#closed) return
    let attached: ReaderAttached | undefined
    try {
      attached = await sql.request({ kind: 'attachReader' }, 'readerAttached')
      const engine = await openReader(attached)
      if (this.#closed) return engine[Symbol.dispose]()
      engine.setStepLimit(POINT_READ.stepsMax)
      engine.setMemoryLimit(MEMORY_BYTES_MAX)
      this.#engine = engine
      this.#number = attached.reader
    } catch (cause) {
      if (attached) sql.send({ kind: 'detachReader', reader: attached.reader })
      // Without memory to share, or for it, the SQL half answers everything.
      if (!(cause instanceof QuorumliteError)) this.#env.onFailure(cause)
    }
  }

  /** SQLite failed in here, which has harmed no page. */
  #giveUp(): void {
    this.#engine = undefined
    this.#readers.clear()
    this.#env.sql.send({ kind: 'detachReader', reader: this.#number })
  }

  #reader(database: number): PointReader | undefined {
    const known = this.#readers.get(database)
    if (known && this.#readers.size === 1) return known
    this.#readers.delete(database)
    const reader = known ?? this.#open(database)
    if (!reader) return undefined
    this.#readers.set(database, reader)
    const [oldest] = this.#readers.keys()
    if (this.#readers.size > READERS_MAX && oldest !== undefined) this.#forget(oldest)
    return reader
  }

  #open(database: number): PointReader | undefined {
    const address = this.#stores.get(database)
    if (!address || !this.#engine) return undefined
    const store: ReaderStore = this.#engine.open(address)
    return new PointReader(store, () => this.#env.clock.nowMs())
  }

  #forget(database: number): void {
    const reader = this.#readers.get(database)
    this.#readers.delete(database)
    if (this.#engine && !this.#engine.closed) reader?.close()
  }
}
