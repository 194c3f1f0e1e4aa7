// Reading page rows: of one generation, and of two of which the upper one goes over the lower one.

import type { AbstractIterator } from 'abstract-level'

import type { PagePosition } from './coverage.ts'
import { damaged, readFailed } from './errors.ts'
import { readBatches } from './group-recovery.ts'
import type { KeyRange } from './keys.ts'
import { describeKey, generationRange, pageKey, pageRange, parseKey } from './keys.ts'
import { decodePageRow } from './rows.ts'
import type {
  Checkpoint,
  InspectedPages,
  PinnedCheckpoint,
  PlacedPage,
  StorageLevel,
  StoredPage,
} from './storage.ts'

export function openPageRow(key: Uint8Array, bytes: Uint8Array): PlacedPage {
  const name = parseKey(key)
  if (name?.kind !== 'page') throw damaged(describeKey(key), 'it is none of ours')
  return { database: name.database, ...decodePageRow(key, name.pgno, bytes) }
}

/**
 * The rows after that position (undefined: from the first), at most so many. Those that are not what was written are told
 * apart; a key that is none of ours, or a table that LevelDB cannot read, is STORAGE_DAMAGED.
 */
export async function inspectPageRows(
  level: StorageLevel,
  group: number,
  generation: number,
  after: PagePosition | undefined,
  rowsMax: number,
): Promise<InspectedPages> {
  const all = generationRange(group, 'page', generation)
  const from = after && { gt: pageKey(group, generation, after.database, after.pgno) }
  const rows = await level
    .iterator<Uint8Array, Uint8Array>({ ...(from ?? { gte: all.gte }), lt: all.lt, limit: rowsMax })
    .all()
    .catch((error: unknown) => {
      throw readFailed('a page of the checkpoint', error)
    })
  const pages: PlacedPage[] = []
  const damagedPages: PagePosition[] = []
  let last: PagePosition | undefined
  for (const [key, bytes] of rows) {
    const name = parseKey(key)
    if (name?.kind !== 'page') throw damaged(describeKey(key), 'it is none of ours')
    last = { database: name.database, pgno: name.pgno }
    try {
      pages.push(openPageRow(key, bytes))
    } catch {
      damagedPages.push(last)
    }
  }
  return { pages, damaged: damagedPages, next: rows.length < rowsMax ? undefined : last }
}

export async function* readPageRows(
  level: StorageLevel,
  range: KeyRange,
): AsyncGenerator<readonly PlacedPage[]> {
  for await (const rows of readBatches(level, range)) {
    yield rows.map(([key, bytes]) => openPageRow(key, bytes))
  }
}

/** The pages of a database with those of `upper` in place of those of `lower`; a staged absence hides the page below. */
export async function* readMergedPages(
  level: StorageLevel,
  group: number,
  database: number,
  lower: number,
  upper: number,
): AsyncGenerator<readonly StoredPage[]> {
  const above = new PageCursor(readPageRows(level, pageRange(group, upper, database)))
  try {
    let next = await above.next()
    for await (const rows of readBatches(level, pageRange(group, lower, database))) {
      const merged: StoredPage[] = []
      for (const [key, bytes] of rows) {
        const name = parseKey(key)
        if (name?.kind !== 'page') throw damaged(describeKey(key), 'it is none of ours')
        const { pgno } = name
        for (; next && next.pgno < pgno; next = await above.next()) merged.push(next)
        // What goes over a page that is damaged makes it good.
        if (next?.pgno !== pgno) merged.push(openPageRow(key, bytes))
      }
      yield merged.filter(isPresent)
    }
    for (; next; next = await above.next()) if (isPresent(next)) yield [next]
  } finally {
    await above.close()
  }
}

export function isPresent({ data }: StoredPage): boolean {
  return data.length > 0
}

class PageCursor {
  readonly #batches: AsyncGenerator<readonly PlacedPage[]>
  #batch: readonly PlacedPage[] = []
  #at = 0

  constructor(batches: AsyncGenerator<readonly PlacedPage[]>) {
    this.#batches = batches
  }

  async next(): Promise<PlacedPage | undefined> {
    if (this.#at === this.#batch.length) {
      const { value } = await this.#batches.next()
      this.#batch = value ?? []
      this.#at = 0
    }
    return this.#batch[this.#at++]
  }

  async close(): Promise<void> {
    await this.#batches.return(undefined)
  }
}

/** LevelDB's iterators see the database as it was when they were made. */
export class CheckpointPin implements PinnedCheckpoint {
  readonly checkpoint: Checkpoint
  readonly #iterator: AbstractIterator<StorageLevel, Uint8Array, Uint8Array>

  constructor(level: StorageLevel, group: number, generation: number, checkpoint: Checkpoint) {
    this.checkpoint = checkpoint
    // LevelDB's own option, of which abstract-level's types do not know.
    const readAhead = { highWaterMarkBytes: 512 * 1024 }
    this.#iterator = level.iterator<Uint8Array, Uint8Array>({
      ...generationRange(group, 'page', generation),
      ...readAhead,
    })
  }

  async next(pagesMax: number): Promise<readonly PlacedPage[]> {
    const rows = await this.#iterator.nextv(pagesMax).catch((error: unknown) => {
      throw readFailed('a page of the checkpoint', error)
    })
    return rows.map(([key, bytes]) => openPageRow(key, bytes))
  }

  close(): Promise<void> {
    return this.#iterator.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}
