// npm wa-sqlite and the thin binding have to give the same answers to the same SQL.
import { createEngine, createMemory, createWaSqliteModule, SqliteError } from '@quorumlite/sqlite'
import type { Connection, Engine, PageStore, SqlValue } from '@quorumlite/sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as SQLite from 'wa-sqlite'
import { PARAMETER_CORPUS, SQL_CORPUS } from './sql-corpus.ts'
import { createDatabase, openReader, openWriter, rows } from './support.ts'

/** What a statement did, whichever way it went in. */
type Answer =
  | { readonly columns: readonly string[]; readonly rows: readonly (readonly SqlValue[])[] }
  | { readonly error: string; readonly code: number }

let engine: Engine
let sqlite3: SQLiteAPI

beforeEach(async () => {
  engine = await createEngine({ now: () => Date.UTC(2026, 10, 21), random: (into) => into.fill(7) })
  sqlite3 = SQLite.Factory(createWaSqliteModule(engine, { writable: true }))
})

afterEach(() => engine[Symbol.dispose]())

function askThin(connection: Connection, sql: string): Answer {
  try {
    const { statement } = connection.prepare(sql)
    if (statement === undefined) return { columns: [], rows: [] }
    using running = statement
    const answered = running.all(undefined, { integers: 'mixed' })
    return { columns: running.columns, rows: answered }
  } catch (error) {
    if (!(error instanceof SqliteError)) throw error
    return { error: error.message, code: error.code }
  }
}

async function askWaSqlite(db: number, sql: string): Promise<Answer> {
  const text = sqlite3.str_new(db, sql)
  try {
    const prepared = await sqlite3.prepare_v2(db, sqlite3.str_value(text))
    if (prepared === null) return { columns: [], rows: [] }
    try {
      const answered: SqlValue[][] = []
      while ((await sqlite3.step(prepared.stmt)) === SQLite.SQLITE_ROW) {
        answered.push(sqlite3.row(prepared.stmt).map(asSqlValue))
      }
      return { columns: sqlite3.column_names(prepared.stmt), rows: answered }
    } finally {
      await sqlite3.finalize(prepared.stmt)
    }
  } catch (error) {
    if (!(error instanceof SQLite.SQLiteError)) throw error
    return { error: error.message, code: error.code }
  } finally {
    sqlite3.str_finish(text)
  }
}

function asSqlValue(value: SQLiteCompatibleType): SqlValue {
  if (Array.isArray(value)) throw new Error('wa-sqlite gives blobs as Uint8Array')
  return value
}

function publishAll(store: PageStore): void {
  store.publish(store.speculativeCount)
}

describe('the same SQL has the same answers', () => {
  test.each(SQL_CORPUS)('$name', async ({ statements }) => {
    const thin = createDatabase(engine, 'thin')
    const wide = createDatabase(engine, 'wide')
    using connection = openWriter(thin)
    const db = await sqlite3.open_v2('wide')
    for (const sql of statements) {
      const answer = askThin(connection, sql)
      expect(await askWaSqlite(db, sql), sql).toEqual(answer)
      expect(sqlite3.get_autocommit(db) !== 0, sql).toBe(connection.autocommit)
      publishAll(thin)
      publishAll(wide)
      expect(wide.checksum, sql).toBe(thin.checksum)
    }
    await sqlite3.close(db)
  })

  test('the corpus has answers and errors in it', () => {
    const store = createDatabase(engine)
    using connection = openWriter(store)
    const answers = SQL_CORPUS.flatMap(({ statements }) =>
      statements.map((sql) => askThin(connection, sql)),
    )
    expect(answers.filter((answer) => 'error' in answer).length).toBeGreaterThan(20)
    expect(
      answers.filter((answer) => 'rows' in answer && answer.rows.length > 0).length,
    ).toBeGreaterThan(60)
  })
})

