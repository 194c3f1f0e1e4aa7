// The hash of a page: XXH3 with 64 bits, seeded with the page number (wasm/src/page-hash.c).
import type { Pointer } from './abi.ts'
import type { Runtime } from './runtime.ts'

/** Whether the page at that address in the module's memory has this hash, 8 bytes. */
export function hasHash(
  { exports, heap }: Runtime,
  pgno: number,
  address: Pointer,
  hash: Uint8Array,
): boolean {
  exports.ql_page_hash(pgno, address, heap.answer)
  return Buffer.compare(heap.readBytes(heap.answer, 8), hash) === 0
}
