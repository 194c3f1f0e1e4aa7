// What is kept in memory, and what is given back on disk while the storage stays open.

import type { VolatileDisk } from '@quorumlite/storage'
import { createVolatileDisk, openStorage } from '@quorumlite/storage'
import { describe, expect, it } from 'vitest'
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

describe('the space of a log that was cut', () => {
  const MIB = 1024 * 1024
  /** As a log record's key, of one byte. */
  const record = (index: number): Uint8Array => Uint8Array.of(index)
  const records = (from: number, to: number): Uint8Array[] =>
    Array.from({ length: to - from + 1 }, (_, i) => record(from + i))

  function trimmedSpace(): {
    readonly space: TrimmedSpace
    readonly compacted: (readonly [number, number])[]
    readonly finish: () => Promise<void>
  } {
    const compacted: (readonly [number, number])[] = []
    let onCompacted: () => void = () => undefined
    const level = createDisk().openLevel()
    // As LevelDB's own, which takes minutes where much is written.
    Object.assign(level, {
      compactRange: (start: Uint8Array, end: Uint8Array) => {
        compacted.push([start[0]!, end[0]!])
        return new Promise<void>((resolve) => (onCompacted = resolve))
      },
    })
    const tasks = new BackgroundTasks(new WriteSequencer(level, 0))
    const finish = async (): Promise<void> => {
      onCompacted()
      await new Promise((resolve) => setImmediate(resolve))
    }
    return { space: new TrimmedSpace(level, tasks), compacted, finish }
  }

  it('is given back once it is 64 MiB, in one range', async () => {
    const { space, compacted, finish } = trimmedSpace()
    space.add({ keys: records(1, 5), bytes: 40 * MIB })
    await finish()
    expect(compacted).toEqual([])
    space.add({ keys: records(6, 9), bytes: 24 * MIB })
    await finish()
    expect(compacted).toEqual([[1, 9]])
  })

  it('is given back while the log is cut again, in ranges that gather', async () => {
    const { space, compacted, finish } = trimmedSpace()
    space.add({ keys: records(1, 5), bytes: 64 * MIB })
    await finish()
    for (const index of [6, 7, 8]) space.add({ keys: records(index, index), bytes: 64 * MIB })
    await Promise.resolve()
    expect(compacted).toEqual([[1, 5]])
    await finish()
    expect(compacted).toEqual([
      [1, 5],
      [6, 8],
    ])
  })

  it('is given back however little it is if it has many tombstones', async () => {
    const { space, compacted, finish } = trimmedSpace()
    space.add({ keys: Array.from({ length: 65_536 }, () => record(1)), bytes: 1 })
    await finish()
    expect(compacted).toEqual([[1, 1]])
  })
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
