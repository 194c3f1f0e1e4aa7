// SQL text in WebAssembly memory, read statement by statement. SQLite counts bytes of UTF-8, JavaScript counts UTF-16
// code units: this is where one becomes the other.
import type { Pointer } from './abi.ts'
import { SQLITE_ERROR } from './abi.ts'
import { SqliteError } from './errors.ts'
import type { Heap } from './heap.ts'

export class SqlText {
  readonly #heap: Heap
  readonly #sql: string
  readonly #address: Pointer
  readonly #bytes: number
  readonly #ascii: boolean
  #byteOffset = 0
  #offset: number

  /** Throws SqliteError for a NUL character, at which SQLite would silently stop reading. The caller frees. */
  constructor(heap: Heap, sql: string, fromOffset: number) {
    const nul = sql.indexOf('\0', fromOffset)
    if (nul >= 0) {
      throw new SqliteError('the SQL text holds a NUL character', {
        code: SQLITE_ERROR,
        offset: nul,
      })
    }
    const rest = fromOffset === 0 ? sql : sql.slice(fromOffset)
    const bytes = Buffer.byteLength(rest)
    this.#heap = heap
    this.#sql = sql
    this.#offset = Math.min(fromOffset, sql.length)
    this.#bytes = bytes
    this.#ascii = bytes === rest.length
    this.#address = heap.allocate(bytes + 1)
    heap.text.write(rest, this.#address, bytes, 'utf8')
    heap.u8[this.#address + bytes] = 0
  }

  /** Where the part that was not read yet begins. */
  get address(): Pointer {
    return this.#address + this.#byteOffset
  }

  /** Its length. */
  get bytes(): number {
    return this.#bytes - this.#byteOffset
  }

  /** Its place in the text, in UTF-16 code units. */
  get offset(): number {
    return this.#offset
  }

  /** The place, in UTF-16 code units, that is `byteOffset` bytes behind the beginning of the unread part. */
  offsetAt(byteOffset: number): number {
    if (this.#ascii) return this.#offset + byteOffset
    this.#heap.refresh()
    const { address } = this
    return this.#offset + this.#heap.text.toString('utf8', address, address + byteOffset).length
  }

  /** Goes on by so many bytes and answers the text in between. */
  read(bytes: number): string {
    const begin = this.#offset
    this.#offset = this.offsetAt(bytes)
    this.#byteOffset += bytes
    return this.#sql.slice(begin, this.#offset).trim()
  }

  free(): void {
    this.#heap.free(this.#address)
  }
}
