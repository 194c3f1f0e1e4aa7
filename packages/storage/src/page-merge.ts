// The second half of a switch to a snapshot that brought only what changed: its pages move from where they were staged
// into the present generation. The head names the staged generation until that is done, and whoever opens the storage
// goes on with it. A page moves in one batch, so that every step may be the last before a crash.

import { readBatches } from './group-recovery.ts'
import type { HeadChange } from './group-storage.ts'
import { generationRange, pageKey } from './keys.ts'
import { isPresent, openPageRow } from './page-reading.ts'
import { sealRow } from './sealed-row.ts'
import type { StorageLevel } from './storage.ts'
import type { NumberedBatch, WritePriority } from './write-sequencer.ts'

/** The group whose pages move. */
interface Writer {
  readonly id: number
  write(priority: WritePriority, fill: (batch: NumberedBatch) => HeadChange): Promise<void>
}

const PAGES_PER_BATCH = 64

export async function mergeGeneration(
  level: StorageLevel,
  group: Writer,
  from: number,
  into: number,
): Promise<void> {
  const range = generationRange(group.id, 'page', from)
  for await (const rows of readBatches(level, range, PAGES_PER_BATCH)) {
    await group.write('background', (batch) => {
      for (const [key, bytes] of rows) {
        const page = openPageRow(key, bytes)
        const target = pageKey(group.id, into, page.database, page.pgno)
        if (isPresent(page)) {
          const row = bytes.slice()
          sealRow(target, row, batch.number)
          batch.put(target, row)
        } else {
          batch.del(target)
        }
        batch.del(key)
      }
      return {}
    })
  }
  await group.write('background', () => ({ mergingGeneration: 0 }))
}
