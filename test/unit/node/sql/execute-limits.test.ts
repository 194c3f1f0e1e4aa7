import { afterEach, describe, expect, test } from 'vitest'
import {
  MAIN,
  openLeader,
  outcomeOf,
  sql,
  type Half,
  type HalfOptions,
} from './support/sql-half.ts'

let half: Half

afterEach(() => half[Symbol.dispose]())

async function open(options: HalfOptions = {}): Promise<void> {
  half = await openLeader(options)
  await half.result('CREATE TABLE t (id INTEGER PRIMARY KEY, v)')
}

const count = async (): Promise<unknown> => (await half.rows('SELECT count(*) FROM t'))[0]?.[0]

const numbers = (to: number): string =>
  `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${to})`

describe('results', () => {
  test('RETURNING more than may be recorded rolls the request back', async () => {
    await open({ limits: { recordedResultBytesMax: 10_000 } })
    const insert = `${numbers(500)} INSERT INTO t SELECT i, zeroblob(100) FROM n`
    expect((await half.error(`${insert} RETURNING v`)).code).toBe('RESULT_TOO_LARGE')
    expect(await count()).toBe(0)
    expect((await half.result(insert)).changes).toBe(500)
  })

  test('the statements of a batch share the room', async () => {
    await open({ limits: { recordedResultBytesMax: 10_000 } })
    const row = sql('INSERT INTO t (v) VALUES (zeroblob(4000)) RETURNING v')
    expect((await half.run([row, row])).error).toBeUndefined()
    const error = await half.error([row, row, row])
    expect(error).toMatchObject({ code: 'RESULT_TOO_LARGE', details: { statementIndex: 2 } })
    expect(await count()).toBe(2)
  })

  test('what the encoding adds counts as well', async () => {
    await open({ limits: { recordedResultBytesMax: 1_000 } })
    const insert = sql('INSERT INTO t (v) VALUES (1)')
    expect((await half.error(Array.from({ length: 200 }, () => insert))).code).toBe(
      'RESULT_TOO_LARGE',
    )
    expect(await count()).toBe(0)
  })
})

