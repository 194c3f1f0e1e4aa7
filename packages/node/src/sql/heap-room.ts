import type { Engine } from '@quorumlite/sqlite'
import { PAGE_BYTES } from '@quorumlite/wire'

/**
 * This part of the memory is not for databases to grow into: a transaction under way, versions that readers look at, and
 * commits from a leader whose memory is less fragmented need it. Without it, the first node that runs short would end.
 */
const RESERVE_RATIO = 1 / 8
/** Pages that databases may still grow by on this node. */
export function pagesRoom(engine: Pick<Engine, 'memoryUsage'>): number {
  const { memoryBytes, freeInLargeBlocksBytes, freePageBytes, limitBytes } = engine.memoryUsage()
  // What is free in small pieces counts as used: pages do not fit into it.
  const usedBytes = memoryBytes - freeInLargeBlocksBytes - freePageBytes
  const room = limitBytes * (1 - RESERVE_RATIO) - usedBytes
  return Math.max(0, Math.floor(room / PAGE_BYTES))
}
