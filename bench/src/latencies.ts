import { createHistogram } from 'node:perf_hooks'
import type { LoadSummary } from './load.ts'

const NANOSECONDS_PER_MS = 1e6

/** What operations took, one by one, from now until they are summed up. */
export class Latencies {
  readonly #histogram = createHistogram()
  readonly #beganMs = performance.now()
  #operations = 0

  /** `operations` together took so long. */
  add(tookMs: number, operations = 1): void {
    this.#histogram.record(Math.max(1, Math.round((tookMs * NANOSECONDS_PER_MS) / operations)))
    this.#operations += operations
  }

  summary(): LoadSummary {
    const histogram = this.#histogram
    return {
      operations: this.#operations,
      opsPerSecond: (this.#operations * 1000) / (performance.now() - this.#beganMs),
      p50Ms: histogram.percentile(50) / NANOSECONDS_PER_MS,
      p99Ms: histogram.percentile(99) / NANOSECONDS_PER_MS,
      maxMs: histogram.max / NANOSECONDS_PER_MS,
    }
  }
}
