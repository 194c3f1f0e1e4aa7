// A snapshot on its way in: its pages stand under a generation of their own, and nobody looks there until `finish`.

import assert from 'node:assert/strict'

import type { HardState, Index } from '@quorumlite/raft'
import { QuorumliteError } from '@quorumlite/wire'

import type { Coverage, PagePosition } from './coverage.ts'
import { extendCoverage } from './coverage.ts'
import type { StagingRow } from './rows.ts'
import type { Checkpoint, PageWrite, SnapshotStaging, StoredPage } from './storage.ts'

/** What a staging asks of its group. */
export interface StagingTarget {
  /** With `row` in the last batch. */
  putPages(
    pages: readonly PageWrite[],
    row: StagingRow | undefined,
    check: () => void,
  ): Promise<void>
  readPages(row: StagingRow, database: number): AsyncIterable<readonly StoredPage[]>
  finish(row: StagingRow, checkpoint: Checkpoint, hardState?: HardState): Promise<void>
  /** Clears what was staged, in the background. */
  abort(row: StagingRow): Promise<void>
}

export class Staging implements SnapshotStaging {
  readonly #target: StagingTarget
  readonly #puts = new Set<Promise<void>>()
  #row: StagingRow
  #state: 'open' | 'finishing' | 'ended' = 'open'

  constructor(target: StagingTarget, row: StagingRow) {
    this.#target = target
    this.#row = row
  }

  get active(): boolean {
    return this.#state !== 'ended'
  }

  get merges(): boolean {
    return this.#row.mergesInto !== undefined
  }

  get coverage(): Coverage {
    return this.#row.coverage
  }

  async putPages(
    pages: readonly PageWrite[],
    covered?: { readonly through: PagePosition; readonly index: Index },
  ): Promise<void> {
    this.#assertOpen()
    const row = covered && {
      ...this.#row,
      coverage: extendCoverage(this.#row.coverage, covered.through, covered.index),
    }
    const put = this.#target.putPages(pages, row, () => {
      if (this.#state !== 'open') throw aborted()
    })
    this.#puts.add(put)
    try {
      await put
      if (row) this.#row = row
    } finally {
      this.#puts.delete(put)
    }
  }

  readPages(database: number): AsyncIterable<readonly StoredPage[]> {
    this.#assertOpen()
    return this.#target.readPages(this.#row, database)
  }

  async finish(checkpoint: Checkpoint, hardState?: HardState): Promise<void> {
    this.#assertOpen()
    assert(this.#puts.size === 0, 'every page is staged before the switch')
    this.#state = 'finishing'
    await this.#target.finish(this.#row, checkpoint, hardState)
    this.#state = 'ended'
  }

  async suspend(): Promise<void> {
    await this.#end()
  }

  async abort(): Promise<void> {
    if (await this.#end()) await this.#target.abort(this.#row)
  }

  /** Returns whether this call ended it. */
  async #end(): Promise<boolean> {
    if (this.#state !== 'open') return false
    this.#state = 'ended'
    // The batch that is being written now would escape a clearing; the others are rejected by then.
    await Promise.allSettled(this.#puts)
    return true
  }

  #assertOpen(): void {
    assert(this.#state === 'open', 'the staging was neither finished nor aborted')
  }
}

function aborted(): QuorumliteError {
  return new QuorumliteError('ABORTED', 'the staging of the snapshot was aborted', {
    hint: 'Begin again: nothing of it was kept.',
  })
}
