import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { packPages } from '../../../../packages/node/src/sql/packed-pages.ts'
import {
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

  /** What no checkpoint has takes the memory, as far as a database may grow: everything else is evicted. */
  async function fillUp(): Promise<void> {
    await run('CREATE TABLE t (v)')
    for (let rows = 0; rows < 64; rows++) {
      const insert = batchOf('INSERT INTO t VALUES (zeroblob(1 << 20))')
      const ticket = half.ask({ kind: 'execute', database: MAIN, batch: insert })
      await settle()
      const executed = half.answer(ticket, 'executed')
      half.publish(executed)
      if (outcomeOf(executed).error) return
    }
    throw new Error('the memory has no end')
  }

  test('a database whose write is about to run is not evicted for it', async () => {
    await begin({ memoryLimitBytes: 24 * MIB, limits: { evictIdleMs: 1e9 } })
    await create(10, 1)
    await fillUp()
    expect(evicted()).toContain(10)
    const pin = half.ask({ kind: 'pinStores', pin: 70 })
    await settle()
    half.answer(pin, 'pinned')
    expect(await count(10)).toBe(1)
    half.lead(0)
    const remove = batchOf('DELETE FROM t')
    const tickets = [10, MAIN].map((database) =>
      half.ask({ kind: 'execute', database, batch: remove }),
    )
    // It may be that there is something to be evicted, now.
    half.post({ kind: 'unpinStores', pin: 70, durable: true })
    half.lead(2)
    await settle()
    for (const ticket of tickets) {
      expect(outcomeOf(half.answer(ticket, 'executed')).error).toBeUndefined()
    }
  })

  test('the source of a copy stays until the checkpoint that waits for both has it', async () => {
    await begin({ memoryLimitBytes: 24 * MIB, limits: { evictIdleMs: 1e9 } })
    await create(10, 1)
    await fillUp()
    expect(evicted()).toContain(10)
    half.ask({ kind: 'pinStores', pin: 69 })
    await forkOf(10, 20)
    half.ask({ kind: 'execute', database: 20, batch: batchOf('DELETE FROM t') })
    half.post({ kind: 'unpinStores', pin: 69, durable: false })
    const pin = half.ask({ kind: 'pinStores', pin: 70 })
    await half.settle()
    expect(half.answers(pin)).toEqual([])
    // That of another pin, of versions as they are: what cannot be evicted is looked at anew.
    half.post({ kind: 'unpinStores', pin: 68, durable: true })
    await load()
    const { stores } = half.answer(pin, 'pinned')
    const expected = [MAIN, OTHER, 10, 20]
    expect(stores.map(({ database }) => database).toSorted((a, b) => a - b)).toEqual(expected)
    const written = await write(70, stores)
    expect(written.get(10)).toEqual([])
    expect(disk.get(10)!.pages.size).toBeGreaterThan(256)
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
