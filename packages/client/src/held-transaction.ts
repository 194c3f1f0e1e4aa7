import type { Position, QuorumliteError, SqlParameters } from '@quorumlite/wire'
import type { Deadline } from './deadline.ts'
import type { InteractiveTransaction } from './interactive-transaction.ts'
import type { RowOptions } from './options.ts'
import type { ExecuteResult, Row, Rows } from './result.ts'
import type { StatementInput } from './statement.ts'
import type { OpenTransaction } from './transaction.ts'
import { cutShort } from './write-error.ts'

/** A transaction that its caller ends. */
export class HeldTransaction implements OpenTransaction {
  readonly #transaction: InteractiveTransaction
  readonly #scope: Deadline
  #isCommitted = false

  /** Disposes the scope at its end. */
  constructor(transaction: InteractiveTransaction, scope: Deadline) {
    this.#transaction = transaction
    this.#scope = scope
    scope.onEnd(() => transaction.abandon(cutShort(scope.reason as QuorumliteError)))
  }

  get position(): Position {
    return this.#transaction.position
  }

  get ended(): QuorumliteError | undefined {
    return this.#transaction.ended
  }

  execute<T = Row>(
    statement: StatementInput,
    params?: SqlParameters,
    options?: RowOptions,
  ): Promise<ExecuteResult<T>> {
    return this.#transaction.execute(statement, params, options)
  }

  query<T = Row>(
    statement: StatementInput,
    params?: SqlParameters,
    options?: RowOptions,
  ): Promise<Rows<T>> {
    return this.#transaction.query(statement, params, options)
  }

  async commit(): Promise<void> {
    if (this.ended) throw this.ended
    try {
      await this.#transaction.commit()
      this.#isCommitted = true
    } finally {
      this.#scope[Symbol.dispose]()
    }
  }

  async rollback(): Promise<void> {
    if (this.#isCommitted) throw this.ended
    // One that was lost is rolled back already.
    if (this.ended) return
    try {
      await this.#transaction.rollback()
    } finally {
      this.#scope[Symbol.dispose]()
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.ended) await this.rollback()
    this.#scope[Symbol.dispose]()
  }
}
