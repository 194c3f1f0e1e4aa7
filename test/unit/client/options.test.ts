// Options that make no sense are the caller's mistake, said by name before anything is sent: on a stream that others share, a
// request that cannot be encoded or read would end theirs as well.

import type { Client } from '@quorumlite/client'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FakeCluster } from './support/fake-cluster.ts'

let cluster: FakeCluster

beforeEach(async () => {
  cluster = await FakeCluster.start()
  cluster.answerQuery = () => ({ columns: ['x'], rows: [[1]] })
})

afterEach(async () => {
  await cluster.stop()
})

type Call = (client: Client, options: never) => Promise<unknown>

async function firstOf(client: Client, options: never): Promise<unknown> {
  for await (const row of client.stream('select 1', [], options)) return row
  return undefined
}

const CALLS: Record<string, Call> = {
  execute: (client, options) => client.execute('insert', [], options),
  batch: (client, options) => client.batch(['insert'], options),
  query: (client, options) => client.query('select 1', [], options),
  stream: firstOf,
  export: async (client, options) => client.export(options).head(),
  begin: (client, options) => client.begin(options),
  transaction: (client, options) => client.transaction(async () => 1, options),
  createDatabase: (client, options) => client.createDatabase('other', options),
  databases: (client, options) => client.databases(options),
}

const WRONG: [string, object][] = [
  ['timeoutMs', { timeoutMs: NaN }],
  ['timeoutMs', { timeoutMs: -1 }],
  ['timeoutMs', { timeoutMs: '1s' }],
  ['signal', { signal: 5 }],
  ['consistency', { consistency: 'eventual' }],
  ['readFrom', { readFrom: 'follower' }],
  ['readFrom', { readFrom: 1.5 }],
  ['integers', { integers: 'string' }],
  ['rowsBytesMax', { rowsBytesMax: 0 }],
  ['maxStalenessMs', { consistency: 'stale', maxStalenessMs: -5 }],
  ['a position', { consistency: 'session', position: { index: 1 } }],
]

describe.each(Object.keys(CALLS))('%s', (name) => {
  it.each(WRONG)('refuses a wrong %s: %o', async (option, options) => {
    const client = await cluster.connect()
    const error = await cluster.failure((async () => CALLS[name]!(client, options as never))())
    expect(error).toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: expect.stringContaining(option) as unknown,
    })
    const kinds = ['write', 'query', 'export', 'begin', 'listDatabases'] as const
    for (const kind of kinds) expect(cluster.leader!.received(kind)).toEqual([])
  })
})

describe('a time limit', () => {
  it.each([1_000.5, 1e12, Infinity])('may be %d ms', async (timeoutMs) => {
    const client = await cluster.connect()
    expect(await cluster.settle(client.query('select 1', [], { timeoutMs }))).toEqual([{ x: 1 }])
    const first = firstOf(client, { timeoutMs } as never)
    expect(await cluster.settle(first)).toEqual({ x: 1 })
  })
})

it('a position to wait for is one', async () => {
  const client = await cluster.connect()
  const error = await cluster.failure(client.waitFor(undefined as never))
  expect(error).toMatchObject({ code: 'INVALID_ARGUMENT' })
})

it.each([null, 'file.db', 5])('%s is nothing to import from', async (source) => {
  const client = await cluster.connect()
  const error = await cluster.failure(client.importDatabase('other', source as never))
  expect(error).toMatchObject({ code: 'INVALID_ARGUMENT' })
})

it.each([null, undefined, {}])('%s names no database', async (name) => {
  const client = await cluster.connect()
  for (const call of [
    async () => client.createDatabase(name as never),
    async () => client.database(name as never),
  ]) {
    expect(await cluster.failure(call())).toMatchObject({ code: 'INVALID_NAME' })
  }
})

it('of a connection are checked as well', async () => {
  const connecting = cluster.connecting({ timeoutMs: NaN })
  expect(await cluster.failure(connecting)).toMatchObject({ code: 'INVALID_ARGUMENT' })
})
