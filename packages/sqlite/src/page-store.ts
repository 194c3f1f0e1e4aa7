// One database: every version of every page that somebody can still see. See ARCHITECTURE.md, "The page store".
import type { Pointer } from './abi.ts'
import {
  APPLY_UNVERIFIED,
  ENTRY_FLAG_IMPORT,
  OPEN_SPECULATIVE,
  OPEN_WRITABLE,
  PAGE_BYTES,
  QL_NOT_A_DATABASE,
  SQLITE_OK,
} from './abi.ts'
import { assert } from './assert.ts'
import type { Connection, ConnectOptions } from './connection.ts'
import { WasmConnection } from './connection.ts'
import { copyIn } from './copy-in.ts'
import type { EncodedCommit } from './encoded-commit.ts'
import { encodeOldest } from './encoded-commit.ts'
import type { ClosedReason } from './errors.ts'
import { ClosedError, PageStoreError } from './errors.ts'
import { pageStoreError } from './page-store-error.ts'
import type { ImportWriter, PageWriterHost, RestoreOptions, RestoreWriter } from './page-writers.ts'
import { WasmImport, WasmRestore } from './page-writers.ts'
import type { StoreAddress } from './page-reader.ts'
import type { PinnedVersion } from './pinned-version.ts'
import { WasmPinnedVersion } from './pinned-version.ts'
import type { Runtime } from './runtime.ts'

export interface ApplyOptions {
  /** Whether checksums before and after are held against the content. Default: true. */
  readonly verify?: boolean
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

  /** What names it to readers in other threads, while it is open. To be posted to them. */
  readonly address: StoreAddress
  /** The database never grows beyond it: SQLITE_FULL. */
  setMaxPages(pages: number): void
  /** A transaction that would write more pages than these bytes hold fails with SQLITE_FULL. Default: 256 MiB. */
  setMaxTransactionBytes(bytes: number): void
  /** The state of the store in one call. */
  info(): StoreInfo

  /** Throws PageStoreError STATE while the store is empty. */
  connect(options: ConnectOptions): Connection
  /**
   * The oldest speculative version not taken yet; undefined if there is none. One that is longer than `bytesMax` comes in
   * parts of that size, which are encoded when they are asked for. Throws PageStoreError PAGE_DAMAGED.
   */
  takeCommit(bytesMax?: number): EncodedCommit | undefined
  /** The oldest `count` speculative versions are committed: readers that begin now see them. */
  publish(count: number): void
  /** Every speculative version is thrown away; connections and statements that saw one are closed. */
  abort(): void
  /**
   * Makes an encoded commit of another store the next committed version, under open readers.
   * Throws PageStoreError; the store is untouched then.
   */
  apply(bytes: Uint8Array, options?: ApplyOptions): void
  /**
   * Takes in the next part of a commit of another store. It is built upon the committed version, which has to stay until
   * `applyStaged`, and nobody sees it. Throws PageStoreError; what was taken in before stays.
   */
  stagePart(part: Uint8Array): void
  /** Publishes the parts that were taken in, as `apply` does. Throws PageStoreError. */
  applyStaged(header: Uint8Array, options?: ApplyOptions): void
  /** Forgets the parts that were taken in, if any. */
  dropStaged(): void
  beginImport(): ImportWriter
  restore(options?: RestoreOptions): RestoreWriter
  /**
   * A store of its own with the content of the committed version, as of now, whatever is speculative or open here. Pages are
   * shared until one of the two changes them: it costs some 50 ns and 40 bytes a page. Throws PageStoreError EXISTS, STATE
   * (this store is empty), NO_MEMORY.
   */
  fork(name: string): PageStore

  /** Pins the committed version. */
  pin(): PinnedVersion
  /** Pages that went away at or before this version will never be asked for again: a checkpoint is durable. */
  forgetGone(version: number): void
  /**
   * Closes every reader whose snapshot is of this version or an older one, and answers how many there were. They hear
   * ClosedError `evicted`; the pages that were kept for them alone are freed.
   */
  evictReaders(throughVersion: number): number
  /**
   * Takes their snapshots from readers in other threads: of this version and older ones, but for the committed one. Their
   * reads fail with SQLITE_ERROR_SNAPSHOT; the next begins with a new snapshot.
   */
  evictRemoteReaders(throughVersion: number): void
  /**
   * The numbers of pages whose bytes do not match their stored hash: none, in good memory. Throws PageStoreError
   * DIVERGED if the hashes do not make up the checksum.
   */
  verify(): number[]
  /** Puts good bytes in the place of a damaged page. Throws PageStoreError PAGE_DAMAGED if they are not good. */
  repairPage(pgno: number, page: Uint8Array): void
}

