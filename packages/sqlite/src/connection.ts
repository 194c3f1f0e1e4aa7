// One SQLite connection on a page store.
import type { Statement } from './statement.ts'
import type { IntegerMode } from './values.ts'

/**
 * What SQL text may do.
 * - `writer`: the connection that runs everybody's writes. Nothing that would leak from one request to the next.
 * - `reader`: as `writer`, and nothing that writes.
 * - `unrestricted`: for tests and tools. ATTACH is refused here too: there is no other file.
 */
export type ConnectionProfile = 'writer' | 'reader' | 'unrestricted'

/** Which versions a connection reads: only what a quorum has, or also what is on its way. */
export type ConnectionView = 'committed' | 'speculative'

export interface ConnectOptions {
  readonly view: ConnectionView
  /** Default: false. Writing wants the speculative view. */
  readonly writable?: boolean
  readonly profile: ConnectionProfile
  /** How integers are decoded unless a call says otherwise. Default: `number`. */
  readonly integers?: IntegerMode
  /** Statements kept by `cached()`. Default: 64. */
  readonly cachedStatements?: number
}

export interface Prepared {
  /** Undefined when the text holds nothing but blanks and comments. */
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
  /** Runs every statement of `sql`, rows discarded. */
  exec(sql: string): void
  lastInsertRowid(): number | bigint

  /** The host's own transaction control: legal also where the profile refuses it in SQL text. Default: immediate. */
  begin(mode?: 'deferred' | 'immediate'): void
  commit(): void
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
