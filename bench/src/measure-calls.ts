import { createHistogram } from 'node:perf_hooks'
import type { LoadSummary } from './load.ts'

const NANOSECONDS_PER_MS = 1e6

/** Callers that each wait for their operation before they begin the next. */
export async function measureCalls(
  callers: readonly (() => Promise<unknown>)[],
  seconds: number,
): Promise<LoadSummary> {
  const histogram = createHistogram()
  const began = performance.now()
  const endsMs = began + seconds * 1000
  let operations = 0
  const call = async (operate: () => Promise<unknown>): Promise<void> => {
    for (let now = performance.now(); now < endsMs;) {
      await operate()
      const then = now
      now = performance.now()
      histogram.record(Math.max(1, Math.round((now - then) * NANOSECONDS_PER_MS)))
      operations++
    }
  }
  await Promise.all(callers.map(call))
  return {
    operations,
    opsPerSecond: (operations * 1000) / (performance.now() - began),
    p50Ms: histogram.percentile(50) / NANOSECONDS_PER_MS,
    p99Ms: histogram.percentile(99) / NANOSECONDS_PER_MS,
    maxMs: histogram.max / NANOSECONDS_PER_MS,
  }
}
