import {
  ENTRY_PAGES_BYTES_MAX,
  FRAME_BYTES_MAX,
  MESSAGE_OVERHEAD_BYTES_MAX,
  PAGE_BYTES,
  RECORDED_RESULT_BYTES_MAX,
  ROWS_PIECE_BYTES,
  TRANSACTION_BYTES_MAX,
} from '@quorumlite/wire'
import { assert } from '../assert.ts'

/** Every bound of the SQL half of a node, in one place. */
export interface SqlLimits {
  /** Pages that one transaction may write. */
  readonly transactionPagesMax: number
  /** Page records of one entry; a larger commit is cut into parts. */
  readonly partBytesMax: number
  /** What the log remembers of one request. */
  readonly recordedResultBytesMax: number
  /** The result of one statement inside an interactive transaction. */
  readonly stepResultBytesMax: number
  /** One uninterrupted run of SQLite: nothing else happens in this thread meanwhile, not even applying the log. */
  readonly statementTimeLimitMs: number
  /**
   * As `statementTimeLimitMs`, for VACUUM, REINDEX, ANALYZE and CREATE INDEX outside a batch: whoever runs one knows that it
   * reads everything, and cannot split it.
   */
  readonly maintenanceTimeLimitMs: number
  /** What a query may take in the SQL worker when a reader thread could run it instead: then it begins anew there. */
  readonly shortReadMs: number
  /** One uninterrupted run of SQLite in a reader thread: only other reads of that thread wait for it. */
  readonly readerTimeLimitMs: number
  /** Memory of one reader thread, for page caches and sorting. */
  readonly readerMemoryBytesMax: number
  /** All statements of one batch together, looked at between them. */
  readonly batchTimeLimitMs: number
  /** How long writer queues run before commands and readers get their turn. */
  readonly turnMs: number
  /** What a query steps before commands and other queries get their turn. */
  readonly sliceRowsMax: number
  readonly sliceBytes: number
  /** Encoded commits that wait for their quorum; above it writer queues pause. */
  readonly speculativeBytesMax: number
  /** An interactive write transaction holds everybody else up: between two of its statements, and from begin to end. */
  readonly transactionIdleMs: number
  readonly transactionTotalMs: number
  /** A running query or a read-only transaction. Its snapshot keeps old pages alive. */
  readonly snapshotAgeMaxMs: number
  /** An export reads pages alone, as slowly as its reader takes them: memory is what bounds it first. */
  readonly exportAgeMaxMs: number
  /** Memory that old pages may take for snapshots alone; above it the oldest snapshots go. */
  readonly snapshotBytesMax: number
  /** How often ages and bytes of snapshots are looked at. */
  readonly snapshotSweepMs: number
  /** Queries and read-only transactions at a time, and connections kept for the next ones, per database. */
  readonly readersMax: number
  readonly idleReadersMax: number
  /** Databases that keep connections open, with what SQLite caches and has compiled in them; beyond it those used last do. */
  readonly connectedDatabasesMax: number
  /**
   * Of a database that nobody used for so long, and as long again for each MiB of it, the pages are evicted when a checkpoint has
   * them; the next use loads them. Its connections are closed after the first of these times.
   */
  readonly evictIdleMs: number
}

const MIB = 1024 * 1024
/** Of one page in an encoded commit (wasm/README.md): its record's head and its bytes. */
const PAGE_RECORD_BYTES = 8 + PAGE_BYTES
const COMMIT_HEADER_BYTES = 32

export const DEFAULT_SQL_LIMITS: SqlLimits = checkedSqlLimits({
  transactionPagesMax: Math.floor(
    (TRANSACTION_BYTES_MAX - COMMIT_HEADER_BYTES) / PAGE_RECORD_BYTES,
  ),
  partBytesMax: ENTRY_PAGES_BYTES_MAX,
  recordedResultBytesMax: RECORDED_RESULT_BYTES_MAX,
  stepResultBytesMax: 8 * MIB,
  statementTimeLimitMs: 1_000,
  maintenanceTimeLimitMs: 60_000,
  shortReadMs: 2,
  readerTimeLimitMs: 60_000,
  readerMemoryBytesMax: 1024 * MIB,
  batchTimeLimitMs: 5_000,
  turnMs: 10,
  sliceRowsMax: 1_024,
  sliceBytes: ROWS_PIECE_BYTES,
  speculativeBytesMax: 64 * MIB,
  transactionIdleMs: 5_000,
  transactionTotalMs: 30_000,
  snapshotAgeMaxMs: 60_000,
  exportAgeMaxMs: 3_600_000,
  snapshotBytesMax: 512 * MIB,
  snapshotSweepMs: 250,
  readersMax: 256,
  idleReadersMax: 8,
  connectedDatabasesMax: 64,
  evictIdleMs: 60_000,
})

/** Asserts what the limits have to do with each other and with those of the wire. */
export function checkedSqlLimits(limits: SqlLimits): SqlLimits {
  const { transactionPagesMax, recordedResultBytesMax, stepResultBytesMax } = limits
  assert(
    transactionPagesMax * PAGE_RECORD_BYTES + COMMIT_HEADER_BYTES <= TRANSACTION_BYTES_MAX,
    'the largest transaction fits into its parts',
  )
  assert(limits.partBytesMax <= ENTRY_PAGES_BYTES_MAX, 'peers accept a part')
  assert(limits.partBytesMax >= 2 * PAGE_BYTES, 'a part holds a page')
  assert(recordedResultBytesMax <= RECORDED_RESULT_BYTES_MAX, 'peers accept what is recorded')
  assert(
    stepResultBytesMax + MESSAGE_OVERHEAD_BYTES_MAX <= FRAME_BYTES_MAX,
    'a result fits into a frame',
  )
  assert(limits.sliceBytes <= ROWS_PIECE_BYTES, 'a slice is a piece of rows')
  assert(limits.transactionIdleMs <= limits.transactionTotalMs, 'idle time is part of the total')
  for (const [name, value] of Object.entries(limits)) assert(value > 0, `${name} is positive`)
  return limits
}
