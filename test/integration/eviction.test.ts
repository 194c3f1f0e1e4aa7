import type { Database } from '@quorumlite/client'
import { createSeededRandom, randomInteger } from '@quorumlite/transport'
import { expect, test } from 'vitest'
import { CopyLoad } from '../support/copy-load.ts'
import { crashAtStep } from '../support/crash-at-step.ts'
import { InlineCluster } from '../support/inline-cluster.ts'
import { flipOnDisk } from '../support/page-damage.ts'
import { InsertLoad, auditInserts } from '../support/insert-load.ts'

const SEED = Number(process.env['QUORUMLITE_SEED'] ?? Date.now() % 1_000_000)
const replay = `QUORUMLITE_SEED=${SEED} npx vitest run test/integration/eviction.test.ts`
const EVICT_IDLE_MS = 1_000

function evicted(cluster: InlineCluster, i: number): string[] {
  const { gateway, state } = cluster.node(i).runtime.service
  const away = new Set(gateway.status().evictedDatabases)
  return [...state.catalogue.all()].filter(({ id }) => away.has(id)).map(({ name }) => name)
}

async function checkpointAll(cluster: InlineCluster): Promise<void> {
  for (const i of cluster.running()) {
    await cluster.run(cluster.node(i).runtime.service.checkpoint())
  }
}

/** Checkpoints everything and lets time pass. */
async function evictAll(cluster: InlineCluster, names: readonly string[]): Promise<void> {
  const applied = (): Set<number> =>
    new Set(cluster.running().map((i) => cluster.node(i).runtime.service.state.appliedIndex))
  await cluster.until(() => applied().size === 1, 'equal replicas')
  await checkpointAll(cluster)
  await cluster.clock.advance(3 * EVICT_IDLE_MS)
  for (const i of cluster.running()) expect(evicted(cluster, i)).toEqual(names)
}

async function exportedPages(database: Database): Promise<number> {
  let bytes = 0
  for await (const chunk of database.export()) bytes += chunk.length
  return bytes / 4096
}

function checksums(cluster: InlineCluster): string[] {
  return cluster.running().map((i) => {
    const { appliedIndex, catalogue } = cluster.node(i).runtime.service.state
    return [appliedIndex, ...[...catalogue.all()].map(({ checksum }) => checksum)].join(' ')
  })
}

test('evicted databases are read, written, copied, exported and dropped as any other', async () => {
  const limits = { evictIdleMs: EVICT_IDLE_MS, checkpointPagesPerBatch: 2 }
  const cluster = await InlineCluster.start({ seed: SEED, node: { limits } })
  const client = await cluster.connect()
  for (const name of ['a', 'b', 'c']) {
    await cluster.run(client.createDatabase(name))
    const insert = `insert into t values ('${name}')`
    await cluster.run(client.database(name).batch(['create table t (v)', insert]))
  }
  await evictAll(cluster, ['main', 'a', 'b', 'c'])
  const bytes = cluster.machines.map(({ engine }) => engine!.memoryUsage().pageBytes)
  expect(bytes).toEqual([0, 0, 0])

  const a = client.database('a')
  await cluster.run(a.execute("insert into t values ('more')"))
  for (const { node } of cluster.machines) {
    const readFrom = node!.info.nodeId
    const rows = await cluster.run(a.query('select v from t', [], { readFrom }))
    expect(rows).toEqual([{ v: 'a' }, { v: 'more' }])
  }
  expect(await cluster.run(exportedPages(client.database('b')))).toBe(2)
  await cluster.run(client.copyDatabase('b', 'd'))
  await cluster.run(client.database('d').execute("insert into t values ('d')"))
  expect(await cluster.run(client.database('b').query('select v from t'))).toEqual([{ v: 'b' }])
  await cluster.run(client.dropDatabase('c'))
  await evictAll(cluster, ['main', 'a', 'b', 'd'])

  // What is on disk is all there is: a restart loads it, and the log goes on from it.
  await cluster.run(client.database('d').execute("insert into t values ('e')"))
  for (const i of [0, 1, 2]) {
    cluster.crash(i, 'all')
    await cluster.startNode(i)
  }
  await cluster.awaitLeader()
  const d = await cluster.run(client.database('d').query('select v from t'))
  expect(d).toEqual([{ v: 'b' }, { v: 'd' }, { v: 'e' }])
  await cluster.until(() => new Set(checksums(cluster)).size === 1, 'equal replicas')
  await cluster.run(client.close())
  await cluster.close()
  expect(cluster.failures).toEqual([])
})

test('a transaction and a streamed read hold their database in memory', async () => {
  const limits = { evictIdleMs: EVICT_IDLE_MS }
  const cluster = await InlineCluster.start({ seed: SEED, nodes: 1, node: { limits } })
  const client = await cluster.connect()
  await cluster.run(client.batch(['create table t (v)', 'insert into t values (1)']))
  await evictAll(cluster, ['main'])
  const work = client.transaction(async (transaction) => {
    await transaction.execute('insert into t values (2)')
    await new Promise<void>((resolve) => void cluster.clock.setTimer(3 * EVICT_IDLE_MS, resolve))
    expect(evicted(cluster, 0)).toEqual([])
    await transaction.execute('insert into t values (3)')
  })
  await cluster.run(work)
  expect(await cluster.run(client.query('select count(*) as n from t'))).toEqual([{ n: 3 }])
  await cluster.run(client.close())
  await cluster.close()
  expect(cluster.failures).toEqual([])
})

