import type { PageStore } from '@quorumlite/sqlite'
import type { Failure } from '@quorumlite/wire'
import { assert } from '../assert.ts'
import { Growth } from './growth.ts'
import { executeImport } from './import-execution.ts'
import { transferable } from './result-encoding.ts'
import { failure } from './sql-failure.ts'
import type { SqlEnvironment } from './sql-environment.ts'
import { Speculation } from './speculation.ts'
import type { Transactions } from './transactions.ts'
import { executeBatch, type WriteOutcome } from './write-execution.ts'
import { WriteTransaction, type TransactionHost } from './write-transaction.ts'
import { WriterConnection } from './writer-connection.ts'
import { WriterQueue, type WriterTask } from './writer-queue.ts'

/** What outlives an executor: a database that was evicted gets another one. */
export interface ExecutorMarks {
  readonly epoch: number
  /** Numbers given to speculative commits so far. */
  readonly speculations: number
}

const NO_MARKS: ExecutorMarks = { epoch: 0, speculations: 0 }

/**
 * Everything that changes one database: its writer with the queue before it, what is speculative, and the commits that
 * come from elsewhere.
 */
export class DatabaseExecutor implements TransactionHost {
  readonly env: SqlEnvironment
  readonly transactions: Transactions
  readonly database: number
  readonly store: PageStore
  readonly room: Growth
  readonly #queue = new WriterQueue()
  readonly #writer: WriterConnection
  readonly #speculation: Speculation
  #epoch: number
  #transaction: WriteTransaction | undefined
  /** The queue must not run: something else goes on with the database, or its next turn is due already. */
  #held = false
  #closed = false
  /** A task of the queue is on the stack. */
  #isRunning = false
  /** Parts of a commit wait for their end. */
  #isStaging = false

  constructor(
    env: SqlEnvironment,
    transactions: Transactions,
    database: { readonly id: number; readonly name: string },
    store: PageStore,
    { epoch, speculations }: ExecutorMarks = NO_MARKS,
  ) {
    this.env = env
    this.transactions = transactions
    this.database = database.id
    this.store = store
    this.#writer = new WriterConnection(store)
    this.#epoch = epoch
    this.#speculation = new Speculation(store, speculations)
    this.room = new Growth(env, store, database.id, database.name)
  }

  /** Commits were executed here that have not been published. */
  get isSpeculative(): boolean {
    return !this.#speculation.isEmpty
  }

