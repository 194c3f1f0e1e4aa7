import { createSeededRandom, randomInteger } from '@quorumlite/transport'
import { expect, test } from 'vitest'
import { crashAtStep } from '../support/crash-at-step.ts'
import { InlineCluster } from '../support/inline-cluster.ts'
import { InsertLoad, auditInserts } from '../support/insert-load.ts'

const SEED = Number(process.env['QUORUMLITE_SEED'] ?? Date.now() % 1_000_000)
const replay = `QUORUMLITE_SEED=${SEED} npx vitest run test/integration/checkpoint.test.ts`
/** So small that checkpoints and snapshots happen all the time. */
const LIMITS = {
  checkpointLogBytes: 8 << 10,
  trailingEntries: 8,
  keptEntriesMax: 32,
  checkpointPagesPerBatch: 2,
}

function checksums(cluster: InlineCluster): string[] {
  return cluster.running().map((i) => {
    const { appliedIndex, catalogue } = cluster.node(i).runtime.service.state
    return [appliedIndex, ...[...catalogue.all()].map(({ checksum }) => checksum)].join(' ')
  })
}

function firstIndex(cluster: InlineCluster, i: number): number {
  return cluster.node(i).runtime.service.gateway.core.status().firstIndex
}

test('a node that lags behind the log is brought up by a snapshot, and serves', async () => {
  const cluster = await InlineCluster.start({ seed: SEED, node: { limits: LIMITS } })
  const client = await cluster.connect()
  const load = await cluster.run(InsertLoad.start(client, 4))
  await cluster.until(() => load.acknowledgedCount > 50, 'some inserts')
  const leader = await cluster.awaitLeader()
  const lagging = [0, 1, 2].find((i) => i !== leader)!
  const behind = cluster.node(lagging).runtime.service.state.appliedIndex
  cluster.crash(lagging)
  await cluster.until(
    () => firstIndex(cluster, leader) > behind + 50,
    'a log cut beyond the lagging node',
  )
  await cluster.startNode(lagging)
  const outcome = await cluster.run(load.stop())
  await cluster.until(() => new Set(checksums(cluster)).size === 1, 'equal replicas')
  expect(firstIndex(cluster, lagging)).toBeGreaterThan(behind + 1)
  const { nodeId } = cluster.node(lagging).info
  const [row] = await cluster.run(
    client.query('select count(*) as n from inserted', [], { readFrom: nodeId }),
  )
  expect(row).toEqual({ n: outcome.acknowledged.length })
  // Sessions came with the snapshot: the node knows every outcome, should it lead next.
  expect(cluster.node(lagging).runtime.service.state.sessions.count).toBe(1)
  await cluster.run(client.close())
  await cluster.close()
  expect(cluster.failures).toEqual([])
})

test(`crashes at any moment of checkpoints lose nothing (${replay})`, async () => {
  const random = createSeededRandom(SEED)
  const cluster = await InlineCluster.start({ seed: SEED, node: { limits: LIMITS } })
  const client = await cluster.connect({ timeoutMs: 60_000 })
  const load = await cluster.run(InsertLoad.start(client, 8))
  for (let round = 0; round < 25; round++) {
    const victim = randomInteger(random, 0, 2)
    await crashAtStep(cluster, victim, randomInteger(random, 1, 40))
  }
  const goal = load.acknowledgedCount + 10
  await cluster.until(() => load.acknowledgedCount >= goal, 'progress after the last crash')
  const outcome = await cluster.run(load.stop())
  expect(outcome.rejected).toEqual([])
  const audit = await cluster.run(auditInserts(client, outcome))
  expect(audit).toEqual({ lost: [], doubled: [], surplus: [] })
  await cluster.until(() => new Set(checksums(cluster)).size === 1, 'equal replicas')
  await cluster.run(client.close())
  await cluster.close()
  expect(cluster.failures).toEqual([])
})

test('a fresh node joins a cluster whose log no longer begins at the beginning', async () => {
  const cluster = await InlineCluster.start({ seed: SEED, nodes: 1, node: { limits: LIMITS } })
  const client = await cluster.connect()
  const load = await cluster.run(InsertLoad.start(client, 4))
  await cluster.until(() => firstIndex(cluster, 0) > 100, 'a cut log')
  const i = cluster.addMachine()
  await cluster.startNode(i)
  await cluster.until(
    () => cluster.node(0).runtime.service.state.confState.voters.length === 2,
    'two voters',
  )
  const outcome = await cluster.run(load.stop())
  await cluster.until(() => new Set(checksums(cluster)).size === 1, 'equal replicas')
  const audit = await cluster.run(auditInserts(client, outcome))
  expect(audit).toEqual({ lost: [], doubled: [], surplus: [] })
  await cluster.run(client.close())
  await cluster.close()
  expect(cluster.failures).toEqual([])
})