test('a node that is sent a snapshot gets what is evicted, and forgets what it had evicted', async () => {
  const limits = {
    evictIdleMs: EVICT_IDLE_MS,
    checkpointLogBytes: 8 << 10,
    trailingEntries: 8,
    keptEntriesMax: 32,
  }
  const cluster = await InlineCluster.start({ seed: SEED, node: { limits } })
  const client = await cluster.connect()
  await cluster.run(client.createDatabase('idle'))
  const idle = client.database('idle')
  await cluster.run(idle.batch(['create table t (v)', 'insert into t values (1)']))
  await evictAll(cluster, ['main', 'idle'])
  const leader = await cluster.awaitLeader()
  const lagging = [0, 1, 2].find((i) => i !== leader)!
  const { peerId } = cluster.machines[lagging]!
  cluster.network.freeze(peerId)
  await cluster.run(idle.execute('insert into t values (2)'))
  await cluster.run(client.execute('create table u (v)'))
  for (let i = 0; i < 60; i++) {
    await cluster.run(client.execute('insert into u values (randomblob(500))'))
  }
  await cluster.run(cluster.node(leader).runtime.service.checkpoint())
  cluster.network.thaw(peerId)
  await cluster.until(() => new Set(checksums(cluster)).size === 1, 'equal replicas')
  const readFrom = cluster.node(lagging).info.nodeId
  const rows = await cluster.run(idle.query('select v from t', [], { readFrom }))
  expect(rows).toEqual([{ v: 1 }, { v: 2 }])
  await cluster.run(client.close())
  await cluster.close()
  expect(cluster.failures).toEqual([])
})

const SCRUB = { scrubBytesPerSecond: 4 << 20 }

test.each([
  ['is loaded', 0],
  ['is scrubbed on disk', SCRUB.scrubBytesPerSecond],
])('an evicted page that is damaged when it %s is repaired from a peer', async (_, scrub) => {
  const limits = { evictIdleMs: EVICT_IDLE_MS, scrubBytesPerSecond: scrub }
  const cluster = await InlineCluster.start({ seed: SEED, node: { limits } })
  const client = await cluster.connect()
  await cluster.run(client.createDatabase('idle'))
  const idle = client.database('idle')
  await cluster.run(idle.batch(['create table t (v)', 'insert into t values (7)']))
  await evictAll(cluster, ['main', 'idle'])
  const leader = await cluster.awaitLeader()
  const victim = [0, 1, 2].find((i) => i !== leader)!
  const { id } = cluster.node(victim).runtime.service.state.catalogue.find('idle')!
  expect(flipOnDisk(cluster.machines[victim]!.disk, 2, id)).toBe(1)
  const readFrom = cluster.node(victim).info.nodeId
  const repairs = (): number =>
    cluster.node(victim).runtime.service.gateway.status().integrity.repairs
  if (scrub === 0) {
    // It finds out, and answers nothing of it.
    await cluster.run(idle.query('select v from t', [], { readFrom }).catch(() => []))
  }
  await cluster.until(() => repairs() > 0, 'a repair')
  const status = cluster.node(victim).runtime.service.gateway.status().integrity
  expect(status).toMatchObject({ outOfService: '', lastRepair: { from: 'peer' } })
  const rows = await cluster.run(idle.query('select v from t', [], { readFrom }))
  expect(rows).toEqual([{ v: 7 }])
  await cluster.run(client.close())
  await cluster.close()
  expect(cluster.failures).toEqual([])
})

test(`databases come and go between memory and disk, under load and crashes (${replay})`, async () => {
  const random = createSeededRandom(SEED)
  const limits = {
    // So small that checkpoints, evictions and snapshots happen all the time.
    evictIdleMs: 4,
    checkpointLogBytes: 8 << 10,
    trailingEntries: 8,
    keptEntriesMax: 32,
    checkpointPagesPerBatch: 2,
  }
  const cluster = await InlineCluster.start({ seed: SEED, node: { limits } })
  const client = await cluster.connect({ timeoutMs: 60_000 })
  const load = await cluster.run(InsertLoad.start(client, 2))
  const copies = CopyLoad.start(client, createSeededRandom(SEED + 1), () => load.acknowledgedCount)
  let loads = 0
  for (let round = 0; round < 20; round++) {
    const victim = randomInteger(random, 0, 2)
    await crashAtStep(cluster, victim, randomInteger(random, 1, 120), () => {
      loads += loadsOf(cluster, victim)
    })
  }
  const goal = copies.made + 3
  const running = (): number => cluster.running().reduce((sum, i) => sum + loadsOf(cluster, i), 0)
  // How many there were so far is chance.
  const isEnough = (): boolean => copies.made >= goal && loads + running() > 20
  await cluster.until(isEnough, 'copies after the last crash, and loads')
  await cluster.run(copies.stop())
  const outcome = await cluster.run(load.stop())
  expect(outcome.rejected).toEqual([])
  expect(await cluster.run(auditInserts(client, outcome))).toEqual({
    lost: [],
    doubled: [],
    surplus: [],
  })
  await cluster.until(() => new Set(checksums(cluster)).size === 1, 'equal replicas')
  expect(await cluster.run(copies.audit())).toEqual([])
  await cluster.run(client.close())
  await cluster.close()
  expect(cluster.failures).toEqual([])
})

function loadsOf(cluster: InlineCluster, i: number): number {
  return cluster.machines[i]!.node?.runtime.service.gateway.status().storage.databaseLoads ?? 0
}
