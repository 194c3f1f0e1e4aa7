import { expect, test } from 'vitest'
import { runSwarm } from '../support/swarm.ts'

// QUORUMLITE_SWARM_SEEDS=1000 runs longer; QUORUMLITE_SEED replays one.
const SEEDS = Number(process.env['QUORUMLITE_SWARM_SEEDS'] ?? 12)
const FAULTS = Number(process.env['QUORUMLITE_SWARM_FAULTS'] ?? 30)
const ONLY = process.env['QUORUMLITE_SEED']
const FIRST = Number(process.env['QUORUMLITE_FIRST_SEED'] ?? Date.now() % 1_000_000)

const seeds = ONLY ? [Number(ONLY)] : Array.from({ length: SEEDS }, (_, i) => FIRST + i)
const TIMEOUT_MS = 10 * 60_000

test.each(seeds)(
  'a cluster under every fault at once keeps its promises (QUORUMLITE_SEED=%d npx vitest run test/integration/swarm.test.ts)',
  async (seed) => {
    const { complaints, acknowledged, history } = await runSwarm({ seed, faults: FAULTS })
    expect(complaints, history.join('\n')).toEqual([])
    expect(acknowledged).toBeGreaterThan(0)
  },
  TIMEOUT_MS,
)
