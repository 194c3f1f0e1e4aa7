import { SqliteError, type Connection, type Statement } from '@quorumlite/sqlite'
import { piecesOfRows, QuorumliteError, type Statement as StatementText } from '@quorumlite/wire'
import type { ReaderPool } from './reader-pool.ts'
import { transferable } from './result-encoding.ts'
import { failure, statementFailure, writesRefused } from './sql-failure.ts'
import type { ReadEnvironment } from './sql-environment.ts'
import { bindParameters, prepareOne } from './statement-run.ts'
import type { OpenSnapshot, Snapshots } from './snapshots.ts'

/**
 * Queries of all databases. Each runs on a snapshot of the committed version as of its beginning. Most end within their
 * first slice; the others go on in turns, one slice each, with the commands that arrive in between.
 */
export class Queries {
  readonly #env: ReadEnvironment
  readonly #snapshots: Snapshots
  readonly #onRun: (ticket: number) => void
  readonly #running = new Map<number, RunningQuery>()
  /** Queries that may step. */
  #ready: RunningQuery[] = []
  #turnIsDue = false

  /** `onRun` hears whose statement is about to run, so that it can be interrupted. */
  constructor(
    env: ReadEnvironment,
    snapshots: Snapshots,
    onRun: (ticket: number) => void = () => undefined,
  ) {
    this.#env = env
    this.#snapshots = snapshots
    this.#onRun = onRun
  }

  /** `windowMax`: reports that may be on their way to somebody who takes them slowly. */
  start(ticket: number, pool: ReaderPool, text: StatementText, windowMax: number = Infinity): void {
    let connection: Connection | undefined
    try {
      connection = pool.take({ fresh: INTEGRITY_CHECK.test(text.sql) })
      const statement = prepareQuery(connection, text)
      const { done, pieces } = this.#stepSlice(ticket, statement)
      if (done) return pool.giveBack(connection)
      const windowLeft = windowMax - pieces
      this.#keepRunning({ ticket, pool, connection, statement, windowLeft, sql: text.sql })
    } catch (error) {
      if (connection) pool.giveBack(connection)
      this.#refuse(ticket, error, text.sql)
    }
  }

  /**
   * Answers a query that ends within one slice, and within the engine's time limit. False: it does not, and somebody else
   * may answer it; nothing was reported.
   */
  tryShort(ticket: number, pool: ReaderPool, text: StatementText): boolean {
    const { sliceRowsMax, sliceBytes } = this.#env.limits
    let connection: Connection | undefined
    try {
      connection = pool.take({ fresh: INTEGRITY_CHECK.test(text.sql) })
      const statement = prepareQuery(connection, text)
      const { rowCount, cells, done } = statement.stepCells(sliceRowsMax, sliceBytes)
      if (done) this.#reportRows(ticket, statement, rowCount, cells, true)
      return done
    } catch (error) {
      if (error instanceof SqliteError && error.interruptedBy === 'time-limit') return false
      this.#refuse(ticket, error, text.sql)
      return true
    } finally {
      if (connection) pool.giveBack(connection)
    }
  }

  /** `count` of the reports have reached their reader. */
  takePieces(ticket: number, count: number): void {
    const query = this.#running.get(ticket)
    if (!query) return
    const wasBlocked = query.windowLeft <= 0
    query.windowLeft += count
    if (wasBlocked && query.windowLeft > 0) this.#makeReady(query)
  }

  cancel(ticket: number): void {
    const query = this.#running.get(ticket)
    if (!query) return
    this.#end(query)
    query.pool.giveBack(query.connection)
    this.#env.report({
      kind: 'refused',
      ticket,
      failure: failure('ABORTED', 'the query was cancelled'),
    })
  }

  #keepRunning(query: Omit<RunningQuery, keyof OpenSnapshot>): void {
    const running: RunningQuery = {
      ...query,
      openedAtMs: this.#env.clock.nowMs(),
      ageMaxMs: this.#env.limits.snapshotAgeMaxMs,
      store: query.pool.store,
      evict: (why) => {
        this.#end(running)
        running.pool.discard(running.connection)
        this.#refuse(running.ticket, why, running.sql)
      },
    }
    this.#running.set(running.ticket, running)
    this.#snapshots.add(running)
    if (running.windowLeft > 0) this.#makeReady(running)
  }

  #makeReady(query: RunningQuery): void {
    this.#ready.push(query)
    if (this.#turnIsDue) return
    this.#turnIsDue = true
    this.#env.defer(() => this.#turn())
  }

  #turn(): void {
    this.#turnIsDue = false
    const query = this.#ready.shift()
    if (query && this.#running.get(query.ticket) === query) this.#advance(query)
    const [next] = this.#ready
    if (next && !this.#turnIsDue) {
      this.#turnIsDue = true
      this.#env.defer(() => this.#turn())
    }
  }

  #advance(query: RunningQuery): void {
    try {
      const { done, pieces } = this.#stepSlice(query.ticket, query.statement)
      query.windowLeft -= pieces
      if (!done) {
        if (query.windowLeft > 0) this.#makeReady(query)
        return
      }
    } catch (error) {
      this.#refuse(query.ticket, error, query.sql)
    }
    this.#end(query)
    query.pool.giveBack(query.connection)
  }

  /** Reports some rows, which will travel in so many pieces. `done`: they were the last. */
  #stepSlice(ticket: number, statement: Statement): { done: boolean; pieces: number } {
    this.#onRun(ticket)
    const { sliceRowsMax, sliceBytes } = this.#env.limits
    const { rowCount, cells, done } = statement.stepCells(sliceRowsMax, sliceBytes)
    this.#reportRows(ticket, statement, rowCount, cells, done)
    return { done, pieces: piecesOfRows(cells.length) }
  }

  #reportRows(
    ticket: number,
    statement: Statement,
    rowCount: number,
    cells: Uint8Array,
    last: boolean,
  ): void {
    // A schema change since it was prepared shows in its columns only now.
    const { columns } = statement
    this.#env.report({ kind: 'rows', ticket, columns, rowCount, cells, last }, transferable(cells))
  }

  #end(query: RunningQuery): void {
    this.#running.delete(query.ticket)
    this.#snapshots.remove(query)
  }

  #refuse(ticket: number, error: unknown, sql: string): void {
    const failure = statementFailure(error, { sql, readOnly: true })
    this.#env.report({ kind: 'refused', ticket, failure })
  }
}

/**
 * SQLite's check of an FTS5 index trusts what its connection has cached of it, and reports damage where another connection
 * has only written since (seen in 3.53.2, also without us; every other use of FTS5 looks first).
 */
const INTEGRITY_CHECK = /\b(integrity|quick)_check\b/i

interface RunningQuery extends OpenSnapshot {
  readonly ticket: number
  readonly pool: ReaderPool
  readonly connection: Connection
  readonly statement: Statement
  readonly sql: string
  /** Pieces that may still be sent before some are taken; below 0 after a large row, which is sent whole. */
  windowLeft: number
}

function prepareQuery(connection: Connection, text: StatementText): Statement {
  const statement = prepareOne(connection, text.sql)
  if (!statement) {
    const message = 'a query is exactly one statement'
    throw new QuorumliteError('INVALID_ARGUMENT', message)
  }
  if (!statement.readonly && !statement.isExplain) throw writesRefused()
  bindParameters(statement, text.parameters)
  return statement
}
