// Versions: what is withheld, published, thrown away, and who sees what meanwhile.
import { createEngine, PageStoreError, SqliteError } from '@quorumlite/sqlite'
import type { Connection, PageStore } from '@quorumlite/sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from './support.ts'
import {
  createDatabase,
  openDatabase,
  openReader,
  openWriter,
  rows,
  thrownBy,
  value,
} from './support.ts'

let database: Database
let store: PageStore
let writer: Connection

beforeEach(async () => {
  database = await openDatabase()
  store = database.store
  writer = database.writer
  writer.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, v)')
  store.publish(1)
})

afterEach(() => database[Symbol.dispose]())

const COUNT = 'SELECT count(*) FROM t'

describe('publish', () => {
  test('a commit is seen by the writer at once, and by readers when it is published', () => {
    using reader = openReader(store)
    const { committedVersion } = store
    writer.exec("INSERT INTO t (v) VALUES ('a')")
    expect(store.speculativeCount).toBe(1)
    expect(store.committedVersion).toBe(committedVersion)
    expect(store.speculativeVersion).toBeGreaterThan(committedVersion)
    expect(value(reader, COUNT)).toBe(0)
    expect(value(writer, COUNT)).toBe(1)
    store.publish(1)
    expect(value(reader, COUNT)).toBe(1)
    expect(store.committedVersion).toBe(store.speculativeVersion)
    expect(store.speculativeCount).toBe(0)
  })

  test('versions are published oldest first, as many as asked for', () => {
    using reader = openReader(store)
    for (const v of ['a', 'b', 'c']) writer.exec(`INSERT INTO t (v) VALUES ('${v}')`)
    store.publish(2)
    expect(rows(reader, 'SELECT v FROM t')).toEqual([['a'], ['b']])
    expect(store.speculativeCount).toBe(1)
  })

  test('more than there are is a mistake of the caller', () => {
    expect(() => store.publish(1)).toThrow('as many speculative versions')
  })

  test('a transaction that is rolled back, or changes nothing, makes no version', () => {
    writer.exec("BEGIN; INSERT INTO t (v) VALUES ('a'); ROLLBACK")
    writer.exec('DELETE FROM t WHERE id = 99')
    expect(value(writer, COUNT)).toBe(0)
    expect(store.speculativeCount).toBe(0)
  })
})

