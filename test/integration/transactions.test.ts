import type { Client } from '@quorumlite/client'
import type { ClientRequestBody, RequestKey } from '@quorumlite/wire'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { InlineCluster } from '../support/inline-cluster.ts'
import { RawClient, query, recordedOf, statement, write } from '../support/raw-client.ts'

// Interactive transactions between streams that break, owners that do not come back, and leaders that change.

let cluster: InlineCluster
let driver: Client
let client: RawClient
let leader: number
let clients = 0

beforeEach(async () => {
  cluster = await InlineCluster.start({ seed: 23 })
  driver = await cluster.connect()
  await cluster.run(driver.execute('create table t (a)'))
  leader = await cluster.awaitLeader()
  client = await open()
  await client.openSession()
})

afterEach(async () => {
  await cluster.run(driver.close())
  await cluster.close()
  expect(cluster.failures).toEqual([])
})

function open(i: number = leader): Promise<RawClient> {
  return RawClient.open(cluster, i, `raw-${clients++}`)
}

const step = (transaction: number, sql: string): ClientRequestBody => ({
  kind: 'step',
  value: { transaction, statement: statement(sql) },
})
const commit = (transaction: number, request: RequestKey): ClientRequestBody => ({
  kind: 'commit',
  value: { transaction, request },
})
const rollback = (transaction: number): ClientRequestBody => ({
  kind: 'rollback',
  value: { transaction },
})
const outcome = (request: RequestKey): ClientRequestBody => ({
  kind: 'outcome',
  value: { request },
})

async function rows(): Promise<unknown[]> {
  const found = await cluster.run(driver.query('select a from t order by a', [], { values: true }))
  return found.flat()
}

function owners(): number {
  return cluster.node(leader).runtime.service.gateway.transactions.count
}

/** In much less time than a transaction may idle. The clock is virtual. */
async function expectFreeWriter(): Promise<void> {
  await cluster.run(driver.execute('delete from t where a = 999'), 500)
}

/** Another node leads; the old leader is still there. */
async function changeLeader(): Promise<void> {
  const before = leader
  for (const { peerId } of cluster.machines) {
    cluster.network.partition(cluster.machines[before]!.peerId, peerId)
    cluster.network.partition(peerId, cluster.machines[before]!.peerId)
  }
  const next = (): number | undefined =>
    [0, 1, 2].find((i) => i !== before && cluster.node(i).runtime.service.gateway.writes.isOpen)
  await cluster.until(() => next() !== undefined, 'another leader')
  leader = next()!
  cluster.network.heal()
  await cluster.until(
    () => cluster.node(before).runtime.service.gateway.core.role === 'follower',
    'a follower',
  )
}

