// A committed version held for checkpoints, snapshots and exports: no connection, no SQL, only pages.
import type { Pointer } from './abi.ts'
import { PAGE_BYTES, QL_DOOMED, QL_HOLE, QL_PAGE_DAMAGED, SQLITE_OK } from './abi.ts'
import type { ClosedReason } from './errors.ts'
import { ClosedError } from './errors.ts'
import { pageStoreError } from './page-store-error.ts'
import type { Runtime } from './runtime.ts'

/** `gone`: nothing is to be kept under this number, which is beyond the database's end or a hole in it. */
export type ChangedPageKind = 'page' | 'gone'

export interface ChangedPage {
  readonly pgno: number
  readonly kind: ChangedPageKind
  /** 8 bytes; undefined if gone. */
  readonly hash: Uint8Array | undefined
  /** A view into WebAssembly memory: valid until the next call into the engine. Undefined if gone. */
  readonly data: Uint8Array | undefined
}

export interface ChangedPages {
  /** In ascending order. */
  readonly pages: readonly ChangedPage[]
  /** The number to go on from; undefined at the end. There may be more to come even if `pages` is empty. */
  readonly next: number | undefined
}

export interface VerifiedPages {
  /** Pages whose bytes do not match the hash that is stored with them. */
  readonly damaged: readonly number[]
  /** The XOR of the hashes computed. Over all pages it is the checksum. */
  readonly hash: bigint
  readonly next: number | undefined
}

/** Every method throws ClosedError once it was released or its store disposed. */
export interface PinnedVersion extends Disposable {
  readonly version: number
  readonly pageCount: number
  /** 16 hexadecimal digits. */
  readonly checksum: string
  /**
   * Pages whose last change is later than `sinceVersion` (0: all), from `fromPgno` on, at most `maxPages`. The work of
   * one call is bounded, however large the database is.
   */
  changedPages(sinceVersion: number, fromPgno: number, maxPages: number): ChangedPages
  /** The page's bytes: a view, valid until the next call into the engine. Undefined for a hole. */
  page(pgno: number): Uint8Array | undefined
  /** Holds at most `maxPages` pages against their hashes. */
  verify(fromPgno: number, maxPages: number): VerifiedPages
  release(): void
}

/** Page numbers looked at in one call, changed or not: some hundred microseconds. */
const SCAN_PAGES_MAX = 65_536
const CHANGE_RECORD_BYTES = 16
const KIND_PAGE = 1

export class WasmPinnedVersion implements PinnedVersion {
  readonly version: number
  readonly pageCount: number
  readonly checksum: string

  readonly #runtime: Runtime
  readonly #onRelease: (pin: WasmPinnedVersion) => void
  #pointer: Pointer
  #closed: ClosedReason | undefined

  /** Takes over the pin. */
  constructor(runtime: Runtime, pointer: Pointer, onRelease: (pin: WasmPinnedVersion) => void) {
    const { exports, heap } = runtime
    const { answer } = heap
    exports.ql_pin_info(pointer, answer)
    heap.refresh()
    this.version = heap.f64(answer)
    this.checksum = heap.hex64(answer + 8)
    this.pageCount = heap.u32(answer + 16)
    this.#runtime = runtime
    this.#pointer = pointer
    this.#onRelease = onRelease
  }

  changedPages(sinceVersion: number, fromPgno: number, maxPages: number): ChangedPages {
    const pin = this.#use()
    const { exports, heap } = this.#runtime
    const since = sinceVersion === 0 ? -1 : sinceVersion
    const records = heap.allocate(8 + CHANGE_RECORD_BYTES * maxPages)
    try {
      const code = exports.ql_pin_changes(pin, since, fromPgno, SCAN_PAGES_MAX, maxPages, records)
      if (code !== SQLITE_OK) throw this.#error(code, 'list the changed pages')
      heap.refresh()
      const next = heap.u32(records)
      const count = heap.u32(records + 4)
      const pages = Array.from({ length: count }, (_, index) =>
        this.#changedPage(records + 8 + CHANGE_RECORD_BYTES * index),
      )
      return { pages, next: next === 0 ? undefined : next }
    } finally {
      heap.free(records)
    }
  }

  page(pgno: number): Uint8Array | undefined {
    const pin = this.#use()
    const { exports, heap } = this.#runtime
    const code = exports.ql_pin_page(pin, pgno, heap.answer)
    if (code === QL_HOLE) return undefined
    if (code !== SQLITE_OK) throw this.#error(code, `read page ${pgno}`)
    heap.refresh()
    const address = heap.u32(heap.answer)
    return heap.u8.subarray(address, address + PAGE_BYTES)
  }

  verify(fromPgno: number, maxPages: number): VerifiedPages {
    const pin = this.#use()
    const { exports, heap } = this.#runtime
    const { answer } = heap
    const code = exports.ql_pin_verify(pin, fromPgno, maxPages, answer)
    heap.refresh()
    const hash = heap.view.getBigUint64(answer + 8, true)
    if (code === QL_PAGE_DAMAGED) {
      const damaged = heap.u32(answer + 4)
      return { damaged: [damaged], hash, next: damaged < this.pageCount ? damaged + 1 : undefined }
    }
    if (code !== SQLITE_OK) throw this.#error(code, 'verify the pages')
    const next = heap.u32(answer)
    return { damaged: [], hash, next: next === 0 ? undefined : next }
  }

  release(): void {
    this.close('disposed')
  }

  [Symbol.dispose](): void {
    this.close('disposed')
  }

  close(reason: ClosedReason): void {
    if (this.#closed !== undefined) return
    this.#closed = reason
    if (this.#runtime.closedReason === undefined)
      this.#runtime.exports.ql_pin_release(this.#pointer)
    this.#pointer = 0
    this.#onRelease(this)
  }

  #use(): Pointer {
    if (this.#closed !== undefined) throw new ClosedError('pinned version', this.#closed)
    this.#runtime.assertOpen()
    return this.#pointer
  }

  #changedPage(record: Pointer): ChangedPage {
    const { heap } = this.#runtime
    const pgno = heap.u32(record)
    if (heap.u32(record + 4) !== KIND_PAGE) {
      return { pgno, kind: 'gone', hash: undefined, data: undefined }
    }
    return { pgno, kind: 'page', hash: heap.readBytes(record + 8, 8), data: this.page(pgno) }
  }

  #error(code: number, operation: string): Error {
    if (code === QL_DOOMED) return new ClosedError('pinned version', 'aborted')
    return pageStoreError(code, operation)
  }
}
