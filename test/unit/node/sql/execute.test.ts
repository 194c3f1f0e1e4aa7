import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openLeader, sql, type Half } from './support/sql-half.ts'

let half: Half

beforeEach(async () => {
  half = await openLeader()
  await half.result('CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT UNIQUE)')
})

afterEach(() => half[Symbol.dispose]())

const names = async (): Promise<unknown[]> =>
  (await half.rows('SELECT name FROM t ORDER BY id')).flat()

describe('results', () => {
  test('a write tells its changes and its rowid, and is one commit', async () => {
    const { executed, results } = await half.run("INSERT INTO t (name) VALUES ('a'), ('b')")
    expect(results).toEqual([{ changes: 2, lastInsertRowid: 2, columns: [], rows: [] }])
    expect(executed).toMatchObject({ database: 1, epoch: 0, term: 1, speculation: 2 })
    expect(executed.pages.length).toBeGreaterThan(0)
    expect(await names()).toEqual(['a', 'b'])
  })

  test('a read in the writer is executed too, with rows and without pages', async () => {
    await half.run("INSERT INTO t (name) VALUES ('a')")
    const { executed, results } = await half.run('SELECT id, name FROM t')
    expect(results).toEqual([
      { changes: 0, lastInsertRowid: undefined, columns: ['id', 'name'], rows: [[1, 'a']] },
    ])
    expect(executed).toMatchObject({ speculation: 0, pages: new Uint8Array(0) })
  })

  test('a request without pages carries size and checksum of the commit before it', async () => {
    const { executed: write } = await half.run("INSERT INTO t (name) VALUES ('a')")
    const { executed: read } = await half.run('SELECT 1')
    expect(read.checksum).toBe(write.checksum)
    expect(read.pageCount).toBe(write.pageCount)
    expect(read.checksum).toMatch(/^[0-9a-f]{16}$/)
  })

  test('RETURNING rows come with the changes', async () => {
    const text = 'INSERT INTO t (name) VALUES (?), (?) RETURNING id, upper(name) AS n'
    const result = await half.result(text, ['a', 'b'])
    expect(result).toEqual({
      changes: 2,
      lastInsertRowid: 2,
      columns: ['id', 'n'],
      rows: [
        [1, 'A'],
        [2, 'B'],
      ],
    })
  })

  test('each statement of a batch has its own result', async () => {
    const { results } = await half.run([
      sql('INSERT INTO t (name) VALUES (?), (?)', ['a', 'b']),
      sql('CREATE TABLE u (x)'),
      sql('DELETE FROM t WHERE name = :name', { name: 'a' }),
      sql('SELECT count(*) FROM t'),
    ])
    expect(results.map(({ changes }) => changes)).toEqual([2, 0, 1, 0])
    expect(results.map(({ lastInsertRowid }) => lastInsertRowid)).toEqual([
      2,
      undefined,
      undefined,
      undefined,
    ])
    expect(results[3]?.rows).toEqual([[1]])
    expect(half.of('executed').at(-1)?.speculation).toBe(2)
  })

  test('an empty batch and a text without a statement succeed with nothing', async () => {
    expect((await half.run([])).results).toEqual([])
    const nothing = { changes: 0, lastInsertRowid: undefined, columns: [], rows: [] }
    expect(await half.result('-- only a comment')).toEqual(nothing)
    expect(await half.result(' ; ')).toEqual(nothing)
  })

  test('last_insert_rowid() reaches from one statement of a batch to the next', async () => {
    const { results } = await half.run([
      sql("INSERT INTO t VALUES (41, 'a')"),
      sql('INSERT INTO t SELECT last_insert_rowid() + 1, ?', ['b']),
    ])
    expect(results.map(({ lastInsertRowid }) => lastInsertRowid)).toEqual([41, 42])
  })
})

