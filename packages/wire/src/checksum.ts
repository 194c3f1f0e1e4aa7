import { assert } from './assert.ts'
import { malformed } from './errors.ts'

export const CHECKSUM_BYTES = 8
const CHECKSUM_HEX = /^[0-9a-f]{16}$/

/** A checksum of 8 little-endian bytes as 16 hex digits, most significant first. */
export function checksumToHex(bytes: Uint8Array): string {
  if (bytes.length !== CHECKSUM_BYTES) throw malformed(`a checksum of ${bytes.length} bytes`)
  return checksumAt(bytes, 0)
}

/** The checksum that stands there among other bytes. Every commit has one: the hot path. */
export function checksumAt(bytes: Uint8Array, offset: number): string {
  for (let i = 0; i < CHECKSUM_BYTES; i++) {
    reversed[CHECKSUM_BYTES - 1 - i] = bytes[offset + i] as number
  }
  return reversed.toString('hex')
}

const reversed = Buffer.alloc(CHECKSUM_BYTES)

export function checksumFromHex(hex: string): Uint8Array {
  assert(CHECKSUM_HEX.test(hex), `'${hex}' is no checksum of 16 hex digits`)
  const bytes = new Uint8Array(CHECKSUM_BYTES)
  for (let i = 0; i < CHECKSUM_BYTES; i++) {
    bytes[CHECKSUM_BYTES - 1 - i] = Number.parseInt(hex.slice(i * 2, i * 2 + 2), 16)
  }
  return bytes
}
