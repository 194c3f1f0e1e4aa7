import { createEngine, exportDatabase } from '@quorumlite/sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  MAIN,
  openHalf,
  openLeader,
  outcomeOf,
  type Half,
  type Outcome,
} from './support/sql-half.ts'
import { stockFile } from './support/stock-file.ts'

let half: Half
let file: Uint8Array

/** A database file with a table, an index and some free pages. */
async function makeFile(rows: number): Promise<Uint8Array> {
  using engine = await createEngine()
  const store = engine.createStore('source')
  const restore = store.restore()
  restore.put(1, engine.blankPage1())
  restore.finish(1)
  using writer = store.connect({ view: 'speculative', writable: true, profile: 'unrestricted' })
  writer.exec(`
    CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT);
    CREATE INDEX person_name ON person (name);
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${rows})
      INSERT INTO person SELECT i, printf('%0100d', i) FROM n;
    DELETE FROM person WHERE id > ${rows / 2};
  `)
  store.publish(store.speculativeCount)
  using pin = store.pin()
  return Buffer.concat([...exportDatabase(pin)])
}

beforeEach(async () => {
  half = await openLeader()
  await half.result("CREATE TABLE t (v DEFAULT 'old')")
  await half.result('INSERT INTO t DEFAULT VALUES')
  file = await makeFile(1_000)
})

afterEach(() => half[Symbol.dispose]())

const ask = (bytes: Uint8Array): number => half.ask({ kind: 'import', database: MAIN, file: bytes })

async function importFile(bytes: Uint8Array): Promise<Outcome> {
  const ticket = ask(bytes)
  await half.settle()
  const executed = half.answer(ticket, 'executed')
  half.publish(executed)
  return outcomeOf(executed)
}

function changed(change: (view: DataView) => void): Uint8Array {
  const copy = new Uint8Array(file)
  change(new DataView(copy.buffer))
  return copy
}

describe('an import', () => {
  test('replaces the content as one commit, which followers apply', async () => {
    const { executed, error } = await importFile(file)
    expect(error).toBeUndefined()
    expect(executed.speculation).toBe(3)
    expect(await half.rows('SELECT count(*), max(name) FROM person')).toEqual([
      [500, '500'.padStart(100, '0')],
    ])
    expect((await half.error('SELECT * FROM t')).message).toBe('no such table: t')
    const next = await half.run("INSERT INTO person (name) VALUES ('new')")
    expect(next.results[0]?.lastInsertRowid).toBe(501)

    using follower = await openHalf()
    follower.createDatabase()
    for (const { pages } of half.of('executed')) {
      if (pages.length > 0)
        follower.post({ kind: 'applyCommit', database: MAIN, pages, verify: true })
    }
    expect(await follower.rows('SELECT count(*) FROM person')).toEqual([[501]])
    follower.post({ kind: 'verifyStore', database: MAIN, checksum: next.executed.checksum })
    await follower.settle()
  })

  test('takes a file that stock SQLite wrote', async () => {
    expect((await importFile(stockFile())).error).toBeUndefined()
    expect(await half.rows('SELECT name FROM big')).toEqual([['Berlin']])
    expect(await half.rows("SELECT id FROM city WHERE name = 'WIEN'")).toEqual([[2]])
    expect(await half.rows("SELECT text FROM words WHERE words MATCH 'lazy'")).toEqual([
      ['jumps over the lazy dog'],
    ])
    expect((await half.error('DELETE FROM city')).message).toBe('cities stay')
    expect(await half.rows('PRAGMA integrity_check')).toEqual([['ok']])
  })

  test('runs on top of published commits alone, in its place in the queue', async () => {
    const before = half.execute("INSERT INTO t VALUES ('before')")
    const ticket = ask(file)
    const after = half.execute('SELECT count(*) FROM person')
    await half.settle()
    expect(half.answers(ticket)).toEqual([])
    half.publish(half.answer(before, 'executed'))
    await half.settle()
    expect(half.answer(ticket, 'executed').speculation).toBe(4)
    expect(outcomeOf(half.answer(after, 'executed')).results[0]?.rows).toEqual([[500]])
  })

  test('is invisible until it is published, and ends reads of the old content then', async () => {
    await half.result("INSERT INTO t SELECT 'row' FROM json_each(json_array(1, 2, 3))")
    const reading = half.query('SELECT v FROM t', [], 1)
    half.ask({ kind: 'begin', transaction: 1, database: MAIN, readOnly: true })
    const ticket = ask(file)
    expect(await half.rows('SELECT count(*) FROM t')).toEqual([[4]])
    half.publish(half.answer(ticket, 'executed'))
    const step = half.ask({
      kind: 'step',
      transaction: 1,
      statement: {
        sql: 'SELECT count(*) FROM t',
        parameters: { cells: new Uint8Array(0), names: [] },
      },
    })
    expect(await half.rows('SELECT count(*) FROM person')).toEqual([[500]])
    expect(half.answers(reading)).toHaveLength(1)
    expect(half.refusal(step).code).toBe('SNAPSHOT_TOO_OLD')
    expect(half.ended).toMatchObject([{ transaction: 1, failure: { code: 'SNAPSHOT_TOO_OLD' } }])
  })

  test('is thrown away by an abort like any other commit', async () => {
    const ticket = ask(file)
    await half.settle()
    half.answer(ticket, 'executed')
    half.post({ kind: 'abortSpeculation', database: MAIN, epoch: 1 })
    expect((await half.result('SELECT v FROM t')).rows).toEqual([['old']])
  })
})

