// The power-loss twin itself: what it loses, what it keeps, and that it does so by the seed alone.

import type { CrashLoss, VolatileDisk, WriteStep } from '@quorumlite/storage'
import { createVolatileDisk } from '@quorumlite/storage'
import { describe, expect, it } from 'vitest'

import { seededRandom } from './fixtures.ts'

// LevelDB's own option, of which abstract-level's types do not know.
const SYNCED: object = { sync: true }

function create(seed = 1): VolatileDisk {
  return createVolatileDisk({ random: seededRandom(seed) })
}

const key = (byte: number): Uint8Array => Uint8Array.of(byte)

async function contentOf(disk: VolatileDisk): Promise<number[][]> {
  const level = disk.openLevel()
  await level.open()
  const rows = await level.iterator().all()
  await level.close()
  return rows.map(([k, v]) => [k[0] as number, v[0] as number])
}

/** A synced row 1, then unsynced rows 2 to 9, then a crash; returns what is left. */
async function crashWith(loss: CrashLoss, seed: number): Promise<number[]> {
  const disk = create(seed)
  const level = disk.openLevel()
  await level.put(key(1), key(1), SYNCED)
  for (let byte = 2; byte <= 9; byte++) await level.put(key(byte), key(byte))
  disk.crash(loss)
  return (await contentOf(disk)).map(([k]) => k as number)
}

describe('a crash', () => {
  it('takes all, none, or a suffix of the unsynced writes', async () => {
    expect(await crashWith('all', 1)).toEqual([1])
    expect(await crashWith('none', 1)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
    const lengths = new Set<number>()
    for (let seed = 1; seed <= 60; seed++) {
      const left = await crashWith('suffix', seed)
      expect(left).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9].slice(0, left.length))
      lengths.add(left.length)
    }
    expect(lengths.size).toBe(9)
  })

  it('takes any of them if asked to, and the same ones for the same seed', async () => {
    const left = await crashWith('any', 5)
    expect(left).toEqual(await crashWith('any', 5))
    expect(left[0]).toBe(1)
    const all = await Promise.all([1, 2, 3, 4, 5, 6].map((seed) => crashWith('any', seed)))
    expect(all.some((rows) => rows.some((row, i) => row !== i + 1))).toBe(true)
  })

  it('takes deletions back, and a batch as a whole', async () => {
    const disk = create()
    const level = disk.openLevel()
    await level.open()
    await level.batch().put(key(1), key(1)).put(key(2), key(2)).write(SYNCED)
    await level.batch().del(key(1)).put(key(3), key(3)).write()
    expect(level.getSync(key(1))).toBeUndefined()
    disk.crash('all')
    expect(await contentOf(disk)).toEqual([
      [1, 1],
      [2, 2],
    ])
  })

  it('ends the handle: what waits rejects, a new one opens', async () => {
    const disk = create()
    const level = disk.openLevel()
    await level.open()
    const other = disk.openLevel()
    await expect(other.open()).rejects.toMatchObject({ cause: { code: 'LEVEL_LOCKED' } })
    const write = level.put(key(1), key(1), SYNCED)
    disk.crash('all')
    await expect(write).rejects.toMatchObject({ code: 'LEVEL_IO_ERROR' })
    expect(() => level.getSync(key(1))).toThrow('the power failed')
    await level.close()
    expect(await contentOf(disk)).toEqual([])
  })
})

describe('a write', () => {
  it('can be held up and crashed at each of its steps', async () => {
    const outcomes: Record<string, number> = {}
    for (const kind of ['write', 'sync', 'acknowledge'] as const) {
      const disk = create()
      const level = disk.openLevel()
      await level.open()
      const reached = deferred<WriteStep>()
      const hold = deferred<void>()
      disk.onStep = (step) => {
        if (step.kind !== kind) return undefined
        reached.resolve(step)
        return hold.promise
      }
      const write = level.put(key(1), key(1), SYNCED)
      expect((await reached.promise).kind).toBe(kind)
      disk.crash('all')
      hold.resolve()
      await expect(write).rejects.toMatchObject({ code: 'LEVEL_IO_ERROR' })
      outcomes[kind] = (await contentOf(disk)).length
    }
    expect(outcomes).toEqual({ write: 0, sync: 0, acknowledge: 1 })
  })

  it('waits for the scheduler, and for nothing else', async () => {
    const queue: (() => void)[] = []
    const disk = createVolatileDisk({
      random: seededRandom(1),
      schedule: (resume) => queue.push(resume),
    })
    const level = disk.openLevel()
    await level.open()
    let done = false
    const write = level.put(key(1), key(1), SYNCED).then(() => {
      done = true
    })
    for (let turns = 0; !done; turns++) {
      expect(turns).toBeLessThan(10)
      queue.shift()?.()
      await new Promise((resolve) => setImmediate(resolve))
    }
    await write
    expect(disk.counters).toMatchObject({ writes: 1, syncs: 1, steps: 3, unsyncedMax: 1 })
  })

  it('copies what it is given', async () => {
    const disk = create()
    const level = disk.openLevel()
    const value = key(7)
    const write = level.put(key(1), value, SYNCED)
    await write
    value[0] = 9
    const read = level.getSync(key(1)) as Uint8Array
    expect(read[0]).toBe(7)
    read[0] = 8
    expect(level.getSync(key(1))?.[0]).toBe(7)
  })
})

it('ranges, limits, seeks and clear() are those of abstract-level', async () => {
  const disk = create()
  const level = disk.openLevel()
  for (const byte of [3, 1, 9, 7, 5]) await level.put(key(byte), key(byte))
  const found = async (range: object): Promise<number[]> =>
    (await level.keys(range).all()).map((found) => found[0] as number)
  expect(await found({})).toEqual([1, 3, 5, 7, 9])
  expect(await found({ gt: key(3), lte: key(7) })).toEqual([5, 7])
  expect(await found({ gte: key(3), lt: key(7) })).toEqual([3, 5])
  expect(await found({ gte: key(4), limit: 2 })).toEqual([5, 7])
  expect(await found({ reverse: true, lt: key(9), limit: 2 })).toEqual([7, 5])
  expect(await found({ gt: key(9) })).toEqual([])
  const iterator = level.keys()
  await level.del(key(7))
  iterator.seek(key(6))
  expect((await iterator.next())?.[0]).toBe(7)
  await iterator.close()
  await level.clear({ gte: key(3), lt: key(9), limit: 1 })
  expect(await found({})).toEqual([1, 5, 9])
})

function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {}
  const promise = new Promise<T>((fulfil) => {
    resolve = fulfil
  })
  return { promise, resolve }
}
