// What is kept in memory, and what is given back on disk while the storage stays open.

import type { VolatileDisk } from '@quorumlite/storage'
import { createVolatileDisk, openStorage } from '@quorumlite/storage'
import { expect, it } from 'vitest'
import { BackgroundTasks } from '../../../packages/storage/src/background-tasks.ts'
import { TrimmedSpace } from '../../../packages/storage/src/trimmed-space.ts'
import { WriteSequencer } from '../../../packages/storage/src/write-sequencer.ts'

import { EMPTY_MODEL, entry, GROUP, pageKey, pagesOf, pageWrite } from './model.ts'
import { append, install } from './operations.ts'

function createDisk(): VolatileDisk {
  return createVolatileDisk({ random: { next: () => 0.5 } })
}

/** The keys of all rows of one kind of the group, as docs/formats.md lays them out. */
function keysOnDisk(disk: VolatileDisk, kind: number): Uint8Array[] {
  const keys: Uint8Array[] = []
  disk.corrupt((key) => {
    if (key[0] === 0x10 && key[5] === kind) keys.push(key)
    return undefined
  })
  return keys
}

it('recent entries come from memory, and only as many as the cache may hold', async () => {
  const disk = createDisk()
  const storage = await openStorage({ level: disk.openLevel(), logCacheBytes: 5000 })
  const group = storage.group(GROUP)
  for (let index = 1; index <= 20; index++) {
    await group.append({ entries: [{ ...entry(index, 1, 0), data: new Uint8Array(952) }] })
  }
  // Whatever is read from the disk now is found damaged.
  disk.corrupt((key, value) => (key[5] === 2 ? value.fill(0) : undefined))
  const readable = (index: number): boolean => {
    try {
      return group.entries(index, index + 1, 1)[0]?.index === index
    } catch (error) {
      expect(error).toMatchObject({ code: 'STORAGE_DAMAGED' })
      return false
    }
  }
  const inMemory = Array.from({ length: 20 }, (_, i) => i + 1).filter(readable)
  // Records of a thousand bytes each.
  expect(inMemory).toEqual([16, 17, 18, 19, 20])
  for (let index = 1; index <= 20; index++) expect(group.term(index)).toBe(1)
  await storage.close()
})

it('the last record is kept in memory whatever its size', async () => {
  const disk = createDisk()
  const storage = await openStorage({ level: disk.openLevel(), logCacheBytes: 0 })
  const group = storage.group(GROUP)
  await group.append({ entries: [entry(1, 1, 0)] })
  await group.append({ entries: [{ ...entry(2, 1, 0), data: new Uint8Array(100_000) }] })
  disk.corrupt((key, value) => (key[5] === 2 ? value.fill(0) : undefined))
  expect(group.entries(2, 3, 1).length).toBe(1)
  expect(() => group.entries(1, 2, 1)).toThrow('is damaged')
  await storage.close()
})

it('what a snapshot replaced is cleared while the storage is open', async () => {
  const disk = createDisk()
  const storage = await openStorage({ level: disk.openLevel() })
  const group = storage.group(GROUP)
  const first = append(EMPTY_MODEL, 1, 5, 1)
  await first.run(storage)
  await group.append({ hardState: { ...first.after.hardState, commit: 5 } })
  await group.beginCheckpoint(5)
  await group.writePages(Array.from({ length: 700 }, (_, i) => pageWrite(pageKey(5, i + 1), 3)))
  await group.finishCheckpoint({
    index: 5,
    term: 1,
    confState: group.initialState().confState,
    state: new Uint8Array(),
  })
  const snapshot = install(first.after, 9, 2, 4)
  await snapshot.run(storage)
  await storage.settled()
  expect(keysOnDisk(disk, 1).length).toBe(1)
  expect(keysOnDisk(disk, 2).length).toBe(0)
  expect(keysOnDisk(disk, 3).length).toBe(snapshot.after.pages.size)
  expect(await pagesOf(group)).toEqual(snapshot.after.pages)
  await storage.close()
})

/** A LevelDB whose merging of ranges ends when the test says so: on a disk it takes a while. */
function mergingLevel(): {
  level: ReturnType<VolatileDisk['openLevel']>
  merged: string[]
  end: () => void
} {
  const level = createDisk().openLevel()
  const merged: string[] = []
  let end: () => void = () => undefined
  const nameOf = (key: Uint8Array): string =>
    key[5] === 2
      ? `entry ${Buffer.from(key).readBigUInt64BE(10)}`
      : `pages of ${Buffer.from(key).readUInt32BE(14)}`
  Object.assign(level, {
    compactRange: (start: Uint8Array, last: Uint8Array) => {
      merged.push(`${nameOf(start)} to ${nameOf(last)}`)
      return new Promise<void>((resolve) => (end = resolve))
    },
  })
  return { level, merged, end: () => end() }
}

