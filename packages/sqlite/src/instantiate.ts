// Brings quorumlite.wasm to life: compiles it, gives it memory, a clock, randomness and the interrupt poll.
import { randomFillSync } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Exports } from './abi.ts'
import { ABI_VERSION, SQLITE_OK } from './abi.ts'
import { assert, AssertionError } from './assert.ts'
import type { RemotePages } from './page-reader.ts'
import type { WebAssemblyMemory, WebAssemblyModule } from './web-assembly.ts'
import { webAssembly } from './web-assembly.ts'

export interface InstantiateOptions {
  readonly module: WebAssemblyModule
  readonly memory?: WebAssemblyMemory | undefined
  readonly now?: (() => number) | undefined
  readonly random?: ((into: Uint8Array) => void) | undefined
  readonly poll: () => number
  /** Set in a reader of another instance's pages. */
  readonly remote?: RemotePages | undefined
  /** Told of every exception that came out of the module: its state cannot be trusted afterwards. */
  readonly onTrap: (cause: unknown) => Error
}

export interface Instance {
  readonly exports: Exports
  readonly memory: WebAssemblyMemory
}

export interface ModuleOptions {
  /** For a shared memory: WebAssembly takes a module with the one or the other, not with both. Default: false. */
  readonly shared?: boolean
}

let compiled: Promise<WebAssemblyModule> | undefined
let compiledShared: Promise<WebAssemblyModule> | undefined

/**
 * The package's own module, compiled once per thread. It can be posted to other threads, which then need not compile it
 * again.
 */
export function loadModule(options: ModuleOptions = {}): Promise<WebAssemblyModule> {
  if (options.shared) return (compiledShared ??= readModule().then(shareMemory).then(compile))
  return (compiled ??= readModule().then(compile))
}

function readModule(): Promise<Uint8Array> {
  return readFile(new URL('../wasm/quorumlite.wasm', import.meta.url))
}

function compile(bytes: Uint8Array): Promise<WebAssemblyModule> {
  return webAssembly.compile(bytes)
}

/** The import of `memory` from `env`, kind 2: a memory, up to the byte that says which limits follow. */
const MEMORY_IMPORT = Buffer.from('\x03env\x06memory\x02', 'latin1')
const LIMITS_WITH_MAXIMUM = 1
const LIMITS_SHARED_WITH_MAXIMUM = 3

/** Both kinds of module are the same but for this byte. */
function shareMemory(bytes: Uint8Array): Uint8Array {
  const at = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf(MEMORY_IMPORT)
  const flags = at + MEMORY_IMPORT.length
  assert(at > 0 && bytes[flags] === LIMITS_WITH_MAXIMUM, 'the module imports its memory')
  bytes[flags] = LIMITS_SHARED_WITH_MAXIMUM
  return bytes
}

export function instantiate(options: InstantiateOptions): Instance {
  const memory = options.memory ?? createMemory()
  const random = options.random ?? fillRandomly
  const instance = new webAssembly.Instance(options.module, {
    env: {
      memory,
      now: options.now ?? Date.now,
      poll: options.poll,
      random: (address: number, bytes: number): void => {
        // A view of shared memory is refused by some sources of randomness, so the bytes take a detour.
        const fresh = new Uint8Array(bytes)
        random(fresh)
        new Uint8Array(memory.buffer, address >>> 0, bytes).set(fresh)
      },
      ...(options.remote?.importsFor(memory) ?? NO_REMOTE_PAGES),
    },
  })
  const initialize = instance.exports['_initialize'] as (() => void) | undefined
  initialize?.()
  const exports = guardExports(instance.exports, options.onTrap)
  assert(exports.ql_abi() === ABI_VERSION, 'the module has the ABI that this package was made for')
  assert(exports.sqlite3_initialize() === SQLITE_OK, 'SQLite initialises')
  return { exports, memory }
}

/** An engine that is nobody's reader has no such stores. */
const NO_REMOTE_PAGES: Readonly<Record<string, () => never>> = {
  remote_pin: unreachable,
  remote_unpin: unreachable,
  remote_read: unreachable,
}

function unreachable(): never {
  throw new AssertionError('a store of another instance is asked for pages')
}

export interface MemoryOptions {
  /** Of its size to begin with; what the module takes begins behind them. Default: as little as the module needs. */
  readonly initialBytes?: number
  /** Readers in other threads may look at the pages in it: see `Engine.sharing`. Default: false. */
  readonly shared?: boolean
}

/** A memory that the module accepts as its own. Throws RangeError if the system refuses the address space. */
export function createMemory(options: MemoryOptions = {}): WebAssemblyMemory {
  const { initialBytes = 0, shared = false } = options
  const initial = Math.max(MEMORY_PAGES_MIN, Math.ceil(initialBytes / WASM_PAGE_BYTES))
  return new webAssembly.Memory({ initial, maximum: MEMORY_PAGES_MAX, shared })
}

export function isShared(memory: WebAssemblyMemory): boolean {
  return memory.buffer instanceof SharedArrayBuffer
}

const WASM_PAGE_BYTES = 64 * 1024
/** More than the module's statics and stack; what it was linked with (wasm/build.sh). */
const MEMORY_PAGES_MIN = 256
const MEMORY_PAGES_MAX = 65_536

function fillRandomly(into: Uint8Array): void {
  randomFillSync(into)
}

type AnyFunction = (...values: unknown[]) => unknown

/** The exported functions, with traps reported. */
function guardExports(
  raw: Readonly<Record<string, unknown>>,
  onTrap: (cause: unknown) => Error,
): Exports {
  const guarded: Record<string, AnyFunction> = {}
  for (const [name, value] of Object.entries(raw)) {
    if (typeof value !== 'function') continue
    guarded[name] = guard(value as AnyFunction, onTrap)
  }
  return guarded as unknown as Exports
}

/** A fixed list of parameters is several times faster to pass on than a rest parameter. */
const PARAMETERS_PASSED = 6

function guard(call: AnyFunction, onTrap: (cause: unknown) => Error): AnyFunction {
  if (call.length > PARAMETERS_PASSED) {
    return (...values) => {
      try {
        return call(...values)
      } catch (cause) {
        throw onTrap(cause)
      }
    }
  }
  return (a, b, c, d, e, f) => {
    try {
      return call(a, b, c, d, e, f)
    } catch (cause) {
      throw onTrap(cause)
    }
  }
}
