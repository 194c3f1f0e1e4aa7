// A prepared statement: parameters in and rows out through one buffer, one call into WebAssembly for each batch of rows.
import type { Pointer } from './abi.ts'
import {
  OUTPUT_HEADER_BYTES,
  QL_PARAM_COUNT,
  QL_PARAM_MALFORMED,
  QL_ROW_TOO_BIG,
  SQLITE_DONE,
  SQLITE_OK,
  SQLITE_ROW,
  SQLITE_TOOBIG,
} from './abi.ts'
import { assert } from './assert.ts'
import { decodeRows } from './decode-rows.ts'
import type { EncodedParameters } from './encode-parameters.ts'
import { encodeParameters, joinCells, orderByName, splitCells } from './encode-parameters.ts'
import type { ClosedReason } from './errors.ts'
import { ClosedError, ParameterError, SqliteError } from './errors.ts'
import type { Runtime } from './runtime.ts'
import type { IntegerMode, SqlParameter, SqlParameters, SqlValue } from './values.ts'

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

/** What a statement needs of the connection that it was prepared on. */
export interface StatementHost {
  readonly runtime: Runtime
  readonly integers: IntegerMode
  /** Takes autocommit state, changes and rowid from the head of an output. */
  noteOutput(output: Pointer): void
  /** Something ran that left no output: autocommit state, changes and rowid have to be asked for. */
  noteUnknownState(): void
  /** The error behind a result code of SQLite. */
  error(code: number): Error
  forget(statement: WasmStatement): void
}

/** What one call may leave in the output before it is decoded. */
const BATCH_BYTES = 256 * 1024
const ROWS_MAX = 0x7fff_ffff
const NO_PARAMETERS: EncodedParameters = { address: 0, bytes: 0 }

export class WasmStatement implements Statement {
  readonly sql: string
  readonly #host: StatementHost
  readonly #runtime: Runtime
  #pointer: Pointer
  #closed: ClosedReason | undefined
  #running = false
  #bound = false
  #columns: readonly string[] | undefined
  /** The generations of the last run, and of the run that `#columns` were read after. */
  #runAt: number | undefined
  #columnsAt: number | undefined
  #parameterNames: readonly (string | undefined)[] | undefined

  constructor(host: StatementHost, pointer: Pointer, sql: string) {
    this.#host = host
    this.#runtime = host.runtime
    this.#pointer = pointer
    this.sql = sql
  }

  get closed(): boolean {
    return this.#closed !== undefined || this.#runtime.closedReason !== undefined
  }

  /** True between the first row and the end: the connection's read transaction lasts as long. */
  get running(): boolean {
    return this.#running
  }

  get columns(): readonly string[] {
    const pointer = this.#use()
    const { exports, heap, generation } = this.#runtime
    // Whether it returns rows is a matter of its text alone.
    if (this.#columns?.length === 0) return this.#columns
    // It was compiled anew, if that was needed, by the time that it ran on this version: since then its columns stay.
    const isCurrent = generation !== undefined && this.#runAt === generation
    if (isCurrent && this.#columns && this.#columnsAt === generation) return this.#columns
    const count = exports.sqlite3_column_count(pointer)
    this.#columns = Array.from({ length: count }, (_, column) => {
      return heap.readText(exports.sqlite3_column_name(pointer, column) >>> 0) ?? ''
    })
    this.#columnsAt = isCurrent ? generation : undefined
    return this.#columns
  }

