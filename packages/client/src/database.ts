import type { Position, SqlParameters, SqlValue } from '@quorumlite/wire'
import type { ExportStream } from './export-stream.ts'
import type {
  BeginOptions,
  ExecuteOptions,
  ExportOptions,
  OperationOptions,
  QueryOptions,
  StreamOptions,
  TransactionOptions,
} from './options.ts'
import type { ExecuteResult, Row, Rows } from './result.ts'
import type { RowStream } from './row-stream.ts'
import type { StatementInput } from './statement.ts'
import type { OpenTransaction, Transaction } from './transaction.ts'

/**
 * One database of the cluster.
 *
 * A write runs exactly once or not at all, whatever happens to connections and leaders. It fails with
 * - the error of its statement (SQL_ERROR, STATEMENT_REFUSED, ...): it changed nothing;
 * - NOT_EXECUTED: the time was up before it ran, and it never will run;
 * - ABORTED, CLOSED: `outcome` of the `WriteError` says which of `executed`, `not-executed`, `unknown` holds;
 * - OUTCOME_UNKNOWN: the time was up, it had been sent, and nobody could be asked. `ask()` of the error asks later.
 *
 * Writes that are under way at the same time may run in another order than they were called in.
 */
export interface Database {
  readonly name: string

  /**
   * Runs one statement as a transaction of its own.
   *
   * @example
   * const { changes } = await db.execute('update account set balance = balance - ? where id = ?', [100, 1])
   */
  execute<T = Row>(
    statement: StatementInput,
    params?: SqlParameters,
    options?: ExecuteOptions,
  ): Promise<ExecuteResult<T>>

  /**
   * Runs statements as one transaction, in one round trip: all of them or none. An error's
   * `details.statementIndex` says which one failed.
   *
   * @example
   * await db.batch([
   *   sql`update account set balance = balance - ${100} where id = ${1}`,
   *   sql`update account set balance = balance + ${100} where id = ${2}`,
   * ])
   */
  batch(statements: readonly StatementInput[], options?: ExecuteOptions): Promise<ExecuteResult[]>

  /**
   * Reads on a snapshot; never waits for writers.
   *
   * @throws QuorumliteError RESULT_TOO_LARGE for more rows than `rowsBytesMax` allows, TIMEOUT, ABORTED, SQL_ERROR, ...
   * @example
   * const rows = await db.query('select * from account where balance > ?', [0], { consistency: 'session' })
   */
  query(
    statement: StatementInput,
    params: SqlParameters | undefined,
    options: QueryOptions & { readonly values: true },
  ): Promise<Rows<SqlValue[]>>
  query<T = Row>(
    statement: StatementInput,
    params?: SqlParameters,
    options?: QueryOptions,
  ): Promise<Rows<T>>

  /**
   * Reads on a snapshot, as `query` does, and gives the rows as they come: any number of them, in bounded memory.
   *
   * @throws QuorumliteError at once for parameters that cannot be sent; StreamError for everything that comes later.
   * @example
   * for await (const { id, name } of db.stream('select id, name from account order by id')) print(id, name)
   */
  stream(
    statement: StatementInput,
    params: SqlParameters | undefined,
    options: StreamOptions & { readonly values: true },
  ): RowStream<SqlValue[]>
  stream<T = Row>(
    statement: StatementInput,
    params?: SqlParameters,
    options?: StreamOptions,
  ): RowStream<T>

  /**
   * The whole database as an SQLite file that every SQLite opens, as of one moment. No writer waits for it.
   *
   * @example
   * for await (const chunk of db.export()) await file.writeFile(chunk)
   */
  export(options?: ExportOptions): ExportStream

  /**
   * Runs `work` between BEGIN IMMEDIATE and COMMIT; it holds the writer of the database meanwhile. What `work` throws
   * rolls back and is thrown again. With `readOnly`, a snapshot that holds nobody up.
   *
   * @throws QuorumliteError TRANSACTION_LOST: the leader was lost and nothing was committed; TRANSACTION_TIMEOUT;
   * OUTCOME_UNKNOWN as for any write, should nobody be left to say what became of COMMIT.
   * @example
   * await db.transaction(async (tx) => {
   *   const [account] = await tx.query('select balance from account where id = ?', [1])
   *   if (Number(account?.balance) < 100) return
   *   await tx.execute('update account set balance = balance - 100 where id = ?', [1])
   * }, { retries: 3 })
   */
  transaction<T>(work: (tx: Transaction) => Promise<T>, options?: TransactionOptions): Promise<T>

  /**
   * As `transaction`, for callers that cannot put their work into one function: the transaction is theirs to end.
   *
   * @throws QuorumliteError what stands in the way of BEGIN: TIMEOUT, NO_LEADER, DATABASE_NOT_FOUND, ...
   */
  begin(options?: BeginOptions): Promise<OpenTransaction>

  /** Resolves when a node that this client reads from has published `position`. */
  waitFor(position: Position, options?: OperationOptions): Promise<void>
}
