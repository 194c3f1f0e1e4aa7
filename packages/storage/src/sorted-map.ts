// Keys in bytewise order, for the database in memory. Values are never changed in place, so copies may share them.

/** Bytes as a string of the same order. */
export type ByteString = string

export function toByteString(bytes: Uint8Array): ByteString {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}

export function fromByteString(text: ByteString): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'latin1'))
}

export interface StringRange {
  readonly gt?: ByteString | undefined
  readonly gte?: ByteString | undefined
  readonly lt?: ByteString | undefined
  readonly lte?: ByteString | undefined
}

export class SortedMap {
  readonly #values: Map<ByteString, Uint8Array>
  readonly #keys: ByteString[]

  constructor(source?: SortedMap) {
    this.#values = new Map(source === undefined ? [] : source.#values)
    this.#keys = source === undefined ? [] : [...source.#keys]
  }

  get size(): number {
    return this.#keys.length
  }

  get(key: ByteString): Uint8Array | undefined {
    return this.#values.get(key)
  }

  set(key: ByteString, value: Uint8Array): void {
    if (!this.#values.has(key)) this.#keys.splice(this.#position(key), 0, key)
    this.#values.set(key, value)
  }

  delete(key: ByteString): void {
    if (this.#values.delete(key)) this.#keys.splice(this.#position(key), 1)
  }

  /** Keys in the range, ascending, at most `limit` (from the end if `reverse`, then descending). */
  keys(range: StringRange, limit: number, reverse: boolean): ByteString[] {
    const from = Math.max(
      range.gte === undefined ? 0 : this.#position(range.gte),
      range.gt === undefined ? 0 : this.#after(range.gt),
    )
    const to = Math.min(
      range.lt === undefined ? this.#keys.length : this.#position(range.lt),
      range.lte === undefined ? this.#keys.length : this.#after(range.lte),
    )
    if (to <= from) return []
    if (reverse) return this.#keys.slice(Math.max(from, to - limit), to).reverse()
    return this.#keys.slice(from, Math.min(to, from + limit))
  }

  #after(key: ByteString): number {
    return this.#position(key) + (this.#values.has(key) ? 1 : 0)
  }

  /** Of the first key that is not below `key`. */
  #position(key: ByteString): number {
    let low = 0
    let high = this.#keys.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#keys[middle] as ByteString) < key) low = middle + 1
      else high = middle
    }
    return low
  }
}