describe('snapshots', () => {
  test('a read transaction sees its version to the end, whatever is published', () => {
    using reader = openReader(store)
    using other = openReader(store)
    writer.exec("INSERT INTO t (v) VALUES ('a')")
    store.publish(1)
    reader.begin('deferred')
    expect(value(reader, COUNT)).toBe(1)
    for (let i = 0; i < 50; i++) {
      writer.exec(`INSERT INTO t (v) VALUES (randomblob(5000)); DELETE FROM t WHERE id % 3 = 0`)
      store.publish(store.speculativeCount)
    }
    expect(value(reader, COUNT)).toBe(1)
    expect(value(reader, 'PRAGMA integrity_check')).toBe('ok')
    expect(value(other, COUNT)).toBe(value(writer, COUNT))
    reader.commit()
    expect(value(reader, COUNT)).toBe(value(writer, COUNT))
  })

  test('a statement that is being read from is a snapshot too', () => {
    writer.exec('INSERT INTO t (v) SELECT value FROM json_each(\'["a","b","c"]\')')
    store.publish(1)
    using reader = openReader(store)
    const statement = reader.cached('SELECT v FROM t')
    expect(statement.step(1)).toEqual({ rows: [['a']], done: false })
    writer.exec('DELETE FROM t')
    store.publish(1)
    expect(statement.step(10)).toEqual({ rows: [['b'], ['c']], done: true })
    expect(statement.all()).toEqual([])
  })

  test('one old reader does not keep every version since', () => {
    writer.exec("INSERT INTO t (v) SELECT randomblob(3000) FROM json_each('[1,2,3,4,5,6,7,8]')")
    store.publish(1)
    using reader = openReader(store)
    reader.begin('deferred')
    value(reader, COUNT)
    for (let i = 0; i < 500; i++) {
      writer.exec('UPDATE t SET v = randomblob(3000) WHERE id = 1 + abs(random()) % 8')
      store.publish(1)
    }
    expect(store.info().heldPages).toBeLessThanOrEqual(store.pageCount)
    reader.commit()
    expect(store.info().heldPages).toBe(0)
  })

  test('evicting the oldest readers frees what was kept for them, and they hear why', () => {
    using old = openReader(store)
    using young = openReader(store)
    old.begin('deferred')
    value(old, COUNT)
    const oldVersion = store.committedVersion
    writer.exec("INSERT INTO t (v) VALUES ('a')")
    store.publish(1)
    young.begin('deferred')
    value(young, COUNT)
    expect(store.info()).toMatchObject({ oldestPinnedVersion: oldVersion, pinnedVersions: 2 })
    expect(store.evictReaders(oldVersion)).toBe(1)
    expect(thrownBy(() => old.exec('SELECT 1'))).toMatchObject({
      code: 'CLOSED',
      reason: 'evicted',
    })
    expect(value(young, COUNT)).toBe(1)
    expect(store.info().heldPages).toBe(0)
  })

  test('a writer in the speculative view waits for no reader and blocks none', () => {
    using reader = openReader(store)
    writer.begin()
    writer.exec("INSERT INTO t (v) VALUES ('a')")
    expect(value(reader, COUNT)).toBe(0)
    using second = openWriter(store)
    expect(thrownBy(() => second.exec("INSERT INTO t (v) VALUES ('b')"))).toMatchObject({
      name: 'SQLITE_BUSY',
    })
    writer.commit()
    second.exec("INSERT INTO t (v) VALUES ('b')")
    expect(rows(second, 'SELECT v FROM t')).toEqual([['a'], ['b']])
  })

  test('a write on top of a snapshot that is not the newest is refused', () => {
    using second = openWriter(store)
    second.begin('deferred')
    value(second, COUNT)
    writer.exec("INSERT INTO t (v) VALUES ('a')")
    expect(thrownBy(() => second.exec("INSERT INTO t (v) VALUES ('b')"))).toMatchObject({
      name: 'SQLITE_BUSY_SNAPSHOT',
    })
  })

  test('a reader cannot write', () => {
    using reader = store.connect({ view: 'committed', profile: 'unrestricted' })
    expect(thrownBy(() => reader.exec("INSERT INTO t (v) VALUES ('a')"))).toMatchObject({
      name: 'SQLITE_READONLY',
    })
  })

  test('a reader in the speculative view sees what is on its way', () => {
    using speculative = store.connect({ view: 'speculative', profile: 'reader' })
    writer.exec("INSERT INTO t (v) VALUES ('a')")
    expect(value(speculative, COUNT)).toBe(1)
    expect(thrownBy(() => speculative.exec("INSERT INTO t (v) VALUES ('b')"))).toMatchObject({
      name: 'SQLITE_READONLY',
    })
  })
})

describe('abort', () => {
  test('throws away what was not published, and nothing else', () => {
    using reader = openReader(store)
    writer.exec("INSERT INTO t (v) VALUES ('a')")
    store.publish(1)
    const { committedVersion, checksum } = store
    writer.exec("INSERT INTO t (v) VALUES ('b')")
    writer.exec('CREATE TABLE lost (a)')
    store.abort()
    expect(store.info()).toMatchObject({ committedVersion, checksum, speculativeCount: 0 })
    using again = openWriter(store)
    expect(rows(again, 'SELECT v FROM t')).toEqual([['a']])
    expect(rows(again, 'SELECT name FROM sqlite_schema')).toEqual([['t']])
    expect(rows(reader, 'SELECT v FROM t')).toEqual([['a']])
    expect(value(again, 'PRAGMA integrity_check')).toBe('ok')
  })

  test('closes whoever saw lost state, and leaves the others alone', () => {
    using reader = openReader(store)
    using speculative = store.connect({ view: 'speculative', profile: 'reader' })
    const statement = writer.cached(COUNT)
    writer.exec("INSERT INTO t (v) VALUES ('b')")
    value(speculative, COUNT)
    store.abort()
    const closed = { code: 'CLOSED', reason: 'aborted' }
    expect(thrownBy(() => statement.get())).toMatchObject(closed)
    expect(thrownBy(() => writer.exec('SELECT 1'))).toMatchObject(closed)
    expect(thrownBy(() => writer.autocommit)).toMatchObject(closed)
    expect(thrownBy(() => speculative.cached(COUNT))).toMatchObject(closed)
    expect(value(reader, COUNT)).toBe(0)
  })

  test('an open transaction is lost with its connection', () => {
    writer.begin()
    writer.exec("INSERT INTO t (v) VALUES ('b')")
    store.abort()
    expect(thrownBy(() => writer.commit())).toMatchObject({ code: 'CLOSED', reason: 'aborted' })
    expect(store.info()).toMatchObject({ writing: false, speculativeCount: 0 })
    using again = openWriter(store)
    again.exec("INSERT INTO t (v) VALUES ('c')")
    expect(rows(again, 'SELECT v FROM t')).toEqual([['c']])
  })

  test('a schema cookie that comes again with another schema confuses nobody', () => {
    using reader = openReader(store)
    expect(value(reader, COUNT)).toBe(0)
    writer.exec('CREATE TABLE one (a, b)')
    writer.exec("INSERT INTO one VALUES ('one', 1)")
    const cookie = value(writer, 'PRAGMA schema_version')
    store.abort()
    using again = openWriter(store)
    again.exec('CREATE TABLE two (x); CREATE INDEX two_x ON two (x)')
    store.abort()
    using third = openWriter(store)
    third.exec('CREATE TABLE three (y)')
    expect(value(third, 'PRAGMA schema_version')).toBe(cookie)
    third.exec('INSERT INTO three VALUES (3)')
    store.publish(2)
    expect(rows(reader, 'SELECT * FROM three')).toEqual([[3]])
    expect(thrownBy(() => reader.exec('SELECT * FROM one'))).toBeInstanceOf(SqliteError)
    expect(value(reader, 'PRAGMA integrity_check')).toBe('ok')
  })

  test('a version number never comes again', () => {
    const seen = new Set<number>()
    for (let i = 0; i < 20; i++) {
      using writing = openWriter(store)
      writing.exec("INSERT INTO t (v) VALUES ('a')")
      expect(seen.has(store.speculativeVersion)).toBe(false)
      seen.add(store.speculativeVersion)
      if (i % 3 === 0) store.publish(1)
      else store.abort()
    }
  })

  test('who saw nothing but what is published has nothing to lose', () => {
    writer.exec("INSERT INTO t (v) VALUES ('a')")
    const statement = writer.cached(COUNT)
    store.publish(1)
    store.abort()
    store.abort()
    expect(statement.get()).toEqual([1])
    writer.exec("INSERT INTO t (v) VALUES ('b')")
    expect(statement.get()).toEqual([2])
  })
})

