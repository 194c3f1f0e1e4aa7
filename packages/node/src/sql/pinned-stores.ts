import {
  PageStoreError,
  type ChangedPage,
  type PageStore,
  type PinnedVersion,
} from '@quorumlite/sqlite'
import { PAGE_BYTES } from '@quorumlite/wire'
import { assert } from '../assert.ts'
import type { PinnedPage, PinnedStore } from './messages.ts'

interface Pinned {
  readonly store: PageStore
  readonly version: PinnedVersion
}

/**
 * Versions that checkpoints and snapshots read while the databases go on. A database that is dropped meanwhile stays
 * readable under its pin: the checkpoint is of a moment at which it was still there.
 */
export class PinnedStores {
  readonly #pins = new Map<number, ReadonlyMap<number, Pinned>>()
  readonly #retired = new Set<PageStore>()

  pin(pin: number, stores: Iterable<readonly [database: number, PageStore]>): PinnedStore[] {
    assert(!this.#pins.has(pin), `pin ${pin} is new`)
    const pinned = new Map<number, Pinned>()
    this.#pins.set(pin, pinned)
    try {
      for (const [database, store] of stores) pinned.set(database, { store, version: store.pin() })
    } catch (error) {
      this.unpin(pin, false)
      throw error
    }
    return [...pinned].map(([database, { version }]) => ({
      database,
      version: version.version,
      pageCount: version.pageCount,
      checksum: version.checksum,
    }))
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
    const version = pinned.get(database)?.version
    assert(version, `database ${database} is pinned by pin ${pin}`)
    const changed = version.changedPages(range.sinceVersion, range.fromPgno, range.pagesMax)
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
    for (const { store, version } of pinned.values()) {
      if (durable) store.forgetGone(version.version)
      version.release()
      if (this.#retired.has(store) && !this.#isPinned(store)) this.#dispose(store)
    }
  }

  /** Disposes the store, now or when its last pin is gone. */
  retire(store: PageStore): void {
    this.#retired.add(store)
    if (!this.#isPinned(store)) this.#dispose(store)
  }

  /** Every store is about to be replaced, and its memory is wanted at once. */
  releaseAll(): void {
    for (const pin of this.#pins.keys()) this.unpin(pin, false)
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
