import type { Engine, PageStore } from '@quorumlite/sqlite'
import { PAGE_BYTES } from '@quorumlite/wire'
import { heapRoom, usedBytesOf } from './heap-room.ts'
import type { MemoryFigures } from './messages.ts'

/** What all databases of the node take of its WebAssembly memory. */
export function measureMemory(
  engine: Pick<Engine, 'memoryUsage'>,
  stores: Iterable<PageStore>,
): MemoryFigures {
  const usage = engine.memoryUsage()
  let pinnedPages = 0
  for (const store of stores) pinnedPages += store.info().heldPages
  return {
    wasmBytes: usage.memoryBytes,
    wasmLimitBytes: usage.limitBytes,
    pageBytes: usage.pageBytes,
    freePageBytes: usage.freePageBytes,
    pinnedBytes: pinnedPages * PAGE_BYTES,
    otherBytes: Math.max(0, usedBytesOf(usage) - usage.pageBytes),
    growthBytes: heapRoom(engine).growthPages * PAGE_BYTES,
  }
}