export interface StoreInfo {
  readonly committedVersion: number
  readonly speculativeVersion: number
  readonly speculativeCount: number
  /** Speculative versions that `takeCommit` has not given out. */
  readonly untakenCount: number
  /** Of the committed version; `speculative...` of the speculative one. */
  readonly pageCount: number
  readonly checksum: string
  readonly speculativePageCount: number
  readonly speculativeChecksum: string
  readonly connections: number
  /** Of connections and pins; undefined if there is none. */
  readonly oldestPinnedVersion: number | undefined
  readonly pinnedVersions: number
  /** The oldest version that is kept for readers in other threads. */
  readonly oldestRemoteVersion: number | undefined
  /** Snapshots that readers in other threads have now, and ever had (modulo 2^32). */
  readonly remotePins: number
  readonly remotePinsTaken: number
  /** Pages that are kept for pinned versions alone. */
  readonly heldPages: number
  /** Whether a write transaction or an import is open. */
  readonly writing: boolean
  readonly maxPages: number
  readonly maxTransactionBytes: number
}

/** What made the store, and has to know of its end and of its forks. */
export interface PageStoreOwner {
  onClose(store: WasmPageStore): void
  /** Takes over a store that the module has just made. */
  adopt(pointer: Pointer, name: string): WasmPageStore
}

const VERIFY_PAGES = 4096

export class WasmPageStore implements PageStore, PageWriterHost {
  readonly name: string
  readonly runtime: Runtime

  readonly #owner: PageStoreOwner
  readonly #connections = new Set<WasmConnection>()
  readonly #pins = new Set<WasmPinnedVersion>()
  #pointer: Pointer
  #closed: ClosedReason | undefined
  #import: WasmImport | undefined
  /** Speculative versions that were imported. */
  #importedVersions: number[] = []

  /** Takes over the store. */
  constructor(runtime: Runtime, pointer: Pointer, name: string, owner: PageStoreOwner) {
    this.runtime = runtime
    this.name = name
    this.#pointer = pointer
    this.#owner = owner
  }

  get closed(): boolean {
    return this.#closed !== undefined || this.runtime.closedReason !== undefined
  }

