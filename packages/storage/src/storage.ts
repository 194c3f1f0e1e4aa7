// What a node keeps on disk, as the node sees it. One LevelDB database holds all of it; docs/formats.md has the bytes.
// Every write is synced, one at a time, in the order of the calls (urgent ones overtake those of checkpoints).

import type { AbstractLevel } from 'abstract-level'
import type { ConfState, Entry, HardState, Index, RaftStorage, Term } from '@quorumlite/raft'

import type { Coverage, PagePosition } from './coverage.ts'

/** Any abstract-level database with `view` (or `buffer`) encodings of keys and values. */
export type StorageLevel = AbstractLevel<Buffer | Uint8Array | string, Uint8Array, Uint8Array>

interface OpenOptions {
  /** Bytes of recent log entries that are kept in memory per group, to serve followers that keep up. Default: 6 MiB. */
  readonly logCacheBytes?: number
  /** Where the storage id of a new directory comes from. Default: the system's. */
  readonly random?: { bytes(count: number): Uint8Array }
}

export interface DirectoryOptions extends OpenOptions {
  /** A directory of its own, made (0700) if it is absent. */
  readonly location: string
}

export interface LevelOptions extends OpenOptions {
  /** An opened or opening database; closed together with the storage. */
  readonly level: StorageLevel
}

export type StorageOptions = DirectoryOptions | LevelOptions

/** A member as this node last knew it: whom to dial before the log has been replayed. */
export interface KnownMember {
  readonly nodeId: number
  readonly peerId: string
  readonly storageId: string
  readonly addresses: readonly string[]
  readonly name: string
}

/** Who this node is. Written when it bootstraps or joins, and whenever the member list changed. */
export interface NodeIdentity {
  readonly nodeId: number
  /** Hexadecimal. */
  readonly clusterId: string
  readonly peerId: string
  readonly members: readonly KnownMember[]
  /** Ids that must never be let in again. */
  readonly removedNodes: readonly number[]
}

/** The replicated state at one index, but for the pages. */
export interface Checkpoint {
  readonly index: Index
  readonly term: Term
  readonly confState: ConfState
  /** An encoded ReplicatedState; opaque here. */
  readonly state: Uint8Array
}

/** A page to be written. `data` is copied before the call returns. */
export interface PageWrite {
  readonly database: number
  readonly pgno: number
  /** Undefined: the page is gone, its row is deleted. */
  readonly data: Uint8Array | undefined
  /** 8 bytes; kept beside the page, not interpreted. Undefined if the page is gone. */
  readonly hash: Uint8Array | undefined
  /** The page did not change after the entry with this index. Default: that of the checkpoint. */
  readonly changedIndex?: Index
}

/** A page as it was found; its row's own checksum has been verified. */
export interface StoredPage {
  readonly pgno: number
  readonly data: Uint8Array
  readonly hash: Uint8Array
  /** The page did not change after the entry with this index. */
  readonly changedIndex: Index
}

/** A page under its database. */
export interface PlacedPage extends StoredPage {
  readonly database: number
}

/** Some rows of pages, looked at without trust. */
export interface InspectedPages {
  readonly pages: readonly PlacedPage[]
  /** Rows that are not what was written there. */
  readonly damaged: readonly PagePosition[]
  /** Where to go on; undefined at the end. */
  readonly next: PagePosition | undefined
}

export interface AppendWrite {
  readonly hardState?: HardState | undefined
  /** Consecutive. They replace what the log has from the index of the first on. */
  readonly entries?: readonly Entry[] | undefined
  /** The write has to be durable although it moves only the commit index: Raft's `mustSync`. */
  readonly mustSync?: boolean | undefined
}

/**
 * Everything durable of one node. Asynchronous methods reject with QuorumliteError:
 * DISK_FULL or NODE_FAILED after a failed write (never retried: from then on every write rejects with the same cause,
 * and the node has to stop and recover from its log), STORAGE_DAMAGED when a value is not what was written, CLOSED.
 */
export interface NodeStorage extends AsyncDisposable {
  /** 32 hexadecimal digits, made with the directory: a wiped directory has another. */
  readonly storageId: string
  /** Undefined until this node bootstrapped or joined. */
  readonly identity: NodeIdentity | undefined
  writeIdentity(identity: NodeIdentity): Promise<void>
  /** The same object for the same id. A group that was never written to is empty. */
  group(id: number): GroupStorage
  /** Ids of the groups that have durable state. */
  groups(): readonly number[]
  /** Why no write is possible any more. */
  readonly failed: Error | undefined
  /** What was done since opening, for metrics and tests. */
  readonly counters: StorageCounters
  /** Resolves when nothing is left to clear in the background (old generations, compacted records). */
  settled(): Promise<void>
  /** Waits for the write in progress, then closes. Idempotent. */
  close(): Promise<void>
}

export interface StorageCounters {
  /** Synced LevelDB batches that were acknowledged. */
  readonly syncedWrites: number
  /** Those of them that came from `append`. */
  readonly appends: number
  readonly appendedEntries: number
  readonly writtenPages: number
}

/** The durable state of one Raft group. Synchronous reads are of what is durable, never of what is being written. */
export interface GroupStorage extends RaftStorage {
  readonly id: number

