// Hundreds of small clusters under loss, repetition, reordering, crashes, partitions and changes of membership. A
// failure names its seed and how to run it again.

import { MessageType } from '@quorumlite/raft'
import { expect, test } from 'vitest'
import { RandomRun, type RunResult } from './support/random-run.ts'

const STEPS = 6000
const SEEDS = 500
const replayed = process.env['RAFT_SEED']
const seeds =
  replayed === undefined ? Array.from({ length: SEEDS }, (_, i) => i + 1) : [Number(replayed)]

test('a cluster keeps every promise of Raft under random faults, and agrees once they end', () => {
  const total = {
    committed: 0,
    terms: 0,
    reads: 0,
    crashes: 0,
    snapshots: 0,
    confChanges: 0,
    restingTicks: 0,
  }
  const acceptedTypes = new Set<MessageType>()
  for (const seed of seeds) {
    const result = runSeed(seed, acceptedTypes)
    for (const key of Object.keys(total) as (keyof RunResult)[]) {
      total[key] += result[key]
    }
  }
  if (replayed === undefined) {
    // The schedule reaches what it is meant to reach; otherwise the test proves nothing.
    for (const count of Object.values(total)) {
      expect(count).toBeGreaterThan(SEEDS / 4)
    }
    expect([...acceptedTypes].sort(ascending)).toEqual(Object.values(MessageType).sort(ascending))
  }
}, 300_000)

function ascending(a: number, b: number): number {
  return a - b
}

function runSeed(seed: number, acceptedTypes: Set<MessageType>): RunResult {
  const run = new RandomRun(seed)
  try {
    const result = run.run(STEPS)
    run.acceptedTypes.forEach((type) => acceptedTypes.add(type))
    return result
  } catch (error) {
    const replay = `RAFT_SEED=${seed} npx vitest run test/unit/raft/random-cluster.test.ts`
    const trace = run.trace.join('\n')
    throw new Error(`seed ${seed} failed. Replay: ${replay}\n${trace}\n${String(error)}`, {
      cause: error,
    })
  }
}
