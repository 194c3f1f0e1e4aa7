// How the storage writes to a real LevelDB: one synced batch at a time, and nothing besides.

import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { openStorage } from '@quorumlite/storage'
import { ClassicLevel } from 'classic-level'
import { expect, it } from 'vitest'

import { temporaryDirectory } from './fixtures.ts'
import { logFragments } from './leveldb-log.ts'
import { filesOf, liveThrough, verifyLife } from './life.ts'
import { entry, GROUP, pageKey, pageWrite } from './model.ts'

/** Notes every write that is asked of LevelDB, by whatever way. */
class RecordingLevel extends ClassicLevel<Uint8Array, Uint8Array> {
  readonly written: { options: unknown; overlapping: boolean }[] = []
  readonly otherWrites: string[] = []
  #writing = 0

  constructor(location: string) {
    super(location, { keyEncoding: 'view', valueEncoding: 'view' })
    for (const method of ['put', 'del', 'clear'] as const) {
      this[method] = () => {
        this.otherWrites.push(method)
        return Promise.reject(new Error(`${method} was called`))
      }
    }
  }

  _chainedBatch(): ReturnType<RecordingLevel['batch']> {
    // @ts-expect-error: the private method of abstract-level is not in its types
    const batch = super._chainedBatch() as ReturnType<RecordingLevel['batch']>
    const write = batch.write.bind(batch)
    batch.write = async (options?: object) => {
      this.written.push({ options, overlapping: this.#writing > 0 })
      this.#writing += 1
      await write(options ?? {})
      this.#writing -= 1
    }
    return batch
  }
}

it('every write is one synced batch, and none overlaps another', async () => {
  await using directory = await temporaryDirectory()
  const location = join(directory.location, 'data')
  const level = new RecordingLevel(location)
  const storage = await openStorage({ level })
  const model = await liveThrough(storage)
  const group = storage.group(GROUP)
  await group.beginCheckpoint(16)
  const pages = Array.from({ length: 200 }, (_, i) => pageWrite(pageKey(3, i + 1), 1))
  // A checkpoint, an identity and an append at once.
  await Promise.all([
    group.writePages(pages),
    storage.writeIdentity(storage.identity as NonNullable<typeof storage.identity>),
    group.append({ entries: [entry(41, model.hardState.term, 1)] }),
    group.dropDatabasePages(1),
  ])
  await storage.settled()
  const { syncedWrites } = storage.counters
  await storage.close()
  expect(level.otherWrites).toEqual([])
  expect(level.written.every(({ overlapping }) => !overlapping)).toBe(true)
  expect(level.written.map(({ options }) => options)).toEqual(
    Array.from({ length: level.written.length }, () => ({ sync: true })),
  )
  // The closing write comes on top.
  expect(level.written.length).toBe(syncedWrites + 1)
})

it('LevelDB makes one record of its log of each acknowledged write', async () => {
  await using directory = await temporaryDirectory()
  const location = join(directory.location, 'data')
  const storage = await openStorage({ location })
  for (let index = 1; index <= 50; index++) {
    await storage.group(GROUP).append({
      hardState: { term: 1, vote: 1, commit: index - 1 },
      entries: [entry(index, 1, index)],
    })
  }
  const [log, ...others] = await filesOf(location, /\.log$/)
  expect(others).toEqual([])
  const fragments = logFragments(await readFile(log as string))
  const records = fragments.filter(({ isRecordsFirst }) => isRecordsFirst)
  expect(records.length).toBe(storage.counters.syncedWrites)
  expect(storage.counters.appends).toBe(50)
  await storage.close()
})

it('compaction gives the space back', async () => {
  await using directory = await temporaryDirectory()
  const location = join(directory.location, 'data')
  const level = new ClassicLevel<Uint8Array, Uint8Array>(location, {
    keyEncoding: 'view',
    valueEncoding: 'view',
  })
  const storage = await openStorage({ level })
  const group = storage.group(GROUP)
  const logBytes = (): Promise<number> =>
    level.approximateSize(
      Uint8Array.of(0x10, 0, 0, 0, GROUP, 2),
      Uint8Array.of(0x10, 0, 0, 0, GROUP, 3),
    )
  let noise = 1
  // Together more than what is left on disk.
  const entryBytes = 700_000
  for (let index = 1; index <= 100; index++) {
    const data = new Uint8Array(entryBytes)
    for (let i = 0; i < data.length; i++) {
      noise = (Math.imul(noise, 1_103_515_245) + 12_345) >>> 0
      data[i] = noise >>> 24
    }
    await group.append({ entries: [{ index, term: 1, type: 0, data }] })
  }
  expect(await logBytes()).toBeGreaterThan(60_000_000)
  const { confState } = group.initialState()
  await group.beginCheckpoint(99)
  await group.finishCheckpoint({ index: 99, term: 1, confState, state: new Uint8Array() })
  await group.compact(99)
  group.giveBackSpace(Infinity)
  await storage.settled()
  expect(await logBytes()).toBeLessThan(1_000_000)
  expect(group.entries(100, 101, 1)[0]?.data.length).toBe(entryBytes)
  await storage.close()
})

it('a database with many and compressed tables passes the check before opening', async () => {
  await using directory = await temporaryDirectory()
  const location = join(directory.location, 'data')
  const storage = await openStorage({ location })
  const group = storage.group(GROUP)
  await liveThrough(storage)
  await group.beginCheckpoint(20)
  for (let batch = 0; batch < 6; batch++) {
    const pages = Array.from({ length: 1000 }, (_, i) => {
      const data = new Uint8Array(4096)
      // Half of each page is noise, half can be compressed.
      let noise = i * 6 + batch + 1
      for (let at = 0; at < 2048; at++) {
        noise = (Math.imul(noise, 1_103_515_245) + 12_345) >>> 0
        data[at] = noise >>> 24
      }
      return { database: 4, pgno: 1 + batch * 1000 + i, data, hash: new Uint8Array(8) }
    })
    await group.writePages(pages)
  }
  await group.dropDatabasePages(1)
  group.giveBackSpace(Infinity)
  await storage.settled()
  await storage.close()
  const tables = await filesOf(location, /\.ldb$/)
  expect(tables.length).toBeGreaterThan(1)
  const bytes = tables.map((file) => statSync(file).size).reduce((sum, size) => sum + size)
  expect(bytes, 'so many are checked in a thread of their own').toBeGreaterThan(8 * 1024 * 1024)
  const again = await openStorage({ location })
  let count = 0
  for await (const batch of again.group(GROUP).readPages(4)) count += batch.length
  expect(count).toBe(6000)
  await again.close()

  const last = (await filesOf(location, /\.ldb$/)).at(-1)!
  const content = readFileSync(last)
  content[content.length >> 1]! ^= 1
  writeFileSync(last, content)
  await expect(openStorage({ location })).rejects.toMatchObject({
    code: 'STORAGE_DAMAGED',
    message: expect.stringContaining(last),
  })
})

it('the life that damage is tested on is read back as it was', async () => {
  await using directory = await temporaryDirectory()
  const storage = await openStorage({ location: directory.location })
  const model = await liveThrough(storage)
  await storage.close()
  await verifyLife(directory.location, model)
})
