// A small life of a storage with every kind of row in it, and the check that nothing of it changed unnoticed.

import assert from 'node:assert/strict'
import { cp, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import type { NodeStorage } from '@quorumlite/storage'
import { openStorage } from '@quorumlite/storage'

import type { Model } from './model.ts'
import { EMPTY_MODEL, GROUP, pageKey, pagesOf, verifyGroup } from './model.ts'
import {
  append,
  beginCheckpoint,
  commit,
  compact,
  finishCheckpoint,
  vote,
  writePages,
} from './operations.ts'

export const IDENTITY = {
  nodeId: 1,
  clusterId: 'c1',
  peerId: 'peer',
  members: [],
  removedNodes: [],
} as const

/** Leaves the storage open. Its last write is an append. */
export async function liveThrough(storage: NodeStorage): Promise<Model> {
  let model = EMPTY_MODEL
  const run = async (operation: ReturnType<typeof append>): Promise<void> => {
    await operation.run(storage)
    model = operation.after
  }
  const newPages = (salt: number): Map<string, number> =>
    new Map(Array.from({ length: 40 }, (_, i) => [pageKey(1 + (i % 2), i + 1), (i * salt) % 256]))
  await storage.writeIdentity(IDENTITY)
  for (let i = 0; i < 6; i++) await run(append(model, 1 + 4 * i, 4, i))
  await run(commit(model, 14))
  await run(beginCheckpoint(model, 12))
  await run(writePages(model, newPages(3)))
  await run(finishCheckpoint(model, 1))
  // Changes to a new log file, in the background: what follows is all in that one.
  await run(compact(model, 10))
  storage.group(GROUP).giveBackSpace(Infinity)
  await storage.settled()
  await run(append(model, 22, 5, 77))
  await run(append(model, 27, 3, 5))
  await run(commit(model, 20))
  await run(beginCheckpoint(model, 16))
  await run(writePages(model, newPages(5)))
  await run(finishCheckpoint(model, 2))
  await storage.writeIdentity(IDENTITY)
  for (let i = 0; i < 4; i++) await run(append(model, 30 + 2 * i, 2, i))
  await run(vote(model, 2))
  await run(append(model, 38, 3, 6))
  return model
}

/** Opens the directory and holds everything in it against the model; a page may be missing, but never be wrong. */
export async function verifyLife(location: string, model: Model): Promise<void> {
  const storage = await openStorage({ location })
  try {
    assert.deepEqual(storage.identity, IDENTITY)
    const group = storage.group(GROUP)
    const pages = await pagesOf(group)
    for (const [key, fill] of pages) assert.equal(fill, model.pages.get(key), `page ${key}`)
    // That no page is missing is the node's to see: the checksum of the database is in its state.
    await verifyGroup(group, { ...model, pages })
  } finally {
    await storage.close()
  }
}

export type Verdict = 'intact' | 'refused' | 'other error'

/** What becomes of a copy of the directory in which `change` was made. Throws if anything is silently different. */
export async function verdictOn(
  image: string,
  scratch: string,
  model: Model,
  change: (copy: string) => Promise<void>,
): Promise<{ verdict: Verdict; message: string }> {
  await cp(image, scratch, { recursive: true })
  await change(scratch)
  try {
    await verifyLife(scratch, model)
    return { verdict: 'intact', message: '' }
  } catch (error) {
    const { code, message, hint } = error as { code?: string; message: string; hint?: string }
    if (code === undefined || code === 'ERR_ASSERTION') throw error
    if (code === 'STORAGE_DAMAGED') {
      assert.match(hint ?? '', /rejoin from a peer/)
      return { verdict: 'refused', message }
    }
    return { verdict: 'other error', message }
  }
}

export async function flipBit(file: string, offset: number, bit: number): Promise<void> {
  const bytes = await readFile(file)
  bytes[offset] = (bytes[offset] as number) ^ (1 << bit)
  await writeFile(file, bytes)
}

/** The files of a LevelDB directory whose name matches, in order. */
export async function filesOf(location: string, pattern: RegExp): Promise<string[]> {
  const names = (await readdir(location)).filter((name) => pattern.test(name)).sort()
  return names.map((name) => join(location, name))
}
