// One instance of SQLite in WebAssembly, with all the databases of one thread.
import type { PageStore } from './page-store.ts'
import type { WebAssemblyMemory, WebAssemblyModule } from './web-assembly.ts'

export interface EngineOptions {
  /** Compiled once and handed to several threads; otherwise the package's own file is compiled, once per thread. */
  readonly module?: WebAssemblyModule
  readonly memory?: WebAssemblyMemory
  /** Milliseconds since 1970, for `datetime('now')`. Default: Date.now. */
  readonly now?: () => number
  /** Fills the array, for `random()` and rowids. Default: node:crypto. */
  readonly random?: (into: Uint8Array) => void
  /** One element on a SharedArrayBuffer: while it is nonzero, running statements fail with SQLITE_INTERRUPT. */
  readonly interrupt?: Int32Array
  /** Called every few thousand virtual-machine steps; true interrupts. It must not call the engine. */
  readonly onPoll?: () => boolean
}

export interface MemoryUsage {
  /** WebAssembly memory; it never shrinks. */
  readonly memoryBytes: number
  /** Allocated within it, pages included. */
  readonly allocatedBytes: number
  /** Page versions that a connection, a pin or a mark can still see. */
  readonly pageBytes: number
}

export interface Engine extends Disposable {
  readonly sqliteVersion: string
  readonly closed: boolean
  /** An empty database: nothing can be read until page 1 was imported, restored or applied. */
  createStore(name: string): PageStore
  /** Page 1 of an empty database, in WAL mode, signed by this version of SQLite. */
  blankPage1(): Uint8Array
  memoryUsage(): MemoryUsage
  /** How long one uninterrupted run of SQLite may take, in milliseconds; undefined: for ever. */
  setTimeLimit(timeLimitMs: number | undefined): void
}