describe('sizes', () => {
  test('a transaction that writes too many pages is rolled back', async () => {
    await open({ limits: { transactionPagesMax: 50 } })
    const error = await half.error(`${numbers(200)} INSERT INTO t SELECT i, zeroblob(4000) FROM n`)
    expect(error).toMatchObject({ code: 'TRANSACTION_TOO_LARGE', details: { sqliteCode: 13 } })
    expect(await count()).toBe(0)
    const insert = sql(`${numbers(20)} INSERT INTO t (v) SELECT zeroblob(4000) FROM n`)
    expect((await half.error([insert, insert, insert])).code).toBe('TRANSACTION_TOO_LARGE')
    expect(await count()).toBe(0)
    for (let i = 0; i < 3; i++) expect((await half.run([insert])).error).toBeUndefined()
    expect(await count()).toBe(60)
  })

  test('a database does not grow beyond its limit', async () => {
    await open()
    half.post({ kind: 'limitSize', database: 0, pagesMax: 50 })
    const insert = `${numbers(20)} INSERT INTO t (v) SELECT zeroblob(4000) FROM n`
    expect((await half.run(insert)).error).toBeUndefined()
    expect((await half.run(insert)).error).toBeUndefined()
    const error = await half.error(insert)
    expect(error).toMatchObject({ code: 'DATABASE_FULL', details: { sqliteCode: 13 } })
    expect(error.message).toMatch(
      /'name 1'.*: 0\.2 MiB \(4\d pages\) of at most 0\.2 MiB \(50 pages\)/,
    )
    expect(error.hint).toContain('quorumlite databases limit SIZE name 1')
    expect(await count()).toBe(40)
    await half.run('DELETE FROM t WHERE id <= 20')
    expect((await half.run(insert)).error).toBeUndefined()
  })

  test('a limit of its own comes before the one of all, and can be raised and taken back', async () => {
    await open()
    half.createDatabase(2)
    const limit = (database: number, pagesMax: number): void =>
      half.post({ kind: 'limitSize', database, pagesMax })
    limit(0, 20)
    limit(MAIN, 40)
    limit(2, 10)
    const insert = `${numbers(15)} INSERT INTO t (v) SELECT zeroblob(4000) FROM n`
    expect((await half.run(insert)).error).toBeUndefined()
    expect((await half.run(insert)).error).toBeUndefined()
    expect((await half.error(insert)).code).toBe('DATABASE_FULL')
    limit(MAIN, 60)
    expect((await half.run(insert)).error).toBeUndefined()
    limit(MAIN, 0)
    expect((await half.error(insert)).message).toContain('(20 pages)')
  })

  test('one that is larger than its limit can be changed, not grow, and becomes smaller for good', async () => {
    await open()
    const insert = `${numbers(40)} INSERT INTO t (v) SELECT zeroblob(4000) FROM n`
    expect((await half.run(insert)).error).toBeUndefined()
    half.post({ kind: 'limitSize', database: MAIN, pagesMax: 20 })
    expect((await half.run('UPDATE t SET v = randomblob(4000)')).error).toBeUndefined()
    expect((await half.error('INSERT INTO t (v) VALUES (zeroblob(9000))')).code).toBe(
      'DATABASE_FULL',
    )
    expect((await half.run('DELETE FROM t WHERE id > 10')).error).toBeUndefined()
    expect((await half.run('VACUUM')).error).toBeUndefined()
    const refill = `${numbers(15)} INSERT INTO t (v) SELECT zeroblob(4000) FROM n`
    expect((await half.error(refill)).code).toBe('DATABASE_FULL')
    expect((await half.run('INSERT INTO t (v) VALUES (zeroblob(4000))')).error).toBeUndefined()
  })

  test('a database that was dropped, or all of them, leave no limit of their own behind', async () => {
    await open()
    half.post({ kind: 'limitSize', database: MAIN, pagesMax: 3 })
    half.post({ kind: 'dropStore', database: MAIN })
    half.createDatabase()
    await half.result('CREATE TABLE t (id INTEGER PRIMARY KEY, v)')
    const insert = `${numbers(15)} INSERT INTO t (v) SELECT zeroblob(4000) FROM n`
    expect((await half.run(insert)).error).toBeUndefined()
    half.post({ kind: 'createStore', database: 2, name: 'comes', family: 2 })
    half.post({ kind: 'limitSize', database: 2, pagesMax: 3 })
    half.post({ kind: 'limitSize', database: MAIN, pagesMax: 3 })
    half.post({ kind: 'resetStores' })
    half.createDatabase(2)
    half.createDatabase()
    await half.result('CREATE TABLE t (id INTEGER PRIMARY KEY, v)')
    expect((await half.run(insert)).error).toBeUndefined()
    const batch = {
      database: 'comes',
      statements: [sql('CREATE TABLE a (b)'), sql('CREATE TABLE c (d)'), sql('CREATE TABLE e (f)')],
      foreignKeysOff: false,
    }
    const ticket = half.ask({ kind: 'execute', database: 2, batch })
    await half.settle()
    expect(outcomeOf(half.answer(ticket, 'executed')).error).toBeUndefined()
  })

  test('growth ends before memory does, and what is there can be changed and deleted', async () => {
    await open({ memoryLimitBytes: 320 << 20 })
    const insert = `${numbers(100)} INSERT INTO t (v) SELECT zeroblob(4000) FROM n`
    let full: string | undefined
    for (let i = 0; i < 2000 && full === undefined; i++) {
      full = (await half.run(insert)).error?.code
    }
    expect(full).toBe('MEMORY_LOW')
    const rows = (await count()) as number
    expect(rows).toBeGreaterThan(1000)
    expect(
      (await half.run('UPDATE t SET v = randomblob(4000) WHERE id <= 100')).error,
    ).toBeUndefined()
    expect((await half.error('CREATE TABLE more AS SELECT * FROM t')).code).toBe('MEMORY_LOW')
    expect((await half.run('DELETE FROM t WHERE id <= 500')).error).toBeUndefined()
    expect((await half.run(insert)).error).toBeUndefined()
    expect(await count()).toBe(rows - 400)
  })

  test('a transaction that rewrites more than memory has room for is told so, smaller ones are not', async () => {
    await open({ memoryLimitBytes: 112 << 20 })
    const insert = `${numbers(200)} INSERT INTO t (v) SELECT zeroblob(4000) FROM n`
    while (!(await half.run(insert)).error);
    const rewrite = 'UPDATE t SET v = randomblob(4000)'
    // A sixteenth of 128 MiB would be left of the reserve, and is not to be used up by one.
    const refused = await half.error(`${rewrite} WHERE id <= 2500`)
    expect(refused).toMatchObject({ code: 'MEMORY_LOW', details: { sqliteCode: 13 } })
    expect(refused.message).toMatch(/one transaction can write [78]\.\d MiB/)
    expect(await half.error(rewrite)).toMatchObject({ code: 'MEMORY_LOW' })
    expect((await half.run(`${rewrite} WHERE id <= 50`)).error).toBeUndefined()
  })

  test('VACUUM is refused before it takes memory that it cannot make use of', async () => {
    await open({ limits: { transactionPagesMax: 60 } })
    const insert = `${numbers(25)} INSERT INTO t (v) SELECT zeroblob(4000) FROM n`
    for (let i = 0; i < 3; i++) expect((await half.run(insert)).error).toBeUndefined()
    const { memoryBytes } = half.engine.memoryUsage()
    const refused = await half.error('VACUUM')
    expect(refused).toMatchObject({ code: 'TRANSACTION_TOO_LARGE' })
    expect(refused.message).toMatch(
      /VACUUM of database 'name 1' writes 0\.3 MiB, more than the 0\.2 MiB/,
    )
    expect(half.engine.memoryUsage().memoryBytes).toBe(memoryBytes)
    // What counts is what is in use, not how large the file is.
    await half.run('DELETE FROM t WHERE id > 50')
    expect((await half.run('vacuum')).error).toBeUndefined()
  })

  test('VACUUM is refused where memory is short', async () => {
    await open({ memoryLimitBytes: 24 << 20 })
    const insert = `${numbers(100)} INSERT INTO t (v) SELECT zeroblob(4000) FROM n`
    while (!(await half.run(insert)).error);
    expect(await half.error('VACUUM')).toMatchObject({ code: 'MEMORY_LOW' })
    await half.run('DELETE FROM t WHERE id > 300')
    expect((await half.run('VACUUM')).error).toBeUndefined()
  })

  test('a statement that finds no memory where there is none is told so', async () => {
    await open({ memoryLimitBytes: 24 << 20 })
    const insert = `${numbers(100)} INSERT INTO t (v) SELECT zeroblob(4000) FROM n`
    while (!(await half.run(insert)).error);
    const sort = `UPDATE t SET v = zeroblob((SELECT length(hex(zeroblob(20000000))) % 1000)) WHERE id = 1`
    expect(await half.error(sort)).toMatchObject({ code: 'MEMORY_LOW', details: { sqliteCode: 7 } })
  })

  test('a statement that asks for too much of a memory that has room is not', async () => {
    await open({ memoryLimitBytes: 24 << 20 })
    const sort = `INSERT INTO t SELECT 1, length(hex(zeroblob(20000000)))`
    expect(await half.error(sort)).toMatchObject({ code: 'SQL_ERROR', details: { sqliteCode: 7 } })
  })
})

