// Commits on their way out. One that is too large for an entry is encoded piece by piece, so that nobody holds the whole.
import type { Pointer } from './abi.ts'
import { ENTRY_HEADER_BYTES, QL_NO_VERSION, QL_PAGE_DAMAGED, SQLITE_OK } from './abi.ts'
import { assert } from './assert.ts'
import { PageStoreError } from './errors.ts'
import { pageStoreError } from './page-store-error.ts'
import type { Runtime } from './runtime.ts'

/** One SQLite commit, ready to travel. */
export interface EncodedCommit {
  /** Local to this store; never compared between nodes. */
  readonly version: number
  readonly pageCount: number
  /** Rolling checksums, 16 hexadecimal digits. */
  readonly checksumBefore: string
  readonly checksumAfter: string
  /** What `apply` takes; a copy that the caller owns. Empty if the commit has parts. */
  readonly bytes: Uint8Array
  /** Of a commit that is longer than `takeCommit` was allowed to make it. */
  readonly parts: CommitParts | undefined
}

/** What `stagePart` and `applyStaged` of another store take, in this order. */
export interface CommitParts {
  /** Pages that the commit wrote; each takes at most 8 + 4096 bytes of a part. */
  readonly pagesWritten: number
  /**
   * The next part, which the caller owns; undefined after the last. Throws PageStoreError STATE once the commit is published
   * or aborted, PAGE_DAMAGED if a page that it builds upon is.
   */
  next(): Uint8Array | undefined
  /** After the last part: what publishes them. */
  readonly header: Uint8Array
}

interface CommitPartsHost {
  readonly name: string
  readonly runtime: Runtime
  /** Throws ClosedError. */
  usePointer(): Pointer
}

const NO_BYTES = new Uint8Array(0)
const RECORD_COUNT_AT = 8
const LENGTH_AT = 12

/** The oldest version that was not encoded yet, whole or in parts of `bytesMax` (0: whole). */
export function encodeOldest(host: CommitPartsHost, bytesMax: number): EncodedCommit | undefined {
  const { exports, heap } = host.runtime
  const { answer } = heap
  const operation = `encode a commit of ${host.name}`
  const code = exports.ql_encode(host.usePointer(), 0, 0, bytesMax, answer)
  heap.refresh()
  if (code === QL_NO_VERSION) return undefined
  if (code === QL_PAGE_DAMAGED) throw damagedPage(operation, heap.u32(answer + 20))
  if (code !== SQLITE_OK) throw pageStoreError(code, operation)
  const entry = heap.u32(answer)
  const bytes = heap.u8.slice(entry, entry + heap.u32(answer + 4))
  const version = heap.f64(answer + 8)
  const nextPage = heap.u32(answer + 24)
  const pageCount = heap.u32(entry + 4)
  const checksumBefore = heap.hex64(entry + 16)
  const checksumAfter = heap.hex64(entry + 24)
  const whole = { version, pageCount, checksumBefore, checksumAfter, bytes, parts: undefined }
  if (nextPage === 0) return whole
  const parts = new WasmCommitParts(host, {
    version,
    bytesMax,
    header: bytes.slice(0, ENTRY_HEADER_BYTES),
    part: bytes.slice(ENTRY_HEADER_BYTES),
    nextPage,
    pagesWritten: heap.u32(answer + 28),
  })
  return { ...whole, bytes: NO_BYTES, parts }
}

class WasmCommitParts implements CommitParts {
  readonly pagesWritten: number
  readonly #host: CommitPartsHost
  readonly #version: number
  readonly #bytesMax: number
  readonly #header: Uint8Array
  #first: Uint8Array | undefined
  #nextPage: number

  /** `start`: the header as far as the first part goes, and that part. */
  constructor(
    host: CommitPartsHost,
    start: {
      readonly version: number
      readonly bytesMax: number
      readonly header: Uint8Array
      readonly part: Uint8Array
      readonly nextPage: number
      readonly pagesWritten: number
    },
  ) {
    this.#host = host
    this.#version = start.version
    this.#bytesMax = start.bytesMax
    this.#header = start.header
    this.#first = start.part
    this.#nextPage = start.nextPage
    this.pagesWritten = start.pagesWritten
  }

  next(): Uint8Array | undefined {
    const first = this.#first
    this.#first = undefined
    if (first && first.length > 0) return first
    // A part is empty if everything left was written without a change.
    while (this.#nextPage > 0) {
      const part = this.#encode()
      if (part.length > 0) return part
    }
    return undefined
  }

  get header(): Uint8Array {
    assert(!this.#first && this.#nextPage === 0, 'a header counts all parts')
    return this.#header
  }

  #encode(): Uint8Array {
    const { name, runtime } = this.#host
    const { exports, heap } = runtime
    const store = this.#host.usePointer()
    const code = exports.ql_encode_part(
      store,
      this.#version,
      this.#nextPage,
      0,
      this.#bytesMax,
      heap.answer,
    )
    const operation = `encode a part of a commit of ${name}`
    heap.refresh()
    if (code === QL_NO_VERSION) {
      throw new PageStoreError('STATE', `cannot ${operation}: it is published or aborted`)
    }
    if (code === QL_PAGE_DAMAGED) throw damagedPage(operation, heap.u32(heap.answer + 20))
    if (code !== SQLITE_OK) throw pageStoreError(code, operation)
    const address = heap.u32(heap.answer)
    const part = heap.u8.slice(address, address + heap.u32(heap.answer + 4))
    this.#count(heap.u32(heap.answer + 16), part.length)
    this.#nextPage = heap.u32(heap.answer + 24)
    return part
  }

  #count(records: number, bytes: number): void {
    const view = new DataView(this.#header.buffer, this.#header.byteOffset)
    view.setUint32(RECORD_COUNT_AT, view.getUint32(RECORD_COUNT_AT, true) + records, true)
    view.setUint32(LENGTH_AT, view.getUint32(LENGTH_AT, true) + bytes, true)
  }
}

function damagedPage(operation: string, pgno: number): PageStoreError {
  const why = `page ${pgno} does not have the hash that was stored with it`
  return new PageStoreError('PAGE_DAMAGED', `cannot ${operation}: ${why}`)
}
