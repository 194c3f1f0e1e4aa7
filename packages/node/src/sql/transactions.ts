import { errorToFailure, type Failure, type Statement } from '@quorumlite/wire'
import { failure } from './sql-failure.ts'
import type { ReadEnvironment } from './sql-environment.ts'

/** An interactive transaction: holds the writer of its database, or a snapshot. */
export interface OpenTransaction {
  readonly transaction: number
  step(ticket: number, statement: Statement): void
  commit(ticket: number): void
  /** Rolls back; nobody is told. */
  rollback(): void
}

/** The open interactive transactions of all databases, by the numbers that the consensus half gave them. */
export class Transactions {
  readonly #env: Pick<ReadEnvironment, 'report'>
  readonly #open = new Map<number, OpenTransaction>()

  constructor(env: Pick<ReadEnvironment, 'report'>) {
    this.#env = env
  }

  add(transaction: OpenTransaction): void {
    this.#open.set(transaction.transaction, transaction)
  }

  remove(transaction: OpenTransaction): void {
    this.#open.delete(transaction.transaction)
  }

  /** Ends a transaction without its owner's doing, and tells him. */
  end(transaction: OpenTransaction, why: Failure | Error): void {
    transaction.rollback()
    const failure = why instanceof Error ? errorToFailure(why) : why
    this.#env.report({
      kind: 'transactionEnded',
      transaction: transaction.transaction,
      failure,
    })
  }

  step(ticket: number, transaction: number, statement: Statement): void {
    const open = this.#open.get(transaction)
    if (open) open.step(ticket, statement)
    else this.#refuse(ticket, transaction)
  }

  commit(ticket: number, transaction: number): void {
    const open = this.#open.get(transaction)
    if (open) open.commit(ticket)
    else this.#refuse(ticket, transaction)
  }

  /** Also when there is nothing to roll back. */
  rollback(ticket: number, transaction: number): void {
    this.#open.get(transaction)?.rollback()
    this.#env.report({ kind: 'rolledBack', ticket })
  }

  #refuse(ticket: number, transaction: number): void {
    this.#env.report({
      kind: 'refused',
      ticket,
      failure: failure('TRANSACTION_LOST', `transaction ${transaction} is not open any more`),
    })
  }
}
