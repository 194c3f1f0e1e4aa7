// Small messages of the hot path, packed into one buffer for all of a tick: cloning the object of a one-row insert costs
// ten times as much as this, at both ends together.

import { assert } from './assert.ts'

/** How messages of one port are packed; both ends know it. */
export interface Packing<Message> {
  /** False, and nothing written, for a message that is rare or large: it is cloned, as any object is. */
  pack(message: Message, writer: PackWriter): boolean
  /** What `pack` wrote. */
  unpack(reader: PackReader): Message
}

const INITIAL_BYTES = 4096
const F64_BYTES = 8
const U32_BYTES = 4
/** UTF-8 takes at most this for each UTF-16 unit. */
const UTF8_BYTES_PER_UNIT = 3

export class PackWriter {
  #buffer = Buffer.from(new ArrayBuffer(INITIAL_BYTES))
  #view = viewOf(this.#buffer)
  #length = 0

  u8(value: number): void {
    this.#reserve(1)
    this.#buffer[this.#length++] = value
  }

  flag(value: boolean): void {
    this.u8(value ? 1 : 0)
  }

  /** Any number. */
  number(value: number): void {
    this.#reserve(F64_BYTES)
    this.#view.setFloat64(this.#length, value, true)
    this.#length += F64_BYTES
  }

  bytes(value: Uint8Array): void {
    this.#reserve(U32_BYTES + value.length)
    this.#u32(value.length)
    this.#buffer.set(value, this.#length)
    this.#length += value.length
  }

  text(value: string): void {
    this.#reserve(U32_BYTES + value.length * UTF8_BYTES_PER_UNIT)
    const at = this.#length
    this.#length += U32_BYTES
    const written = this.#buffer.write(value, this.#length)
    this.#view.setUint32(at, written, true)
    this.#length += written
  }

  texts(values: readonly string[]): void {
    this.count(values.length)
    for (const value of values) this.text(value)
  }

  count(value: number): void {
    this.#reserve(U32_BYTES)
    this.#u32(value)
  }

  /** All of it, in a buffer of its own that may be moved to another thread. The writer is of no use after that. */
  finish(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#buffer.buffer, 0, this.#length)
  }

  #u32(value: number): void {
    this.#view.setUint32(this.#length, value, true)
    this.#length += U32_BYTES
  }

  #reserve(bytes: number): void {
    const needed = this.#length + bytes
    if (needed <= this.#buffer.length) return
    const grown = Buffer.from(new ArrayBuffer(Math.max(needed, this.#buffer.length * 2)))
    grown.set(this.#buffer.subarray(0, this.#length))
    this.#buffer = grown
    this.#view = viewOf(grown)
  }
}

export class PackReader {
  readonly #buffer: Buffer<ArrayBuffer>
  readonly #view: DataView
  #at = 0

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.#buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    this.#view = viewOf(this.#buffer)
  }

  get atEnd(): boolean {
    return this.#at === this.#buffer.length
  }

  u8(): number {
    const value = this.#buffer[this.#at++]
    assert(value !== undefined, 'what was packed is read to its end and no further')
    return value
  }

  flag(): boolean {
    return this.u8() === 1
  }

  number(): number {
    const value = this.#view.getFloat64(this.#at, true)
    this.#at += F64_BYTES
    return value
  }

  /** A view: all messages of a tick share the buffer. */
  bytes(): Uint8Array {
    const length = this.count()
    const start = this.#buffer.byteOffset + this.#at
    this.#at += length
    return new Uint8Array(this.#buffer.buffer, start, length)
  }

  text(): string {
    const length = this.count()
    const start = this.#at
    this.#at += length
    return this.#buffer.toString('utf8', start, this.#at)
  }

  texts(): string[] {
    const values: string[] = []
    for (let left = this.count(); left > 0; left--) values.push(this.text())
    return values
  }

  count(): number {
    const value = this.#view.getUint32(this.#at, true)
    this.#at += U32_BYTES
    return value
  }
}

function viewOf({ buffer, byteOffset, byteLength }: Buffer<ArrayBuffer>): DataView {
  return new DataView(buffer, byteOffset, byteLength)
}