describe('a file that cannot be imported as it is', () => {
  const pageSize = 16
  test.each<[string, () => Uint8Array, RegExp, RegExp]>([
    [
      'no database',
      () => Buffer.from('not a database at all'.repeat(10)),
      /not an SQLite 3 database/,
      /integrity_check/,
    ],
    ['an empty file', () => new Uint8Array(0), /not an SQLite 3 database/, /integrity_check/],
    [
      'pages of another size',
      () => changed((view) => view.setUint16(pageSize, 1024)),
      /pages have 1024 bytes/,
      /page_size = 4096; VACUUM INTO/,
    ],
    [
      'pages of 64 KiB',
      () => changed((view) => view.setUint16(pageSize, 1)),
      /pages have 65536 bytes/,
      /VACUUM INTO/,
    ],
    [
      'reserved bytes',
      () => changed((view) => view.setUint8(20, 32)),
      /reserves 32 bytes/,
      /\.dump/,
    ],
    ['UTF-16', () => changed((view) => view.setUint32(56, 2)), /UTF-16/, /\.dump/],
    [
      'WAL mode',
      () => changed((view) => (view.setUint8(18, 2), view.setUint8(19, 2))),
      /WAL mode/,
      /journal_mode = DELETE/,
    ],
    [
      'a newer format',
      () => changed((view) => view.setUint8(18, 3)),
      /file format version is 3\/1/,
      /\.dump/,
    ],
    [
      'half a page',
      () => file.subarray(0, file.length - 100),
      /no whole number of pages/,
      /integrity_check/,
    ],
    ['a missing end', () => file.subarray(0, file.length - 8192), /was cut off/, /integrity_check/],
    [
      'a damaged page',
      () => changed((view) => view.setUint8(4096, 0xff)),
      /is damaged/,
      /integrity_check/,
    ],
    [
      'a lost page',
      () => changed((view) => view.setUint32(36, 0)),
      /is damaged/,
      /integrity_check/,
    ],
  ])('%s is refused, says what to do, and changes nothing', async (_name, bytes, message, hint) => {
    const { error, executed } = await importFile(bytes())
    expect(error?.code).toBe('UNSUPPORTED_DATABASE_FILE')
    expect(error?.message).toMatch(message)
    expect(error?.hint).toMatch(hint)
    expect(executed.speculation).toBe(0)
    expect((await half.result('SELECT v FROM t')).rows).toEqual([['old']])
    await half.result('INSERT INTO t DEFAULT VALUES')
    expect(await half.rows('SELECT count(*) FROM t')).toEqual([[2]])
  })

  test('too large for a database, or for one commit', async () => {
    half.post({ kind: 'limitSize', database: MAIN, pagesMax: 20 })
    const { error } = await importFile(file)
    expect(error).toMatchObject({ code: 'DATABASE_FULL' })
    expect(error?.message).toContain('0.1 MiB (20 pages)')
    expect(error?.hint).toContain('quorumlite databases limit')
    half[Symbol.dispose]()
    half = await openLeader({ limits: { transactionPagesMax: 20 } })
    expect((await importFile(file)).error?.code).toBe('TRANSACTION_TOO_LARGE')
  })

  test('too large for the memory', async () => {
    half[Symbol.dispose]()
    half = await openLeader({ memoryLimitBytes: 6 << 20 })
    const { error } = await importFile(await makeFile(60_000))
    expect(error?.code).toBe('MEMORY_LOW')
    expect((await half.run('CREATE TABLE t (v)')).error).toBeUndefined()
  })
})
