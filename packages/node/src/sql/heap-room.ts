import type { Engine, MemoryUsage } from '@quorumlite/sqlite'
import { PAGE_BYTES } from '@quorumlite/wire'

/**
 * This part of the memory is not for databases to grow into: a transaction under way, versions that readers look at, and
 * commits from a leader whose memory is less fragmented need it. Without it, the first node that runs short would end.
 */
const RESERVE_RATIO = 1 / 8
/** With less than this left for growth, memory is short. */
const SHORT_RATIO = 1 / 32
/** However little is left, a transaction may write as much: rows have to be deleted somehow. */
const TRANSACTION_PAGES_MIN = 64

/** What the memory of a node has room for, in pages. */
export interface HeapRoom {
  /** That databases may still grow by. */
  readonly growthPages: number
  /** That one transaction may write: others, and readers of what it replaces, need some as well. */
  readonly transactionPages: number
  /** What fails for want of memory fails for the want of it, and did not ask for too much. */
  readonly isShort: boolean
}

export function heapRoom(engine: Pick<Engine, 'memoryUsage'>): HeapRoom {
  const usage = engine.memoryUsage()
  const { limitBytes } = usage
  const usedBytes = usedBytesOf(usage)
  const leftBytes = limitBytes - usedBytes
  const growthBytes = leftBytes - limitBytes * RESERVE_RATIO
  return {
    growthPages: pagesOf(growthBytes),
    transactionPages: Math.max(TRANSACTION_PAGES_MIN, pagesOf(leftBytes / 2)),
    isShort: growthBytes < limitBytes * SHORT_RATIO,
  }
}

/** What is free in small pieces counts as used: pages do not fit into it. */
export function usedBytesOf(usage: MemoryUsage): number {
  const { memoryBytes, freeInLargeBlocksBytes, freePageBytes } = usage
  return memoryBytes - freeInLargeBlocksBytes - freePageBytes
}

function pagesOf(bytes: number): number {
  return Math.max(0, Math.floor(bytes / PAGE_BYTES))
}
