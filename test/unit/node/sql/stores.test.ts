import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { StoredPage } from '../../../../packages/node/src/sql/messages.ts'
import type { PinnedPage } from '../../../../packages/node/src/sql/pin-messages.ts'
import { packPages } from '../../../../packages/node/src/sql/packed-pages.ts'
import { MAIN, openHalf, openLeader, sql, type Half } from './support/sql-half.ts'

let half: Half

beforeEach(async () => {
  half = await openLeader()
  await half.result('CREATE TABLE t (id INTEGER PRIMARY KEY, v)')
  await half.result(
    'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20) INSERT INTO t SELECT i, randomblob(3000) FROM n',
  )
  await half.settle()
})

afterEach(() => half[Symbol.dispose]())

interface Copy {
  readonly pages: PinnedPage[]
  readonly version: number
  readonly pageCount: number
  readonly checksum: string
}

/** Reads everything that changed since a version, as a checkpoint does. */
async function read(from: Half, pin: number, sinceVersion: number, pagesMax = 7): Promise<Copy> {
  const ticket = from.ask({ kind: 'pinStores', pin })
  await from.settle()
  const store = from.answer(ticket, 'pinned').stores.find(({ database }) => database === MAIN)
  if (!store) throw new Error('the database is not pinned')
  const pages: PinnedPage[] = []
  for (let fromPgno = 1; fromPgno > 0;) {
    const part = from.ask({
      kind: 'readPinned',
      pin,
      database: MAIN,
      sinceVersion,
      fromPgno,
      pagesMax,
    })
    await from.settle()
    const answer = from.answer(part, 'pinnedPages')
    expect(answer.pages.length).toBeLessThanOrEqual(pagesMax)
    pages.push(...answer.pages)
    fromPgno = answer.next
  }
  return { ...store, pages }
}

function restore(
  into: Half,
  pages: readonly PinnedPage[],
  pageCount: number,
  checksum?: string,
): void {
  const stored = pages.filter((page): page is StoredPage => page.data !== undefined)
  into.post({ kind: 'createStore', database: MAIN, name: 'main', family: MAIN })
  for (let at = 0; at < stored.length; at += 5) {
    into.post({ kind: 'restorePages', database: MAIN, pages: packPages(stored.slice(at, at + 5)) })
  }
  into.post({ kind: 'finishRestore', database: MAIN, pageCount, ...(checksum && { checksum }) })
}

describe('the first report', () => {
  test('says what a new database starts from', async () => {
    const [started] = half.reports
    if (started?.kind !== 'started') throw new Error('nothing was started')
    expect(started.sqliteVersion).toMatch(/^3\./)
    expect(Buffer.from(started.blankPage1.buffer).subarray(0, 15).toString()).toBe(
      'SQLite format 3',
    )
    using other = await openHalf()
    other.createDatabase()
    const { checksum } = await read(other, 1, 0)
    expect(started.blankChecksum).toBe(checksum)
  })
})

describe('markApplied', () => {
  test('is answered in order with what was posted before it', async () => {
    half.post({ kind: 'markApplied', index: 7 }, { kind: 'markApplied', index: 8 })
    await half.settle()
    expect(half.of('applied').map(({ index }) => index)).toEqual([7, 8])
  })
})

