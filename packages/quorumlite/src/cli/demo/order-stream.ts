import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { QuorumliteError } from '@quorumlite/wire'
import type { OrderWriterReport, OrderWriterSettings } from './order-messages.ts'

export type OrderProgress = Extract<OrderWriterReport, { kind: 'progress' }>
export type OrdersDone = Extract<OrderWriterReport, { kind: 'done' }>

/** The client process that places orders, as seen from here. */
export class OrderStream {
  readonly #child: ChildProcess
  readonly #done: Promise<OrdersDone>
  #latest: OrderProgress | undefined
  #acknowledged = 0
  #gapMs = 0
  readonly #watchers = new Set<() => void>()

  constructor(settings: OrderWriterSettings) {
    const module = fileURLToPath(new URL('./order-writer.js', import.meta.url))
    this.#child = fork(module, [JSON.stringify(settings)], { stdio: ['ignore', 2, 2, 'ipc'] })
    this.#done = new Promise((resolve, reject) => {
      this.#child.on('message', (report: OrderWriterReport) => {
        if (report.kind === 'done') resolve(report)
        else this.#onProgress(report)
      })
      this.#child.once('exit', (code) =>
        reject(new QuorumliteError('CLOSED', `the client process ended with code ${code}`)),
      )
    })
    this.#done.catch(() => undefined)
  }

  get latest(): OrderProgress | undefined {
    return this.#latest
  }

  get acknowledged(): number {
    return this.#acknowledged
  }

  /** The longest time without an acknowledgement since the last call. */
  takeGapMs(): number {
    const gapMs = this.#gapMs
    this.#gapMs = 0
    return gapMs
  }

  /** Calls back at every report, until the returned function is called. */
  watch(onProgress: () => void): () => void {
    this.#watchers.add(onProgress)
    return () => this.#watchers.delete(onProgress)
  }

  /** Resolves at the first report for which the condition holds; rejects if the client ends or time is over. */
  until(condition: (progress: OrderProgress) => boolean, timeoutMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const unwatch = this.watch(() => {
        if (this.#latest && condition(this.#latest)) finish(resolve)
      })
      const timer = setTimeout(
        () => finish(() => reject(new QuorumliteError('TIMEOUT', 'no order was acknowledged'))),
        timeoutMs,
      )
      const finish = (settle: () => void): void => {
        clearTimeout(timer)
        unwatch()
        settle()
      }
      this.#done.catch((cause: unknown) => finish(() => reject(cause as Error)))
    })
  }

  /** Lets orders under way finish, and resolves with all that was acknowledged. */
  stop(): Promise<OrdersDone> {
    this.#child.send('stop')
    return this.#done
  }

  kill(): void {
    this.#child.kill('SIGKILL')
  }

  #onProgress(progress: OrderProgress): void {
    this.#latest = progress
    this.#acknowledged += progress.acknowledged
    this.#gapMs = Math.max(this.#gapMs, progress.gapMs)
    for (const watcher of this.#watchers) watcher()
  }
}
