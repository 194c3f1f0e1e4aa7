// The boundary to protobufjs. Its readers give 64-bit integers as objects, its writers take anything: ours read and
// write them as safe integers, and turn every way in which bytes can be broken into MALFORMED. Nothing of this changes
// protobufjs for others in the process.

import protobuf from 'protobufjs/minimal.js'
import { AssertionError, assertUnsigned } from './assert.ts'
import { malformed, QuorumliteError } from './errors.ts'
import { FRAME_FIELDS_MAX } from './limits.ts'

export { quorumlite as pb } from '../generated/messages.js'

const TWO_31 = 2 ** 31
/** protobuf pads nothing, so ten bytes hold 64 bits. */
const UINT64_BYTES_MAX = 10

export const EMPTY_BYTES: Uint8Array = new Uint8Array(0)

interface Encoder<Message> {
  encode(message: Message, writer?: protobuf.Writer): protobuf.Writer
}

interface Decoder<Message> {
  decode(reader: protobuf.Reader): Message
}

/**
 * Encodes in one go. `capacity` is a guess of the encoded length; a good one saves copies, a bad one only costs some. The
 * result may share its memory with others: it can be sent and kept, but not transferred to a thread as it is.
 */
export function encodeMessage<Message>(
  type: Encoder<Message>,
  message: Message,
  capacity: number,
): Uint8Array {
  const writer = new WireWriter(capacity)
  type.encode(message, writer)
  return writer.finishView()
}

/**
 * Byte fields of the result are views of `bytes`. Throws MALFORMED, and nothing else, whatever the bytes are; `fieldsMax`
 * bounds what is allocated besides.
 */
export function decodeMessage<Message>(
  type: Decoder<Message>,
  bytes: Uint8Array,
  fieldsMax: number = FRAME_FIELDS_MAX,
): Message {
  const reader = new WireReader(bytes, fieldsMax)
  return guardDecoding(() => type.decode(reader as unknown as protobuf.Reader))
}

/** protobufjs reports broken bytes as plain errors of several kinds; all of them mean the same. */
export function guardDecoding<Message>(decode: () => Message): Message {
  try {
    return decode()
  } catch (error) {
    if (error instanceof QuorumliteError || error instanceof AssertionError) throw error
    throw malformed('a message cannot be decoded', error)
  }
}

/** protobufjs' reader, as far as it is used here, but with numbers where its types say Long. */
interface NumberReader {
  readonly buf: Uint8Array
  pos: number
  len: number
  discardUnknown: boolean
  tag(): number
  size(): number
  uint32(): number
  uint64(): number
  uint64s(array?: number[]): number[]
  uint32s(array?: number[]): number[]
  bool(): boolean
  bytes(): Uint8Array
  stringVerify(): string
  skipType(wireType: number, depth?: number, fieldNumber?: number): unknown
}

const BaseReader = protobuf.Reader as unknown as new (bytes: Uint8Array) => NumberReader

export class WireReader extends BaseReader {
  #fieldsLeft: number

  constructor(bytes: Uint8Array, fieldsMax: number = FRAME_FIELDS_MAX) {
    // A plain view, so that byte fields are plain views too: the slice() of a Buffer would not copy.
    super(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength))
    this.#fieldsLeft = fieldsMax
    this.discardUnknown = true
  }

  /** The length of a string, byte field, packed array or message: everything that allocates comes by here. */
  override size(): number {
    this.#countField()
    return super.size()
  }

  override uint64(): number {
    let at = this.pos
    let value = 0
    for (let scale = 1; ; scale *= 128) {
      if (at >= this.len) throw malformed('an integer exceeds its message')
      const byte = this.buf[at++] as number
      value += (byte & 127) * scale
      if (byte < 128) break
      if (at - this.pos === UINT64_BYTES_MAX) throw malformed('an integer has too many bytes')
    }
    if (value > Number.MAX_SAFE_INTEGER) throw malformed('an integer exceeds 2^53-1')
    this.pos = at
    return value
  }

  override uint64s(array: number[] = []): number[] {
    return this.#packed(array, () => this.uint64())
  }

  override uint32s(array: number[] = []): number[] {
    return this.#packed(array, () => this.uint32())
  }

  #packed(array: number[], read: () => number): number[] {
    const end = this.size() + this.pos
    const { len } = this
    if (end > len) throw malformed('an array exceeds its message')
    this.len = end
    while (this.pos < end) {
      this.#countField()
      array.push(read())
    }
    this.len = len
    return array
  }

  #countField(): void {
    if (--this.#fieldsLeft < 0) throw malformed('a message has too many fields')
  }
}

export class WireWriter extends protobuf.BufferWriter {
  constructor(capacity: number) {
    super()
    this.buf = Buffer.allocUnsafe(capacity)
  }

  override uint32(value: number): protobuf.Writer {
    if (value !== value >>> 0) throw new AssertionError(`${value} has no 32 bits`)
    return super.uint32(value)
  }

  override uint64(value: number): protobuf.Writer {
    assertUnsigned(value)
    this.#reserve(UINT64_BYTES_MAX)
    const { buf } = this
    let rest = value
    let at = this.pos
    while (rest >= TWO_31) {
      buf[at++] = (rest % 128) | 128
      rest = Math.floor(rest / 128)
    }
    while (rest > 127) {
      buf[at++] = (rest & 127) | 128
      rest >>>= 7
    }
    buf[at++] = rest
    this.pos = at
    return this
  }

  override uint64s(values: Parameters<protobuf.Writer['uint64s']>[0]): protobuf.Writer {
    this.fork()
    for (const value of values) this.uint64(value as number)
    return this.ldelim()
  }

  /** As UTF-8 always: half a surrogate pair becomes U+FFFD, where protobufjs would write bytes that no reader takes. */
  override string(value: string): protobuf.Writer {
    const bytes = Buffer.byteLength(value)
    this.uint32(bytes)
    this.#reserve(bytes)
    ;(this.buf as Buffer).write(value, this.pos)
    this.pos += bytes
    return this
  }

  /** What was written, without a copy. The writer is of no use after that. */
  finishView(): Uint8Array {
    return new Uint8Array(this.buf.buffer, this.buf.byteOffset, this.pos)
  }

  #reserve(bytes: number): void {
    if (this.pos + bytes <= this.buf.length) return
    const grown = Buffer.allocUnsafe(this.buf.length * 2 + bytes)
    grown.set(this.buf.subarray(0, this.pos))
    this.buf = grown
  }
}
