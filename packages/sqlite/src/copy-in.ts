// Bytes on their way into the page store: outside SQL, want of memory is the store's error.
import type { Pointer } from './abi.ts'
import { SQLITE_NOMEM } from './abi.ts'
import { SqliteError } from './errors.ts'
import type { Heap } from './heap.ts'
import { pageStoreError } from './page-store-error.ts'

/**
 * Copies to scratch, where there is room for so many bytes more behind them. Throws PageStoreError NO_MEMORY; `operation`
 * completes the sentence "cannot ...".
 */
export function copyIn(heap: Heap, bytes: Uint8Array, operation: string, room?: number): Pointer {
  try {
    return heap.writeBytes(bytes, room)
  } catch (error) {
    if (!(error instanceof SqliteError)) throw error
    throw pageStoreError(SQLITE_NOMEM, operation)
  }
}
