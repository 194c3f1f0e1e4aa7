// Files in and out: import, export, restore.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEngine, exportDatabase } from '@quorumlite/sqlite'
import type { PageStore } from '@quorumlite/sqlite'
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

beforeEach(async () => {
  database = await openDatabase()
  store = database.store
  database.writer.exec(`CREATE TABLE t (id INTEGER PRIMARY KEY, v);
    INSERT INTO t (v) VALUES ('old')`)
  store.publish(2)
})

afterEach(() => database[Symbol.dispose]())

/** The file that a database makes. */
function fileOf(from: PageStore): Uint8Array {
  using pin = from.pin()
  return new Uint8Array(Buffer.concat([...exportDatabase(pin)]))
}

/** A database file with tables of every kind in it. */
async function sampleFile(): Promise<Uint8Array> {
  using other = await openDatabase()
  other.writer.exec(`CREATE TABLE sample (id INTEGER PRIMARY KEY, text, blob);
    CREATE INDEX sample_text ON sample (text);
    CREATE VIRTUAL TABLE words USING fts5 (word);
    INSERT INTO sample (text, blob) SELECT 'text ' || value, zeroblob(value * 700) FROM json_each('[1,2,3,4,5,6,7,8,9]');
    INSERT INTO words VALUES ('apple pie'), ('cherry pie');
    DELETE FROM sample WHERE id = 4`)
  other.store.publish(other.store.speculativeCount)
  return fileOf(other.store)
}

function importFile(into: PageStore, file: Uint8Array): void {
  const writer = into.beginImport()
  const pageCount = file.length / 4096
  for (let pgno = 1; pgno <= pageCount; pgno++) {
    writer.put(pgno, file.subarray((pgno - 1) * 4096, pgno * 4096))
  }
  writer.finish(pageCount)
}

