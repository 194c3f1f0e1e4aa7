import { type Client, StreamError } from '@quorumlite/client'
import {
  type ClientRequestBody,
  NO_PARAMETERS,
  PIECES_WINDOW_MAX,
  type SqlValue,
} from '@quorumlite/wire'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { InlineCluster } from '../support/inline-cluster.ts'
import { PieceCounter } from '../support/piece-counter.ts'
import { RawClient } from '../support/raw-client.ts'

// Rows on their way through the whole product, under virtual time: real nodes, real SQLite, real driver.

let cluster: InlineCluster
let counter: PieceCounter
let client: Client

beforeEach(async () => {
  cluster = await InlineCluster.start({ seed: 11 })
  counter = new PieceCounter(cluster.network.createTransport('reader', { listen: false }))
  client = await cluster.connect({ transport: counter })
  await run(client.execute('create table event (id integer primary key, amount integer)'))
  await run(
    client.execute(
      `with recursive n(i) as (select 1 union all select i + 1 from n where i < 50000)
       insert into event select i, 1 from n`,
    ),
  )
})

afterEach(async () => {
  await run(client.close())
  await cluster.close()
  expect(cluster.failures).toEqual([])
})

const run = <T>(promise: Promise<T>): Promise<T> => cluster.run(promise)
const pause = (durationMs: number): Promise<void> =>
  new Promise((go) => void cluster.clock.setTimer(durationMs, go))
const idOf = (i: number): number => cluster.node(i).info.nodeId
const totalPins = (): number => cluster.running().reduce((sum, i) => sum + cluster.pins(i), 0)
const noPins = (): Promise<void> => cluster.until(() => totalPins() === 0, 'end of all reads')

/** Reads a table, so that it keeps a version of it. */
const ENDLESS = `with recursive n(i) as (select id from event where id = 1 union all select i + 1 from n)
  select i from n`

async function streamErrorOf(promise: Promise<unknown>): Promise<StreamError> {
  const error = await run(promise).then(
    () => undefined,
    (cause: unknown) => cause,
  )
  expect(error).toBeInstanceOf(StreamError)
  return error as StreamError
}

/** Takes the first piece of a stream of events, and leaves the rest. */
async function begin(options: { readFrom?: number; window?: number } = {}): Promise<{
  rows: AsyncIterator<{ id: SqlValue }, undefined>
  machine: number
}> {
  const stream = client.stream<{ id: SqlValue }>('select id from event order by id', [], options)
  const { nodeId } = await run(stream.head())
  const rows = stream[Symbol.asyncIterator]()
  expect((await run(rows.next())).value).toEqual({ id: 1 })
  return { rows, machine: cluster.running().find((i) => idOf(i) === nodeId)! }
}

async function drain(rows: AsyncIterator<unknown, undefined>): Promise<number> {
  let count = 0
  while (!(await rows.next()).done) count++
  return count
}

describe('a million rows', () => {
  test('pass a slow consumer in a bounded number of pieces, who holds nobody up', async () => {
    const numbers = `${ENDLESS} limit 1000000`
    const window = 4
    let rows = 0
    const reading = (async () => {
      const stream = client.stream<SqlValue[]>(numbers, [], { values: true, window })
      for await (const batch of stream.batches()) {
        expect(batch[0]).toEqual([rows + 1])
        rows += batch.length
        if (rows % 102_400 > 0) continue
        expect(totalPins()).toBe(1)
        await pause(1_000)
      }
    })()
    await cluster.until(() => counter.received > 100, 'rows')
    await run(client.execute('insert into event (amount) values (1)'))
    expect(rows).toBeLessThan(1_000_000)
    await run(reading)
    expect(rows).toBe(1_000_000)
    expect(counter.underWayMax).toBe(window)
    expect(counter.received).toBeGreaterThan(900)
    await noPins()
  })
})

