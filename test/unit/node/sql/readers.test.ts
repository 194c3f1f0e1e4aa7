import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openLeaderWithReaders, type Readers } from './support/reader-halves.ts'
import { MAIN, sql, steppedResult, type Half, type HalfOptions } from './support/sql-half.ts'

let half: Half
let readers: Readers

async function open(options: HalfOptions = {}): Promise<void> {
  const opened = await openLeaderWithReaders(options)
  half = opened.half
  readers = opened.readers
  await half.result('CREATE TABLE t (id INTEGER PRIMARY KEY, v)')
}

beforeEach(() => open({ limits: { sliceRowsMax: 10 } }))
afterEach(() => half[Symbol.dispose]())

const fill = (rows: number): Promise<unknown> =>
  half.result(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${rows}) INSERT INTO t SELECT i, i FROM n`,
  )
const ALL = 'SELECT id FROM t'
const SLOW =
  'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000) SELECT max(i) FROM n'
const numbersTo = (last: number): number[][] => Array.from({ length: last }, (_, i) => [i + 1])
/** Until messages have gone to a thread and back, some times. */
const exchange = (): Promise<unknown> => half.clock.advance(20)
const waitForDeath = async (): Promise<void> => {
  await Promise.resolve()
  await exchange()
}

async function beginRead(transaction: number): Promise<void> {
  const ticket = half.ask({ kind: 'begin', database: MAIN, transaction, readOnly: true })
  await exchange()
  half.answer(ticket, 'begun')
}

async function step(transaction: number, text: string): Promise<unknown> {
  const ticket = half.ask({ kind: 'step', transaction, statement: sql(text) })
  await exchange()
  return steppedResult(half.answer(ticket, 'stepped').result).rows
}

describe('a query that ends within a slice', () => {
  test('is answered at once, without another thread', async () => {
    await fill(5)
    expect(await half.rows(ALL)).toEqual(numbersTo(5))
    expect(half.refusal(await refusedTicket('SELECT * FROM missing')).code).toBe('SQL_ERROR')
    expect(readers.kills).toHaveLength(0)
  })

  async function refusedTicket(text: string): Promise<number> {
    const ticket = half.query(text)
    await half.settle()
    return ticket
  }
})

describe('a query of many rows, or of much work', () => {
  test('goes to a reader thread, and sees what was published before it came', async () => {
    await fill(25)
    const ticket = half.query(ALL)
    await exchange()
    expect(half.answers(ticket)).toMatchObject([
      { columns: ['id'], rowCount: 10, last: false },
      { columns: ['id'], rowCount: 10, last: false },
      { columns: ['id'], rowCount: 5, last: true },
    ])
    expect(half.rowsOf(ticket)).toEqual(numbersTo(25))
    expect(readers.kills).toHaveLength(1)
  })

  test('is not interrupted where it would be in the SQL worker', async () => {
    const ticket = half.query(SLOW)
    await exchange()
    expect(half.rowsOf(ticket)).toEqual([[300_000]])
    expect(readers.kills).toHaveLength(1)
  })

  test('waits for its pieces to be taken', async () => {
    await fill(45)
    const ticket = half.query(ALL, [], 2)
    await exchange()
    expect(half.answers(ticket)).toHaveLength(2)
    half.post({ kind: 'takePieces', ticket, count: 3 })
    await exchange()
    expect(half.rowsOf(ticket)).toEqual(numbersTo(45))
  })

  test('is refused when it is cancelled; its thread reads on', async () => {
    await fill(45)
    const ticket = half.query(ALL, [], 1)
    await exchange()
    half.post({ kind: 'cancel', ticket })
    await exchange()
    expect(half.answers(ticket).at(-1)).toMatchObject({ failure: { code: 'ABORTED' } })
    const next = half.query(ALL)
    await exchange()
    expect(half.rowsOf(next)).toEqual(numbersTo(45))
    expect(readers.kills).toHaveLength(1)
  })

  test('shares threads with others when all are busy', async () => {
    await fill(45)
    const tickets = [1, 2, 3, 4].map(() => half.query(ALL, [], 1))
    await exchange()
    for (const ticket of tickets) half.post({ kind: 'takePieces', ticket, count: 10 })
    await exchange()
    for (const ticket of tickets) expect(half.rowsOf(ticket)).toEqual(numbersTo(45))
    expect(readers.kills).toHaveLength(2)
  })

  test('fails with its database', async () => {
    await fill(45)
    const ticket = half.query(ALL, [], 1)
    await exchange()
    half.post({ kind: 'dropStore', database: MAIN })
    await exchange()
    expect(half.answers(ticket).at(-1)).toMatchObject({ failure: { code: 'DATABASE_NOT_FOUND' } })
    half.createDatabase()
    await half.result('CREATE TABLE t (id INTEGER PRIMARY KEY, v)')
    await fill(30)
    const next = half.query(ALL)
    await exchange()
    expect(half.rowsOf(next)).toEqual(numbersTo(30))
  })
})

describe('a read-only transaction', () => {
  test('keeps its snapshot in a reader thread', async () => {
    await fill(3)
    await beginRead(7)
    await half.result('DELETE FROM t')
    await half.result('ALTER TABLE t ADD COLUMN w')
    expect(await step(7, 'SELECT count(*) FROM t')).toEqual([[3]])
    expect(await step(7, 'SELECT * FROM t LIMIT 1')).toEqual([[1, 1]])
    const end = half.ask({ kind: 'commit', transaction: 7 })
    await exchange()
    half.answer(end, 'rolledBack')
    expect(await half.rows('SELECT count(*) FROM t')).toEqual([[0]])
  })

  test('refuses to write', async () => {
    await beginRead(7)
    const ticket = half.ask({ kind: 'step', transaction: 7, statement: sql('DELETE FROM t') })
    await exchange()
    expect(half.refusal(ticket).code).toBe('STATEMENT_REFUSED')
  })

  test('is given up when it is too old', async () => {
    await beginRead(7)
    await half.clock.advance(61_000)
    expect(half.ended).toMatchObject([{ transaction: 7, failure: { code: 'SNAPSHOT_TOO_OLD' } }])
    const ticket = half.ask({ kind: 'step', transaction: 7, statement: sql('SELECT 1') })
    await exchange()
    expect(half.refusal(ticket).code).toBe('TRANSACTION_LOST')
  })
})

describe('limits', () => {
  test('take snapshots away that keep too many old pages', async () => {
    half[Symbol.dispose]()
    await open({ limits: { snapshotBytesMax: 1024 * 1024 } })
    await half.result('INSERT INTO t (v) VALUES (randomblob(2000000))')
    await half.result('UPDATE t SET v = randomblob(2000000)')
    await beginRead(7)
    await half.result('UPDATE t SET v = randomblob(2000000)')
    await half.result('UPDATE t SET v = randomblob(2000000)')
    const before = half.engine.memoryUsage().pageBytes
    await half.clock.advance(1_000)
    expect(half.engine.memoryUsage().pageBytes).toBeLessThan(before - 1_000_000)
    const ticket = half.ask({
      kind: 'step',
      transaction: 7,
      statement: sql('SELECT hex(v) FROM t'),
    })
    await exchange()
    expect(half.refusal(ticket).code).toBe('SNAPSHOT_TOO_OLD')
  })
})

describe('a reader thread that dies', () => {
  test('fails its reads, which may be repeated, and is replaced', async () => {
    await fill(45)
    await beginRead(7)
    await half.result('DELETE FROM t WHERE id > 40')
    const ticket = half.query(ALL, [], 1)
    await exchange()
    for (const kill of readers.kills) kill()
    await waitForDeath()
    expect(half.answers(ticket).at(-1)).toMatchObject({
      failure: { code: 'UNAVAILABLE', retryable: true },
    })
    expect(half.ended).toMatchObject([{ transaction: 7, failure: { code: 'TRANSACTION_LOST' } }])
    const again = half.query(ALL)
    await exchange()
    expect(half.rowsOf(again)).toEqual(numbersTo(40))
    half.expectHealthy()
  })
})
