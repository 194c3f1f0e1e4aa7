import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export interface LoadSettings {
  readonly addresses: readonly string[]
  readonly secretFile: string
  readonly operation: 'insert' | 'read' | 'scan'
  readonly consistency?: 'linearizable' | 'session' | 'stale'
  readonly sql?: string
  readonly callers: number
  readonly connections: number
  readonly seconds: number
  readonly warmUpSeconds: number
  /** Of inserts: the first key. */
  firstKey: number
  /** Of reads: keys 0 to this are asked for. */
  readonly keys: number
}

export interface LoadSummary {
  readonly operations: number
  readonly opsPerSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly maxMs: number
}

/** Runs a load in a process of its own. */
export function runLoad(settings: LoadSettings): Promise<LoadSummary> {
  const module = fileURLToPath(new URL('./load-process.js', import.meta.url))
  const child = fork(module, [JSON.stringify(settings)])
  return new Promise((resolve, reject) => {
    child.once('message', (summary) => resolve(summary as LoadSummary))
    child.once('exit', (code) => reject(new Error(`the load ended with code ${code}`)))
  })
}