describe('scripts', () => {
  test('a text without parameters may hold several statements, as one transaction', async () => {
    const result = await half.result(
      "CREATE TABLE u (x); INSERT INTO u VALUES (1), (2); INSERT INTO t (name) VALUES ('a'); SELECT x FROM u;",
    )
    expect(result).toMatchObject({ changes: 3, columns: ['x'], rows: [[1], [2]] })
    expect(half.of('executed').map(({ speculation }) => speculation)).toEqual([1, 2])
  })

  test('a script that fails half way leaves nothing behind', async () => {
    const error = await half.error(
      "INSERT INTO t (name) VALUES ('a'); INSERT INTO missing VALUES (1)",
    )
    expect(error).toMatchObject({ code: 'SQL_ERROR', message: 'no such table: missing' })
    expect(await names()).toEqual([])
  })

  test('with parameters the text must hold one statement', async () => {
    const text = 'INSERT INTO t (name) VALUES (?); INSERT INTO t (name) VALUES (?)'
    const error = await half.error(text, ['a', 'b'])
    expect(error.code).toBe('INVALID_ARGUMENT')
    expect(error.hint).toContain('batch()')
    expect(
      (await half.result('INSERT INTO t (name) VALUES (?) ; -- that is all', ['a'])).changes,
    ).toBe(1)
  })
})

describe('failures', () => {
  test('a failure is recorded with code, statement and place, and writes nothing', async () => {
    await half.run("INSERT INTO t (name) VALUES ('a')")
    const error = await half.error([
      sql("INSERT INTO t (name) VALUES ('b')"),
      sql("INSERT INTO t (name) VALUES ('a')"),
    ])
    expect(error).toMatchObject({ code: 'SQL_ERROR', retryable: false })
    expect(error.message).toContain('UNIQUE constraint failed: t.name')
    expect(error.details).toMatchObject({ sqliteCode: 2067, statementIndex: 1 })
    expect(await names()).toEqual(['a'])
  })

  test('the place of an error is in bytes of the text', async () => {
    const error = await half.error("SELECT 'äö', nonsense FROM t")
    expect(error.details.sqlOffset).toBe(Buffer.byteLength("SELECT 'äö', "))
  })

  test.each([
    ['INSERT OR ROLLBACK', "INSERT OR ROLLBACK INTO t (name) VALUES ('a')"],
    ['RAISE(ROLLBACK)', 'INSERT INTO refuse VALUES (1)'],
  ])('%s fails the whole batch, not only what ran before it', async (_name, text) => {
    await half.run("INSERT INTO t (name) VALUES ('a')")
    await half.run(
      "CREATE TABLE refuse (x); CREATE TRIGGER r BEFORE INSERT ON refuse BEGIN SELECT RAISE(ROLLBACK, 'no'); END",
    )
    const error = await half.error([
      sql("INSERT INTO t (name) VALUES ('before')"),
      sql(text),
      sql("INSERT INTO t (name) VALUES ('after')"),
    ])
    expect(error.code).toBe('SQL_ERROR')
    expect(error.details.statementIndex).toBe(1)
    expect(await names()).toEqual(['a'])
  })

  test.each([
    ['INSERT OR FAIL', "INSERT OR FAIL INTO t (name) VALUES ('b'), ('a'), ('c')"],
    ['UPDATE OR FAIL', "UPDATE OR FAIL t SET name = 'z'"],
    ['ON CONFLICT FAIL', 'INSERT INTO picky VALUES (1), (1)'],
    ['RAISE(FAIL)', 'INSERT INTO watched VALUES (1), (2), (3)'],
  ])('%s keeps none of the rows before the conflict, and the node', async (_name, text) => {
    await half.run("INSERT INTO t (name) VALUES ('a'), ('d')")
    await half.run('CREATE TABLE picky (x UNIQUE ON CONFLICT FAIL)')
    await half.run(
      "CREATE TABLE watched (x); CREATE TRIGGER r BEFORE INSERT ON watched WHEN new.x = 3 BEGIN SELECT RAISE(FAIL, 'no'); END",
    )
    expect((await half.error(text)).code).toBe('SQL_ERROR')
    expect((await half.error(text)).code).toBe('SQL_ERROR')
    expect(await names()).toEqual(['a', 'd'])
    expect(await half.rows('SELECT x FROM picky UNION ALL SELECT x FROM watched')).toEqual([])
  })

  test('a constraint that is looked at in COMMIT fails the request', async () => {
    await half.run('CREATE TABLE c (t REFERENCES t DEFERRABLE INITIALLY DEFERRED)')
    for (const statements of [
      [sql('INSERT INTO c VALUES (99)')],
      [sql('INSERT INTO c VALUES (99)'), sql('SELECT 1')],
    ]) {
      const error = await half.error(statements)
      expect(error.details.sqliteCode).toBe(787)
    }
    expect(await half.rows('SELECT * FROM c')).toEqual([])
  })

  test.each([
    ['too few', 'INSERT INTO t VALUES (?, ?)', [1], 'PARAMETER_COUNT'],
    ['none', 'INSERT INTO t VALUES (?, ?)', [], 'PARAMETER_COUNT'],
    ['too many', 'INSERT INTO t VALUES (?, ?)', [1, 'a', 'b'], 'PARAMETER_COUNT'],
  ])('%s parameters are recorded as %s', async (_name, text, parameters, code) => {
    expect((await half.error(text, parameters)).code).toBe(code)
  })

  test('an unknown database is refused, not executed', async () => {
    const batch = { database: 'other', statements: [], foreignKeysOff: false }
    const ticket = half.ask({ kind: 'execute', database: 77, batch })
    await half.settle()
    expect(half.refusal(ticket).code).toBe('DATABASE_NOT_FOUND')
  })
})

