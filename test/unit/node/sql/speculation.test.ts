import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { MAIN, openHalf, openLeader, outcomeOf, sql, type Half } from './support/sql-half.ts'

let half: Half

beforeEach(async () => {
  half = await openLeader()
  await half.result('CREATE TABLE t (v)')
})

afterEach(() => half[Symbol.dispose]())

const insert = (v: number): number => half.execute('INSERT INTO t VALUES (?)', [v])
const values = async (): Promise<unknown[]> => (await half.rows('SELECT v FROM t')).flat()
const executed = (ticket: number) => half.answer(ticket, 'executed')

describe('pipelining', () => {
  test('a request runs on top of commits that are not published, which readers do not see', async () => {
    const tickets = [insert(1), insert(2), half.execute('SELECT count(*) FROM t')]
    await half.settle()
    expect(tickets.map((ticket) => executed(ticket).speculation)).toEqual([2, 3, 0])
    expect(outcomeOf(executed(tickets[2] as number)).results[0]?.rows).toEqual([[2]])
    expect(await values()).toEqual([])
    half.publish(executed(tickets[0] as number))
    expect(await values()).toEqual([1])
    half.publish(executed(tickets[1] as number))
    expect(await values()).toEqual([1, 2])
  })

  test('without pipelining a commit is published before the next request runs', async () => {
    using oracle = await openLeader({ pipeline: false })
    await oracle.result('CREATE TABLE t (v)')
    const [first, second] = [1, 2].map((v) => oracle.execute('INSERT INTO t VALUES (?)', [v]))
    await oracle.settle()
    expect(oracle.answers(second as number)).toEqual([])
    oracle.publish(oracle.answer(first as number, 'executed'))
    await oracle.settle()
    expect(oracle.answer(second as number, 'executed').speculation).toBe(3)
  })

  test('the writer pauses while too many bytes wait for their quorum', async () => {
    using small = await openLeader({ limits: { speculativeBytesMax: 5_000 } })
    await small.result('CREATE TABLE t (v)')
    const tickets = [1, 2, 3].map(() => small.execute('INSERT INTO t VALUES (randomblob(3000))'))
    await small.settle()
    expect(tickets.map((ticket) => small.answers(ticket).length)).toEqual([1, 1, 0])
    for (const ticket of tickets.slice(0, 2)) small.publish(small.answer(ticket, 'executed'))
    await small.settle()
    expect(small.answers(tickets[2] as number).length).toBe(1)
  })

  test('a long queue lets commands through between its requests', async () => {
    const first = insert(0)
    await half.settle()
    const tickets = Array.from({ length: 20 }, (_, v) => insert(v + 1))
    half.publish(executed(first))
    const query = half.query('SELECT count(*) FROM t')
    // Time passes with every look at the clock, so that a turn is over after some requests.
    let nowMs = half.clock.nowMs()
    half.clock.nowMs = () => (nowMs += 1)
    await half.settle()
    const order = half.reports.flatMap((report) => ('ticket' in report ? [report.ticket] : []))
    expect(order.indexOf(query)).toBeLessThan(order.indexOf(tickets.at(-1) as number))
    expect(half.rowsOf(query)).toEqual([[1]])
    expect(tickets.map((ticket) => executed(ticket).speculation)).toEqual(
      tickets.map((_, i) => i + 3),
    )
  })
})

describe('publishing', () => {
  test('another commit than the lowest fails the node', async () => {
    insert(1)
    insert(2)
    await half.settle()
    half.post({ kind: 'publishCommit', database: MAIN, speculation: 3 })
    await half.clock.advance(0)
    expect(half.failure?.code).toBe('NODE_FAILED')
    expect(half.failure?.message).toContain('commit 3 is published when 2 is the lowest')
  })

  test('a failed half says so once and does nothing any more', async () => {
    half.post({ kind: 'publishCommit', database: MAIN, speculation: 99 })
    await half.clock.advance(0)
    half.post({ kind: 'publishCommit', database: MAIN, speculation: 99 })
    const ticket = insert(1)
    await half.clock.advance(1_000)
    expect(half.of('sqlFailed').length).toBe(1)
    expect(half.answers(ticket)).toEqual([])
  })
})

