import type { PageStore } from '@quorumlite/sqlite'
import { type Failure, type Statement } from '@quorumlite/wire'
import type { Port } from '../port.ts'
import type { SqlCommand } from './messages.ts'
import type { ReaderCommand, ReaderReport, ReaderSetup } from './reader-messages.ts'
import { transferable } from './result-encoding.ts'
import { failure } from './sql-failure.ts'
import type { SqlEnvironment } from './sql-environment.ts'

/** A thread that has just been started. */
export interface StartedReader {
  readonly port: Port<ReaderCommand, ReaderReport>
  /** Resolves when the thread is gone for certain, whatever ended it. */
  readonly ended: Promise<Error>
  terminate(): void
}

export interface ReaderThreadsOptions {
  readonly threadsMax: number
  readonly start: (setup: ReaderSetup) => StartedReader
}

/**
 * The reader threads of the SQL worker: started as they are needed, replaced when they die. A read goes to the thread with
 * the fewest; what it asks and what it is told passes through here.
 */
export class ReaderThreads {
  readonly #env: SqlEnvironment
  readonly #options: ReaderThreadsOptions
  readonly #threads = new Set<ReaderThread>()
  readonly #longQueries = new LongQueries()

  constructor(env: SqlEnvironment, options: ReaderThreadsOptions) {
    this.#env = env
    this.#options = options
  }

  /** Whether it is worth trying to answer this query at once. */
  mayBeShort(sql: string): boolean {
    return !this.#longQueries.has(sql)
  }

