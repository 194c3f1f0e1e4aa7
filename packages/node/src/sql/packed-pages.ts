import { PAGE_BYTES } from '@quorumlite/wire'
import type { StoredPage } from './messages.ts'

/** Pages in one buffer, which moves to the other thread: to clone them one by one costs more than to restore them. */
export interface PackedPages {
  readonly numbers: readonly number[]
  /** Of each page its bytes, and its hash. */
  readonly bytes: Uint8Array<ArrayBuffer>
}

const HASH_BYTES = 8
const PACKED_BYTES = PAGE_BYTES + HASH_BYTES

export function packPages(pages: readonly StoredPage[]): PackedPages {
  const bytes = new Uint8Array(pages.length * PACKED_BYTES)
  for (const [position, { data, hash }] of pages.entries()) {
    bytes.set(data, position * PACKED_BYTES)
    bytes.set(hash, position * PACKED_BYTES + PAGE_BYTES)
  }
  return { numbers: pages.map(({ pgno }) => pgno), bytes }
}

/** Views of the buffer. */
export function* unpackPages({ numbers, bytes }: PackedPages): Generator<StoredPage> {
  for (const [position, pgno] of numbers.entries()) {
    const start = position * PACKED_BYTES
    const hashAt = start + PAGE_BYTES
    const data = bytes.subarray(start, hashAt)
    yield { pgno, data, hash: bytes.subarray(hashAt, hashAt + HASH_BYTES) }
  }
}
