// Brings quorumlite.wasm to life: compiles it, gives it memory, a clock, randomness and the interrupt poll.
import { randomFillSync } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Exports } from './abi.ts'
import { ABI_VERSION, SQLITE_OK } from './abi.ts'
import { assert } from './assert.ts'
import type { WebAssemblyMemory, WebAssemblyModule } from './web-assembly.ts'
import { webAssembly } from './web-assembly.ts'

export interface InstantiateOptions {
  readonly module: WebAssemblyModule
  readonly memory?: WebAssemblyMemory | undefined
  readonly now?: (() => number) | undefined
  readonly random?: ((into: Uint8Array) => void) | undefined
  readonly poll: () => number
  /** Told of every exception that came out of the module: its state cannot be trusted afterwards. */
  readonly onTrap: (cause: unknown) => Error
}

export interface Instance {
  readonly exports: Exports
  readonly memory: WebAssemblyMemory
}

let compiled: Promise<WebAssemblyModule> | undefined

/**
 * The package's own module, compiled once per thread. It can be posted to other threads, which then need not compile it
 * again.
 */
export function loadModule(): Promise<WebAssemblyModule> {
  compiled ??= readFile(new URL('../wasm/quorumlite.wasm', import.meta.url)).then((bytes) =>
    webAssembly.compile(bytes),
  )
  return compiled
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
    },
  })
  const initialize = instance.exports['_initialize'] as (() => void) | undefined
  initialize?.()
  const exports = guardExports(instance.exports, options.onTrap)
  assert(exports.ql_abi() === ABI_VERSION, 'the module has the ABI that this package was made for')
  assert(exports.sqlite3_initialize() === SQLITE_OK, 'SQLite initialises')
  return { exports, memory }
}

/**
 * A memory that the module accepts as its own, of at least so many bytes to begin with. What the module takes begins
 * behind them.
 */
export function createMemory(initialBytes: number = 0): WebAssemblyMemory {
  const initial = Math.max(MEMORY_PAGES_MIN, Math.ceil(initialBytes / WASM_PAGE_BYTES))
  return new webAssembly.Memory({ initial, maximum: MEMORY_PAGES_MAX })
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
