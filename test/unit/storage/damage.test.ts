// Real LevelDB files with bits flipped, cut short or gone. LevelDB itself opens most of them and says nothing.

import assert from 'node:assert/strict'
import { cp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'

import { openStorage } from '@quorumlite/storage'
import { ClassicLevel } from 'classic-level'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { seededRandom, temporaryDirectory } from './fixtures.ts'
import { logFragments } from './leveldb-log.ts'
import type { Verdict } from './life.ts'
import { filesOf, flipBit, liveThrough, verdictOn, verifyLife } from './life.ts'
import type { Model } from './model.ts'
import { GROUP, lastIndexOf } from './model.ts'

let directory: Awaited<ReturnType<typeof temporaryDirectory>>
let model: Model
/** Closed cleanly: everything is in the log file. */
let closedImage: string
/** As a power loss leaves it right after the last append. */
let crashImage: string
/** Everything is in tables. */
let tablesImage: string

beforeAll(async () => {
  directory = await temporaryDirectory()
  const location = join(directory.location, 'life')
  closedImage = join(directory.location, 'closed')
  crashImage = join(directory.location, 'crash')
  tablesImage = join(directory.location, 'tables')
  const storage = await openStorage({ location })
  model = await liveThrough(storage)
  await cp(location, crashImage, { recursive: true })
  await storage.close()
  await cp(location, closedImage, { recursive: true })
  await compactEverything(location)
  await cp(location, tablesImage, { recursive: true })
})

afterAll(() => directory[Symbol.asyncDispose]())

async function compactEverything(location: string): Promise<void> {
  const level = new ClassicLevel<Uint8Array, Uint8Array>(location, { keyEncoding: 'view' })
  await level.compactRange(Uint8Array.of(0), Uint8Array.of(0xff))
  await level.close()
}

function logOf(image: string): Promise<string[]> {
  return filesOf(image, /\.log$/)
}

function fragmentOffsets(bytes: Uint8Array): number[] {
  return logFragments(bytes).map(({ offset }) => offset)
}

async function judge(
  image: string,
  change: (copy: string) => Promise<void>,
): Promise<{ verdict: Verdict; message: string }> {
  const scratch = join(directory.location, 'scratch')
  try {
    return await verdictOn(image, scratch, model, change)
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

describe('untouched images', () => {
  it.each(['closed', 'crash', 'tables'])('the %s image holds everything', async (name) => {
    const { verdict } = await judge(join(directory.location, name), async () => {})
    expect(verdict).toBe('intact')
  })

  it('has all its writes in one log file, a record each', async () => {
    const [log, ...others] = await logOf(closedImage)
    expect(others).toEqual([])
    const fragments = logFragments(await readFile(log as string))
    expect(fragments.filter(({ isRecordsFirst }) => isRecordsFirst).length).toBeGreaterThan(12)
  })
})

describe('a flipped bit in the log file', () => {
  it('refuses to start, wherever it is but in the closing record', async () => {
    const random = seededRandom(1)
    const file = (await logOf(closedImage))[0] as string
    const bytes = await readFile(file)
    const offsets = fragmentOffsets(bytes)
    const closing = offsets.at(-1) as number
    for (const [i, offset] of offsets.entries()) {
      const end = offsets[i + 1] ?? bytes.length
      const inHeader = [0, 1, 2, 3, 4, 5, 6].map((field) => offset + field)
      const inPayload = [7, 8, 20, 40].map((at) => offset + at).filter((at) => at < end)
      for (const at of [...inHeader, ...inPayload, end - 1]) {
        const { verdict, message } = await judge(closedImage, (copy) =>
          flipBit(join(copy, basename(file)), at, random.integer(8)),
        )
        expect(verdict, `byte ${at}: ${message}`).toBe(offset < closing ? 'refused' : 'intact')
        if (offset < closing) expect(message).toMatch(/the record at offset \d+ of .*\.log/)
      }
    }
  })

  it('in the last record of a crashed node looks like a torn write, and costs that write alone', async () => {
    const file = (await logOf(crashImage))[0] as string
    const last = fragmentOffsets(await readFile(file)).at(-1) as number
    const scratch = join(directory.location, 'scratch')
    await cp(crashImage, scratch, { recursive: true })
    await flipBit(join(scratch, basename(file)), last + 20, 3)
    const storage = await openStorage({ location: scratch })
    expect(storage.group(GROUP).lastIndex()).toBe(lastIndexOf(model) - 3)
    await storage.close()
    await rm(scratch, { recursive: true })
  })
})

describe('a torn tail', () => {
  it('is dropped, at whatever byte the last write ends', async () => {
    const file = (await logOf(crashImage))[0] as string
    const bytes = await readFile(file)
    const last = fragmentOffsets(bytes).at(-1) as number
    const scratch = join(directory.location, 'scratch')
    for (let size = last; size < bytes.length; size += 1 + Math.floor((bytes.length - last) / 40)) {
      await cp(crashImage, scratch, { recursive: true })
      await truncate(join(scratch, basename(file)), size)
      const storage = await openStorage({ location: scratch })
      expect(storage.group(GROUP).lastIndex()).toBe(lastIndexOf(model) - 3)
      await storage.close()
      await rm(scratch, { recursive: true })
    }
  })

  it('may be zeros, or a record whose later parts survived', async () => {
    const location = join(directory.location, 'large')
    const image = join(directory.location, 'large-crash')
    const storage = await openStorage({ location })
    const group = storage.group(GROUP)
    const data = Uint8Array.from({ length: 200_000 }, (_, i) => (i * 7) % 256)
    await group.append({ entries: [{ index: 1, term: 1, type: 0, data }] })
    await group.append({ entries: [{ index: 2, term: 1, type: 0, data }] })
    await cp(location, image, { recursive: true })
    await storage.close()
    const file = basename((await logOf(image))[0] as string)
    const bytes = await readFile(join(image, file))
    const secondBegins = bytes.length - 200_000
    const tear = async (from: number, to: number): Promise<number> => {
      const scratch = join(directory.location, 'scratch')
      await cp(image, scratch, { recursive: true })
      await writeFile(join(scratch, file), Buffer.from(bytes).fill(0, from, to))
      try {
        const torn = await openStorage({ location: scratch })
        const lastIndex = torn.group(GROUP).lastIndex()
        await torn.close()
        return lastIndex
      } finally {
        await rm(scratch, { recursive: true })
      }
    }
    expect(await tear(secondBegins + 50_000, bytes.length)).toBe(1)
    expect(await tear(secondBegins + 50_000, secondBegins + 60_000)).toBe(1)
    // The same in the first write, which the second one proves to have been acknowledged.
    await expect(tear(secondBegins - 100_000, secondBegins - 90_000)).rejects.toMatchObject({
      code: 'STORAGE_DAMAGED',
    })
  })
})

describe('damage in tables and metadata', () => {
  it.each([/\.(ldb|sst)$/, /^MANIFEST/, /^CURRENT$/])(
    'a flipped bit in %s is never silent',
    async (pattern) => {
      const random = seededRandom(2)
      const [file] = await filesOf(tablesImage, pattern)
      assert(file !== undefined)
      const { length } = await readFile(file)
      const verdicts = { intact: 0, refused: 0, 'other error': 0 }
      const step = Math.max(1, Math.floor(length / 250))
      for (let at = 0; at < length; at += step) {
        const { verdict, message } = await judge(tablesImage, (copy) =>
          flipBit(join(copy, basename(file)), at, random.integer(8)),
        )
        verdicts[verdict] += 1
        expect(verdict, `byte ${at}: ${message}`).not.toBe('other error')
      }
      expect(verdicts.refused).toBeGreaterThan(0)
    },
  )

  it('a missing file refuses to start', async () => {
    for (const [image, pattern] of [
      [closedImage, /\.log$/],
      [tablesImage, /\.(ldb|sst)$/],
      [tablesImage, /^MANIFEST/],
      [tablesImage, /^CURRENT$/],
    ] as const) {
      const [file] = await filesOf(image, pattern)
      const { verdict, message } = await judge(image, (copy) =>
        rm(join(copy, basename(file as string))),
      )
      expect(verdict, `without ${file}: ${message}`).toBe('refused')
    }
  })

  it('an older log file may not be torn when a newer one was written to', async () => {
    const { verdict, message } = await judge(closedImage, async (copy) => {
      const file = (await logOf(copy))[0] as string
      const bytes = await readFile(file)
      const offsets = fragmentOffsets(bytes)
      const cut = offsets[offsets.length - 3] as number
      const number = Number(basename(file, '.log'))
      const newer = `${String(number + 10).padStart(6, '0')}.log`
      // The last record but one goes on in a newer file, as if LevelDB had changed files there, and is cut.
      await writeFile(join(copy, newer), bytes.subarray(offsets[offsets.length - 2]))
      await truncate(file, cut + 30)
    })
    expect(verdict).toBe('refused')
    expect(message).toMatch(/the record at offset \d+ of .*\.log is damaged/)
  })

  it('after a refusal the directory still opens once the bit is put back', async () => {
    const scratch = join(directory.location, 'scratch')
    await cp(closedImage, scratch, { recursive: true })
    const file = (await logOf(scratch))[0] as string
    await flipBit(file, 200, 1)
    await expect(openStorage({ location: scratch })).rejects.toMatchObject({
      code: 'STORAGE_DAMAGED',
    })
    await flipBit(file, 200, 1)
    await verifyLife(scratch, model)
    await rm(scratch, { recursive: true })
  })
})
