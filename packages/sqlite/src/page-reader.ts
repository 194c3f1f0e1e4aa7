// How a reader reaches the pages of an engine in another thread: page-reader.wasm over the writer's shared memory finds a page,
// and this copies it into the reader's own. See wasm/src/sharing.h.
import { readFile } from 'node:fs/promises'
import type { PageReaderExports, Pointer } from './abi.ts'
import {
  PAGE_BYTES,
  READERS_MAX,
  READER_HOLE,
  READER_MARK_BYTES,
  READER_RECORD_BYTES,
} from './abi.ts'
import { assert } from './assert.ts'
import type { WebAssemblyMemory, WebAssemblyModule } from './web-assembly.ts'
import { webAssembly } from './web-assembly.ts'

/** An engine whose committed pages other threads may read. It can be posted. */
export interface EngineSharing {
  readonly memory: WebAssemblyMemory
  /** Of the readers' records in it. */
  readonly address: number
}

/** A store as readers in other threads find it. It can be posted. The `id` is never used again, so it never names another. */
export interface StoreAddress {
  readonly name: string
  readonly pointer: number
  readonly id: number
}

let compiled: Promise<WebAssemblyModule> | undefined

function loadPageReader(): Promise<WebAssemblyModule> {
  compiled ??= readFile(new URL('../wasm/page-reader.wasm', import.meta.url)).then((bytes) =>
    webAssembly.compile(bytes),
  )
  return compiled
}

export class RemotePages {
  /** Changes whenever a read begins on another version than the one before: the same schema as long as it does not. */
  generation = 0
  readonly #exports: PageReaderExports
  readonly #sharing: EngineSharing
  readonly #reader: number

  private constructor(sharing: EngineSharing, reader: number, module: WebAssemblyModule) {
    assert(reader >= 0 && reader < READERS_MAX, 'a reader has the number that attachReader gave')
    const { exports } = new webAssembly.Instance(module, { env: { memory: sharing.memory } })
    this.#exports = exports as unknown as PageReaderExports
    this.#sharing = sharing
    this.#reader = reader
  }

  static async open(sharing: EngineSharing, reader: number): Promise<RemotePages> {
    return new RemotePages(sharing, reader, await loadPageReader())
  }

  /** The imports of a reader's module (wasm/include/quorumlite.h, "Readers in other threads"). */
  importsFor(memory: WebAssemblyMemory): Record<string, (...values: never[]) => unknown> {
    const { address: sharing } = this.#sharing
    const reader = this.#reader
    const exports = this.#exports
    const views = new MemoryPair(this.#sharing.memory, memory)
    const mark = sharing + READER_RECORD_BYTES * (1 + reader) + READER_MARK_BYTES
    return {
      remote_pin: (store: Pointer, id: number, to: Pointer): number => {
        const pin = exports.ql_reader_pin(sharing, reader, store, id)
        if (pin >= 0 && views.copyChanged(mark, to >>> 0, store)) this.generation++
        return pin
      },
      remote_unpin: (store: Pointer, pin: number): void => exports.ql_reader_unpin(store, pin),
      remote_read: (
        store: Pointer,
        id: number,
        pin: number,
        pgno: number,
        within: number,
        to: Pointer,
        bytes: number,
      ): number => {
        const page = exports.ql_reader_find(sharing, reader, store, id, pin, pgno)
        // The highest addresses are codes; there is no page, because memory ends before them.
        const isPage = page > 0 || page < -PAGE_BYTES
        if (isPage) views.copy((page >>> 0) + within, to >>> 0, bytes)
        exports.ql_reader_leave(sharing, reader)
        return isPage ? 0 : page === 0 ? READER_HOLE : page
      },
    }
  }
}

/** Of a mark: its version and its change id, which together name a state. */
const MARK_NAME_WORDS = 4

/** Views of the writer's memory and of the reader's own. */
class MemoryPair {
  readonly #from: WebAssemblyMemory
  readonly #to: WebAssemblyMemory
  #fromBytes: Uint8Array
  #fromWords: Int32Array
  #toBytes: Uint8Array
  #toWords: Int32Array
  #lastStore: Pointer = 0
  readonly #lastMark = new Int32Array(MARK_NAME_WORDS)

  constructor(from: WebAssemblyMemory, to: WebAssemblyMemory) {
    this.#from = from
    this.#to = to
    this.#fromBytes = new Uint8Array(from.buffer)
    this.#fromWords = new Int32Array(from.buffer)
    this.#toBytes = new Uint8Array(to.buffer)
    this.#toWords = new Int32Array(to.buffer)
  }

  /** Copies a mark. Returns whether it, or the store that it is of, differs from the last one. */
  copyChanged(from: Pointer, to: Pointer, store: Pointer): boolean {
    this.copy(from, to, READER_MARK_BYTES)
    const at = to >>> 2
    let changed = this.#lastStore !== store
    this.#lastStore = store
    for (let word = 0; word < MARK_NAME_WORDS; word++) {
      const now = this.#toWords[at + word] as number
      if (this.#lastMark[word] === now) continue
      this.#lastMark[word] = now
      changed = true
    }
    return changed
  }

  copy(from: Pointer, to: Pointer, bytes: number): void {
    if (from + bytes > this.#fromBytes.length) {
      this.#fromBytes = new Uint8Array(this.#from.buffer)
      this.#fromWords = new Int32Array(this.#from.buffer)
    }
    // The reader's own memory has grown: its old views are detached, and empty.
    if (this.#toBytes.length === 0) {
      this.#toBytes = new Uint8Array(this.#to.buffer)
      this.#toWords = new Int32Array(this.#to.buffer)
    }
    if ((from | to | bytes) & 3) {
      this.#toBytes.set(this.#fromBytes.subarray(from, from + bytes), to)
      return
    }
    // From shared memory, `set` goes byte by byte or calls out; this is compiled.
    const target = this.#toWords
    const source = this.#fromWords
    const begin = from >>> 2
    const end = begin + (bytes >>> 2)
    for (let at = begin, into = to >>> 2; at < end; at++, into++) {
      target[into] = source[at] as number
    }
  }
}
