/** What the consensus half reads of encoded page records without decoding them (wasm/include/quorumlite.h, Entries). */
export interface CommitHeader {
  readonly pageCount: number
  /** XOR of page hashes after the commit, 16 hex digits. */
  readonly checksumAfter: string
}

const HEADER_BYTES = 32
const PAGE_COUNT_OFFSET = 4
const CHECKSUM_AFTER_OFFSET = 24

/** Undefined when the bytes are too short to have been written by an encoder. */
export function readCommitHeader(pages: Uint8Array): CommitHeader | undefined {
  if (pages.length < HEADER_BYTES) return undefined
  const view = new DataView(pages.buffer, pages.byteOffset, pages.byteLength)
  return {
    pageCount: view.getUint32(PAGE_COUNT_OFFSET, true),
    checksumAfter: checksumToHex(pages.subarray(CHECKSUM_AFTER_OFFSET, HEADER_BYTES)),
  }
}

/** 8 bytes, little-endian, to 16 hex digits, most significant first. */
export function checksumToHex(bytes: Uint8Array): string {
  let hex = ''
  for (let i = 7; i >= 0; i--) hex += (bytes[i] ?? 0).toString(16).padStart(2, '0')
  return hex
}

export function checksumFromHex(hex: string): Uint8Array {
  const bytes = new Uint8Array(8)
  for (let i = 0; i < 8; i++) bytes[7 - i] = Number.parseInt(hex.slice(i * 2, i * 2 + 2), 16)
  return bytes
}
