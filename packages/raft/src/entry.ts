// The values that Raft keeps on disk and on the wire: identifiers, log entries, hard state, configuration and snapshot.
// Indexes, terms and ids are safe integers; zero means "none".

/** A member's identity: a safe integer from 1. Never reused, also not by the same machine after it lost its disk. */
export type NodeId = number

/** The absence of a node: no leader, no vote, no transfer target. */
export const NO_NODE: NodeId = 0

/** A position in the log, from 1. Zero is the empty log. */
export type Index = number

/** An election term, from 1. Zero is the time before the first election. */
export type Term = number

/** What an entry's data is. */
export const EntryType = {
  /** The application's bytes; empty in the entry with which a leader begins its term. */
  normal: 0,
  /** An encoded `ConfChange`; apply it with `applyConfChange(decodeConfChange(entry.data))`. */
  confChange: 1,
} as const
export type EntryType = (typeof EntryType)[keyof typeof EntryType]

/** One entry of the log. Immutable once appended: the same object may be in several messages. */
export interface Entry {
  readonly index: Index
  readonly term: Term
  readonly type: EntryType
  readonly data: Uint8Array
}

/** What has to survive a crash besides the entries. `commit` alone may be lost: it is found again from the leader. */
export interface HardState {
  readonly term: Term
  readonly vote: NodeId
  readonly commit: Index
}

/** Who takes part, as of some index. The arrays are sorted and without repetition. */
export interface ConfState {
  readonly voters: readonly NodeId[]
  readonly learners: readonly NodeId[]
  /** The outgoing majority while the configuration is joint, otherwise empty. */
  readonly votersOutgoing: readonly NodeId[]
  /** Outgoing voters that become learners when the joint configuration is left. */
  readonly learnersNext: readonly NodeId[]
  /** The leader leaves the joint configuration by itself as soon as it has applied it. */
  readonly autoLeave: boolean
}

/** The log up to and including `index` is replaced by a snapshot; `confState` is the configuration at that index. */
export interface SnapshotMetadata {
  readonly index: Index
  readonly term: Term
  readonly confState: ConfState
}

/**
 * A snapshot as the core sees it. A caller that streams the state by other means leaves `data` out: the core never
 * looks at it.
 */
export interface Snapshot {
  readonly metadata: SnapshotMetadata
  readonly data?: Uint8Array
}

/** What an entry costs besides its data, on disk and on the wire. */
const ENTRY_OVERHEAD_BYTES = 24

/**
 * Bytes of an entry as they count against every limit of size, except `maxUncommittedBytes`. The overhead is part of
 * it so that a run of empty entries is bounded too.
 */
export function entryBytes(entry: Entry): number {
  return entry.data.length + ENTRY_OVERHEAD_BYTES
}

/** The sum of `entryBytes`. */
export function totalEntryBytes(entries: readonly Entry[]): number {
  let bytes = 0
  for (const entry of entries) {
    bytes += entryBytes(entry)
  }
  return bytes
}

/** The longest beginning of `entries` within `maxBytes`, but at least one entry. No copy if all of them fit. */
export function limitEntries(entries: readonly Entry[], maxBytes: number): readonly Entry[] {
  let bytes = 0
  for (let i = 0; i < entries.length; i++) {
    bytes += entryBytes(entries[i]!)
    if (bytes > maxBytes && i > 0) {
      return entries.slice(0, i)
    }
  }
  return entries
}

/** The empty list of entries, one for all. */
export const NO_ENTRIES: readonly Entry[] = Object.freeze([])
