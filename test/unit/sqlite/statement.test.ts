import { ParameterError, SqliteError } from '@quorumlite/sqlite'
import type { Connection, SqlParameter, SqlValue, Statement } from '@quorumlite/sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from './support.ts'
import { openDatabase, thrownBy, value } from './support.ts'

let database: Database
let connection: Connection

beforeAll(async () => {
  database = await openDatabase()
  connection = database.writer
})

afterAll(() => database[Symbol.dispose]())

function prepare(sql: string): Statement {
  const { statement } = connection.prepare(sql)
  if (statement === undefined) throw new Error(`nothing to prepare in ${sql}`)
  return statement
}

/** Sends a value through SQLite and back, with the type that SQLite gave it. */
function roundTrip(parameter: SqlParameter): [SqlValue | undefined, SqlValue | undefined] {
  using statement = prepare('SELECT ?1, typeof(?1)')
  const row = statement.get([parameter], { integers: 'mixed' })
  return [row?.[0], row?.[1]]
}

describe('values', () => {
  test.each<[SqlParameter, SqlValue, string]>([
    [null, null, 'null'],
    [0, 0, 'integer'],
    [-1, -1, 'integer'],
    [2 ** 31 - 1, 2 ** 31 - 1, 'integer'],
    [2 ** 31, 2 ** 31, 'integer'],
    [-(2 ** 31), -(2 ** 31), 'integer'],
    [-(2 ** 31) - 1, -(2 ** 31) - 1, 'integer'],
    [2 ** 32, 2 ** 32, 'integer'],
    [-(2 ** 32) - 7, -(2 ** 32) - 7, 'integer'],
    [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, 'integer'],
    [Number.MIN_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 'integer'],
    [2 ** 53, 2 ** 53, 'real'],
    [1.5, 1.5, 'real'],
    [Number.MAX_VALUE, Number.MAX_VALUE, 'real'],
    [Infinity, Infinity, 'real'],
    [NaN, null, 'null'],
    [2n ** 63n - 1n, 2n ** 63n - 1n, 'integer'],
    [-(2n ** 63n), -(2n ** 63n), 'integer'],
    [2n ** 53n, 2n ** 53n, 'integer'],
    [-(2n ** 53n), -(2n ** 53n), 'integer'],
    [5n, 5, 'integer'],
    [true, 1, 'integer'],
    [false, 0, 'integer'],
    ['', '', 'text'],
    ['plain', 'plain', 'text'],
    ['naïve ☃ 𝄞', 'naïve ☃ 𝄞', 'text'],
    ['a\0b', 'a\0b', 'text'],
    ['\uFEFFmark', '\uFEFFmark', 'text'],
    ['lone \uD834 surrogate', 'lone \uFFFD surrogate', 'text'],
    ['\uDD1E', '\uFFFD', 'text'],
    ['x'.repeat(47) + 'é', 'x'.repeat(47) + 'é', 'text'],
    ['y'.repeat(100_000), 'y'.repeat(100_000), 'text'],
    ['é'.repeat(100_000), 'é'.repeat(100_000), 'text'],
    [new Uint8Array(0), new Uint8Array(0), 'blob'],
    [Uint8Array.of(0, 255, 1), Uint8Array.of(0, 255, 1), 'blob'],
    [new Uint8Array(70_001).fill(7), new Uint8Array(70_001).fill(7), 'blob'],
  ])('%o comes back as it went in', (given, expected, type) => {
    expect(roundTrip(given)).toEqual([expected, type])
  })

  test('every length of a text and a blob around the padding survives', () => {
    for (let length = 0; length < 60; length++) {
      const text = 'abcdefghij'.repeat(6).slice(0, length)
      const blob = Uint8Array.from({ length }, (_, index) => index)
      using statement = prepare('SELECT ?, ?, ?')
      expect(statement.get([text, blob, length])).toEqual([text, blob, length])
    }
  })

  test('a blob is a copy that later calls do not change', () => {
    using statement = prepare('SELECT ?')
    const first = statement.get([Uint8Array.of(1, 2, 3)])?.[0]
    statement.get([Uint8Array.of(9, 9, 9)])
    expect(first).toEqual(Uint8Array.of(1, 2, 3))
  })

  test('a Buffer is bound as a blob, also a slice of a larger one', () => {
    expect(roundTrip(Buffer.from('abcdef').subarray(2, 4))).toEqual([
      Uint8Array.of(99, 100),
      'blob',
    ])
  })

  test('a text that is no UTF-8 comes out with replacement characters', () => {
    expect(value(connection, "SELECT CAST(x'41ff42' AS TEXT)")).toBe('A\uFFFDB')
  })
})

