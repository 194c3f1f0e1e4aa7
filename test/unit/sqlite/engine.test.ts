import { Worker } from 'node:worker_threads'
import { ClosedError, createEngine, loadModule, SqliteError } from '@quorumlite/sqlite'
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

describe('an engine', () => {
  test('says which SQLite it is, and what that was built with', async () => {
    using database = await openDatabase()
    expect(database.engine.sqliteVersion).toMatch(/^3\.\d+\.\d+$/)
    expect(value(database.writer, 'SELECT sqlite_version()')).toBe(database.engine.sqliteVersion)
    const options = rows(database.writer, 'PRAGMA compile_options').map(([option]) => option)
    expect(options).toEqual(
      expect.arrayContaining([
        'ENABLE_FTS5',
        'ENABLE_RTREE',
        'ENABLE_MATH_FUNCTIONS',
        'THREADSAFE=0',
      ]),
    )
  })

  test('a blank page 1 is that of an empty database in WAL mode', async () => {
    using engine = await createEngine()
    const page = engine.blankPage1()
    expect(page.length).toBe(4096)
    expect(Buffer.from(page.subarray(0, 15)).toString()).toBe('SQLite format 3')
    expect([page[18], page[19]]).toEqual([2, 2])
    using writer = openWriter(createDatabase(engine))
    expect(value(writer, 'PRAGMA journal_mode')).toBe('wal')
    expect(value(writer, 'PRAGMA integrity_check')).toBe('ok')
  })

  test('its clock and its randomness are the ones that were given', async () => {
    const options = {
      now: () => Date.UTC(2001, 1, 3, 4, 5, 6),
      random: (into: Uint8Array) => void into.fill(1),
    }
    using one = await openDatabase(options)
    using other = await openDatabase(options)
    expect(value(one.writer, "SELECT datetime('now')")).toBe('2001-02-03 04:05:06')
    const sql = 'SELECT hex(randomblob(16))'
    expect(value(one.writer, sql)).toBe(value(other.writer, sql))
    using random = await openDatabase()
    using alsoRandom = await openDatabase()
    expect(value(random.writer, sql)).not.toBe(value(alsoRandom.writer, sql))
  })

  test('a compiled module serves several engines, each with a memory of its own', async () => {
    const module = await loadModule()
    using one = await openDatabase({ module })
    using other = await openDatabase({ module })
    one.writer.exec('CREATE TABLE only_here (a)')
    expect(value(other.writer, 'SELECT count(*) FROM sqlite_schema')).toBe(0)
  })

  test('a compiled module can be posted to another thread', async () => {
    const module = await loadModule()
    const compiled = `const { parentPort, workerData } = require('node:worker_threads')
      parentPort.postMessage(WebAssembly.Module.exports(workerData).length)`
    const worker = new Worker(compiled, { eval: true, workerData: module })
    const exports = await new Promise<unknown>((resolve, reject) => {
      worker.once('message', resolve)
      worker.once('error', reject)
    })
    expect(exports).toBeGreaterThan(50)
    await worker.terminate()
  })

  test('disposed, everything that came of it is closed', async () => {
    const { engine, store, writer } = await openDatabase()
    const statement = writer.cached('SELECT 1')
    const pin = store.pin()
    engine[Symbol.dispose]()
    engine[Symbol.dispose]()
    for (const use of [
      () => engine.memoryUsage(),
      () => engine.createStore('another'),
      () => engine.setTimeLimit(1),
      () => store.checksum,
      () => store.publish(0),
      () => store.abort(),
      () => openReader(store),
      () => writer.exec('SELECT 1'),
      () => writer.changes,
      () => statement.get(),
      () => statement.columns,
      () => pin.page(1),
    ]) {
      expect(thrownBy(use)).toBeInstanceOf(ClosedError)
    }
    for (const disposable of [statement, writer, pin, store]) disposable[Symbol.dispose]()
  })
})

