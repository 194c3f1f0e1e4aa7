import { SqliteError } from '@quorumlite/sqlite'
import type { Connection } from '@quorumlite/sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from './support.ts'
import { openDatabase, openReader, rows, thrownBy, value } from './support.ts'

let database: Database
let connection: Connection

beforeEach(async () => {
  database = await openDatabase()
  connection = database.writer
})

afterEach(() => database[Symbol.dispose]())

describe('prepare', () => {
  test('gives the first statement and says where the next one begins', () => {
    const sql = "SELECT 'é𝄞' ; -- next\n SELECT 2"
    const first = connection.prepare(sql)
    expect(first.statement?.sql).toBe("SELECT 'é𝄞' ;")
    expect(first.statement?.get()).toEqual(['é𝄞'])
    expect(sql.slice(first.tailOffset)).toBe(' -- next\n SELECT 2')
    const second = connection.prepare(sql, first.tailOffset)
    expect(second.statement?.get()).toEqual([2])
    expect(second.tailOffset).toBe(sql.length)
    expect(connection.prepare(sql, second.tailOffset).statement).toBeUndefined()
  })

  test.each(['', '  ', '-- nothing', '/* nothing */', ';;'])('%o holds no statement', (sql) => {
    expect(connection.prepare(sql)).toEqual({ statement: undefined, tailOffset: sql.length })
  })

  test('an error has its code, its name and its place in the text', () => {
    const sql = "SELECT 'é𝄞', nosuchcolumn FROM sqlite_schema"
    const error = thrownBy(() => connection.prepare(sql)) as SqliteError
    expect(error).toBeInstanceOf(SqliteError)
    expect(error).toMatchObject({
      name: 'SQLITE_ERROR',
      code: 1,
      message: 'no such column: nosuchcolumn',
    })
    expect(sql.slice(error.offset)).toMatch(/^nosuchcolumn/)
  })

  test('the place counts from the beginning of the whole text', () => {
    const sql = "SELECT 'ü'; SELECT nosuchcolumn"
    const { tailOffset } = connection.prepare(sql)
    const error = thrownBy(() => connection.prepare(sql, tailOffset)) as SqliteError
    expect(sql.slice(error.offset)).toBe('nosuchcolumn')
  })

  test('a NUL character, at which SQLite would stop reading, is refused', () => {
    const error = thrownBy(() => connection.prepare('SELECT 1\0; DROP TABLE t'))
    expect(error).toMatchObject({ name: 'SQLITE_ERROR', offset: 8 })
  })

  test('an error of a run has the extended code', () => {
    connection.exec(
      'CREATE TABLE t (id INTEGER PRIMARY KEY, u UNIQUE, n NOT NULL, c CHECK (c > 0))',
    )
    connection.exec('INSERT INTO t VALUES (1, 1, 1, 1)')
    const codeOf = (sql: string): unknown => thrownBy(() => connection.exec(sql))
    expect(codeOf('INSERT INTO t VALUES (1, 2, 1, 1)')).toMatchObject({
      name: 'SQLITE_CONSTRAINT_PRIMARYKEY',
      code: 1555,
      primaryCode: 19,
    })
    expect(codeOf('INSERT INTO t VALUES (2, 1, 1, 1)')).toMatchObject({
      name: 'SQLITE_CONSTRAINT_UNIQUE',
    })
    expect(codeOf('INSERT INTO t VALUES (2, 2, NULL, 1)')).toMatchObject({
      name: 'SQLITE_CONSTRAINT_NOTNULL',
    })
    expect(codeOf('INSERT INTO t VALUES (2, 2, 1, 0)')).toMatchObject({
      name: 'SQLITE_CONSTRAINT_CHECK',
    })
  })
})

describe('exec and statements', () => {
  test('a script runs to its end, each statement upon the ones before', () => {
    connection.exec(`
      CREATE TABLE t (a); -- a comment; with a semicolon
      ;;
      INSERT INTO t VALUES ('é');
      INSERT INTO t SELECT a || '!' FROM t /* no semicolon at the end */
    `)
    expect(rows(connection, 'SELECT a FROM t')).toEqual([['é'], ['é!']])
  })

  test('an error ends the script and leaves what was done', () => {
    const script = 'CREATE TABLE t (a); SELECT nosuchcolumn; CREATE TABLE u (a)'
    const error = thrownBy(() => connection.exec(script)) as SqliteError
    expect(script.slice(error.offset)).toMatch(/^nosuchcolumn/)
    expect(rows(connection, 'SELECT name FROM sqlite_schema')).toEqual([['t']])
  })

  test('a large script is read in one pass', () => {
    const inserts = Array.from({ length: 20_000 }, (_, i) => `INSERT INTO t VALUES (${i}, 'ä');`)
    connection.exec(`CREATE TABLE t (a, b); BEGIN; ${inserts.join('\n')} COMMIT;`)
    expect(value(connection, 'SELECT count(*) FROM t')).toBe(20_000)
  })

  test('a statement is closed when the next one is asked for', () => {
    const statements = [...connection.statements('SELECT 1; SELECT 2')]
    expect(statements.map((statement) => statement.sql)).toEqual(['SELECT 1;', 'SELECT 2'])
    expect(statements.map((statement) => statement.closed)).toEqual([true, true])
  })
})