describe('aborting', () => {
  test('what was speculative is gone, and the next request runs on the committed state in the new epoch', async () => {
    const lost = insert(1)
    await half.settle()
    half.post({ kind: 'abortSpeculation', database: MAIN, epoch: 1 })
    const ticket = half.execute('INSERT INTO t SELECT count(*) FROM t')
    await half.settle()
    expect(executed(lost)).toMatchObject({ epoch: 0, speculation: 2 })
    expect(executed(ticket)).toMatchObject({ epoch: 1, speculation: 3 })
    half.publish(executed(ticket))
    expect(await values()).toEqual([0])
  })

  test('requests in the queue stay there and run in the new epoch', async () => {
    using oracle = await openLeader({ pipeline: false })
    await oracle.result('CREATE TABLE t (v)')
    oracle.execute('INSERT INTO t VALUES (1)')
    const queued = oracle.execute('INSERT INTO t SELECT count(*) FROM t')
    await oracle.settle()
    oracle.post({ kind: 'abortSpeculation', database: MAIN, epoch: 1 })
    await oracle.settle()
    expect(oracle.answer(queued, 'executed')).toMatchObject({ epoch: 1, speculation: 3 })
    oracle.publish(oracle.answer(queued, 'executed'))
    expect(await oracle.rows('SELECT v FROM t')).toEqual([[0]])
  })

  test('no statement or schema of the lost state survives, even where the schema cookie repeats', async () => {
    half.execute('CREATE TABLE lost (a, b)')
    half.execute("INSERT INTO lost VALUES (1, 'x')")
    await half.settle()
    half.post({ kind: 'abortSpeculation', database: MAIN, epoch: 1 })
    expect((await half.error("INSERT INTO lost VALUES (1, 'x')")).message).toBe(
      'no such table: lost',
    )
    await half.result('CREATE TABLE kept (a UNIQUE)')
    expect((await half.error("INSERT INTO lost VALUES (1, 'x')")).message).toBe(
      'no such table: lost',
    )
    await half.result("INSERT INTO kept VALUES ('x')")
    expect(await half.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")).toEqual([
      ['t'],
      ['kept'],
    ])
    expect(await half.rows('PRAGMA integrity_check')).toEqual([['ok']])
  })

  test('a foreign commit takes the place of an aborted one', async () => {
    using other = await openLeader()
    const created = await other.run('CREATE TABLE t (v)')
    const { executed: foreign } = await other.run('INSERT INTO t VALUES (7)')
    using follower = await openLeader()
    follower.post({
      kind: 'applyCommit',
      database: MAIN,
      pages: created.executed.pages,
      verify: true,
    })
    follower.execute('INSERT INTO t VALUES (1)')
    await follower.settle()
    follower.post(
      { kind: 'abortSpeculation', database: MAIN, epoch: 1 },
      { kind: 'applyCommit', database: MAIN, pages: foreign.pages, verify: true },
    )
    expect(await follower.rows('SELECT v FROM t')).toEqual([[7]])
    const next = await follower.run('SELECT 1')
    expect(next.executed.checksum).toBe(foreign.checksum)
  })

  test('a foreign commit over speculation fails the node: the consensus half aborts first', async () => {
    const ticket = insert(1)
    await half.settle()
    half.post({ kind: 'applyCommit', database: MAIN, pages: executed(ticket).pages, verify: true })
    await half.clock.advance(0)
    expect(half.failure?.code).toBe('NODE_FAILED')
  })
})

describe('leading', () => {
  test('writer queues stand still until this node leads', async () => {
    using follower = await openHalf()
    follower.createDatabase()
    const ticket = follower.execute('CREATE TABLE t (v)')
    await follower.settle()
    expect(follower.answers(ticket)).toEqual([])
    follower.lead(7, [{ database: MAIN, epoch: 4 }])
    await follower.settle()
    expect(follower.answer(ticket, 'executed')).toMatchObject({ term: 7, epoch: 4, speculation: 1 })
  })

  test('with the leadership go speculation and queue', async () => {
    using oracle = await openLeader({ pipeline: false })
    const first = oracle.execute('CREATE TABLE t (v)')
    const queued = oracle.execute('INSERT INTO t VALUES (1)')
    await oracle.settle()
    oracle.post({ kind: 'setLeading', term: 0, epochs: [{ database: MAIN, epoch: 1 }] })
    await oracle.settle()
    expect(oracle.answer(first, 'executed').epoch).toBe(0)
    expect(oracle.refusal(queued).code).toBe('NOT_LEADER')
    expect(await oracle.rows('SELECT count(*) FROM sqlite_schema')).toEqual([[0]])
    const late = oracle.execute('CREATE TABLE u (v)')
    oracle.lead(3)
    await oracle.settle()
    expect(oracle.answer(late, 'executed')).toMatchObject({ term: 3, epoch: 1, speculation: 2 })
  })

  test('a cancelled request leaves the queue without having run', async () => {
    using oracle = await openLeader({ pipeline: false })
    const first = oracle.execute('CREATE TABLE t (v)')
    const [second, third] = [
      oracle.execute('INSERT INTO t VALUES (2)'),
      oracle.execute('INSERT INTO t VALUES (3)'),
    ]
    oracle.post({ kind: 'cancel', ticket: second })
    await oracle.settle()
    expect(oracle.refusal(second).code).toBe('ABORTED')
    oracle.publish(oracle.answer(first, 'executed'))
    await oracle.settle()
    oracle.publish(oracle.answer(third, 'executed'))
    expect(await oracle.rows('SELECT v FROM t')).toEqual([[3]])
  })
})

describe('divergence', () => {
  test('a commit upon another content is refused, and the stores are given up', async () => {
    using other = await openLeader()
    await other.run('CREATE TABLE other (v)')
    const { executed: foreign } = await other.run('INSERT INTO other VALUES (7)')
    half.post({ kind: 'applyCommit', database: MAIN, pages: foreign.pages, verify: true })
    await half.clock.advance(0)
    expect(half.damage?.code).toBe('DIVERGED')
  })

  test('damaged bytes fail the node', async () => {
    const ticket = insert(1)
    await half.settle()
    half.post({ kind: 'abortSpeculation', database: MAIN, epoch: 1 })
    const pages = executed(ticket).pages.slice(0, -1)
    half.post({ kind: 'applyCommit', database: MAIN, pages, verify: true })
    await half.clock.advance(0)
    expect(half.failure?.code).toBe('NODE_FAILED')
  })

  test('verifyStore passes the true checksum and gives the stores up for another', async () => {
    const { executed: last } = await half.run([sql('INSERT INTO t VALUES (1)')])
    half.post({ kind: 'verifyStore', database: MAIN, checksum: last.checksum })
    await half.settle()
    half.post({ kind: 'verifyStore', database: MAIN, checksum: '0123456789abcdef' })
    await half.clock.advance(0)
    expect(half.damage?.code).toBe('DIVERGED')
  })
})
