import { createSeededRandom, randomBetween, randomInteger } from '@quorumlite/transport'
import { expect, test } from 'vitest'
import { InlineCluster } from '../support/inline-cluster.ts'
import { InsertLoad, auditInserts } from '../support/insert-load.ts'

const ROUNDS = Number(process.env['QUORUMLITE_POWER_ROUNDS'] ?? 10)
const SEED = Number(process.env['QUORUMLITE_SEED'] ?? Date.now() % 1_000_000)
const replay = `QUORUMLITE_SEED=${SEED} npx vitest run test/integration/power-loss.test.ts`

test(`${ROUNDS} power failures of all nodes at once lose no acknowledged write (${replay})`, async () => {
  const random = createSeededRandom(SEED)
  const cluster = await InlineCluster.start({ seed: SEED })
  const client = await cluster.connect({ timeoutMs: 60_000 })
  const load = await cluster.run(InsertLoad.start(client, 8))
  for (let round = 0; round < ROUNDS; round++) {
    const goal = load.acknowledgedCount + randomInteger(random, 1, 60)
    await cluster.until(() => load.acknowledgedCount >= goal, 'progress of the load')
    await cluster.clock.advance(randomBetween(random, 0, 3))
    for (const i of cluster.running()) cluster.crash(i, random.next() < 0.5 ? 'all' : 'suffix')
    for (const i of cluster.machines.keys()) await cluster.startNode(i)
  }
  const goal = load.acknowledgedCount + 10
  await cluster.until(() => load.acknowledgedCount >= goal, 'progress after the last failure')
  const outcome = await cluster.run(load.stop())
  expect(cluster.failures).toEqual([])
  expect(outcome.rejected).toEqual([])
  const audit = await cluster.run(auditInserts(client, outcome))
  expect(audit).toEqual({ lost: [], doubled: [], surplus: [] })
  const states = (): string[] =>
    cluster.running().map((i) => {
      const { appliedIndex, catalogue } = cluster.node(i).runtime.service.state
      return `${appliedIndex} ${catalogue.find('main')?.checksum}`
    })
  await cluster.until(() => new Set(states()).size === 1, 'equal replicas')
  await cluster.run(client.close())
  await cluster.close()
})
