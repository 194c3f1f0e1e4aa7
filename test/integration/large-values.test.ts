import { createHash, randomBytes } from 'node:crypto'
import { clusterOf } from '@quorumlite/cluster'
import type { Client } from '@quorumlite/client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ProcessCluster } from '../support/process-cluster.ts'

// Values far above what a frame holds, on three processes: uploaded in chunks, committed in parts, read in pieces.

const MIB = 1024 * 1024
const LARGEST = randomBytes(64 * MIB)
const MIDDLE = randomBytes(9 * MIB + 1)

let cluster: ProcessCluster
let client: Client

beforeAll(async () => {
  cluster = await ProcessCluster.start(3)
  client = await cluster.connect({ timeoutMs: 60_000 })
  await client.execute('create table value (id integer primary key, data)')
}, 60_000)

afterAll(() => cluster[Symbol.asyncDispose]())

const hashOf = (bytes: unknown): string =>
  createHash('sha256')
    .update(bytes as Uint8Array)
    .digest('hex')

async function terms(): Promise<(number | undefined)[]> {
  return (await clusterOf(client).status()).nodes.map(({ status }) => status?.term)
}

test('a blob of 64 MiB is written once, read on every node, and costs no election', async () => {
  const before = await terms()
  const { changes } = await client.execute('insert into value values (1, ?)', [LARGEST])
  expect(changes).toBe(1)
  for (const { ready } of cluster.nodes) {
    const [row] = await client.query('select data from value where id = 1', [], {
      readFrom: ready.nodeId,
      consistency: 'session',
    })
    expect(hashOf(row!['data'])).toBe(hashOf(LARGEST))
  }
  expect(await terms()).toEqual(before)
  expect(new Set(await cluster.checksums(client)).size).toBe(1)
}, 120_000)

test('many large values are written at once: more than one stream may carry wait for their turn', async () => {
  const values = Array.from({ length: 16 }, () => randomBytes(2 * MIB))
  await Promise.all(
    values.map((data, i) => client.execute('insert into value values (?, ?)', [100 + i, data])),
  )
  const rows = await client.query('select data from value where id >= 100 order by id')
  expect(rows.map((row) => hashOf(row['data']))).toEqual(values.map(hashOf))
  await client.execute('delete from value where id >= 100')
}, 60_000)

test('rows stream past a large one, in order, with any window', async () => {
  await client.batch([
    'insert into value values (2, 2)',
    { sql: 'insert into value values (3, ?)', params: [MIDDLE] },
    'insert into value values (4, 4)',
  ])
  for (const window of [1, 8]) {
    const seen: unknown[] = []
    for await (const row of client.stream(
      'select id, data from value where id > 1 order by id',
      [],
      { window },
    )) {
      seen.push(row['id'] === 3 ? hashOf(row['data']) : row['data'])
    }
    expect(seen).toEqual([2, hashOf(MIDDLE), 4])
  }
}, 60_000)

test('a transaction writes a large value among others', async () => {
  await client.transaction(async (tx) => {
    await tx.execute('insert into value values (5, ?)', [MIDDLE])
    await tx.execute('insert into value values (6, 6)')
  })
  const [row] = await client.query(
    'select sum(length(data)) as bytes from value where id in (5, 6)',
  )
  expect(row!['bytes']).toBe(MIDDLE.length + 1)
}, 60_000)

test('what is too large is refused before it is sent, and says what to do', async () => {
  await expect(
    client.execute('insert into value values (7, ?)', [Buffer.alloc(64 * MIB + 1)]),
  ).rejects.toMatchObject({
    code: 'INVALID_ARGUMENT',
    message: expect.stringContaining('parameter'),
  })
  await expect(
    client.batch(
      [1, 2, 3].map((id) => ({
        sql: 'insert into value values (?, ?)',
        params: [7 + id, LARGEST],
      })),
    ),
  ).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', hint: expect.stringContaining('Split') })
  await expect(client.query('select length(?) as n', [MIDDLE])).rejects.toMatchObject({
    code: 'INVALID_ARGUMENT',
    hint: expect.stringContaining('table'),
  })
  await expect(
    client.execute('insert into value values (7, zeroblob(80 * 1024 * 1024))'),
  ).rejects.toMatchObject({ code: 'SQL_ERROR', hint: expect.stringContaining('row') })
  const [row] = await client.query('select count(*) as n from value where id >= 7')
  expect(row!['n']).toBe(0)
}, 60_000)
