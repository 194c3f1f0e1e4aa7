// What callers may ask for, per client and per call.

import type { Clock, Random, Transport } from '@quorumlite/transport'
import type { IntegerMode, Position } from '@quorumlite/wire'

export interface ConnectOptions {
  /**
   * Multiaddrs of some nodes, for example `/dns4/db-1/tcp/4100`; one that answers is enough, the rest is learned.
   * With `/p2p/ID` only the node with that key is accepted; without, the secret alone proves the node.
   */
  readonly addresses: readonly string[]
  /** The cluster's secret: text, bytes, or a file of mode 0600. It is proven, never sent. */
  readonly secret: string | Uint8Array | { readonly file: string }
  /** The database that the client's own `execute`, `query`, ... use. Default: `main`. */
  readonly database?: string
  /** How long an operation may take, in milliseconds, unless it says otherwise. Default: 10 000. */
  readonly timeoutMs?: number
  /**
   * How long, once a write was given up, the client goes on asking what became of it before it throws
   * OUTCOME_UNKNOWN. Default: 3000 ms. It is asked for in the background after that too.
   */
  readonly outcomeGraceMs?: number
  /** How 64-bit integers are given to JavaScript. Default: `number`, which throws rather than lose precision. */
  readonly integers?: IntegerMode
  /** The most bytes of rows that one query may collect. Default: 64 MiB. */
  readonly rowsBytesMax?: number
  /** Gives up connecting. */
  readonly signal?: AbortSignal
  /** Shares a transport; the client does not close it. Default: one of its own, with a throwaway key. */
  readonly transport?: Transport
  readonly clock?: Clock
  readonly random?: Random
}

export interface OperationOptions {
  /** How long to wait, in milliseconds. */
  readonly timeoutMs?: number
  /** Gives up early, with code ABORTED. */
  readonly signal?: AbortSignal
}

/**
 * `linearizable`: sees every write that was acknowledged, to anybody, before the read began; one round trip of the
 * answering node to the leader. `session`: sees everything that this client has seen; no round trip.
 * `stale`: whatever the node has.
 */
export type ConsistencyLevel = 'linearizable' | 'session' | 'stale'

/** A node id, `leader`, or `any` node that can be reached. */
export type ReadFrom = 'leader' | 'any' | number

export interface ReadOptions {
  /** Default: `linearizable`. */
  readonly consistency?: ConsistencyLevel
  /** For `session`: what the node must have published. Default: the latest position that this client has seen. */
  readonly position?: Position
  /** For `stale`: refuses nodes that have not heard from a leader for longer than this. */
  readonly maxStalenessMs?: number
  /** Default: the leader if there is a stream to it, otherwise whichever node there is one to. */
  readonly readFrom?: ReadFrom
}

export interface RowOptions {
  /** Rows as arrays of values in the order of the columns: exact where two columns have one name. */
  readonly values?: boolean
  readonly integers?: IntegerMode
}

export interface QueryOptions extends OperationOptions, ReadOptions, RowOptions {
  readonly rowsBytesMax?: number
}

export interface PieceOptions extends ReadOptions {
  /**
   * How long to wait for what comes next, each time, in milliseconds. What the reader takes for itself does not count;
   * for a limit on the whole, give `AbortSignal.timeout()`.
   */
  readonly timeoutMs?: number
  /** Ends it early, at the node as well, with code ABORTED. */
  readonly signal?: AbortSignal
  /** Pieces of up to 256 KiB that may come ahead of their reader: what it costs in memory. 1 to 64; default: 8. */
  readonly window?: number
}

export interface StreamOptions extends PieceOptions, RowOptions {}

export type ExportOptions = PieceOptions

export interface ExecuteOptions extends OperationOptions, RowOptions {
  /** Runs with `PRAGMA foreign_keys = OFF`, for schema changes that need it. */
  readonly foreignKeysOff?: boolean
}

/** What it reads from (`consistency`, `readFrom`, ...) can be chosen for a read-only one; others run on the leader. */
export interface BeginOptions extends ReadOptions {
  /** A snapshot of one moment, on any node; holds nobody up. */
  readonly readOnly?: boolean
  /** For each of BEGIN (which waits for its turn), the statements and COMMIT. */
  readonly timeoutMs?: number
  /** Rolls back, with code ABORTED. */
  readonly signal?: AbortSignal
  readonly integers?: IntegerMode
  readonly rowsBytesMax?: number
}

export interface TransactionOptions extends BeginOptions {
  /**
   * How often the whole function may run again after it was lost with its leader. Default: 0.
   * Only ever after a failure that certainly left nothing behind.
   */
  readonly retries?: number
}

export interface CreateDatabaseOptions extends OperationOptions {
  /** Succeeds if there is one of this name already. */
  readonly ifNotExists?: boolean
}

export interface CopyDatabaseOptions extends OperationOptions {
  /** Succeeds, and copies nothing, if there is one of the new name already. */
  readonly ifNotExists?: boolean
}

export interface SizeLimitOptions extends OperationOptions {
  /** The one database that is meant. Default: all that have no limit of their own. */
  readonly database?: string
}

export interface DropDatabaseOptions extends OperationOptions {
  /** Succeeds if there is none of this name. */
  readonly ifExists?: boolean
}

export interface ImportOptions extends OperationOptions {
  /** Creates the database if there is none of this name. Default: true. */
  readonly create?: boolean
}