describe('refused statements', () => {
  test.each(['BEGIN', 'COMMIT', 'ROLLBACK', 'END', 'SAVEPOINT s', 'RELEASE s', 'BEGIN IMMEDIATE'])(
    '%s is refused and the hint names batch() and transaction()',
    async (text) => {
      const error = await half.error(text)
      expect(error.code).toBe('STATEMENT_REFUSED')
      expect(error.hint).toMatch(/batch\(\).*transaction\(\)/)
      expect((await half.error([sql("INSERT INTO t (name) VALUES ('a')"), sql(text)])).code).toBe(
        'STATEMENT_REFUSED',
      )
      expect(await names()).toEqual([])
    },
  )

  test.each([
    "ATTACH 'x' AS x",
    'CREATE TEMP TABLE x (y)',
    'CREATE TEMP VIEW x AS SELECT 1',
    'PRAGMA journal_mode = DELETE',
    'PRAGMA locking_mode = EXCLUSIVE',
    'PRAGMA writable_schema = ON',
    'SELECT total_changes()',
  ])('%s is refused with the reason', async (text) => {
    const error = await half.error(text)
    expect(error.code).toBe('STATEMENT_REFUSED')
    expect(error.message).not.toBe('')
  })

  test('a transaction inside a script is refused, too', async () => {
    expect((await half.error("INSERT INTO t (name) VALUES ('a'); COMMIT;")).code).toBe(
      'STATEMENT_REFUSED',
    )
    expect(await names()).toEqual([])
  })

  test('VACUUM is allowed', async () => {
    await half.run("INSERT INTO t (name) VALUES ('a')")
    expect((await half.run('VACUUM')).error).toBeUndefined()
    expect(await names()).toEqual(['a'])
  })
})

describe('the next request hears nothing of the one before', () => {
  test('of its rowid and its changes', async () => {
    await half.run("INSERT INTO t VALUES (7, 'a')")
    expect(await half.result('SELECT last_insert_rowid(), changes()')).toMatchObject({
      rows: [[0, 0]],
    })
    expect(await half.result('CREATE TABLE u (x)')).toMatchObject({
      changes: 0,
      lastInsertRowid: undefined,
    })
  })

  test('of its settings', async () => {
    for (const setting of ['foreign_keys', 'defer_foreign_keys', 'recursive_triggers']) {
      const before = await half.result(`PRAGMA ${setting}`)
      const { error } = await half.run(`PRAGMA ${setting} = ${before.rows[0]?.[0] === 1 ? 0 : 1}`)
      // Allowed and forgotten, or refused: both keep it from the next request.
      if (error) expect(error.code).toBe('STATEMENT_REFUSED')
      expect(await half.result(`PRAGMA ${setting}`)).toEqual(before)
    }
  })

  test('of foreign keys that were off for it alone', async () => {
    await half.run('CREATE TABLE c (t REFERENCES t)')
    expect((await half.error('INSERT INTO c VALUES (99)')).details.sqliteCode).toBe(787)
    expect((await half.run('INSERT INTO c VALUES (99)', [], true)).error).toBeUndefined()
    expect(
      (await half.run([sql('INSERT INTO c VALUES (98)'), sql('SELECT 1')], [], true)).error,
    ).toBeUndefined()
    expect((await half.error('INSERT INTO c VALUES (97)')).details.sqliteCode).toBe(787)
    expect((await half.rows('SELECT t FROM c')).flat()).toEqual([99, 98])
  })

  test('of a failure', async () => {
    await half.error([sql("INSERT INTO t VALUES (9, 'a')"), sql('nonsense')])
    expect(
      (await half.result('SELECT last_insert_rowid(), changes(), count(*) FROM t')).rows,
    ).toEqual([[0, 0, 0]])
  })
})