describe('a transaction', () => {
  test('belongs to the stream that began it: nobody else can touch it by its id', async () => {
    const thief = await open()
    await thief.openSession()
    const transaction = await client.begin()
    await client.ask(step(transaction, 'insert into t values (1)'))
    expect(await thief.codeOf(step(transaction, 'insert into t values (2)'))).toBe(
      'TRANSACTION_LOST',
    )
    expect(await thief.codeOf(rollback(transaction))).toBe('done')
    const stolen = await thief.ask(commit(transaction, thief.key()))
    expect(recordedOf(stolen).kind).toBe('notExecuted')
    await client.ask(step(transaction, 'insert into t values (3)'))
    expect(recordedOf(await client.ask(commit(transaction, client.key()))).kind).toBe('ok')
    expect(await rows()).toEqual([1, 3])
    expect(owners()).toBe(0)
  })

  test('ends with its stream, and the writer goes to the next', async () => {
    const transaction = await client.begin()
    await client.ask(step(transaction, 'insert into t values (1)'))
    client.channel.abort(new Error('gone'))
    await cluster.run(driver.execute('insert into t values (2)'))
    expect(await rows()).toEqual([2])
    expect(owners()).toBe(0)
  })

  test('that waits for the writer when its stream closes never gets it', async () => {
    const holder = await client.begin()
    const waiter = await open()
    const value = {
      database: 'main',
      readOnly: false,
      consistency: 'linearizable' as const,
      stalenessMaxMs: 0,
    }
    waiter.send({ kind: 'begin', value })
    await cluster.clock.advance(50)
    expect(owners()).toBe(2)
    waiter.channel.abort(new Error('gone'))
    await cluster.until(() => owners() === 1, 'an owner less')
    await client.ask(rollback(holder))
    await cluster.run(driver.execute('insert into t values (1)'))
    expect(await rows()).toEqual([1])
  })

  test('gets the writer within its patience or not at all', async () => {
    const holder = await client.begin()
    const waiter = await open()
    const value = {
      database: 'main',
      readOnly: false,
      consistency: 'linearizable' as const,
      stalenessMaxMs: 0,
    }
    expect(await waiter.codeOf({ kind: 'begin', value }, { timeoutMs: 200 })).toBe('TIMEOUT')
    expect(owners()).toBe(1)
    await client.ask(rollback(holder))
    await cluster.run(driver.execute('insert into t values (1)'))
    expect(await rows()).toEqual([1])
  })

  test('that timed out says so to every request, its commit included, and settles nothing', async () => {
    const transaction = await client.begin()
    await client.ask(step(transaction, 'insert into t values (1)'))
    await cluster.clock.advance(30_000)
    expect(await client.codeOf(step(transaction, 'select 1'))).toBe('TRANSACTION_TIMEOUT')
    const key = client.key()
    expect(await client.codeOf(commit(transaction, key))).toBe('TRANSACTION_TIMEOUT')
    expect(recordedOf(await client.ask(outcome(key))).kind).toBe('notExecuted')
    expect(owners()).toBe(0)
    expect(await rows()).toEqual([])
  })

  test('is committed once, however often its commit is sent, on whatever stream', async () => {
    const other = await open()
    const transaction = await client.begin()
    await client.ask(step(transaction, 'insert into t values (1)'))
    const request = commit(transaction, client.key())
    const answers = await cluster.run(
      Promise.all([client.send(request), client.send(request)].map(({ answer }) => answer)),
    )
    const later = [await other.ask(request), await client.ask(request)]
    expect([...answers, ...later].map((answer) => recordedOf(answer).kind)).toEqual([
      'ok',
      'ok',
      'ok',
      'ok',
    ])
    expect(await rows()).toEqual([1])
  })

  test('cannot be committed by a copy that comes after its outcome was asked for', async () => {
    const other = await open()
    const transaction = await client.begin()
    await client.ask(step(transaction, 'insert into t values (1)'))
    const key = client.key()
    expect(recordedOf(await other.ask(outcome(key))).kind).toBe('notExecuted')
    expect(recordedOf(await client.ask(commit(transaction, key))).kind).toBe('notExecuted')
    expect(await rows()).toEqual([])
    await expectFreeWriter()
  })

  test('whose commit comes first on another stream is settled as not executed', async () => {
    const other = await open()
    const transaction = await client.begin()
    await client.ask(step(transaction, 'insert into t values (1)'))
    const request = commit(transaction, client.key())
    expect(recordedOf(await other.ask(request)).kind).toBe('notExecuted')
    expect(recordedOf(await client.ask(request)).kind).toBe('notExecuted')
    await cluster.until(() => owners() === 0, 'no owner')
    expect(await rows()).toEqual([])
  })

  test('whose commit is refused lets go of the writer at once', async () => {
    const transaction = await client.begin()
    await client.ask(step(transaction, 'insert into t values (1)'))
    const unknown = { session: 999_999, number: 1, acknowledgedFloor: 0 }
    expect(await client.codeOf(commit(transaction, unknown))).toBe('SESSION_EXPIRED')
    await expectFreeWriter()
    expect(await rows()).toEqual([])
  })

  test('is lost with its leader, before a statement and at its commit', async () => {
    const transaction = await client.begin()
    await client.ask(step(transaction, 'insert into t values (1)'))
    const old = client
    await changeLeader()
    expect(await old.codeOf(step(transaction, 'insert into t values (2)'))).toBe('TRANSACTION_LOST')
    const key = old.key()
    expect(await old.codeOf(commit(transaction, key))).toBe('TRANSACTION_LOST')
    const fresh = await open()
    expect(recordedOf(await fresh.ask(commit(transaction, key))).kind).toBe('notExecuted')
    expect(await rows()).toEqual([])
  })

  test('of one leader is not the one that another leader gave the same id', async () => {
    const first = await client.begin()
    const key = client.key()
    await changeLeader()
    const other = await open()
    await other.openSession()
    let second = await other.begin()
    while (second < first) {
      await other.ask(rollback(second))
      second = await other.begin()
    }
    expect(second).toBe(first)
    await other.ask(step(second, 'insert into t values (7)'))
    const mover = await open()
    expect(recordedOf(await mover.ask(commit(first, key))).kind).toBe('notExecuted')
    await other.ask(step(second, 'insert into t values (8)'))
    await other.ask(commit(second, other.key()))
    expect(await rows()).toEqual([7, 8])
  })

  test('in flight at its commit when the leader is cut off is committed once or not at all', async () => {
    const transaction = await client.begin()
    await client.ask(step(transaction, 'insert into t values (1)'))
    const key = client.key()
    const sent = client.send(commit(transaction, key))
    await cluster.clock.advance(1.2)
    await changeLeader()
    await cluster.run(sent.answer).catch(() => undefined)
    const fresh = await open()
    const { kind } = recordedOf(await fresh.ask(outcome(key)))
    expect(await rows()).toEqual(kind === 'ok' ? [1] : [])
    expect(recordedOf(await fresh.ask(commit(transaction, key))).kind).toBe(kind)
  })

  test('open while the leadership is handed over may still commit', async () => {
    const transaction = await client.begin()
    await client.ask(step(transaction, 'insert into t values (1)'))
    const waiting = client.send(write(client.key(), 'insert into t values (2)'))
    await cluster.clock.advance(20)
    const { admin } = cluster.node(leader).runtime.service.gateway
    const transfer = admin.transferLeadership(0)
    await cluster.clock.advance(20)
    expect(recordedOf(await client.ask(commit(transaction, client.key()))).kind).toBe('ok')
    expect(recordedOf(await cluster.run(waiting.answer)).kind).toBe('ok')
    await cluster.run(transfer)
    expect(await rows()).toEqual([1, 2])
  })

  test('that only reads ends with its stream, also if it was still waiting for its state', async () => {
    const i = [0, 1, 2].find((other) => other !== leader)!
    const reader = await open(i)
    const value = {
      database: 'main',
      readOnly: true,
      consistency: 'linearizable' as const,
      stalenessMaxMs: 0,
    }
    reader.send({ kind: 'begin', value })
    await cluster.clock.advance(0.9)
    reader.channel.abort(new Error('gone'))
    await cluster.clock.advance(500)
    expect(cluster.node(i).runtime.service.gateway.transactions.count).toBe(0)
    expect(await client.codeOf(query('select 1'))).toBe('rows')
  })
})
