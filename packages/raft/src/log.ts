// The log as one sequence: durable entries in storage, the rest in `Unstable`, and the marks
// applied <= applying <= committed <= last index.

import { assert } from './assert.ts'
import {
  type Entry,
  EntryType,
  type Index,
  limitEntries,
  NO_ENTRIES,
  type Snapshot,
  type Term,
  totalEntryBytes,
} from './entry.ts'
import { StorageInconsistentError } from './errors.ts'
import type { RaftStorage } from './storage.ts'
import { Unstable } from './unstable.ts'

export interface LogOptions {
  readonly storage: RaftStorage
  readonly commit: Index
  readonly applied: Index
  readonly maxApplyingBytes: number
  readonly applyUnstable: boolean
}

/** Whether an append fits on the log, and brought entries or a commit index that were not there. */
export type AppendResult = 'mismatch' | 'known' | 'news'

export class RaftLog {
  readonly #storage: RaftStorage
  readonly #maxApplyingBytes: number
  readonly #applyUnstable: boolean
  readonly unstable: Unstable
  committed: Index
  /** Handed out to be applied, up to here. */
  applying: Index
  applied: Index
  #applyingBytes = 0
  #applyingPaused = false
  /** The batches handed out and not acknowledged: last index and bytes of each. */
  readonly #batches: { readonly last: Index; readonly bytes: number }[] = []
  /** Where the changes of configuration are that are not applied, ascending. */
  #confChanges: Index[] = []
  /** The last change of configuration that was committed in the life of this object. */
  committedConfChange: Index = 0
  /** The last answer of `entriesFrom`, since all peers that keep up are sent the same. */
  #recentFrom: Index = 0
  #recent: readonly Entry[] = NO_ENTRIES

  constructor(options: LogOptions) {
    this.#storage = options.storage
    this.#maxApplyingBytes = options.maxApplyingBytes
    this.#applyUnstable = options.applyUnstable
    const compacted = options.storage.firstIndex() - 1
    const last = options.storage.lastIndex()
    if (options.commit > last) {
      throw new StorageInconsistentError(
        `the hard state's commit index is ${options.commit}, but the log ends at ${last}`,
      )
    }
    if (options.applied > last || (options.applied < compacted && options.applied > 0)) {
      throw new StorageInconsistentError(
        `the applied index is ${options.applied}, but the log covers (${compacted}, ${last}]`,
      )
    }
    this.unstable = new Unstable(last + 1)
    // What is applied or compacted was committed, whether or not the commit index got to disk.
    this.applied = Math.max(options.applied, compacted)
    this.applying = this.applied
    this.committed = Math.max(options.commit, this.applied)
    this.#findConfChanges(this.applied + 1, last)
  }

  firstIndex(): Index {
    const snapshot = this.unstable.snapshot
    return snapshot === undefined ? this.#storage.firstIndex() : snapshot.metadata.index + 1
  }

  lastIndex(): Index {
    const last = this.unstable.lastIndex()
    return last === 0 ? this.unstable.offset - 1 : last
  }

  /** The log is durable here up to this index. */
  stableIndex(): Index {
    return this.unstable.snapshot === undefined
      ? this.unstable.offset - 1
      : this.#storage.lastIndex()
  }

  /** The term at `index`, or -1 if the log does not have it (any more). */
  term(index: Index): Term {
    const term = this.unstable.term(index)
    if (term >= 0) {
      return term
    }
    if (index < this.firstIndex() - 1 || index > this.lastIndex()) {
      return -1
    }
    return this.#storage.term(index)
  }

  lastTerm(): Term {
    return this.term(this.lastIndex())
  }

  matchTerm(index: Index, term: Term): boolean {
    return this.term(index) === term
  }

  /** Whether a log that ends so may lead this one (Raft, 5.4.1). */
  isUpToDate(lastIndex: Index, lastTerm: Term): boolean {
    const ownTerm = this.lastTerm()
    return lastTerm > ownTerm || (lastTerm === ownTerm && lastIndex >= this.lastIndex())
  }

  /** The leader's append. */
  append(entries: readonly Entry[]): void {
    const from = entries[0]!.index
    assert(from > this.committed, 'an append would replace a committed entry')
    this.#recent = NO_ENTRIES
    this.unstable.truncateAndAppend(entries)
    while (this.#confChanges.length > 0 && this.#confChanges.at(-1)! >= from) {
      this.#confChanges.pop()
    }
    this.#noteConfChanges(entries)
  }

  /** Whether `entries` after (`index`, `term`) deny what is known to be committed. No correct leader's do. */
  contradicts(index: Index, term: Term, entries: readonly Entry[]): boolean {
    if (index > this.committed) {
      return false
    }
    const differs = (at: Index, claimed: Term): boolean => {
      const own = this.term(at)
      return own >= 0 && own !== claimed
    }
    return (
      differs(index, term) ||
      entries.some((entry) => entry.index <= this.committed && differs(entry.index, entry.term))
    )
  }

  /**
   * The follower's append of `entries` after (`index`, `term`). Only a conflict truncates: an append that is old or
   * repeated must not cut off what came after it.
   */
  maybeAppend(index: Index, term: Term, entries: readonly Entry[], commit: Index): AppendResult {
    if (!this.matchTerm(index, term)) {
      return 'mismatch'
    }
    const { committed } = this
    const conflict = this.#findConflict(entries)
    if (conflict !== 0) {
      this.append(conflict === index + 1 ? entries : entries.slice(conflict - index - 1))
    }
    // Not min(commit, lastIndex()): what follows the new entries may be a rest of another leader's (Raft, figure 2).
    this.commitTo(Math.min(commit, index + entries.length))
    return conflict !== 0 || this.committed > committed ? 'news' : 'known'
  }