describe('cached', () => {
  test('the same text gives the same statement, reset and without bindings', () => {
    const first = connection.cached('SELECT ? UNION ALL SELECT 2')
    first.bind([1])
    first.step(1)
    const second = connection.cached('SELECT ? UNION ALL SELECT 2')
    expect(second).toBe(first)
    expect(thrownBy(() => second.all())).toMatchObject({ code: 'PARAMETER_COUNT' })
    expect(second.all([7])).toEqual([[7], [2]])
  })

  test('the least recently used ones are closed', () => {
    const small = database.store.connect({
      view: 'committed',
      profile: 'reader',
      cachedStatements: 2,
    })
    const one = small.cached('SELECT 1')
    const two = small.cached('SELECT 2')
    small.cached('SELECT 1')
    const three = small.cached('SELECT 3')
    expect([one.closed, two.closed, three.closed]).toEqual([false, true, false])
    expect(small.cached('SELECT 2').get()).toEqual([2])
  })

  test('one that is being read from stays, whatever the bound', () => {
    const small = database.store.connect({
      view: 'committed',
      profile: 'reader',
      cachedStatements: 1,
    })
    const running = small.cached('SELECT 1 UNION ALL SELECT 2')
    running.step(1)
    small.cached('SELECT 3')
    small.cached('SELECT 4')
    expect(running.step(10)).toEqual({ rows: [[2]], done: true })
  })

  test('a statement that was disposed is prepared anew', () => {
    const first = connection.cached('SELECT 1')
    first[Symbol.dispose]()
    const second = connection.cached('SELECT 1')
    expect(second).not.toBe(first)
    expect(second.get()).toEqual([1])
  })

  test('a statement lives through changes of the schema by any connection', () => {
    connection.exec('CREATE TABLE t (a); INSERT INTO t VALUES (1)')
    database.store.publish(2)
    using reader = openReader(database.store)
    expect(reader.cached('SELECT * FROM t').all()).toEqual([[1]])
    connection.exec('ALTER TABLE t ADD COLUMN b DEFAULT 2')
    expect(connection.cached('SELECT * FROM t').all()).toEqual([[1, 2]])
    expect(reader.cached('SELECT * FROM t').all()).toEqual([[1]])
    database.store.publish(1)
    expect(reader.cached('SELECT * FROM t').all()).toEqual([[1, 2]])
  })

  test.each([
    ['-- nothing', 'none'],
    ['SELECT 1; SELECT 2', 'several'],
  ])('%s is not one statement', (sql, found) => {
    const error = thrownBy(() => connection.cached(sql))
    expect(error).toMatchObject({ name: 'SQLITE_MISUSE' })
    expect(String(error)).toContain(found)
  })

  test('a semicolon and a comment at the end do no harm', () => {
    expect(connection.cached('SELECT 1; -- done').get()).toEqual([1])
  })
})

describe('transactions of the host', () => {
  beforeEach(() => connection.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, v)'))

  test('begin, commit and rollback move autocommit and make one version', () => {
    const before = database.store.speculativeCount
    connection.begin()
    expect(connection.autocommit).toBe(false)
    connection.exec("INSERT INTO t (v) VALUES ('a'); INSERT INTO t (v) VALUES ('b')")
    expect(database.store.info().writing).toBe(true)
    connection.commit()
    expect(connection.autocommit).toBe(true)
    expect(database.store.speculativeCount).toBe(before + 1)
    connection.begin('deferred')
    connection.exec('DELETE FROM t')
    connection.rollback()
    expect(value(connection, 'SELECT count(*) FROM t')).toBe(2)
    expect(database.store.speculativeCount).toBe(before + 1)
  })

  test('a rollback outside a transaction does nothing', () => {
    connection.rollback()
    expect(connection.autocommit).toBe(true)
  })

  test('begin inside a transaction is an error of SQLite', () => {
    connection.begin()
    expect(thrownBy(() => connection.begin())).toMatchObject({ name: 'SQLITE_ERROR' })
    connection.rollback()
  })

  test('changes and the last rowid are those of the last write', () => {
    connection.exec("INSERT INTO t (v) VALUES ('a'), ('b'), ('c')")
    expect([connection.changes, connection.lastInsertRowid()]).toEqual([3, 3])
    connection.exec('DELETE FROM t WHERE id < 3')
    expect([connection.changes, connection.lastInsertRowid()]).toEqual([2, 3])
    connection.cached('INSERT INTO t VALUES (?, 0)').run([2n ** 63n - 1n])
    expect(connection.lastInsertRowid()).toBe(2n ** 63n - 1n)
    connection.cached('INSERT INTO t VALUES (?, 0)').run([-5_000_000_000])
    expect(connection.lastInsertRowid()).toBe(-5_000_000_000)
  })
})
