// What clients may do wrong, again and again: each time a clear error, and afterwards the nodes hold what they held before:
// no pin, no connection in use, no statement, no ticket, no upload, no more memory.

import { existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Client } from '@quorumlite/client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exportToFile } from '../../packages/quorumlite/src/cli/database-file.ts'
import { InlineCluster } from '../support/inline-cluster.ts'
import { RawClient } from '../support/raw-client.ts'

let cluster: InlineCluster
let client: Client
let leader: number

const run = <T>(promise: Promise<T>): Promise<T> => cluster.run(promise)
const pause = (ms: number): Promise<void> =>
  run(new Promise((resume) => void cluster.clock.setTimer(ms, resume)))

beforeAll(async () => {
  cluster = await InlineCluster.start({ seed: 91 })
  client = await cluster.connect({ timeoutMs: 5_000 })
  leader = await cluster.awaitLeader()
  await run(client.execute('create table event (id integer primary key, text text)'))
  await run(
    client.execute(
      `with recursive n(i) as (select 1 union all select i + 1 from n where i < 20000)
       insert into event select i, hex(zeroblob(50)) from n`,
    ),
  )
})

afterAll(async () => {
  await run(client.close())
  await cluster.close()
  expect(cluster.failures).toEqual([])
})

/** What the nodes hold for their clients. */
function held(): object[] {
  return cluster.running().map((i) => {
    const { gateway } = cluster.node(i).runtime.service
    const stores = cluster.machines[i]!.stores.filter(({ closed }) => !closed)
    const infos = stores.map((store) => store.info())
    return {
      pins: cluster.pins(i),
      heldPages: infos.reduce((sum, { heldPages }) => sum + heldPages, 0),
      writing: infos.some(({ writing }) => writing),
      tickets: gateway.sql.pending,
      transactions: gateway.transactions.count,
      uploads: gateway.uploads.bytes,
    }
  })
}

function allocated(): number[] {
  return cluster.running().map((i) => cluster.machines[i]!.engine!.memoryUsage().allocatedBytes)
}

function connections(): number[] {
  return cluster.running().map((i) => cluster.machines[i]!.engine!.memoryUsage().connections)
}

const NOTHING = {
  pins: 0,
  heldPages: 0,
  writing: false,
  tickets: 0,
  transactions: 0,
  uploads: 0,
}
/** More would grow by what one of them leaves, were it a page or a row. */
const ROUNDS = 12
const SLACK_BYTES = 64 << 10

/** Runs it until caches are warm, then often, and compares. */
async function expectNothingLeft(misuse: (round: number) => Promise<void>): Promise<void> {
  for (let round = 0; round < 3; round++) await misuse(round)
  await settle()
  const before = { memory: allocated(), connections: connections() }
  for (let round = 0; round < ROUNDS; round++) await misuse(3 + round)
  await settle()
  expect(connections()).toEqual(before.connections)
  const grown = allocated().map((bytes, i) => bytes - before.memory[i]!)
  expect(Math.max(...grown)).toBeLessThan(SLACK_BYTES)
}

/** So that what is done now and then (sessions that are kept alive) does not fall between two counts. */
async function settleTime(): Promise<void> {
  await pause(500)
}

async function settle(): Promise<void> {
  const expected = JSON.stringify(cluster.running().map(() => NOTHING))
  await cluster.until(
    () => JSON.stringify(held()) === expected,
    `an end: ${JSON.stringify(held())}`,
  )
  await pause(1_000)
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  return run(
    work.then(
      () => 'done',
      (error: unknown) => (error as { code: string }).code,
    ),
  )
}

const ENDLESS = 'with recursive n(i) as (select 1 union all select i + 1 from n)'

describe('a query that would return without end', () => {
  test('is cut off at the most that its caller takes', async () => {
    await expectNothingLeft(async () => {
      const query = client.query(`${ENDLESS} select i, (select max(id) from event) from n`, [], {
        rowsBytesMax: 1 << 20,
      })
      expect(await codeOf(query)).toBe('RESULT_TOO_LARGE')
    })
  })

  test('ends with its caller, who gives it a time or a signal', async () => {
    await expectNothingLeft(async (round) => {
      const stop = new AbortController()
      const options = round % 2 ? { timeoutMs: 50 } : { signal: stop.signal }
      const query = codeOf(client.query(`${ENDLESS} select i from n, event`, [], options))
      cluster.clock.setTimer(50, () => stop.abort())
      expect(await query).toBe(round % 2 ? 'TIMEOUT' : 'ABORTED')
    })
  })

  test('within a transaction is cut off, and the transaction goes on', async () => {
    await expectNothingLeft(async () => {
      const held = await run(client.begin({ readOnly: true, rowsBytesMax: 1 << 20 }))
      expect(await codeOf(held.query(`${ENDLESS} select i from n`, []))).toBe('RESULT_TOO_LARGE')
      expect(await run(held.query('select count(*) as n from event'))).toEqual([{ n: 20_000 }])
      await run(held.rollback())
    })
  })
})

