import { Worker } from 'node:worker_threads'
import { systemClock } from '@quorumlite/transport'
import { createThreadPort } from '../thread-port.ts'
import type { ReaderCommand, ReaderReport, ReaderSetup } from './reader-messages.ts'
import type { StartedReader } from './reader-threads.ts'

/** As for the SQL worker: deeply nested SQL must not overflow the stack. */
const RESOURCE_LIMITS = { stackSizeMb: 32 }

export function startReaderThread(setup: ReaderSetup): StartedReader {
  const worker = new Worker(new URL('./reader-entry.js', import.meta.url), {
    workerData: setup,
    resourceLimits: RESOURCE_LIMITS,
  })
  const ended = new Promise<Error>((resolve) => {
    let cause: Error | undefined
    worker.on('error', (error: Error) => (cause ??= error))
    worker.on('exit', (code) => resolve(cause ?? new Error(`it ended with code ${code}`)))
  })
  return {
    port: createThreadPort<ReaderCommand, ReaderReport>(worker, systemClock),
    ended,
    terminate: () => void worker.terminate(),
  }
}
