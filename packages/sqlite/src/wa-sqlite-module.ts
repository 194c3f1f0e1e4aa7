// npm wa-sqlite's API over our module. Its Factory(Module) expects what Emscripten makes of C: this is that shape, over
// the exports of quorumlite.wasm. Two places where wa-sqlite 1.0.0 would lose data are mended on the way: a text with
// a NUL in it, and an empty blob.
import type { Pointer } from './abi.ts'
import { OPEN_SPECULATIVE, OPEN_WRITABLE, SQLITE_OK } from './abi.ts'
import { assert } from './assert.ts'
import { limitConnection } from './connection-limits.ts'
import type { Engine } from './engine.ts'
import { runtimeOf } from './engine.ts'
import { PageStoreError } from './errors.ts'
import { isShared } from './instantiate.ts'
import type { Runtime } from './runtime.ts'

export interface WaSqliteModuleOptions {
  /**
   * Connections see the speculative view and may write; every commit waits for `publish` in its store. Default: false,
   * connections read the committed view. Inside a node only the node writes.
   */
  readonly writable?: boolean
}

type Callable = (...values: (number | string)[]) => unknown

/** The part of an Emscripten module that wa-sqlite uses. */
export interface WaSqliteModule {
  readonly HEAPU8: Uint8Array
  readonly HEAP32: Int32Array
  _malloc(bytes: number): Pointer
  _free(address: Pointer): void
  _sqlite3_malloc(bytes: number): Pointer
  _sqlite3_free(address: Pointer): void
  _getSqliteFree(): Pointer
  lengthBytesUTF8(text: string): number
  stringToUTF8(text: string, address: Pointer, bytesMax: number): number
  getValue(address: Pointer, type: string): number | bigint
  getTempRet0(): number
  cwrap(
    name: string,
    returns: string | null,
    parameters: readonly string[],
    options?: { async?: boolean },
  ): Callable
  ccall(
    name: string,
    returns: string | null,
    parameters: readonly string[],
    values: readonly (number | string)[],
  ): unknown
}

/**
 * What npm wa-sqlite's `Factory` takes. A connection is opened under the name of a store. Throws PageStoreError STATE if the
 * engine's memory is shared.
 *
 * @example
 * import * as SQLite from 'wa-sqlite'
 * const sqlite3 = SQLite.Factory(createWaSqliteModule(engine))
 * const db = await sqlite3.open_v2('main')
 */
export function createWaSqliteModule(
  engine: Engine,
  options: WaSqliteModuleOptions = {},
): WaSqliteModule {
  const runtime = runtimeOf(engine)
  if (isShared(runtime.heap.memory)) {
    const why = 'wa-sqlite reads texts with TextDecoder, which refuses shared memory'
    throw new PageStoreError('STATE', why)
  }
  return new EmscriptenLookalike(runtime, options.writable ?? false)
}

/** What these return is an address, which wa-sqlite uses to index memory: it must not be negative above 2 GiB. */
const RETURNS_ADDRESS: ReadonlySet<string> = new Set(['sqlite3_column_blob', 'sqlite3_value_blob'])

class EmscriptenLookalike implements WaSqliteModule {
  readonly #runtime: Runtime
  readonly #openFlags: number
  readonly #functions: Readonly<Record<string, unknown>>
  readonly #special: Readonly<Record<string, Callable>>
  /** The upper half of the 64-bit integer that was returned last. */
  #high = 0
  #lastText: { address: Pointer; bytes: number } = { address: 0, bytes: 0 }

  constructor(runtime: Runtime, writable: boolean) {
    this.#runtime = runtime
    this.#openFlags = writable ? OPEN_SPECULATIVE | OPEN_WRITABLE : 0
    this.#functions = runtime.exports as unknown as Readonly<Record<string, unknown>>
    this.#special = this.#specialFunctions()
  }

  get HEAPU8(): Uint8Array {
    this.#runtime.heap.refresh()
    return this.#runtime.heap.u8
  }

  get HEAP32(): Int32Array {
    this.#runtime.heap.refresh()
    return this.#runtime.heap.i32
  }

  _malloc(bytes: number): Pointer {
    return this.#runtime.heap.allocate(bytes)
  }

  _free(address: Pointer): void {
    this.#runtime.heap.free(address)
  }

  /** Never 0 for 0 bytes: sqlite3_bind_blob would take that for NULL. */
  _sqlite3_malloc(bytes: number): Pointer {
    return this.#runtime.exports.sqlite3_malloc(Math.max(bytes, 1)) >>> 0
  }

  _sqlite3_free(address: Pointer): void {
    this.#runtime.exports.sqlite3_free(address)
  }

  _getSqliteFree(): Pointer {
    return this.#runtime.exports.getSqliteFree()
  }

  lengthBytesUTF8(text: string): number {
    return Buffer.byteLength(text)
  }

  stringToUTF8(text: string, address: Pointer, bytesMax: number): number {
    const { heap } = this.#runtime
    heap.refresh()
    const bytes = heap.text.write(text, address, bytesMax - 1, 'utf8')
    heap.u8[address + bytes] = 0
    this.#lastText = { address, bytes }
    return bytes
  }

  getValue(address: Pointer, type: string): number | bigint {
    const { heap } = this.#runtime
    heap.refresh()
    if (type === 'i64') return heap.view.getBigInt64(address, true)
    return type === '*' ? heap.u32(address) : heap.view.getInt32(address, true)
  }

