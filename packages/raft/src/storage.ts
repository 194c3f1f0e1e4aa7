// What the core reads of the durable log. Synchronous on purpose: a step is one uninterrupted run. The caller writes;
// the core only reads, and only what it was told is durable (see README.md, duties of the caller).

import type { ConfState, Entry, HardState, Index, Snapshot, Term } from './entry.ts'

/** The durable log as the core reads it. `MemoryStorage` is the twin for tests. */
export interface RaftStorage {
  /** What the last run left behind. Called once, by the constructor of `RawNode`. */
  initialState(): { readonly hardState: HardState; readonly confState: ConfState }

  /**
   * Entries `lo <= index < hi`, as many as fit in `maxBytes` (measured with `entryBytes`), but at least one.
   * @throws CompactedError if `lo < firstIndex()`
   * @throws UnavailableError if `hi > lastIndex() + 1`
   */
  entries(lo: Index, hi: Index, maxBytes: number): readonly Entry[]

  /**
   * Term of the entry at `index`, for `firstIndex() - 1 <= index <= lastIndex()`: the term of the entry just before
   * the first must be kept when the log is compacted (it is the snapshot's).
   * @throws CompactedError below that range
   * @throws UnavailableError above it
   */
  term(index: Index): Term

  /** Index of the last entry, or of the snapshot if there is no entry after it; 0 if there is neither. */
  lastIndex(): Index

  /** Index of the first entry that is still there, one after the snapshot if there is none; 1 in an empty log. */
  firstIndex(): Index

  /**
   * The snapshot to send to a peer that needs entries already compacted, or that joins with nothing at all. Its index
   * must be at least 1 and at least `firstIndex() - 1`, and its configuration the one at exactly that index.
   * @throws SnapshotTemporarilyUnavailableError if it is still being made: the core asks again later
   */
  snapshot(): Snapshot
}
