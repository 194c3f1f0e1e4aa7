import { checksumAt, unknownFormat } from '@quorumlite/wire'

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
  return {
    pageCount: readUint32(pages, PAGE_COUNT_OFFSET),
    checksumAfter: checksumAt(pages, CHECKSUM_AFTER_OFFSET),
  }
}

/** Without a view: each commit on each node comes by here. */
function readUint32(bytes: Uint8Array, offset: number): number {
  let value = 0
  for (let i = offset + 3; i >= offset; i--) value = value * 256 + (bytes[i] as number)
  return value
}