describe('pinned stores', () => {
  test('can be restored elsewhere, page by page, to the same checksum', async () => {
    const { pages, pageCount, checksum } = await read(half, 1, 0)
    using copy = await openHalf()
    restore(copy, pages, pageCount, checksum)
    expect(await copy.rows('SELECT id, v FROM t')).toEqual(await half.rows('SELECT id, v FROM t'))
    copy.post({ kind: 'verifyStore', database: MAIN, checksum })
    await copy.settle()
  })

  test('are of their moment, while writes go on', async () => {
    const ticket = half.ask({ kind: 'pinStores', pin: 1 })
    await half.run('DELETE FROM t')
    const part = half.ask({
      kind: 'readPinned',
      pin: 1,
      database: MAIN,
      sinceVersion: 0,
      fromPgno: 1,
      pagesMax: 1000,
    })
    await half.settle()
    const [store] = half.answer(ticket, 'pinned').stores
    using copy = await openHalf()
    restore(copy, half.answer(part, 'pinnedPages').pages, store?.pageCount ?? 0, store?.checksum)
    expect(await copy.rows('SELECT count(*) FROM t')).toEqual([[20]])
  })

  test('give what changed since a version, and what is gone', async () => {
    const base = await read(half, 1, 0)
    half.post({ kind: 'unpinStores', pin: 1, durable: true })
    await half.run("UPDATE t SET v = 'small' WHERE id = 1")
    const updated = await read(half, 2, base.version)
    expect(updated.pages.length).toBeGreaterThan(0)
    expect(updated.pages.length).toBeLessThan(base.pages.length / 2)
    await half.run('DELETE FROM t')
    await half.run('VACUUM')
    const shrunk = await read(half, 3, base.version)
    const stored = new Map(base.pages.map((page) => [page.pgno, page]))
    for (const page of shrunk.pages) {
      if (page.data) stored.set(page.pgno, page)
      else stored.delete(page.pgno)
    }
    expect(Math.max(...stored.keys())).toBe(shrunk.pageCount)
    using copy = await openHalf()
    restore(copy, [...stored.values()], shrunk.pageCount, shrunk.checksum)
    expect(await copy.rows('SELECT count(*) FROM t')).toEqual([[0]])
  })

  test('stay readable when their database is dropped, until they are released', async () => {
    const ticket = half.ask({ kind: 'pinStores', pin: 1 })
    half.post({ kind: 'dropStore', database: MAIN })
    const query = half.query('SELECT 1')
    const part = half.ask({
      kind: 'readPinned',
      pin: 1,
      database: MAIN,
      sinceVersion: 0,
      fromPgno: 1,
      pagesMax: 1000,
    })
    await half.settle()
    expect(half.refusal(query).code).toBe('DATABASE_NOT_FOUND')
    const [store] = half.answer(ticket, 'pinned').stores
    expect(half.answer(part, 'pinnedPages').pages).toHaveLength(store?.pageCount ?? 0)
    const before = half.engine.memoryUsage().pageBytes
    half.post({ kind: 'unpinStores', pin: 1, durable: true })
    await half.settle()
    expect(half.engine.memoryUsage().pageBytes).toBeLessThan(before)
  })

  test('are released when a snapshot replaces every store', async () => {
    half.ask({ kind: 'pinStores', pin: 1 })
    await half.settle()
    half.post({ kind: 'resetStores' })
    await half.settle()
    expect(half.engine.memoryUsage().pageBytes).toBe(0)
    const part = half.ask({
      kind: 'readPinned',
      pin: 1,
      database: MAIN,
      sinceVersion: 0,
      fromPgno: 1,
      pagesMax: 10,
    })
    half.post({ kind: 'unpinStores', pin: 1, durable: false })
    half.createDatabase()
    await half.settle()
    expect(half.refusal(part).code).toBe('ABORTED')
    expect(await half.rows('SELECT count(*) FROM sqlite_schema')).toEqual([[0]])
  })
})