describe('memory', () => {
  test('is counted, and given back when a store is disposed', async () => {
    using engine = await createEngine()
    const liveOnce = (): void => {
      const store = createDatabase(engine)
      const writer = openWriter(store)
      writer.exec('CREATE TABLE t (a); INSERT INTO t VALUES (zeroblob(4000000))')
      store.publish(2)
      const during = engine.memoryUsage()
      expect(during.pageBytes).toBeGreaterThan(4_000_000)
      expect(during.connections).toBe(1)
      expect(during.memoryBytes).toBeGreaterThanOrEqual(during.pageBytes)
      store[Symbol.dispose]()
      expect(engine.memoryUsage()).toMatchObject({ pageBytes: 0, connections: 0 })
    }
    liveOnce()
    const before = engine.memoryUsage()
    for (let i = 0; i < 5; i++) liveOnce()
    expect(engine.memoryUsage()).toEqual(before)
  })

  test('beyond its limit a statement fails, and the engine goes on', async () => {
    using database = await openDatabase()
    const { engine, store, writer } = database
    writer.exec('CREATE TABLE t (a)')
    store.publish(1)
    engine.setMemoryLimit(engine.memoryUsage().memoryBytes + 4 * 1024 * 1024)
    const error = thrownBy(() => {
      for (let i = 0; i < 100; i++) writer.exec('INSERT INTO t VALUES (zeroblob(1000000))')
    })
    expect(error).toBeInstanceOf(SqliteError)
    expect(['SQLITE_NOMEM', 'SQLITE_IOERR_NOMEM', 'SQLITE_FULL']).toContain((error as Error).name)
    store.abort()
    engine.setMemoryLimit(2 ** 31)
    using again = openWriter(store)
    again.exec('INSERT INTO t VALUES (zeroblob(1000000))')
    expect(value(again, 'SELECT count(*) FROM t')).toBe(1)
    expect(value(again, 'PRAGMA integrity_check')).toBe('ok')
    expect(store.verify()).toEqual([])
  })

  test('a parameter, a text and a commit that do not fit are errors of their kind', async () => {
    using database = await openDatabase()
    const { engine, store, writer } = database
    const bytes = new Uint8Array(20_000_000)
    const { checksum } = store
    engine.setMemoryLimit(engine.memoryUsage().memoryBytes + 1_000_000)
    const outOfMemory = { name: 'SQLITE_NOMEM', code: 7 }
    expect(thrownBy(() => writer.cached('SELECT ?').get([bytes]))).toMatchObject(outOfMemory)
    expect(thrownBy(() => writer.exec(`SELECT ${' '.repeat(20_000_000)} 1`))).toMatchObject(
      outOfMemory,
    )
    expect(thrownBy(() => store.apply(bytes))).toMatchObject({
      name: 'PageStoreError',
      code: 'NO_MEMORY',
    })
    expect(store.checksum).toBe(checksum)
    expect(value(writer, 'SELECT 1')).toBe(1)
  })

  test('large parameters and rows leave no large buffers behind', async () => {
    using database = await openDatabase()
    const echo = database.writer.cached('SELECT length(?1), ?1')
    const once = (): void => {
      const row = echo.get([new Uint8Array(8_000_000)])
      expect(row?.[0]).toBe(8_000_000)
    }
    for (let i = 0; i < 2; i++) once()
    const before = database.engine.memoryUsage()
    for (let i = 0; i < 5; i++) once()
    const after = database.engine.memoryUsage()
    expect(after.memoryBytes).toBe(before.memoryBytes)
    database.writer.cached('SELECT 1').get()
    echo[Symbol.dispose]()
    expect(database.engine.memoryUsage().allocatedBytes).toBeLessThan(4_000_000)
  })
})