describe('a stream', () => {
  test('is one snapshot, whatever is written meanwhile', async () => {
    let sum = 0
    let count = 0
    let writes = 0
    const reading = (async () => {
      const stream = client.stream('select id, amount from event', [], { window: 1 })
      for await (const { amount } of stream) {
        sum += Number(amount)
        if (++count % 10_000 > 0) continue
        await client.execute('update event set amount = amount + 1')
        await client.execute('delete from event where id % 7 = ?', [writes++])
      }
    })()
    await run(reading)
    expect({ sum, count, writes }).toEqual({ sum: 50_000, count: 50_000, writes: 5 })
    const [now] = await run(client.query('select count(*) as n, max(amount) as amount from event'))
    expect(now).toMatchObject({ amount: 6 })
    expect(now!['n']).toBeLessThan(20_000)
  })

  test('comes from the follower that is asked for', async () => {
    const leader = await cluster.awaitLeader()
    const follower = cluster.running().find((i) => i !== leader)!
    const stream = client.stream('select id from event', [], { readFrom: idOf(follower) })
    expect((await run(stream.head())).nodeId).toBe(idOf(follower))
    expect(cluster.pins(follower)).toBeGreaterThan(0)
    expect(await run(drain(stream[Symbol.asyncIterator]()))).toBe(50_000)
    await noPins()
  })

  test('lets its reader go at the node when the loop is left', async () => {
    const { rows, machine } = await begin()
    expect(cluster.pins(machine)).toBe(1)
    await run(rows.return!())
    await noPins()
    expect(counter.cancels).toBe(1)
    expect(counter.received).toBeLessThan(12)
  })

  test('is cancelled by its signal while its node is at work', async () => {
    const abort = new AbortController()
    let rows = 0
    const reading = (async () => {
      for await (const _ of client.stream(ENDLESS, [], { signal: abort.signal })) {
        if (++rows === 5_000) abort.abort()
      }
    })()
    expect(await streamErrorOf(reading)).toMatchObject({ code: 'ABORTED', delivered: 5_000 })
    await noPins()
  })

  test('that is cancelled before its node may answer never runs', async () => {
    const { position } = await run(client.query('select 1'))
    const ahead = { ...position, index: position.index + 2 }
    const stream = client.stream('select id from event', [], {
      consistency: 'session',
      position: ahead,
    })
    const head = stream.head().catch((error: unknown) => error)
    await run(pause(100))
    await run(stream.close())
    expect(await run(head)).toMatchObject({ code: 'CLOSED', delivered: 0 })
    const before = counter.received
    await run(client.execute('insert into event (amount) values (1)'))
    await run(client.execute('insert into event (amount) values (1)'))
    await run(client.waitFor(ahead))
    await run(pause(100))
    expect(counter.received).toBe(before)
    expect(totalPins()).toBe(0)
  })

  test('that nobody reads holds up nothing, and is given up by its node in the end', async () => {
    const { rows, machine } = await begin({ window: 2 })
    await run(client.execute('update event set amount = 2'))
    const [row] = await run(client.query('select sum(amount) as total from event'))
    expect(row).toEqual({ total: 100_000 })
    expect(cluster.pins(machine)).toBe(1)
    await run(pause(61_000))
    expect(totalPins()).toBe(0)
    const error = await streamErrorOf(drain(rows))
    expect(error).toMatchObject({ code: 'SNAPSHOT_TOO_OLD', retryable: false })
    // The piece that was taken, and the window that came after it.
    expect(error.delivered).toBe(3 * 1_024)
  })

  test('goes with its client', async () => {
    const { rows, machine } = await begin({ window: 2 })
    expect(cluster.pins(machine)).toBe(1)
    cluster.network.kill('reader')
    await noPins()
    expect((await streamErrorOf(drain(rows))).code).toBe('UNAVAILABLE')
  })

  test('ends with its node, and says what was delivered; nothing is started again', async () => {
    const { rows, machine } = await begin({ window: 2 })
    cluster.crash(machine)
    const seen: number[] = [1]
    const reading = (async () => {
      for (let next = await rows.next(); !next.done; next = await rows.next()) {
        seen.push(Number(next.value.id))
      }
    })()
    const error = await streamErrorOf(reading)
    expect(error).toMatchObject({ code: 'UNAVAILABLE', retryable: false, delivered: seen.length })
    expect(seen).toEqual(Array.from({ length: seen.length }, (_, i) => i + 1))
    expect(seen.length).toBeLessThanOrEqual(3 * 1_024)
    await cluster.startNode(machine)
    const again = client.stream('select id from event')
    expect(await run(drain(again[Symbol.asyncIterator]()))).toBe(50_000)
  })

  test('of a statement that fails half way gives the rows before it', async () => {
    const failing =
      'select abs(case id when 3000 then -9223372036854775808 else id end) as n from event'
    const error = await streamErrorOf(drain(client.stream(failing)[Symbol.asyncIterator]()))
    expect(error.code).toBe('SQL_ERROR')
    expect(error.delivered).toBeGreaterThanOrEqual(2 * 1_024)
    expect(error.delivered).toBeLessThan(3_000)
    await noPins()
  })

  test('refuses to write', async () => {
    const error = await streamErrorOf(client.stream('delete from event').head())
    expect(error).toMatchObject({ code: 'STATEMENT_REFUSED', delivered: 0 })
  })
})

describe('a client that asks for more than it may', () => {
  const endless = (window: number): ClientRequestBody => {
    const statement = { sql: ENDLESS, parameters: NO_PARAMETERS }
    const value = { database: 'main', statement, consistency: 'stale' as const, stalenessMaxMs: 0 }
    return { kind: 'query', value: { ...value, window } }
  }

  test('is sent the largest window, and more only for what it was sent', async () => {
    const raw = await RawClient.open(cluster, await cluster.awaitLeader(), 'greedy')
    const id = 77
    const { bodies } = raw.send(endless(2 ** 32 - 1), { id })
    const take = (requestId: number, pieces: number): void => {
      raw.send({ kind: 'takePieces', value: { requestId, pieces } })
    }
    await run(pause(1_000))
    expect(bodies).toHaveLength(PIECES_WINDOW_MAX)
    take(id, 2 ** 32 - 1)
    take(id, 1)
    take(id + 1, 5)
    await run(pause(1_000))
    expect(bodies).toHaveLength(2 * PIECES_WINDOW_MAX)
    take(id, 0)
    await run(pause(1_000))
    expect(bodies).toHaveLength(2 * PIECES_WINDOW_MAX)
    expect(totalPins()).toBe(1)
    raw.channel.abort(new Error('enough'))
    await noPins()
  })
})