describe('restoring', () => {
  test('refuses pages that do not have their hash', async () => {
    const { pages, pageCount } = await read(half, 1, 0)
    pages[3]?.data?.fill(7, 100, 200)
    using copy = await openHalf()
    restore(copy, pages, pageCount)
    await copy.clock.advance(0)
    expect(copy.damage?.code).toBe('DIVERGED')
  })

  test('refuses another checksum', async () => {
    const { pages, pageCount } = await read(half, 1, 0)
    using copy = await openHalf()
    restore(copy, pages, pageCount, '0123456789abcdef')
    await copy.clock.advance(0)
    expect(copy.damage?.code).toBe('DIVERGED')
  })

  test('with pages that ran ahead ends well when the log is replayed unverified', async () => {
    const before = await read(half, 1, 0)
    const { executed: first } = await half.run('UPDATE t SET v = 1 WHERE id < 10')
    const { executed: second } = await half.run('DELETE FROM t WHERE id > 5')
    await half.settle()
    const after = await read(half, 2, before.version)
    // Some pages were written by an unfinished checkpoint, others not.
    const ahead = new Map(before.pages.map((page) => [page.pgno, page]))
    for (const page of after.pages.slice(0, 3)) ahead.set(page.pgno, page)
    using copy = await openHalf()
    restore(copy, [...ahead.values()], before.pageCount)
    for (const { pages } of [first, second]) {
      copy.post({ kind: 'applyCommit', database: MAIN, pages, verify: false })
    }
    copy.post({ kind: 'verifyStore', database: MAIN, checksum: second.checksum })
    expect(await copy.rows('SELECT count(*) FROM t')).toEqual([[5]])
  })
})

describe('dropping', () => {
  test('fails queue and transactions, and the id is free for a new history', async () => {
    using oracle = await openLeader({ pipeline: false })
    oracle.execute('CREATE TABLE t (v)')
    const queued = oracle.execute('INSERT INTO t VALUES (1)')
    await oracle.settle()
    oracle.post({ kind: 'dropStore', database: MAIN })
    const late = oracle.execute('SELECT 1')
    await oracle.settle()
    expect(oracle.refusal(queued).code).toBe('DATABASE_NOT_FOUND')
    expect(oracle.refusal(late).code).toBe('DATABASE_NOT_FOUND')
  })

  test('ends an open transaction', async () => {
    half.ask({ kind: 'begin', transaction: 1, database: MAIN, readOnly: false })
    half.ask({ kind: 'step', transaction: 1, statement: sql('DELETE FROM t') })
    half.post({ kind: 'dropStore', database: MAIN })
    await half.settle()
    expect(half.ended).toMatchObject([{ transaction: 1, failure: { code: 'DATABASE_NOT_FOUND' } }])
    expect(half.clock.timerCount).toBe(0)
  })
})

describe('memory', () => {
  test('when an apply finds none, the oldest snapshots go; then the half fails', async () => {
    using leader = await openLeader()
    using follower = await openHalf({ limits: { sliceRowsMax: 2 }, memoryLimitBytes: 3 << 20 })
    follower.createDatabase()
    const apply = async (text: string): Promise<void> => {
      const { executed } = await leader.run(text)
      follower.post({ kind: 'applyCommit', database: MAIN, pages: executed.pages, verify: true })
      await follower.clock.advance(0)
    }
    await apply('CREATE TABLE t (id INTEGER PRIMARY KEY, v)')
    await apply(
      "INSERT INTO t SELECT value, randomblob(3000) FROM json_each('[1,2,3,4,5,6,7,8,9]')",
    )
    const tickets: number[] = []
    for (let i = 0; i < 40; i++) {
      tickets.push(follower.query('SELECT id FROM t', [], 1))
      await apply(
        `INSERT INTO t SELECT NULL, randomblob(200000) UNION ALL SELECT NULL, randomblob(3000)`,
      )
      await apply('DELETE FROM t WHERE id > 9')
    }
    expect(follower.failure).toBeUndefined()
    const kinds = tickets.map((ticket) => follower.answers(ticket).at(-1)?.kind)
    expect(kinds[0]).toBe('refused')
    expect(kinds.lastIndexOf('refused')).toBeLessThan(kinds.indexOf('rows'))
    expect(kinds.at(-1)).toBe('rows')
    for (let i = 0; i < 20 && !follower.failure; i++)
      await apply('INSERT INTO t VALUES (NULL, randomblob(1000000))')
    expect(follower.failure?.code).toBe('NODE_FAILED')
  })
})
