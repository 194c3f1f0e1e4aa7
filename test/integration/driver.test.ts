import { QuorumliteError } from '@quorumlite/wire'
import { sql, type Client } from '@quorumlite/client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { InlineCluster } from '../support/inline-cluster.ts'

// The whole path under virtual time: real nodes, real SQLite, real driver, memory network.

let cluster: InlineCluster
let client: Client

beforeAll(async () => {
  cluster = await InlineCluster.start({ seed: 7 })
  client = await cluster.connect()
})

afterAll(async () => {
  await cluster.run(client.close())
  await cluster.close()
  expect(cluster.failures).toEqual([])
})

const run = <T>(promise: Promise<T>): Promise<T> => cluster.run(promise)

async function codeOf(promise: Promise<unknown>): Promise<string> {
  return run(promise).then(
    () => 'no error',
    (error: unknown) => (error instanceof QuorumliteError ? error.code : String(error)),
  )
}

describe('writes', () => {
  test('answer with changes, row ids and RETURNING rows', async () => {
    await run(
      client.execute('create table item (id integer primary key, name text, price real, tag blob)'),
    )
    const result = await run(
      client.execute('insert into item (name, price, tag) values (?, ?, ?) returning id, name', [
        'lamp',
        9.5,
        new Uint8Array([1, 2, 3]),
      ]),
    )
    expect(result.changes).toBe(1)
    expect(result.lastInsertRowid).toBe(1)
    expect([...result.rows]).toEqual([{ id: 1, name: 'lamp' }])
    const [row] = await run(client.query(sql`select * from item where id = ${1}`))
    expect(row).toEqual({ id: 1, name: 'lamp', price: 9.5, tag: new Uint8Array([1, 2, 3]) })
  })

  test('of a batch happen all or not at all, and the error names the statement', async () => {
    await run(client.execute('create table once (id integer primary key)'))
    const batch = client.batch(['insert into once values (1)', 'insert into once values (1)'])
    const error = await run(batch).catch((cause: unknown) => cause)
    expect(error).toBeInstanceOf(QuorumliteError)
    expect((error as QuorumliteError).code).toBe('SQL_ERROR')
    expect((error as QuorumliteError).details.statementIndex).toBe(1)
    expect(await run(client.query('select * from once', [], { values: true }))).toHaveLength(0)
    const results = await run(client.batch(['insert into once values (1)', 'delete from once']))
    expect(results.map(({ changes }) => changes)).toEqual([1, 1])
  })

  test('keep 64-bit integers exact, or refuse to round them', async () => {
    await run(client.execute('create table wide (n integer)'))
    await run(client.execute('insert into wide values (?)', [9007199254740993n]))
    expect(await codeOf(client.query('select n from wide'))).toBe('INTEGER_OUT_OF_RANGE')
    const [row] = await run(client.query('select n from wide', [], { integers: 'bigint' }))
    expect(row).toEqual({ n: 9007199254740993n })
    expect(await codeOf(client.execute('insert into wide values (?)', [2n ** 63n]))).toBe(
      'INTEGER_OUT_OF_RANGE',
    )
  })

  test.each([
    ['begin', 'STATEMENT_REFUSED'],
    ["attach 'x' as y", 'STATEMENT_REFUSED'],
    ['pragma locking_mode = exclusive', 'STATEMENT_REFUSED'],
    ['create temp table t (a)', 'STATEMENT_REFUSED'],
    ['select total_changes()', 'STATEMENT_REFUSED'],
    ['insert into nowhere values (1)', 'SQL_ERROR'],
    ['selec 1', 'SQL_ERROR'],
    ['insert into item (name) values (?)', 'PARAMETER_COUNT'],
  ])('refuse %s with %s and harm nothing', async (text, code) => {
    expect(await codeOf(client.execute(text))).toBe(code)
    expect(await codeOf(client.execute('update item set name = name'))).toBe('no error')
  })
})