describe('integers', () => {
  const sql = 'SELECT 1, 9007199254740991, 9007199254740992, -9223372036854775808'

  test('as number: one beyond 2^53-1 is refused, and the column named', () => {
    using statement = prepare('SELECT 1 AS small, 9007199254740992 AS large')
    const error = thrownBy(() => statement.all())
    expect(error).toBeInstanceOf(ParameterError)
    expect(error).toMatchObject({ code: 'INTEGER_OUT_OF_RANGE' })
    expect(String(error)).toContain('large')
  })

  test('as number: a refused row leaves the statement usable', () => {
    using statement = prepare('SELECT ?')
    expect(() => statement.all([2n ** 60n])).toThrow(ParameterError)
    expect(statement.all([3])).toEqual([[3]])
  })

  test('as bigint: always', () => {
    using statement = prepare(sql)
    expect(statement.get(undefined, { integers: 'bigint' })).toEqual([
      1n,
      9007199254740991n,
      9007199254740992n,
      -9223372036854775808n,
    ])
  })

  test('mixed: only where a number is not exact', () => {
    using statement = prepare(sql)
    expect(statement.get(undefined, { integers: 'mixed' })).toEqual([
      1,
      9007199254740991,
      9007199254740992n,
      -9223372036854775808n,
    ])
  })

  test('the connection sets what is used unless a call says otherwise', () => {
    using big = database.store.connect({ view: 'committed', profile: 'reader', integers: 'bigint' })
    expect(big.cached('SELECT 7').get()).toEqual([7n])
    expect(big.cached('SELECT 7').get(undefined, { integers: 'number' })).toEqual([7])
  })
})

describe('parameters', () => {
  test.each<[string, SqlParameter[], string]>([
    ['SELECT ?, ?', [1], 'the statement has 2 parameters, not 1'],
    ['SELECT ?', [1, 2], 'the statement has 1 parameter, not 2'],
    ['SELECT 1', [1], 'the statement has 0 parameters, not 1'],
  ])('%s with %o: the count is wrong', (sql, parameters, message) => {
    using statement = prepare(sql)
    for (const use of [
      () => statement.run(parameters),
      () => statement.all(parameters),
      () => statement.get(parameters),
      () => statement.bind(parameters),
    ]) {
      expect(thrownBy(use)).toMatchObject({
        name: 'ParameterError',
        code: 'PARAMETER_COUNT',
        message,
      })
    }
  })

  test('a run without parameters that has some, and none bound, is refused', () => {
    using statement = prepare('SELECT ?')
    expect(thrownBy(() => statement.run())).toMatchObject({ code: 'PARAMETER_COUNT' })
    expect(thrownBy(() => statement.all())).toMatchObject({ code: 'PARAMETER_COUNT' })
    expect(thrownBy(() => statement.step(1))).toMatchObject({ code: 'PARAMETER_COUNT' })
    statement.bind([4])
    expect(statement.all()).toEqual([[4]])
  })

  test.each([
    ['undefined', undefined],
    ['Date', new Date(0)],
    ['Object', {}],
    ['symbol', Symbol('s')],
    ['ArrayBuffer', new ArrayBuffer(1)],
  ])('a %s is no SQL value: its position and type are named', (type, given) => {
    using statement = prepare('SELECT ?, ?')
    const error = thrownBy(() => statement.run([1, given as SqlParameter]))
    expect(error).toMatchObject({ code: 'PARAMETER_TYPE' })
    expect(String(error)).toContain(`parameter 2 is of type ${type}`)
  })

  test('bytes that were transferred elsewhere are no empty blob', () => {
    const bytes = new Uint8Array(5)
    structuredClone(bytes.buffer, { transfer: [bytes.buffer] })
    using statement = prepare('SELECT ?')
    expect(thrownBy(() => statement.run([bytes]))).toMatchObject({ code: 'PARAMETER_TYPE' })
    expect(statement.all([new Uint8Array(0)])).toHaveLength(1)
  })

  test.each([2n ** 63n, -(2n ** 63n) - 1n])('%d does not fit 64 bits', (given) => {
    using statement = prepare('SELECT ?')
    expect(thrownBy(() => statement.run([given]))).toMatchObject({ code: 'INTEGER_OUT_OF_RANGE' })
  })

  test('names are taken with and without their prefix', () => {
    using statement = prepare('SELECT :a, @b, $c, :a')
    expect(statement.parameterNames).toEqual([':a', '@b', '$c'])
    expect(statement.parameterCount).toBe(3)
    expect(statement.get({ a: 1, '@b': 2, c: 3 })).toEqual([1, 2, 3, 1])
  })

  test.each<[Record<string, SqlParameter>, string]>([
    [{ a: 1 }, 'parameter :b is missing'],
    [{ a: 1, b: 2, c: 3 }, 'the statement has no parameter c'],
  ])('%o: a name too few or too many is named', (given, message) => {
    using statement = prepare('SELECT :a, :b')
    expect(thrownBy(() => statement.run(given))).toMatchObject({ code: 'PARAMETER_COUNT', message })
  })

  test('a name is of no use for a plain question mark', () => {
    using statement = prepare('SELECT ?, :a')
    expect(thrownBy(() => statement.run({ a: 1 }))).toMatchObject({ code: 'PARAMETER_COUNT' })
  })
})

