import { QuorumliteError } from '@quorumlite/wire'
import { describe, expect, test } from 'vitest'
import { InlineCluster } from '../support/inline-cluster.ts'

const SEED = Number(process.env['QUORUMLITE_SEED'] ?? Date.now() % 1_000_000)
const MIB = 1024 * 1024
const LIMITS = { diskReserveBytes: 64 * MIB, diskCheckMs: 1_000 }

async function start(): Promise<InlineCluster> {
  const cluster = await InlineCluster.start({ seed: SEED, node: { limits: LIMITS } })
  await cluster.awaitLeader()
  return cluster
}

async function stop(cluster: InlineCluster): Promise<void> {
  await cluster.close()
  expect(cluster.failures).toEqual([])
}

function setFree(cluster: InlineCluster, machines: readonly number[], bytes: number): void {
  for (const i of machines) cluster.machines[i]!.disk.freeBytes = bytes
}

/** Every node has looked at its disk since. */
async function passAWhile(cluster: InlineCluster, ms = 3_000): Promise<void> {
  const untilMs = cluster.clock.nowMs() + ms
  await cluster.until(() => cluster.clock.nowMs() >= untilMs, 'time')
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  return await work.then(
    () => 'done',
    (error: unknown) => (error instanceof QuorumliteError ? error.code : String(error)),
  )
}

describe(`a disk that runs low (QUORUMLITE_SEED=${SEED})`, () => {
  test('on every node refuses writes at once, loses nothing, serves reads, and recovers by itself', async () => {
    const cluster = await start()
    const client = await cluster.connect({ timeoutMs: 10_000 })
    await cluster.run(client.execute('create table t (k integer primary key)'))
    await cluster.run(client.execute('insert into t values (1)'))
    const held = await cluster.run(client.begin())
    await cluster.run(held.execute('insert into t values (2)'))
    setFree(cluster, [0, 1, 2], 32 * MIB)
    await passAWhile(cluster, 200)
    // What has begun may end: its pages are few, and the reserve is there for that.
    await cluster.run(held.commit())
    await passAWhile(cluster)
    const beganMs = cluster.clock.nowMs()
    const refused = await cluster.run(
      client
        .execute('insert into t values (3)')
        .catch((error: unknown) => error as QuorumliteError),
    )
    expect(refused).toMatchObject({ code: 'DISK_LOW', retryable: true })
    expect(cluster.clock.nowMs() - beganMs).toBeLessThan(5_000)
    expect(await cluster.run(codeOf(client.begin()))).toBe('DISK_LOW')
    expect(await cluster.run(codeOf(client.createDatabase('other')))).toBe('DISK_LOW')
    const [row] = await cluster.run(client.query('select count(*) as n from t'))
    expect(row).toEqual({ n: 2 })
    // A little more than the reserve does not count yet, or it would go to and fro.
    setFree(cluster, [0, 1, 2], 65 * MIB)
    await passAWhile(cluster)
    expect(await cluster.run(codeOf(client.execute('insert into t values (3)')))).toBe('DISK_LOW')
    setFree(cluster, [0, 1, 2], 80 * MIB)
    await passAWhile(cluster)
    await cluster.run(client.execute('insert into t values (3)'))
    await cluster.run(client.close())
    await stop(cluster)
  })

  test('on the leader alone makes another node lead, and writes go on', async () => {
    const cluster = await start()
    const client = await cluster.connect({ timeoutMs: 60_000 })
    await cluster.run(client.execute('create table t (k integer primary key)'))
    const first = await cluster.awaitLeader()
    setFree(cluster, [first], MIB)
    await cluster.until(() => {
      const leader = cluster.leader()
      return leader !== undefined && leader !== first
    }, 'another leader')
    await cluster.run(client.execute('insert into t values (1)'))
    await cluster.run(client.close())
    await stop(cluster)
  })

  test('on two of three nodes finds the one that has space', async () => {
    const cluster = await start()
    const client = await cluster.connect({ timeoutMs: 60_000 })
    await cluster.run(client.execute('create table t (k integer primary key)'))
    const first = await cluster.awaitLeader()
    const spared = [2, 1, 0].find((i) => i !== first)!
    setFree(
      cluster,
      [0, 1, 2].filter((i) => i !== spared),
      MIB,
    )
    await cluster.until(() => cluster.leader() === spared, 'the one with space leads')
    await cluster.run(client.execute('insert into t values (1)'))
    await cluster.run(client.close())
    await stop(cluster)
  })

  test('on followers holds nobody up, and status says so', async () => {
    const cluster = await start()
    const client = await cluster.connect({ timeoutMs: 10_000 })
    await cluster.run(client.execute('create table t (k integer primary key)'))
    const leader = await cluster.awaitLeader()
    const follower = [0, 1, 2].find((i) => i !== leader)!
    setFree(cluster, [follower], MIB)
    await passAWhile(cluster)
    await cluster.run(client.execute('insert into t values (1)'))
    const { storage } = cluster.node(follower).runtime.service.gateway.status()
    expect(storage).toMatchObject({ diskFreeBytes: MIB, diskReserveBytes: 64 * MIB })
    expect(cluster.leader()).toBe(leader)
    await cluster.run(client.close())
    await stop(cluster)
  })
})
