import type { Client } from '@quorumlite/client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ProcessCluster } from '../support/process-cluster.ts'

// One node with its real threads. (What the parts do is told in test/unit/node/sql/readers.test.ts.)

let cluster: ProcessCluster
let db: Client

beforeAll(async () => {
  cluster = await ProcessCluster.start(1)
  db = await cluster.connect()
  await db.execute('create table t (id integer primary key, v)')
  await db.execute(
    `with recursive n(i) as (select 1 union all select i + 1 from n where i < 5000)
     insert into t select i, hex(randomblob(200)) from n`,
  )
})

afterAll(() => cluster[Symbol.asyncDispose]())

const ENDLESS =
  'with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n, t'

describe('with reader threads', () => {
  test('writes go on beside a read without end, until that is aborted', async () => {
    const abort = new AbortController()
    const endless = db.query(ENDLESS, [], { signal: abort.signal, timeoutMs: 60_000 })
    const settled = endless.then(
      () => 'ended',
      (error: { code: string }) => error.code,
    )
    for (let i = 0; i < 20; i++) await db.execute('update t set v = ? where id = 1', [i])
    expect(await db.query('select v from t where id = 1')).toEqual([{ v: 19 }])
    abort.abort()
    expect(await settled).toBe('ABORTED')
  })

  test('the thread is free again after that', async () => {
    const rows = await db.query('select id, v from t order by id')
    expect(rows).toHaveLength(5_000)
    const [sum] = await db.query(
      'with recursive n(i) as (select 1 union all select i + 1 from n where i < 2000000) select sum(i) as s from n',
    )
    expect(sum).toEqual({ s: 2_000_001_000_000 })
  })

  test('a read-only transaction sees one version', async () => {
    await db.transaction(
      async (tx) => {
        const before = await tx.query('select count(*) as n from t')
        await db.execute('delete from t where id > 4000')
        expect(await tx.query('select count(*) as n from t')).toEqual(before)
      },
      { readOnly: true },
    )
    expect(await db.query('select count(*) as n from t')).toEqual([{ n: 4_000 }])
  })
})