describe('cells', () => {
  /** u32 count, then int32 cells: the wire's encoding. */
  function int32Cells(...integers: number[]): Uint8Array {
    return new Uint8Array(
      Uint32Array.from([integers.length, ...integers.flatMap((integer) => [1, integer])]).buffer,
    )
  }

  test('what goes in as cells comes out as cells', () => {
    using statement = prepare("SELECT ?2, ?1, 'x'")
    statement.bindCells(int32Cells(10, 20))
    const batch = statement.stepCells(10, 1000)
    const text = 4 | (1 << 3)
    expect(batch.rowCount).toBe(1)
    expect(batch.done).toBe(true)
    const words = new Uint32Array(batch.cells.slice(0, 20).buffer)
    expect([...words]).toEqual([1, 20, 1, 10, text])
    expect(batch.cells[20]).toBe('x'.charCodeAt(0))
    expect(batch.cells.length).toBe(24)
  })

  test('named cells are put into the order of the statement', () => {
    using statement = prepare('SELECT :first, :second')
    statement.bindCells(int32Cells(2, 1), ['second', 'first'])
    expect(statement.all()).toEqual([[1, 2]])
  })

  test('the count has to be right, with names and without', () => {
    using statement = prepare('SELECT :a')
    const wrongCount = { code: 'PARAMETER_COUNT' }
    expect(thrownBy(() => statement.bindCells(int32Cells(1, 2)))).toMatchObject({
      ...wrongCount,
      message: 'the statement has 1 parameter, not 2',
    })
    expect(thrownBy(() => statement.bindCells(int32Cells(1), ['b']))).toMatchObject(wrongCount)
    expect(thrownBy(() => statement.bindCells(int32Cells(1, 2), ['a']))).toMatchObject(wrongCount)
    expect(thrownBy(() => statement.bindCells(int32Cells(1, 2), ['a', 'a']))).toMatchObject(
      wrongCount,
    )
  })

  test.each<[string, number[]]>([
    ['nothing at all', []],
    ['a count that promises more', [1]],
    ['a type that there is not', [1, 6, 0]],
    ['a text that runs past the end', [1, 4 | (9 << 3), 0, 0]],
    ['bytes after the last cell', [1, 1, 5, 0]],
  ])('malformed: %s', (_, words) => {
    using statement = prepare('SELECT :a')
    const cells = new Uint8Array(Uint32Array.from(words).buffer)
    expect(thrownBy(() => statement.bindCells(cells))).toMatchObject({ code: 'MALFORMED' })
    expect(thrownBy(() => statement.bindCells(cells, ['a']))).toMatchObject({ code: 'MALFORMED' })
  })
})

