import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { PagesWanted } from '../../../../packages/node/src/sql/eviction-messages.ts'
import { packPages } from '../../../../packages/node/src/sql/packed-pages.ts'
import {
  IDLE_MS,
  MAIN,
  OTHER,
  batchOf,
  beIdle,
  begin,
  checkpoint,
  disk,
  evictBoth,
  evicted,
  half,
  load,
  memory,
  pinnedStores,
  query,
  run,
  settle,
  values,
  wanted,
  write,
} from './support/evictable-half.ts'
import { outcomeOf, sql } from './support/sql-half.ts'

beforeEach(() => begin())
afterEach(() => half[Symbol.dispose]())

describe('an idle database', () => {
  test('leaves the memory when a checkpoint has it, and comes back when it is used', async () => {
    await evictBoth()
    expect(memory()).toMatchObject({ pageBytes: 0, connections: 0 })
    expect(await values()).toEqual([1])
    expect(evicted()).toEqual([OTHER])
    await run('INSERT INTO t VALUES (7)', OTHER)
    expect(await values(OTHER)).toEqual([2, 7])
    expect(evicted()).toEqual([])
  })

  test('stays while it has what no checkpoint has', async () => {
    await run('CREATE TABLE t (v)')
    await checkpoint()
    await run('INSERT INTO t VALUES (1)')
    await beIdle()
    expect(evicted()).toEqual([OTHER])
    expect(memory().connections).toBe(0)
    await checkpoint()
    await beIdle()
    expect(evicted()).toEqual([MAIN, OTHER])
  })

  test('of many MiB has to be idle for longer', async () => {
    await run('CREATE TABLE t (v)')
    await run('INSERT INTO t VALUES (zeroblob(3 << 20))')
    await checkpoint()
    await beIdle()
    expect(evicted()).toEqual([OTHER])
    await half.clock.advance(3 * IDLE_MS)
    expect(evicted()).toEqual([MAIN, OTHER])
  })

  test('is one that nothing is under way with', async () => {
    await run('CREATE TABLE t (v)')
    await run('INSERT INTO t VALUES (zeroblob(900000))')
    await checkpoint()
    const transaction = half.ask({ kind: 'begin', database: MAIN, transaction: 1, readOnly: true })
    await beIdle()
    expect(evicted()).toEqual([OTHER])
    half.answer(transaction, 'begun')
    half.ask({ kind: 'rollback', transaction: 1 })
    half.ask({ kind: 'export', database: MAIN, windowMax: 0 })
    await beIdle()
    expect(evicted()).toEqual([OTHER])
  })

  test('is none that the checkpoint which runs has pinned', async () => {
    await run('CREATE TABLE t (v)')
    await checkpoint()
    const ticket = half.ask({ kind: 'pinStores', pin: 77 })
    await beIdle()
    expect(evicted()).toEqual([])
    await write(77, half.answer(ticket, 'pinned').stores)
    await beIdle()
    expect(evicted()).toEqual([MAIN, OTHER])
  })

  test('with parts of a commit that is not complete stays', async () => {
    await begin({ limits: { partBytesMax: 8_192 } })
    await evictBoth()
    const insert = batchOf('INSERT INTO t VALUES (randomblob(20000))')
    const ticket = half.ask({ kind: 'execute', database: MAIN, batch: insert })
    await settle()
    const { speculation } = half.answer(ticket, 'executed')
    const encode = half.ask({ kind: 'encodePart', database: MAIN, speculation })
    await half.settle()
    const pages = half.answer(encode, 'encodedPart').part!
    half.post({ kind: 'abortSpeculation', database: MAIN, epoch: 1 })
    await checkpoint()
    await beIdle()
    expect(evicted()).toEqual([MAIN, OTHER])
    half.post({ kind: 'stagePart', database: MAIN, first: true, pages })
    await settle()
    await beIdle()
    expect(evicted()).toEqual([OTHER])
    half.post({ kind: 'dropStaged', database: MAIN })
    await beIdle()
    expect(evicted()).toEqual([MAIN, OTHER])
  })
})

