// Many seeds, on several processes: one that hangs or dies costs no more than its own seeds.

import { type ChildProcess, fork } from 'node:child_process'
import type { Chunk, ChunkResult, Failure } from './chunk.ts'
import { Coverage } from './coverage.ts'
import type { Layer } from './layer.ts'

export interface BatchOptions {
  readonly layer: Layer
  readonly first: number
  readonly seeds: number
  readonly jobs: number
  /** No seed is begun after so much real time. */
  readonly limitMs: number
  /** Ends with the first failure. */
  readonly failFast: boolean
  readonly onProgress: (done: number, failures: readonly Failure[]) => void
}

export interface BatchResult {
  readonly seeds: number
  readonly repeated: number
  readonly failures: readonly Failure[]
  readonly coverage: Coverage
  readonly least: ReadonlyMap<string, number>
}

const CHUNK_MS = 500
/** Every core has a process of its own: threads beside them and long stacks of expected errors only cost. */
const NODE_FLAGS = ['--max-semi-space-size=64', '--stack-trace-limit=6', '--single-threaded']
const FAILURES_MAX = 20

export async function runBatch(options: BatchOptions): Promise<BatchResult> {
  const batch = new Batch(options)
  const jobs = Math.min(options.jobs, options.seeds)
  await Promise.all(Array.from({ length: jobs }, () => batch.work()))
  return batch.result
}

class Batch {
  readonly #options: BatchOptions
  readonly #deadlineMs: number
  readonly #coverage: Coverage
  readonly #failures: Failure[] = []
  #next: number
  #done = 0
  #repeated = 0
  readonly #least = new Map<string, number>()
  #chunkSeeds = 1

  constructor(options: BatchOptions) {
    this.#options = options
    this.#deadlineMs = Date.now() + options.limitMs
    this.#coverage = new Coverage(options.layer.coverage.flatMap(({ counters }) => counters))
    this.#next = options.first
  }

  get result(): BatchResult {
    return {
      seeds: this.#done,
      repeated: this.#repeated,
      failures: this.#failures,
      coverage: this.#coverage,
      least: this.#least,
    }
  }

  /** One process after the other, until there is nothing left to do. */
  async work(): Promise<void> {
    while (this.#hasMore()) {
      const child = fork(new URL('./worker.js', import.meta.url), [this.#options.layer.name], {
        execArgv: NODE_FLAGS,
      })
      try {
        await answerOf(child, this.#options.layer.seedLimitMs)
        while (this.#hasMore()) {
          if (!(await this.#runOne(child))) {
            break
          }
        }
      } finally {
        child.kill('SIGKILL')
      }
    }
  }

  #hasMore(): boolean {
    const { first, seeds } = this.#options
    return (
      this.#next < first + seeds &&
      Date.now() < this.#deadlineMs &&
      this.#failures.length < (this.#options.failFast ? 1 : FAILURES_MAX)
    )
  }

  /** False if the process is of no use any more. */
  async #runOne(child: ChildProcess): Promise<boolean> {
    const { first, seeds, layer } = this.#options
    const count = Math.min(this.#chunkSeeds, first + seeds - this.#next)
    const chunk: Chunk = { first: this.#next, seeds: count, batchFirst: first }
    this.#next += count
    const beganMs = Date.now()
    child.send(chunk)
    let result: ChunkResult
    try {
      result = (await answerOf(child, layer.seedLimitMs * 2 * count)) as ChunkResult
    } catch (cause) {
      const reason = `seeds ${chunk.first} to ${chunk.first + count - 1}: ${String(cause)}`
      this.#add({
        seeds: count,
        repeated: 0,
        failures: [{ seed: chunk.first, reason }],
        counts: {},
        least: {},
      })
      return false
    }
    this.#add(result)
    const seedMs = (Date.now() - beganMs) / count
    this.#chunkSeeds = Math.max(1, Math.min(100, Math.floor(CHUNK_MS / seedMs)))
    return true
  }

  #add(result: ChunkResult): void {
    this.#done += result.seeds
    this.#repeated += result.repeated
    this.#failures.push(...result.failures)
    this.#coverage.add(result.counts)
    for (const [name, times] of Object.entries(result.least)) {
      this.#least.set(name, Math.min(this.#least.get(name) ?? Infinity, times))
    }
    this.#options.onProgress(this.#done, result.failures)
  }
}

/** The next message of the process. */
function answerOf(child: ChildProcess, limitMs: number): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => finish(new Error(`no answer in ${limitMs / 1000} s`)), limitMs)
    const onMessage = (message: unknown): void => finish(undefined, message)
    const onExit = (code: number | null, signal: string | null): void =>
      finish(new Error(`its process ended with ${code ?? signal}`))
    const finish = (error: Error | undefined, message?: unknown): void => {
      clearTimeout(timer)
      child.off('message', onMessage)
      child.off('exit', onExit)
      if (error) {
        reject(error)
      } else {
        resolve(message)
      }
    }
    child.once('message', onMessage)
    child.once('exit', onExit)
  })
}
