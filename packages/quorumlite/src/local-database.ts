import type { OperationOptions, Row, StatementInput } from '@quorumlite/client'
import { readError, type LocalStores } from '@quorumlite/node'
import { ClosedError, SqliteError, type Connection, type Statement } from '@quorumlite/sqlite'
import {
  QuorumliteError,
  type IntegerMode,
  type Position,
  type SqlParameters,
  type SqlValue,
} from '@quorumlite/wire'
import { LocalCursors, type LocalCursor } from './local-cursors.ts'
import { toRow } from './local-rows.ts'

/**
 * This node's copy of a database, read synchronously in the calling thread: no message, no wait, no other thread. A read sees
 * what the node has published when it begins, which may be behind the leader; after `await local.waitFor(position)` it sees
 * at least that position. It never waits for writers and never holds them up, but it holds up its own thread: use `query()` of
 * the database for what takes long.
 *
 * Every method throws QuorumliteError: SQL_ERROR, STATEMENT_REFUSED (it writes), PARAMETER_COUNT, PARAMETER_TYPE,
 * INTEGER_OUT_OF_RANGE, INTERRUPTED (above `timeLimitMs`), SNAPSHOT_TOO_OLD, DATABASE_NOT_FOUND, UNAVAILABLE, CLOSED.
 *
 * @example
 * const { position } = await db.execute('insert into job (state) values (?)', ['new'])
 * await db.local.waitFor(position)
 * const job = db.local.get('select * from job where state = ?', ['new'])
 */
export interface LocalDatabase {
  /** All rows of one statement. */
  query<T = Row>(statement: StatementInput, params?: SqlParameters): T[]
  /** The first row. */
  get<T = Row>(statement: StatementInput, params?: SqlParameters): T | undefined
  /** A statement to be run many times. It is compiled when it runs first, and lives as long as the node. */
  prepare<T = Row>(sql: string): LocalStatement<T>
  /**
   * Everything that `work` reads here, it reads of one version. It must not wait: what it returns must not be a promise.
   */
  snapshot<T>(work: () => T): T
  /** Resolves when reads here see this position. Default: the latest that the driver of this process has seen. */
  waitFor(position?: Position, options?: OperationOptions): Promise<void>
}

export interface LocalStatement<T = Row> {
  readonly sql: string
  all(params?: SqlParameters): T[]
  get(params?: SqlParameters): T | undefined
  /**
   * Rows as they are wanted, all of the version of the first one. Go on to the end, or leave the loop: a half-read iterator
   * keeps old pages alive, until they are too many or too old (SNAPSHOT_TOO_OLD).
   */
  iterate(params?: SqlParameters): IterableIterator<T>
}

export interface LocalDatabaseOptions {
  readonly name: string
  readonly stores: LocalStores
  readonly integers?: IntegerMode | undefined
  readonly waitFor: LocalDatabase['waitFor']
}

export function createLocalDatabase(options: LocalDatabaseOptions): LocalDatabase {
  return new NodeLocalDatabase(options)
}

/** Extended codes of SQLite: the store is gone (another may have taken its place). */
const SQLITE_ABORT_ROLLBACK = 516

class NodeLocalDatabase implements LocalDatabase {
  readonly waitFor: LocalDatabase['waitFor']
  readonly integers: { readonly integers: IntegerMode }
  readonly #name: string
  readonly #stores: LocalStores
  readonly #cursors: LocalCursors
  #connection: Connection | undefined
  #isInSnapshot = false

  constructor({ name, stores, integers = 'number', waitFor }: LocalDatabaseOptions) {
    this.#name = name
    this.#stores = stores
    this.integers = { integers }
    this.waitFor = waitFor
    this.#cursors = new LocalCursors(() => this.#stores.connect(name))
  }

  query<T>(input: StatementInput, params?: SqlParameters): T[] {
    const { sql, parameters } = textOf(input, params)
    return this.read(sql, (connection) => allRows<T>(connection.cached(sql), parameters, this))
  }

  get<T>(input: StatementInput, params?: SqlParameters): T | undefined {
    const { sql, parameters } = textOf(input, params)
    return this.read(sql, (connection) => firstRow<T>(connection.cached(sql), parameters, this))
  }

  prepare<T>(sql: string): LocalStatement<T> {
    return new NodeLocalStatement<T>(this, sql)
  }

  snapshot<T>(work: () => T): T {
    if (this.#isInSnapshot) {
      throw new QuorumliteError('INVALID_ARGUMENT', 'a snapshot cannot begin within a snapshot')
    }
    const pin = 'SELECT 1 FROM sqlite_schema LIMIT 1'
    const connection = this.read(pin, (fresh) => {
      fresh.begin('deferred')
      // A deferred transaction takes its snapshot at its first read.
      fresh.cached(pin).get()
      return fresh
    })
    this.#isInSnapshot = true
    try {
      const result = work()
      if (isThenable(result)) {
        throw new QuorumliteError('INVALID_ARGUMENT', 'the work of a snapshot must not wait')
      }
      return result
    } finally {
      this.#isInSnapshot = false
      this.#cursors.endSnapshot()
      if (!connection.closed) connection.resetRequestState()
    }
  }

