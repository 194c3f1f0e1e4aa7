import { createEngine, type Engine, type WebAssemblyMemory } from '@quorumlite/sqlite'
import type { Clock, Random } from '@quorumlite/transport'
import type { ResolvedNodeOptions } from '../options.ts'
import type { Port } from '../port.ts'
import type { SqlCommand, SqlReport } from './messages.ts'
import type { StoreListener } from './databases.ts'
import { LocalReaders, type LocalCommand, type LocalReport } from './local-readers.ts'
import type { StartedReader } from './reader-threads.ts'
import type { ReaderSetup } from './reader-messages.ts'
import { createSqlService, type SqlService } from './sql-service.ts'

export interface SqlHalfOptions {
  readonly port: Port<SqlReport, SqlCommand>
  readonly options: ResolvedNodeOptions
  readonly clock: Clock
  readonly random: Random
  /** Shared: other threads may read its pages. */
  readonly memory?: WebAssemblyMemory | undefined
  /** Needs shared memory. */
  readonly startReader?: (setup: ReaderSetup) => StartedReader
  /** To the service's own thread, which may read the pages, too, if the memory is shared. */
  readonly localPort?: Port<LocalReport, LocalCommand>
  readonly storeListener?: StoreListener
}

/** Instantiates SQLite in this thread and puts the service over it; the same in a worker and inline. */
export async function startSqlHalf(options: SqlHalfOptions): Promise<SqlService> {
  const { clock, random, memory } = options
  return serveSql(options, await createNodeEngine(clock, random, memory))
}

/** SQLite as nodes use it: its time and its randomness are the node's. */
export function createNodeEngine(
  clock: Clock,
  random: Random,
  memory?: WebAssemblyMemory,
): Promise<Engine> {
  return createEngine({
    ...(memory && { memory }),
    now: () => clock.wallMs(),
    monotonicMs: () => clock.nowMs(),
    random: (into) => into.set(random.bytes(into.length)),
  })
}

export function serveSql(
  { port, options, clock, startReader, localPort, storeListener }: SqlHalfOptions,
  engine: Engine,
): SqlService {
  const { pipeline, readerThreads: threadsMax } = options
  engine.setMemoryLimit(options.limits.memoryBytesMax)
  const readerThreads =
    startReader && threadsMax > 0 ? { threadsMax, start: startReader } : undefined
  return createSqlService({
    port,
    engine,
    clock,
    pipeline,
    limits: {
      partBytesMax: options.limits.partBytesMax,
      evictIdleMs: options.limits.evictIdleMs,
    },
    readerThreads,
    storeListener: localPort ? new LocalReaders(localPort, engine) : storeListener,
  })
}
