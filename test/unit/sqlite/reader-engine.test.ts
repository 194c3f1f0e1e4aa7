import {
  ClosedError,
  createEngine,
  createMemory,
  createReaderEngine,
  PageStoreError,
  type Connection,
  type Engine,
  type PageStore,
  type ReaderEngine,
  type ReaderStore,
} from '@quorumlite/sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

let engine: Engine
let store: PageStore
let writer: Connection
let reader: ReaderEngine
let remote: ReaderStore
let connection: Connection

beforeEach(async () => {
  engine = await createEngine({ memory: createMemory({ shared: true }) })
  store = filledStore('main')
  writer = connectWriter(store)
  writer.exec("CREATE TABLE t (id INTEGER PRIMARY KEY, v); INSERT INTO t (v) VALUES ('one')")
  store.publish(2)
  reader = await openReader()
  remote = reader.open(store.address)
  connection = remote.connect({ profile: 'reader' })
})

afterEach(() => {
  reader[Symbol.dispose]()
  engine[Symbol.dispose]()
})

function filledStore(name: string): PageStore {
  const made = engine.createStore(name)
  const restore = made.restore()
  restore.put(1, engine.blankPage1())
  restore.finish(1)
  return made
}

function connectWriter(of: PageStore): Connection {
  return of.connect({ view: 'speculative', writable: true, profile: 'writer' })
}

function openReader(): Promise<ReaderEngine> {
  const { sharing } = engine
  if (!sharing) throw new Error('the memory is shared')
  return createReaderEngine({ sharing, reader: engine.attachReader() })
}

function commit(sql: string): void {
  writer.exec(sql)
  store.publish(store.speculativeCount)
}

const count = (of: Connection): unknown => of.cached('SELECT count(*) FROM t').get()?.[0]

describe('a reader of an engine in another thread', () => {
  test('sees a commit once it is published', () => {
    writer.exec("INSERT INTO t (v) VALUES ('two')")
    expect(count(connection)).toBe(1)
    store.publish(1)
    expect(count(connection)).toBe(2)
    writer.exec("INSERT INTO t (v) VALUES ('three')")
    store.abort()
    expect(count(connection)).toBe(2)
  })

  test('keeps its snapshot for as long as its transaction lasts', () => {
    connection.begin('deferred')
    expect(count(connection)).toBe(1)
    commit("INSERT INTO t (v) VALUES ('two')")
    commit('DELETE FROM t WHERE id = 1')
    expect(count(connection)).toBe(1)
    expect(store.info().oldestRemoteVersion).toBe(store.committedVersion - 2)
    connection.commit()
    engine.collectReaders()
    expect(store.info()).toMatchObject({ oldestRemoteVersion: undefined, heldPages: 0 })
    expect(connection.cached('SELECT v FROM t').all()).toEqual([['two']])
  })

  test('gets texts, blobs and integers as the engine itself gives them', () => {
    const value = { blob: new Uint8Array([0, 255, 7]), text: 'žluťoučký kůň 🐎'.repeat(500) }
    writer.cached('INSERT INTO t (v) VALUES (?), (?), (?)').run([value.blob, value.text, 2 ** 40])
    store.publish(1)
    const sql = 'SELECT v FROM t ORDER BY id'
    const local = store.connect({ view: 'committed', profile: 'reader' })
    expect(connection.cached(sql).all()).toEqual(local.cached(sql).all())
  })

  test('reads more than its cache holds, from memory that has grown on both sides', () => {
    commit(
      `INSERT INTO t (v) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12000)
       SELECT randomblob(4000) FROM n`,
    )
    expect(connection.cached('SELECT sum(length(v)) FROM t WHERE id > 1').get()).toEqual([
      12_000 * 4_000,
    ])
    expect(connection.cached('PRAGMA integrity_check').get()).toEqual(['ok'])
    expect(reader.memoryUsage().memoryBytes).toBeLessThan(engine.memoryUsage().memoryBytes)
  })

  test('follows changes of the schema, and an import', () => {
    commit('ALTER TABLE t ADD COLUMN extra DEFAULT 5')
    expect(connection.cached('SELECT * FROM t').all()).toEqual([[1, 'one', 5]])
    const bytes = engine.blankPage1()
    const imported = store.beginImport()
    imported.put(1, bytes)
    imported.finish(1)
    store.publish(1)
    expect(() => count(connection)).toThrow('no such table: t')
  })

  test('cannot write, nor leave anything behind', () => {
    expect(() => connection.exec('INSERT INTO t (v) VALUES (1)')).toThrow(
      expect.objectContaining({ name: 'SQLITE_READONLY' }),
    )
    expect(() => connection.exec('CREATE TEMP TABLE x (a)')).toThrow('TEMP')
    expect(store.speculativeCount).toBe(0)
  })

  test('loses a snapshot that is taken away, and reads on with a new one', () => {
    commit(`UPDATE t SET v = hex(randomblob(20000))`)
    connection.begin('deferred')
    connection.cached('SELECT id FROM t').get()
    commit(`UPDATE t SET v = hex(randomblob(20000))`)
    commit(`UPDATE t SET v = 'two'`)
    expect(store.info().heldPages).toBeGreaterThan(0)
    store.evictRemoteReaders(store.committedVersion)
    expect(store.info().heldPages).toBe(0)
    const full = connection.prepare('SELECT v FROM t').statement
    expect(() => full?.get()).toThrow(expect.objectContaining({ name: 'SQLITE_ERROR_SNAPSHOT' }))
    connection.rollback()
    expect(full?.get()).toEqual(['two'])
  })

  test('hears that the store is gone, also when another takes its place in memory', () => {
    const stale = store.address
    store[Symbol.dispose]()
    expect(() => count(connection)).toThrow(
      expect.objectContaining({ name: 'SQLITE_ABORT_ROLLBACK' }),
    )
    const next = filledStore('main')
    expect(next.address.pointer).toBe(stale.pointer)
    expect(() => count(connection)).toThrow(
      expect.objectContaining({ name: 'SQLITE_ABORT_ROLLBACK' }),
    )
    expect(() => reader.open(stale)).toThrow(ClosedError)
    reader.open(next.address)
  })

  test('that died is detached: what it pinned is free again', () => {
    connection.begin('deferred')
    count(connection)
    commit('DELETE FROM t')
    expect(store.info().oldestRemoteVersion).toBeDefined()
    engine.detachReader(0)
    expect(store.info()).toMatchObject({ oldestRemoteVersion: undefined, heldPages: 0 })
    expect(engine.attachReader()).toBe(0)
  })

  test('has a time limit of its own', () => {
    reader.setTimeLimit(1)
    expect(() =>
      connection.exec(
        'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n',
      ),
    ).toThrow(expect.objectContaining({ name: 'SQLITE_INTERRUPT' }))
  })
})

describe('an engine', () => {
  test('takes 32 readers, and only over shared memory', async () => {
    for (let number = 1; number < 32; number++) expect(engine.attachReader()).toBe(number)
    expect(() => engine.attachReader()).toThrow(PageStoreError)
    engine.detachReader(17)
    expect(engine.attachReader()).toBe(17)
    using private_ = await createEngine()
    expect(private_.sharing).toBeUndefined()
    expect(() => private_.attachReader()).toThrow('not shared')
  })

  test('does not show an empty store', () => {
    const empty = engine.createStore('empty')
    expect(() => reader.open(empty.address)).toThrow(PageStoreError)
  })
})