  /** Within a snapshot the iteration sees that, otherwise it has one of its own. */
  openCursor(sql: string, params: SqlParameters): LocalCursor {
    const { integers } = this.integers
    const inSnapshot = this.#isInSnapshot ? this.#connection : undefined
    return this.#retryGone(sql, () => this.#cursors.open({ sql, params, integers, inSnapshot }))
  }

  /** Runs one read. */
  read<T>(sql: string, work: (connection: Connection) => T): T {
    return this.#retryGone(sql, () => work((this.#connection ??= this.#stores.connect(this.#name))))
  }

  /** Once more if the store was replaced since the last read. */
  #retryGone<T>(sql: string, attempt: () => T): T {
    try {
      return attempt()
    } catch (error) {
      if (!isGone(error)) throw readError(error, sql)
      if (this.#isInSnapshot) throw snapshotGone(error)
    }
    this.#connection?.[Symbol.dispose]()
    this.#connection = undefined
    this.#cursors.forget()
    try {
      return attempt()
    } catch (error) {
      if (!isGone(error)) throw readError(error, sql)
      const message = `this node has no database ${this.#name} at the moment`
      throw new QuorumliteError('UNAVAILABLE', message, { cause: error })
    }
  }
}

class NodeLocalStatement<T> implements LocalStatement<T> {
  readonly sql: string
  readonly #database: NodeLocalDatabase
  #connection: Connection | undefined
  #statement: Statement | undefined

  constructor(database: NodeLocalDatabase, sql: string) {
    this.#database = database
    this.sql = sql
  }

  all(params: SqlParameters = NO_PARAMETERS): T[] {
    const database = this.#database
    return database.read(this.sql, (connection) =>
      allRows<T>(this.#on(connection), params, database),
    )
  }

  get(params: SqlParameters = NO_PARAMETERS): T | undefined {
    const database = this.#database
    return database.read(this.sql, (connection) =>
      firstRow<T>(this.#on(connection), params, database),
    )
  }

  *iterate(params: SqlParameters = NO_PARAMETERS): IterableIterator<T> {
    using cursor = this.#database.openCursor(this.sql, params)
    for (;;) {
      const { rows, columns, done } = cursor.batch
      for (const values of rows) yield toRow(columns, values) as T
      if (done) return
      this.#advance(cursor)
    }
  }

  #advance(cursor: LocalCursor): void {
    try {
      cursor.advance()
    } catch (error) {
      throw isGone(error) ? snapshotGone(error) : readError(error, this.sql)
    }
  }

  #on(connection: Connection): Statement {
    if (this.#connection === connection && this.#statement) return this.#statement
    this.#statement = connection.prepare(this.sql).statement
    this.#connection = connection
    if (this.#statement) return this.#statement
    throw new QuorumliteError('INVALID_ARGUMENT', 'the text holds no statement')
  }
}

const NO_PARAMETERS: SqlParameters = []

function allRows<T>(
  statement: Statement,
  params: SqlParameters,
  { integers }: NodeLocalDatabase,
): T[] {
  const values = statement.all(params, integers)
  return toRows(values, statement)
}

function firstRow<T>(
  statement: Statement,
  params: SqlParameters,
  { integers }: NodeLocalDatabase,
): T | undefined {
  const values = statement.get(params, integers)
  return values && (toRow(statement.columns, values) as T)
}

function toRows<T>(values: readonly SqlValue[][], statement: Statement): T[] {
  const { columns } = statement
  const rows: T[] = []
  for (const row of values) rows.push(toRow(columns, row) as T)
  return rows
}

function textOf(
  input: StatementInput,
  params: SqlParameters | undefined,
): { sql: string; parameters: SqlParameters } {
  if (typeof input === 'string') return { sql: input, parameters: params ?? NO_PARAMETERS }
  return { sql: input.sql, parameters: params ?? input.params ?? NO_PARAMETERS }
}

function isGone(error: unknown): boolean {
  if (error instanceof ClosedError) return error.reason !== 'failed'
  return error instanceof SqliteError && error.code === SQLITE_ABORT_ROLLBACK
}

function snapshotGone(cause: unknown): QuorumliteError {
  const message = 'the snapshot is gone: the database was replaced'
  return new QuorumliteError('SNAPSHOT_TOO_OLD', message, { cause })
}

function isThenable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'then' in value
}
