import type { Client, Database } from '@quorumlite/client'
import { clusterOf } from '@quorumlite/cluster'
import { QuorumliteError } from '@quorumlite/wire'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { InlineCluster } from '../support/inline-cluster.ts'

// How large databases may become is a setting of the cluster: whoever leads, and whatever state it got, holds writers to it.

const PAGE = 4096
const MIB = 2 ** 20
const LIMITS = { checkpointLogBytes: 32 << 10, trailingEntries: 4, keptEntriesMax: 12 }

let cluster: InlineCluster
let client: Client

async function start(nodes: number, memoryBytesMax?: number): Promise<void> {
  const limits = { ...LIMITS, ...(memoryBytesMax && { memoryBytesMax }) }
  cluster = await InlineCluster.start({ seed: 17, nodes, node: { limits } })
  client = await cluster.connect({ timeoutMs: 30_000 })
}

afterEach(async () => {
  await cluster.run(client.close())
  await cluster.close()
  expect(cluster.failures).toEqual([])
})

const INSERT = 'insert into t select null, randomblob(3000) from n'

async function prepare(name: string): Promise<Database> {
  const database = client.database(name)
  await cluster.run(client.createDatabase(name, { ifNotExists: true }))
  await cluster.run(
    database.batch([
      'create table t (k integer primary key, v)',
      'create table n (i)',
      'insert into n values (1), (2), (3), (4), (5), (6), (7), (8)',
    ]),
  )
  return database
}

/** Inserts until it is refused, and gives the error. */
async function fill(database: Database, writesMax = 100): Promise<QuorumliteError> {
  for (let i = 0; i < writesMax; i++) {
    const error = await refusal(database.execute(INSERT))
    if (error) return error
  }
  throw new Error(`${writesMax} writes found room`)
}

async function refusal(work: Promise<unknown>): Promise<QuorumliteError | undefined> {
  return await cluster.run(
    work.then(
      () => undefined,
      (error: unknown) => error as QuorumliteError,
    ),
  )
}

async function collect(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const all: Uint8Array[] = []
  for await (const piece of pieces) all.push(piece)
  return all
}

async function pagesOf(name: string): Promise<number> {
  const databases = await cluster.run(client.databases())
  return databases.find((database) => database.name === name)!.pageCount
}

describe('the size limit of a database', () => {
  beforeEach(() => start(3))

  test('is said to the writer who reaches it, and can be raised', async () => {
    const db = await prepare('shop')
    await cluster.run(clusterOf(client).setSizeLimit(64 * PAGE, { database: 'shop' }))
    const error = await fill(db)
    expect(error).toMatchObject({ code: 'DATABASE_FULL', retryable: false })
    expect(error.message).toMatch(/database 'shop' .* of at most 0\.3 MiB \(64 pages\)/)
    expect(error.hint).toContain('quorumlite databases limit SIZE shop')
    expect(await pagesOf('shop')).toBeLessThanOrEqual(64)
    // In a transaction, too, and others are not concerned.
    const held = await cluster.run(db.begin())
    await cluster.run(held.execute('insert into t values (null, zeroblob(200000))'))
    expect(await refusal(held.commit())).toMatchObject({ code: 'DATABASE_FULL' })
    expect(await refusal((await prepare('main')).execute(INSERT))).toBeUndefined()
    await cluster.run(clusterOf(client).setSizeLimit(128 * PAGE, { database: 'shop' }))
    expect(await refusal(db.execute(INSERT))).toBeUndefined()
    const unknown = await refusal(client.setSizeLimit(MIB, { database: 'none' }))
    expect(unknown).toMatchObject({ code: 'DATABASE_NOT_FOUND' })
  })

  test('holds at the next leader, after restarts, and on a node that got a snapshot', async () => {
    const db = await prepare('shop')
    await cluster.run(client.setSizeLimit(40 * PAGE))
    await cluster.run(client.setSizeLimit(80 * PAGE, { database: 'shop' }))
    expect(await fill(db)).toMatchObject({ code: 'DATABASE_FULL' })
    const full = await pagesOf('shop')
    const small = await prepare('small')
    for (const round of ['transfer', 'crash', 'snapshot', 'restart'] as const) {
      const leader = await cluster.awaitLeader()
      const others = cluster.running().filter((i) => i !== leader)
      if (round === 'transfer') await cluster.run(clusterOf(client).transferLeadership())
      else if (round === 'crash') {
        cluster.crash(leader)
        await cluster.until(() => [undefined, leader].indexOf(cluster.leader()) < 0, 'a leader')
        await cluster.startNode(leader)
      } else if (round === 'snapshot') {
        // It comes back to a log that begins later than its own ends, and then leads.
        const [lagging] = others
        cluster.crash(lagging!)
        const behind = cluster.node(leader).runtime.service.state.appliedIndex
        const first = (): number =>
          cluster.node(leader).runtime.service.gateway.core.status().firstIndex
        await cluster.run(client.setSizeLimit(90 * PAGE, { database: 'shop' }))
        while (first() <= behind + 10) {
          await cluster.run(db.execute('update t set v = randomblob(3000) where k < 10'))
        }
        await cluster.startNode(lagging!)
        const { nodeId } = cluster.node(lagging!).info
        const caughtUp = (): boolean =>
          cluster.node(lagging!).runtime.service.state.appliedIndex > behind + 10
        await cluster.until(caughtUp, 'a snapshot')
        await cluster.run(clusterOf(client).transferLeadership(nodeId))
      } else {
        for (const i of cluster.running()) await cluster.stopNode(i)
        for (const i of [0, 1, 2]) await cluster.launchNode(i)
        await cluster.awaitLeader()
      }
      const error = await fill(db)
      expect(error, round).toMatchObject({ code: 'DATABASE_FULL' })
      const pages = round === 'transfer' || round === 'crash' ? 80 : 90
      expect(error.message, round).toContain(`at most ${((pages * 4) / 1024).toFixed(1)} MiB`)
      expect((await fill(small)).message, round).toContain('(40 pages)')
    }
    expect(await pagesOf('shop')).toBeGreaterThanOrEqual(full)
    const { nodes } = await cluster.run(clusterOf(client).status())
    for (const { status } of nodes) {
      expect(status?.databasePagesMax).toBe(40)
      expect(status?.databases.map(({ name, pagesMax }) => [name, pagesMax])).toEqual([
        ['main', 0],
        ['shop', 90],
        ['small', 0],
      ])
    }
  })

  test('holds for imports and for copies', async () => {
    const db = await prepare('shop')
    for (let i = 0; i < 5; i++) await cluster.run(db.execute(INSERT))
    const pieces = await cluster.run(collect(db.export()))
    await cluster.run(client.setSizeLimit(20 * PAGE, { database: 'main' }))
    const refused = await refusal(client.importDatabase('main', Buffer.concat(pieces)))
    expect(refused).toMatchObject({ code: 'DATABASE_FULL' })
    expect(refused?.message).toContain('(20 pages) that the database may have')
    await cluster.run(client.setSizeLimit(20 * PAGE, { database: 'shop' }))
    expect(await refusal(client.copyDatabase('shop', 'copy'))).toMatchObject({
      code: 'DATABASE_FULL',
    })
    await cluster.run(client.setSizeLimit(60 * PAGE, { database: 'shop' }))
    await cluster.run(client.copyDatabase('shop', 'copy'))
    const error = await fill(client.database('copy'))
    expect(error.message).toMatch(/database 'copy' .*\(60 pages\)/)
  })
})

