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

export class ExactWriter {
  readonly #buffer: Uint8Array
  #at = 0

  constructor(length: number) {
    const buffer = Buffer.allocUnsafe(length)
    this.#buffer = new Uint8Array(buffer.buffer, buffer.byteOffset, length)
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

  /** Head of a nested message of this length; its fields follow. */
  begin(field: number, length: number): void {
    this.#buffer[this.#at++] = (field << 3) | WIRE_BYTES
    this.#varint(length)
  }

  finish(): Uint8Array {
    assert(this.#at === this.#buffer.length, 'a message is as long as it was measured')
    return this.#buffer
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
