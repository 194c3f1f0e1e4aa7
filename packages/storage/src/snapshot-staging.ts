// A snapshot on its way in: its pages stand under the next generation, and nobody looks there until `finish`.

import assert from 'node:assert/strict'

import type { HardState } from '@quorumlite/raft'
import { QuorumliteError } from '@quorumlite/wire'

import type { Checkpoint, PageWrite, SnapshotStaging } from './storage.ts'

/** What a staging asks of its group. */
export interface StagingTarget {
  putPages(pages: readonly PageWrite[], check: () => void): Promise<void>
  finish(checkpoint: Checkpoint, hardState: HardState): Promise<void>
  /** Clears what was staged, in the background. */
  abort(): void
}

export class Staging implements SnapshotStaging {
  readonly #target: StagingTarget
  readonly #puts = new Set<Promise<void>>()
  #state: 'open' | 'finishing' | 'ended' = 'open'

  constructor(target: StagingTarget) {
    this.#target = target
  }

  get active(): boolean {
    return this.#state !== 'ended'
  }

  async putPages(pages: readonly PageWrite[]): Promise<void> {
    this.#assertOpen()
    const put = this.#target.putPages(pages, () => {
      if (this.#state !== 'open') throw aborted()
    })
    this.#puts.add(put)
    try {
      await put
    } finally {
      this.#puts.delete(put)
    }
  }

  async finish(checkpoint: Checkpoint, hardState: HardState): Promise<void> {
    this.#assertOpen()
    assert(this.#puts.size === 0, 'every page is staged before the switch')
    this.#state = 'finishing'
    await this.#target.finish(checkpoint, hardState)
    this.#state = 'ended'
  }

  async abort(): Promise<void> {
    if (this.#state !== 'open') return
    this.#state = 'ended'
    // The batch that is being written now would escape the clearing; the others are rejected by then.
    await Promise.allSettled(this.#puts)
    this.#target.abort()
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
