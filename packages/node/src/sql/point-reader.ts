import {
  ParameterError,
  SqliteError,
  type CellBatch,
  type Connection,
  type ReaderStore,
  type Statement,
} from '@quorumlite/sqlite'
import type { Statement as StatementText } from '@quorumlite/wire'
import { hasBoundedSteps } from './bounded-plan.ts'
import { bindParameters, prepareOne } from './statement-run.ts'

/** A whole result. */
export interface PointRows extends Pick<CellBatch, 'rowCount' | 'cells'> {
  readonly columns: readonly string[]
}

/** Everything that a read in the consensus half may take. */
export interface PointReadLimits {
  /** Of SQLite's virtual machine: some hundred microseconds at most. */
  readonly stepsMax: number
  /** A longer text, blob or row is not looked at. */
  readonly valueBytesMax: number
  readonly rowsMax: number
  readonly bytesMax: number
  /** What took longer, for whatever reason, so many times in a row, is not tried again for a while. */
  readonly timeMaxMs: number
  readonly slowRunsMax: number
}

export const POINT_READ: PointReadLimits = {
  stepsMax: 4_000,
  valueBytesMax: 64 * 1024,
  rowsMax: 256,
  bytesMax: 32 * 1024,
  timeMaxMs: 1,
  slowRunsMax: 3,
}

/** Texts that are known to be short or not, and how often one that is not is passed on before it is looked at anew. */
const PLANS_MAX = 256
const TEXT_UNITS_MAX = 4 * 1024
const PASSES = 1_000

interface Plan {
  readonly isShort: boolean
  /** Of one that is not. */
  passesLeft: number
  /** In a row, the last ones. */
  slowRuns: number
}

/**
 * Reads of one database that end within microseconds, for a thread that must not be held up. Whatever is not sure to, or does
 * not succeed, is left to others: they give the answer, or the error.
 */
export class PointReader {
  readonly #store: ReaderStore
  readonly #nowMs: () => number
  readonly #connection: Connection
  readonly #plans = new Map<string, Plan>()
  /** What the plans were made for, and a version that had it. */
  #schemaCookie: unknown
  #version = -1

  /** `store`: of an engine with a limit of steps. Throws ClosedError, PageStoreError. */
  constructor(store: ReaderStore, nowMs: () => number) {
    this.#store = store
    this.#nowMs = nowMs
    const { valueBytesMax } = POINT_READ
    this.#connection = store.connect({ profile: 'reader', valueBytesMax })
  }

  /** Undefined: ask somebody else. Throws ClosedError once the engine has failed. */
  query(text: StatementText): PointRows | undefined {
    const { sql } = text
    if (sql.length > TEXT_UNITS_MAX) return undefined
    const plan = this.#plans.get(sql)
    if (plan && !plan.isShort && plan.passesLeft-- > 0) return undefined
    try {
      const statement = prepareOne(this.#connection, sql)
      if (!statement) return this.#pass(sql)
      if (!plan?.isShort && !this.#vet(statement, sql)) return this.#pass(sql)
      return this.#run(statement, text)
    } catch (error) {
      if (error instanceof ParameterError) return undefined
      if (!(error instanceof SqliteError)) throw error
      return this.#pass(sql)
    }
  }

  close(): void {
    this.#connection[Symbol.dispose]()
    this.#store[Symbol.dispose]()
  }

  #run(statement: Statement, text: StatementText): PointRows | undefined {
    const startedMs = this.#nowMs()
    bindParameters(statement, text.parameters)
    const { rowCount, cells, done } = statement.stepCells(POINT_READ.rowsMax, POINT_READ.bytesMax)
    if (!done) {
      statement.reset()
      return this.#pass(text.sql)
    }
    const { columns } = statement
    this.#judge(text.sql, this.#nowMs() - startedMs)
    this.#lookAtSchema()
    return { columns, rowCount, cells }
  }

  /** The thread may have been held up by others, once. */
  #judge(sql: string, tookMs: number): void {
    const plan = this.#plans.get(sql)
    if (!plan) return
    const { timeMaxMs, slowRunsMax } = POINT_READ
    plan.slowRuns = tookMs > timeMaxMs ? plan.slowRuns + 1 : 0
    if (plan.slowRuns === slowRunsMax) this.#pass(sql)
  }

  /** Whether its steps are bounded, as the schema is now. */
  #vet(statement: Statement, sql: string): boolean {
    this.#lookAtSchema()
    const isShort = hasBoundedSteps(this.#connection, statement)
    if (isShort) this.#remember(sql, { isShort, passesLeft: 0, slowRuns: 0 })
    return isShort
  }

  /**
   * Another version may have another schema, in which a text means something else: each is vetted again. One read may have run
   * on it by then, within the limits of steps and values.
   */
  #lookAtSchema(): void {
    if (this.#store.committedVersion === this.#version) return
    const [cookie] = this.#connection.cached('PRAGMA schema_version').get() ?? []
    this.#version = this.#store.committedVersion
    if (cookie === this.#schemaCookie) return
    this.#schemaCookie = cookie
    this.#plans.clear()
  }

  #pass(sql: string): undefined {
    this.#remember(sql, { isShort: false, passesLeft: PASSES, slowRuns: 0 })
  }

  #remember(sql: string, plan: Plan): void {
    this.#plans.delete(sql)
    this.#plans.set(sql, plan)
    const [oldest] = this.#plans.keys()
    if (this.#plans.size > PLANS_MAX && oldest !== undefined) this.#plans.delete(oldest)
  }
}
