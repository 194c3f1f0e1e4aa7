// One connection runs everybody's writes: nothing may leak from one request to the next (ARCHITECTURE.md, "The shared
// writer connection").
import { SqliteError } from '@quorumlite/sqlite'
import type { Connection } from '@quorumlite/sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from './support.ts'
import { openDatabase, openReader, rows, thrownBy, value } from './support.ts'

let database: Database
let writer: Connection

beforeEach(async () => {
  database = await openDatabase()
  database.writer[Symbol.dispose]()
  writer = database.store.connect({ view: 'speculative', writable: true, profile: 'writer' })
  writer.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, v UNIQUE)')
})

afterEach(() => database[Symbol.dispose]())

function expectRefused(connection: Connection, sql: string): void {
  const error = thrownBy(() => connection.exec(sql))
  expect(error, sql).toBeInstanceOf(SqliteError)
  expect((error as SqliteError).deniedReason, sql).toEqual(expect.stringMatching(/\S/))
}

describe.each(['writer', 'reader'] as const)('the %s profile refuses', (profile) => {
  let connection: Connection

  beforeEach(() => {
    database.store.publish(1)
    connection = profile === 'writer' ? writer : openReader(database.store)
  })

  test.each([
    'PRAGMA journal_mode = DELETE',
    'PRAGMA locking_mode = EXCLUSIVE',
    'PRAGMA page_size = 8192',
    'PRAGMA wal_checkpoint(TRUNCATE)',
    'PRAGMA writable_schema = ON',
    'PRAGMA synchronous = OFF',
    'PRAGMA temp_store = FILE',
    'PRAGMA cache_size = 1',
    'PRAGMA query_only = ON',
    'PRAGMA schema_version = 1',
    'PRAGMA mmap_size = 1',
    'PRAGMA data_store_directory = "x"',
    'PRAGMA ignore_check_constraints = ON',
    'PRAGMA case_sensitive_like = ON',
    'PRAGMA reverse_unordered_selects = ON',
    'PRAGMA no_such_pragma',
    "ATTACH 'other' AS other",
    "ATTACH ':memory:' AS other",
    'DETACH main',
    'CREATE TEMP TABLE t (a)',
    'CREATE TEMP VIEW x AS SELECT 1',
    'CREATE TEMP TRIGGER x AFTER INSERT ON t BEGIN SELECT 1; END',
    'BEGIN',
    'BEGIN IMMEDIATE',
    'COMMIT',
    'END',
    'ROLLBACK',
    'SAVEPOINT s',
    'RELEASE s',
    'SELECT total_changes()',
  ])('%s', (sql) => expectRefused(connection, sql))

  test.each([
    'PRAGMA table_info(t)',
    'PRAGMA integrity_check',
    'PRAGMA foreign_keys',
    'PRAGMA user_version',
  ])('but not %s', (sql) => expect(rows(connection, sql).length).toBeGreaterThan(0))
})

describe('the reader profile', () => {
  test('cannot write', () => {
    database.store.publish(1)
    using reader = openReader(database.store)
    for (const sql of [
      "INSERT INTO t (v) VALUES ('x')",
      'CREATE TABLE u (a)',
      'DROP TABLE t',
      'VACUUM',
    ]) {
      expect(
        thrownBy(() => reader.exec(sql)),
        sql,
      ).toBeInstanceOf(SqliteError)
    }
    expect(database.store.speculativeCount).toBe(0)
  })
})

describe('the writer profile', () => {
  test('VACUUM passes, though it attaches a nameless database', () => {
    writer.exec('INSERT INTO t (v) VALUES (randomblob(20000)); DELETE FROM t')
    const before = value(writer, 'PRAGMA page_count')
    writer.exec('VACUUM')
    expect(Number(value(writer, 'PRAGMA page_count'))).toBeLessThan(Number(before))
    expect(value(writer, 'PRAGMA integrity_check')).toBe('ok')
  })

  test('VACUUM INTO, which would write elsewhere, does not pass', () => {
    expect(thrownBy(() => writer.exec("VACUUM INTO 'elsewhere'"))).toBeInstanceOf(SqliteError)
  })

  test('the user_version is part of the database and may be set', () => {
    writer.exec('PRAGMA user_version = 7')
    expect(value(writer, 'PRAGMA user_version')).toBe(7)
  })

  test('a refused statement leaves the next one untouched', () => {
    expectRefused(writer, 'CREATE TEMP TABLE t (a)')
    const error = thrownBy(() => writer.exec('SELECT * FROM nosuchtable'))
    expect(error).toMatchObject({ name: 'SQLITE_ERROR', deniedReason: undefined })
  })
})

