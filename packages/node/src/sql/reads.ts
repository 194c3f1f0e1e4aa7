import type { Database } from './databases.ts'
import type { SqlCommand } from './messages.ts'
import type { Queries } from './queries.ts'
import { ReadTransaction } from './read-transaction.ts'
import type { ReaderThreads } from './reader-threads.ts'
import { statementFailure } from './sql-failure.ts'
import type { SqlEnvironment } from './sql-environment.ts'
import type { Snapshots } from './snapshots.ts'
import type { Transactions } from './transactions.ts'

export interface ReadParts {
  readonly queries: Queries
  readonly transactions: Transactions
  readonly snapshots: Snapshots
  /** Absent: everything runs in this thread. */
  readonly threads: ReaderThreads | undefined
}

/** Decides where a read runs. */
export class Reads {
  readonly #env: SqlEnvironment
  readonly #parts: ReadParts

  constructor(env: SqlEnvironment, parts: ReadParts) {
    this.#env = env
    this.#parts = parts
  }

  /**
   * A short query is answered at once: another thread would cost it more than it takes. One that turns out to be long
   * begins anew in a reader thread. Either way it sees everything that was published before it came.
   */
  query(
    { ticket, statement, windowMax = Infinity }: Extract<SqlCommand, { kind: 'query' }>,
    { readers, store }: Database,
  ): void {
    const { queries, threads } = this.#parts
    if (!threads) return queries.start(ticket, readers, statement, windowMax)
    const { engine, limits } = this.#env
    if (threads.mayBeShort(statement.sql)) {
      engine.setTimeLimit(limits.shortReadMs)
      const isAnswered = queries.tryShort(ticket, readers, statement)
      engine.setTimeLimit(limits.statementTimeLimitMs)
      if (isAnswered) return
    }
    threads.query(ticket, store, statement, windowMax)
  }

  /** Several reads on one snapshot. */
  begin(ticket: number, transaction: number, { readers, store }: Database): void {
    const { transactions, snapshots, threads } = this.#parts
    if (threads) return threads.begin(ticket, transaction, store)
    try {
      new ReadTransaction(this.#env, transactions, snapshots, readers, transaction)
      this.#env.report({ kind: 'begun', ticket, transaction })
    } catch (error) {
      const why = statementFailure(error, { readOnly: true })
      this.#env.report({ kind: 'refused', ticket, failure: why })
    }
  }
}
