import { createEngine, type Engine } from '@quorumlite/sqlite'
import { createVirtualClock, type VirtualClock } from '@quorumlite/transport'
import {
  decodeCell,
  decodeRecordedResult,
  decodeRows,
  decodeStatementResult,
  encodeParameters,
  failureToError,
  type QuorumliteError,
  type SqlParameters,
  type SqlValue,
  type Statement,
  type StatementResult,
} from '@quorumlite/wire'
import { expect } from 'vitest'
// The service is internal to the package: its exports are for services and simulators.
import type { Port } from '../../../../../packages/node/src/port.ts'
import type { StoreListener } from '../../../../../packages/node/src/sql/databases.ts'
import type {
  Executed,
  SqlCommand,
  SqlReport,
  TransactionEnded,
} from '../../../../../packages/node/src/sql/messages.ts'
import type { ReaderThreadsOptions } from '../../../../../packages/node/src/sql/reader-threads.ts'
import type { SqlLimits } from '../../../../../packages/node/src/sql/sql-limits.ts'
import {
  createSqlService,
  type SqlService,
} from '../../../../../packages/node/src/sql/sql-service.ts'
import { createDelayedPorts } from './queue-ports.ts'

export interface HalfOptions {
  readonly limits?: Partial<SqlLimits>
  readonly pipeline?: boolean
  readonly delayMs?: () => number
  readonly clock?: VirtualClock
  /** For limits of time, which are about the time that SQLite really takes. */
  readonly realTime?: boolean
  /** Pages of memory beyond what an engine starts with. */
  readonly memoryLimitBytes?: number
  readonly readerThreads?: ReaderThreadsOptions
  readonly storeListener?: StoreListener
}

type Ticketed = Extract<SqlCommand, { ticket: number }>
type WithoutTicket<C> = C extends Ticketed ? Omit<C, 'ticket'> : never

/** The database that the tests use unless they need several. */
export const MAIN = 1

/** The SQL half of a node, with a test in the place of the consensus half. */
export class Half implements Disposable {
  readonly clock: VirtualClock
  readonly engine: Engine
  readonly service: SqlService
  readonly reports: SqlReport[] = []
  readonly #port: Port<SqlCommand, SqlReport>
  #nextTicket = 1

  constructor(engine: Engine, options: HalfOptions) {
    this.clock = options.clock ?? createVirtualClock()
    this.engine = engine
    const delayMs = options.delayMs ?? (() => 0)
    const [mine, its] = createDelayedPorts<SqlCommand, SqlReport>(this.clock, delayMs)
    this.#port = mine
    mine.onBatch((batch) => this.reports.push(...batch))
    const { limits = {}, pipeline = true, readerThreads, storeListener } = options
    const { clock } = this
    const mode = { limits, pipeline, readerThreads, storeListener }
    this.service = createSqlService({ port: its, engine, clock, ...mode })
  }

  [Symbol.dispose](): void {
    this.service.close()
  }

  post(...commands: SqlCommand[]): void {
    for (const command of commands) this.#port.post(command)
  }

  /** Posts a command and returns its ticket. */
  ask(command: WithoutTicket<Ticketed>): number {
    const ticket = this.#nextTicket++
    this.#port.post({ ...command, ticket } as Ticketed)
    return ticket
  }

  /** Lets everything happen that needs no time to pass. */
  async settle(): Promise<void> {
    await this.clock.advance(0)
    this.expectHealthy()
  }

  expectHealthy(): void {
    const failed = this.reports.find((report) => report.kind === 'sqlFailed')
    if (failed?.kind === 'sqlFailed') throw failureToError(failed.failure)
    if (this.damage) throw this.damage
  }

  answers(ticket: number): SqlReport[] {
    return this.reports.filter((report) => 'ticket' in report && report.ticket === ticket)
  }

  /** The one answer to a command. */
  answer<K extends SqlReport['kind']>(ticket: number, kind: K): Extract<SqlReport, { kind: K }> {
    const answers = this.answers(ticket)
    expect(answers.map((report) => report.kind)).toEqual([kind])
    return answers[0] as Extract<SqlReport, { kind: K }>
  }

  refusal(ticket: number): QuorumliteError {
    return failureToError(this.answer(ticket, 'refused').failure)
  }

  of<K extends SqlReport['kind']>(kind: K): Extract<SqlReport, { kind: K }>[] {
    return this.reports.filter((report) => report.kind === kind) as never
  }

  get ended(): TransactionEnded[] {
    return this.of('transactionEnded')
  }

  get failure(): QuorumliteError | undefined {
    const [failed] = this.of('sqlFailed')
    return failed && failureToError(failed.failure)
  }

