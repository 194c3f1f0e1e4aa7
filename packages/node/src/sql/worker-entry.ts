// The SQL worker of a node: WASM SQLite and the pages of every database. Started by worker-node.ts.

import { workerData, type MessagePort } from 'node:worker_threads'
import { systemClock, systemRandom } from '@quorumlite/transport'
import type { ResolvedNodeOptions } from '../options.ts'
import { createThreadPort } from '../thread-port.ts'
import type { SqlCommand, SqlReport } from './messages.ts'
import { startSqlHalf } from './sql-half.ts'

/** What the worker is started with. */
export interface SqlWorkerData {
  readonly options: ResolvedNodeOptions
  readonly port: MessagePort
}

const data = workerData as SqlWorkerData

// Whatever escapes ends this worker with an error, and with it the node: the main thread watches.
await startSqlHalf({
  port: createThreadPort<SqlReport, SqlCommand>(data.port, systemClock),
  options: data.options,
  clock: systemClock,
  random: systemRandom,
})
