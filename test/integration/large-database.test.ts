import { clusterOf } from '@quorumlite/cluster'
import type { Client } from '@quorumlite/client'
import { QuorumliteError } from '@quorumlite/wire'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ProcessCluster } from '../support/process-cluster.ts'

// A database that grows to its limit on three processes, is made smaller by VACUUM, and comes back after a restart.
// QUORUMLITE_DATABASE_MIB=200 is a VACUUM of as much; =2048 is as large as databases become unless the cluster says otherwise.

const MIB = 2 ** 20
const SIZE_MIB = Number(process.env['QUORUMLITE_DATABASE_MIB'] ?? 40)
/** A few MiB: a statement may take a second at most, also on a machine that has other things to do. */
const ROWS_PER_WRITE = Math.min(1_024, SIZE_MIB * 16)
const ROW_BYTES = 4_000
/** One commit holds 256 MiB, and VACUUM makes one of all that is left. */
const VACUUM_MIB_MAX = 240
const LIMIT_MS = 20 * 60_000
/** A follower on a slow disk may be sent all of it when the writes are over. */
const PATIENCE_MS = 10 * 60_000

let cluster: ProcessCluster
let client: Client

beforeAll(async () => {
  cluster = await ProcessCluster.start(3)
  client = await cluster.connect({ timeoutMs: 120_000 })
  await client.createDatabase('other')
  await client.database('other').execute('create table t (id integer primary key)')
}, 60_000)

afterAll(() => cluster[Symbol.asyncDispose]())

async function terms(): Promise<(number | undefined)[]> {
  return (await clusterOf(client).status()).nodes.map(({ status }) => status?.term)
}

async function refusal(work: Promise<unknown>): Promise<QuorumliteError | undefined> {
  return await work.then(
    () => undefined,
    (error: unknown) => error as QuorumliteError,
  )
}

async function pages(): Promise<number> {
  const databases = await client.databases()
  return databases.find(({ name }) => name === 'main')!.pageCount
}

const insert = `insert into big (data) with recursive n(i) as (select 1 union all select i + 1 from n where i < ${ROWS_PER_WRITE})
  select randomblob(${ROW_BYTES}) from n`

test(
  'a database grows to its limit, and no further; the others go on',
  { timeout: LIMIT_MS },
  async () => {
    const before = await terms()
    if (SIZE_MIB !== 2048) await client.setSizeLimit(SIZE_MIB * MIB, { database: 'main' })
    await client.execute('create table big (id integer primary key, data blob)')
    let full: QuorumliteError | undefined
    while (!full) full = await refusal(client.execute(insert))
    expect(full).toMatchObject({ code: 'DATABASE_FULL' })
    expect(full.message).toContain(`at most ${SIZE_MIB}.0 MiB`)
    expect((await pages()) * 4096).toBeGreaterThan(SIZE_MIB * MIB - 2 * ROWS_PER_WRITE * 4096)
    await client.database('other').execute('insert into t default values')
    expect(await terms()).toEqual(before)
    expect(new Set(await cluster.checksums(client, 'main', PATIENCE_MS)).size).toBe(1)
  },
)

test('a follower with all of it is stopped, and serves again', { timeout: LIMIT_MS }, async () => {
  const i = ((await cluster.leader(client)) + 1) % 3
  await cluster.nodes[i]!.kill()
  const node = await cluster.startNode(i)
  const [row] = await client.query('select count(*) as n from big', [], {
    readFrom: node.ready.nodeId,
    consistency: 'session',
    timeoutMs: PATIENCE_MS,
  })
  expect(row!['n']).toBeGreaterThan((SIZE_MIB * 200) / 2)
  expect(new Set(await cluster.checksums(client, 'main', PATIENCE_MS)).size).toBe(1)
})

test('VACUUM makes it smaller, or says that it is too large', { timeout: LIMIT_MS }, async () => {
  const before = await terms()
  const full = await pages()
  const options = { timeoutMs: 120_000 }
  if (SIZE_MIB > VACUUM_MIB_MAX) {
    const refused = await refusal(client.execute('vacuum', [], options))
    expect(refused).toMatchObject({ code: 'TRANSACTION_TOO_LARGE' })
    expect(refused?.message).toContain('VACUUM')
    expect(await pages()).toBe(full)
    await client.execute('insert into big (data) select null from big limit 1')
  } else {
    // All of it once, then half of it.
    expect(await refusal(client.execute('vacuum', [], options))).toBeUndefined()
    expect(await pages()).toBeLessThanOrEqual(full)
    await client.execute('delete from big where id % 2 = 0', [], options)
    await client.execute('vacuum', [], options)
    expect(await pages()).toBeLessThan(0.6 * full)
    await client.execute(insert)
  }
  expect(await terms()).toEqual(before)
  expect(new Set(await cluster.checksums(client, 'main', PATIENCE_MS)).size).toBe(1)
})
