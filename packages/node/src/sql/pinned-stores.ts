import {
  PageStoreError,
  type ChangedPage,
  type PageStore,
  type PinnedVersion,
} from '@quorumlite/sqlite'
import { PAGE_BYTES } from '@quorumlite/wire'
import { assert } from '../assert.ts'
import type { PinnedPage, PinnedStore } from './pin-messages.ts'

/** A store whose versions checkpoints know under other numbers. */
export interface PinnableStore {
  readonly store: PageStore
  readonly versionOffset: number
}

interface Pinned extends PinnableStore {
  readonly pinned: PinnedVersion
}

/** Some databases can be pinned only when they are loaded. */
interface Incomplete {
  awaited: number
  readonly later: PinnedStore[]
  readonly report: (later: PinnedStore[] | undefined) => void
}

/**
 * Versions that checkpoints and snapshots read while the databases go on. A database that is dropped meanwhile stays
 * readable under its pin: the checkpoint is of a moment at which it was still there.
 */
export class PinnedStores {
  readonly #pins = new Map<number, Map<number, Pinned>>()
  readonly #incomplete = new Map<number, Incomplete>()
  readonly #retired = new Set<PageStore>()
  /** The newest version of each store that is on disk. */
  readonly #durable = new WeakMap<PageStore, number>()

  pin(pin: number, stores: Iterable<readonly [number, PinnableStore]>): PinnedStore[] {
    assert(!this.#pins.has(pin), `pin ${pin} is new`)
    const pinned = new Map<number, Pinned>()
    this.#pins.set(pin, pinned)
    try {
      for (const [database, store] of stores) pinned.set(database, takePin(store))
    } catch (error) {
      this.unpin(pin, false)
      throw error
    }
    return [...pinned].map(([database, each]) => describe(database, each))
  }

  /** Reports, when `add` was called so often, what that pinned; undefined if it was released before. */
  whenComplete(pin: number, awaited: number, report: Incomplete['report']): void {
    if (awaited === 0) report([])
    else this.#incomplete.set(pin, { awaited, later: [], report })
  }

  /** A store that the pin has waited for; undefined: it was dropped before its place in the order of commands. */
  add(pin: number, database: number, store: PinnableStore | undefined): void {
    const incomplete = this.#incomplete.get(pin)
    if (!incomplete) return
    if (store) {
      const pinned = takePin(store)
      this.#pins.get(pin)?.set(database, pinned)
      incomplete.later.push(describe(database, pinned))
    }
    if (--incomplete.awaited > 0) return
    this.#incomplete.delete(pin)
    incomplete.report(incomplete.later)
  }

  /** Undefined if no version of it is known to be. */
  durableVersion(store: PageStore): number | undefined {
    return this.#durable.get(store)
  }

  noteDurable(store: PageStore, version: number): void {
    this.#durable.set(store, version)
  }

  /**
   * Pages that changed after `sinceVersion`; undefined if the pin is gone, with all stores.
   * @throws PageStoreError PAGE_DAMAGED: what is wrong in memory must not reach the disk, or a peer
   */
  read(
    pin: number,
    database: number,
    range: { readonly sinceVersion: number; readonly fromPgno: number; readonly pagesMax: number },
  ): { pages: PinnedPage[]; next: number; buffer: ArrayBuffer } | undefined {
    const pinned = this.#pins.get(pin)
    if (!pinned) return undefined
    const found = pinned.get(database)
    assert(found, `database ${database} is pinned by pin ${pin}`)
    const { pinned: version, versionOffset } = found
    const sinceVersion = Math.max(0, range.sinceVersion - versionOffset)
    const changed = version.changedPages(sinceVersion, range.fromPgno, range.pagesMax)
    const copied = copyPages(changed.pages)
    for (const { pgno, data } of copied.pages) {
      if (data && version.verify(pgno, 1).damaged.length > 0) throw damagedPage(database, pgno)
    }
    return { ...copied, next: changed.next ?? 0 }
  }

  /** `durable`: nobody will ask for changes since an older version again. */
  unpin(pin: number, durable: boolean): void {
    const pinned = this.#pins.get(pin)
    if (!pinned) return
    this.#pins.delete(pin)
    const incomplete = this.#incomplete.get(pin)
    this.#incomplete.delete(pin)
    incomplete?.report(undefined)
    for (const { store, pinned: version } of pinned.values()) {
      if (durable) {
        store.forgetGone(version.version)
        this.noteDurable(store, version.version)
      }
      version.release()
      if (this.#retired.has(store) && !this.#isPinned(store)) this.#dispose(store)
    }
  }

  /** Disposes the store, now or when its last pin is gone. */
  retire(store: PageStore): void {
    this.#retired.add(store)
    if (!this.#isPinned(store)) this.#dispose(store)
  }

  /** Every store is about to be replaced, or memory is wanted more than a checkpoint. Returns whether there were any. */
  releaseAll(): boolean {
    const pins = [...this.#pins.keys()]
    for (const pin of pins) this.unpin(pin, false)
    return pins.length > 0
  }

  #isPinned(store: PageStore): boolean {
    for (const pinned of this.#pins.values()) {
      for (const other of pinned.values()) if (other.store === store) return true
    }
    return false
  }

  #dispose(store: PageStore): void {
    this.#retired.delete(store)
    store[Symbol.dispose]()
  }
}

function takePin({ store, versionOffset }: PinnableStore): Pinned {
  return { store, versionOffset, pinned: store.pin() }
}

function describe(database: number, { pinned, versionOffset }: Pinned): PinnedStore {
  const { version, pageCount, checksum } = pinned
  return { database, version: versionOffset + version, pageCount, checksum }
}

const HASH_BYTES = 8

/** The engine shows pages in place until its next call: they are copied, all into one buffer that can be moved. */
function copyPages(changed: readonly ChangedPage[]): { pages: PinnedPage[]; buffer: ArrayBuffer } {
  const buffer = new ArrayBuffer(changed.length * (PAGE_BYTES + HASH_BYTES))
  const pages = changed.map(({ pgno, data, hash }, index): PinnedPage => {
    if (!data || !hash) return { pgno }
    const copy = new Uint8Array(buffer, index * (PAGE_BYTES + HASH_BYTES), PAGE_BYTES + HASH_BYTES)
    copy.set(data)
    copy.set(hash, PAGE_BYTES)
    return { pgno, data: copy.subarray(0, PAGE_BYTES), hash: copy.subarray(PAGE_BYTES) }
  })
  return { pages, buffer }
}

export function damagedPage(database: number, pgno: number): PageStoreError {
  const message = `page ${pgno} of database ${database} does not match its hash`
  return new PageStoreError('PAGE_DAMAGED', message)
}
