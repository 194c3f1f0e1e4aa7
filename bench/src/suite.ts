/** One measured line. Rates are of the whole load, latencies of single operations as their caller saw them. */
export interface Result {
  readonly name: string
  /** Callers that each wait for their own operation. */
  readonly callers?: number
  /** Streams to the cluster: 1 when all callers share one `connect()`. */
  readonly connections?: number
  readonly opsPerSecond?: number
  readonly p50Ms?: number
  readonly p99Ms?: number
  /** Anything else that was measured, by name with unit. */
  readonly extra?: Readonly<Record<string, number>>
  /** What it is compared with, and where that figure comes from. */
  readonly reference?: string
}

export interface SuiteOptions {
  /** How long each measurement lasts. */
  readonly seconds: number
  readonly repeats: number
  readonly progress: (words: string) => void
}

export interface Suite {
  readonly name: string
  readonly summary: string
  /** One list of results per repeat is made by `run`; the harness takes the repeat whose rate is the median. */
  readonly run: (options: SuiteOptions) => Promise<readonly Result[]>
}

/** The result with the median rate (or, without a rate, the median of the first extra figure). */
export function median(results: readonly Result[]): Result {
  const key = (result: Result): number =>
    result.opsPerSecond ?? Object.values(result.extra ?? {})[0] ?? 0
  const sorted = results.toSorted((a, b) => key(a) - key(b))
  return sorted[Math.floor(sorted.length / 2)]!
}
