// The errors of this package. SqliteError is SQLite's own answer; the others are ours, each with a stable string code that
// the node maps onto the codes of the wire.
import { resultCodeName } from './result-codes.ts'

/** Why SQLite stopped a statement with SQLITE_INTERRUPT. */
export type InterruptReason = 'flag' | 'time-limit' | 'step-limit'

export interface SqliteErrorDetails {
  /** Extended result code: https://sqlite.org/rescode.html */
  readonly code: number
  /** Index into the SQL text, in UTF-16 code units, of the token that the error is about. */
  readonly offset?: number | undefined
  /** Set when the connection's profile refused the statement: what was refused, and why. */
  readonly deniedReason?: string | undefined
  /** Set with SQLITE_INTERRUPT. */
  readonly interruptedBy?: InterruptReason | undefined
}

/** SQLite refused or failed. `name` is the symbol of the extended result code, as `SQLITE_CONSTRAINT_UNIQUE`. */
export class SqliteError extends Error {
  readonly code: number
  readonly offset: number | undefined
  readonly deniedReason: string | undefined
  readonly interruptedBy: InterruptReason | undefined

  constructor(message: string, details: SqliteErrorDetails) {
    super(message)
    this.name = resultCodeName(details.code)
    this.code = details.code
    this.offset = details.offset
    this.deniedReason = details.deniedReason
    this.interruptedBy = details.interruptedBy
  }

  /** The primary result code: the low byte of `code`. */
  get primaryCode(): number {
    return this.code & 0xff
  }
}

export type ParameterErrorCode =
  | 'PARAMETER_COUNT'
  | 'PARAMETER_TYPE'
  | 'INTEGER_OUT_OF_RANGE'
  | 'MALFORMED'

/** The parameters do not fit the statement, or an integer does not fit the type it should be given as. */
export class ParameterError extends Error {
  override readonly name = 'ParameterError'
  readonly code: ParameterErrorCode

  constructor(code: ParameterErrorCode, message: string) {
    super(message)
    this.code = code
  }
}

/** Why an engine, store, pin, connection or statement can no longer be used. */
export type ClosedReason = 'disposed' | 'aborted' | 'imported' | 'evicted' | 'failed'

/** The object was closed, by its owner or because the state that it saw is gone. Nothing was done. */
export class ClosedError extends Error {
  override readonly name = 'ClosedError'
  readonly code = 'CLOSED'
  readonly reason: ClosedReason

  constructor(what: string, reason: ClosedReason, options?: ErrorOptions) {
    super(`the ${what} is closed: ${CLOSED_REASONS[reason]}`, options)
    this.reason = reason
  }
}

const CLOSED_REASONS: Readonly<Record<ClosedReason, string>> = {
  disposed: 'it was disposed, or what it belongs to',
  aborted: 'it saw a version that was aborted',
  imported: 'the database was replaced by an import',
  evicted: 'its snapshot was given up to free memory',
  failed: 'the WebAssembly module failed and cannot be used any more',
}

export type PageStoreErrorCode =
  /** The bytes are no commit. */
  | 'MALFORMED'
  /** The commit belongs onto another content than the store has. */
  | 'BASE_MISMATCH'
  /** The content that results has another checksum than promised. */
  | 'DIVERGED'
  /** A page does not have the hash that was stored with it. */
  | 'PAGE_DAMAGED'
  /** A store of that name exists. */
  | 'EXISTS'
  /** Not legal now: speculative versions exist, a write transaction or an import is open, pages are there. */
  | 'STATE'
  /** A page number that cannot be. */
  | 'OUT_OF_RANGE'
  | 'NO_MEMORY'
  | 'UNSUPPORTED_DATABASE_FILE'

/** The page store refused; it is as it was before the call. */
export class PageStoreError extends Error {
  override readonly name = 'PageStoreError'
  readonly code: PageStoreErrorCode

  constructor(code: PageStoreErrorCode, message: string) {
    super(message)
    this.code = code
  }
}
