// A reader thread of the SQL worker: SQLite over the worker's pages. Started by reader-thread.ts.

import { parentPort, workerData } from 'node:worker_threads'
import { createReaderEngine } from '@quorumlite/sqlite'
import { systemClock, systemRandom } from '@quorumlite/transport'
import { assert } from '../assert.ts'
import { createThreadPort } from '../thread-port.ts'
import type { ReaderCommand, ReaderReport, ReaderSetup } from './reader-messages.ts'
import { ReaderService } from './reader-service.ts'

const { sharing, reader, limits, cancelled } = workerData as ReaderSetup
assert(parentPort, 'this runs in a thread')

const NOTHING = -1
let running = NOTHING

// Whatever escapes ends this thread with an error; the SQL worker fails its reads and starts another one.
const engine = await createReaderEngine({
  sharing,
  reader,
  now: () => systemClock.wallMs(),
  monotonicMs: () => systemClock.nowMs(),
  random: (into) => into.set(systemRandom.bytes(into.length)),
  onPoll: () => Atomics.load(cancelled, 0) === running,
})
new ReaderService({
  port: createThreadPort<ReaderReport, ReaderCommand>(parentPort, systemClock),
  engine,
  clock: systemClock,
  limits,
  onRun: (ticket) => (running = ticket | 0),
})
