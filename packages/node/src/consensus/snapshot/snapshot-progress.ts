import type { Clock } from '@quorumlite/transport'
import type { SnapshotProgress } from '@quorumlite/wire'

/** What is shown of a transfer while it runs, at either end. */
export class TransferProgress {
  readonly nodeId: number
  readonly #clock: Clock
  readonly #startedAtMs: number
  #database = 0
  #pagesBefore = 0
  pagesDone = 0
  pagesTotal = 0
  bytes = 0
  resumed: number

  constructor(nodeId: number, clock: Clock, resumed = 0) {
    this.nodeId = nodeId
    this.#clock = clock
    this.#startedAtMs = clock.nowMs()
    this.resumed = resumed
  }

  /** Databases come one after the other, each by ascending page number. */
  reached(database: number, pgno: number): void {
    if (database !== this.#database) {
      this.#database = database
      this.#pagesBefore = this.pagesDone
    }
    this.pagesDone = this.#pagesBefore + pgno
  }

  get shown(): SnapshotProgress {
    const { nodeId, pagesDone, pagesTotal, bytes, resumed } = this
    const elapsedMs = Math.floor(this.#clock.nowMs() - this.#startedAtMs)
    return { nodeId, pagesDone, pagesTotal, bytes, elapsedMs, resumed }
  }
}
