import type { EngineSharing, StoreAddress } from '@quorumlite/sqlite'

// Where the pages of databases are, for the consensus half, which answers point reads itself. Reports of stores come in the
// order of all reports: when `applied` comes, everything that happened to stores up to that index has been told.

/** Answer: `readerAttached`, after a `storeOpened` for each database that is there; `refused` if the memory is not shared. */
export interface AttachReader {
  readonly kind: 'attachReader'
  readonly ticket: number
}
/** The reader was disposed, or has failed. No answer. */
export interface DetachReader {
  readonly kind: 'detachReader'
  readonly reader: number
}

export type StoreReport = ReaderAttached | StoreOpened | StoreClosing

export interface ReaderAttached {
  readonly kind: 'readerAttached'
  readonly ticket: number
  readonly sharing: EngineSharing
  readonly reader: number
}
/** The database has its content in this store from here on. Reported once a reader was attached. */
export interface StoreOpened {
  readonly kind: 'storeOpened'
  readonly database: number
  readonly store: StoreAddress
}
/** It is dropped, replaced or evicted. */
export interface StoreClosing {
  readonly kind: 'storeClosing'
  readonly database: number
}
