// A prepared statement: parameters in and rows out through one buffer, one call into WebAssembly for each batch of rows.
import type { IntegerMode, SqlParameters, SqlValue } from './values.ts'

export interface CellBatch {
  readonly rowCount: number
  /** The rows as cells, row after row, in the wire's encoding; a copy that the caller owns. */
  readonly cells: Uint8Array
  /** True when the statement has ended; it is reset then. */
  readonly done: boolean
}

export interface RowBatch {
  readonly rows: SqlValue[][]
  readonly done: boolean
}

export interface StepOptions {
  /** Default: the connection's `integers`. */
  readonly integers?: IntegerMode
}

/** Every method throws ClosedError once the statement, its connection or its store is closed. */
export interface Statement extends Disposable {
  /** The text of this one statement. */
  readonly sql: string
  /** Column names; empty for a statement that returns no rows. Current after a schema change and a step. */
  readonly columns: readonly string[]
  readonly parameterCount: number
  /** By position; undefined for a plain `?`. Names keep their prefix. */
  readonly parameterNames: readonly (string | undefined)[]
  /** True if it changes no database content: https://sqlite.org/c3ref/stmt_readonly.html */
  readonly readonly: boolean
  /** `EXPLAIN` or `EXPLAIN QUERY PLAN`: it changes nothing whatever it explains. */
  readonly isExplain: boolean
  readonly closed: boolean

  /**
   * Binds parameters in the wire's encoding; with `names`, cell i belongs to the parameter called names[i].
   * Resets the statement first. Throws ParameterError unless exactly the statement's parameters are given.
   */
  bindCells(cells: Uint8Array, names?: readonly string[]): void
  /** The same with JavaScript values. */
  bind(parameters: SqlParameters): void
  /** Runs to completion and resets; rows are discarded. */
  run(parameters?: SqlParameters): void
  /**
   * Steps until `maxRows` rows or about `maxBytes` bytes were collected (at least one row, unless done). The rows stay
   * encoded, to be sent to a client as they are.
   */
  stepCells(maxRows: number, maxBytes: number): CellBatch
  /** Steps at most `maxRows` rows and decodes them. */
  step(maxRows: number, options?: StepOptions): RowBatch
  /** All rows, as arrays of values. Resets first, binds if parameters are given. */
  all(parameters?: SqlParameters, options?: StepOptions): SqlValue[][]
  /** The first row or undefined; the statement is reset. */
  get(parameters?: SqlParameters, options?: StepOptions): SqlValue[] | undefined
  /** Ends the run; bindings stay. */
  reset(): void
}
