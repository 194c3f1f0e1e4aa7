import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { endWithUs } from './leftovers.ts'

export interface LoadSettings {
  readonly addresses: readonly string[]
  readonly secretFile: string
  readonly operation: 'insert' | 'read' | 'scan'
  readonly consistency?: 'linearizable' | 'session' | 'stale'
  /** Of scans: what is asked again and again. */
  readonly sql?: string
  /** Of inserts: callers take them in turn. Default: main. */
  readonly databases?: readonly string[]
  readonly callers: number
  readonly connections: number
  readonly seconds: number
  readonly warmUpSeconds: number
  /** Of inserts: the first key. */
  readonly firstKey: number
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

/** With what it cost the process that the load ran in. */
export interface ProcessSummary extends LoadSummary {
  /** User and system time, of all its threads. */
  readonly cpuMicrosPerOp: number
}

/** What a load's process sends: its figures, or why there are none. */
export type LoadMessage =
  | { readonly kind: 'began' }
  | { readonly kind: 'done'; readonly summary: LoadSummary }
  | { readonly kind: 'failed'; readonly reason: string }

export interface LoadEvents {
  /** The load is warm, and is being measured from here on. */
  readonly onBegan?: () => void
}

/** Runs a load in a process of its own; rejects with the reason if that ends without figures. */
export function runLoad(settings: LoadSettings, events: LoadEvents = {}): Promise<ProcessSummary> {
  const module = fileURLToPath(new URL('./load-process.js', import.meta.url))
  return runForked<ProcessSummary>(module, settings, events.onBegan)
}

/**
 * Forks one of our modules with its settings, and gives the figures that it sends. The process has ended when this
 * resolves.
 */
export function runForked<Summary>(
  module: string,
  settings: unknown,
  onBegan?: () => void,
): Promise<Summary> {
  const child = fork(module, [JSON.stringify(settings)])
  endWithUs(child)
  return new Promise((resolve, reject) => {
    let outcome: LoadMessage | undefined
    child.on('message', (message: LoadMessage) => {
      if (message.kind === 'began') onBegan?.()
      else outcome = message
    })
    child.once('error', (cause) => reject(new Error('the load cannot be started', { cause })))
    child.once('close', (code, signal) => {
      if (outcome?.kind === 'done') resolve(outcome.summary as Summary)
      else if (outcome?.kind === 'failed') reject(new Error(`the load failed: ${outcome.reason}`))
      else
        reject(new Error(`the load ended early, ${signal ? `by ${signal}` : `with code ${code}`}`))
    })
  })
}

/** The other end of `runForked`: runs `work` with the settings, and sends what comes of it. */
export async function serveFork<Settings>(
  work: (settings: Settings, began: () => void) => Promise<unknown>,
): Promise<void> {
  const send = (message: unknown): Promise<void> =>
    new Promise((resolve) => process.send?.(message, undefined, undefined, () => resolve()))
  // Whoever forked us is gone: so is the reason to go on.
  process.once('disconnect', () => process.exit(1))
  try {
    const settings = JSON.parse(process.argv[2] ?? '{}') as Settings
    const summary = await work(settings, () => void send({ kind: 'began' }))
    await send({ kind: 'done', summary })
    process.exit(0)
  } catch (error) {
    await send({ kind: 'failed', reason: reasonOf(error) })
    process.exit(1)
  }
}

function reasonOf(error: unknown): string {
  const reasons: string[] = []
  for (let each = error; each instanceof Error; each = each.cause) {
    const { code } = each as { code?: unknown }
    reasons.push(typeof code === 'string' ? `${each.message} (${code})` : each.message)
  }
  return reasons.length > 0 ? reasons.join(': ') : String(error)
}