  /** Why the half has given up its stores. */
  get damage(): QuorumliteError | undefined {
    const [damaged] = this.of('damaged')
    return damaged && failureToError(damaged.failure)
  }

  createDatabase(database: number = MAIN): void {
    const page1 = this.engine.blankPage1()
    this.post({ kind: 'createStore', database, name: `name ${database}`, family: database, page1 })
  }

  lead(term: number = 1, epochs: { database: number; epoch: number }[] = []): void {
    this.post({ kind: 'setLeading', term, epochs })
  }

  /** Posts one numbered request. */
  execute(
    statements: string | readonly Statement[],
    parameters: SqlParameters = [],
    foreignKeysOff: boolean = false,
  ): number {
    const all = typeof statements === 'string' ? [sql(statements, parameters)] : statements
    const batch = { database: 'main', statements: all, foreignKeysOff }
    return this.ask({ kind: 'execute', database: MAIN, batch })
  }

  publish({ database, speculation }: Executed): void {
    if (speculation > 0) this.post({ kind: 'publishCommit', database, speculation })
  }

  /** Runs one numbered request and publishes it, as a leader without competition would. */
  async run(
    statements: string | readonly Statement[],
    parameters: SqlParameters = [],
    foreignKeysOff: boolean = false,
  ): Promise<Outcome> {
    const ticket = this.execute(statements, parameters, foreignKeysOff)
    await this.settle()
    const executed = this.answer(ticket, 'executed')
    this.publish(executed)
    return outcomeOf(executed)
  }

  /** The result of one successful request with one statement. */
  async result(text: string, parameters: SqlParameters = []): Promise<Result> {
    const { results, error } = await this.run(text, parameters)
    if (error) throw error
    return results[0] as Result
  }

  /** The error of one request that failed. */
  async error(
    statements: string | readonly Statement[],
    parameters: SqlParameters = [],
  ): Promise<QuorumliteError> {
    const { error, executed } = await this.run(statements, parameters)
    if (!error) throw new Error('the request did not fail')
    expect(executed.speculation, 'a failed request writes nothing').toBe(0)
    return error
  }

  query(text: string, parameters: SqlParameters = [], windowMax?: number): number {
    const window = windowMax === undefined ? {} : { windowMax }
    return this.ask({ kind: 'query', database: MAIN, statement: sql(text, parameters), ...window })
  }

  rowsOf(ticket: number): SqlValue[][] {
    return this.answers(ticket).flatMap((report) => {
      if (report.kind !== 'rows') throw new Error(`the query was answered '${report.kind}'`)
      return decodeRows(report.cells, report.rowCount, report.columns)
    })
  }

  /** All rows of the published state. */
  async rows(text: string, parameters: SqlParameters = []): Promise<SqlValue[][]> {
    const ticket = this.query(text, parameters)
    await this.settle()
    expect(this.answers(ticket).at(-1)).toMatchObject({ kind: 'rows', last: true })
    return this.rowsOf(ticket)
  }
}

export interface Result {
  readonly changes: number
  readonly lastInsertRowid: SqlValue | undefined
  readonly columns: readonly string[]
  readonly rows: SqlValue[][]
}

export interface Outcome {
  readonly executed: Executed
  readonly results: Result[]
  readonly error: QuorumliteError | undefined
}

export function outcomeOf(executed: Executed): Outcome {
  const recorded = decodeRecordedResult(executed.result)
  return {
    executed,
    results: recorded.kind === 'ok' ? recorded.value.results.map(toResult) : [],
    error: recorded.kind === 'failure' ? failureToError(recorded.value) : undefined,
  }
}

export function steppedResult(bytes: Uint8Array): Result {
  return toResult(decodeStatementResult(bytes))
}

function toResult(result: StatementResult): Result {
  return {
    changes: result.changes,
    lastInsertRowid: decodeCell(result.lastInsertRowid),
    columns: result.columns,
    rows: decodeRows(result.cells, result.rowCount, result.columns),
  }
}

export function sql(text: string, parameters: SqlParameters = []): Statement {
  return { sql: text, parameters: encodeParameters(parameters) }
}

export async function openHalf(options: HalfOptions = {}): Promise<Half> {
  const clock = options.clock ?? createVirtualClock()
  const engine = await createEngine({
    now: () => clock.wallMs(),
    ...(!options.realTime && { monotonicMs: () => clock.nowMs() }),
  })
  if (options.memoryLimitBytes !== undefined) {
    engine.setMemoryLimit(engine.memoryUsage().memoryBytes + options.memoryLimitBytes)
  }
  return new Half(engine, { ...options, clock })
}

/** A half that leads, with one empty database. */
export async function openLeader(options: HalfOptions = {}): Promise<Half> {
  const half = await openHalf(options)
  half.createDatabase()
  half.lead()
  await half.settle()
  return half
}
