// Forks: one content, two databases, which know nothing of each other.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { PageStoreError, type Connection, type PageStore } from '@quorumlite/sqlite'
import type { Database } from './support.ts'
import { openDatabase, openReader, openWriter, rows, thrownBy, value } from './support.ts'

let database: Database
let store: PageStore
let writer: Connection

beforeEach(async () => {
  database = await openDatabase()
  store = database.store
  writer = database.writer
  writer.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, v)')
  writer.exec(
    'INSERT INTO t (v) WITH n(i) AS (VALUES(1) UNION ALL SELECT i+1 FROM n WHERE i<500) SELECT randomblob(3000) FROM n',
  )
  store.publish(store.speculativeCount)
})

afterEach(() => database[Symbol.dispose]())

const COUNT = 'SELECT count(*) FROM t'

function pageBytes(): number {
  return database.engine.memoryUsage().pageBytes
}

describe('a fork', () => {
  test('has the committed content, whatever is speculative in its source', () => {
    writer.exec('DELETE FROM t')
    const fork = store.fork('fork')
    using reader = openReader(fork)
    expect(value(reader, COUNT)).toBe(500)
    expect(fork.checksum).toBe(store.checksum)
    store.abort()
    expect(value(reader, COUNT)).toBe(500)
  })

  test('takes no memory for pages until one of the two changes them', () => {
    const before = pageBytes()
    const fork = store.fork('fork')
    expect(pageBytes()).toBe(before)
    using other = openWriter(fork)
    other.exec("UPDATE t SET v = 'x' WHERE id = 1")
    fork.publish(1)
    expect(pageBytes() - before).toBeGreaterThan(0)
    expect(pageBytes() - before).toBeLessThan(8 * 4096)
    fork[Symbol.dispose]()
    expect(pageBytes()).toBe(before)
  })

  test('and its source go their own ways, and either may be dropped first', () => {
    const fork = store.fork('fork')
    const again = fork.fork('again')
    using other = openWriter(fork)
    other.exec('DELETE FROM t WHERE id > 10')
    fork.publish(1)
    writer.exec('DROP TABLE t')
    store.publish(1)
    using reader = openReader(again)
    expect(value(reader, COUNT)).toBe(500)
    store[Symbol.dispose]()
    expect(value(reader, COUNT)).toBe(500)
    expect(value(openReader(fork), COUNT)).toBe(10)
    fork[Symbol.dispose]()
    expect(rows(reader, 'PRAGMA integrity_check')).toEqual([['ok']])
    expect(again.verify()).toEqual([])
  })

  test('applies the commits of its source as any replica does', () => {
    const fork = store.fork('fork')
    writer.exec("UPDATE t SET v = 'y' WHERE id % 7 = 0")
    const commit = store.takeCommit()
    fork.apply(commit!.bytes)
    store.publish(1)
    expect(fork.checksum).toBe(store.checksum)
    expect(fork.committedVersion).not.toBe(store.committedVersion)
  })

  test('is refused under a name that is taken, and of a store without content', () => {
    expect(thrownBy(() => store.fork('main'))).toMatchObject({ code: 'EXISTS' })
    const empty = database.engine.createStore('empty')
    expect(thrownBy(() => empty.fork('fork'))).toBeInstanceOf(PageStoreError)
    expect(thrownBy(() => empty.fork('fork'))).toMatchObject({ code: 'STATE' })
  })

  test('without memory for it leaves nothing behind', () => {
    const { engine } = database
    const before = engine.memoryUsage()
    engine.setMemoryLimit(before.memoryBytes)
    let made = 0
    const error = thrownBy(() => {
      for (;;) store.fork(`fork ${++made}`)
    })
    expect(error).toMatchObject({ code: 'NO_MEMORY' })
    expect(pageBytes()).toBe(before.pageBytes)
    engine.setMemoryLimit(2 ** 32)
    expect(store.fork(`fork ${made}`).verify()).toEqual([])
  })
})

describe('a restored fork', () => {
  test('shares again what it shared before it was kept', () => {
    const fork = store.fork('fork')
    using other = openWriter(fork)
    other.exec("UPDATE t SET v = 'x' WHERE id % 50 = 0")
    fork.publish(1)
    using pin = fork.pin()
    const own = pageBytes()
    const restored = database.engine.createStore('restored')
    const restore = restored.restore({ relatives: [store] })
    for (let next: number | undefined = 1; next !== undefined;) {
      const changed = pin.changedPages(0, next, 1)
      for (const { pgno, data, hash } of changed.pages) restore.put(pgno, data!.slice(), hash)
      next = changed.next
    }
    restore.finish(pin.pageCount, pin.checksum)
    const pages = (pageBytes() - own) / 4096
    expect(pages).toBeGreaterThan(0)
    expect(pages).toBeLessThan(pin.pageCount / 10)
    expect(restored.verify()).toEqual([])
  })
})
