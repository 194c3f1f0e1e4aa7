import type { Connection } from '@quorumlite/sqlite'
import type { QuorumliteError, Statement } from '@quorumlite/wire'
import type { ReaderPool } from './reader-pool.ts'
import { encodeStepped, ResultRoom, transferable } from './result-encoding.ts'
import { failure, statementFailure } from './sql-failure.ts'
import type { ReadEnvironment } from './sql-environment.ts'
import type { OpenSnapshot, ReadableStore, Snapshots } from './snapshots.ts'
import { runText } from './statement-run.ts'
import type { OpenTransaction, Transactions } from './transactions.ts'

/** Several reads on one snapshot. It holds nobody up, so the age of its snapshot is its only limit of time. */
export class ReadTransaction implements OpenTransaction, OpenSnapshot {
  readonly transaction: number
  readonly openedAtMs: number
  readonly ageMaxMs: number
  readonly #env: ReadEnvironment
  readonly #transactions: Transactions
  readonly #snapshots: Snapshots
  readonly #pool: ReaderPool
  readonly #connection: Connection

  /** Pins the committed version. Throws what statementFailure knows. */
  constructor(
    env: ReadEnvironment,
    transactions: Transactions,
    snapshots: Snapshots,
    pool: ReaderPool,
    transaction: number,
  ) {
    this.transaction = transaction
    this.openedAtMs = env.clock.nowMs()
    this.ageMaxMs = env.limits.snapshotAgeMaxMs
    this.#env = env
    this.#transactions = transactions
    this.#snapshots = snapshots
    this.#pool = pool
    this.#connection = pool.take()
    try {
      this.#connection.begin('deferred')
      // A deferred transaction takes its snapshot at its first read.
      this.#connection.cached('SELECT 1 FROM sqlite_schema LIMIT 1').get()
    } catch (error) {
      pool.giveBack(this.#connection)
      throw error
    }
    transactions.add(this)
    snapshots.add(this)
  }

  get store(): ReadableStore {
    return this.#pool.store
  }

  step(ticket: number, statement: Statement): void {
    const { stepResultBytesMax } = this.#env.limits
    try {
      const room = new ResultRoom(stepResultBytesMax)
      const result = encodeStepped(runText(this.#connection, statement, room), stepResultBytesMax)
      this.#env.report({ kind: 'stepped', ticket, result }, transferable(result))
    } catch (error) {
      const refusal = statementFailure(error, { sql: statement.sql, readOnly: true })
      this.#env.report({ kind: 'refused', ticket, failure: refusal })
      if (!this.#connection.closed && !this.#connection.autocommit) return
      const why = failure('SNAPSHOT_TOO_OLD', 'the database was replaced by an import')
      this.#transactions.end(this, why)
    }
  }

  /** Nothing was written, so there is nothing to record. */
  commit(ticket: number): void {
    this.rollback()
    this.#env.report({ kind: 'rolledBack', ticket })
  }

  rollback(): void {
    this.#leave()
    this.#pool.giveBack(this.#connection)
  }

  evict(why: QuorumliteError): void {
    this.#connection[Symbol.dispose]()
    this.#transactions.end(this, why)
  }

  #leave(): void {
    this.#transactions.remove(this)
    this.#snapshots.remove(this)
  }
}
