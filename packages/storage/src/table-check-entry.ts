// The thread that checks tables. Started by table-check.ts.

import { parentPort, workerData } from 'node:worker_threads'

import { checkTable } from './table-check.ts'

for (const file of workerData as readonly string[]) {
  parentPort?.postMessage(checkTable(file))
}
