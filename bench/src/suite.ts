// What a suite is, and what it is given to work with. A new one is a file in suites/, listed in main.ts.

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
  /** How long it runs before that, unmeasured: V8 compiles a node's paths for ten seconds and more. */
  readonly warmUpSeconds: number
  readonly repeats: number
  /** Of suites with a large database: its size. */
  readonly databaseMib: number
  /** Whether `--only` leaves this measurement in. A suite asks before each one. */
  readonly selects: (name: string) => boolean
  /** What is going on right now. */
  readonly progress: (words: string) => void
  /** A sentence for the reader of the table: something was skipped, or is not as it looks. */
  readonly remark: (words: string) => void
  /** Names the version of something else that was measured, beside those of Node, quorumlite and SQLite. */
  readonly addVersion: (what: string, version: string) => void
  /** Of peers that run already: all members of an etcd, the HTTP API of a dqlite-demo. */
  readonly etcd: readonly string[]
  readonly dqlite: string | undefined
}

export interface Suite {
  readonly name: string
  readonly summary: string
  /** Measures, and gives the median repeat of everything that it measured. */
  readonly run: (options: SuiteOptions) => Promise<readonly Result[]>
}

/** How a measurement is called in progress lines and by `--only`. */
export function labelOf({
  name,
  callers,
  connections,
}: Pick<Result, 'name' | 'callers' | 'connections'>): string {
  const parts = [name]
  if (callers !== undefined) parts.push(`callers=${callers}`)
  if (connections !== undefined) parts.push(`connections=${connections}`)
  return parts.join(' ')
}

export interface Measurement {
  /** As `--only` and progress lines know it. */
  readonly label: string
  readonly once: (repeat: number) => Promise<Result>
}

/** Runs one measurement as often as asked and gives the median repeat; nothing if `--only` leaves it out. */
export function repeated(
  options: Pick<SuiteOptions, 'repeats' | 'selects' | 'progress'>,
  label: string,
  once: Measurement['once'],
): Promise<Result[]> {
  return inTurns(options, [{ label, once }])
}

/**
 * Runs measurements that are to be compared, one after the other in each repeat, so that what else the machine does falls
 * on all alike. Gives the median repeat of each that `--only` leaves in.
 */
export async function inTurns(
  options: Pick<SuiteOptions, 'repeats' | 'selects' | 'progress'>,
  measurements: readonly Measurement[],
): Promise<Result[]> {
  const selected = measurements.filter(({ label }) => options.selects(label))
  const runs = selected.map((): Result[] => [])
  for (let repeat = 0; repeat < options.repeats; repeat++) {
    for (const [i, { label, once }] of selected.entries()) {
      options.progress(`${label}: repeat ${repeat + 1} of ${options.repeats}`)
      runs[i]!.push(await once(repeat))
    }
  }
  return runs.map(median)
}

/** The result with the median rate (or, without a rate, the median of the first extra figure); of two, the lower one. */
export function median(results: readonly Result[]): Result {
  const key = (result: Result): number =>
    result.opsPerSecond ?? Object.values(result.extra ?? {})[0] ?? 0
  const sorted = results.toSorted((a, b) => key(a) - key(b))
  const middle = sorted[Math.floor((sorted.length - 1) / 2)]
  if (middle === undefined) throw new Error('a median needs a result')
  return middle
}