  get marks(): ExecutorMarks {
    return { epoch: this.#epoch, speculations: this.#speculation.lastNumber }
  }

  /** Nothing is going on, and nothing waits. */
  get isIdle(): boolean {
    if (this.#isRunning || this.#transaction || this.#queue.first) return false
    return !this.isSpeculative && !this.#isStaging
  }

  enqueue(task: WriterTask): void {
    this.#queue.push(task)
    this.run()
  }

  /** Closes the writer unless something goes on; the next request opens another. Returns whether it did. */
  disconnect(): boolean {
    if (!this.isIdle) return false
    this.#writer.close()
    return true
  }

  /** Takes a task out of the queue that has not run. Returns false if it is not there. */
  withdraw(matches: (task: WriterTask) => boolean, why: Failure): boolean {
    const task = this.#queue.remove(matches)
    if (task) this.#refuse(task, why)
    return task !== undefined
  }

  /** Runs what the queue holds, as far as it may. */
  run(): void {
    while (!this.#held && !this.#closed) {
      const task = this.#queue.first
      if (!task || !this.#mayRun(task)) return
      if (this.env.turnIsOver()) return this.#runNextTurn()
      this.#queue.shift()
      this.#isRunning = true
      this.#runTask(task)
      this.#isRunning = false
    }
  }

  publish(speculation: number): void {
    this.#speculation.publish(speculation)
    this.run()
  }

  /** A commit from elsewhere. */
  apply(pages: Uint8Array, verify: boolean): void {
    assert(
      !this.isSpeculative && !this.#transaction,
      'speculation is aborted before a foreign commit',
    )
    this.env.withMemory(() => this.store.apply(pages, { verify }))
    this.#speculation.reset()
  }

  /** A part of a commit from elsewhere that is too large for one entry. */
  stagePart(part: Uint8Array, first: boolean): void {
    if (first) this.store.dropStaged()
    this.#isStaging = true
    this.env.withMemory(() => this.store.stagePart(part))
  }

  /** The rest of the parts will not come. */
  dropStaged(): void {
    this.store.dropStaged()
    this.#isStaging = false
  }

  /** The parts are complete. */
  applyStaged(header: Uint8Array, verify: boolean): void {
    assert(!this.isSpeculative && !this.#transaction, 'as for any commit from elsewhere')
    this.env.withMemory(() => this.store.applyStaged(header, { verify }))
    this.#isStaging = false
    this.#speculation.reset()
  }

  /** The next part of a commit in flight. */
  encodePart(ticket: number, speculation: number): void {
    const parts = this.#speculation.partsOf(speculation)
    if (!parts) {
      const why = failure('TRANSACTION_LOST', `commit ${speculation} is not in flight any more`)
      return this.env.report({ kind: 'refused', ticket, failure: why })
    }
    const part = this.env.withMemory(() => parts.next())
    const header = part ? undefined : parts.header
    this.env.report(
      { kind: 'encodedPart', ticket, part, header },
      part ? transferable(part) : undefined,
    )
  }

  /** Throws speculation and the open transaction away. The queue stays, and runs on in the new epoch. */
  abort(epoch: number): void {
    this.#held = true
    this.#epoch = epoch
    this.#endTransaction(
      failure('TRANSACTION_LOST', 'what the transaction was built upon was lost'),
    )
    this.store.abort()
    this.#speculation.reset()
    this.#held = false
    this.run()
  }

  /** This node does not lead any more: nothing of the queue will run here. */
  failQueue(why: Failure): void {
    for (const task of this.#queue.drain()) this.#refuse(task, why)
  }

  /** Fails and closes everything that has to do with the writer. The store is the caller's. */
  close(why: Failure): void {
    this.#closed = true
    this.#endTransaction(why)
    this.failQueue(why)
    this.#writer.close()
  }

  onTransactionOver(): void {
    this.#transaction = undefined
    this.#writer.endRequest()
    this.run()
  }

  reportExecuted(ticket: number, outcome: WriteOutcome): void {
    const { database } = this
    const { term } = this.env.leadership
    const written = this.env.withMemory(() => this.#speculation.take(this.env.limits.partBytesMax))
    assert(!(written && outcome.failed), 'a failed request leaves nothing behind')
    const { result } = outcome
    const pages = written?.commit.bytes ?? NO_PAGES
    const speculation = written?.speculation ?? 0
    const { pageCount, checksum } = this.#speculation.tip
    this.env.report(
      {
        kind: 'executed',
        ticket,
        database,
        epoch: this.#epoch,
        term,
        speculation,
        pages,
        inParts: written?.commit.parts !== undefined,
        pageCount,
        checksum,
        result,
      },
      transferable(pages, result),
    )
  }

  readonly #maintain = <T>(run: () => T): T => {
    const { engine, limits } = this.env
    engine.setTimeLimit(limits.maintenanceTimeLimitMs)
    try {
      return run()
    } finally {
      engine.setTimeLimit(limits.statementTimeLimitMs)
    }
  }

  #mayRun(task: WriterTask): boolean {
    if (this.env.leadership.term === 0 || this.#transaction) return false
    // The base of a transaction is published before anybody hears rows of it; a rejected import is aborted alone.
    if (task.kind !== 'execute' || !this.env.pipeline) return this.#speculation.isEmpty
    return this.#speculation.bytes < this.env.limits.speculativeBytesMax
  }

  #runTask(task: WriterTask): void {
    this.room.look()
    switch (task.kind) {
      case 'execute': {
        const { connection } = this.#writer
        const { limits, clock } = this.env
        const outcome = executeBatch(connection, task.batch, {
          recordedResultBytesMax: limits.recordedResultBytesMax,
          batchTimeLimitMs: limits.batchTimeLimitMs,
          maintain: this.#maintain,
          nowMs: () => clock.nowMs(),
          room: this.room,
        })
        this.reportExecuted(task.ticket, outcome)
        return this.#writer.endRequest()
      }
      case 'import': {
        const outcome = executeImport(this.env, this.store, this.database, task.file)
        return this.reportExecuted(task.ticket, outcome)
      }
      case 'begin': {
        const { ticket, transaction } = task
        this.#transaction = new WriteTransaction(this, transaction, this.#writer.connection)
        return this.env.report({ kind: 'begun', ticket, transaction })
      }
    }
  }

  #runNextTurn(): void {
    this.#held = true
    this.env.defer(() => {
      this.#held = false
      this.run()
    })
  }

  #endTransaction(why: Failure): void {
    if (this.#transaction) this.transactions.end(this.#transaction, why)
  }

  #refuse(task: WriterTask, why: Failure): void {
    this.env.report({ kind: 'refused', ticket: task.ticket, failure: why })
  }
}

const NO_PAGES = new Uint8Array(0)
