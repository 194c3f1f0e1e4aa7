// Pages on their way to LevelDB, copied out of whatever memory they were in and cut into batches of bounded size.

import assert from 'node:assert/strict'

import type { Index } from '@quorumlite/raft'

import { pageKey } from './keys.ts'
import { allocatePageRow, PAGE_HASH_BYTES } from './rows.ts'
import { sealRow } from './sealed-row.ts'
import type { PageWrite } from './storage.ts'
import type { NumberedBatch } from './write-sequencer.ts'

/** Small, because an append may have to wait for one batch: about a millisecond. */
export const PAGE_BATCH_BYTES: number = 256 * 1024

interface PageRow {
  readonly key: Uint8Array
  /** Undefined: deleted. */
  readonly row: Uint8Array | undefined
}

export interface PageBatch {
  readonly pageCount: number
  putInto(batch: NumberedBatch): void
}

/** How a page that is gone is written: by deleting its row, or (staged over others) by a row that says so. */
export type Absence = 'noRow' | 'row'

export class PageBatches implements Iterable<PageBatch> {
  readonly #rows: readonly PageRow[]
  readonly #batchBytes: () => number

  /** `changedIndex`: of pages that do not bring their own. `batchBytes`: looked at when a batch begins. */
  constructor(
    group: number,
    generation: number,
    pages: readonly PageWrite[],
    changedIndex: Index,
    absence: Absence,
    batchBytes: () => number = () => PAGE_BATCH_BYTES,
  ) {
    this.#batchBytes = batchBytes
    this.#rows = pages.map(({ database, pgno, data, hash, changedIndex: own = changedIndex }) => {
      assert(database > 0 && pgno > 0, 'databases and pages are numbered from 1')
      const key = pageKey(group, generation, database, pgno)
      if (data === undefined) return { key, row: absence === 'row' ? absentRow(own) : undefined }
      assert(hash?.length === PAGE_HASH_BYTES, 'a page comes with its hash')
      return { key, row: allocatePageRow({ hash, data, changedIndex: own }) }
    })
  }

  *[Symbol.iterator](): Generator<PageBatch> {
    let start = 0
    let bytes = 0
    let bytesMax = this.#batchBytes()
    for (const [position, { row }] of this.#rows.entries()) {
      bytes += row?.length ?? 0
      if (bytes >= bytesMax || position === this.#rows.length - 1) {
        yield batchOf(this.#rows.slice(start, position + 1))
        start = position + 1
        bytes = 0
        bytesMax = this.#batchBytes()
      }
    }
  }
}

function absentRow(changedIndex: Index): Uint8Array {
  const none = new Uint8Array(0)
  return allocatePageRow({ hash: new Uint8Array(PAGE_HASH_BYTES), data: none, changedIndex })
}

function batchOf(rows: readonly PageRow[]): PageBatch {
  return {
    pageCount: rows.length,
    putInto(batch) {
      for (const { key, row } of rows) {
        if (row === undefined) {
          batch.del(key)
        } else {
          sealRow(key, row, batch.number)
          batch.put(key, row)
        }
      }
    },
  }
}
