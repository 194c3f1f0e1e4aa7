// The consensus worker of a node: everything but SQL. Started by worker-node.ts.

import { workerData } from 'node:worker_threads'
import { openNodeStorage } from '../node-directory.ts'
import type { ConsensusWorkerData } from './worker-service.ts'

const data = workerData as ConsensusWorkerData

// Storage checks its files in a thread of its own, and this one loads meanwhile what it will need next.
const storage = openNodeStorage(data.options)
// Whoever starts the node hears of it.
storage.catch(() => undefined)
const { serveConsensus } = await import('./worker-service.ts')
const { loadLibp2p } = await import('@quorumlite/transport')
// Should it fail, opening the transport says so.
loadLibp2p().catch(() => undefined)
serveConsensus(data, storage)