describe('a client that stops reading', () => {
  test('holds nothing once it is gone', async () => {
    await expectNothingLeft(async (round) => {
      const raw = await RawClient.open(cluster, leader, `stuck-${round}`)
      for (const sql of ['select * from event', `${ENDLESS} select i from n`]) {
        const statement = { sql, parameters: { cells: new Uint8Array(0), names: [] } }
        const value = { database: 'main', statement, consistency: 'stale', window: 2 } as const
        raw.send({ kind: 'query', value: { ...value, stalenessMaxMs: 0 } })
      }
      const database = { database: 'main', consistency: 'stale', stalenessMaxMs: 0 } as const
      raw.send({ kind: 'export', value: { ...database, window: 1 } })
      raw.send({
        kind: 'importChunk',
        value: { upload: 1, offset: 0, data: new Uint8Array(9_000) },
      })
      await pause(20)
      raw.channel.abort(new Error('gone'))
    })
  })

  test('and cancels what it asked for, or takes one piece and cancels, is told so', async () => {
    await expectNothingLeft(async (round) => {
      const stream = client.stream('select * from event', [], { window: 1 })
      const rows = stream[Symbol.asyncIterator]()
      if (round % 2) await run(rows.next())
      await run(stream.close())
      expect(await codeOf(rows.next())).toMatch(/CLOSED|done/)
    })
  })
})

describe('a statement that fails', () => {
  test.each([
    ['SQL_ERROR', 'selec 1', []],
    ['SQL_ERROR', 'select * from nowhere', []],
    ['SQL_ERROR', 'select abs(-9223372036854775808) from event', []],
    ['PARAMETER_COUNT', 'select ?', []],
    ['STATEMENT_REFUSED', 'delete from event', []],
    ['INVALID_ARGUMENT', 'select 1; select 2', []],
  ])('with %s leaves nothing: %s', async (code, sql, parameters) => {
    await expectNothingLeft(async () => {
      expect(await codeOf(client.query(sql, parameters))).toBe(code)
    })
  })

  test('in a write leaves nothing', async () => {
    await expectNothingLeft(async (round) => {
      const failing = [
        'insert into event values (1, 1)',
        'insert into event (id) values (?)',
        'pragma writable_schema = 1',
        'begin',
        `insert into event select 100000 + i, abs(-9223372036854775807 - i) from (${ENDLESS} select i from n limit 10)`,
      ]
      const code = await codeOf(client.execute(failing[round % failing.length]!))
      expect(code).toMatch(/SQL_ERROR|PARAMETER_COUNT|STATEMENT_REFUSED/)
    })
  })
})

describe('an export', () => {
  test.skipIf(!existsSync('/dev/full'))('onto a full disk ends, and says so', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'quorumlite-leaks-'))
    const file = join(directory, 'x.db')
    await expectNothingLeft(async () => {
      symlinkSync('/dev/full', `${file}.tmp`)
      expect(await codeOf(exportToFile(client, file, { window: 1 }))).toBe('DISK_FULL')
      expect(readdirSync(directory)).toEqual([])
    })
    rmSync(directory, { recursive: true })
  })

  test('with a slow reader does not delay a writer', async () => {
    // The same writes alone and beside it: as many entries, writes to the disk and messages to the SQL half.
    const cost = async (): Promise<object> => {
      await settleTime()
      const { gateway } = cluster.node(leader).runtime.service
      const { disk } = cluster.machines[leader]!
      const before = { syncs: disk.counters.syncs, lastIndex: gateway.core.status().lastIndex }
      for (let i = 0; i < 30; i++) {
        await run(client.execute('update event set text = ? where id = 7', [`${i}`]))
      }
      const { lastIndex } = gateway.core.status()
      return { syncs: disk.counters.syncs - before.syncs, entries: lastIndex - before.lastIndex }
    }
    const alone = await cost()
    expect(alone).toEqual({ syncs: 30, entries: 30 })
    const stream = client.export({ window: 1, readFrom: cluster.node(leader).info.nodeId })
    const chunks = stream[Symbol.asyncIterator]()
    await run(chunks.next())
    expect(cluster.pins(leader)).toBe(1)
    expect(await cost()).toEqual(alone)
    // It has stood still meanwhile, and is of its moment still.
    expect(cluster.pins(leader)).toBe(1)
    await run(chunks.return!())
    await settle()
  })
})
