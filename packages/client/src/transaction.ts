import type { Position, QuorumliteError, SqlParameters, SqlValue } from '@quorumlite/wire'
import type { RowOptions } from './options.ts'
import type { ExecuteResult, Row, Rows } from './result.ts'
import type { StatementInput } from './statement.ts'

/**
 * An open interactive transaction. Statements run one after another, in the order of the calls, awaited or not.
 *
 * A statement that fails leaves the transaction open, as in SQLite: catch its error to go on, let it pass to roll back.
 * Once the transaction is gone (its leader was lost, it took too long, `work` has ended), every call rejects with the
 * reason: TRANSACTION_LOST, TRANSACTION_TIMEOUT or CLOSED.
 */
export interface Transaction {
  /** What this transaction reads from. */
  readonly position: Position

  execute<T = Row>(
    statement: StatementInput,
    params?: SqlParameters,
    options?: RowOptions,
  ): Promise<ExecuteResult<T>>

  query(
    statement: StatementInput,
    params: SqlParameters | undefined,
    options: RowOptions & { readonly values: true },
  ): Promise<Rows<SqlValue[]>>
  query<T = Row>(
    statement: StatementInput,
    params?: SqlParameters,
    options?: RowOptions,
  ): Promise<Rows<T>>

  /** Ends the transaction without a trace; what `work` returns afterwards is returned all the same. */
  rollback(): Promise<void>
}

/**
 * A transaction that its caller holds over several calls, where no single function can: a shell, a request of another
 * protocol. Prefer `transaction()`, which cannot be left open by mistake. One that is neither committed nor rolled back
 * holds the writer until the node's idle limit ends it.
 *
 * @example
 * await using tx = await db.begin()
 * await tx.execute('update account set balance = 0 where id = 1')
 * await tx.commit() // left out, or not reached: it is rolled back
 */
export interface OpenTransaction extends Transaction, AsyncDisposable {
  /** Why nothing more can be done with it; undefined while it is open. It is lost with its leader, for example. */
  readonly ended: QuorumliteError | undefined

  /**
   * @throws QuorumliteError TRANSACTION_LOST, TRANSACTION_TIMEOUT: nothing was committed; OUTCOME_UNKNOWN as for any
   * write, should nobody be left to say what became of it.
   */
  commit(): Promise<void>
}
