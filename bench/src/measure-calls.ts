import { Latencies } from './latencies.ts'
import type { LoadSummary } from './load.ts'

/** Callers that each wait for their operation before they begin the next. */
export async function measureCalls(
  callers: readonly (() => Promise<unknown>)[],
  seconds: number,
): Promise<LoadSummary> {
  const latencies = new Latencies()
  const endsMs = performance.now() + seconds * 1000
  const call = async (operate: () => Promise<unknown>): Promise<void> => {
    for (let now = performance.now(); now < endsMs;) {
      await operate()
      const then = now
      now = performance.now()
      latencies.add(now - then)
    }
  }
  await Promise.all(callers.map(call))
  return latencies.summary()
}
