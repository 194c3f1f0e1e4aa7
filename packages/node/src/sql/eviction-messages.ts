import type { PackedPages } from './packed-pages.ts'

// What the two halves of a node say to each other about databases that nobody uses (messages.ts has the rest).

/** The pages of an idle database were taken out of memory: those on disk are the same. Commands for it are as welcome as before. */
export interface StoreEvicted {
  readonly kind: 'storeEvicted'
  readonly database: number
}
/** It was loaded, dropped or replaced. */
export interface EvictionEnded {
  readonly kind: 'evictionEnded'
  readonly database: number
}
/** Somebody has use for an evicted database: send its pages, with `loadPages`, under this number. */
export interface PagesWanted {
  readonly kind: 'pagesWanted'
  readonly database: number
  readonly load: number
}
export interface LoadedPages {
  readonly kind: 'loadedPages'
  readonly ticket: number
}

/**
 * Pages that `pagesWanted` asked for, in order; with the last of them the database is there. Answer: `loadedPages`, or `refused`
 * if they are not wanted any more, or if there is no memory for them.
 */
export interface LoadPages {
  readonly kind: 'loadPages'
  readonly ticket: number
  readonly database: number
  readonly load: number
  readonly pages: PackedPages
  readonly last: boolean
}

/** They cannot be read: what is on disk is wrong. */
export interface FailLoad {
  readonly kind: 'failLoad'
  readonly database: number
  readonly load: number
  readonly message: string
}

/** Loads an evicted database, though nobody needs it: something is to be done about its pages. */
export interface WantStore {
  readonly kind: 'wantStore'
  readonly database: number
}
