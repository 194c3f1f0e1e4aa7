// The end of the log that is not known to be durable: entries, and at most one snapshot, that were not handed out yet
// or whose write is not acknowledged.

import { assert } from './assert.ts'
import { type Entry, type Index, NO_ENTRIES, type Snapshot, type Term } from './entry.ts'

export class Unstable {
  snapshot: Snapshot | undefined
  #snapshotInProgress = false
  /** `entries[i]` has the index `offset + i`. */
  readonly entries: Entry[] = []
  /** Everything below is in storage. */
  offset: Index
  /** Everything below is in storage or handed out to be written. */
  #offsetInProgress: Index

  constructor(offset: Index) {
    this.offset = offset
    this.#offsetInProgress = offset
  }

  /** The last index here, or 0 if this part of the log is empty. */
  lastIndex(): Index {
    if (this.entries.length > 0) {
      return this.offset + this.entries.length - 1
    }
    return this.snapshot === undefined ? 0 : this.snapshot.metadata.index
  }

  /** The term at `index`, or -1 if that is not here. */
  term(index: Index): Term {
    if (index < this.offset) {
      const metadata = this.snapshot?.metadata
      return metadata !== undefined && metadata.index === index ? metadata.term : -1
    }
    const entry = this.entries[index - this.offset]
    return entry === undefined ? -1 : entry.term
  }

  /** Entries `lo <= index < hi`, all of which must be here. */
  slice(lo: Index, hi: Index): readonly Entry[] {
    assert(lo >= this.offset && lo <= hi, 'a slice of the unstable log begins before it')
    assert(hi <= this.offset + this.entries.length, 'a slice of the unstable log ends after it')
    return lo === hi ? NO_ENTRIES : this.entries.slice(lo - this.offset, hi - this.offset)
  }

  hasNext(): boolean {
    return (
      this.offset + this.entries.length > this.#offsetInProgress ||
      (this.snapshot !== undefined && !this.#snapshotInProgress)
    )
  }

  /** Entries not handed out yet. */
  nextEntries(): readonly Entry[] {
    return this.slice(this.#offsetInProgress, this.offset + this.entries.length)
  }

  /** The snapshot, if it is not handed out yet. */
  nextSnapshot(): Snapshot | undefined {
    return this.#snapshotInProgress ? undefined : this.snapshot
  }

  /** Everything here is handed out now. */
  acceptInProgress(): void {
    this.#offsetInProgress = this.offset + this.entries.length
    this.#snapshotInProgress = this.snapshot !== undefined
  }

  /** The log is durable up to `index`, at which it has `term`. No effect if that is not what stands here now. */
  stableTo(index: Index, term: Term): void {
    if (index < this.offset || this.term(index) !== term) {
      return
    }
    const count = index + 1 - this.offset
    if (count === this.entries.length) {
      this.entries.length = 0
    } else {
      this.entries.splice(0, count)
    }
    this.offset = index + 1
    this.#offsetInProgress = Math.max(this.#offsetInProgress, this.offset)
  }

  stableSnapshotTo(index: Index): void {
    if (this.snapshot !== undefined && this.snapshot.metadata.index === index) {
      this.snapshot = undefined
      this.#snapshotInProgress = false
    }
  }

  restore(snapshot: Snapshot): void {
    this.entries.length = 0
    this.offset = snapshot.metadata.index + 1
    this.#offsetInProgress = this.offset
    this.snapshot = snapshot
    this.#snapshotInProgress = false
  }

  /** Replaces the log from the index of the first entry on. */
  truncateAndAppend(entries: readonly Entry[]): void {
    const from = entries[0]!.index
    if (from < this.offset) {
      // The conflict lies in what is durable: all of it from there on has to be written anew.
      this.entries.length = 0
      this.offset = from
    } else {
      assert(from <= this.offset + this.entries.length, 'an append leaves a gap in the log')
      this.entries.length = from - this.offset
    }
    this.#offsetInProgress = Math.min(this.#offsetInProgress, from)
    for (const entry of entries) {
      this.entries.push(entry)
    }
  }
}
