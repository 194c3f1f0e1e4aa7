// One database: every version of every page that somebody can still see. See ARCHITECTURE.md, "The page store".
import type { Connection, ConnectOptions } from './connection.ts'

/** One SQLite commit, ready to travel. */
export interface EncodedCommit {
  /** Local to this store; never compared between nodes. */
  readonly version: number
  readonly pageCount: number
  /** Rolling checksums, 16 hexadecimal digits. */
  readonly checksumBefore: string
  readonly checksumAfter: string
  /** What `apply` takes; a copy that the caller owns. */
  readonly bytes: Uint8Array
}

export interface ApplyOptions {
  /** Whether checksums before and after are held against the content. Default: true. */
  readonly verify?: boolean
}

/** Replaces the whole content by the pages of a database file, as one speculative version. */
export interface ImportWriter {
  /** Pages of 4096 bytes, each number once, in any order. */
  put(pgno: number, page: Uint8Array): void
  /** Makes the version. Every connection that saw the old content is closed. */
  finish(): void
  /** Gives up; the store is as it was. */
  abort(): void
}

/** Fills an empty store from pages that a checkpoint or a snapshot kept. */
export interface RestoreWriter {
  /** `hash` (8 bytes) is held against the page if given; PageStoreError DIVERGED names the page. */
  put(pgno: number, page: Uint8Array, hash?: Uint8Array): void
  finish(pageCount: number, expectedChecksum?: string): void
  abort(): void
}

export type ChangedPageKind = 'page' | 'gone' | 'hole'

export interface ChangedPage {
  readonly pgno: number
  /** `gone`: beyond the database's end now. `hole`: inside it, never written, reads as zeros, has no hash. */
  readonly kind: ChangedPageKind
  /** 8 bytes; undefined unless `page`. */
  readonly hash: Uint8Array | undefined
  /** A view into WebAssembly memory: valid until the next call into the engine. Undefined unless `page`. */
  readonly data: Uint8Array | undefined
}

export interface ChangedPages {
  readonly pages: readonly ChangedPage[]
  /** The number to go on from; undefined at the end. */
  readonly next: number | undefined
}

/** A committed version that stays readable until it is released. */
export interface PinnedVersion extends Disposable {
  readonly version: number
  readonly pageCount: number
  readonly checksum: string
  /** Pages whose last change is later than `sinceVersion` (0: all), from `fromPgno` on, at most `maxPages`. */
  changedPages(sinceVersion: number, fromPgno: number, maxPages: number): ChangedPages
  release(): void
}

/** Every method throws ClosedError once the store is disposed. */
export interface PageStore extends Disposable {
  readonly name: string
  readonly closed: boolean
  /** What readers see. 0 in an empty store. */
  readonly committedVersion: number
  /** What the next write builds upon; equal to committedVersion when nothing is on its way. */
  readonly speculativeVersion: number
  /** Versions made and neither published nor aborted. */
  readonly speculativeCount: number
  /** Of the committed version. */
  readonly pageCount: number
  /** Of the committed version, 16 hexadecimal digits. */
  readonly checksum: string

  /** The database never grows beyond it: SQLITE_FULL. */
  setMaxPages(pages: number): void
  /** A transaction that would write more page bytes fails with SQLITE_FULL or SQLITE_IOERR_WRITE. */
  setMaxTransactionBytes(bytes: number): void

  connect(options: ConnectOptions): Connection
  /** The oldest speculative version not taken yet; undefined if there is none. */
  takeCommit(): EncodedCommit | undefined
  /** The oldest `count` speculative versions are committed: readers that begin now see them. */
  publish(count: number): void
  /** Every speculative version is thrown away; connections and statements that saw one are closed. */
  abort(): void
  /**
   * Makes an encoded commit of another store the next committed version, under open readers.
   * Throws PageStoreError; the store is untouched then.
   */
  apply(bytes: Uint8Array, options?: ApplyOptions): void
  beginImport(): ImportWriter
  restore(): RestoreWriter
  pin(): PinnedVersion
  /** The numbers of pages whose bytes do not match their stored hash: none, in good memory. */
  verify(): number[]
}