describe('SQL that recurses deeply is an error, not the end of the engine', () => {
  const depth = 20_000
  test.each([
    ['LIKE with many wildcards', `SELECT '${'ab'.repeat(depth)}' LIKE '${'%a'.repeat(depth)}c'`],
    ['GLOB with many wildcards', `SELECT '${'ab'.repeat(depth)}' GLOB '${'*a'.repeat(depth)}c'`],
    ['parentheses', `SELECT ${'('.repeat(depth)}1${')'.repeat(depth)}`],
    ['a long sum', `SELECT ${'1+'.repeat(depth)}1`],
    ['unary minus', `SELECT ${'- '.repeat(depth)}1`],
    [
      'subqueries',
      `SELECT * FROM ${'(SELECT * FROM '.repeat(depth)}(SELECT 1)${')'.repeat(depth)}`,
    ],
    ['scalar subqueries', `SELECT ${'(SELECT '.repeat(depth)}1${')'.repeat(depth)}`],
    ['function calls', `SELECT ${'abs('.repeat(depth)}1${')'.repeat(depth)}`],
    ['a compound select', `SELECT 1 ${'UNION ALL SELECT 1 '.repeat(depth)}`],
    ['CASE', `SELECT ${'CASE WHEN 1 THEN '.repeat(depth)}1${' END'.repeat(depth)}`],
    ['a JSON text', `SELECT json('${'['.repeat(depth)}${']'.repeat(depth)}')`],
    ['an FTS5 query', `SELECT * FROM f WHERE f MATCH '${'('.repeat(depth)}x${')'.repeat(depth)}'`],
    [
      'an FTS5 query of NOT',
      `SELECT * FROM f WHERE f MATCH 'x ${'NOT (x '.repeat(depth)}${')'.repeat(depth)}'`,
    ],
    ['a long COLLATE', `SELECT 'a' ${'COLLATE NOCASE '.repeat(5000)}`],
    ['WITH', `${'WITH a AS ('.repeat(depth)}SELECT 1${') SELECT * FROM a'.repeat(depth)}`],
  ])('%s', async (_, sql) => {
    using database = await openDatabase()
    database.writer.exec("CREATE VIRTUAL TABLE f USING fts5 (x); INSERT INTO f VALUES ('x')")
    try {
      database.writer.exec(sql)
    } catch (error) {
      expect(error).toBeInstanceOf(SqliteError)
    }
    expect(database.engine.closed).toBe(false)
    expect(value(database.writer, 'SELECT 1')).toBe(1)
  })

  const chain = (n: number, link: (i: number) => string): string =>
    Array.from({ length: n }, (_, i) => link(i)).join('')
  const levels = 1000
  test.each<[string, string]>([
    [
      'views upon views',
      `CREATE TABLE v0 (a); BEGIN; ${chain(levels, (i) => `CREATE VIEW v${i + 1} AS SELECT * FROM v${i};`)}
       COMMIT; SELECT * FROM v${levels}`,
    ],
    [
      'common table expressions upon each other',
      `WITH a0 AS (SELECT 1 x) ${chain(levels, (i) => `, a${i + 1} AS (SELECT sum(x) x FROM a${i})`)}
       SELECT * FROM a${levels}`,
    ],
    [
      'triggers that fire triggers',
      `BEGIN; ${chain(levels + 1, (i) => `CREATE TABLE t${i} (a);`)}
       ${chain(levels, (i) => `CREATE TRIGGER g${i} AFTER INSERT ON t${i} BEGIN INSERT INTO t${i + 1} VALUES (1); END;`)}
       INSERT INTO t0 VALUES (1)`,
    ],
    [
      'foreign keys that cascade',
      `BEGIN; CREATE TABLE t0 (a PRIMARY KEY);
       ${chain(levels, (i) => `CREATE TABLE t${i + 1} (a PRIMARY KEY REFERENCES t${i} ON DELETE CASCADE);`)}
       DELETE FROM t0`,
    ],
    [
      'generated columns upon each other',
      `CREATE TABLE t (c0 ${chain(levels, (i) => `, c${i + 1} AS (c${i} + 1)`)}); INSERT INTO t VALUES (1);
       SELECT c${levels} FROM t`,
    ],
  ])('%s', async (_, sql) => {
    using database = await openDatabase()
    expect(thrownBy(() => database.writer.exec(sql))).toMatchObject({
      name: 'SQLITE_NOMEM',
      message: 'out of memory, or nested too deeply',
    })
    expect(database.engine.closed).toBe(false)
    database.writer.rollback()
    expect(value(database.writer, 'SELECT 1')).toBe(1)
    expect(value(database.writer, 'PRAGMA integrity_check')).toBe('ok')
  })

  test('triggers that call each other', async () => {
    using database = await openDatabase()
    const { writer } = database
    writer.exec(`PRAGMA recursive_triggers = ON; CREATE TABLE t (a);
      CREATE TRIGGER t_insert AFTER INSERT ON t BEGIN INSERT INTO t VALUES (new.a + 1); END`)
    expect(thrownBy(() => writer.exec('INSERT INTO t VALUES (1)'))).toBeInstanceOf(SqliteError)
    expect(value(writer, 'SELECT count(*) FROM t')).toBe(0)
  })
})
