import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  MAIN,
  openLeader,
  outcomeOf,
  sql,
  steppedResult,
  type Half,
  type Result,
} from './support/sql-half.ts'

let half: Half

beforeEach(async () => {
  half = await openLeader({
    limits: { transactionIdleMs: 1_000, transactionTotalMs: 5_000, stepResultBytesMax: 100_000 },
  })
  await half.result('CREATE TABLE t (v UNIQUE)')
  await half.settle()
})

afterEach(() => half[Symbol.dispose]())

const begin = (transaction: number, readOnly = false): number =>
  half.ask({ kind: 'begin', transaction, database: MAIN, readOnly })
const step = (transaction: number, text: string): number =>
  half.ask({ kind: 'step', transaction, statement: sql(text) })
const commit = (transaction: number): number => half.ask({ kind: 'commit', transaction })
const rollback = (transaction: number): number => half.ask({ kind: 'rollback', transaction })
const stepped = (ticket: number): Result => steppedResult(half.answer(ticket, 'stepped').result)
const values = async (): Promise<unknown[]> =>
  (await half.rows('SELECT v FROM t ORDER BY v')).flat()

describe('a write transaction', () => {
  test('sees its own changes and is one commit', async () => {
    const tickets = [
      begin(1),
      step(1, 'INSERT INTO t VALUES (1)'),
      step(1, 'INSERT INTO t VALUES (2) RETURNING v * 10 AS w'),
      step(1, 'SELECT count(*) FROM t'),
    ]
    const last = commit(1)
    await half.settle()
    expect(half.answer(tickets[0] as number, 'begun').transaction).toBe(1)
    expect(stepped(tickets[1] as number)).toMatchObject({ changes: 1, lastInsertRowid: 1 })
    expect(stepped(tickets[2] as number)).toMatchObject({ columns: ['w'], rows: [[20]] })
    expect(stepped(tickets[3] as number).rows).toEqual([[2]])
    const executed = half.answer(last, 'executed')
    expect(executed.speculation).toBe(2)
    expect(outcomeOf(executed)).toMatchObject({ error: undefined, results: [] })
    half.publish(executed)
    expect(await values()).toEqual([1, 2])
  })

  test('begins only when what it builds upon is published', async () => {
    const write = half.execute('INSERT INTO t VALUES (1)')
    const begun = begin(1)
    await half.settle()
    expect(half.answers(begun)).toEqual([])
    half.publish(half.answer(write, 'executed'))
    await half.settle()
    half.answer(begun, 'begun')
  })

  test('holds the writer: requests wait, in order, until it is over', async () => {
    begin(1)
    const request = half.execute('INSERT INTO t SELECT 10 + count(*) FROM t')
    const second = begin(2)
    step(1, 'INSERT INTO t VALUES (1)')
    await half.settle()
    expect(half.answers(request)).toEqual([])
    const done = commit(1)
    await half.settle()
    half.publish(half.answer(done, 'executed'))
    half.publish(half.answer(request, 'executed'))
    await half.settle()
    half.answer(second, 'begun')
    expect(await values()).toEqual([1, 11])
  })

  test('that wrote nothing commits without pages', async () => {
    begin(1)
    const done = commit(1)
    await half.settle()
    expect(half.answer(done, 'executed')).toMatchObject({
      speculation: 0,
      pages: new Uint8Array(0),
    })
  })

  test('is gone after a rollback, and leaves nothing', async () => {
    begin(1)
    step(1, 'INSERT INTO t VALUES (1)')
    const rolled = rollback(1)
    const [late, end] = [step(1, 'SELECT 1'), commit(1)]
    await half.settle()
    half.answer(rolled, 'rolledBack')
    expect(half.refusal(late).code).toBe('TRANSACTION_LOST')
    expect(half.refusal(end).code).toBe('TRANSACTION_LOST')
    expect(await values()).toEqual([])
    const again = rollback(1)
    await half.settle()
    half.answer(again, 'rolledBack')
  })

  test('can be rolled back while it waits for its turn', async () => {
    begin(1)
    const [waiting, next] = [begin(2), begin(3)]
    const rolled = rollback(2)
    rollback(1)
    await half.settle()
    expect(half.refusal(waiting).code).toBe('ABORTED')
    half.answer(rolled, 'rolledBack')
    half.answer(next, 'begun')
    expect(half.ended).toEqual([])
  })

  test('survives a statement that fails', async () => {
    begin(1)
    step(1, 'INSERT INTO t VALUES (1)')
    const failed = step(1, 'INSERT INTO t VALUES (2), (1)')
    const refused = step(1, 'COMMIT')
    step(1, 'INSERT INTO t VALUES (3)')
    const done = commit(1)
    await half.settle()
    expect(half.refusal(failed)).toMatchObject({ code: 'SQL_ERROR', details: { sqliteCode: 2067 } })
    expect(half.refusal(refused).code).toBe('STATEMENT_REFUSED')
    half.publish(half.answer(done, 'executed'))
    expect(await values()).toEqual([1, 3])
  })

  test('is over when a statement rolls it back, and its owner hears of it', async () => {
    begin(1)
    step(1, 'INSERT INTO t VALUES (1)')
    const failed = step(1, 'INSERT OR ROLLBACK INTO t VALUES (1)')
    const [late, next] = [step(1, 'INSERT INTO t VALUES (2)'), begin(2)]
    await half.settle()
    expect(half.refusal(failed).code).toBe('SQL_ERROR')
    expect(half.ended).toMatchObject([{ transaction: 1, failure: { code: 'TRANSACTION_LOST' } }])
    expect(half.refusal(late).code).toBe('TRANSACTION_LOST')
    half.answer(next, 'begun')
    expect(await values()).toEqual([])
  })

  test('is over when rows of a write were too many, but not for those of a read', async () => {
    const many = (verb: string): string =>
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100) ${verb}`
    begin(1)
    const read = step(1, many('SELECT zeroblob(2000) FROM n'))
    const fine = step(1, 'INSERT INTO t VALUES (1)')
    await half.settle()
    expect(half.refusal(read).code).toBe('RESULT_TOO_LARGE')
    half.answer(fine, 'stepped')
    const write = step(1, many('INSERT INTO t SELECT i + 1 FROM n RETURNING zeroblob(2000)'))
    await half.settle()
    expect(half.refusal(write).code).toBe('RESULT_TOO_LARGE')
    expect(half.ended).toMatchObject([{ transaction: 1, failure: { code: 'TRANSACTION_LOST' } }])
  })

  test('a constraint that fails in COMMIT is the recorded outcome', async () => {
    await half.result('CREATE TABLE c (v REFERENCES t (v) DEFERRABLE INITIALLY DEFERRED)')
    begin(1)
    step(1, 'INSERT INTO c VALUES (99)')
    const done = commit(1)
    await half.settle()
    const { error, executed } = outcomeOf(half.answer(done, 'executed'))
    expect(error?.details.sqliteCode).toBe(787)
    expect(executed.speculation).toBe(0)
    expect(await half.rows('SELECT * FROM c')).toEqual([])
  })

  test('leaves no setting or rowid to the next request', async () => {
    begin(1)
    step(1, 'INSERT INTO t VALUES (1), (2)')
    commit(1)
    await half.settle()
    expect((await half.run('SELECT last_insert_rowid(), changes()')).results[0]?.rows).toEqual([
      [0, 0],
    ])
  })
})

describe('a transaction that nobody ends', () => {
  test('is rolled back when it is idle for too long', async () => {
    begin(1)
    step(1, 'INSERT INTO t VALUES (1)')
    await half.clock.advance(900)
    step(1, 'INSERT INTO t VALUES (2)')
    await half.clock.advance(900)
    expect(half.ended).toEqual([])
    const waiting = half.execute('INSERT INTO t VALUES (3)')
    await half.clock.advance(200)
    expect(half.ended).toMatchObject([{ transaction: 1, failure: { code: 'TRANSACTION_TIMEOUT' } }])
    half.publish(half.answer(waiting, 'executed'))
    expect(await values()).toEqual([3])
  })

  test('is rolled back when it lasts too long, however busy it is', async () => {
    begin(1)
    for (let i = 0; i < 12; i++) {
      step(1, `INSERT INTO t VALUES (${i})`)
      await half.clock.advance(500)
    }
    expect(half.ended).toMatchObject([{ transaction: 1, failure: { code: 'TRANSACTION_TIMEOUT' } }])
    expect(half.ended[0]?.failure.message).toContain('5000 ms')
    expect(await values()).toEqual([])
  })

  test('is lost with the speculation, and with the leadership', async () => {
    for (const [epoch, term] of [
      [1, 1],
      [2, 0],
    ] as const) {
      begin(epoch)
      step(epoch, 'INSERT INTO t VALUES (1)')
      await half.settle()
      if (term > 0) half.post({ kind: 'abortSpeculation', database: MAIN, epoch })
      else half.post({ kind: 'setLeading', term: 0, epochs: [{ database: MAIN, epoch }] })
      await half.settle()
      expect(half.ended.at(-1)).toMatchObject({
        transaction: epoch,
        failure: { code: 'TRANSACTION_LOST' },
      })
    }
    const waiting = begin(3)
    await half.settle()
    expect(half.answers(waiting)).toEqual([])
    expect(await values()).toEqual([])
  })

  test('cancels its timers when it ends in time', async () => {
    begin(1)
    commit(1)
    await half.settle()
    expect(half.clock.timerCount).toBe(0)
  })
})

describe('a read-only transaction', () => {
  test('reads one snapshot, and holds nobody up', async () => {
    await half.run('INSERT INTO t VALUES (1)')
    const begun = begin(1, true)
    await half.settle()
    half.answer(begun, 'begun')
    await half.run('INSERT INTO t VALUES (2)')
    const [inside, outside] = [
      step(1, 'SELECT count(*) FROM t'),
      half.query('SELECT count(*) FROM t'),
    ]
    await half.settle()
    expect(stepped(inside).rows).toEqual([[1]])
    expect(half.rowsOf(outside)).toEqual([[2]])
    const done = commit(1)
    await half.settle()
    half.answer(done, 'rolledBack')
  })

  test('works where this node does not lead', async () => {
    half.post({ kind: 'setLeading', term: 0, epochs: [{ database: MAIN, epoch: 1 }] })
    begin(1, true)
    const read = step(1, 'SELECT count(*) FROM t')
    await half.settle()
    expect(stepped(read).rows).toEqual([[0]])
  })

  test('refuses to write and stays open', async () => {
    begin(1, true)
    const [write, read] = [step(1, 'INSERT INTO t VALUES (1)'), step(1, 'SELECT 1')]
    await half.settle()
    expect(half.refusal(write)).toMatchObject({ code: 'STATEMENT_REFUSED' })
    expect(half.refusal(write).hint).toContain('execute()')
    half.answer(read, 'stepped')
  })

  test('loses its snapshot when that is too old', async () => {
    using old = await openLeader({ limits: { snapshotAgeMaxMs: 2_000 } })
    old.ask({ kind: 'begin', transaction: 1, database: MAIN, readOnly: true })
    await old.clock.advance(1_900)
    expect(old.ended).toEqual([])
    await old.clock.advance(400)
    expect(old.ended).toMatchObject([{ transaction: 1, failure: { code: 'SNAPSHOT_TOO_OLD' } }])
    expect(old.clock.timerCount).toBe(0)
  })
})