test('a node that has received nothing yet makes no checkpoint, and does not fail', async () => {
  const cluster = await InlineCluster.start({ seed: SEED, nodes: 1 })
  const i = cluster.addMachine()
  await cluster.startNode(i)
  const { service } = cluster.node(i).runtime
  expect(service.state.appliedIndex).toBe(0)
  await cluster.run(service.checkpoint())
  await cluster.until(() => service.state.appliedIndex > 0, 'the state of the leader')
  await cluster.close()
  expect(cluster.failures).toEqual([])
})

test('a little log makes a checkpoint when it has become old, and status counts what was written', async () => {
  const limits = { checkpointIntervalMs: 20_000 }
  const cluster = await InlineCluster.start({ seed: SEED, nodes: 1, node: { limits } })
  const client = await cluster.connect()
  const storageOf = () => cluster.node(0).runtime.service.gateway.status().storage
  await cluster.run(client.execute('create table t (k integer primary key)'))
  await cluster.until(() => storageOf().checkpoints > 0, 'a checkpoint', 60_000)
  const { checkpoints, checkpointPages, checkpointBytes, lastCheckpointMs } = storageOf()
  expect(checkpointPages).toBeGreaterThan(0)
  expect(checkpointBytes).toBe(checkpointPages * 4096)
  expect(lastCheckpointMs).toBeLessThan(20_000)
  await cluster.run(client.execute('insert into t values (1)'))
  expect(storageOf().logBytesSinceCheckpoint).toBeGreaterThan(0)
  await cluster.until(() => storageOf().checkpoints > checkpoints, 'the next one', 60_000)
  await cluster.run(client.close())
  await cluster.close()
})

test('log that gathered while a checkpoint was written makes the next one, whether or not more comes', async () => {
  const limits = { checkpointLogBytes: 16 << 10, checkpointPagesPerBatch: 1 }
  const diskDelayMs = (): number => 20
  const cluster = await InlineCluster.start({ seed: SEED, nodes: 1, node: { limits }, diskDelayMs })
  const client = await cluster.connect({ timeoutMs: 60_000 })
  const storageOf = () => cluster.node(0).runtime.service.gateway.status().storage
  await cluster.run(client.execute('create table t (k integer primary key, v blob)'))
  const insert = 'insert into t(v) values (randomblob(8000))'
  await cluster.run(Promise.all(Array.from({ length: 30 }, () => client.execute(insert))))
  expect(storageOf().checkpointRunning).toBe(true)
  expect(storageOf().logBytesSinceCheckpoint).toBeGreaterThan(16 << 10)
  const isSettled = (): boolean => {
    const { checkpointRunning, logBytesSinceCheckpoint } = storageOf()
    return !checkpointRunning && logBytesSinceCheckpoint < 16 << 10
  }
  await cluster.until(isSettled, 'another checkpoint', 60_000)
  await cluster.run(client.close())
  await cluster.close()
})

test('large entries are kept behind a checkpoint by their bytes, small ones by their number', async () => {
  const limits = { checkpointLogBytes: 64 << 10, trailingEntries: 1_000, trailingBytes: 32 << 10 }
  const cluster = await InlineCluster.start({ seed: SEED, nodes: 1, node: { limits } })
  const client = await cluster.connect()
  await cluster.run(client.execute('create table t (k integer primary key, v blob)'))
  for (let i = 0; i < 40; i++) {
    await cluster.run(client.execute('insert into t(v) values (randomblob(8000))'))
  }
  await cluster.run(cluster.node(0).runtime.service.checkpoint())
  const { firstIndex: first, lastIndex } = cluster.node(0).runtime.service.gateway.core.status()
  expect(lastIndex - first).toBeGreaterThan(0)
  expect(lastIndex - first).toBeLessThan(5)
  await cluster.run(client.close())
  await cluster.close()
})

test('the space of a log that was cut returns soon after', async () => {
  const limits = { checkpointLogBytes: 1 << 20, trailingEntries: 2 }
  const cluster = await InlineCluster.start({ seed: SEED, nodes: 1, node: { limits } })
  const { disk } = cluster.machines[0]!
  const openLevel = disk.openLevel.bind(disk)
  let merged = 0
  const compactRange = (): Promise<void> => Promise.resolve(void merged++)
  disk.openLevel = () => Object.assign(openLevel(), { compactRange })
  cluster.crash(0)
  await cluster.startNode(0)
  const client = await cluster.connect()
  await cluster.run(client.execute('create table t (k integer primary key, v blob)'))
  for (let i = 0; i < 10; i++) {
    await cluster.run(client.execute('insert into t(v) values (randomblob(8000))'))
  }
  await cluster.run(cluster.node(0).runtime.service.checkpoint())
  await cluster.until(() => merged > 0, 'a merge of what was dropped', 20_000)
  await cluster.run(client.close())
  await cluster.close()
})