describe('limits', () => {
  test('a database that is full says so, and keeps working', () => {
    store.setMaxPages(10)
    const error = thrownBy(() => writer.exec('INSERT INTO t (v) VALUES (zeroblob(100000))'))
    expect(error).toMatchObject({ name: 'SQLITE_FULL' })
    expect(writer.autocommit).toBe(true)
    writer.exec("INSERT INTO t (v) VALUES ('small')")
    expect(value(writer, COUNT)).toBe(1)
    expect(store.info().maxPages).toBe(10)
  })

  test('a transaction that writes too much is rolled back', () => {
    store.setMaxTransactionBytes(40 * 4096)
    expect(store.info().maxTransactionBytes).toBe(40 * 4096)
    writer.exec('PRAGMA cache_size = 5')
    const error = thrownBy(() => writer.exec('INSERT INTO t (v) VALUES (zeroblob(1000000))'))
    expect(error).toBeInstanceOf(SqliteError)
    expect(writer.autocommit).toBe(true)
    expect(store.speculativeCount).toBe(0)
    writer.exec("INSERT INTO t (v) VALUES ('small')")
    expect(value(writer, COUNT)).toBe(1)
    expect(value(writer, 'PRAGMA integrity_check')).toBe('ok')
  })
})

describe('stores', () => {
  test('an empty store cannot be connected to', async () => {
    using engine = await createEngine()
    const empty = engine.createStore('empty')
    expect(empty.info()).toMatchObject({ pageCount: 0, speculativeCount: 0 })
    expect(thrownBy(() => openReader(empty))).toMatchObject({
      name: 'PageStoreError',
      code: 'STATE',
    })
  })

  test('a name is taken once, and free again when its store was disposed', () => {
    const other = createDatabase(database.engine, 'other ü')
    expect(thrownBy(() => database.engine.createStore('other ü'))).toMatchObject({ code: 'EXISTS' })
    other[Symbol.dispose]()
    const again = createDatabase(database.engine, 'other ü')
    using reader = openReader(again)
    expect(rows(reader, 'SELECT * FROM sqlite_schema')).toEqual([])
  })

  test.each(['', 'x'.repeat(300)])('a name has to be of some length, and not of any', (name) => {
    expect(thrownBy(() => database.engine.createStore(name))).toBeInstanceOf(PageStoreError)
  })

  test('stores of one engine know nothing of each other', () => {
    const other = createDatabase(database.engine, 'other')
    using otherWriter = openWriter(other)
    otherWriter.exec('CREATE TABLE t (x); INSERT INTO t VALUES (1)')
    other.publish(2)
    expect(value(writer, COUNT)).toBe(0)
    expect(other.checksum).not.toBe(store.checksum)
  })
})
