import type { ExecuteBatch, Failure, MemoryStatus, Statement } from '@quorumlite/wire'
import type {
  EvictionEnded,
  FailLoad,
  LoadedPages,
  LoadPages,
  PagesWanted,
  StoreEvicted,
  WantStore,
} from './eviction-messages.ts'
import type {
  CheckPages,
  CheckedPages,
  Damaged,
  ScrubMemory,
  Scrubbed,
} from './integrity-messages.ts'
import type { PackedPages } from './packed-pages.ts'
import type { AttachReader, DetachReader, StoreReport } from './store-messages.ts'
import type { Pinned, PinnedPages, PinStores, ReadPinned, UnpinStores } from './pin-messages.ts'

/**
 * What the consensus half and the SQL half of a node say to each other. The consensus half owns log, sessions,
 * catalogue and sequence numbers; the SQL half owns pages, connections and writer queues. Both directions are FIFO,
 * which several rules below lean on.
 *
 * A database is named by its id. A `ticket` is a number that the consensus half makes up for each thing it wants an
 * answer to. An `epoch` counts the aborts of a database's speculation: an execution that was posted before its
 * database's abort reached the SQL half comes back with an older epoch, and the consensus half drops it.
 */
export type SqlCommand =
  | CreateStore
  | ForkStore
  | RestorePages
  | FinishRestore
  | DiscardUnfinished
  | DropStore
  | LimitSize
  | ResetStores
  | VerifyStore
  | PublishCommit
  | ApplyCommit
  | StagePart
  | ApplyStaged
  | DropStaged
  | EncodePart
  | MarkApplied
  | AbortSpeculation
  | SetLeading
  | ExecuteCommand
  | ImportCommand
  | BeginCommand
  | StepCommand
  | CommitCommand
  | RollbackCommand
  | QueryCommand
  | ExportCommand
  | TakePieces
  | CancelCommand
  | PinStores
  | ReadPinned
  | UnpinStores
  | MeasureMemory
  | ScrubMemory
  | CheckPages
  | LoadPages
  | FailLoad
  | WantStore
  | AttachReader
  | DetachReader

/** Makes an empty store; with `page1` it is filled with that one page and published (a new database). */
export interface CreateStore {
  readonly kind: 'createStore'
  readonly database: number
  /** For readers in the service's own thread, who do not know numbers. */
  readonly name: string
  /** Databases of one family may have pages in common; 0: nobody knows which it is of. */
  readonly family: number
  readonly page1?: Uint8Array
}

/**
 * Makes a store with the committed content of `source`, as of this place in the FIFO order. Without `verify` (recovery replays
 * over pages that may run ahead of the log) the source may be something else by now: pages that were restored for this store
 * are its content then, if there are any.
 */
export interface ForkStore {
  readonly kind: 'forkStore'
  readonly database: number
  readonly name: string
  readonly family: number
  readonly source: number
  readonly pageCount: number
  /** 16 hex digits. */
  readonly checksum: string
  readonly verify: boolean
}
/** Stores that have pages and were not finished, nor forked into: nobody will. */
export interface DiscardUnfinished {
  readonly kind: 'discardUnfinished'
}

/** Recovery and snapshot install: pages of a store that was just created, in batches, then `finishRestore`. */
export interface RestorePages {
  readonly kind: 'restorePages'
  readonly database: number
  readonly pages: PackedPages
}
export interface StoredPage {
  readonly pgno: number
  readonly data: Uint8Array
  /** 8 bytes, as the page store computed it. */
  readonly hash: Uint8Array
}
/** `checksum` (16 hex digits) absent: unknown, because pages ran ahead of the checkpoint; `verifyStore` comes later. */
export interface FinishRestore {
  readonly kind: 'finishRestore'
  readonly database: number
  readonly pageCount: number
  readonly checksum?: string
}
/** Closes every connection of the database, fails its queue and its transactions, frees its pages. */
export interface DropStore {
  readonly kind: 'dropStore'
  readonly database: number
}
/** How many pages a database may have from here on: what runs after this in its writer is held to it. */
export interface LimitSize {
  readonly kind: 'limitSize'
  /** 0: all that have no limit of their own. */
  readonly database: number
  /** 0: none of its own. */
  readonly pagesMax: number
}
/**
 * Drops every store, and what limits they had of their own: others take their place. The only command that is obeyed after
 * `damaged` was reported.
 */
