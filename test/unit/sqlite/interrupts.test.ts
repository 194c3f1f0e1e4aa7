import { Worker } from 'node:worker_threads'
import { createEngine, SqliteError } from '@quorumlite/sqlite'
import { describe, expect, test } from 'vitest'
import {
  createDatabase,
  openDatabase,
  openReader,
  openWriter,
  rows,
  thrownBy,
  value,
} from './support.ts'

const ENDLESS =
  'WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n'

describe('the flag', () => {
  test('set by another thread, it ends a run that would never end', async () => {
    const shared = new SharedArrayBuffer(4)
    const flag = new Int32Array(shared)
    using engine = await createEngine({ interrupt: flag })
    using reader = openReader(createDatabase(engine))
    const raise = `const flag = new Int32Array(require('node:worker_threads').workerData)
      Atomics.store(flag, 0, 1)`
    const worker = new Worker(raise, { eval: true, workerData: shared })
    const error = thrownBy(() => reader.exec(ENDLESS))
    expect(error).toBeInstanceOf(SqliteError)
    expect(error).toMatchObject({ name: 'SQLITE_INTERRUPT', interruptedBy: 'flag' })
    await worker.terminate()
    Atomics.store(flag, 0, 0)
    expect(value(reader, 'SELECT 1')).toBe(1)
  })

  test('it ends every statement for as long as it is set, and harms none', async () => {
    const flag = new Int32Array(new SharedArrayBuffer(4))
    using engine = await createEngine({ interrupt: flag })
    const store = createDatabase(engine)
    using writer = openWriter(store)
    writer.exec('CREATE TABLE t (a)')
    const insert = `INSERT INTO t SELECT value FROM
      (WITH RECURSIVE n (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < 100000) SELECT value FROM n)`
    Atomics.store(flag, 0, 1)
    expect(thrownBy(() => writer.exec(insert))).toMatchObject({ name: 'SQLITE_INTERRUPT' })
    expect(thrownBy(() => writer.exec(insert))).toMatchObject({ name: 'SQLITE_INTERRUPT' })
    Atomics.store(flag, 0, 0)
    expect(value(writer, 'SELECT count(*) FROM t')).toBe(0)
    writer.exec(insert)
    expect(value(writer, 'SELECT count(*) FROM t')).toBe(100_000)
    expect(value(writer, 'PRAGMA integrity_check')).toBe('ok')
  })
})

describe('the time limit', () => {
  test('ends one long run, and says what it was', async () => {
    let nowMs = 0
    using engine = await createEngine({ monotonicMs: () => (nowMs += 10) })
    using reader = openReader(createDatabase(engine))
    engine.setTimeLimit(500)
    const error = thrownBy(() => reader.exec(ENDLESS))
    expect(error).toMatchObject({
      name: 'SQLITE_INTERRUPT',
      interruptedBy: 'time-limit',
      message: 'interrupted: it ran longer than 500 ms without a pause',
    })
    expect(nowMs).toBe(510)
  })

  test('is for each run: steps with pauses between them may go on for ever', async () => {
    let nowMs = 0
    using engine = await createEngine({ monotonicMs: () => (nowMs += 10) })
    using reader = openReader(createDatabase(engine))
    engine.setTimeLimit(500)
    const endlessRows =
      'WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n'
    const statement = reader.cached(endlessRows)
    let last: unknown
    while (nowMs < 5000) last = statement.step(1000).rows.at(-1)?.[0]
    expect(Number(last)).toBeGreaterThan(1000)
  })

  test('a write that it ends is rolled back, and the transaction with it', async () => {
    let nowMs = 0
    using database = await openDatabase({ monotonicMs: () => (nowMs += 10) })
    const { engine, writer, store } = database
    writer.exec('CREATE TABLE t (a)')
    engine.setTimeLimit(500)
    writer.begin()
    writer.exec('INSERT INTO t VALUES (1)')
    const error = thrownBy(() =>
      writer.exec(ENDLESS.replace('SELECT count(*)', 'INSERT INTO t SELECT i')),
    )
    expect(error).toMatchObject({ interruptedBy: 'time-limit' })
    expect(writer.autocommit).toBe(true)
    engine.setTimeLimit(undefined)
    expect(rows(writer, 'SELECT * FROM t')).toEqual([])
    expect(store.info().writing).toBe(false)
  })

  test('short statements hardly ever ask the clock', async () => {
    let asked = 0
    using engine = await createEngine({ monotonicMs: () => ++asked })
    using reader = openReader(createDatabase(engine))
    engine.setTimeLimit(1)
    for (let i = 0; i < 1000; i++) value(reader, 'SELECT 1')
    expect(asked).toBeLessThan(20)
  })
})

describe('onPoll', () => {
  test('is asked during a long run, and may end it', async () => {
    let polls = 0
    using engine = await createEngine({ onPoll: () => ++polls === 100 })
    using reader = openReader(createDatabase(engine))
    expect(thrownBy(() => reader.exec(ENDLESS))).toMatchObject({ name: 'SQLITE_INTERRUPT' })
    expect(polls).toBe(100)
  })
})

describe('the limit of steps', () => {
  const countTo = (n: number): string =>
    `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${n}) SELECT max(i) FROM n`

  test('ends what takes more, wherever it stands, and nothing that takes fewer', async () => {
    using engine = await createEngine()
    using reader = openReader(createDatabase(engine))
    engine.setStepLimit(4_000)
    expect(value(reader, countTo(100))).toBe(100)
    expect(thrownBy(() => value(reader, countTo(10_000)))).toMatchObject({
      name: 'SQLITE_INTERRUPT',
      interruptedBy: 'step-limit',
      message: 'interrupted: it took more steps than it may',
    })
    for (let i = 0; i < 100; i++) expect(value(reader, countTo(100))).toBe(100)
    engine.setStepLimit(undefined)
    expect(value(reader, countTo(10_000))).toBe(10_000)
  })
})
