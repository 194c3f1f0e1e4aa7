import type { Member, NodeStatus, Position } from '@quorumlite/wire'
import type { Database } from './database.ts'
import type {
  CopyDatabaseOptions,
  CreateDatabaseOptions,
  DropDatabaseOptions,
  ImportOptions,
  OperationOptions,
  SizeLimitOptions,
} from './options.ts'
import type { WriteHandle, WriteOutcome } from './result.ts'
import type { AdminRequest } from './admin-request.ts'

/** A source of the bytes of an SQLite file. A function is called again when the upload has to start over. */
export type ImportSource =
  | Uint8Array
  | AsyncIterable<Uint8Array>
  | (() => AsyncIterable<Uint8Array>)

/**
 * A connection to a cluster: it finds the leader, follows it, and retries what is safe to retry. As a `Database` it is
 * the default one. Every rejection is a QuorumliteError.
 *
 * @example
 * await using client = await connect({ addresses: ['/dns4/db-1/tcp/4100'], secret: { file: 'cluster.secret' } })
 * await client.execute('create table if not exists account (id integer primary key, balance integer)')
 */
export interface Client extends Database, AsyncDisposable {
  /**
   * The latest place in the log that this client has seen, by a write or a read; undefined before the first. Given to
   * another client as `position` of a `session` read, it makes that client see the same.
   */
  readonly position: Position | undefined

  /** Another database of the cluster; nothing is sent yet. */
  database(name: string): Database
  createDatabase(name: string, options?: CreateDatabaseOptions): Promise<void>
  dropDatabase(name: string, options?: DropDatabaseOptions): Promise<void>
  /**
   * Makes a database with the content that `source` has now: of every write that was acknowledged before, and of some that are
   * under way, all or nothing. It takes milliseconds, whatever the size, and holds up no writer: the two share their pages in
   * memory until one of them changes them, and go their own ways from here.
   *
   * @throws QuorumliteError DATABASE_NOT_FOUND, DATABASE_EXISTS, INVALID_NAME, TOO_MANY_DATABASES, and what any write throws.
   * @example
   * await client.copyDatabase('main', 'before-migration')
   */
  copyDatabase(source: string, name: string, options?: CopyDatabaseOptions): Promise<void>
  /**
   * How large databases may become, in bytes (of 4096-byte pages, rounded down); null: no setting. With `database` of that one
   * alone, otherwise of all that have no limit of their own: 2 GiB unless set. A write that would exceed it is refused with
   * DATABASE_FULL by whichever node leads. One that is larger already stays, and cannot grow. A copy has its source's limit.
   *
   * @throws QuorumliteError DATABASE_NOT_FOUND, INVALID_ARGUMENT, INVALID_NAME, and what any write throws.
   * @example
   * await client.setSizeLimit(64 * 2 ** 20, { database: 'tenant-17' })
   */
  setSizeLimit(bytes: number | null, options?: SizeLimitOptions): Promise<void>
  /** The databases of the cluster, as the leader knows them. */
  databases(options?: OperationOptions): Promise<readonly DatabaseInfo[]>

  /**
   * Replaces the content of a database by that of an SQLite file, as one write. The default time limit is ten minutes.
   * A source that can be read only once is kept in memory, in case the upload has to start over at another leader.
   *
   * @throws QuorumliteError UNSUPPORTED_DATABASE_FILE, DATABASE_FULL, and what any write throws.
   */
  importDatabase(name: string, source: ImportSource, options?: ImportOptions): Promise<void>

  /** What became of a write that ended with OUTCOME_UNKNOWN, here or in another process. Settles it for ever. */
  outcomeOf(handle: WriteHandle, options?: OperationOptions): Promise<WriteOutcome>

  /** The members of the cluster, as far as this client has heard. */
  readonly members: readonly Member[]
  /** The leader that this client knows of; undefined while it knows none. */
  readonly leaderId: number | undefined

  /** What one node says of itself. */
  status(nodeId: number, options?: OperationOptions): Promise<NodeStatus>
  /** Resolves with its node id once a node says that it leads. */
  waitForLeader(options?: OperationOptions): Promise<number>
  /** Administration, for @quorumlite/cluster: sent to the leader until it takes it. */
  administer(request: AdminRequest, options?: OperationOptions): Promise<void>

  /**
   * Ends the session and closes the streams. What is still pending rejects with CLOSED; a pending write's error says
   * what became of it. Takes a few seconds at most. Idempotent.
   */
  close(): Promise<void>
}

export interface DatabaseInfo {
  readonly id: number
  readonly name: string
  /** Commits so far. */
  readonly sequence: number
  readonly pageCount: number
  /** How many it may have: its own limit, or that of the cluster. */
  readonly pagesMax: number
  /** Whether the limit is its own. */
  readonly hasOwnLimit: boolean
  /** 16 hex digits: XOR of the hashes of all pages. */
  readonly checksum: string
}
