// One SQLite connection on a page store.
import type { Pointer } from './abi.ts'
import {
  OUTPUT_AUTOCOMMIT,
  PROFILE_INTERNAL,
  PROFILE_READER,
  PROFILE_WRITER,
  SQLITE_OK,
  SQLITE_PREPARE_PERSISTENT,
} from './abi.ts'
import { assert } from './assert.ts'
import { limitConnection } from './connection-limits.ts'
import type { ClosedReason, SqliteError } from './errors.ts'
import { ClosedError } from './errors.ts'
import type { Runtime } from './runtime.ts'
import { SqlText } from './sql-text.ts'
import { notOneStatement, sqliteError } from './sqlite-error.ts'
import { StatementCache } from './statement-cache.ts'
import type { Statement, StatementHost } from './statement.ts'
import { WasmStatement } from './statement.ts'
import type { IntegerMode } from './values.ts'

/**
 * What SQL text may do.
 * - `writer`: the connection that runs everybody's writes. Nothing that would leak from one request to the next.
 * - `reader`: as `writer`, and nothing that writes.
 * - `unrestricted`: everything SQLite offers; for tests and tools.
 */
export type ConnectionProfile = 'writer' | 'reader' | 'unrestricted'

/** Which versions a connection reads: only what a quorum has, or also what is on its way. */
export type ConnectionView = 'committed' | 'speculative'

export interface ConnectOptions {
  readonly view: ConnectionView
  /** Default: false. Only with the speculative view: a write builds on the newest version. */
  readonly writable?: boolean
  readonly profile: ConnectionProfile
  /** How integers are decoded unless a call says otherwise. Default: `number`. */
  readonly integers?: IntegerMode
  /**
   * The largest text, blob or row: memory that a statement takes is never given back to the system. SQLITE_TOOBIG beyond.
   * Default: 64 MiB; `unrestricted`: SQLite's own 1 GB.
   */
  readonly valueBytesMax?: number
  /** Statements kept by `cached()`. Default: 64. */
  readonly cachedStatements?: number
}

export interface Prepared {
  /** Undefined when the text holds nothing but blanks, comments and semicolons. */
  readonly statement: Statement | undefined
  /** Where the next statement of the text begins, in UTF-16 code units: `sql.slice(tailOffset)` is the rest. */
  readonly tailOffset: number
}

/** Every method throws ClosedError once the connection or its store is closed. */
export interface Connection extends Disposable {
  readonly view: ConnectionView
  readonly writable: boolean
  readonly profile: ConnectionProfile
  readonly closed: boolean
  /** False inside a transaction. `INSERT OR ROLLBACK` and some errors end one: look after every statement. */
  readonly autocommit: boolean
  /** Rows changed by the last INSERT, UPDATE or DELETE that completed. */
  readonly changes: number

  /** Prepares the first statement of `sql` from `fromOffset` on. Throws SqliteError. */
  prepare(sql: string, fromOffset?: number): Prepared
  /**
   * The statement for this text, kept for the next caller: least recently used ones are closed beyond the limit. It comes
   * reset and with its bindings cleared. Throws SqliteError, also if the text does not hold exactly one statement.
   * The caller does not dispose it, and uses it before the next call of `cached` with the same text.
   */
  cached(sql: string): Statement
  /**
   * Prepares the statements of a script one after the other, each after the one before it was given out, so that it sees
   * its changes to the schema. A statement is closed when the next one is asked for.
   */
  statements(sql: string): IterableIterator<Statement>
  /** Runs every statement of `sql`, rows discarded. */
  exec(sql: string): void
  lastInsertRowid(): number | bigint

  /** The host's own transaction control: legal also where the profile refuses it in SQL text. Default: immediate. */
  begin(mode?: 'deferred' | 'immediate'): void
  commit(): void
  /** Does nothing outside a transaction: an error may have rolled it back already. */
  rollback(): void
  /** For the current request; `resetRequestState` turns them on again. A no-op inside a transaction, as in SQLite. */
  setForeignKeys(on: boolean): void
  /** Whether SQL text may hold BEGIN, COMMIT, ROLLBACK, SAVEPOINT, RELEASE. Default: false; `unrestricted`: true. */
  setAllowTransactions(allowed: boolean): void
  /**
   * Makes the connection as good as new for the next request: rolls back what is open, resets running statements,
   * foreign keys on, transaction text refused, last_insert_rowid() and changes() are 0.
   */
  resetRequestState(): void
}

const PROFILES: Readonly<Record<ConnectionProfile, number>> = {
  writer: PROFILE_WRITER,
  reader: PROFILE_READER,
  unrestricted: PROFILE_INTERNAL,
}