export interface ResetStores {
  readonly kind: 'resetStores'
}
/** Holds the committed state against what the log says it is; a mismatch is reported as `damaged`. */
export interface VerifyStore {
  readonly kind: 'verifyStore'
  readonly database: number
  readonly checksum: string
}

/** The lowest speculative commit of the database has reached its quorum. It must be the one named: asserted. */
export interface PublishCommit {
  readonly kind: 'publishCommit'
  readonly database: number
  readonly speculation: number
}
/** A commit that was executed elsewhere (or whose speculation was aborted): encoded page records, published at once. */
export interface ApplyCommit {
  readonly kind: 'applyCommit'
  readonly database: number
  readonly pages: Uint8Array
  /** False while recovery replays over pages that may run ahead of the log. */
  readonly verify: boolean
}
/**
 * A part of a commit that was executed elsewhere: its pages are made, upon the committed version, and seen by nobody.
 * `first` forgets the parts of an earlier one. No other commit of the database comes before `applyStaged` or `dropStaged`.
 */
export interface StagePart {
  readonly kind: 'stagePart'
  readonly database: number
  readonly first: boolean
  readonly pages: Uint8Array
}
/** All parts have been staged: they are published, as with `applyCommit`. `header` counts them. */
export interface ApplyStaged {
  readonly kind: 'applyStaged'
  readonly database: number
  readonly header: Uint8Array
  readonly verify: boolean
}
/** The rest will not come: whoever sent the parts leads no more. */
export interface DropStaged {
  readonly kind: 'dropStaged'
  readonly database: number
}
/** The next part of a speculative commit that is too large for one entry. Answer: `encodedPart`, `refused` if it is gone. */
export interface EncodePart {
  readonly kind: 'encodePart'
  readonly ticket: number
  readonly database: number
  readonly speculation: number
}
/** Everything up to `index` was posted before this; the SQL half answers `applied` when it has done it. */
export interface MarkApplied {
  readonly kind: 'markApplied'
  readonly index: number
}
/**
 * Throws away everything above the committed version of the database and rolls back its open transaction. What still
 * waits in its writer queue stays there and runs in the new epoch; results of the old epoch are worthless.
 */
export interface AbortSpeculation {
  readonly kind: 'abortSpeculation'
  readonly database: number
  readonly epoch: number
}
/**
 * term > 0: this node leads in that term and writer queues may run. term 0: it does not lead; every queued execution and
 * open write transaction is failed with NOT_LEADER (TRANSACTION_LOST), all speculation is aborted (epochs as given).
 */
export interface SetLeading {
  readonly kind: 'setLeading'
  readonly term: number
  readonly epochs: readonly { readonly database: number; readonly epoch: number }[]
}

/** One numbered request for the writer queue of its database. Answer: `executed` (or `refused` if it never ran). */
export interface ExecuteCommand {
  readonly kind: 'execute'
  readonly ticket: number
  readonly database: number
  readonly batch: ExecuteBatch
}
/** As `execute`, with the content of an SQLite database file that replaces the database. */
export interface ImportCommand {
  readonly kind: 'import'
  readonly ticket: number
  readonly database: number
  readonly file: Uint8Array
}
/** Joins the writer queue (or, read only, pins a snapshot). Answer: `begun` once its base is published, or `refused`. */
export interface BeginCommand {
  readonly kind: 'begin'
  readonly ticket: number
  readonly transaction: number
  readonly database: number
  readonly readOnly: boolean
}
/** One statement inside a transaction. Answer: `stepped` or `refused`. */
export interface StepCommand {
  readonly kind: 'step'
  readonly ticket: number
  readonly transaction: number
  readonly statement: Statement
}
/**
 * Answer: `executed` (a write transaction), `rolledBack` (a read-only one: there is nothing to record), `refused` when
 * there is no such transaction any more.
 */
export interface CommitCommand {
  readonly kind: 'commit'
  readonly ticket: number
  readonly transaction: number
}
/** Answer: `rolledBack`, also when there was nothing to roll back. A `begin` that still waits is refused with ABORTED. */
export interface RollbackCommand {
  readonly kind: 'rollback'
  readonly ticket: number
  readonly transaction: number
}
/** A read on a snapshot of the committed version at the moment the command is taken. Answers: `rows`, the last with `last`. */
export interface QueryCommand {
  readonly kind: 'query'
  readonly ticket: number
  readonly database: number
  readonly statement: Statement
  /** `rows` reports that may be sent ahead of `takePieces`: a result is as large as it likes. Absent: no bound. */
  readonly windowMax?: number
}
/**
 * The committed version at the moment the command is taken, as an SQLite file. Answers: `exportPiece`, the last with
 * `last`; `refused` when it is cancelled, or when its snapshot is given up.
 */
