import type { Layer } from '../layer.ts'
import { Trace } from '../trace.ts'
import { PARTITIONS } from './network.ts'
import { runCore } from './run.ts'
import { ACCEPTED_COUNTERS } from './world.ts'

export const CORE_COUNTERS: readonly string[] = [
  ...ACCEPTED_COUNTERS,
  ...PARTITIONS.map((kind) => `partition ${kind}`),
  'append from further back',
  'campaign notPromotable',
  'campaign started',
  'compaction',
  'crash',
  'crash keeps a write',
  'crash loses a write',
  'crash of all',
  'entry committed',
  'joint change accepted',
  'leader forgotten',
  'message delayed',
  'message ignored',
  'message leaderAlive',
  'message lost',
  'message repeated',
  'message unknownPeer',
  'pause',
  'power cut before healing',
  'proposal accepted',
  'read confirmed',
  'read dropped',
  'refused CONF_CHANGE_REFUSED',
  'refused NOT_LEADER',
  'refused PROPOSAL_DROPPED',
  'simple change accepted',
  'slow disk',
  'snapshot installed',
  'snapshot unavailable',
  'term with a leader',
  'tick at rest',
  'transfer started',
  'transfer unheard',
  'wipe',
]

export const coreLayer: Layer = {
  name: 'core',
  coverage: [{ seeds: 100, counters: CORE_COUNTERS }],
  floors: { event: 2_000 },
  seedLimitMs: 30_000,
  run(seed, write) {
    const trace = new Trace(write)
    let failure: string | undefined
    let counts: Record<string, number> = {}
    try {
      counts = runCore(seed, trace).toRecord()
    } catch (error) {
      failure = error instanceof Error ? (error.stack ?? error.message) : String(error)
    }
    return Promise.resolve({ seed, failure, hash: trace.hash, counts })
  },
}