test('a copy whose pages an unfinished checkpoint left on disk stays until a checkpoint has it', async () => {
  await run('CREATE TABLE t (v)')
  await checkpoint()
  half.post({ kind: 'createStore', database: 9, name: '', family: 0 })
  const pages = packPages([...disk.get(MAIN)!.pages.values()])
  half.post({ kind: 'restorePages', database: 9, pages })
  const fork = { kind: 'forkStore', database: 9, name: 'copy', family: 1, source: MAIN } as const
  half.post({ ...fork, pageCount: 2, checksum: '', verify: false })
  await beIdle()
  expect(evicted()).toEqual([MAIN, OTHER])
  await checkpoint()
  await beIdle()
  expect(evicted()).toEqual([MAIN, OTHER, 9])
})

describe('what comes for an evicted database', () => {
  test('waits for its pages and keeps its order, and others pass', async () => {
    await evictBoth()
    await values(OTHER)
    const before = query()
    const insert = half.ask({
      kind: 'execute',
      database: MAIN,
      batch: batchOf('INSERT INTO t VALUES (9)'),
    })
    const other = query(OTHER)
    half.post({ kind: 'markApplied', index: 5 })
    await half.settle()
    expect(half.answers(before)).toEqual([])
    expect(half.answers(insert)).toEqual([])
    expect(half.rowsOf(other)).toEqual([[2]])
    expect(half.of('applied')).toEqual([{ kind: 'applied', index: 5 }])
    expect(half.of('pagesWanted')).toHaveLength(2)
    await load()
    expect(half.rowsOf(before)).toEqual([[1]])
    half.publish(half.answer(insert, 'executed'))
    expect(await values()).toEqual([1, 9])
  })

  test('a commit from elsewhere is applied before what is asked after it', async () => {
    await evictBoth()
    const insert = half.ask({
      kind: 'execute',
      database: MAIN,
      batch: batchOf('INSERT INTO t VALUES (3)'),
    })
    await settle()
    const { pages } = half.answer(insert, 'executed')
    // Now they come as if another node had executed it.
    half.post({ kind: 'abortSpeculation', database: MAIN, epoch: 1 })
    await checkpoint()
    await beIdle()
    expect(evicted()).toEqual([MAIN, OTHER])
    half.post({ kind: 'applyCommit', database: MAIN, pages, verify: true })
    const after = query()
    const pinned = half.ask({ kind: 'pinStores', pin: 50 })
    await half.settle()
    expect(half.answers(after)).toEqual([])
    // What the checkpoint is to have at this place is not there yet.
    expect(half.answers(pinned)).toEqual([])
    await load()
    expect(half.rowsOf(after)).toEqual([[1], [3]])
    const { stores } = half.answer(pinned, 'pinned')
    expect(new Set(stores.map(({ database }) => database))).toEqual(new Set([MAIN, OTHER]))
    const written = await write(50, stores)
    expect(written.get(OTHER)).toEqual([])
    expect(written.get(MAIN)!.length).toBeGreaterThan(0)
    await beIdle()
    expect(await values()).toEqual([1, 3])
  })

  test('is refused when it is cancelled, or when the leadership ends', async () => {
    await evictBoth()
    const batch = batchOf('INSERT INTO t VALUES (9)')
    const cancelled = half.ask({ kind: 'execute', database: MAIN, batch })
    const read = query()
    half.post({ kind: 'cancel', ticket: cancelled }, { kind: 'cancel', ticket: read })
    const rolledBack = half.ask({ kind: 'begin', database: MAIN, transaction: 4, readOnly: false })
    half.ask({ kind: 'rollback', transaction: 4 })
    const write = half.ask({ kind: 'execute', database: MAIN, batch })
    const stays = query()
    half.lead(0, [{ database: MAIN, epoch: 5 }])
    await half.settle()
    expect(half.refusal(cancelled).code).toBe('ABORTED')
    expect(half.refusal(read).code).toBe('ABORTED')
    expect(half.refusal(rolledBack).code).toBe('ABORTED')
    expect(half.refusal(write).code).toBe('NOT_LEADER')
    await load()
    expect(half.rowsOf(stays)).toEqual([[1]])
    // The epoch was told while the database was away.
    half.lead(2)
    const later = half.ask({ kind: 'execute', database: MAIN, batch })
    await half.settle()
    expect(half.answer(later, 'executed')).toMatchObject({ epoch: 5, term: 2, speculation: 3 })
  })

  test('a copy is made when its source is there, and so is what comes for the copy', async () => {
    await evictBoth()
    const fork = { kind: 'forkStore', database: 9, name: 'copy', family: 1, source: MAIN } as const
    const { checksum, pageCount } = (await pinnedStores()).find(
      ({ database }) => database === MAIN,
    )!
    half.post({ ...fork, pageCount, checksum, verify: true })
    const ofCopy = query(9)
    const pinned = half.ask({ kind: 'pinStores', pin: 60 })
    half.post({ kind: 'dropStore', database: MAIN })
    await half.settle()
    expect(half.answers(ofCopy)).toEqual([])
    expect(half.answers(pinned)).toEqual([])
    await load()
    expect(half.rowsOf(ofCopy)).toEqual([[1]])
    const stores = half.answer(pinned, 'pinned').stores.map(({ database }) => database)
    expect(new Set(stores)).toEqual(new Set([MAIN, OTHER, 9]))
    half.post({ kind: 'unpinStores', pin: 60, durable: false })
    const gone = query()
    await half.settle()
    expect(half.refusal(gone).code).toBe('DATABASE_NOT_FOUND')
  })

  test('a drop needs no pages, a snapshot of all databases ends the waiting', async () => {
    await evictBoth()
    half.post({ kind: 'dropStore', database: OTHER })
    await half.settle()
    expect(half.of('pagesWanted')).toEqual([])
    expect(evicted()).toEqual([MAIN])
    half.createDatabase(3)
    const before = query()
    await half.settle()
    const [{ load: number }] = wanted() as [PagesWanted]
    const batch = batchOf('INSERT INTO t VALUES (9)')
    const insert = half.ask({ kind: 'execute', database: MAIN, batch })
    half.post({ kind: 'applyCommit', database: MAIN, pages: new Uint8Array(0), verify: true })
    const pinned = half.ask({ kind: 'pinStores', pin: 61 })
    half.post({ kind: 'resetStores' })
    await half.settle()
    for (const ticket of [before, insert]) expect(half.refusal(ticket).code).toBe('UNAVAILABLE')
    expect(half.refusal(pinned).code).toBe('ABORTED')
    expect(evicted()).toEqual([])
    half.createDatabase(MAIN)
    const late = half.ask({
      kind: 'loadPages',
      database: MAIN,
      load: number,
      pages: packPages([]),
      last: true,
    })
    await half.settle()
    expect(half.refusal(late).code).toBe('ABORTED')
    expect(memory().pageBytes).toBe(4096)
  })

  test('a verification needs no pages if nothing waits, and what follows it waits for it otherwise', async () => {
    await evictBoth()
    const { checksum } = (await pinnedStores()).find(({ database }) => database === MAIN)!
    half.post({ kind: 'verifyStore', database: MAIN, checksum })
    half.post({ kind: 'markApplied', index: 1 })
    await half.settle()
    expect(half.of('pagesWanted')).toEqual([])
    query()
    half.post({ kind: 'verifyStore', database: MAIN, checksum })
    half.post({ kind: 'markApplied', index: 2 })
    await half.settle()
    expect(half.of('applied').map(({ index }) => index)).toEqual([1])
    await load()
    expect(half.of('applied').map(({ index }) => index)).toEqual([1, 2])
    await beIdle()
    half.post({ kind: 'verifyStore', database: MAIN, checksum: '0123456789abcdef' })
    await half.clock.advance(0)
    expect(half.of('damaged').map(({ failure }) => failure.code)).toEqual(['DIVERGED'])
  })
})