describe('time', () => {
  const forever =
    'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n'

  test('a statement that does not end is interrupted, and the half goes on', async () => {
    await open({ realTime: true, limits: { statementTimeLimitMs: 20 } })
    const error = await half.error([sql('INSERT INTO t (v) VALUES (1)'), sql(forever)])
    expect(error).toMatchObject({ code: 'INTERRUPTED', details: { statementIndex: 1 } })
    expect(error.hint).not.toBe('')
    expect((await half.error(`INSERT INTO t (v) ${forever}`)).code).toBe('INTERRUPTED')
    expect(await count()).toBe(0)
  })

  test('what reads a whole database has a limit of its own', async () => {
    await open({
      realTime: true,
      limits: { statementTimeLimitMs: 600_000, maintenanceTimeLimitMs: 1 },
    })
    await half.run(`${numbers(50_000)} INSERT INTO t (v) SELECT i FROM n`)
    expect((await half.error('CREATE INDEX by_v ON t (v)')).code).toBe('INTERRUPTED')
    expect((await half.error('-- once more\nCREATE UNIQUE INDEX by_v ON t (v)')).code).toBe(
      'INTERRUPTED',
    )
    await half.run('UPDATE t SET v = v + 1')
    expect(await count()).toBe(50_000)
  })

  test('the statements of a batch have a limit together', async () => {
    await open({ limits: { batchTimeLimitMs: 50 } })
    // Time passes with every look at the clock: ten milliseconds for each statement.
    let nowMs = 0
    half.clock.nowMs = () => (nowMs += 10)
    const insert = sql('INSERT INTO t (v) VALUES (1)')
    const ticket = half.execute(Array.from({ length: 100 }, () => insert))
    await half.settle()
    const { error } = outcomeOf(half.answer(ticket, 'executed'))
    expect(error).toMatchObject({ code: 'INTERRUPTED' })
    expect(error?.details.statementIndex).toBeGreaterThan(2)
    expect(await count()).toBe(0)
  })
})
