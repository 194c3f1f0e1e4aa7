// The first frames of every stream.

import { malformed } from './errors.ts'
import { readBytes, readNumber, readOneOf, readText, type OneOf } from './fields.ts'
import { decodeMessage, encodeMessage, pb } from './proto-io.ts'

export const NONCE_BYTES = 32
export const MAC_BYTES = 32

export type HandshakeFrame = OneOf<HandshakeFrames>

export interface HandshakeFrames {
  readonly hello: Hello
  readonly proof: Proof
  readonly refusal: Refusal
}

export interface Hello {
  /** The highest protocol version the sender speaks, and the lowest it still accepts. */
  readonly version: number
  readonly versionMin: number
  /** Empty for a client or a joining node that has not learned it. */
  readonly clusterId: Uint8Array
  /** 0 for a client. */
  readonly nodeId: number
  readonly storageId: string
  /** `NONCE_BYTES` random bytes. */
  readonly nonce: Uint8Array
}

/** HMAC-SHA256, keyed by the secret. */
export interface Proof {
  readonly mac: Uint8Array
}

/** Instead of a proof: the stream is refused. */
export interface Refusal {
  readonly code: string
  readonly message: string
  readonly hint: string
}

export function encodeHandshakeFrame(frame: HandshakeFrame): Uint8Array {
  return encodeMessage(pb.HandshakeFrame, { [frame.kind]: frame.value }, FRAME_BYTES)
}

/** Byte fields are views of `bytes`. */
export function decodeHandshakeFrame(bytes: Uint8Array): HandshakeFrame {
  const frame = decodeMessage(pb.HandshakeFrame, bytes)
  return readOneOf<pb.HandshakeFrame.$Properties, HandshakeFrames>(
    frame,
    frame.body,
    FRAMES,
    'the body of a handshake frame',
  )
}

const FRAMES: {
  readonly [Kind in keyof HandshakeFrames]: (
    value: NonNullable<pb.HandshakeFrame.$Properties[Kind]>,
  ) => HandshakeFrames[Kind]
} = {
  hello: (value) => ({
    version: readNumber(value.version),
    versionMin: readNumber(value.versionMin),
    clusterId: readBytes(value.clusterId),
    nodeId: readNumber(value.nodeId),
    storageId: readText(value.storageId),
    nonce: exactly(readBytes(value.nonce), NONCE_BYTES, 'a nonce'),
  }),
  proof: (value) => ({ mac: exactly(readBytes(value.mac), MAC_BYTES, 'a proof') }),
  refusal: (value) => ({
    code: readText(value.code),
    message: readText(value.message),
    hint: readText(value.hint),
  }),
}

const FRAME_BYTES = 256

function exactly(bytes: Uint8Array, length: number, name: string): Uint8Array {
  if (bytes.length !== length) throw malformed(`${name} of ${bytes.length} bytes`)
  return bytes
}
