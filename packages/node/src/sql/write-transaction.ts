import type { Connection } from '@quorumlite/sqlite'
import { QuorumliteError, type Statement } from '@quorumlite/wire'
import {
  encodeFailed,
  encodeOk,
  encodeStepped,
  ResultRoom,
  transferable,
} from './result-encoding.ts'
import { failure, statementFailure, type FailureSource } from './sql-failure.ts'
import type { SqlEnvironment } from './sql-environment.ts'
import { prepareOne, runText } from './statement-run.ts'
import { TransactionDeadline } from './transaction-deadline.ts'
import type { OpenTransaction, Transactions } from './transactions.ts'
import type { WriteOutcome } from './write-execution.ts'

/** What a write transaction needs of the database whose writer it holds. */
export interface TransactionHost {
  readonly env: SqlEnvironment
  readonly transactions: Transactions
  readonly room: NonNullable<FailureSource['room']>
  /** The transaction has committed or rolled back: the writer belongs to the next. */
  onTransactionOver(): void
  reportExecuted(ticket: number, outcome: WriteOutcome): void
}

/** An interactive transaction that holds the writer from BEGIN IMMEDIATE to COMMIT. */
export class WriteTransaction implements OpenTransaction {
  readonly transaction: number
  readonly #host: TransactionHost
  readonly #writer: Connection
  readonly #deadline: TransactionDeadline

  /** Begins. */
  constructor(host: TransactionHost, transaction: number, writer: Connection) {
    this.transaction = transaction
    this.#host = host
    this.#writer = writer
    writer.begin()
    this.#deadline = new TransactionDeadline(host.env, (error) =>
      host.transactions.end(this, error),
    )
    host.transactions.add(this)
  }

  /** As in SQLite, a statement that fails leaves the transaction open, unless the failure itself ended it. */
  step(ticket: number, statement: Statement): void {
    const { env } = this.#host
    this.#deadline.touch()
    try {
      const room = new ResultRoom(env.limits.stepResultBytesMax)
      const result = encodeStepped(
        runText(this.#writer, statement, room),
        env.limits.stepResultBytesMax,
      )
      if (this.#writer.autocommit) throw endedByStatement()
      env.report({ kind: 'stepped', ticket, result }, transferable(result))
    } catch (error) {
      const { room } = this.#host
      const failure = statementFailure(error, { sql: statement.sql, room })
      env.report({ kind: 'refused', ticket, failure })
      const halfDone = failure.code === 'RESULT_TOO_LARGE' && !this.#readsOnly(statement.sql)
      if (halfDone || this.#writer.autocommit) this.#endLost()
    }
  }

  commit(ticket: number): void {
    let outcome: WriteOutcome
    try {
      const result = encodeOk([], this.#host.env.limits.recordedResultBytesMax)
      this.#writer.commit()
      outcome = { result, failed: false }
    } catch (error) {
      // Deferred constraints, for one, are looked at here.
      const { room } = this.#host
      this.#writer.rollback()
      outcome = { result: encodeFailed(statementFailure(error, { room })), failed: true }
    }
    this.#leave()
    this.#host.reportExecuted(ticket, outcome)
    this.#host.onTransactionOver()
  }

  rollback(): void {
    this.#writer.rollback()
    this.#leave()
    this.#host.onTransactionOver()
  }

  /** If not, SQLite has kept the changes of a statement whose rows were too many: only a rollback takes them back. */
  #readsOnly(sql: string): boolean {
    return prepareOne(this.#writer, sql)?.readonly ?? false
  }

  #endLost(): void {
    const message = 'a statement rolled the transaction back'
    this.#host.transactions.end(this, failure('TRANSACTION_LOST', message))
  }

  #leave(): void {
    this.#deadline.cancel()
    this.#host.transactions.remove(this)
  }
}

function endedByStatement(): QuorumliteError {
  return new QuorumliteError('STATEMENT_REFUSED', 'the statement ended the transaction it was in')
}
