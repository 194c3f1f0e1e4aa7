import type { Layer } from '../layer.ts'
import { Trace } from '../trace.ts'
import { FULL_COUNTERS, RARE_COUNTERS } from './counters.ts'
import { describe } from './machines.ts'
import { runFull } from './run.ts'

export const fullLayer: Layer = {
  name: 'full',
  coverage: [
    { seeds: 100, counters: FULL_COUNTERS },
    { seeds: 1_000, counters: RARE_COUNTERS },
  ],
  floors: { 'virtual second': 60, 'transaction committed': 200 },
  seedLimitMs: 120_000,
  async run(seed, write) {
    const trace = new Trace(write)
    let failure: string | undefined
    let counts: Record<string, number> = {}
    try {
      counts = (await runFull(seed, trace)).toRecord()
    } catch (error) {
      failure = describe(error)
    }
    return { seed, failure, hash: trace.hash, counts }
  },
}
