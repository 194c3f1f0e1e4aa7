// The snapshots that a group receives, one at a time: where they are staged, and what of them outlives a break.

import assert from 'node:assert/strict'

import type { HardState, Index } from '@quorumlite/raft'

import type { HeadChange } from './group-storage.ts'
import { GENERATION_MAX, pageRange, stagingKey } from './keys.ts'
import type { PageBatch } from './page-batches.ts'
import { PageBatches } from './page-batches.ts'
import { readMergedPages, readPageRows } from './page-reading.ts'
import type { StagingRow } from './rows.ts'
import { encodeStaging } from './rows.ts'
import { Staging } from './snapshot-staging.ts'
import type { Checkpoint, PageWrite, SnapshotStaging, StorageLevel } from './storage.ts'
import type { NumberedBatch } from './write-sequencer.ts'

/** The group that receives. */
export interface InstallHost {
  readonly id: number
  readonly level: StorageLevel
  /** Of the present pages. */
  generation(): number
  checkpointIndex(): Index | undefined
  write(fill: (batch: NumberedBatch) => HeadChange): Promise<void>
  writeBatches(batches: Iterable<PageBatch>, check: () => void): Promise<void>
  clearLater(generation: number): void
  switchTo(row: StagingRow, checkpoint: Checkpoint, hardState?: HardState): Promise<void>
}

export class SnapshotInstalls {
  readonly #host: InstallHost
  #nextGeneration: number
  #staging: Staging | undefined
  /** Of the staging that is active, or was suspended. */
  #row: StagingRow | undefined

  constructor(
    host: InstallHost,
    recovered: { readonly nextGeneration: number; readonly staging: StagingRow | undefined },
  ) {
    this.#host = host
    this.#nextGeneration = recovered.nextGeneration
    this.#row = recovered.staging
  }

  async begin(merge: boolean): Promise<SnapshotStaging> {
    this.#assertIdle()
    const present = this.#host.checkpointIndex()
    assert(!merge || present !== undefined, 'there is something to go over')
    assert(this.#nextGeneration <= GENERATION_MAX, 'generations are not exhausted')
    const generation = this.#nextGeneration++
    if (this.#row) await this.#forget(this.#row)
    return this.#stage({
      generation,
      mergesInto: merge ? this.#host.generation() : undefined,
      coverage: { ranges: [], rest: merge ? (present ?? 0) : 0 },
    })
  }

  async resume(): Promise<SnapshotStaging | undefined> {
    this.#assertIdle()
    const row = this.#row
    if (!row || row.coverage.ranges.length === 0) return undefined
    const oldest = Math.min(...row.coverage.ranges.map(({ index }) => index))
    const fits = row.mergesInto === undefined || row.mergesInto === this.#host.generation()
    if (fits && oldest >= (this.#host.checkpointIndex() ?? 0)) return this.#stage(row)
    // This node went on by itself: what is staged is older than what it has.
    await this.#forget(row)
    return undefined
  }

  /** The switch to what was staged has deleted the row. */
  forgotten(): void {
    this.#row = undefined
  }

  #assertIdle(): void {
    assert(this.#staging?.active !== true, 'one snapshot is staged at a time')
  }

  #stage(row: StagingRow): Staging {
    this.#row = row
    const { id, level } = this.#host
    this.#staging = new Staging(
      {
        putPages: (pages, changed, check) => this.#put(row.generation, pages, changed, check),
        readPages: ({ generation, mergesInto }, database) =>
          mergesInto === undefined
            ? readPageRows(level, pageRange(id, generation, database))
            : readMergedPages(level, id, database, mergesInto, generation),
        finish: (last, checkpoint, hardState) => this.#host.switchTo(last, checkpoint, hardState),
        abort: (last) => this.#forget(last),
      },
      row,
    )
    return this.#staging
  }

  async #put(
    generation: number,
    pages: readonly PageWrite[],
    row: StagingRow | undefined,
    check: () => void,
  ): Promise<void> {
    const { id } = this.#host
    // Under pages that stay, an absence has to be said.
    const absence = this.#row?.mergesInto === undefined ? 'noRow' : 'row'
    const batches = [...new PageBatches(id, generation, pages, 0, absence)]
    const rowBatch: PageBatch = {
      pageCount: 0,
      putInto: (batch) => row && batch.put(stagingKey(id), encodeStaging(id, row, batch.number)),
    }
    const last = batches.pop() ?? rowBatch
    // The row goes with the last pages: before them it would promise too much.
    const final: PageBatch = {
      pageCount: last.pageCount,
      putInto: (batch) => {
        last.putInto(batch)
        rowBatch.putInto(batch)
      },
    }
    await this.#host.writeBatches([...batches, final], check)
    if (row) this.#row = row
  }

  async #forget({ generation, coverage }: StagingRow): Promise<void> {
    this.#row = undefined
    // Before the pages: the row, once there is one, would promise what is gone.
    if (coverage.ranges.length > 0) {
      await this.#host.write((batch) => {
        batch.del(stagingKey(this.#host.id))
        return {}
      })
    }
    this.#host.clearLater(generation)
  }
}
