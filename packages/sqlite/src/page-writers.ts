// Filling a database from outside SQL, page by page: an import replaces a living one as one commit, a restore brings
// an empty one back to what was kept of it.
import type { Pointer } from './abi.ts'
import { PAGE_BYTES, QL_HOLE, QL_PAGE_DAMAGED, SQLITE_OK } from './abi.ts'
import { assert } from './assert.ts'
import { copyIn } from './copy-in.ts'
import type { ClosedReason } from './errors.ts'
import { ClosedError, PageStoreError } from './errors.ts'
import { pageStoreError } from './page-store-error.ts'
import type { PageStore } from './page-store.ts'
import type { Runtime } from './runtime.ts'

/** Replaces the whole content by the pages of a database file, as one speculative version. */
export interface ImportWriter {
  /** Pages of 4096 bytes, in any order. A page that is not put reads as zeros. */
  put(pgno: number, page: Uint8Array): void
  /**
   * Makes the version. Connections are closed when they would see the new content: a schema, a text encoding or a
   * virtual table that they remember may be another now. Throws PageStoreError UNSUPPORTED_DATABASE_FILE, with the
   * import still open.
   */
  finish(pageCount: number): void
  /** Gives up; the store is as it was. */
  cancel(): void
}

/** Fills an empty store from pages that a checkpoint or a snapshot kept. To give up, dispose the store. */
export interface RestoreWriter {
  /** `hash` (8 bytes, from `changedPages`) is held against the page if given: PageStoreError PAGE_DAMAGED. */
  put(pgno: number, page: Uint8Array, hash?: Uint8Array): void
  /**
   * Makes the pages the committed version. With another checksum than expected it throws PageStoreError DIVERGED, and
   * the store is disposed.
   */
  finish(pageCount: number, expectedChecksum?: string): void
}

export interface RestoreOptions {
  /**
   * Stores of the same engine that may have some of the pages, as a fork and its source do: such pages are shared with them, as
   * they were before they were kept. Default: none.
   */
  readonly relatives?: readonly PageStore[]
}

/** What a writer needs of its store. */
export interface PageWriterHost {
  readonly runtime: Runtime
  /** Throws ClosedError. */
  usePointer(): Pointer
}

export interface RestoreRelative extends PageWriterHost {
  readonly closed: boolean
}

export interface RestoredStore {
  checksum(): string
  dispose(): void
}

const HASH_BYTES = 8

export class WasmImport implements ImportWriter {
  readonly #host: PageWriterHost
  readonly #onEnd: (madeVersion: boolean) => void
  #closed: ClosedReason | undefined

  constructor(host: PageWriterHost, onEnd: (madeVersion: boolean) => void) {
    this.#host = host
    this.#onEnd = onEnd
    const code = host.runtime.exports.ql_import_begin(host.usePointer())
    if (code !== SQLITE_OK) throw pageStoreError(code, 'begin an import')
  }

  put(pgno: number, page: Uint8Array): void {
    const store = this.#use()
    const address = writePage(this.#host.runtime, page)
    const code = this.#host.runtime.exports.ql_import_put(store, pgno, address)
    if (code !== SQLITE_OK) throw pageStoreError(code, `import page ${pgno}`)
  }

  finish(pageCount: number): void {
    const code = this.#host.runtime.exports.ql_import_finish(this.#use(), pageCount)
    if (code !== SQLITE_OK) throw pageStoreError(code, 'finish the import')
    this.#closed = 'disposed'
    this.#onEnd(true)
  }

  cancel(): void {
    if (this.#closed !== undefined) return
    this.#host.runtime.exports.ql_import_cancel(this.#use())
    this.#closed = 'disposed'
    this.#onEnd(false)
  }

  /** The store has cancelled it, or is gone. */
  invalidate(reason: ClosedReason): void {
    this.#closed ??= reason
  }

  #use(): Pointer {
    if (this.#closed !== undefined) throw new ClosedError('import', this.#closed)
    return this.#host.usePointer()
  }
}

export class WasmRestore implements RestoreWriter {
  readonly #host: PageWriterHost
  readonly #relatives: readonly RestoreRelative[]
  readonly #store: RestoredStore

  constructor(host: PageWriterHost, relatives: readonly RestoreRelative[], store: RestoredStore) {
    assert(
      relatives.every(({ runtime }) => runtime === host.runtime),
      'relatives are of the same engine',
    )
    this.#host = host
    this.#relatives = relatives
    this.#store = store
  }

  put(pgno: number, page: Uint8Array, hash?: Uint8Array): void {
    const store = this.#host.usePointer()
    const { exports } = this.#host.runtime
    const at = writePage(this.#host.runtime, page, hash)
    const hashAt = hash === undefined ? 0 : at + PAGE_BYTES
    const code =
      this.#share(store, pgno, at, hashAt) ?? exports.ql_restore_put(store, pgno, at, hashAt)
    if (code === QL_PAGE_DAMAGED) {
      throw new PageStoreError('PAGE_DAMAGED', `page ${pgno} does not have the hash kept with it`)
    }
    if (code !== SQLITE_OK) throw pageStoreError(code, `restore page ${pgno}`)
  }

  /** Undefined if no relative has this page. */
  #share(store: Pointer, pgno: number, at: Pointer, hashAt: Pointer): number | undefined {
    const { exports } = this.#host.runtime
    for (const relative of this.#relatives) {
      if (relative.closed) continue
      const code = exports.ql_restore_share(store, pgno, at, hashAt, relative.usePointer())
      if (code !== QL_HOLE) return code
    }
    return undefined
  }

  finish(pageCount: number, expectedChecksum?: string): void {
    const { exports } = this.#host.runtime
    const code = exports.ql_restore_finish(this.#host.usePointer(), pageCount)
    if (code !== SQLITE_OK) throw pageStoreError(code, 'finish the restore')
    const checksum = this.#store.checksum()
    if (expectedChecksum !== undefined && checksum !== expectedChecksum) {
      this.#store.dispose()
      throw new PageStoreError(
        'DIVERGED',
        `the restored database has checksum ${checksum} instead of ${expectedChecksum}`,
      )
    }
  }
}

/** To scratch; the hash behind the page. */
function writePage(runtime: Runtime, page: Uint8Array, hash?: Uint8Array): Pointer {
  assert(page.length === PAGE_BYTES, 'a page has 4096 bytes')
  if (hash === undefined) return copyIn(runtime.heap, page, 'take in a page')
  assert(hash.length === HASH_BYTES, 'a hash has 8 bytes')
  const { heap } = runtime
  const at = copyIn(heap, page, 'take in a page', HASH_BYTES)
  heap.u8.set(hash, at + PAGE_BYTES)
  return at
}