  /**
   * Writes entries and hard state in one synced batch; resolves when durable. At most one outstanding (asserted).
   * A hard state that moves only the commit index costs no write: it goes with the next one, as Raft may lose it. Unless
   * `mustSync` says that it may not.
   */
  append(write: AppendWrite): Promise<void>

  /** The last one that was completed. */
  readonly checkpoint: Checkpoint | undefined
  /** Pages may be newer than the checkpoint, up to the state at this index: replay to it before trusting them. */
  readonly checkpointTarget: Index | undefined

  /**
   * As `writePages`, for a checkpoint at `targetIndex`, before the marker is written, and of databases alone that are newer than the last checkpoint and than the
   * target of an unfinished one: recovery takes them for what they are only under the next marker.
   */
  writeNewPages(targetIndex: Index, pages: readonly PageWrite[]): Promise<void>
  /** Writes the marker. From here to `finishCheckpoint` pages may run ahead. `targetIndex` is at most `lastIndex()`. */
  beginCheckpoint(targetIndex: Index): Promise<void>
  /** Synced in batches of 256 KiB (larger ones beside large appends), between which appends go on. Rejects with ABORTED if a snapshot was installed. */
  writePages(pages: readonly PageWrite[]): Promise<void>
  /** State, position and the removal of the marker, atomically. `checkpoint.index` is the target. */
  finishCheckpoint(checkpoint: Checkpoint): Promise<void>

  /** Only within a checkpoint, or of a database that the checkpoint does not have, any more or yet. */
  dropDatabasePages(database: number): Promise<void>
  /** Databases that have page rows, also those whose dropping was interrupted. */
  databasesWithPages(): Promise<readonly number[]>
  /** All pages of the database in the order of their numbers, in bounded batches. */
  readPages(database: number): AsyncIterable<readonly StoredPage[]>
  /**
   * Looks at the rows of pages after that position (undefined: from the first), at most so many, and tells the damaged ones
   * instead of throwing. A database whose structure is damaged rejects with STORAGE_DAMAGED all the same.
   */
  inspectPages(after: PagePosition | undefined, rowsMax: number): Promise<InspectedPages>

  /** Drops the log through that index (at most the checkpoint's). */
  compact(throughIndex: Index): Promise<void>
  /**
   * Begins to return the disk's space of what was dropped or replaced, if at most so many bytes were written since the last call.
   * To be called at regular times: while much is written it would hold writes up, and the space returns by and by without it.
   */
  giveBackSpace(writtenBytesMax: number): void

  /** The index after which the log, up to the record that holds `index`, has at most so many bytes in whole records. */
  indexBeforeBytes(bytesMax: number, index: Index): Index

  /**
   * The pages of the checkpoint as they are now, whatever is written later. Undefined while a checkpoint is being written,
   * and if there is none. What is replaced meanwhile stays on disk until it is closed.
   */
  pinCheckpoint(): PinnedCheckpoint | undefined

  /**
   * Stages a snapshot beside the present state, in place of one that was suspended. One at a time (asserted). With `merge`
   * it brings only what changed: its pages go over those of the checkpoint, of which there must be one.
   */
  beginInstall(options?: { readonly merge?: boolean }): Promise<SnapshotStaging>
  /**
   * What was staged before, by this process or an earlier one, and neither finished nor aborted; undefined if there is
   * nothing that the present state could go on with.
   */
  resumeInstall(): Promise<SnapshotStaging | undefined>
}

/** Sees one moment. Pages come in the order of database and page number. */
export interface PinnedCheckpoint extends AsyncDisposable {
  readonly checkpoint: Checkpoint
  /** The next pages, at most so many; none at the end. May hold pages of databases that the checkpoint does not have. */
  next(pagesMax: number): Promise<readonly PlacedPage[]>
  close(): Promise<void>
}

export interface SnapshotStaging {
  /** Its pages go over those that are there; otherwise they take their place. */
  readonly merges: boolean
  /** How new the pages are, those that are there included if it merges. */
  readonly coverage: Coverage
  /**
   * `covered`: with these pages, all through that position are as they were at `index`. Once that was said, what is staged
   * survives a restart.
   */
  putPages(
    pages: readonly PageWrite[],
    covered?: { readonly through: PagePosition; readonly index: Index },
  ): Promise<void>
  /** The pages of a database as they would be after `finish`; each row is verified. Nothing is put meanwhile. */
  readPages(database: number): AsyncIterable<readonly StoredPage[]>
  /**
   * The atomic switch: pages, checkpoint and hard state are the snapshot's. The log is empty after its index, unless it
   * holds that very entry: then what follows it stays (a node that repairs its pages keeps what it acknowledged). No
   * append may be outstanding. What was replaced is cleared in the background.
   *
   * Without `hardState` pages and checkpoint alone are replaced, while appends go on: the log has to hold the checkpoint's
   * last entry, and stays as it is.
   */
  finish(checkpoint: Checkpoint, hardState?: HardState): Promise<void>
  /** Gives it up to be resumed later. Idempotent; nothing happens after `finish` or `abort`. */
  suspend(): Promise<void>
  /** Nothing happened. Idempotent, also after `finish`. */
  abort(): Promise<void>
}
