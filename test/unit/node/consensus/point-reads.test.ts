import {
  createEngine,
  createMemory,
  createReaderEngine,
  type ReaderEngine,
} from '@quorumlite/sqlite'
import { createVirtualClock } from '@quorumlite/transport'
import { decodeRows, type SqlParameters, type SqlValue } from '@quorumlite/wire'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { PointReads } from '../../../../packages/node/src/consensus/point-reads.ts'
import type { SqlLink } from '../../../../packages/node/src/consensus/sql-link.ts'
import { POINT_READ } from '../../../../packages/node/src/sql/point-reader.ts'
import { Half, MAIN, sql } from '../sql/support/sql-half.ts'

let half: Half
/** What each look at the clock adds to its time. */
let stepMs: number
let engine: ReaderEngine
let points: PointReads
/** Reports that the consensus half has heard of. */
let heard: number
let attachments: number
const failures: unknown[] = []

beforeEach(async () => {
  const clock = createVirtualClock()
  stepMs = 0
  attachments = 0
  let slowMs = 0
  half = new Half(await createEngine({ memory: createMemory({ shared: true }) }), { clock })
  half.createDatabase()
  half.lead()
  await half.settle()
  heard = half.reports.length
  const link = {
    request: async () => {
      attachments++
      const ticket = half.ask({ kind: 'attachReader' })
      await half.settle()
      hear()
      return half.answer(ticket, 'readerAttached')
    },
    send: (command: Parameters<SqlLink['send']>[0]) => half.post(command),
  }
  points = new PointReads({
    sql: link as unknown as SqlLink,
    clock: { ...clock, nowMs: () => (slowMs += stepMs) },
    openReader: async ({ sharing, reader }) => {
      engine = await createReaderEngine({ sharing, reader })
      return engine
    },
    onFailure: (cause) => failures.push(cause),
  })
  expect(read('SELECT 1')).toBeUndefined()
  expect(attachments).toBe(1)
  await points.attach()
  await commit('CREATE TABLE t (id INTEGER PRIMARY KEY, owner INTEGER, v)')
  await commit('CREATE INDEX t_owner ON t(owner)')
  await commit(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
     INSERT INTO t SELECT i, i % 1000, 'value ' || i FROM n`,
  )
  await half.settle()
  hear()
})

afterEach(() => {
  points.close()
  half[Symbol.dispose]()
  expect(failures).toEqual([])
})

/** Runs a request, and has it published. */
async function commit(text: string, parameters: SqlParameters = []): Promise<void> {
  await half.result(text, parameters)
  await half.settle()
}

/** The consensus half takes the reports that have come meanwhile. */
function hear(): void {
  for (const report of half.reports.slice(heard)) {
    if (report.kind === 'storeOpened' || report.kind === 'storeClosing') points.onStore(report)
  }
  heard = half.reports.length
}

/** Undefined: the SQL half would be asked. */
function read(
  text: string,
  parameters: SqlParameters = [],
  database = MAIN,
): SqlValue[][] | undefined {
  const rows = points.query(database, sql(text, parameters))
  return rows && decodeRows(rows.cells, rows.rowCount, rows.columns)
}

describe('a read that moves over few entries', () => {
  test.each([
    ['by its key', 'SELECT v FROM t WHERE id = ?', [7], [['value 7']]],
    ['by its key, without a row', 'SELECT v FROM t WHERE id = ?', [-7], []],
    ['by its name', 'SELECT v FROM t WHERE id = :id', { ':id': 8 }, [['value 8']]],
    ['by an index', 'SELECT id FROM t WHERE owner = 3 ORDER BY id LIMIT 2', [], [[3], [1003]]],
    ['of a range', 'SELECT id FROM t WHERE id BETWEEN 4 AND 6', [], [[4], [5], [6]]],
    [
      'of two tables',
      'SELECT b.id FROM t a JOIN t b ON b.id = a.owner WHERE a.id = 1005',
      [],
      [[5]],
    ],
    ['the last one', 'SELECT id FROM t ORDER BY id DESC LIMIT 1', [], [[5000]]],
  ])('%s is answered here', (_, text, parameters, rows) => {
    expect(read(text, parameters)).toEqual(rows)
    expect(read(text, parameters)).toEqual(rows)
  })

  test('sees each commit once it is published, and none before', async () => {
    const select = 'SELECT v FROM t WHERE id = 1'
    const executed = half.execute("UPDATE t SET v = 'new' WHERE id = 1")
    await half.settle()
    expect(read(select)).toEqual([['value 1']])
    half.publish(half.answer(executed, 'executed'))
    await half.settle()
    expect(read(select)).toEqual([['new']])
  })

  test('leaves nothing pinned', async () => {
    for (let id = 1; id <= 10; id++) {
      expect(read('SELECT v FROM t WHERE id = ?', [id])).toHaveLength(1)
      await commit('UPDATE t SET v = ? WHERE id = ?', [`new ${id}`, id])
    }
    const memory = half.ask({ kind: 'measureMemory' })
    await half.settle()
    expect(half.answer(memory, 'memory')).toMatchObject({ pinnedBytes: 0 })
  })
})

describe('a read that might hold up the thread', () => {
  test('because it took long several times in a row is left alone for a while', () => {
    const select = 'SELECT v FROM t WHERE id = 1'
    const run = (ms: number): boolean => {
      stepMs = ms
      return read(select) !== undefined
    }
    const slow = POINT_READ.timeMaxMs + 0.1
    for (let i = 1; i < POINT_READ.slowRunsMax; i++) expect(run(slow)).toBe(true)
    expect(run(0)).toBe(true)
    for (let i = 1; i <= POINT_READ.slowRunsMax; i++) expect(run(slow)).toBe(true)
    expect(run(0)).toBe(false)
    let passes = 1
    while (!run(0)) passes++
    expect(passes).toBe(1_000)
  })

  const fts = 'CREATE VIRTUAL TABLE doc USING fts5(body)'
  test.each([
    ['counts', 'SELECT count(*) FROM t'],
    ['calls a function', 'SELECT hex(zeroblob(1e8)) FROM t WHERE id = 1'],
    ['matches a pattern', "SELECT v FROM t WHERE id = 1 AND v LIKE '%a%'"],
    ['sorts', 'SELECT v FROM t WHERE owner = 3 ORDER BY v'],
    ['walks a table', 'SELECT id FROM t WHERE v = 0'],
    ['has many rows', 'SELECT id FROM t'],
    ['asks a virtual table', "SELECT body FROM doc WHERE doc MATCH 'a'"],
    [
      'recurs',
      'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n LIMIT 3',
    ],
    ['is several', 'SELECT 1; SELECT 2'],
    ['is none', ' -- nothing'],
    ['writes', "UPDATE t SET v = '' WHERE id = 1"],
    ['explains', 'EXPLAIN SELECT 1'],
    ['is no SQL', 'SELEC 1'],
    ['asks for a setting', 'PRAGMA page_count'],
  ])('is left to the SQL half: one that %s', async (_, text) => {
    await commit(fts)
    expect(read(text)).toBeUndefined()
    expect(read(text)).toBeUndefined()
    // The connection is as good as before.
    expect(read('SELECT v FROM t WHERE id = 7')).toEqual([['value 7']])
  })

  test('is left to the SQL half when a value is large', async () => {
    await commit('UPDATE t SET v = zeroblob(?) WHERE id = 2', [POINT_READ.valueBytesMax + 1])
    expect(read('SELECT v FROM t WHERE id = ?', [1])).toEqual([['value 1']])
    expect(read('SELECT v FROM t WHERE id = ?', [2])).toBeUndefined()
    expect(read('SELECT id FROM t WHERE id = ?', [2])).toEqual([[2]])
    const compared = "SELECT id FROM t WHERE id = ? AND v <> ''"
    expect(read(compared, [1])).toEqual([[1]])
    expect(read(compared, [2])).toBeUndefined()
  })

  test('is not tried again and again, nor given up for ever', async () => {
    const select = 'SELECT id FROM t WHERE v = ?'
    expect(read(select, [''])).toBeUndefined()
    await commit('CREATE INDEX t_v ON t(v)')
    let passed = 1
    while (passed < 2_000 && read(select, ['value 9']) === undefined) passed++
    expect(passed).toBe(1_001)
    expect(read(select, ['value 9'])).toEqual([[9]])
  })

  test('is noticed when the schema changes under its text', async () => {
    await commit('CREATE VIEW w AS SELECT id, v FROM t')
    const select = 'SELECT v FROM w WHERE id = 1'
    expect(read(select)).toEqual([['value 1']])
    await commit('DROP VIEW w')
    await commit('CREATE VIEW w AS SELECT id, upper(v) AS v FROM t')
    // Once, within the limits; then it is known.
    read(select)
    expect(read(select)).toBeUndefined()
  })

  test('hears about its parameters from the SQL half, which costs its text nothing', () => {
    expect(read('SELECT v FROM t WHERE id = ?', [])).toBeUndefined()
    expect(read('SELECT v FROM t WHERE id = ?', [7])).toEqual([['value 7']])
    expect(read('SELECT v FROM t WHERE id = ?', [7, 8])).toBeUndefined()
    expect(read('SELECT v FROM t WHERE id = ?', [7])).toEqual([['value 7']])
  })
})

describe('a database', () => {
  const select = 'SELECT id FROM t WHERE id = 1'

  test('that is not known here is the SQL half’s', () => {
    expect(read(select, [], 2)).toBeUndefined()
  })

  test('that comes later is read once its store is reported', async () => {
    half.createDatabase(2)
    await half.settle()
    expect(read('SELECT 1', [], 2)).toBeUndefined()
    hear()
    expect(read('SELECT 1', [], 2)).toEqual([[1]])
  })

  test('that was dropped is not read, also before that is known here', async () => {
    expect(read(select)).toEqual([[1]])
    half.post({ kind: 'dropStore', database: MAIN })
    await half.settle()
    expect(read(select)).toBeUndefined()
    hear()
    expect(read(select)).toBeUndefined()
    expect(engine.memoryUsage().connections).toBe(0)
  })

  test('that was replaced is read from where it is now', async () => {
    expect(read(select)).toEqual([[1]])
    half.post({ kind: 'dropStore', database: MAIN })
    half.createDatabase()
    await commit('CREATE TABLE t (id INTEGER PRIMARY KEY)')
    await commit('INSERT INTO t VALUES (1)')
    hear()
    expect(read('SELECT * FROM t WHERE id = 1')).toEqual([[1]])
    expect(engine.memoryUsage().connections).toBe(1)
  })

  test('of many has a connection while it is used', async () => {
    const databases = Array.from({ length: 40 }, (_, i) => 2 + i)
    for (const database of databases) half.createDatabase(database)
    await half.settle()
    hear()
    for (const database of [...databases, ...databases]) {
      expect(read('SELECT 1', [], database)).toEqual([[1]])
    }
    expect(engine.memoryUsage().connections).toBe(32)
  })
})

test('a reader that fails is detached, and the SQL half answers', async () => {
  expect(read('SELECT id FROM t WHERE id = 1')).toEqual([[1]])
  engine[Symbol.dispose]()
  expect(read('SELECT id FROM t WHERE id = 1')).toBeUndefined()
  await half.settle()
  expect(half.engine.attachReader()).toBe(0)
})
