// What the two halves of a node say to each other about versions that checkpoints read (messages.ts has the rest).

/** Pins the committed version of every store, as of this place in the FIFO order. Answer: `pinned`. */
export interface PinStores {
  readonly kind: 'pinStores'
  readonly ticket: number
  readonly pin: number
}
/**
 * Pages of one pinned store that changed after `sinceVersion` (0: all). Answer: `pinnedPages`, or `refused` with ABORTED
 * when `resetStores` has released the pin. A store that was dropped stays readable under its pin.
 */
export interface ReadPinned {
  readonly kind: 'readPinned'
  readonly ticket: number
  readonly pin: number
  readonly database: number
  readonly sinceVersion: number
  readonly fromPgno: number
  readonly pagesMax: number
}
export interface UnpinStores {
  readonly kind: 'unpinStores'
  readonly pin: number
  /** The pinned versions are durable: nobody will ask for changes since an older one. */
  readonly durable: boolean
}

export interface Pinned {
  readonly kind: 'pinned'
  readonly ticket: number
  readonly pin: number
  readonly stores: readonly PinnedStore[]
}
export interface PinnedStore {
  readonly database: number
  /** Local to this process's store: a later `sinceVersion`. */
  readonly version: number
  readonly pageCount: number
  readonly checksum: string
  /** Its pages are on disk alone, as they are to be: there is nothing of it to be read here. */
  readonly evicted?: true
}
export interface PinnedPages {
  readonly kind: 'pinnedPages'
  readonly ticket: number
  readonly pages: readonly PinnedPage[]
  /** The next `fromPgno`, or 0 when that was all. */
  readonly next: number
}
export interface PinnedPage {
  readonly pgno: number
  /** Absent: the page is gone (the database shrank) or a hole; delete it where it is stored. */
  readonly data?: Uint8Array
  readonly hash?: Uint8Array
}
