import { createSeededRandom, randomBetween, randomInteger } from '@quorumlite/transport'
import { describe, expect, test } from 'vitest'
import { InlineCluster } from '../support/inline-cluster.ts'
import { LEADER_FAULTS } from '../support/leader-faults.ts'
import { MixedLoad } from '../support/mixed-load.ts'

// QUORUMLITE_FAILOVER_SEEDS=100 runs longer; QUORUMLITE_SEED replays one.
const SEEDS = Number(process.env['QUORUMLITE_FAILOVER_SEEDS'] ?? 2)
const ROUNDS = 4
const ONLY = process.env['QUORUMLITE_SEED']
const FIRST = Number(process.env['QUORUMLITE_FIRST_SEED'] ?? Date.now() % 1_000_000)
const seeds = ONLY ? [Number(ONLY)] : Array.from({ length: SEEDS }, (_, i) => FIRST + i)
const TIMEOUT_MS = 10 * 60_000

describe.each(LEADER_FAULTS)('$name of the leader, again and again under load', ({ strike }) => {
  test.each(seeds)(
    'loses and doubles nothing (QUORUMLITE_SEED=%d npx vitest run test/integration/failover.test.ts)',
    async (seed) => {
      const random = createSeededRandom(seed)
      const cluster = await InlineCluster.start({ seed })
      const client = await cluster.connect({ timeoutMs: 30_000 })
      const load = await cluster.run(
        MixedLoad.start({
          client,
          clock: cluster.clock,
          random: random.fork('load'),
          tracks: 8,
          nodes: () => cluster.running().map((i) => cluster.node(i).info.nodeId),
        }),
      )
      for (let round = 0; round < ROUNDS; round++) {
        const goal = load.acknowledgedCount + randomInteger(random, 5, 40)
        await cluster.until(() => load.acknowledgedCount >= goal, 'progress of the load')
        // Anywhere within the way of a write.
        await cluster.clock.advance(randomBetween(random, 0, 5))
        await strike(cluster, await cluster.awaitLeader(), random, client)
      }
      const goal = load.acknowledgedCount + 10
      await cluster.until(() => load.acknowledgedCount >= goal, 'progress after the last one')
      await cluster.run(load.stop())
      expect(await cluster.run(load.audit())).toEqual([])
      // With so much patience nobody has to be left in doubt, nor to give up.
      expect([...load.errorCodes.keys()].filter((code) => !MINOR_CODES.has(code))).toEqual([])
      const states = (): string[] =>
        cluster.running().map((i) => {
          const { appliedIndex, catalogue } = cluster.node(i).runtime.service.state
          return [appliedIndex, ...[...catalogue.all()].map(({ checksum }) => checksum)].join(' ')
        })
      await cluster.until(() => new Set(states()).size === 1, 'equal replicas')
      await cluster.run(client.close())
      await cluster.close()
      expect(cluster.failures).toEqual([])
    },
    TIMEOUT_MS,
  )
})

/** A transaction goes with its leader; its function may give up; a database may be dropped by somebody else. */
const MINOR_CODES: ReadonlySet<string> = new Set([
  'ABORTED',
  'DATABASE_NOT_FOUND',
  'NOT_EXECUTED',
  'TIMEOUT',
  'TRANSACTION_LOST',
  'TRANSACTION_TIMEOUT',
])