describe('the pages that come back', () => {
  test('count on in checkpoints: only what changes afterwards is written', async () => {
    for (let round = 0; round < 3; round++) {
      await run(round === 0 ? 'CREATE TABLE t (v)' : 'INSERT INTO t VALUES (1)')
      await checkpoint()
      await beIdle()
      expect(evicted()).toEqual([MAIN, OTHER])
    }
    await run('CREATE TABLE u (v)')
    expect((await checkpoint()).get(MAIN)).toEqual([1, 3])
    await beIdle()
    expect((await checkpoint()).get(MAIN)).toEqual([])
    expect(await values()).toEqual([1, 1])
  })

  test('are held against their hashes, and all together against the checksum', async () => {
    await evictBoth()
    const page = disk.get(MAIN)!.pages.get(2)!
    page.data[100]! ^= 1
    query()
    await half.settle()
    await expect(load()).rejects.toMatchObject({ code: 'DIVERGED' })

    await begin()
    await evictBoth()
    disk.get(MAIN)!.pages.delete(2)
    query()
    await half.settle()
    await expect(load()).rejects.toMatchObject({ code: 'DIVERGED' })
  })

  test('are shared with a relative that has them', async () => {
    await run('CREATE TABLE t (v)')
    await run('INSERT INTO t VALUES (zeroblob(100000))')
    const { checksum, pageCount } = (await pinnedStores())[0]!
    const fork = { kind: 'forkStore', database: 9, name: 'copy', family: 1, source: MAIN } as const
    half.post({ ...fork, pageCount, checksum, verify: true })
    await checkpoint()
    const { pageBytes } = memory()
    expect(pageBytes).toBeLessThan(200_000)
    await beIdle()
    expect(evicted()).toEqual([MAIN, OTHER, 9])
    await values()
    await values(9)
    expect(memory().pageBytes).toBeLessThanOrEqual(pageBytes)
  })
})

