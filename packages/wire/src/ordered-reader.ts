// Reads protobuf as its writers write it: fields in ascending order, each at most once unless it is repeated. That is how
// all messages come in practice, and for those of the hot path it does without protobufjs' objects. Of anything else it
// says that it was in the way, and the generated decoder has the word: what is accepted, and as what, is its decision.

import { assert } from './assert.ts'
import { FRAME_FIELDS_MAX } from './limits.ts'
import { EMPTY_BYTES } from './proto-io.ts'

const WIRE_VARINT = 0
const WIRE_BYTES = 2
/** Seven bytes hold 49 bits; what is longer is rare enough. */
const VARINT_BYTES_MAX = 7
const UINT32_MAX = 2 ** 32 - 1
const REPLACEMENT = '\ufffd'

/** What `enter` returns for a message that is not there. */
export const ABSENT = -1

export class OrderedReader {
  readonly #bytes: Uint8Array
  #at = 0
  #end: number
  #fieldsLeft: number
  #failed = false

  constructor(bytes: Uint8Array, fieldsMax: number = FRAME_FIELDS_MAX) {
    this.#bytes = bytes
    this.#end = bytes.length
    this.#fieldsLeft = fieldsMax
  }

  /** Whether everything was read and nothing was in the way. Otherwise all that was read is worthless. */
  get isComplete(): boolean {
    return !this.#failed && this.#at === this.#end
  }

  /** Whether this field, of bytes, text or a message, is the next one. */
  isNext(field: number): boolean {
    return this.#at < this.#end && this.#bytes[this.#at] === tagOf(field, WIRE_BYTES)
  }

  /** 0 if it is not there. */
  number(field: number): number {
    if (this.#at >= this.#end || this.#bytes[this.#at] !== tagOf(field, WIRE_VARINT)) return 0
    this.#at++
    return this.#varint()
  }

  uint32(field: number): number {
    const value = this.number(field)
    if (value > UINT32_MAX) this.giveUp()
    return value
  }

  flag(field: number): boolean {
    return this.number(field) !== 0
  }

  /** A view; empty if it is not there. */
  bytes(field: number): Uint8Array {
    if (!this.isNext(field)) return EMPTY_BYTES
    const length = this.#length()
    if (length === 0) return EMPTY_BYTES
    const { buffer, byteOffset } = this.#bytes
    const view = new Uint8Array(buffer, byteOffset + this.#at, length)
    this.#at += length
    return view
  }

  text(field: number): string {
    if (!this.isNext(field)) return ''
    const length = this.#length()
    const { buffer, byteOffset } = this.#bytes
    const start = byteOffset + this.#at
    this.#at += length
    const text = Buffer.from(buffer, start, length).toString()
    // It stands for itself, or for bytes that are not UTF-8.
    if (text.includes(REPLACEMENT)) this.giveUp()
    return text
  }

  /** Goes into a nested message; returns what `leave` wants to know, ABSENT if it is not there. */
  enter(field: number): number {
    if (!this.isNext(field)) return ABSENT
    const length = this.#length()
    const outerEnd = this.#end
    this.#end = this.#at + length
    return outerEnd
  }

  leave(outerEnd: number): void {
    if (this.#at !== this.#end) this.giveUp()
    this.#end = outerEnd
  }

  /** What was read cannot be what was meant, or is for the generated decoder to refuse. Nothing is left to be read. */
  giveUp(): void {
    this.#failed = true
    this.#at = this.#bytes.length
  }

  /** Of the field that is next; no more than there is room for. */
  #length(): number {
    this.#at++
    const length = this.#varint()
    if (length <= this.#end - this.#at && --this.#fieldsLeft >= 0) return length
    this.giveUp()
    return 0
  }

  #varint(): number {
    let value = 0
    let scale = 1
    for (let left = VARINT_BYTES_MAX; left > 0 && this.#at < this.#end; left--) {
      const byte = this.#bytes[this.#at++] as number
      if (byte < 128) return value + byte * scale
      value += (byte & 127) * scale
      scale *= 128
    }
    this.giveUp()
    return 0
  }
}

function tagOf(field: number, wireType: number): number {
  assert(field < 16, 'the tag of a field is one byte')
  return (field << 3) | wireType
}
