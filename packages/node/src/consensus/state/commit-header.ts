import { checksumToHex, unknownFormat } from '@quorumlite/wire'

/** What the consensus half reads of encoded page records without decoding them (wasm/include/quorumlite.h, Entries). */
export interface CommitHeader {
  readonly pageCount: number
  /** XOR of page hashes after the commit, 16 hex digits. */
  readonly checksumAfter: string
}

/** QL_ENTRY_FORMAT in wasm/include/quorumlite.h. */
const FORMAT = 1
const HEADER_BYTES = 32
const PAGE_COUNT_OFFSET = 4
const CHECKSUM_AFTER_OFFSET = 24

/** Undefined when the bytes are too short to have been written by an encoder. Throws FORMAT_VERSION. */
export function readCommitHeader(pages: Uint8Array): CommitHeader | undefined {
  if (pages.length < HEADER_BYTES) return undefined
  const format = pages[0] ?? 0
  if (format !== FORMAT) throw unknownFormat('a commit in the log', format, FORMAT)
  const view = new DataView(pages.buffer, pages.byteOffset, pages.byteLength)
  return {
    pageCount: view.getUint32(PAGE_COUNT_OFFSET, true),
    checksumAfter: checksumToHex(pages.subarray(CHECKSUM_AFTER_OFFSET, HEADER_BYTES)),
  }
}
