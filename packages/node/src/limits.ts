import {
  ENTRY_PAGES_BYTES_MAX,
  OUTSTANDING_REQUESTS_MAX,
  TRANSACTION_BYTES_MAX,
  UPLOADS_PER_STREAM_MAX,
} from '@quorumlite/wire'
import { assert } from './assert.ts'

/** Every bound of a node, in one place. All are per node. */
export interface NodeLimits {
  /** Numbers that a session may have in flight (packages/wire/src/limits.ts holds the client to it). */
  readonly outstandingRequestsMax: number
  /** Numbered requests that wait at this leader, all sessions together. */
  readonly pendingWritesMax: number
  /** Page records in one entry; a larger commit is cut into parts. */
  readonly partBytesMax: number
  /**
   * Parts of a commit that is larger than an entry which are proposed ahead of being applied. What others write meanwhile
   * waits behind them, and every node holds as many in memory.
   */
  readonly partsInFlightMax: number
  /** Entry bytes that a leader puts into its log ahead of the commit index. */
  readonly uncommittedBytesMax: number
  /** Log bytes since the last checkpoint that make the next one due. */
  readonly checkpointLogBytes: number
  /** Log that is older than this makes a checkpoint due, too, however little it is: a restart replays no more. */
  readonly checkpointIntervalMs: number
  /** Entries kept behind a checkpoint, so that a follower that lags a little needs no snapshot. */
  readonly trailingEntries: number
  /** Bytes of them, of which fewer entries are kept when they are large. */
  readonly trailingBytes: number
  /** A leader whose disk has less than this free takes no writes. 0: the disk is not watched. */
  readonly diskReserveBytes: number
  /**
   * WebAssembly memory of the SQL half, for all databases together: growth is refused at 7/8 of it. The same on all nodes: one
   * with less than the leader fails when its own is used up.
   */
  readonly memoryBytesMax: number
  /** Between two looks at the free space. */
  readonly diskCheckMs: number
  /** Entries kept at most for a peer that is being sent a snapshot, which goes on from the log. */
  readonly keptEntriesMax: number
  /** Of pages, compressed, to all peers that are being sent a snapshot together. */
  readonly snapshotBytesPerSecond: number
  /** Bytes of pages in memory, and as many on disk, that are held against their hashes each second. 0: none are. */
  readonly scrubBytesPerSecond: number
  /** Pages asked of the SQL half, and written, at a time. */
  readonly checkpointPagesPerBatch: number
  /**
   * Of a database that nobody used for so long, and as long again for each MiB of it, the pages are taken out of memory once a
   * checkpoint has them; the next use loads them. Infinity: only where memory is short.
   */
  readonly evictIdleMs: number
  /** Bytes of one import file; it becomes one transaction. */
  readonly importBytesMax: number
  /** Bytes of import files under way to this node, on all client streams together. */
  readonly uploadBytesMax: number
  /** Import files under way on one client stream. */
  readonly uploadsPerStreamMax: number
  /** Bytes of the requests that wait at this leader; a single one always fits. */
  readonly pendingBytesMax: number
  /** Sessions of a cluster that may be open at a time. */
  readonly sessionsMax: number
  /** Sessions kept alive by one request. */
  readonly keptSessionsMax: number
  /** How long a leader waits for what is in flight before it hands over. */
  readonly transferDrainMs: number
  /** How long a read or an admin request without its own timeout waits. */
  readonly requestTimeoutMs: number
}

/** What WebAssembly can address with 32 bits. */
const WASM_BYTES_MAX = 2 ** 32
/** Its statics and stack are 16 MiB; less than this leaves databases too little to speak of. */
const WASM_BYTES_MIN = 32 << 20

export const DEFAULT_NODE_LIMITS: NodeLimits = checked({
  outstandingRequestsMax: OUTSTANDING_REQUESTS_MAX,
  pendingWritesMax: 16_384,
  partBytesMax: ENTRY_PAGES_BYTES_MAX,
  partsInFlightMax: 4,
  uncommittedBytesMax: 64 << 20,
  checkpointLogBytes: 16 << 20,
  checkpointIntervalMs: 300_000,
  trailingEntries: 8_192,
  trailingBytes: 64 << 20,
  diskReserveBytes: 256 << 20,
  memoryBytesMax: WASM_BYTES_MAX,
  diskCheckMs: 1_000,
  keptEntriesMax: 131_072,
  snapshotBytesPerSecond: 128 << 20,
  scrubBytesPerSecond: 1 << 20,
  checkpointPagesPerBatch: 64,
  evictIdleMs: 60_000,
  importBytesMax: TRANSACTION_BYTES_MAX,
  uploadBytesMax: 2 * TRANSACTION_BYTES_MAX,
  uploadsPerStreamMax: UPLOADS_PER_STREAM_MAX,
  pendingBytesMax: 2 * TRANSACTION_BYTES_MAX,
  sessionsMax: 65_536,
  keptSessionsMax: 1_024,
  transferDrainMs: 1_000,
  requestTimeoutMs: 10_000,
})

/** Asserts what the limits have to do with each other. */
export function checked(limits: NodeLimits): NodeLimits {
  assert(limits.pendingWritesMax >= limits.outstandingRequestsMax, 'one session must fit')
  assert(limits.partBytesMax <= ENTRY_PAGES_BYTES_MAX, 'peers accept a part')
  const partsBytes = limits.partsInFlightMax * limits.partBytesMax
  assert(partsBytes <= limits.uncommittedBytesMax / 2, 'parts leave room for others')
  assert(limits.partsInFlightMax > 0, 'a part must fit')
  assert(limits.uploadBytesMax >= limits.importBytesMax, 'one import must fit')
  assert(limits.pendingBytesMax > limits.importBytesMax, 'an import does not hold up the rest')
  assert(limits.keptEntriesMax >= limits.trailingEntries, 'what is kept is kept for all')
  // A chunk, of 64 pages, has to go out before the other end takes the sender for stalled.
  assert(limits.snapshotBytesPerSecond >= 32 << 10, 'a snapshot gets on')
  assert(limits.scrubBytesPerSecond >= 0, 'scrubbing has a rate')
  assert(limits.checkpointPagesPerBatch > 0, 'a batch has pages')
  assert(limits.checkpointIntervalMs > 0 && limits.checkpointLogBytes > 0, 'checkpoints end')
  assert(limits.evictIdleMs > 0, 'a database that is used stays')
  assert(limits.trailingEntries >= 0 && limits.trailingBytes >= 0, 'what is kept is counted')
  const { memoryBytesMax } = limits
  assert(memoryBytesMax >= WASM_BYTES_MIN && memoryBytesMax <= WASM_BYTES_MAX, 'SQLite has memory')
  assert(limits.diskReserveBytes >= 0 && limits.diskCheckMs > 0, 'the disk is looked at')
  return limits
}