/** As docs/formats.md has it. */
function logKey(index: number): Uint8Array {
  const key = Buffer.alloc(18)
  key[5] = 2
  key.writeBigUInt64BE(BigInt(index), 10)
  return key
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

it('space is given back when asked for, in ranges that gather meanwhile', async () => {
  const { level, merged, end } = mergingLevel()
  const storage = await openStorage({ level })
  const group = storage.group(GROUP)
  for (let index = 1; index <= 20; index++) await group.append({ entries: [entry(index, 1, 0)] })
  await group.append({ hardState: { term: 1, vote: 1, commit: 20 } })
  const { confState } = group.initialState()
  await group.beginCheckpoint(20)
  await group.writePages([pageWrite(pageKey(5, 1), 3), pageWrite(pageKey(6, 1), 3)])
  await group.finishCheckpoint({ index: 20, term: 1, confState, state: new Uint8Array() })
  await group.compact(5)
  expect(merged).toEqual([])
  group.giveBackSpace(Infinity)
  await turn()
  expect(merged.splice(0)).toEqual(['entry 1 to entry 5'])
  // One at a time, and nobody waits for it.
  for (const index of [9, 14]) await group.compact(index)
  await group.dropDatabasePages(5)
  group.giveBackSpace(Infinity)
  await turn()
  expect(merged).toEqual([])
  end()
  await storage.settled()
  group.giveBackSpace(Infinity)
  await turn()
  end()
  while (merged.length < 2) await turn()
  expect(merged).toEqual(['entry 6 to entry 14', 'pages of 5 to pages of 6'])
  end()
  await storage.settled()
  group.giveBackSpace(Infinity)
  await storage.settled()
  expect(merged).toHaveLength(2)
  await storage.close()
})

it('no space is given back while much is written', async () => {
  const { level, merged, end } = mergingLevel()
  const storage = await openStorage({ level })
  const group = storage.group(GROUP)
  const append = (index: number, bytes: number): Promise<void> =>
    group.append({ entries: [{ ...entry(index, 1, 0), data: new Uint8Array(bytes) }] })
  for (let index = 1; index <= 4; index++) await append(index, 10)
  await group.append({ hardState: { term: 1, vote: 1, commit: 4 } })
  const { confState } = group.initialState()
  await group.beginCheckpoint(4)
  await group.finishCheckpoint({ index: 4, term: 1, confState, state: new Uint8Array() })
  await group.compact(3)
  await append(5, 100_000)
  group.giveBackSpace(100_000)
  await turn()
  expect(merged).toEqual([])
  await append(6, 10_000)
  group.giveBackSpace(100_000)
  await turn()
  expect(merged).toEqual(['entry 1 to entry 3'])
  end()
  await storage.close()
})

it.each([
  ['is little', 9, 63 << 20, []],
  ['is much', 9, 64 << 20, ['entry 0 to entry 8']],
  ['has many tombstones', 65_536, 1 << 20, ['entry 0 to entry 65535']],
])('the space of a log that %s beside writes', async (_, records, bytes, expected) => {
  const { level, merged, end } = mergingLevel()
  const tasks = new BackgroundTasks(new WriteSequencer(level, 0))
  const sequencer = { writtenBytes: 0 }
  const space = new TrimmedSpace({ level, tasks, sequencer })
  const keys = Array.from({ length: records }, (_row, index) => logKey(index))
  space.addLog({ keys: keys.slice(0, 4), bytes: bytes / 2 })
  space.addLog({ keys: keys.slice(4), bytes: bytes / 2 })
  const look = async (writtenBytes: number): Promise<void> => {
    sequencer.writtenBytes += writtenBytes
    space.giveBack(1 << 20)
    await turn()
  }
  await look(2 << 20)
  expect(merged).toEqual([])
  await look(1 << 20)
  expect(merged).toEqual(expected)
  end()
  await tasks.settled()
  // Once hardly anything is written, all of it is.
  await look(0)
  expect(merged).toHaveLength(1)
  end()
})

it('pages are written in batches as large as the appends beside them', async () => {
  const storage = await openStorage({ level: createDisk().openLevel() })
  const group = storage.group(GROUP)
  const pages = Array.from({ length: 256 }, (_, i) => {
    return { database: 5, pgno: i + 1, data: new Uint8Array(4096), hash: new Uint8Array(8) }
  })
  const batches = async (): Promise<number> => {
    const { syncedWrites } = storage.counters
    await group.writePages(pages)
    return storage.counters.syncedWrites - syncedWrites
  }
  const append = (index: number, bytes: number): Promise<void> =>
    group.append({ entries: [{ ...entry(index, 1, 0), data: new Uint8Array(bytes) }] })
  await append(1, 10)
  await group.beginCheckpoint(1)
  expect(await batches()).toBe(4)
  await append(2, 1 << 19)
  expect(await batches()).toBe(2)
  await append(3, 1 << 22)
  expect(await batches()).toBe(1)
  await append(4, 10)
  expect(await batches()).toBe(4)
  await storage.close()
})

it('a close in the middle of clearing ends soon, and the next start goes on', async () => {
  const disk = createDisk()
  const storage = await openStorage({ level: disk.openLevel() })
  const staging = await storage.group(GROUP).beginInstall()
  await staging.putPages(Array.from({ length: 3000 }, (_, i) => pageWrite(pageKey(5, i + 1), 3)))
  await staging.abort()
  await storage.close()
  expect(keysOnDisk(disk, 3).length).toBeGreaterThan(0)
  const again = await openStorage({ level: disk.openLevel() })
  await again.settled()
  expect(keysOnDisk(disk, 3).length).toBe(0)
  await again.close()
})