describe('where memory is short', () => {
  const MIB = 1 << 20

  async function fill(databases: number, rows: number): Promise<void> {
    await begin({ memoryLimitBytes: 24 * MIB, limits: { evictIdleMs: 1e9 } })
    for (let database = 10; database < 10 + databases; database++) {
      half.createDatabase(database)
      await run('CREATE TABLE t (v)', database)
      for (let i = 0; i < rows; i++) await run('INSERT INTO t VALUES (zeroblob(3 << 20))', database)
      await checkpoint()
    }
  }

  const counting = (database: number): number =>
    half.ask({ kind: 'query', database, statement: sql('SELECT count(*) FROM t') })

  async function count(database: number): Promise<unknown> {
    const ticket = counting(database)
    await settle()
    return half.rowsOf(ticket)[0]?.[0]
  }

  test('databases that were not used for the longest time make room for the others', async () => {
    await fill(12, 1)
    expect(evicted()).toContain(10)
    expect(evicted()).not.toContain(21)
    for (let database = 10; database < 22; database++) expect(await count(database)).toBe(1)
    expect(evicted()).not.toContain(21)
    half.expectHealthy()
  })

  test('a read is refused if there is nothing else to evict, and the node goes on', async () => {
    await fill(1, 3)
    await run('CREATE TABLE t (v)')
    for (let rows = 0; ; rows++) {
      const insert = batchOf('INSERT INTO t VALUES (zeroblob(1 << 20))')
      const ticket = half.ask({ kind: 'execute', database: MAIN, batch: insert })
      await settle()
      const executed = half.answer(ticket, 'executed')
      half.publish(executed)
      if (outcomeOf(executed).error) break
      expect(rows).toBeLessThan(30)
    }
    expect(evicted()).toContain(10)
    const ticket = counting(10)
    await settle()
    expect(half.refusal(ticket).code).toBe('MEMORY_LOW')
    await run('DELETE FROM t')
    await run('VACUUM')
    expect(await count(10)).toBe(3)
  })
})
