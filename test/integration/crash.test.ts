import { createSeededRandom, randomInteger, type SeededRandom } from '@quorumlite/transport'
import { expect, test } from 'vitest'
import { InsertLoad, auditInserts } from '../support/insert-load.ts'
import { ProcessCluster } from '../support/process-cluster.ts'

// QUORUMLITE_CRASH_ROUNDS=100 is the full measure; a seed replays the choice of victims (not the timing).
const ROUNDS = Number(process.env['QUORUMLITE_CRASH_ROUNDS'] ?? 12)
const LEADER_KILLS = Number(process.env['QUORUMLITE_LEADER_KILLS'] ?? 8)
const SEED = Number(process.env['QUORUMLITE_SEED'] ?? Date.now() % 1_000_000)
const replay = `QUORUMLITE_SEED=${SEED} npx vitest run test/integration/crash.test.ts`
/** For each round: starting three nodes on a machine that others load too. */
const ROUND_TIMEOUT_MS = 60_000

test(
  `${ROUNDS} rounds of SIGKILL on one, two or all three nodes lose and double nothing (${replay})`,
  async () => {
    const random = createSeededRandom(SEED)
    await using cluster = await ProcessCluster.start()
    const client = await cluster.connect()
    const load = await InsertLoad.start(client, 8)
    for (let round = 0; round < ROUNDS; round++) {
      await acknowledgeMore(cluster, load, 20)
      const victims = choose(random, randomInteger(random, 1, 3))
      await Promise.all(victims.map((i) => cluster.nodes[i]!.kill()))
      await Promise.all(victims.map((i) => cluster.startNode(i)))
    }
    await acknowledgeMore(cluster, load, 20)
    await expectExactlyOnce(cluster, load, client)
  },
  (ROUNDS + 5) * ROUND_TIMEOUT_MS,
)

test(
  `${LEADER_KILLS} leader kills under 8 writers: rows are the acknowledged inserts, exactly`,
  async () => {
    await using cluster = await ProcessCluster.start()
    const client = await cluster.connect()
    const load = await InsertLoad.start(client, 8)
    for (let round = 0; round < LEADER_KILLS; round++) {
      await acknowledgeMore(cluster, load, 50)
      const leader = await cluster.leader(client)
      await cluster.nodes[leader]!.kill()
      await acknowledgeMore(cluster, load, 50)
      await cluster.startNode(leader)
    }
    await expectExactlyOnce(cluster, load, client)
  },
  (LEADER_KILLS + 5) * ROUND_TIMEOUT_MS,
)

type Connected = Awaited<ReturnType<ProcessCluster['connect']>>

async function acknowledgeMore(
  cluster: ProcessCluster,
  load: InsertLoad,
  more: number,
): Promise<void> {
  const goal = load.acknowledgedCount + more
  await cluster.until(() => Promise.resolve(load.acknowledgedCount >= goal), 'progress of the load')
}

async function expectExactlyOnce(
  cluster: ProcessCluster,
  load: InsertLoad,
  client: Connected,
): Promise<void> {
  const outcome = await load.stop()
  expect(outcome.rejected).toEqual([])
  expect(await auditInserts(client, outcome)).toEqual({ lost: [], doubled: [], surplus: [] })
  const checksums = await cluster.checksums(client)
  expect(new Set(checksums).size).toBe(1)
  for (const node of cluster.nodes) {
    const [row] = await client.query('pragma integrity_check', undefined, {
      values: true,
      readFrom: node.ready.nodeId,
    })
    expect(row).toEqual(['ok'])
  }
}

function choose(random: SeededRandom, count: number): number[] {
  const left = [0, 1, 2]
  return Array.from({ length: count }, () => {
    const [chosen] = left.splice(randomInteger(random, 0, left.length - 1), 1)
    return chosen!
  })
}