  /**
   * The last index up to `index` whose term is not above `term`: where logs that differ may still agree. It jumps over
   * whole terms, so that probing takes as many round trips as there are terms, not entries. It stops where the log is
   * compacted.
   */
  findConflictByTerm(index: Index, term: Term): Index {
    let at = index
    while (at > 0) {
      const own = this.term(at)
      if (own <= term) {
        return at
      }
      at--
    }
    return 0
  }

  commitTo(index: Index): void {
    if (index > this.committed) {
      assert(index <= this.lastIndex(), 'the commit index would pass the end of the log')
      this.committed = index
      for (const change of this.#confChanges) {
        if (change <= index) {
          this.committedConfChange = change
        }
      }
    }
  }

  /** A change of configuration is committed and not applied. */
  hasUnappliedConfChange(): boolean {
    return this.#confChanges.length > 0 && this.#confChanges[0]! <= this.committed
  }

  /** Advances the commit index to `index` if the entry there is of `term` (Raft, 5.4.2 and figure 8). */
  maybeCommit(index: Index, term: Term): boolean {
    if (index > this.committed && this.matchTerm(index, term)) {
      this.commitTo(index)
      return true
    }
    return false
  }

  /** Entries from `lo` to the end, within `maxBytes` but at least one. */
  entriesFrom(lo: Index, maxBytes: number): readonly Entry[] {
    const last = this.lastIndex()
    if (lo > last) {
      return NO_ENTRIES
    }
    if (this.#recentFrom !== lo || this.#recent.length === 0) {
      this.#recent = this.slice(lo, last + 1, maxBytes)
      this.#recentFrom = lo
    }
    return this.#recent
  }

  /** Entries `lo <= index < hi`, within `maxBytes` but at least one. */
  slice(lo: Index, hi: Index, maxBytes: number): readonly Entry[] {
    assert(lo <= hi && lo >= this.firstIndex(), 'a slice begins before the log')
    assert(hi <= this.lastIndex() + 1, 'a slice ends after the log')
    if (lo === hi) {
      return NO_ENTRIES
    }
    const offset = this.unstable.offset
    if (lo >= offset) {
      return limitEntries(this.unstable.slice(lo, hi), maxBytes)
    }
    const storedEnd = Math.min(hi, offset)
    const stored = this.#storage.entries(lo, storedEnd, maxBytes)
    assert(stored.length > 0 && stored[0]!.index === lo, 'storage answered with other entries')
    if (hi <= offset || stored.length < storedEnd - lo) {
      return stored
    }
    return limitEntries(stored.concat(this.unstable.slice(offset, hi)), maxBytes)
  }

  hasNextCommitted(): boolean {
    return (
      !this.#applyingPaused &&
      this.unstable.snapshot === undefined &&
      this.#maxAppliable() > this.applying
    )
  }

  /** The committed entries to be applied next; they count as handed out. */
  takeCommitted(): readonly Entry[] {
    if (!this.hasNextCommitted()) {
      return NO_ENTRIES
    }
    const end = this.#maxAppliable()
    const budget = this.#maxApplyingBytes - this.#applyingBytes
    const entries = this.slice(this.applying + 1, end + 1, budget)
    const last = entries.at(-1)!.index
    const bytes = totalEntryBytes(entries)
    this.#batches.push({ last, bytes })
    this.#applyingBytes += bytes
    this.#applyingPaused = last < end || this.#applyingBytes >= this.#maxApplyingBytes
    this.applying = last
    return entries
  }

  /** A snapshot may have overtaken what is acknowledged here: then only the accounts are settled. */
  appliedTo(index: Index): void {
    assert(index <= this.applying, 'an entry was applied that was not handed out')
    this.applied = Math.max(this.applied, index)
    this.#forgetConfChanges()
    while (this.#batches.length > 0 && this.#batches[0]!.last <= index) {
      this.#applyingBytes -= this.#batches.shift()!.bytes
      // With nothing outstanding at least one entry goes, whatever its size.
      this.#applyingPaused =
        this.#batches.length > 0 && this.#applyingBytes >= this.#maxApplyingBytes
    }
  }

  /** Replaces the whole log by a snapshot that was received. */
  restore(snapshot: Snapshot): void {
    this.#recent = NO_ENTRIES
    this.#confChanges = []
    this.committed = snapshot.metadata.index
    this.unstable.restore(snapshot)
  }

  /** The snapshot handed out is durable, and the state machine is at it. */
  snapshotInstalled(index: Index): void {
    this.unstable.stableSnapshotTo(index)
    this.applying = Math.max(this.applying, index)
    this.appliedTo(index)
  }

  #findConfChanges(from: Index, last: Index): void {
    let next = from
    while (next <= last) {
      const page = this.#storage.entries(next, last + 1, this.#maxApplyingBytes)
      this.#noteConfChanges(page)
      next += page.length
    }
  }

  #noteConfChanges(entries: readonly Entry[]): void {
    for (const { index, type } of entries) {
      if (type === EntryType.confChange) {
        this.#confChanges.push(index)
      }
    }
  }

  #forgetConfChanges(): void {
    while (this.#confChanges.length > 0 && this.#confChanges[0]! <= this.applied) {
      this.#confChanges.shift()
    }
  }

  #maxAppliable(): Index {
    return this.#applyUnstable ? this.committed : Math.min(this.committed, this.unstable.offset - 1)
  }

  /** Index of the first entry that the log lacks or contradicts; 0 if it has them all. */
  #findConflict(entries: readonly Entry[]): Index {
    for (const entry of entries) {
      if (!this.matchTerm(entry.index, entry.term)) {
        return entry.index
      }
    }
    return 0
  }
}