  getTempRet0(): number {
    return this.#high
  }

  cwrap(
    name: string,
    returns: string | null,
    parameters: readonly string[],
    options?: { async?: boolean },
  ): Callable {
    const call = this.#special[name] ?? this.#plain(name)
    const texts = parameters.flatMap((type, index) => (type === 'string' ? [index] : []))
    const wrapped: Callable = (...values) => {
      this.#runtime.assertOpen()
      return this.#withTexts(values, texts, () => {
        const result = call(...values)
        return returns === 'string' ? this.#asText(result) : result
      })
    }
    if (options?.async !== true) return wrapped
    return (...values) => Promise.resolve(wrapped(...values))
  }

  ccall(
    name: string,
    returns: string | null,
    parameters: readonly string[],
    values: readonly (number | string)[],
  ): unknown {
    return this.cwrap(name, returns, parameters)(...values)
  }

  createFunction(): never {
    throw notOffered('create_function')
  }

  createAggregate(): never {
    throw notOffered('create_function')
  }

  createModule(): never {
    throw notOffered('create_module')
  }

  setAuthorizer(): never {
    throw notOffered('set_authorizer')
  }

  progressHandler(): never {
    throw notOffered('progress_handler')
  }

  updateHook(): never {
    throw notOffered('update_hook')
  }

  registerVFS(): never {
    throw notOffered('vfs_register')
  }

  #plain(name: string): Callable {
    const call = this.#functions[name]
    assert(typeof call === 'function', `the module offers ${name}`)
    if (!RETURNS_ADDRESS.has(name)) return call as Callable
    return (...values) => ((call as Callable)(...values) as number) >>> 0
  }

  /** Puts texts into memory for the time of a call. */
  #withTexts<T>(values: (number | string)[], texts: readonly number[], run: () => T): T {
    const { heap } = this.#runtime
    const addresses = texts.map((index) => {
      const bytes = Buffer.from(`${values[index]}\0`)
      const address = heap.allocate(bytes.length)
      heap.u8.set(bytes, address)
      values[index] = address
      return address
    })
    try {
      return run()
    } finally {
      for (const address of addresses) heap.free(address)
    }
  }

  #asText(result: unknown): string | null {
    if (typeof result === 'string') return result
    return this.#runtime.heap.readText((result as number) >>> 0) ?? null
  }

  /** A text of exactly so many bytes: it may hold NULs. */
  #sizedText(address: number, bytes: number): string {
    const { heap } = this.#runtime
    heap.refresh()
    const start = address >>> 0
    return heap.text.toString('utf8', start, start + bytes)
  }

  /** Halves a 64-bit result: the lower half is returned, the upper one waits for getTempRet0. */
  #halve(value: bigint): number {
    this.#high = Number(BigInt.asIntN(32, value >> 32n))
    return Number(BigInt.asIntN(32, value))
  }

  /** Functions that need more than their arguments passed on. */
  #specialFunctions(): Record<string, Callable> {
    const raw = this.#functions as Readonly<Record<string, (...values: unknown[]) => unknown>>
    const call = (name: string, ...values: unknown[]): unknown => {
      const f = raw[name]
      assert(f !== undefined, `the module offers ${name}`)
      return f(...values)
    }
    const int64 = (low: number | string, high: number | string): bigint =>
      (BigInt(Number(high) | 0) << 32n) | BigInt(Number(low) >>> 0)
    return {
      sqlite3_column_int64: (stmt, column) =>
        this.#halve(call('sqlite3_column_int64', stmt, column) as bigint),
      sqlite3_value_int64: (value) => this.#halve(call('sqlite3_value_int64', value) as bigint),
      sqlite3_bind_int64: (stmt, index, low = 0, high = 0) =>
        call('sqlite3_bind_int64', stmt, index, int64(low, high)),
      sqlite3_result_int64: (context, low = 0, high = 0) =>
        call('sqlite3_result_int64', context, int64(low, high)),
      sqlite3_column_text: (stmt, column) => {
        const address = call('sqlite3_column_text', stmt, column) as number
        return this.#sizedText(address, call('sqlite3_column_bytes', stmt, column) as number)
      },
      sqlite3_value_text: (value) => {
        const address = call('sqlite3_value_text', value) as number
        return this.#sizedText(address, call('sqlite3_value_bytes', value) as number)
      },
      sqlite3_bind_text: (stmt, index, address, bytes, destructor) => {
        const known = bytes === -1 && this.#lastText.address === address
        const length = known ? this.#lastText.bytes : bytes
        return call('sqlite3_bind_text', stmt, index, address, length, destructor)
      },
      sqlite3_step: (stmt) => {
        this.#runtime.interrupts.begin()
        return call('sqlite3_step', stmt)
      },
      RegisterExtensionFunctions: (connection) => this.#setUp(Number(connection)),
    }
  }

  /** wa-sqlite calls this once for every connection that it opened, well or not. */
  #setUp(connection: Pointer): void {
    const { exports } = this.#runtime
    if (connection === 0 || exports.sqlite3_extended_errcode(connection) !== SQLITE_OK) return
    const code = exports.ql_conn_setup(connection, this.#openFlags)
    assert(code === SQLITE_OK, 'a connection that opened can be set up')
    limitConnection(exports, connection, undefined)
  }
}

/** They would have SQLite call JavaScript, which this module has no table of functions for. */
function notOffered(name: string): Error {
  return new Error(`wa-sqlite's ${name} is not offered over this module`)
}
