// What stores, connections and statements of one engine share: the module's functions, its memory, the interrupts.
import type { Exports } from './abi.ts'
import { ClosedError } from './errors.ts'
import type { ClosedReason } from './errors.ts'
import { Heap } from './heap.ts'
import type { InstantiateOptions } from './instantiate.ts'
import { instantiate } from './instantiate.ts'
import type { InterruptSources } from './interrupts.ts'
import { Interrupts } from './interrupts.ts'
import type { RemotePages } from './page-reader.ts'

export type RuntimeOptions = Omit<InstantiateOptions, 'poll' | 'onTrap'> & InterruptSources

export class Runtime {
  readonly exports: Exports
  readonly heap: Heap
  readonly interrupts: Interrupts
  readonly #remote: RemotePages | undefined
  #closed: ClosedReason | undefined
  #cause: unknown

  constructor(options: RuntimeOptions) {
    this.interrupts = new Interrupts(options)
    this.#remote = options.remote
    const { exports, memory } = instantiate({
      ...options,
      poll: () => this.interrupts.poll(),
      onTrap: (cause) => this.#trap(cause),
    })
    this.exports = exports
    this.heap = new Heap(memory, exports)
  }

  /** In a reader of another engine: a number that stays while no read began on another version. */
  get generation(): number | undefined {
    return this.#remote?.generation
  }

  get closedReason(): ClosedReason | undefined {
    return this.#closed
  }

  /** Throws ClosedError if the engine was disposed or has failed. */
  assertOpen(): void {
    if (this.#closed !== undefined) {
      throw new ClosedError('engine', this.#closed, { cause: this.#cause })
    }
  }

  close(): void {
    this.#closed ??= 'disposed'
  }

  /** A trap leaves SQLite in the middle of something: nothing of this instance can be trusted from here on. */
  #trap(cause: unknown): ClosedError {
    if (this.#closed !== 'failed') {
      this.#closed = 'failed'
      this.#cause = cause
    }
    return new ClosedError('engine', 'failed', { cause: this.#cause })
  }
}