export interface ExportCommand {
  readonly kind: 'export'
  readonly ticket: number
  readonly database: number
  /** Pieces that may be sent ahead of `takePieces`. */
  readonly windowMax: number
}
/** The requester has taken this many of the reports of a query or an export with a window. No answer. */
export interface TakePieces {
  readonly kind: 'takePieces'
  readonly ticket: number
  readonly count: number
}
/**
 * The requester is gone or lost patience: a queued execution or begin is dropped, a running query or export is stopped, and
 * that command is answered `refused` with ABORTED. No answer of its own, and no effect on what has run.
 */
export interface CancelCommand {
  readonly kind: 'cancel'
  readonly ticket: number
}

/** Answer: `memory`. */
export interface MeasureMemory {
  readonly kind: 'measureMemory'
  readonly ticket: number
}

export type SqlReport =
  | Executed
  | EncodedPart
  | Refused
  | Begun
  | Stepped
  | RolledBack
  | RowsReport
  | ExportPieceReport
  | Applied
  | Pinned
  | PinnedPages
  | MemoryReport
  | TransactionEnded
  | Scrubbed
  | CheckedPages
  | Damaged
  | SqlFailed
  | Started
  | StoreEvicted
  | EvictionEnded
  | PagesWanted
  | LoadedPages
  | StoreReport

/** A numbered request ran in the writer; the consensus half proposes it as one entry, whatever it did. */
export interface Executed {
  readonly kind: 'executed'
  readonly ticket: number
  readonly database: number
  readonly epoch: number
  readonly term: number
  /** Names the speculative commit; 0 when no page was written (then `pages` is empty). Increases within a database. */
  readonly speculation: number
  readonly pages: Uint8Array
  /** The commit is too large for one entry: `pages` is empty, and `encodePart` gives them part by part. */
  readonly inParts: boolean
  /** Page count and checksum (16 hex digits) after it; as before it when no page was written. */
  readonly pageCount: number
  readonly checksum: string
  /** An encoded RecordedResult. */
  readonly result: Uint8Array
}
export interface EncodedPart {
  readonly kind: 'encodedPart'
  readonly ticket: number
  /** Absent: that was all. */
  readonly part: Uint8Array | undefined
  /** With the end: what completes the parts. */
  readonly header: Uint8Array | undefined
}
/** The request did not run and left nothing behind; `code` says why (NOT_LEADER, TRANSACTION_LOST, ...). */
export interface Refused {
  readonly kind: 'refused'
  readonly ticket: number
  readonly failure: Failure
}
export interface Begun {
  readonly kind: 'begun'
  readonly ticket: number
  readonly transaction: number
}
export interface Stepped {
  readonly kind: 'stepped'
  readonly ticket: number
  /** An encoded StatementResult. */
  readonly result: Uint8Array
}
export interface RolledBack {
  readonly kind: 'rolledBack'
  readonly ticket: number
}
export interface RowsReport {
  readonly kind: 'rows'
  readonly ticket: number
  readonly columns: readonly string[]
  readonly rowCount: number
  readonly cells: Uint8Array
  readonly last: boolean
}
export interface ExportPieceReport {
  readonly kind: 'exportPiece'
  readonly ticket: number
  /** Of the whole file. */
  readonly pageCount: number
  readonly data: Uint8Array
  readonly last: boolean
}
export interface Applied {
  readonly kind: 'applied'
  readonly index: number
}
export interface MemoryReport extends MemoryFigures {
  readonly kind: 'memory'
  readonly ticket: number
}
/** Of the WebAssembly memory that all databases of the node share. */
export type MemoryFigures = Omit<MemoryStatus, 'residentBytes' | 'heapBytes'>
/** A transaction ended without its owner's doing: its idle or total limit passed, or leadership was lost. */
export interface TransactionEnded {
  readonly kind: 'transactionEnded'
  readonly transaction: number
  readonly failure: Failure
}
/** The SQL half cannot go on (no memory, a bug); the node fails with this cause. */
export interface SqlFailed {
  readonly kind: 'sqlFailed'
  readonly failure: Failure
}

/** The first report, before anything else: what a new database starts from. */
export interface Started {
  readonly kind: 'started'
  readonly sqliteVersion: string
  readonly blankPage1: Uint8Array
  /** Of the database that is just this page, 16 hex digits. */
  readonly blankChecksum: string
}
