import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { MAIN, openLeader, sql, type Half, type HalfOptions } from './support/sql-half.ts'

let half: Half

async function open(options: HalfOptions = {}): Promise<void> {
  half = await openLeader(options)
  await half.result('CREATE TABLE t (id INTEGER PRIMARY KEY, v)')
}

beforeEach(() => open({ limits: { sliceRowsMax: 10 } }))
afterEach(() => half[Symbol.dispose]())

const fill = (rows: number): Promise<unknown> =>
  half.result(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${rows}) INSERT INTO t SELECT i, i FROM n`,
  )
const pieces = (ticket: number): number => half.answers(ticket).length
const numbersTo = (last: number): number[][] => Array.from({ length: last }, (_, i) => [i + 1])

describe('a query', () => {
  test('gets its rows in pieces, the last marked', async () => {
    await fill(25)
    const ticket = half.query('SELECT id AS n FROM t')
    await half.settle()
    expect(half.answers(ticket)).toMatchObject([
      { columns: ['n'], rowCount: 10, last: false },
      { columns: ['n'], rowCount: 10, last: false },
      { columns: ['n'], rowCount: 5, last: true },
    ])
    expect(half.rowsOf(ticket)).toEqual(numbersTo(25))
  })

  test('without rows still has columns and a last piece', async () => {
    const ticket = half.query('SELECT id, v FROM t')
    await half.settle()
    expect(half.answers(ticket)).toMatchObject([{ columns: ['id', 'v'], rowCount: 0, last: true }])
  })

  test('takes parameters by position and by name', async () => {
    expect(await half.rows('SELECT ?, ?', [1, 'a'])).toEqual([[1, 'a']])
    expect(await half.rows('SELECT :a || $b', { b: 'B', a: 'A' })).toEqual([['AB']])
    const [few, many] = [half.query('SELECT ?, ?', [1]), half.query('SELECT 1', [1])]
    await half.settle()
    expect(half.refusal(few).code).toBe('PARAMETER_COUNT')
    expect(half.refusal(many).code).toBe('PARAMETER_COUNT')
  })

  test.each([
    'PRAGMA table_info(t)',
    'PRAGMA integrity_check',
    'EXPLAIN SELECT * FROM t',
    'EXPLAIN QUERY PLAN SELECT * FROM t',
    'WITH x AS (SELECT 1) SELECT * FROM x',
    "SELECT json_extract('[1]', '$[0]')",
  ])('may be %s', async (text) => expect((await half.rows(text)).length).toBeGreaterThan(0))

  test.each([
    'INSERT INTO t VALUES (1, 1)',
    'INSERT INTO t VALUES (1, 1) RETURNING id',
    'DELETE FROM t',
    'CREATE TABLE u (x)',
    'DROP TABLE t',
    'VACUUM',
  ])('must not be %s: the hint names execute()', async (text) => {
    const ticket = half.query(text)
    await half.settle()
    expect(half.refusal(ticket).code).toBe('STATEMENT_REFUSED')
    expect(half.refusal(ticket).hint).toContain('execute()')
  })

  test.each([
    ['BEGIN', 'STATEMENT_REFUSED'],
    ['SELECT 1; SELECT 2', 'INVALID_ARGUMENT'],
    ['', 'INVALID_ARGUMENT'],
    ['SELECT * FROM missing', 'SQL_ERROR'],
    ['SELECT abs(-9223372036854775808)', 'SQL_ERROR'],
  ])('%j is refused with %s', async (text, code) => {
    const ticket = half.query(text)
    await half.settle()
    expect(half.refusal(ticket).code).toBe(code)
  })

  test('of an unknown database is refused', async () => {
    const ticket = half.ask({ kind: 'query', database: 9, statement: sql('SELECT 1') })
    await half.settle()
    expect(half.refusal(ticket).code).toBe('DATABASE_NOT_FOUND')
  })

  test('leaves no setting to the next one', async () => {
    for (const value of [0, 1]) {
      const ticket = half.query(`PRAGMA recursive_triggers = ${value}`)
      await half.settle()
      expect(half.answers(ticket)).toHaveLength(1)
      expect(await half.rows('PRAGMA recursive_triggers')).toEqual([[0]])
    }
  })

  test('that runs too long at a stretch is interrupted', async () => {
    using slow = await openLeader({ realTime: true, limits: { statementTimeLimitMs: 20 } })
    const ticket = slow.query(
      'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n',
    )
    await slow.settle()
    expect(slow.refusal(ticket).code).toBe('INTERRUPTED')
    expect(await slow.rows('SELECT 1')).toEqual([[1]])
  })

  test('fails half way with the rows before the error', async () => {
    await fill(25)
    const ticket = half.query(
      'SELECT abs(CASE id WHEN 15 THEN -9223372036854775808 ELSE id END) FROM t',
    )
    await half.settle()
    expect(half.answers(ticket).map((report) => report.kind)).toEqual(['rows', 'refused'])
  })
})

describe('a snapshot', () => {
  test('is that of the beginning, whatever is published or applied meanwhile', async () => {
    await fill(25)
    const ticket = half.query('SELECT id FROM t', [], 1)
    await half.settle()
    await half.result('DELETE FROM t')
    await half.result('DROP TABLE t')
    half.post({ kind: 'takePieces', ticket, count: 10 })
    await half.settle()
    expect(half.rowsOf(ticket)).toEqual(numbersTo(25))
    expect(await half.rows('SELECT count(*) FROM sqlite_schema')).toEqual([[0]])
  })

  test('never holds what is not published', async () => {
    half.execute('INSERT INTO t VALUES (1, 1)')
    expect(await half.rows('SELECT * FROM t')).toEqual([])
  })

  test('is given up when it is too old', async () => {
    half[Symbol.dispose]()
    await open({ limits: { sliceRowsMax: 10, snapshotAgeMaxMs: 1_000 } })
    await fill(25)
    const ticket = half.query('SELECT id FROM t', [], 1)
    await half.clock.advance(1_500)
    expect(half.answers(ticket).map((report) => report.kind)).toEqual(['rows', 'refused'])
    expect(half.answers(ticket)[1]).toMatchObject({
      failure: { code: 'SNAPSHOT_TOO_OLD', retryable: true },
    })
    expect(half.clock.timerCount).toBe(0)
  })

  test('is given up when too much has changed since, the oldest first', async () => {
    half[Symbol.dispose]()
    await open({ limits: { sliceRowsMax: 10, snapshotBytesMax: 1_200_000 } })
    await fill(2_000)
    const rewrite = (length: number): Promise<unknown> =>
      half.result(`UPDATE t SET v = printf('%${length}d', id)`)
    await rewrite(200)
    // About 450 KB for each version that a snapshot keeps; versions between two snapshots are freed.
    const open1 = half.query('SELECT id FROM t', [], 1)
    for (let length = 201; length < 210; length++) await rewrite(length)
    const open2 = half.query('SELECT id FROM t', [], 1)
    await rewrite(220)
    await half.clock.advance(300)
    expect([pieces(open1), pieces(open2)]).toEqual([1, 1])
    const open3 = half.query('SELECT id FROM t', [], 1)
    await rewrite(230)
    await half.clock.advance(300)
    expect([pieces(open1), pieces(open2), pieces(open3)]).toEqual([2, 1, 1])
    expect(half.answers(open1)[1]).toMatchObject({
      kind: 'refused',
      failure: { code: 'SNAPSHOT_TOO_OLD' },
    })
    for (const ticket of [open2, open3]) {
      half.post({ kind: 'takePieces', ticket, count: 1_000 })
      await half.settle()
      expect(half.rowsOf(ticket)).toEqual(numbersTo(2_000))
    }
  })

  test('goes with an import that replaces the database', async () => {
    await fill(25)
    const ticket = half.query('SELECT id FROM t', [], 1)
    half.ask({ kind: 'begin', transaction: 1, database: MAIN, readOnly: true })
    await half.settle()
    half.post({ kind: 'dropStore', database: MAIN })
    await half.settle()
    expect(half.answers(ticket).at(-1)).toMatchObject({ failure: { code: 'DATABASE_NOT_FOUND' } })
    expect(half.ended).toMatchObject([{ transaction: 1, failure: { code: 'DATABASE_NOT_FOUND' } }])
  })
})

describe('long queries', () => {
  test('take turns with each other and with commands', async () => {
    await fill(100)
    const [a, b] = [half.query('SELECT id FROM t'), half.query('SELECT id FROM t')]
    const short = half.query('SELECT 1')
    await half.settle()
    const order = half.reports.flatMap((report) => (report.kind === 'rows' ? [report.ticket] : []))
    expect(order.slice(0, 7)).toEqual([a, b, short, a, b, a, b])
    expect(half.rowsOf(a)).toEqual(numbersTo(100))
    expect(half.rowsOf(b)).toEqual(numbersTo(100))
  })

  test('let commits through in between', async () => {
    await fill(100)
    const query = half.query('SELECT id FROM t')
    const write = half.execute('INSERT INTO t VALUES (1000, 0)')
    await half.settle()
    const order = half.reports.flatMap((report) => ('ticket' in report ? [report.ticket] : []))
    expect(order.indexOf(write)).toBeLessThan(order.lastIndexOf(query))
  })

  test('with a window wait until rows were taken', async () => {
    await fill(50)
    const ticket = half.query('SELECT id FROM t', [], 2)
    await half.settle()
    expect(pieces(ticket)).toBe(2)
    half.post({ kind: 'takePieces', ticket, count: 1 })
    await half.settle()
    expect(pieces(ticket)).toBe(3)
    half.post({ kind: 'takePieces', ticket, count: 3 })
    await half.settle()
    expect(half.rowsOf(ticket)).toEqual(numbersTo(50))
    expect(half.answers(ticket).at(-1)).toMatchObject({ last: true })
    half.post({ kind: 'takePieces', ticket, count: 3 })
    await half.settle()
  })

  test('stop when they are cancelled', async () => {
    await fill(50)
    const ticket = half.query('SELECT id FROM t', [], 2)
    await half.settle()
    half.post({ kind: 'cancel', ticket })
    half.post({ kind: 'takePieces', ticket, count: 10 })
    await half.settle()
    expect(pieces(ticket)).toBe(3)
    expect(half.answers(ticket).at(-1)).toMatchObject({
      kind: 'refused',
      failure: { code: 'ABORTED' },
    })
    expect(await half.rows('SELECT count(*) FROM t')).toEqual([[50]])
  })

  test('are limited in number', async () => {
    half[Symbol.dispose]()
    await open({ limits: { sliceRowsMax: 10, readersMax: 2 } })
    await fill(50)
    for (let short = 0; short < 5; short++) expect(await half.rows('SELECT 1')).toEqual([[1]])
    const [first] = [half.query('SELECT id FROM t', [], 1), half.query('SELECT id FROM t', [], 1)]
    const third = half.query('SELECT 1')
    await half.settle()
    expect(half.refusal(third).code).toBe('TOO_MANY_REQUESTS')
    half.post({ kind: 'cancel', ticket: first as number })
    expect(await half.rows('SELECT 1')).toEqual([[1]])
  })
})
