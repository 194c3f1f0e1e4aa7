import type { Failure } from '@quorumlite/wire'
import type { StoredPage } from './messages.ts'

// What the two halves of a node say to each other about pages that are not what they should be.

/** Holds the next pages in memory against their hashes, database after database. Answer: `scrubbed`. */
export interface ScrubMemory {
  readonly kind: 'scrubMemory'
  readonly ticket: number
  readonly pagesMax: number
}
/** Holds pages that were read from disk against the hashes kept with them. Answer: `checkedPages`. */
export interface CheckPages {
  readonly kind: 'checkPages'
  readonly ticket: number
  readonly pages: readonly StoredPage[]
}

export interface Scrubbed {
  readonly kind: 'scrubbed'
  readonly ticket: number
  readonly pages: number
}
export interface CheckedPages {
  readonly kind: 'checkedPages'
  readonly ticket: number
  /** Places in the list that was asked about. */
  readonly damaged: readonly number[]
}
/**
 * The content of the stores is not what it should be. They are gone, with everything that went on in them, and until
 * `resetStores` comes nothing but refusals of tickets does.
 */
export interface Damaged {
  readonly kind: 'damaged'
  readonly failure: Failure
  /** Pages in memory that do not match their hashes; none if what arrived did not fit. */
  readonly pages: readonly DamagedPage[]
}
export interface DamagedPage {
  readonly database: number
  readonly pgno: number
}