describe('the same parameters have the same answers', () => {
  test.each(PARAMETER_CORPUS.map((parameter, index) => ({ index, parameter })))(
    'parameter $index',
    async ({ parameter }) => {
      const sql = 'INSERT INTO t VALUES (?1, typeof(?1), length(?1)) RETURNING *'
      const thin = createDatabase(engine, 'thin')
      const wide = createDatabase(engine, 'wide')
      using connection = openWriter(thin)
      connection.exec('CREATE TABLE t (v, type, length)')
      const direct = connection.cached(sql).all([parameter], { integers: 'mixed' })

      const db = await sqlite3.open_v2('wide')
      await sqlite3.exec(db, 'CREATE TABLE t (v, type, length)')
      const text = sqlite3.str_new(db, sql)
      const prepared = await sqlite3.prepare_v2(db, sqlite3.str_value(text))
      if (prepared === null) throw new Error('there is a statement')
      sqlite3.bind_collection(prepared.stmt, [parameter])
      expect(await sqlite3.step(prepared.stmt)).toBe(SQLite.SQLITE_ROW)
      expect([sqlite3.row(prepared.stmt)]).toEqual(direct)
      expect(await sqlite3.step(prepared.stmt)).toBe(SQLite.SQLITE_DONE)
      await sqlite3.finalize(prepared.stmt)
      sqlite3.str_finish(text)
      publishAll(thin)
      publishAll(wide)
      expect(wide.checksum).toBe(thin.checksum)
      await sqlite3.close(db)
    },
  )
})

describe('inside a node', () => {
  test('wa-sqlite connections read what is committed, and cannot write', async () => {
    const store = createDatabase(engine)
    using writer = openWriter(store)
    writer.exec("CREATE TABLE t (a); INSERT INTO t VALUES ('committed')")
    publishAll(store)
    writer.exec("INSERT INTO t VALUES ('on its way')")
    const readOnly = SQLite.Factory(createWaSqliteModule(engine))
    const db = await readOnly.open_v2('main')
    const read = async (): Promise<unknown> =>
      (await readOnly.execWithParams(db, 'SELECT a FROM t', [])).rows
    expect(await read()).toEqual([['committed']])
    await expect(readOnly.exec(db, "INSERT INTO t VALUES ('x')")).rejects.toMatchObject({
      code: SQLite.SQLITE_READONLY,
    })
    publishAll(store)
    expect(await read()).toEqual([['committed'], ['on its way']])
    await readOnly.close(db)
  })

  test('a database that there is not cannot be opened', async () => {
    await expect(sqlite3.open_v2('nowhere')).rejects.toMatchObject({ code: SQLite.SQLITE_CANTOPEN })
  })

  test('its commits are versions like any other', async () => {
    const store = createDatabase(engine)
    const db = await sqlite3.open_v2('main')
    await sqlite3.exec(db, "CREATE TABLE t (a); INSERT INTO t VALUES ('wide')")
    expect(store.speculativeCount).toBe(2)
    using reader = openReader(store)
    publishAll(store)
    expect(rows(reader, 'SELECT a FROM t')).toEqual([['wide']])
    await sqlite3.close(db)
  })

  test('a store that is disposed under an open connection leaves errors, not a crash', async () => {
    const store = createDatabase(engine)
    const db = await sqlite3.open_v2('main')
    await sqlite3.exec(db, 'CREATE TABLE t (a)')
    store[Symbol.dispose]()
    await expect(sqlite3.exec(db, 'SELECT * FROM t')).rejects.toBeInstanceOf(SQLite.SQLiteError)
    await sqlite3.close(db)
    createDatabase(engine)
  })

  test('what would call JavaScript from SQLite is refused by name', async () => {
    createDatabase(engine)
    const db = await sqlite3.open_v2('main')
    const noFunction = (): number =>
      sqlite3.create_function(db, 'f', 0, SQLite.SQLITE_UTF8, 0, () => undefined)
    expect(noFunction).toThrow('create_function is not offered')
    expect(() => sqlite3.update_hook(db, () => undefined)).toThrow('update_hook is not offered')
    await sqlite3.close(db)
  })

  test('an engine in shared memory is refused', async () => {
    using shared = await createEngine({ memory: createMemory({ shared: true }) })
    expect(() => createWaSqliteModule(shared)).toThrow('TextDecoder')
  })

  test('an engine that is disposed says so', async () => {
    createDatabase(engine)
    const db = await sqlite3.open_v2('main')
    engine[Symbol.dispose]()
    await expect(sqlite3.exec(db, 'SELECT 1')).rejects.toMatchObject({ code: 'CLOSED' })
  })
})
