// The SQL worker of a node: WASM SQLite and the pages of every database. Started by worker-node.ts.

import { workerData, type MessagePort } from 'node:worker_threads'
import { createMemory, type WebAssemblyMemory } from '@quorumlite/sqlite'
import { systemClock, systemRandom } from '@quorumlite/transport'
import type { ResolvedNodeOptions } from '../options.ts'
import { createThreadPort } from '../thread-port.ts'
import type { LocalCommand, LocalReport } from './local-readers.ts'
import { SQL_COMMAND_PACKING, SQL_REPORT_PACKING } from './message-packing.ts'
import type { SqlCommand, SqlReport } from './messages.ts'
import { startReaderThread } from './reader-thread.ts'
import { startSqlHalf } from './sql-half.ts'

/** What the worker is started with. */
export interface SqlWorkerData {
  readonly options: ResolvedNodeOptions
  readonly port: MessagePort
  /** To the service's own thread. */
  readonly localPort: MessagePort
}

const data = workerData as SqlWorkerData

// Whatever escapes ends this worker with an error, and with it the node: the main thread watches.
await startSqlHalf({
  port: createThreadPort<SqlReport, SqlCommand>(data.port, systemClock, {
    out: SQL_REPORT_PACKING,
    in: SQL_COMMAND_PACKING,
  }),
  options: data.options,
  clock: systemClock,
  random: systemRandom,
  memory: sharedMemory(),
  startReader: startReaderThread,
  localPort: createThreadPort<LocalReport, LocalCommand>(data.localPort, systemClock),
})

/** Undefined where the system refuses the address space: then all reads run in this thread. */
function sharedMemory(): WebAssemblyMemory | undefined {
  try {
    return createMemory({ shared: true })
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}