describe('reads', () => {
  test.each(['linearizable', 'session'] as const)(
    '%s on every node see the last write',
    async (consistency) => {
      await run(client.execute('create table if not exists seen (n integer)'))
      for (const i of cluster.running()) {
        const { position } = await run(client.execute('insert into seen values (1)'))
        const { nodeId } = cluster.node(i).info
        const rows = await run(
          client.query('select count(*) as n from seen', [], { consistency, readFrom: nodeId }),
        )
        const [expected] = await run(client.query('select count(*) as n from seen'))
        expect(rows.nodeId).toBe(nodeId)
        expect(rows.position.index).toBeGreaterThanOrEqual(position.index)
        expect(rows[0]).toEqual(expected)
      }
    },
  )

  test('refuse statements that write', async () => {
    expect(await codeOf(client.query('delete from item'))).toBe('STATEMENT_REFUSED')
  })

  test('of many rows arrive whole', async () => {
    const numbers =
      'with recursive n(i) as (select 1 union all select i + 1 from n where i < 20000) select i from n'
    const rows = await run(client.query(numbers, [], { values: true }))
    expect(rows).toHaveLength(20_000)
    expect(rows[19_999]).toEqual([20_000])
  })
})

describe('transactions', () => {
  test('read their own writes, and show them to others at commit only', async () => {
    await run(client.execute('create table account (id integer primary key, balance integer)'))
    await run(client.execute('insert into account values (1, 100), (2, 0)'))
    const seenByOthers: unknown[] = []
    await run(
      client.transaction(async (tx) => {
        await tx.execute('update account set balance = balance - 30 where id = 1')
        const [own] = await tx.query('select balance from account where id = 1')
        expect(own).toEqual({ balance: 70 })
        const [other] = await client.query('select balance from account where id = 1')
        seenByOthers.push(other)
        await tx.execute('update account set balance = balance + 30 where id = 2')
      }),
    )
    expect(seenByOthers).toEqual([{ balance: 100 }])
    const rows = await run(
      client.query('select balance from account order by id', [], { values: true }),
    )
    expect([...rows]).toEqual([[70], [30]])
  })

  test('roll back when the function throws', async () => {
    const failing = client.transaction(async (tx) => {
      await tx.execute('delete from account')
      throw new RangeError('changed my mind')
    })
    await expect(run(failing)).rejects.toThrow('changed my mind')
    const [row] = await run(client.query('select count(*) as n from account'))
    expect(row).toEqual({ n: 2 })
  })

  test('that only read hold a snapshot and nobody up', async () => {
    const counts = await run(
      client.transaction(
        async (tx) => {
          const [before] = await tx.query('select count(*) as n from account')
          await client.execute('insert into account values (3, 0)')
          const [after] = await tx.query('select count(*) as n from account')
          return [before, after]
        },
        { readOnly: true },
      ),
    )
    expect(counts[0]).toEqual(counts[1])
  })

  test('left idle are rolled back, and the next writer goes on', async () => {
    const idle = client.transaction(async (tx) => {
      await tx.execute('update account set balance = 0')
      await new Promise<void>((resolve) => void cluster.clock.setTimer(10_000, resolve))
      await tx.execute('update account set balance = 1')
    })
    const waiting = client.execute('update account set balance = balance + 1 where id = 1')
    expect(await codeOf(idle)).toBe('TRANSACTION_TIMEOUT')
    expect((await run(waiting)).changes).toBe(1)
  })
})

describe('databases', () => {
  test('are created, listed, kept apart and dropped', async () => {
    await run(client.createDatabase('other'))
    expect(await codeOf(client.createDatabase('other'))).toBe('DATABASE_EXISTS')
    await run(client.createDatabase('other', { ifNotExists: true }))
    const other = client.database('other')
    await run(other.execute('create table item (only integer)'))
    expect((await run(client.databases())).map(({ name }) => name).toSorted()).toEqual([
      'main',
      'other',
    ])
    await run(client.dropDatabase('other'))
    expect(await codeOf(other.query('select 1'))).toBe('DATABASE_NOT_FOUND')
    expect(await codeOf(client.createDatabase('../etc'))).toBe('INVALID_NAME')
  })
})
