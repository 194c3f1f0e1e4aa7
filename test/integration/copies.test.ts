import { openStorage } from '@quorumlite/storage'
import { createSeededRandom, randomInteger } from '@quorumlite/transport'
import { expect, test } from 'vitest'
import { CopyLoad } from '../support/copy-load.ts'
import { crashAtStep } from '../support/crash-at-step.ts'
import { InlineCluster } from '../support/inline-cluster.ts'
import { InsertLoad, auditInserts } from '../support/insert-load.ts'

const SEED = Number(process.env['QUORUMLITE_SEED'] ?? Date.now() % 1_000_000)
const ROUNDS = Number(process.env['QUORUMLITE_COPY_ROUNDS'] ?? 25)
const replay = `QUORUMLITE_SEED=${SEED} npx vitest run test/integration/copies.test.ts`
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

test('a copy has what was acknowledged, and neither hears of the other again', async () => {
  const cluster = await InlineCluster.start({ seed: SEED })
  const client = await cluster.connect()
  await cluster.run(client.batch(['create table t (v)', 'insert into t values (1), (2)']))
  await cluster.run(client.copyDatabase('main', 'copy'))
  const copy = client.database('copy')
  await cluster.run(client.execute('insert into t values (3)'))
  await cluster.run(copy.execute('delete from t where v = 1'))
  await cluster.run(client.copyDatabase('copy', 'again'))
  await cluster.run(client.dropDatabase('copy'))
  const values = async (database: Pick<typeof copy, 'query'>): Promise<unknown[]> => {
    const rows = await cluster.run(database.query('select v from t order by v'))
    return rows.map(({ v }) => v)
  }
  expect(await values(client)).toEqual([1, 2, 3])
  expect(await values(client.database('again'))).toEqual([2])
  await expect(values(copy)).rejects.toMatchObject({ code: 'DATABASE_NOT_FOUND' })
  const refused = client.copyDatabase('main', 'again')
  await expect(cluster.run(refused)).rejects.toMatchObject({ code: 'DATABASE_EXISTS' })
  await cluster.run(client.copyDatabase('main', 'again', { ifNotExists: true }))
  expect(await values(client.database('again'))).toEqual([2])
  const unknown = client.copyDatabase('copy', 'more')
  await expect(cluster.run(unknown)).rejects.toMatchObject({ code: 'DATABASE_NOT_FOUND' })
  const invalid = client.copyDatabase('main', 'no/such')
  await expect(cluster.run(invalid)).rejects.toMatchObject({ code: 'INVALID_NAME' })
  await cluster.run(client.close())
  await cluster.close()
  expect(cluster.failures).toEqual([])
})

test('a dropped database leaves no page, in memory or on disk, and its id is not given again', async () => {
  const cluster = await InlineCluster.start({ seed: SEED, nodes: 1 })
  const client = await cluster.connect()
  const { service } = cluster.node(0).runtime
  const engine = cluster.machines[0]!.engine!
  const row = 'insert into t values (randomblob(200000))'
  await cluster.run(client.batch(['create table t (v)', row]))
  await cluster.run(client.copyDatabase('main', 'copy'))
  await cluster.run(client.database('copy').execute(row))
  const [main, copy] = await cluster.run(client.databases())
  await cluster.run(service.checkpoint())
  const { pageBytes } = engine.memoryUsage()
  await cluster.run(client.dropDatabase('copy'))
  await cluster.run(service.checkpoint())
  expect(engine.memoryUsage().pageBytes).toBeLessThan(pageBytes - 200_000)
  await cluster.run(client.createDatabase('copy'))
  const later = (await cluster.run(client.databases())).find(({ name }) => name === 'copy')
  expect(later?.id).toBeGreaterThan(copy!.id)
  await cluster.run(client.close())
  await cluster.stopNode(0)
  const level = cluster.machines[0]!.disk.openLevel()
  await using storage = await cluster.run(openStorage({ level }))
  expect(await cluster.run(storage.group(1).databasesWithPages())).toEqual([main!.id])
  await cluster.close()
})

test('a copy shares its pages with its source again after a restart', async () => {
  const cluster = await InlineCluster.start({ seed: SEED, nodes: 1 })
  const client = await cluster.connect()
  const row = 'insert into t values (randomblob(3000000))'
  await cluster.run(client.batch(['create table t (v)', row]))
  for (const name of ['a', 'b', 'c']) await cluster.run(client.copyDatabase('main', name))
  await cluster.run(cluster.node(0).runtime.service.checkpoint())
  const pages = (): number => cluster.machines[0]!.engine!.memoryUsage().pageBytes
  const before = pages()
  expect(before).toBeLessThan(2 * 3_000_000)
  await cluster.stopNode(0)
  await cluster.startNode(0)
  expect(pages()).toBe(before)
  expect(await cluster.run(client.database('c').query('select count(*) as n from t'))).toEqual([
    { n: 1 },
  ])
  await cluster.run(client.close())
  await cluster.close()
  expect(cluster.failures).toEqual([])
})

test(`copies come out of crashes at any moment as they went in (${replay})`, async () => {
  const random = createSeededRandom(SEED)
  const cluster = await InlineCluster.start({ seed: SEED, node: { limits: LIMITS } })
  const client = await cluster.connect({ timeoutMs: 60_000 })
  const load = await cluster.run(InsertLoad.start(client, 4))
  const copies = CopyLoad.start(client, createSeededRandom(SEED + 1), () => load.acknowledgedCount)
  for (let round = 0; round < ROUNDS; round++) {
    const victim = randomInteger(random, 0, 2)
    await crashAtStep(cluster, victim, randomInteger(random, 1, 60))
  }
  const goal = copies.made + 3
  await cluster.until(() => copies.made >= goal, 'copies after the last crash')
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
