import type { Client } from '@quorumlite/client'
import { openStorage, type CrashLoss } from '@quorumlite/storage'
import { expect, test } from 'vitest'
import { InlineCluster } from '../support/inline-cluster.ts'

// A crash at every single step that the disk makes while databases come, are copied, change, and go, with checkpoints in
// between. The client goes on where it was: in the end there is exactly what there would be without the crash.

/** So small that checkpoints are under way nearly all the time. */
const LIMITS = { checkpointLogBytes: 6 << 10, trailingEntries: 2, checkpointPagesPerBatch: 1 }

async function work(client: Client): Promise<void> {
  const fill = (name: string, bytes: number): Promise<unknown> =>
    client.database(name).execute('insert into t(v) values (randomblob(?))', [bytes])
  await client.execute('create table t (k integer primary key, v)')
  await fill('main', 9_000)
  // The next checkpoint has a copy, and what its source has become since.
  await client.copyDatabase('main', 'a')
  await fill('main', 3_500)
  await fill('a', 3_500)
  await client.copyDatabase('a', 'b')
  await client.dropDatabase('a')
  await fill('b', 9_000)
  await client.createDatabase('a')
  await client.database('a').execute('create table t (k integer primary key, v)')
  await fill('a', 100)
  await client.dropDatabase('b')
  await client.copyDatabase('main', 'c')
  await fill('main', 3_500)
  await fill('c', 3_500)
}

const EXPECTED = {
  a: [100],
  c: [9_000, 3_500, 3_500],
  main: [9_000, 3_500, 3_500],
}

async function live(crashAt: number, loss: CrashLoss): Promise<number> {
  const cluster = await InlineCluster.start({ seed: 3, nodes: 1, node: { limits: LIMITS } })
  const client = await cluster.connect({ timeoutMs: 60_000 })
  let steps = 0
  let isDown = false
  cluster.machines[0]!.disk.onStep = () => {
    if (++steps !== crashAt) return
    isDown = true
    cluster.crash(0, loss)
  }
  let end: unknown
  work(client).then(
    () => (end = 'done'),
    (cause: unknown) => (end = cause),
  )
  await cluster.until(() => isDown || end !== undefined, 'the end of the life')
  // What a checkpoint still has to write belongs to it.
  if (!isDown) await cluster.clock.advance(200)
  if (isDown) await cluster.startNode(0)
  await cluster.until(() => end !== undefined, 'all that was to be done')
  cluster.machines[0]!.disk.onStep = undefined
  expect(end).toBe('done')
  await check(cluster, client)
  return steps
}

async function check(cluster: InlineCluster, client: Client): Promise<void> {
  const databases = await cluster.run(client.databases())
  const found: Record<string, unknown> = {}
  for (const { name } of databases) {
    const database = client.database(name)
    const rows = await cluster.run(database.query('select length(v) as n from t order by k'))
    found[name] = rows.map(({ n }) => n)
    const [integrity] = await cluster.run(database.query('pragma integrity_check'))
    expect(integrity).toEqual({ integrity_check: 'ok' })
  }
  expect(found).toEqual(EXPECTED)
  await cluster.run(cluster.node(0).runtime.service.checkpoint())
  await cluster.run(client.close())
  await cluster.stopNode(0)
  const storage = await cluster.run(openStorage({ level: cluster.machines[0]!.disk.openLevel() }))
  const withPages = await cluster.run(storage.group(1).databasesWithPages())
  expect(new Set(withPages)).toEqual(new Set(databases.map(({ id }) => id)))
  await cluster.run(storage.close())
  expect(cluster.failures).toEqual([])
}

test.each<CrashLoss>(['all', 'none'])(
  'a crash at any step of the disk that loses %s of what is not synced leaves every database as it was',
  async (loss) => {
    const steps = await live(0, loss)
    expect(steps).toBeGreaterThan(80)
    for (let crashAt = 1; crashAt <= steps; crashAt++) {
      await live(crashAt, loss).catch((cause: unknown) => {
        throw new Error(`crash at step ${crashAt} of ${steps}`, { cause })
      })
    }
  },
  300_000,
)
