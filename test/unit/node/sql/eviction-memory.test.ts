import { afterEach, beforeEach, describe, expect, test } from 'vitest'
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
  forkOf,
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

const MIB = 1 << 20

beforeEach(() => begin())
afterEach(() => half[Symbol.dispose]())

describe('where memory is short', () => {
  const counting = (database: number): number =>
    half.ask({ kind: 'query', database, statement: sql('SELECT count(*) FROM t') })

  async function count(database: number): Promise<unknown> {
    const ticket = counting(database)
    await settle()
    return half.rowsOf(ticket)[0]?.[0]
  }

  /** With a table of so many MiB, and in a checkpoint. */
  async function create(database: number, mib: number): Promise<void> {
    half.createDatabase(database)
    await run('CREATE TABLE t (v)', database)
    for (let i = 0; i < mib; i++) await run('INSERT INTO t VALUES (zeroblob(1 << 20))', database)
    await checkpoint()
  }

  /** Fills memory with what no checkpoint has, until databases would be evicted for less than a MiB more than `mib`. */
  async function fillBut(mib: number): Promise<void> {
    await run('CREATE TABLE t (v)')
    for (;;) {
      const ticket = half.ask({ kind: 'measureMemory' })
      await half.settle()
      const lowBytes = half.engine.memoryUsage().limitBytes / 8
      if (half.answer(ticket, 'memory').growthBytes < lowBytes + (mib + 1) * MIB) return
      await run('INSERT INTO t VALUES (zeroblob(1 << 20))')
    }
  }

  test('a database whose write is about to run is not evicted for it', async () => {
    await begin({ memoryLimitBytes: 24 * MIB, limits: { evictIdleMs: 1e9 } })
    await create(10, 1)
    await fillBut(1)
    expect(evicted()).toEqual([])
    half.lead(0)
    const tickets = [
      [MAIN, 'INSERT INTO t VALUES (zeroblob(3 << 20))'] as const,
      [10, 'DELETE FROM t'] as const,
    ].map(([database, text]) => half.ask({ kind: 'execute', database, batch: batchOf(text) }))
    // Those that waited run now, and nobody has just asked for either database.
    half.lead(2)
    await settle()
    expect(evicted()).toEqual([OTHER])
    for (const ticket of tickets) {
      expect(outcomeOf(half.answer(ticket, 'executed')).error).toBeUndefined()
    }
  })

  test('the source of a copy stays until the checkpoint that waits for both has it', async () => {
    await begin({ memoryLimitBytes: 24 * MIB })
    await create(10, 3)
    await fillBut(4)
    await half.clock.advance(10 * IDLE_MS)
    expect(evicted()).toEqual([OTHER, 10])
    await forkOf(10, 20)
    half.ask({ kind: 'execute', database: 20, batch: batchOf('DELETE FROM t') })
    const pin = half.ask({ kind: 'pinStores', pin: 70 })
    const insert = batchOf('INSERT INTO t VALUES (zeroblob(3 << 20))')
    const more = half.ask({ kind: 'execute', database: MAIN, batch: insert })
    await half.settle()
    expect(outcomeOf(half.answer(more, 'executed')).error).toBeUndefined()
    expect(half.answers(pin)).toEqual([])
    // There is room for its pages, but no more than that when the copy is written to.
    await load()
    const { stores } = half.answer(pin, 'pinned')
    const expected = [MAIN, OTHER, 10, 20]
    expect(stores.map(({ database }) => database).toSorted((x, y) => x - y)).toEqual(expected)
    const written = await write(70, stores)
    expect(written.get(10)).toEqual([])
    expect(disk.get(10)!.pages.size).toBeGreaterThan(768)
  })

  test('a read is refused if there is none even for an empty store', async () => {
    await begin({ memoryLimitBytes: 8 * MIB })
    await evictBoth()
    const others: Disposable[] = []
    expect(() => {
      for (let i = 0; ; i++) others.push(half.engine.createStore(`other ${i}`))
    }).toThrow(expect.objectContaining({ code: 'NO_MEMORY' }))
    const read = query()
    await settle()
    expect(half.refusal(read).code).toBe('MEMORY_LOW')
    for (const other of others) other[Symbol.dispose]()
    expect(await values()).toEqual([1])
  })

  test('a commit takes the place of a checkpoint that keeps everything in memory', async () => {
    await begin({ memoryLimitBytes: 24 * MIB, limits: { evictIdleMs: 1e9 } })
    for (let database = 10; database < 22; database++) await create(database, 3)
    const away = evicted().filter((database) => database >= 10)
    expect(away.length).toBeGreaterThanOrEqual(5)
    const pin = half.ask({ kind: 'pinStores', pin: 70 })
    await settle()
    half.answer(pin, 'pinned')
    const sources = (await pinnedStores()).filter(({ database }) => away.includes(database))
    // Copies, as commits, can be refused no more.
    for (const { database: source, pageCount, checksum } of sources.slice(0, 5)) {
      const copy = { database: 100 + source, name: `copy of ${source}`, family: source }
      half.post({ kind: 'forkStore', ...copy, source, pageCount, checksum, verify: true })
    }
    await settle()
    const copied = sources.slice(0, 5).map(({ database }) => 100 + database)
    for (const database of copied) expect(await count(database)).toBe(3)
    const range = { sinceVersion: 0, fromPgno: 1, pagesMax: 1 }
    const read = half.ask({ kind: 'readPinned', pin: 70, database: MAIN, ...range })
    await settle()
    expect(half.refusal(read).code).toBe('ABORTED')
    await checkpoint()
    for (const database of copied) expect(disk.get(database)!.pages.size).toBeGreaterThan(768)
  })

  test('a start that loads more than there is room for makes room before it is served', async () => {
    await begin({ memoryLimitBytes: 24 * MIB, limits: { evictIdleMs: 1e9 } })
    for (let database = 10; database < 22; database++) await create(database, 3)
    half.post({ kind: 'resetStores' })
    for (const [database, { pages }] of disk) {
      half.post({ kind: 'createStore', database, name: `name ${database}`, family: database })
      half.post({ kind: 'restorePages', database, pages: packPages([...pages.values()]) })
      half.post({ kind: 'finishRestore', database, pageCount: Math.max(...pages.keys()) })
    }
    half.ask({ kind: 'pinStores', pin: 80 })
    half.post({ kind: 'unpinStores', pin: 80, durable: true })
    const ticket = half.ask({ kind: 'measureMemory' })
    await half.settle()
    expect(half.answer(ticket, 'memory').growthBytes).toBeGreaterThan(3 * MIB)
    for (let database = 10; database < 22; database++) expect(await count(database)).toBe(3)
  })

  test('what is in use stays until its memory is wanted, whatever checkpoints come', async () => {
    await begin({ memoryLimitBytes: 22 * MIB, limits: { evictIdleMs: 1e9 } })
    await create(10, 8)
    const ticket = half.ask({ kind: 'measureMemory' })
    await settle()
    expect(half.answer(ticket, 'memory').growthBytes).toBeLessThan((22 * MIB) / 8)
    for (let round = 0; round < 3; round++) {
      await run('UPDATE t SET v = zeroblob(1 << 20) WHERE rowid = 1', 10)
      await checkpoint()
    }
    expect(evicted()).not.toContain(10)
  })

  test('the database that was used last is evicted for one that is wanted', async () => {
    await begin({ memoryLimitBytes: 22 * MIB, limits: { evictIdleMs: 1e9 } })
    await create(10, 8)
    await create(11, 8)
    for (let round = 0; round < 3; round++) {
      expect(await count(10)).toBe(8)
      expect(await count(11)).toBe(8)
    }
  })
})

test('what comes and goes many times leaves nothing behind', async () => {
  await evictBoth()
  const cycle = async (): Promise<void> => {
    await values()
    await run('UPDATE t SET v = v', OTHER)
    await checkpoint()
    await beIdle()
    expect(evicted()).toEqual([MAIN, OTHER])
  }
  for (let i = 0; i < 10; i++) await cycle()
  const before = half.engine.memoryUsage()
  for (let i = 0; i < 200; i++) await cycle()
  const after = half.engine.memoryUsage()
  expect(memory()).toMatchObject({ pageBytes: 0, connections: 0 })
  expect(after).toEqual(before)
  expect(wanted()).toEqual([])
})
