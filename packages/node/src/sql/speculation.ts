import type { CommitParts, EncodedCommit, PageStore } from '@quorumlite/sqlite'
import { PAGE_BYTES } from '@quorumlite/wire'
import { assert } from '../assert.ts'

/** What a database is after everything that ran on it, published or not. */
export interface Tip {
  readonly pageCount: number
  readonly checksum: string
}

interface InFlight {
  readonly speculation: number
  readonly bytes: number
  readonly parts: CommitParts | undefined
}

/** Of one page in an encoded commit, at most. */
const PAGE_RECORD_BYTES = 8 + PAGE_BYTES

/** The commits of one database that are on their way to a quorum, in order, each under a number that is never used twice. */
export class Speculation {
  readonly #store: PageStore
  #inFlight: InFlight[] = []
  #bytes = 0
  #lastNumber: number
  #tip: Tip | undefined

  /** `lastNumber`: of those that the database had before it was evicted. */
  constructor(store: PageStore, lastNumber: number) {
    this.#store = store
    this.#lastNumber = lastNumber
  }

  get lastNumber(): number {
    return this.#lastNumber
  }

  get isEmpty(): boolean {
    return this.#inFlight.length === 0
  }

  /** Encoded bytes that wait for their quorum. */
  get bytes(): number {
    return this.#bytes
  }

  get tip(): Tip {
    this.#tip ??= { pageCount: this.#store.pageCount, checksum: this.#store.checksum }
    return this.#tip
  }

  /** Takes what the writer just committed; undefined if it wrote no page. Above `bytesMax` it comes in parts. */
  take(
    bytesMax: number,
  ): { readonly speculation: number; readonly commit: EncodedCommit } | undefined {
    const { tip } = this
    const commit = this.#store.takeCommit(bytesMax)
    if (!commit) return undefined
    assert(commit.checksumBefore === tip.checksum, 'a commit builds on the one before it')
    assert(commit.version === this.#store.speculativeVersion, 'a request makes at most one commit')
    const speculation = ++this.#lastNumber
    const { parts } = commit
    const bytes = parts ? parts.pagesWritten * PAGE_RECORD_BYTES : commit.bytes.length
    this.#inFlight.push({ speculation, bytes, parts })
    this.#bytes += bytes
    this.#tip = { pageCount: commit.pageCount, checksum: commit.checksumAfter }
    return { speculation, commit }
  }

  /** Of a commit that comes in parts; undefined if it is not in flight any more. */
  partsOf(speculation: number): CommitParts | undefined {
    return this.#inFlight.find((commit) => commit.speculation === speculation)?.parts
  }

  publish(speculation: number): void {
    const lowest = this.#inFlight.shift()
    assert(
      lowest?.speculation === speculation,
      `commit ${speculation} is published when ${lowest?.speculation ?? 'none'} is the lowest`,
    )
    this.#bytes -= lowest.bytes
    this.#store.publish(1)
  }

  /** Everything above the committed version is gone, or the committed version has changed. */
  reset(): void {
    this.#inFlight = []
    this.#bytes = 0
    this.#tip = undefined
  }
}
