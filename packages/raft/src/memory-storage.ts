// Storage in memory: the twin for tests, and an example of what RaftStorage asks.

import { assert } from './assert.ts'
import {
  type ConfState,
  type Entry,
  type HardState,
  type Index,
  limitEntries,
  type Snapshot,
  type SnapshotMetadata,
  type Term,
} from './entry.ts'
import {
  CompactedError,
  SnapshotTemporarilyUnavailableError,
  StorageInconsistentError,
  UnavailableError,
} from './errors.ts'
import { EMPTY_CONF_STATE } from './membership.ts'
import type { RaftStorage } from './storage.ts'

const NO_SNAPSHOT: Snapshot = Object.freeze({
  metadata: { index: 0, term: 0, confState: EMPTY_CONF_STATE },
})

export class MemoryStorage implements RaftStorage {
  #hardState: HardState = { term: 0, vote: 0, commit: 0 }
  #confState: ConfState
  #snapshot: Snapshot = NO_SNAPSHOT
  #snapshotUnavailable = false
  /** The entry before the first one is compacted; its term is kept. */
  #compactedIndex: Index = 0
  #compactedTerm: Term = 0
  #entries: Entry[] = []

  /** `confState` is the configuration that a new cluster begins with; empty for a node that joins one. */
  constructor(confState: ConfState = EMPTY_CONF_STATE) {
    this.#confState = confState
  }

  initialState(): { readonly hardState: HardState; readonly confState: ConfState } {
    return { hardState: this.#hardState, confState: this.#confState }
  }

  entries(lo: Index, hi: Index, maxBytes: number): readonly Entry[] {
    this.#check(lo, this.firstIndex())
    this.#check(hi - 1, this.firstIndex())
    const from = this.#compactedIndex + 1
    return limitEntries(this.#entries.slice(lo - from, hi - from), maxBytes)
  }

  term(index: Index): Term {
    this.#check(index, this.#compactedIndex)
    return index === this.#compactedIndex
      ? this.#compactedTerm
      : this.#entries[index - this.#compactedIndex - 1]!.term
  }

  firstIndex(): Index {
    return this.#compactedIndex + 1
  }

  lastIndex(): Index {
    return this.#compactedIndex + this.#entries.length
  }

  snapshot(): Snapshot {
    if (this.#snapshotUnavailable || this.#snapshot === NO_SNAPSHOT) {
      throw new SnapshotTemporarilyUnavailableError()
    }
    return this.#snapshot
  }

  setHardState(hardState: HardState): void {
    this.#hardState = hardState
  }

  /** The configuration after the last change that was applied; belongs to the applied index. */
  setConfState(confState: ConfState): void {
    this.#confState = confState
  }

  /** Makes `snapshot()` fail as if it were still being made. */
  setSnapshotUnavailable(unavailable: boolean): void {
    this.#snapshotUnavailable = unavailable
  }

  /** Replaces the log from the first of `entries` on. Entries already compacted are passed over. */
  append(entries: readonly Entry[]): void {
    const fresh = entries.filter((entry) => entry.index > this.#compactedIndex)
    if (fresh.length === 0) {
      return
    }
    const kept = fresh[0]!.index - this.#compactedIndex - 1
    if (kept > this.#entries.length) {
      throw new StorageInconsistentError(`entries are missing before ${fresh[0]!.index}`)
    }
    this.#entries.length = kept
    for (const entry of fresh) {
      this.#entries.push(entry)
    }
  }

  /** Replaces everything by a snapshot received from the leader. */
  applySnapshot(snapshot: Snapshot): void {
    this.#snapshot = snapshot
    this.#compactedIndex = snapshot.metadata.index
    this.#compactedTerm = snapshot.metadata.term
    this.#confState = snapshot.metadata.confState
    this.#entries = []
  }

  /** Makes the snapshot to send to peers, at an applied index. */
  createSnapshot(index: Index, confState: ConfState, data?: Uint8Array): Snapshot {
    const metadata: SnapshotMetadata = { index, term: this.term(index), confState }
    this.#snapshot = data === undefined ? { metadata } : { metadata, data }
    return this.#snapshot
  }

  /** Drops the entries up to and including `index`, which the snapshot must cover. */
  compact(index: Index): void {
    assert(index <= this.#snapshot.metadata.index, 'compaction would pass the snapshot')
    if (index <= this.#compactedIndex) {
      return
    }
    const term = this.term(index)
    this.#entries = this.#entries.slice(index - this.#compactedIndex)
    this.#compactedIndex = index
    this.#compactedTerm = term
  }

  #check(index: Index, least: Index): void {
    if (index < least) {
      throw new CompactedError(index, this.firstIndex())
    }
    if (index > this.lastIndex()) {
      throw new UnavailableError(index, this.lastIndex())
    }
  }
}