describe('the memory of a node', () => {
  test('ends the growth of databases before it ends, and nothing else', async () => {
    await start(3, 48 * MIB)
    const db = await prepare('main')
    const { nodes: before } = await cluster.run(clusterOf(client).status())
    for (const { status } of before) {
      expect(status?.memory.wasmLimitBytes).toBe(48 * MIB)
      expect(status?.memory.growthBytes).toBeGreaterThan(MIB)
    }
    let error: QuorumliteError | undefined
    const insert = 'insert into t select null, randomblob(3900) from n, n as m'
    for (let i = 0; i < 400 && !error; i++) error = await refusal(db.execute(insert))
    expect(error).toMatchObject({ code: 'MEMORY_LOW' })
    expect(error?.message).toContain('in the memory of the leader databases can grow by')
    const { nodes, problems } = await cluster.run(clusterOf(client).status())
    expect(problems.join()).toContain('is short of memory')
    for (const { status } of nodes) {
      const { memory, databases } = status!
      expect(memory.pageBytes).toBeGreaterThanOrEqual(databases[0]!.pageCount * PAGE)
      expect(memory.wasmBytes).toBeLessThanOrEqual(48 * MIB)
      expect(memory.otherBytes).toBeGreaterThan(0)
    }
    // Every change of what is there is taken, and a database gives its memory back.
    for (let i = 0; i < 5; i++) {
      const update = db.execute('update t set v = randomblob(3900) where k % 5 = ?', [i])
      expect(await refusal(update)).toBeUndefined()
    }
    for (let i = 0; i < 5; i++) {
      const remove = db.execute('delete from t where k % 10 = ?', [i])
      expect(await refusal(remove)).toBeUndefined()
    }
    expect(await refusal(db.execute(insert))).toBeUndefined()
    await cluster.run(client.dropDatabase('main'))
    expect(await refusal((await prepare('other')).execute(insert))).toBeUndefined()
  })

  test('is not used up by copies and new databases either', async () => {
    await start(1, 40 * MIB)
    const db = await prepare('main')
    for (let i = 0; i < 10; i++) await cluster.run(db.execute(`${INSERT}, n as m`))
    let error: QuorumliteError | undefined
    let copies = 0
    for (; copies < 2000 && !error; copies++) {
      error = await refusal(client.copyDatabase('main', `copy-${copies}`))
    }
    expect(error).toMatchObject({ code: 'MEMORY_LOW' })
    expect(copies).toBeGreaterThan(5)
    expect(await refusal(client.createDatabase('one-more'))).toMatchObject({ code: 'MEMORY_LOW' })
    expect(await refusal(db.execute('update t set v = 1 where k = 1'))).toBeUndefined()
    for (let i = 0; i < copies - 1; i++) await cluster.run(client.dropDatabase(`copy-${i}`))
    expect(await refusal(client.createDatabase('one-more'))).toBeUndefined()
  })
})