  get committedVersion(): number {
    return this.runtime.heap.f64(this.#readInfo())
  }

  get speculativeVersion(): number {
    return this.runtime.heap.f64(this.#readInfo() + 8)
  }

  get speculativeCount(): number {
    return this.runtime.heap.u32(this.#readInfo() + 40)
  }

  get pageCount(): number {
    return this.runtime.heap.u32(this.#readInfo() + 32)
  }

  get checksum(): string {
    return this.runtime.heap.hex64(this.#readInfo() + 16)
  }

  get address(): StoreAddress {
    const pointer = this.usePointer()
    return { name: this.name, pointer, id: this.runtime.exports.ql_store_id(pointer) >>> 0 }
  }

  info(): StoreInfo {
    const at = this.#readInfo()
    const { heap } = this.runtime
    const oldest = heap.f64(at + 56)
    const oldestRemote = heap.f64(at + 80)
    return {
      committedVersion: heap.f64(at),
      speculativeVersion: heap.f64(at + 8),
      checksum: heap.hex64(at + 16),
      speculativeChecksum: heap.hex64(at + 24),
      pageCount: heap.u32(at + 32),
      speculativePageCount: heap.u32(at + 36),
      speculativeCount: heap.u32(at + 40),
      untakenCount: heap.u32(at + 44),
      connections: heap.u32(at + 48),
      pinnedVersions: heap.u32(at + 52),
      oldestPinnedVersion: oldest < 0 ? undefined : oldest,
      oldestRemoteVersion: oldestRemote < 0 ? undefined : oldestRemote,
      remotePins: heap.u32(at + 88),
      remotePinsTaken: heap.u32(at + 92),
      heldPages: heap.u32(at + 64),
      writing: heap.u32(at + 68) !== 0,
      maxPages: heap.u32(at + 72),
      maxTransactionBytes: heap.u32(at + 76) * PAGE_BYTES,
    }
  }

  setMaxPages(pages: number): void {
    assert(Number.isSafeInteger(pages) && pages > 0, 'a limit of pages is positive')
    this.runtime.exports.ql_store_set_limits(this.usePointer(), pages, 0)
  }

  setMaxTransactionBytes(bytes: number): void {
    assert(bytes >= PAGE_BYTES, 'a transaction may write a page at least')
    this.runtime.exports.ql_store_set_limits(this.usePointer(), 0, Math.floor(bytes / PAGE_BYTES))
  }

  connect(options: ConnectOptions): Connection {
    const store = this.usePointer()
    const speculative = options.view === 'speculative'
    assert(speculative || !options.writable, 'a writable connection has the speculative view')
    const { exports, heap } = this.runtime
    const flags = (speculative ? OPEN_SPECULATIVE : 0) | (options.writable ? OPEN_WRITABLE : 0)
    const code = exports.ql_open(store, flags, heap.answer)
    if (code === QL_NOT_A_DATABASE) {
      throw new PageStoreError('STATE', `cannot connect to ${this.name}: it has no page 1 yet`)
    }
    if (code !== SQLITE_OK) throw pageStoreError(code, `connect to ${this.name}`)
    heap.refresh()
    const pointer = heap.u32(heap.answer)
    const connection = new WasmConnection(this.runtime, pointer, options, (closed) =>
      this.#connections.delete(closed),
    )
    this.#connections.add(connection)
    return connection
  }

  takeCommit(bytesMax = 0): EncodedCommit | undefined {
    return encodeOldest(this, bytesMax)
  }

  publish(count: number): void {
    const published = this.runtime.exports.ql_publish(this.usePointer(), count)
    assert(published === count, 'as many speculative versions exist as are published')
    if (this.#importedVersions.length === 0) return
    const { committedVersion } = this
    const later = this.#importedVersions.filter((version) => version > committedVersion)
    if (later.length < this.#importedVersions.length) this.#closeConnections('committed')
    this.#importedVersions = later
  }

  abort(): void {
    this.runtime.exports.ql_abort(this.usePointer())
    this.#import?.invalidate('aborted')
    this.#import = undefined
    this.#importedVersions = []
    for (const connection of this.#connections) if (connection.doomed) connection.close('aborted')
  }

  apply(bytes: Uint8Array, options: ApplyOptions = {}): void {
    this.#applyWith('ql_apply', bytes, options)
  }

  stagePart(part: Uint8Array): void {
    const store = this.usePointer()
    const { exports, heap } = this.runtime
    const operation = `take in a part of a commit to ${this.name}`
    const code = exports.ql_stage_part(store, copyIn(heap, part, operation), part.length)
    heap.trimScratch()
    if (code !== SQLITE_OK) throw pageStoreError(code, operation)
  }

  applyStaged(header: Uint8Array, options: ApplyOptions = {}): void {
    this.#applyWith('ql_stage_apply', header, options)
  }

  dropStaged(): void {
    this.runtime.exports.ql_stage_drop(this.usePointer())
  }

  #applyWith(apply: 'ql_apply' | 'ql_stage_apply', bytes: Uint8Array, options: ApplyOptions): void {
    const store = this.usePointer()
    const { exports, heap } = this.runtime
    const flags = options.verify === false ? APPLY_UNVERIFIED : 0
    const operation = `apply a commit to ${this.name}`
    const code = exports[apply](store, copyIn(heap, bytes, operation), bytes.length, flags)
    heap.trimScratch()
    if (code !== SQLITE_OK) throw pageStoreError(code, operation)
    const isImport = ((bytes[1] ?? 0) & ENTRY_FLAG_IMPORT) !== 0
    if (!isImport) return
    this.#closeConnections('committed')
    this.#closeConnections('speculative')
  }

  beginImport(): ImportWriter {
    this.#import = new WasmImport(this, (madeVersion) => this.#endImport(madeVersion))
    return this.#import
  }

  restore({ relatives = [] }: RestoreOptions = {}): RestoreWriter {
    this.usePointer()
    return new WasmRestore(this, relatives as readonly WasmPageStore[], {
      checksum: () => this.checksum,
      dispose: () => this[Symbol.dispose](),
    })
  }

  fork(name: string): PageStore {
    const { exports, heap } = this.runtime
    const source = this.usePointer()
    const code = exports.ql_store_fork(source, heap.writeText(name).address, heap.answer)
    if (code === QL_NOT_A_DATABASE) {
      throw new PageStoreError('STATE', `cannot fork ${this.name}: it has no page 1 yet`)
    }
    if (code !== SQLITE_OK) throw pageStoreError(code, `fork ${this.name} as ${name}`)
    heap.refresh()
    return this.#owner.adopt(heap.u32(heap.answer), name)
  }

  pin(): PinnedVersion {
    const pointer = this.runtime.exports.ql_pin_take(this.usePointer(), 0) >>> 0
    if (pointer === 0) throw new PageStoreError('NO_MEMORY', `no memory for a pin of ${this.name}`)
    const pin = new WasmPinnedVersion(this.runtime, pointer, (released) =>
      this.#pins.delete(released),
    )
    this.#pins.add(pin)
    return pin
  }

  forgetGone(version: number): void {
    this.runtime.exports.ql_forget_gone(this.usePointer(), version)
  }

  evictReaders(throughVersion: number): number {
    this.usePointer()
    let evicted = 0
    for (const connection of this.#connections) {
      if (connection.writable) continue
      const { pinnedVersion } = connection
      if (pinnedVersion === undefined || pinnedVersion > throughVersion) continue
      connection.close('evicted')
      evicted++
    }
    return evicted
  }

  evictRemoteReaders(throughVersion: number): void {
    this.runtime.exports.ql_evict_readers(this.usePointer(), throughVersion)
  }

  verify(): number[] {
    using pin = this.pin()
    const damaged: number[] = []
    let hash = 0n
    for (let next: number | undefined = 1; next !== undefined;) {
      const verified = pin.verify(next, VERIFY_PAGES)
      damaged.push(...verified.damaged)
      hash ^= verified.hash
      next = verified.next
    }
    if (damaged.length === 0 && hash !== BigInt(`0x${pin.checksum}`)) {
      throw new PageStoreError('DIVERGED', `the pages of ${this.name} do not make up its checksum`)
    }
    return damaged
  }

  repairPage(pgno: number, page: Uint8Array): void {
    assert(page.length === PAGE_BYTES, 'a page has 4096 bytes')
    const store = this.usePointer()
    const { exports, heap } = this.runtime
    const operation = `repair page ${pgno} of ${this.name}`
    const code = exports.ql_repair_page(store, pgno, copyIn(heap, page, operation))
    if (code !== SQLITE_OK) throw pageStoreError(code, operation)
  }

  [Symbol.dispose](): void {
    if (this.#closed !== undefined) return
    this.#import?.invalidate('disposed')
    for (const connection of this.#connections) connection.close('disposed')
    for (const pin of this.#pins) pin.close('disposed')
    this.#closed = 'disposed'
    if (this.runtime.closedReason === undefined) this.runtime.exports.ql_store_drop(this.#pointer)
    this.#pointer = 0
    this.#owner.onClose(this)
  }

  usePointer(): Pointer {
    if (this.#closed !== undefined) throw new ClosedError(`store ${this.name}`, this.#closed)
    this.runtime.assertOpen()
    return this.#pointer
  }

  #endImport(madeVersion: boolean): void {
    this.#import = undefined
    if (!madeVersion) return
    this.#importedVersions.push(this.speculativeVersion)
    this.#closeConnections('speculative')
  }

  #closeConnections(view: 'committed' | 'speculative'): void {
    for (const connection of this.#connections) {
      if (connection.view === view) connection.close('imported')
    }
  }

  #readInfo(): Pointer {
    const { exports, heap } = this.runtime
    exports.ql_store_info(this.usePointer(), heap.answer)
    heap.refresh()
    return heap.answer
  }
}