describe('export', () => {
  test('is a file of whole pages, in rollback-journal mode', async () => {
    const file = await sampleFile()
    expect(file.length % 4096).toBe(0)
    expect(Buffer.from(file.subarray(0, 15)).toString()).toBe('SQLite format 3')
    expect([file[18], file[19]]).toEqual([1, 1])
  })

  test('is what was committed when it was pinned', () => {
    using pin = store.pin()
    database.writer.exec("INSERT INTO t (v) VALUES ('later')")
    store.publish(1)
    const file = new Uint8Array(Buffer.concat([...exportDatabase(pin)]))
    const other = createDatabase(database.engine, 'other')
    importFile(other, file)
    other.publish(1)
    using reader = openReader(other)
    expect(rows(reader, 'SELECT v FROM t')).toEqual([['old']])
  })

  test('opens in stock SQLite, if the command-line tool is there', async (context) => {
    if (!hasStockSqlite()) return context.skip(NO_STOCK_SQLITE)
    const folder = mkdtempSync(join(tmpdir(), 'quorumlite-'))
    try {
      const path = join(folder, 'exported.db')
      writeFileSync(path, await sampleFile())
      const ask = (sql: string): string =>
        execFileSync('sqlite3', [path, sql], { encoding: 'utf8' })
      expect(ask('PRAGMA integrity_check')).toBe('ok\n')
      expect(ask('SELECT count(*), sum(length(blob)) FROM sample')).toBe(`8|${(45 - 4) * 700}\n`)
      ask(
        "INSERT INTO sample (text) VALUES ('by stock SQLite'); PRAGMA journal_mode = DELETE; VACUUM",
      )
      importFile(store, new Uint8Array(readFileSync(path)))
      store.publish(1)
      using reader = openReader(store)
      expect(value(reader, 'SELECT text FROM sample WHERE blob IS NULL')).toBe('by stock SQLite')
      expect(rows(reader, "SELECT word FROM words ('cherry')")).toEqual([['cherry pie']])
      expect(value(reader, 'PRAGMA integrity_check')).toBe('ok')
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

const NO_STOCK_SQLITE = 'no sqlite3 command-line tool on this machine'

/** Whether stock SQLite's command-line tool is on this machine. */
function hasStockSqlite(): boolean {
  try {
    execFileSync('sqlite3', ['--version'])
    return true
  } catch {
    return false
  }
}

/** The database file that stock SQLite makes of a script; undefined without the tool. */
function stockFile(sql: string): Uint8Array | undefined {
  if (!hasStockSqlite()) return undefined
  const folder = mkdtempSync(join(tmpdir(), 'quorumlite-'))
  try {
    const path = join(folder, 'stock.db')
    execFileSync('sqlite3', [path, sql])
    return new Uint8Array(readFileSync(path))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

describe('import', () => {
  test('is one speculative version that replaces everything', async () => {
    using reader = openReader(store)
    importFile(store, await sampleFile())
    expect(store.speculativeCount).toBe(1)
    expect(rows(reader, 'SELECT v FROM t')).toEqual([['old']])
    using writer = openWriter(store)
    expect(value(writer, 'SELECT count(*) FROM sample')).toBe(8)
    writer.exec("INSERT INTO sample (text) VALUES ('more')")
    store.publish(2)
    using fresh = openReader(store)
    expect(value(fresh, 'SELECT count(*) FROM sample')).toBe(9)
    expect(thrownBy(() => fresh.exec('SELECT * FROM t'))).toMatchObject({ name: 'SQLITE_ERROR' })
    expect(value(fresh, 'PRAGMA integrity_check')).toBe('ok')
    expect(value(fresh, 'PRAGMA journal_mode')).toBe('wal')
  })

  test('closes each connection when it would see the new content', async () => {
    using reader = openReader(store)
    using speculative = store.connect({ view: 'speculative', profile: 'reader' })
    importFile(store, await sampleFile())
    const closed = { code: 'CLOSED', reason: 'imported' }
    expect(thrownBy(() => database.writer.exec('SELECT 1'))).toMatchObject(closed)
    expect(thrownBy(() => speculative.exec('SELECT 1'))).toMatchObject(closed)
    expect(value(reader, 'SELECT v FROM t')).toBe('old')
    store.publish(1)
    expect(thrownBy(() => reader.exec('SELECT 1'))).toMatchObject(closed)
  })

  test('travels as a commit, and closes the connections of the other store', async () => {
    using engine = await createEngine()
    const follower = createDatabase(engine)
    importFile(createAsLeader(), await sampleFile())
    const commit = leaderCopy.takeCommit()
    using reader = openReader(follower)
    expect(rows(reader, 'SELECT * FROM sqlite_schema')).toEqual([])
    follower.apply(commit?.bytes ?? new Uint8Array())
    expect(thrownBy(() => reader.exec('SELECT 1'))).toMatchObject({ reason: 'imported' })
    using fresh = openReader(follower)
    expect(value(fresh, 'SELECT count(*) FROM sample')).toBe(8)
    leaderCopy.publish(1)
    expect(follower.checksum).toBe(leaderCopy.checksum)
  })

  let leaderCopy: PageStore
  function createAsLeader(): PageStore {
    leaderCopy = createDatabase(database.engine, 'leader')
    return leaderCopy
  }

  test('that is aborted was never there', async () => {
    const { checksum } = store
    importFile(store, await sampleFile())
    using writer = openWriter(store)
    expect(value(writer, 'SELECT count(*) FROM sample')).toBe(8)
    store.abort()
    expect(thrownBy(() => writer.exec('SELECT 1'))).toMatchObject({ reason: 'aborted' })
    expect(store.checksum).toBe(checksum)
    using again = openWriter(store)
    expect(value(again, 'SELECT v FROM t')).toBe('old')
    again.exec("INSERT INTO t (v) VALUES ('new')")
    store.publish(1)
    using reader = openReader(store)
    expect(value(reader, 'SELECT count(*) FROM t')).toBe(2)
  })

  test('that is given up leaves no trace, and the writer goes on', async () => {
    const file = await sampleFile()
    const writer = store.beginImport()
    writer.put(1, file.subarray(0, 4096))
    expect(thrownBy(() => database.writer.exec("INSERT INTO t (v) VALUES ('x')"))).toMatchObject({
      name: 'SQLITE_BUSY',
    })
    expect(thrownBy(() => store.beginImport())).toMatchObject({ code: 'STATE' })
    writer.cancel()
    database.writer.exec("INSERT INTO t (v) VALUES ('x')")
    expect(thrownBy(() => writer.put(1, file.subarray(0, 4096)))).toMatchObject({ code: 'CLOSED' })
    expect(store.speculativeCount).toBe(1)
  })

  test('that an abort interrupts is closed', async () => {
    const writer = store.beginImport()
    store.abort()
    expect(thrownBy(() => writer.finish(1))).toMatchObject({ code: 'CLOSED', reason: 'aborted' })
    database.writer.exec("INSERT INTO t (v) VALUES ('x')")
  })

  test('while a transaction writes it is refused', () => {
    database.writer.begin()
    database.writer.exec("INSERT INTO t (v) VALUES ('x')")
    expect(thrownBy(() => store.beginImport())).toMatchObject({ code: 'STATE' })
    database.writer.commit()
  })

  test.each<[string, (page: Uint8Array) => void]>([
    ['no database at all', (page) => page.fill(0)],
    ['pages of another size', (page) => (page[16] = 0x20)],
  ])('of a file with %s is refused, and can be given up', async (_, damage) => {
    const file = await sampleFile()
    damage(file.subarray(0, 4096))
    const writer = store.beginImport()
    writer.put(1, file.subarray(0, 4096))
    expect(thrownBy(() => writer.finish(1))).toMatchObject({ code: 'UNSUPPORTED_DATABASE_FILE' })
    writer.cancel()
    expect(value(database.writer, 'SELECT v FROM t')).toBe('old')
  })

  test('of a UTF-16 database works, for connections opened afterwards', (context) => {
    const file = stockFile(
      "PRAGMA encoding = 'UTF-16le'; CREATE TABLE wide (a); INSERT INTO wide VALUES ('ünï')",
    )
    if (file === undefined) return context.skip(NO_STOCK_SQLITE)
    importFile(store, file)
    store.publish(1)
    using reader = openReader(store)
    expect(value(reader, 'PRAGMA encoding')).toBe('UTF-16le')
    expect(rows(reader, 'SELECT a FROM wide')).toEqual([['ünï']])
    using writer = openWriter(store)
    writer.cached('INSERT INTO wide VALUES (?)').run(['𝄞'])
    expect(rows(writer, 'SELECT a FROM wide')).toEqual([['ünï'], ['𝄞']])
    expect(thrownBy(() => writer.exec('SELECT nosuchcolumn'))).toMatchObject({ offset: 7 })
  })

  test('of a file with pages of another size is refused', (context) => {
    const file = stockFile('PRAGMA page_size = 8192; CREATE TABLE large (a)')
    if (file === undefined) return context.skip(NO_STOCK_SQLITE)
    expect(thrownBy(() => importFile(store, file))).toMatchObject({
      code: 'UNSUPPORTED_DATABASE_FILE',
    })
  })
})

describe('restore', () => {
  /** What a checkpoint would have kept. */
  function keep(from: PageStore): { pgno: number; data: Uint8Array; hash: Uint8Array }[] {
    using pin = from.pin()
    const kept: { pgno: number; data: Uint8Array; hash: Uint8Array }[] = []
    for (let next: number | undefined = 1; next !== undefined;) {
      const changed = pin.changedPages(0, next, 7)
      for (const page of changed.pages) {
        if (page.data === undefined || page.hash === undefined) continue
        kept.push({ pgno: page.pgno, data: page.data.slice(), hash: page.hash })
      }
      next = changed.next
    }
    return kept
  }

  test('brings back what was kept, page for page', async () => {
    importFile(store, await sampleFile())
    store.publish(1)
    using engine = await createEngine()
    const restored = engine.createStore('main')
    const restore = restored.restore()
    for (const page of keep(store).toReversed()) restore.put(page.pgno, page.data, page.hash)
    expect(restored.pageCount).toBe(0)
    restore.finish(store.pageCount, store.checksum)
    expect(restored.info()).toMatchObject({ checksum: store.checksum, pageCount: store.pageCount })
    expect(restored.verify()).toEqual([])
    using reader = openReader(restored)
    expect(value(reader, 'PRAGMA integrity_check')).toBe('ok')
    expect(value(reader, 'SELECT count(*) FROM sample')).toBe(8)
  })

  test('a page that does not have its hash is refused', async () => {
    using engine = await createEngine()
    const restore = engine.createStore('main').restore()
    const page = keep(store)[0]
    if (page === undefined) throw new Error('the store has pages')
    page.data[4095] = (page.data[4095] as number) ^ 1
    expect(thrownBy(() => restore.put(page.pgno, page.data, page.hash))).toMatchObject({
      code: 'PAGE_DAMAGED',
    })
  })

  test('with another checksum than expected the store is gone', async () => {
    using engine = await createEngine()
    const restored = engine.createStore('main')
    const restore = restored.restore()
    for (const page of keep(store)) restore.put(page.pgno, page.data)
    expect(thrownBy(() => restore.finish(store.pageCount, '0123456789abcdef'))).toMatchObject({
      code: 'DIVERGED',
    })
    expect(
      thrownBy(() => restored.connect({ view: 'committed', profile: 'reader' })),
    ).toMatchObject({
      code: 'CLOSED',
    })
    createDatabase(engine)
  })

  test('is only for a store without pages', () => {
    const restore = store.restore()
    const page = keep(store)[0]
    expect(thrownBy(() => restore.put(1, page?.data ?? new Uint8Array(4096)))).toMatchObject({
      code: 'STATE',
    })
  })
})
