// Deleting many rows. In numbered, synced batches: LevelDB's clear() is never synced, and see WriteSequencer for what
// would follow from that.

import type { HeadChange } from './group-storage.ts'
import type { KeyRange } from './keys.ts'
import type { StorageLevel } from './storage.ts'
import type { NumberedBatch, WritePriority } from './write-sequencer.ts'

const KEYS_PER_BATCH = 512

/** The group in whose name rows are deleted. */
export interface Writer {
  write(priority: WritePriority, fill: (batch: NumberedBatch) => HeadChange): Promise<void>
}

/** Stops early, without an error, if told so: rows that are of no use are found again at the next start. */
export async function clearKeys(
  writer: Writer,
  keys: readonly Uint8Array[],
  stopping: () => boolean = never,
): Promise<void> {
  for (let start = 0; start < keys.length && !stopping(); start += KEYS_PER_BATCH) {
    await writer.write('background', (batch) => {
      for (const key of keys.slice(start, start + KEYS_PER_BATCH)) batch.del(key)
      return {}
    })
  }
}

/** Returns whether there was anything; then its space is still to be given back. */
export async function clearRange(
  level: StorageLevel,
  writer: Writer,
  range: KeyRange,
  stopping: () => boolean,
): Promise<boolean> {
  let cleared = false
  // Goes on behind the last deleted key: a new search from the beginning would walk over all tombstones.
  for (let gt: Uint8Array | undefined; !stopping(); cleared = true) {
    const keys = await level
      .keys({
        ...(gt === undefined ? { gte: range.gte } : { gt }),
        lt: range.lt,
        limit: KEYS_PER_BATCH,
      })
      .all()
    if (keys.length === 0) break
    await clearKeys(writer, keys, stopping)
    gt = keys.at(-1)
  }
  return cleared
}

const never = (): boolean => false

/** LevelDB's own method, which abstract-level does not have. */
interface Compactable {
  compactRange(start: Uint8Array, end: Uint8Array): Promise<void>
}

/** Merges tombstones with what they delete; without it neither would leave the disk. Nothing to do in memory. */
export async function giveBackSpace(level: StorageLevel, { gte, lt }: KeyRange): Promise<void> {
  if (isCompactable(level)) await level.compactRange(gte, lt)
}

function isCompactable(level: unknown): level is Compactable {
  return typeof (level as Partial<Compactable>).compactRange === 'function'
}
