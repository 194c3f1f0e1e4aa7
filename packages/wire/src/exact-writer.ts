// Writes protobuf into a buffer whose length was computed before. The generated encoders do not know the length of a
// nested message until it is written, and move it to make room; for log entries, which are most of all bytes, measuring
// first saves those copies. Tests hold the result against the generated encoders, byte for byte.

import { assert, assertUnsigned } from './assert.ts'

const TWO_31 = 2 ** 31
const WIRE_VARINT = 0
const WIRE_BYTES = 2

export function varintBytes(value: number): number {
  assertUnsigned(value)
  let bytes = 1
  for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) bytes++
  return bytes
}

/** Of a field with a number below 16, so that its tag is one byte. Zero is not written. */
export function numberFieldBytes(value: number): number {
  return value === 0 ? 0 : 1 + varintBytes(value)
}

/** Of a byte field or nested message of this length. */
export function lengthFieldBytes(length: number): number {
  return 1 + varintBytes(length) + length
}

/** Empty byte fields are not written. */
export function bytesFieldBytes(bytes: Uint8Array): number {
  return bytes.length === 0 ? 0 : lengthFieldBytes(bytes.length)
}

/** Empty texts are not written. As UTF-8 always: half a surrogate pair becomes U+FFFD. */
export function textFieldBytes(text: string): number {
  return text.length === 0 ? 0 : textItemBytes(text)
}

/** One of several in a repeated field, where empty ones count. */
export function textItemBytes(text: string): number {
  return lengthFieldBytes(Buffer.byteLength(text))
}

export class ExactWriter {
  readonly #buffer: Uint8Array
  #at = 0

  /**
   * By default the message is a view of a pool, which is cheapest. `'own'`: it shares its memory with nothing; up to 64 bytes
   * V8 then keeps it among its objects, without a buffer.
   */
  constructor(length: number, memory: 'pooled' | 'own' = 'pooled') {
    this.#buffer = memory === 'own' ? new Uint8Array(length) : Buffer.allocUnsafe(length)
  }

  number(field: number, value: number): void {
    if (value === 0) return
    this.#buffer[this.#at++] = (field << 3) | WIRE_VARINT
    this.#varint(value)
  }

  flag(field: number, value: boolean): void {
    this.number(field, value ? 1 : 0)
  }

  bytes(field: number, bytes: Uint8Array): void {
    if (bytes.length === 0) return
    this.begin(field, bytes.length)
    this.#buffer.set(bytes, this.#at)
    this.#at += bytes.length
  }

  text(field: number, text: string): void {
    if (text.length > 0) this.textItem(field, text)
  }

  textItem(field: number, text: string): void {
    this.begin(field, Buffer.byteLength(text))
    this.#at += asBuffer(this.#buffer).write(text, this.#at)
  }

  /** Head of a nested message of this length; its fields follow. */
  begin(field: number, length: number): void {
    this.#buffer[this.#at++] = (field << 3) | WIRE_BYTES
    this.#varint(length)
  }

  finish(): Uint8Array {
    const message = this.#buffer
    assert(this.#at === message.length, 'a message is as long as it was measured')
    if (!Buffer.isBuffer(message)) return message
    return new Uint8Array(message.buffer, message.byteOffset, message.length)
  }

  #varint(value: number): void {
    const buffer = this.#buffer
    let at = this.#at
    let rest = value
    while (rest >= TWO_31) {
      buffer[at++] = (rest % 128) | 128
      rest = Math.floor(rest / 128)
    }
    while (rest > 127) {
      buffer[at++] = (rest & 127) | 128
      rest >>>= 7
    }
    buffer[at] = rest
    this.#at = at + 1
  }
}

function asBuffer(bytes: Uint8Array): Buffer {
  if (Buffer.isBuffer(bytes)) return bytes
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
}
