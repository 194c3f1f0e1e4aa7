// What another version of quorumlite wrote, older or newer: a start and `verify` name it, and guess nothing.

import { join } from 'node:path'
import { verifyDirectory } from '@quorumlite/node'
import { openStorage } from '@quorumlite/storage'
import { decodeEntryPayload } from '@quorumlite/wire'
import { open } from 'quorumlite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  dropLastRecord,
  keysOf,
  KINDS,
  lastEntry,
  replaceLastEntry,
  Scratch,
  seal,
  withRows,
  type Kind,
  type Rows,
} from '../support/node-directory.ts'
import { stageAllPages } from '../support/staging.ts'

let scratch: Scratch
let image: string

beforeAll(async () => {
  scratch = await Scratch.create('formats')
  image = join(scratch.path, 'image')
  const limits = { checkpointLogBytes: 64 << 10, trailingEntries: 4 }
  const node = await open({ dataDir: image, bootstrap: true, threads: 'inline', limits })
  await node.db.execute('create table t (k integer primary key, v blob)')
  for (let i = 0; i < 30; i++) {
    await node.db.execute('insert into t(v) values (randomblob(6000))')
  }
  // The last entry is one that a start applies.
  await node.db.execute('insert into t(v) values (1)')
  await node.close()
  // The end of the session.
  await withRows(image, dropLastRecord)
  await using storage = await openStorage({ location: join(image, 'storage') })
  const { checkpoint } = storage.group(1)
  expect(checkpoint!.index).toBeLessThan(storage.group(1).lastIndex())
  await stageAllPages(storage.group(1))
})

afterAll(() => scratch[Symbol.asyncDispose]())

/** What a start and `verify` say to the directory after this change. */
async function refusalsOf(
  change: (rows: Rows) => Promise<void>,
): Promise<{ code: string; message: string; hint: string }[]> {
  const copy = await scratch.copyOf(image)
  await withRows(copy, change)
  const { findings } = await verifyDirectory(copy)
  // What a node ends with, its driver must not wait for.
  const client = { timeoutMs: 600_000 }
  const starting = open({ dataDir: copy, threads: 'inline', client }).then(async (node) => {
    await node.close()
    throw new Error('it started')
  })
  const refusal = await starting.catch((error: unknown) => error)
  const plain = (error: unknown): { code: string; message: string; hint: string } => {
    const { code, message, hint } = error as { code: string; message: string; hint: string }
    return { code, message, hint }
  }
  return [...findings, refusal].map(plain)
}

function expectNamed(
  refusals: readonly { code: string; message: string; hint: string }[],
  name: RegExp,
): void {
  expect(refusals.length).toBeGreaterThan(1)
  for (const refusal of refusals) {
    expect(refusal).toMatchObject({
      code: 'FORMAT_VERSION',
      message: expect.stringMatching(name) as unknown,
      hint: expect.stringContaining('run that one') as unknown,
    })
  }
}

const OLDER_AND_NEWER = [1, 3]

describe.each(OLDER_AND_NEWER)('format %i', (format) => {
  test.each(Object.keys(KINDS) as Kind[])('of a %s', async (kind) => {
    const refusals = await refusalsOf(async (rows) => {
      const key = (await keysOf(rows, kind))[0]!
      const row = (await rows.get(key))!
      row[4] = format
      await rows.put(key, seal(key, row))
    })
    expectNamed(refusals, new RegExp(`has format ${format}; this version reads format 2$`))
    if (kind !== 'page') expect(refusals[0]!.message).toContain(kind)
  })

  test('of the replicated state in a checkpoint', async () => {
    const refusals = await refusalsOf(async (rows) => {
      const key = (await keysOf(rows, 'checkpoint'))[0]!
      const row = (await rows.get(key))!
      const at = 36 + new DataView(row.buffer, row.byteOffset).getUint32(32, true)
      expect([row[at], row[at + 1]]).toEqual([0x08, 2])
      row[at + 1] = format
      await rows.put(key, seal(key, row))
    })
    expectNamed(refusals, new RegExp(`^the replicated state has format ${format};`))
  })
})

describe('in the log', () => {
  test.each([0, 2])('a commit of format %i', async (format) => {
    const refusals = await refusalsOf(async (rows) => {
      const data = await lastEntry(rows)
      const { body } = decodeEntryPayload(data)
      if (body.kind !== 'commit') throw new Error(`the last entry is of kind ${body.kind}`)
      // A view of the data.
      body.value.pages[0] = format
      await replaceLastEntry(rows, 0, data)
    })
    expectNamed(refusals, new RegExp(`a commit in the log has format ${format};`))
  })

  test('an entry of a kind that came later', async () => {
    // Field 15, an empty message.
    const refusals = await refusalsOf((rows) => replaceLastEntry(rows, 0, Uint8Array.of(0x7a, 0)))
    expectNamed(refusals, /an entry of the log says nothing that this version knows of/)
  })

  test('an entry of a type that came later', async () => {
    const refusals = await refusalsOf((rows) => replaceLastEntry(rows, 2, Uint8Array.of(1, 2, 3)))
    expectNamed(refusals, /^entry \d+ of the log is of type 2, which/)
  })

  test.each([0, 2])('a change of the configuration of format %i', async (format) => {
    const change = Uint8Array.of(format, 0, 1, 2, 9)
    const refusals = await refusalsOf((rows) => replaceLastEntry(rows, 1, change))
    expectNamed(refusals, /changes? (of )?the configuration/)
  })
})