  query(ticket: number, store: PageStore, statement: Statement, windowMax: number): void {
    const { sql } = statement
    const startedMs = this.#env.clock.nowMs()
    this.#longQueries.add(sql)
    const thread = this.#leastBusy()
    const onEnd = (): void => {
      const tookMs = this.#env.clock.nowMs() - startedMs
      if (tookMs < this.#env.limits.shortReadMs) this.#longQueries.delete(sql)
    }
    thread.run(ticket, { store, onEnd })
    thread.post({ kind: 'query', ticket, store: store.address, statement, windowMax })
  }

  begin(ticket: number, transaction: number, store: PageStore): void {
    const thread = this.#leastBusy()
    thread.run(ticket, { store, begins: transaction })
    thread.hold(transaction, store)
    thread.post({ kind: 'begin', ticket, transaction, store: store.address })
  }

  /** Passes on what belongs to a read of some thread. Returns whether it did. */
  forward(command: Extract<SqlCommand, { kind: ForwardedKind }>): boolean {
    for (const thread of this.#threads) if (thread.takes(command)) return true
    return false
  }

  /** Some thread has a read of it, or a transaction. */
  isReading(store: PageStore): boolean {
    for (const thread of this.#threads) if (thread.isReading(store)) return true
    return false
  }

  /** Fails every read of a store that is being dropped. */
  forget(store: PageStore, why: Failure): void {
    for (const thread of this.#threads) thread.forget(store, why)
  }

  close(): void {
    for (const thread of this.#threads) thread.terminate()
    this.#threads.clear()
  }

  #leastBusy(): ReaderThread {
    let best: ReaderThread | undefined
    for (const thread of this.#threads) if (!best || thread.load < best.load) best = thread
    if (best && (best.load === 0 || this.#threads.size >= this.#options.threadsMax)) return best
    return this.#start()
  }

  #start(): ReaderThread {
    const { engine, limits } = this.#env
    const { sharing } = engine
    if (!sharing) throw new Error('reader threads need shared memory')
    const reader = engine.attachReader()
    const cancelled = new Int32Array(new SharedArrayBuffer(4))
    const started = this.#options.start({ sharing, reader, limits, cancelled })
    const thread = new ReaderThread(this.#env, started, cancelled)
    this.#threads.add(thread)
    void started.ended.then((cause) => {
      if (!engine.closed) engine.detachReader(reader)
      if (this.#threads.delete(thread)) thread.fail(cause)
    })
    return thread
  }
}

export type ForwardedKind = 'takePieces' | 'cancel' | 'step' | 'commit' | 'rollback'

class ReaderThread {
  readonly #env: SqlEnvironment
  readonly #started: StartedReader
  readonly #cancelled: Int32Array
  readonly #reads = new Map<number, Read>()
  readonly #transactions = new Map<number, PageStore>()

  constructor(env: SqlEnvironment, started: StartedReader, cancelled: Int32Array) {
    this.#env = env
    this.#started = started
    this.#cancelled = cancelled
    started.port.onBatch((batch) => {
      for (const report of batch) this.#onReport(report)
    })
  }

  get load(): number {
    return this.#reads.size + this.#transactions.size
  }

  isReading(store: PageStore): boolean {
    for (const read of this.#reads.values()) if (read.store === store) return true
    for (const of of this.#transactions.values()) if (of === store) return true
    return false
  }

  run(ticket: number, read: Read): void {
    this.#reads.set(ticket, read)
  }

  hold(transaction: number, store: PageStore): void {
    this.#transactions.set(transaction, store)
  }

  post(command: ReaderCommand): void {
    this.#started.port.post(command)
  }

  takes(command: Extract<SqlCommand, { kind: ForwardedKind }>): boolean {
    switch (command.kind) {
      case 'takePieces':
        if (!this.#reads.has(command.ticket)) return false
        break
      case 'cancel':
        return this.#cancel(command.ticket)
      default: {
        const store = this.#transactions.get(command.transaction)
        if (!store) return false
        this.run(command.ticket, { store })
        if (command.kind !== 'step') this.#transactions.delete(command.transaction)
      }
    }
    this.post(command)
    return true
  }

  forget(store: PageStore, why: Failure): void {
    for (const [ticket, read] of this.#reads) if (read.store === store) this.#refuse(ticket, why)
    for (const [transaction, of] of this.#transactions) {
      if (of === store) this.#endTransaction(transaction, why)
    }
    this.post({ kind: 'forgetStore', id: store.address.id })
  }

  fail(cause: Error): void {
    const lost = failure('UNAVAILABLE', `the thread of this read ended: ${cause.message}`)
    const gone = failure('TRANSACTION_LOST', lost.message)
    for (const ticket of this.#reads.keys()) this.#refuse(ticket, lost)
    for (const transaction of this.#transactions.keys()) this.#endTransaction(transaction, gone)
  }

  terminate(): void {
    this.#started.terminate()
  }

  #cancel(ticket: number): boolean {
    const read = this.#reads.get(ticket)
    if (!read) return false
    // It may be in the middle of a statement, and not hear the message.
    Atomics.store(this.#cancelled, 0, ticket | 0)
    this.post({ kind: 'cancel', ticket })
    if (read.begins !== undefined) {
      this.#transactions.delete(read.begins)
      this.post({ kind: 'rollback', ticket, transaction: read.begins })
    }
    this.#refuse(ticket, failure('ABORTED', 'the request was cancelled'))
    return true
  }

  #refuse(ticket: number, why: Failure): void {
    this.#reads.delete(ticket)
    this.#env.report({ kind: 'refused', ticket, failure: why })
  }

  #endTransaction(transaction: number, why: Failure): void {
    this.#transactions.delete(transaction)
    this.#env.report({ kind: 'transactionEnded', transaction, failure: why })
  }

  #onReport(report: ReaderReport): void {
    if (report.kind === 'transactionEnded') {
      if (this.#transactions.delete(report.transaction)) this.#env.report(report)
      return
    }
    const read = this.#reads.get(report.ticket)
    // Cancelled, or its store is gone: that was reported already.
    if (!read) return
    if (report.kind === 'refused' && read.begins !== undefined) {
      this.#transactions.delete(read.begins)
    }
    if (report.kind !== 'rows' || report.last) {
      this.#reads.delete(report.ticket)
      read.onEnd?.()
    }
    this.#env.report(report, transferOf(report))
  }
}

interface Read {
  readonly store: PageStore
  /** The transaction that it begins. */
  readonly begins?: number
  readonly onEnd?: () => void
}

function transferOf(report: ReaderReport): ArrayBuffer[] {
  if (report.kind === 'rows') return transferable(report.cells)
  return report.kind === 'stepped' ? transferable(report.result) : []
}

/** Texts of queries that took long when they ran last. */
class LongQueries {
  readonly #texts = new Set<string>()

  has(sql: string): boolean {
    return this.#texts.has(sql)
  }

  add(sql: string): void {
    if (sql.length > TEXT_UNITS_MAX) return
    this.#texts.delete(sql)
    this.#texts.add(sql)
    const [oldest] = this.#texts
    if (this.#texts.size > TEXTS_MAX && oldest !== undefined) this.#texts.delete(oldest)
  }

  delete(sql: string): void {
    this.#texts.delete(sql)
  }
}

const TEXTS_MAX = 512
const TEXT_UNITS_MAX = 8 * 1024
