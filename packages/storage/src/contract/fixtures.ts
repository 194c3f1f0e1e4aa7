// Material for the contract's cases.

import type { ConfState, Entry } from '@quorumlite/raft'
import { EntryType } from '@quorumlite/raft'

import type { Checkpoint, GroupStorage, NodeStorage, PageWrite, StoredPage } from '../storage.ts'
import type { StorageFixture } from '../contract.ts'

export const UNLIMITED: number = Number.MAX_SAFE_INTEGER

export const CONF_STATE: ConfState = {
  voters: [1, 2, 3],
  learners: [4],
  votersOutgoing: [1],
  learnersNext: [],
  autoLeave: true,
}

/** Consecutive entries of one term, whose data tell index and term. */
export function entriesOf(term: number, from: number, to: number, dataBytes = 8): Entry[] {
  const entries: Entry[] = []
  for (let index = from; index <= to; index++) {
    const data = new Uint8Array(dataBytes).fill(index % 251)
    if (dataBytes > 1) data[0] = term
    const type = index % 7 === 0 ? EntryType.confChange : EntryType.normal
    entries.push({ index, term, type, data })
  }
  return entries
}

export function allEntries(group: GroupStorage): readonly Entry[] {
  return group.entries(group.firstIndex(), group.lastIndex() + 1, UNLIMITED)
}

/** As comparable as entries whose data may be Buffers or not. */
export function plain(entries: readonly Entry[]): unknown[] {
  return entries.map(({ index, term, type, data }) => [index, term, type, [...data]])
}

export function checkpointAt(index: number, term: number, state = `state ${index}`): Checkpoint {
  return { index, term, confState: CONF_STATE, state: new TextEncoder().encode(state) }
}

export function page(database: number, pgno: number, fill: number): PageWrite {
  return {
    database,
    pgno,
    data: new Uint8Array(4096).fill(fill),
    hash: new Uint8Array(8).fill(fill ^ 0xff),
  }
}

export function gonePage(database: number, pgno: number): PageWrite {
  return { database, pgno, data: undefined, hash: undefined }
}

/** Page number and first byte of every page. */
export async function pagesOf(group: GroupStorage, database: number): Promise<[number, number][]> {
  const found: StoredPage[] = []
  for await (const batch of group.readPages(database)) found.push(...batch)
  return found.map(({ pgno, data }) => [pgno, data[0] as number])
}

/** Runs one step on an opened storage and closes it: the next step sees only what was durable. */
export async function session<T>(
  fixture: StorageFixture,
  step: (storage: NodeStorage) => Promise<T>,
  options: { readonly logCacheBytes?: number } = {},
): Promise<T> {
  const storage = await fixture.open(options)
  try {
    return await step(storage)
  } finally {
    await storage.close()
  }
}
