// Addresses above 2 GiB are negative to whoever takes them for signed. Here every allocation lies there: the memory is that
// large from the start (reserved, not used), and the module's heap begins behind what it was given.
import {
  createEngine,
  createMemory,
  createWaSqliteModule,
  exportDatabase,
} from '@quorumlite/sqlite'
import type { Engine } from '@quorumlite/sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import * as SQLite from 'wa-sqlite'
import { PARAMETER_CORPUS, SQL_CORPUS } from './sql-corpus.ts'
import {
  createDatabase,
  openReader,
  openWriter,
  replicate,
  rows,
  thrownBy,
  value,
} from './support.ts'

const TWO_GIB = 2 ** 31

let high: Engine
let low: Engine

beforeEach(async () => {
  const same = { now: () => 0, random: (into: Uint8Array) => void into.fill(7) }
  high = await createEngine({ ...same, memory: createMemory({ initialBytes: TWO_GIB }) })
  low = await createEngine(same)
})

afterEach(() => {
  high[Symbol.dispose]()
  low[Symbol.dispose]()
})

test('SQL does there what it does below', () => {
  expect(high.memoryUsage().memoryBytes).toBeGreaterThan(TWO_GIB)
  const highStore = createDatabase(high)
  const lowStore = createDatabase(low)
  using highWriter = openWriter(highStore)
  using lowWriter = openWriter(lowStore)
  const answer = (connection: typeof lowWriter, sql: string): unknown => {
    try {
      return connection.cached(sql).all(undefined, { integers: 'mixed' })
    } catch (error) {
      return String(error)
    }
  }
  for (const { statements } of SQL_CORPUS) {
    for (const sql of statements)
      expect(answer(highWriter, sql), sql).toEqual(answer(lowWriter, sql))
  }
  for (const parameter of PARAMETER_CORPUS) {
    const echo = (connection: typeof lowWriter): unknown =>
      connection.cached('SELECT ?1, typeof(?1)').all([parameter], { integers: 'mixed' })
    expect(echo(highWriter)).toEqual(echo(lowWriter))
  }
  expect(highStore.info().speculativeChecksum).toBe(lowStore.info().speculativeChecksum)
})

test('commits, snapshots, exports and errors work there', () => {
  const store = createDatabase(high)
  const follower = createDatabase(low)
  using writer = openWriter(store)
  writer.exec("CREATE TABLE t (a, b); INSERT INTO t VALUES ('text', zeroblob(50000))")
  replicate(store, follower)
  writer.exec("UPDATE t SET a = 'other'")
  replicate(store, follower)
  expect(follower.checksum).toBe(store.checksum)
  expect(store.verify()).toEqual([])
  using pin = store.pin()
  expect(pin.changedPages(0, 1, 100).pages.length).toBe(store.pageCount)
  const file = Buffer.concat([...exportDatabase(pin)])
  const copy = high.createStore('copy').restore()
  for (let pgno = 1; pgno <= pin.pageCount; pgno++) {
    copy.put(pgno, file.subarray((pgno - 1) * 4096, pgno * 4096))
  }
  copy.finish(pin.pageCount)
  expect(thrownBy(() => writer.exec('SELECT nosuchcolumn'))).toMatchObject({ offset: 7 })
  using restricted = store.connect({ view: 'committed', profile: 'reader' })
  expect(thrownBy(() => restricted.exec('BEGIN'))).toMatchObject({
    deniedReason: expect.stringContaining('BEGIN'),
  })
  using reader = openReader(store)
  expect(rows(reader, 'SELECT a, length(b) FROM t')).toEqual([['other', 50_000]])
  expect(value(reader, 'PRAGMA integrity_check')).toBe('ok')
})

test('wa-sqlite works there', async () => {
  createDatabase(high)
  const sqlite3 = SQLite.Factory(createWaSqliteModule(high, { writable: true }))
  const db = await sqlite3.open_v2('main')
  await sqlite3.exec(db, 'CREATE TABLE t (a)')
  const blob = Uint8Array.of(1, 2, 3)
  await sqlite3.run(db, 'INSERT INTO t VALUES (?)', [blob])
  await sqlite3.run(db, 'INSERT INTO t VALUES (?)', ['naïve'])
  const found = await sqlite3.execWithParams(db, 'SELECT a FROM t', [])
  expect(found).toEqual({ columns: ['a'], rows: [[blob], ['naïve']] })
  await expect(sqlite3.exec(db, 'SELECT nosuchcolumn')).rejects.toThrow('no such column')
  await sqlite3.close(db)
})