describe('running', () => {
  const counting =
    'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) SELECT i, hex(zeroblob(i)) FROM n'

  test('rows come in batches of at most so many', () => {
    using statement = prepare(counting)
    statement.bind([10])
    const first = statement.step(4)
    expect(first.rows.map((row) => row[0])).toEqual([1, 2, 3, 4])
    expect(first.done).toBe(false)
    const second = statement.step(100)
    expect(second.rows.map((row) => row[0])).toEqual([5, 6, 7, 8, 9, 10])
    expect(second.done).toBe(true)
  })

  test('cells come in batches of about so many bytes, and one row at least', () => {
    using statement = prepare(counting)
    statement.bind([200])
    let rowCount = 0
    let batches = 0
    for (let done = false; !done; batches++) {
      const batch = statement.stepCells(1000, 1000)
      expect(batch.cells.length).toBeLessThan(2000)
      rowCount += batch.rowCount
      done = batch.done
    }
    expect(rowCount).toBe(200)
    expect(batches).toBeGreaterThan(20)
    statement.bind([1])
    expect(statement.stepCells(1000, 1)).toMatchObject({ rowCount: 1 })
  })

  test('all rows come, however many', () => {
    using statement = prepare(
      'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) SELECT i FROM n',
    )
    const all = statement.all()
    expect(all.length).toBe(100_000)
    expect(all.at(-1)).toEqual([100_000])
  })

  test('get gives the first row and ends the run', () => {
    using statement = prepare(counting)
    expect(statement.get([5])?.[0]).toBe(1)
    expect(statement.get([5])?.[0]).toBe(1)
    using none = prepare('SELECT 1 WHERE 0')
    expect(none.get()).toBeUndefined()
  })

  test('reset starts again with the same bindings', () => {
    using statement = prepare(counting)
    statement.bind([3])
    statement.step(2)
    statement.reset()
    expect(statement.step(100).rows.length).toBe(3)
  })

  test('an error in the middle of the rows is thrown, and the statement runs again', () => {
    using statement = prepare('SELECT abs(?1 + column1) FROM (VALUES (0), (1))')
    expect(thrownBy(() => statement.all([-(2n ** 63n)]))).toBeInstanceOf(SqliteError)
    expect(statement.all([5])).toEqual([[5], [6]])
  })

  test('columns, readonly and isExplain describe the statement', () => {
    connection.exec('CREATE TABLE described (a, b)')
    using select = prepare('SELECT a, b AS "ü", 1 + 1 FROM described')
    expect(select.columns).toEqual(['a', 'ü', '1 + 1'])
    expect(select.readonly).toBe(true)
    expect(select.isExplain).toBe(false)
    using insert = prepare('INSERT INTO described VALUES (1, 2)')
    expect(insert.columns).toEqual([])
    expect(insert.readonly).toBe(false)
    using explain = prepare('EXPLAIN QUERY PLAN INSERT INTO described VALUES (1, 2)')
    expect(explain.isExplain).toBe(true)
  })

  test('columns follow a change of the schema', () => {
    connection.exec('CREATE TABLE widened (a)')
    using statement = prepare('SELECT * FROM widened')
    expect(statement.columns).toEqual(['a'])
    connection.exec('ALTER TABLE widened ADD COLUMN b')
    statement.run()
    expect(statement.columns).toEqual(['a', 'b'])
  })

  test('RETURNING gives the rows of a write', () => {
    connection.exec('CREATE TABLE returned (id INTEGER PRIMARY KEY, v)')
    using insert = prepare('INSERT INTO returned (v) VALUES (?), (?) RETURNING id, v')
    expect(insert.all(['a', 'b'])).toEqual([
      [1, 'a'],
      [2, 'b'],
    ])
    expect(insert.get(['c', 'd'])).toEqual([3, 'c'])
    expect(value(connection, 'SELECT count(*) FROM returned')).toBe(4)
  })
})
