import { createEngine, type Engine } from '@quorumlite/sqlite'
import type { Clock, Random } from '@quorumlite/transport'
import type { ResolvedNodeOptions } from '../options.ts'
import type { Port } from '../port.ts'
import type { SqlCommand, SqlReport } from './messages.ts'
import { createSqlService, type SqlService } from './sql-service.ts'

export interface SqlHalfOptions {
  readonly port: Port<SqlReport, SqlCommand>
  readonly options: ResolvedNodeOptions
  readonly clock: Clock
  readonly random: Random
}

/** Instantiates SQLite in this thread and puts the service over it; the same in a worker and inline. */
export async function startSqlHalf(options: SqlHalfOptions): Promise<SqlService> {
  const { clock, random } = options
  return serveSql(options, await createNodeEngine(clock, random))
}

/** SQLite as nodes use it: its time and its randomness are the node's. */
export function createNodeEngine(clock: Clock, random: Random): Promise<Engine> {
  return createEngine({
    now: () => clock.wallMs(),
    monotonicMs: () => clock.nowMs(),
    random: (into) => into.set(random.bytes(into.length)),
  })
}

export function serveSql({ port, options, clock }: SqlHalfOptions, engine: Engine): SqlService {
  return createSqlService({ port, engine, clock, pipeline: options.pipeline })
}
