// The module's memory. It may grow in any call, which detaches every view of it: whoever reads after a call refreshes.
import type { Exports, Pointer } from './abi.ts'
import { SQLITE_NOMEM } from './abi.ts'
import { SqliteError } from './errors.ts'
import type { WebAssemblyMemory } from './web-assembly.ts'

/** The smallest scratch buffer: parameters and SQL texts of usual size never make it grow. */
const SCRATCH_BYTES_MIN = 64 * 1024
/** A scratch buffer above this size is given back after use, so that one large parameter is not kept for ever. */
const SCRATCH_BYTES_KEPT = 1024 * 1024
/** Room for the largest fixed answer of the header: ql_store_info's 96 bytes. */
const ANSWER_BYTES = 128

export class Heap {
  /** Views of the memory as it is since the last `refresh()`. */
  u8: Uint8Array
  i32: Int32Array
  /** The same bytes with Node's fast text methods, which also work on shared memory. */
  text: Buffer
  view: DataView

  readonly memory: WebAssemblyMemory
  readonly #exports: Pick<Exports, 'malloc' | 'free'>
  #buffer: ArrayBufferLike
  #answer: Pointer = 0
  #scratch: Pointer = 0
  #scratchBytes = 0

  constructor(memory: WebAssemblyMemory, exports: Pick<Exports, 'malloc' | 'free'>) {
    this.memory = memory
    this.#exports = exports
    this.#buffer = memory.buffer
    this.u8 = new Uint8Array(this.#buffer)
    this.i32 = new Int32Array(this.#buffer)
    this.text = Buffer.from(this.#buffer)
    this.view = new DataView(this.#buffer)
  }

  /** Makes the views valid again. Cheap when the memory has not grown. */
  refresh(): void {
    const { buffer } = this.memory
    if (buffer === this.#buffer) return
    this.#buffer = buffer
    this.u8 = new Uint8Array(buffer)
    this.i32 = new Int32Array(buffer)
    this.text = Buffer.from(buffer)
    this.view = new DataView(buffer)
  }

  get byteLength(): number {
    return this.memory.buffer.byteLength
  }

  /** Where functions that "write n bytes to `out`" write them: overwritten by the next such call. */
  get answer(): Pointer {
    if (this.#answer === 0) this.#answer = this.allocate(ANSWER_BYTES)
    return this.#answer
  }

  /**
   * A buffer of at least `bytes` for what is handed over in the very next call. Refreshes. Throws SqliteError with
   * SQLITE_NOMEM.
   */
  scratch(bytes: number): Pointer {
    if (bytes > this.#scratchBytes) {
      const size = Math.max(bytes, SCRATCH_BYTES_MIN)
      const address = this.allocate(size)
      this.#exports.free(this.#scratch)
      this.#scratch = address
      this.#scratchBytes = size
    }
    this.refresh()
    return this.#scratch
  }

  /** Gives an unusually large scratch buffer back. */
  trimScratch(): void {
    if (this.#scratchBytes <= SCRATCH_BYTES_KEPT) return
    this.#exports.free(this.#scratch)
    this.#scratch = 0
    this.#scratchBytes = 0
  }

  /** Throws SqliteError with SQLITE_NOMEM. The caller frees. */
  allocate(bytes: number): Pointer {
    const address = this.#exports.malloc(bytes) >>> 0
    if (address === 0) {
      throw new SqliteError(`no WebAssembly memory left for ${bytes} bytes`, { code: SQLITE_NOMEM })
    }
    this.refresh()
    return address
  }

  free(address: Pointer): void {
    this.#exports.free(address)
  }

  /** Writes the text and a NUL to scratch; answers how many bytes the text has. Lone surrogates become U+FFFD. */
  writeText(text: string): { address: Pointer; bytes: number } {
    const room = text.length < 4096 ? text.length * 3 : Buffer.byteLength(text)
    const address = this.scratch(room + 1)
    const bytes = this.text.write(text, address, room, 'utf8')
    this.u8[address + bytes] = 0
    return { address, bytes }
  }

  /** Copies bytes to scratch, where there is room for so many more behind them. */
  writeBytes(bytes: Uint8Array, room = 1): Pointer {
    const address = this.scratch(bytes.length + room)
    this.u8.set(bytes, address)
    return address
  }

  /** The NUL-terminated text at an address; undefined at 0. */
  readText(address: Pointer): string | undefined {
    if (address === 0) return undefined
    this.refresh()
    return this.text.toString('utf8', address, this.u8.indexOf(0, address))
  }

  /** A copy. */
  readBytes(address: Pointer, bytes: number): Uint8Array {
    this.refresh()
    return this.u8.slice(address, address + bytes)
  }

  u32(address: Pointer): number {
    return this.view.getUint32(address, true)
  }

  f64(address: Pointer): number {
    return this.view.getFloat64(address, true)
  }

  /** A u64 as 16 hexadecimal digits. */
  hex64(address: Pointer): string {
    return this.view.getBigUint64(address, true).toString(16).padStart(16, '0')
  }
}