  get parameterNames(): readonly (string | undefined)[] {
    const pointer = this.#use()
    const { exports, heap } = this.#runtime
    this.#parameterNames ??= Array.from(
      { length: exports.sqlite3_bind_parameter_count(pointer) },
      (_, index) => heap.readText(exports.sqlite3_bind_parameter_name(pointer, index + 1) >>> 0),
    )
    return this.#parameterNames
  }

  get parameterCount(): number {
    return this.parameterNames.length
  }

  get readonly(): boolean {
    return this.#runtime.exports.sqlite3_stmt_readonly(this.#use()) !== 0
  }

  get isExplain(): boolean {
    return this.#runtime.exports.sqlite3_stmt_isexplain(this.#use()) !== 0
  }

  bindCells(cells: Uint8Array, names?: readonly string[]): void {
    const pointer = this.#use()
    const ordered = names === undefined ? cells : this.#orderCells(cells, names)
    const address = this.#runtime.heap.writeBytes(ordered)
    this.#bind(pointer, { address, bytes: ordered.length })
  }

  bind(parameters: SqlParameters): void {
    this.#bind(this.#use(), this.#encode(parameters))
  }

  run(parameters?: SqlParameters): void {
    const pointer = this.#use()
    const { address, bytes } = this.#parametersOrBound(parameters)
    if (bytes > 0) this.#bound = false
    this.#runtime.interrupts.begin()
    this.#readOutput(this.#runtime.exports.ql_run(pointer, address, bytes) >>> 0)
  }

  stepCells(maxRows: number, maxBytes: number): CellBatch {
    const output = this.#stepRows(maxRows, maxBytes + OUTPUT_HEADER_BYTES)
    const { heap } = this.#runtime
    const used = heap.u32(output + 8)
    return {
      rowCount: heap.u32(output + 4),
      cells: heap.u8.slice(output + OUTPUT_HEADER_BYTES, output + used),
      done: !this.#running,
    }
  }

  step(maxRows: number, options?: StepOptions): RowBatch {
    const rows: SqlValue[][] = []
    do {
      this.#decode(this.#stepRows(maxRows - rows.length, BATCH_BYTES), rows, options)
    } while (this.#running && rows.length < maxRows)
    return { rows, done: !this.#running }
  }

  all(parameters?: SqlParameters, options?: StepOptions): SqlValue[][] {
    const rows: SqlValue[][] = []
    this.#decode(this.#query(parameters, ROWS_MAX), rows, options)
    while (this.#running) this.#decode(this.#stepRows(ROWS_MAX, BATCH_BYTES), rows, options)
    return rows
  }

  get(parameters?: SqlParameters, options?: StepOptions): SqlValue[] | undefined {
    const rows: SqlValue[][] = []
    this.#decode(this.#query(parameters, 1), rows, options)
    this.reset()
    return rows[0]
  }

  reset(): void {
    const pointer = this.#use()
    if (!this.#running) return
    this.#running = false
    this.#runtime.interrupts.begin()
    const code = this.#runtime.exports.sqlite3_reset(pointer)
    this.#host.noteUnknownState()
    if (code !== SQLITE_OK) throw this.#host.error(code)
  }

  /** As it was when it was prepared: not running, nothing bound. */
  clear(): void {
    this.reset()
    if (!this.#bound) return
    this.#runtime.exports.sqlite3_clear_bindings(this.#pointer)
    this.#bound = false
  }

  [Symbol.dispose](): void {
    this.close('disposed')
    this.#host.forget(this)
  }

  /** Finalises it; whoever uses it later hears the reason. */
  close(reason: ClosedReason): void {
    if (this.#closed !== undefined) return
    this.#closed = reason
    if (this.#runtime.closedReason === undefined) {
      this.#runtime.exports.sqlite3_finalize(this.#pointer)
    }
    if (this.#running) this.#host.noteUnknownState()
    this.#pointer = 0
    this.#running = false
  }

  #use(): Pointer {
    if (this.#closed !== undefined) throw new ClosedError('statement', this.#closed)
    this.#runtime.assertOpen()
    return this.#pointer
  }

  #encode(parameters: SqlParameters): EncodedParameters {
    const ordered = isPositional(parameters)
      ? parameters
      : orderByName(new Map(Object.entries(parameters)), this.parameterNames)
    if (ordered.length !== this.parameterCount) throw this.#wrongCount(ordered.length)
    return encodeParameters(this.#runtime.heap, ordered)
  }

  #parametersOrBound(parameters: SqlParameters | undefined): EncodedParameters {
    if (parameters !== undefined) return this.#encode(parameters)
    if (!this.#bound && this.parameterCount > 0) throw this.#wrongCount(0)
    return NO_PARAMETERS
  }

  #orderCells(cells: Uint8Array, names: readonly string[]): Uint8Array {
    const split = splitCells(cells)
    const named = new Map(split.map((cell, index) => [names[index] ?? '', cell]))
    if (named.size !== split.length || names.length !== split.length) {
      throw new ParameterError('PARAMETER_COUNT', 'every parameter needs one name of its own')
    }
    return joinCells(orderByName(named, this.parameterNames))
  }

  #bind(pointer: Pointer, { address, bytes }: EncodedParameters): void {
    const given = this.#runtime.heap.u32(address)
    const code = this.#runtime.exports.ql_bind(pointer, address, bytes)
    this.#runtime.heap.trimScratch()
    if (this.#running) this.#host.noteUnknownState()
    this.#running = false
    this.#bound = code === SQLITE_OK
    if (code === QL_PARAM_COUNT) throw this.#wrongCount(given)
    if (code !== SQLITE_OK) throw this.#error(code)
  }

  #query(parameters: SqlParameters | undefined, maxRows: number): Pointer {
    const pointer = this.#use()
    if (this.#running) this.reset()
    const { address, bytes } = this.#parametersOrBound(parameters)
    const { exports, interrupts } = this.#runtime
    if (bytes > 0) this.#bound = true
    interrupts.begin()
    return this.#readOutput(exports.ql_query(pointer, address, bytes, maxRows, BATCH_BYTES) >>> 0)
  }

  #stepRows(maxRows: number, maxBytes: number): Pointer {
    assert(maxRows > 0, 'a step wants at least one row')
    const pointer = this.#use()
    if (!this.#running) this.#parametersOrBound(undefined)
    const { exports, interrupts } = this.#runtime
    interrupts.begin()
    return this.#readOutput(exports.ql_step_rows(pointer, maxRows, maxBytes) >>> 0)
  }

  /** Takes what the head of an output says; throws if it says that the run failed. */
  #readOutput(output: Pointer): Pointer {
    const { heap } = this.#runtime
    heap.trimScratch()
    heap.refresh()
    const code = heap.i32[output >>> 2] as number
    this.#runAt = this.#runtime.generation
    this.#host.noteOutput(output)
    this.#running = code === SQLITE_ROW
    if (code !== SQLITE_ROW && code !== SQLITE_DONE && code !== SQLITE_OK) throw this.#error(code)
    return output
  }

  #decode(output: Pointer, rows: SqlValue[][], options: StepOptions | undefined): void {
    const { heap } = this.#runtime
    try {
      const decoded = decodeRows(heap, {
        address: output + OUTPUT_HEADER_BYTES,
        rowCount: heap.u32(output + 4),
        columnCount: heap.u32(output + 12),
        integers: options?.integers ?? this.#host.integers,
        columnName: (column) => this.columns[column] ?? String(column + 1),
      })
      for (const row of decoded) rows.push(row)
    } catch (error) {
      this.reset()
      throw error
    }
  }

  #error(code: number): Error {
    switch (code) {
      case QL_PARAM_MALFORMED:
        return new ParameterError('MALFORMED', 'the parameter cells are malformed')
      case QL_ROW_TOO_BIG:
        return new SqliteError('a row is too big to be given out', { code: SQLITE_TOOBIG })
      default:
        return this.#host.error(code)
    }
  }

  #wrongCount(given: number): ParameterError {
    const wanted = this.parameterCount
    return new ParameterError(
      'PARAMETER_COUNT',
      `the statement has ${wanted} ${wanted === 1 ? 'parameter' : 'parameters'}, not ${given}`,
    )
  }
}

function isPositional(parameters: SqlParameters): parameters is readonly SqlParameter[] {
  return Array.isArray(parameters)
}