describe('after a request', () => {
  test('foreign keys are on again', () => {
    writer.exec('CREATE TABLE child (t_id REFERENCES t (id))')
    writer.setForeignKeys(false)
    writer.exec('INSERT INTO child VALUES (99)')
    writer.resetRequestState()
    expect(value(writer, 'PRAGMA foreign_keys')).toBe(1)
    expect(thrownBy(() => writer.exec('INSERT INTO child VALUES (98)'))).toMatchObject({
      name: 'SQLITE_CONSTRAINT_FOREIGNKEY',
    })
  })

  test.each([
    ['foreign_keys', 0, 1],
    ['defer_foreign_keys', 1, 0],
    ['recursive_triggers', 1, 0],
  ])('PRAGMA %s = %d, which is let through, is undone', (pragma, set, expected) => {
    writer.exec(`PRAGMA ${pragma} = ${set}`)
    expect(value(writer, `PRAGMA ${pragma}`)).toBe(set)
    writer.resetRequestState()
    expect(value(writer, `PRAGMA ${pragma}`)).toBe(expected)
  })

  test("an auto_vacuum mode is not what somebody else's VACUUM sets", () => {
    writer.exec('PRAGMA auto_vacuum = FULL')
    writer.resetRequestState()
    writer.exec('VACUUM')
    expect(value(writer, 'PRAGMA auto_vacuum')).toBe(0)
  })

  test('last_insert_rowid() and changes() are 0', () => {
    writer.exec("INSERT INTO t (v) VALUES ('a'), ('b')")
    expect(rows(writer, 'SELECT last_insert_rowid(), changes()')).toEqual([[2, 2]])
    writer.resetRequestState()
    expect(rows(writer, 'SELECT last_insert_rowid(), changes()')).toEqual([[0, 0]])
    expect([writer.lastInsertRowid(), writer.changes]).toEqual([0, 0])
  })

  test('a transaction that was left open is rolled back', () => {
    writer.begin()
    writer.exec("INSERT INTO t (v) VALUES ('x')")
    writer.resetRequestState()
    expect(writer.autocommit).toBe(true)
    expect(value(writer, 'SELECT count(*) FROM t')).toBe(0)
    expect(database.store.info().writing).toBe(false)
  })

  test('a statement that was left running is closed', () => {
    writer.exec("INSERT INTO t (v) VALUES ('a'), ('b')")
    const running = writer.cached('SELECT v FROM t')
    running.step(1)
    writer.resetRequestState()
    expect(thrownBy(() => running.step(1))).toMatchObject({ code: 'CLOSED' })
    expect(writer.cached('SELECT v FROM t').all()).toEqual([['a'], ['b']])
  })

  test('transaction text that was allowed is refused again, cached or not', () => {
    writer.setAllowTransactions(true)
    writer.cached('BEGIN').run()
    writer.cached('SAVEPOINT s').run()
    writer.cached('RELEASE s').run()
    writer.cached('COMMIT').run()
    writer.resetRequestState()
    for (const sql of ['BEGIN', 'SAVEPOINT s', 'COMMIT']) {
      expect(
        thrownBy(() => writer.cached(sql)),
        sql,
      ).toMatchObject({ name: 'SQLITE_AUTH' })
    }
  })

  test("the host's own BEGIN is not lent to SQL text", () => {
    writer.begin()
    writer.commit()
    expect(thrownBy(() => writer.cached('BEGIN IMMEDIATE'))).toMatchObject({ name: 'SQLITE_AUTH' })
    expect(thrownBy(() => writer.cached('COMMIT'))).toMatchObject({ name: 'SQLITE_AUTH' })
  })

  test("the host's BEGIN works after the schema changed", () => {
    writer.begin()
    writer.exec('CREATE TABLE u (a)')
    writer.commit()
    writer.begin()
    writer.exec('INSERT INTO u VALUES (1)')
    writer.commit()
    expect(value(writer, 'SELECT count(*) FROM u')).toBe(1)
  })
})

describe('inside a transaction', () => {
  test('OR ROLLBACK ends it, and autocommit tells', () => {
    writer.begin()
    writer.exec("INSERT INTO t (v) VALUES ('a')")
    expect(thrownBy(() => writer.exec("INSERT OR ROLLBACK INTO t (v) VALUES ('a')"))).toMatchObject(
      {
        name: 'SQLITE_CONSTRAINT_UNIQUE',
      },
    )
    expect(writer.autocommit).toBe(true)
    expect(value(writer, 'SELECT count(*) FROM t')).toBe(0)
  })

  test('RAISE(ROLLBACK) in a trigger ends it, and autocommit tells', () => {
    writer.exec("CREATE TRIGGER no BEFORE DELETE ON t BEGIN SELECT RAISE(ROLLBACK, 'kept'); END")
    writer.exec("INSERT INTO t (v) VALUES ('a')")
    writer.begin()
    writer.exec("INSERT INTO t (v) VALUES ('b')")
    expect(thrownBy(() => writer.exec('DELETE FROM t'))).toMatchObject({ message: 'kept' })
    expect(writer.autocommit).toBe(true)
    expect(rows(writer, 'SELECT v FROM t')).toEqual([['a']])
  })

  test('a plain constraint error leaves it open', () => {
    writer.begin()
    writer.exec("INSERT INTO t (v) VALUES ('a')")
    expect(() => writer.exec("INSERT INTO t (v) VALUES ('a')")).toThrow(SqliteError)
    expect(writer.autocommit).toBe(false)
    writer.commit()
    expect(value(writer, 'SELECT count(*) FROM t')).toBe(1)
  })

  test('foreign keys cannot be changed, as in SQLite', () => {
    writer.begin()
    writer.setForeignKeys(false)
    expect(value(writer, 'PRAGMA foreign_keys')).toBe(1)
    writer.rollback()
  })
})
