import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openLeader, outcomeOf, sql, steppedResult, type Half } from './support/sql-half.ts'

const CONNECTED_MAX = 4
const DATABASES = 12

let half: Half

beforeEach(async () => {
  half = await openLeader({ limits: { connectedDatabasesMax: CONNECTED_MAX } })
  for (let database = 2; database <= DATABASES; database++) half.createDatabase(database)
})
afterEach(() => half[Symbol.dispose]())

async function run(database: number, text: string): Promise<void> {
  const batch = { database: 'any', statements: [sql(text)], foreignKeysOff: false }
  const ticket = half.ask({ kind: 'execute', database, batch })
  await half.settle()
  const executed = half.answer(ticket, 'executed')
  half.publish(executed)
  expect(outcomeOf(executed).error).toBeUndefined()
}

async function count(database: number): Promise<unknown> {
  const ticket = half.ask({ kind: 'query', database, statement: sql('SELECT count(*) FROM t') })
  await half.settle()
  return half.rowsOf(ticket)[0]?.[0]
}

const connections = (): number => half.engine.memoryUsage().connections

describe('connections', () => {
  test('are kept for the databases that were used last, and opened again for others', async () => {
    for (let round = 0; round < 3; round++) {
      for (let database = 1; database <= DATABASES; database++) {
        await run(database, 'CREATE TABLE IF NOT EXISTS t (id INTEGER PRIMARY KEY)')
        await run(database, 'INSERT INTO t DEFAULT VALUES')
        expect(await count(database)).toBe(round + 1)
        // A writer and a reader of each.
        expect(connections()).toBeLessThanOrEqual(2 * CONNECTED_MAX)
      }
    }
    expect(connections()).toBe(2 * CONNECTED_MAX)
  })

  test('of a database with an open transaction stay', async () => {
    await run(1, 'CREATE TABLE t (id INTEGER PRIMARY KEY)')
    const begun = half.ask({ kind: 'begin', database: 1, transaction: 7, readOnly: false })
    await half.settle()
    half.answer(begun, 'begun')
    for (let database = 2; database <= DATABASES; database++) {
      await run(database, 'CREATE TABLE t (id INTEGER PRIMARY KEY)')
    }
    const insert = sql('INSERT INTO t DEFAULT VALUES')
    const step = half.ask({ kind: 'step', transaction: 7, statement: insert })
    await half.settle()
    expect(steppedResult(half.answer(step, 'stepped').result).changes).toBe(1)
    const commit = half.ask({ kind: 'commit', transaction: 7 })
    await half.settle()
    half.publish(half.answer(commit, 'executed'))
    expect(await count(1)).toBe(1)
  })

  test('are not needed by commits from elsewhere', async () => {
    await run(1, 'CREATE TABLE t (id INTEGER PRIMARY KEY)')
    const before = connections()
    for (let database = 2; database <= DATABASES; database++) {
      half.post({ kind: 'verifyStore', database, checksum: half.of('started')[0]!.blankChecksum })
    }
    await half.settle()
    expect(connections()).toBe(before)
  })
})

describe('a forked store', () => {
  const fork = {
    kind: 'forkStore',
    database: 20,
    name: 'fork',
    family: 1,
    source: 1,
    pageCount: 2,
    verify: true,
  } as const

  async function checksum(): Promise<string> {
    const ticket = half.ask({ kind: 'pinStores', pin: 1 })
    await half.settle()
    half.post({ kind: 'unpinStores', pin: 1, durable: false })
    return half.answer(ticket, 'pinned').stores.find(({ database }) => database === 1)!.checksum
  }

  test('has what is committed at that place among the commands, and is written as any other', async () => {
    await run(1, 'CREATE TABLE t (id INTEGER PRIMARY KEY)')
    const batch = {
      database: 'any',
      statements: [sql('INSERT INTO t DEFAULT VALUES')],
      foreignKeysOff: false,
    }
    const committed = await checksum()
    const speculative = half.ask({ kind: 'execute', database: 1, batch })
    half.post({ ...fork, checksum: committed })
    await half.settle()
    half.publish(half.answer(speculative, 'executed'))
    expect(await count(20)).toBe(0)
    expect(await count(1)).toBe(1)
    await run(20, 'INSERT INTO t VALUES (7), (8)')
    half.post({ kind: 'dropStore', database: 1 })
    expect(await count(20)).toBe(2)
  })

  test('of a source that is not what the log says gives the stores up', async () => {
    half.post({ ...fork, checksum: '0123456789abcdef' })
    await half.clock.advance(0)
    expect(half.damage?.code).toBe('DIVERGED')
  })
})