const CACHED_STATEMENTS = 64
/** SQLITE_LIMIT_LENGTH, unless a connection asks for another. */
export const ROW_BYTES_MAX: number = 72 * 1024 * 1024

export class WasmConnection implements Connection, StatementHost {
  readonly view: ConnectionView
  readonly writable: boolean
  readonly profile: ConnectionProfile
  readonly runtime: Runtime
  readonly integers: IntegerMode

  readonly #onClose: (connection: WasmConnection) => void
  readonly #statements = new Set<WasmStatement>()
  /** Two caches: BEGIN, prepared while it was allowed, must not come back to a request that may not say it. */
  readonly #cache: StatementCache
  readonly #transactionCache: StatementCache
  #pointer: Pointer
  #closed: ClosedReason | undefined
  #allowTransactions: boolean
  /** What the last output said; unknown while something ran that left none. */
  #stateKnown = false
  #autocommit = true
  #changes = 0
  #rowidLow = 0
  #rowidHigh = 0

  /** Takes over an open connection. */
  constructor(
    runtime: Runtime,
    pointer: Pointer,
    options: ConnectOptions,
    onClose: (connection: WasmConnection) => void,
  ) {
    this.runtime = runtime
    this.view = options.view
    this.writable = options.writable ?? false
    this.profile = options.profile
    this.integers = options.integers ?? 'number'
    this.#cache = new StatementCache(options.cachedStatements ?? CACHED_STATEMENTS)
    this.#transactionCache = new StatementCache(options.cachedStatements ?? CACHED_STATEMENTS)
    this.#onClose = onClose
    this.#pointer = pointer
    this.#allowTransactions = options.profile === 'unrestricted'
    const { exports } = runtime
    const code = exports.ql_conn_profile(pointer, PROFILES[options.profile])
    assert(code === SQLITE_OK, 'a connection takes a profile')
    exports.ql_conn_allow_transactions(pointer, Number(this.#allowTransactions))
    const { profile, valueBytesMax } = options
    const valueLimit = profile === 'unrestricted' ? undefined : ROW_BYTES_MAX
    limitConnection(exports, pointer, valueBytesMax ?? valueLimit)
  }

  get closed(): boolean {
    return this.#closed !== undefined || this.runtime.closedReason !== undefined
  }

  get autocommit(): boolean {
    this.#knowState()
    return this.#autocommit
  }

  get changes(): number {
    this.#knowState()
    return this.#changes
  }

  lastInsertRowid(): number | bigint {
    this.#knowState()
    const rowid = this.#rowidHigh * 2 ** 32 + (this.#rowidLow >>> 0)
    if (Number.isSafeInteger(rowid)) return rowid
    return (BigInt(this.#rowidHigh) << 32n) | BigInt(this.#rowidLow >>> 0)
  }

  /** The version that the open read transaction sees; undefined outside one. */
  get pinnedVersion(): number | undefined {
    const version = this.runtime.heap.f64(this.#readState() + 32)
    return version < 0 ? undefined : version
  }

  /** True if the state that this connection saw was thrown away. */
  get doomed(): boolean {
    return this.runtime.heap.u32(this.#readState() + 8) !== 0
  }

  prepare(sql: string, fromOffset: number = 0): Prepared {
    this.#use()
    const text = new SqlText(this.runtime.heap, sql, fromOffset)
    try {
      const statement = this.#prepareNext(text, 0)
      return { statement, tailOffset: text.offset }
    } finally {
      text.free()
    }
  }

  *statements(sql: string): IterableIterator<Statement> {
    this.#use()
    const text = new SqlText(this.runtime.heap, sql, 0)
    try {
      for (;;) {
        using statement = this.#prepareNext(text, 0)
        if (statement === undefined) return
        yield statement
      }
    } finally {
      text.free()
    }
  }

  cached(sql: string): Statement {
    this.#use()
    const cache = this.#allowTransactions ? this.#transactionCache : this.#cache
    const known = cache.take(sql)
    if (known !== undefined) {
      known.clear()
      return known
    }
    const statement = this.#prepareOnly(sql)
    cache.put(sql, statement)
    return statement
  }

  exec(sql: string): void {
    for (const statement of this.statements(sql)) statement.run()
  }

  begin(mode: 'deferred' | 'immediate' = 'immediate'): void {
    this.#controlTransaction(mode === 'immediate' ? 'BEGIN IMMEDIATE' : 'BEGIN DEFERRED')
  }

  commit(): void {
    this.#controlTransaction('COMMIT')
  }

  rollback(): void {
    if (!this.autocommit) this.#controlTransaction('ROLLBACK')
  }

  setForeignKeys(on: boolean): void {
    this.cached(on ? 'PRAGMA foreign_keys = ON' : 'PRAGMA foreign_keys = OFF').run()
  }

  setAllowTransactions(allowed: boolean): void {
    this.runtime.exports.ql_conn_allow_transactions(this.#use(), Number(allowed))
    this.#allowTransactions = allowed
  }

  resetRequestState(): void {
    const pointer = this.#use()
    for (const statement of this.#statements) if (statement.running) statement[Symbol.dispose]()
    this.rollback()
    this.setAllowTransactions(this.profile === 'unrestricted')
    const code = this.runtime.exports.ql_conn_reset(pointer)
    this.noteUnknownState()
    if (code !== SQLITE_OK) throw this.error(code)
  }

  [Symbol.dispose](): void {
    this.close('disposed')
  }

  /** Closes it and all its statements; whoever uses one of them hears the reason. */
  close(reason: ClosedReason): void {
    if (this.#closed !== undefined) return
    this.#closed = reason
    for (const statement of this.#statements) statement.close(reason)
    this.#statements.clear()
    this.#onClose(this)
    if (this.runtime.closedReason === undefined) this.runtime.exports.ql_close(this.#pointer)
    this.#pointer = 0
  }

  noteOutput(output: Pointer): void {
    const { i32 } = this.runtime.heap
    const word = output >>> 2
    this.#rowidLow = i32[word + 4] as number
    this.#rowidHigh = i32[word + 5] as number
    this.#changes = (i32[word + 6] as number) >>> 0
    this.#autocommit = ((i32[word + 7] as number) & OUTPUT_AUTOCOMMIT) !== 0
    this.#stateKnown = true
  }

  noteUnknownState(): void {
    this.#stateKnown = false
  }

  error(code: number): SqliteError {
    return sqliteError(this.runtime, this.#pointer, code)
  }

  forget(statement: WasmStatement): void {
    this.#statements.delete(statement)
    this.#cache.remove(statement)
    this.#transactionCache.remove(statement)
  }

  #use(): Pointer {
    if (this.#closed !== undefined) throw new ClosedError('connection', this.#closed)
    this.runtime.assertOpen()
    return this.#pointer
  }

  /** The next statement; undefined if nothing but blanks, comments and semicolons are left. */
  #prepareNext(text: SqlText, flags: number): WasmStatement | undefined {
    const connection = this.#use()
    const { exports, heap, interrupts } = this.runtime
    while (text.bytes > 0) {
      interrupts.begin()
      const code = exports.ql_prepare(connection, text.address, text.bytes, flags, heap.answer)
      if (code !== SQLITE_OK) throw sqliteError(this.runtime, connection, code, text)
      heap.refresh()
      const pointer = heap.u32(heap.answer)
      const sql = text.read(heap.u32(heap.answer + 4))
      if (pointer === 0) continue
      const statement = new WasmStatement(this, pointer, sql)
      this.#statements.add(statement)
      return statement
    }
    return undefined
  }

  #prepareOnly(sql: string): WasmStatement {
    const text = new SqlText(this.runtime.heap, sql, 0)
    let statement: WasmStatement | undefined
    try {
      statement = this.#prepareNext(text, SQLITE_PREPARE_PERSISTENT)
      if (statement === undefined) throw notOneStatement('none', 0)
      const { offset } = text
      using more = this.#prepareNext(text, 0)
      if (more !== undefined) throw notOneStatement('several', offset)
      return statement
    } catch (error) {
      statement?.[Symbol.dispose]()
      throw error
    } finally {
      text.free()
    }
  }

  #controlTransaction(sql: string): void {
    const allowed = this.#allowTransactions
    this.setAllowTransactions(true)
    try {
      this.cached(sql).run()
    } finally {
      if (!this.closed) this.setAllowTransactions(allowed)
    }
  }

  #knowState(): void {
    this.#use()
    if (this.#stateKnown) return
    const answer = this.#readState()
    const { heap } = this.runtime
    this.#autocommit = heap.u32(answer) !== 0
    this.#rowidLow = heap.view.getInt32(answer + 16, true)
    this.#rowidHigh = heap.view.getInt32(answer + 20, true)
    this.#changes = heap.view.getUint32(answer + 24, true) + heap.u32(answer + 28) * 2 ** 32
    this.#stateKnown = true
  }

  #readState(): Pointer {
    const { exports, heap } = this.runtime
    exports.ql_conn_state(this.#use(), heap.answer)
    heap.refresh()
    return heap.answer
  }
}
