// Every step of every write of a scripted life, crashed at: before it reaches the disk, between write and sync, and
// between sync and acknowledgement.

import type { CrashLoss, VolatileDisk } from '@quorumlite/storage'
import { createVolatileDisk, openStorage } from '@quorumlite/storage'
import { describe, expect, it } from 'vitest'

import type { Model, Operation } from './model.ts'
import { EMPTY_MODEL, GROUP, lastIndexOf, lastTermOf, pageKey, verifyGroup } from './model.ts'
import {
  abandonInstall,
  append,
  beginCheckpoint,
  commit,
  compact,
  dropDatabase,
  finishCheckpoint,
  install,
  installChanges,
  vote,
  writePages,
} from './operations.ts'

type Step = (model: Model) => Operation

function changes(
  ...pages: [number, number, number | undefined][]
): Map<string, number | undefined> {
  return new Map(pages.map(([database, pgno, fill]) => [pageKey(database, pgno), fill]))
}

const SCRIPT: readonly Step[] = [
  (m) => vote(m, 1),
  (m) => append(m, 1, 4, 1),
  (m) => append(m, 5, 3, 2),
  (m) => append(m, 8, 3, 3),
  // A cut inside the second record that deletes the third, then one at a bound, then one of everything uncommitted.
  (m) => append(m, 6, 2, 4),
  (m) => append(m, 8, 2, 5),
  (m) => append(m, 8, 4, 6),
  (m) => commit(m, 3),
  (m) => append(m, 4, 9, 7),
  (m) => vote(m, 3),
  (m) => commit(m, 8),
  (m) => beginCheckpoint(m, 6),
  (m) => writePages(m, changes([1, 1, 11], [1, 2, 12], [2, 1, 21])),
  (m) => append(m, lastIndexOf(m) + 1, 2, 8),
  (m) => finishCheckpoint(m, 1),
  (m) => compact(m, 5),
  (m) => append(m, 10, 3, 9),
  (m) => commit(m, 11),
  (m) => beginCheckpoint(m, 8),
  (m) => writePages(m, changes([1, 1, 13], [1, 2, undefined], [1, 3, 14])),
  (m) => dropDatabase(m, 2),
  (m) => writePages(m, changes([3, 1, 31])),
  (m) => finishCheckpoint(m, 2),
  (m) => compact(m, 8),
  (m) => abandonInstall(m, 5),
  (m) => beginCheckpoint(m, 10),
  (m) => writePages(m, changes([1, 1, 15])),
  (m) => install(m, 30, lastTermOf(m) + 1, 41),
  (m) => append(m, 31, 3, 10),
  (m) => append(m, 33, 2, 11),
  (m) => commit(m, 32),
  (m) => beginCheckpoint(m, 32),
  (m) => finishCheckpoint(m, 3),
  (m) => compact(m, 32),
  (m) => install(m, 60, lastTermOf(m), 42),
  (m) => append(m, 61, 1, 12),
  (m) => installChanges(m, 70, lastTermOf(m), changes([1, 1, 51], [1, 2, undefined], [2, 1, 52])),
  (m) => append(m, 71, 4, 13),
  (m) => commit(m, 71),
  // As a node that repairs its pages: what it acknowledged stays.
  (m) => installChanges(m, 72, lastTermOf(m), changes([1, 2, 61], [2, 1, undefined])),
  (m) => append(m, 75, 1, 14),
  (m) => install(m, 80, lastTermOf(m), 43),
  (m) => append(m, 81, 1, 15),
]

function createDisk(): VolatileDisk {
  return createVolatileDisk({ random: { next: () => 0 } })
}

/** Runs the script until it is done or the disk crashes; returns what was acknowledged, and what was under way. */
async function live(disk: VolatileDisk): Promise<{ acknowledged: Model; interrupted?: Operation }> {
  let model = EMPTY_MODEL
  let operation: Operation | undefined
  try {
    const storage = await openStorage({ level: disk.openLevel() })
    for (const step of SCRIPT) {
      operation = step(model)
      await operation.run(storage)
      model = operation.after
      operation = undefined
    }
    await storage.settled()
    await storage.close()
    return { acknowledged: model }
  } catch (error) {
    if (disk.counters.crashes === 0) throw error
    return operation === undefined
      ? { acknowledged: model }
      : { acknowledged: model, interrupted: operation }
  }
}

async function crashAt(number: number, loss: CrashLoss): Promise<void> {
  const disk = createDisk()
  disk.onStep = (step) => {
    if (step.number === number) disk.crash(loss)
  }
  const { acknowledged, interrupted } = await live(disk)
  expect(disk.counters.crashes).toBe(1)
  disk.onStep = undefined
  const recovered = await openStorage({ level: disk.openLevel() })
  const model = await verifyGroup(recovered.group(GROUP), acknowledged, interrupted)
  // What is left goes on as if nothing had happened, and nothing that was replaced stays behind.
  const next = append(model, lastIndexOf(model) + 1, 2, 99)
  await next.run(recovered)
  await recovered.settled()
  await recovered.close()
  const again = await openStorage({ level: disk.openLevel() })
  await verifyGroup(again.group(GROUP), next.after)
  await again.close()
  // A snapshot that was being received is kept, to be gone on with.
  const staged = (await countRows(disk, 0x10, 4)) > 0
  if (!staged) expect(await countRows(disk, 0x10, 3)).toBe(next.after.pages.size)
  expect(disk.counters.unsyncedMax).toBe(1)
}

/** Rows of one kind of all groups and generations, as docs/formats.md lays them out. */
async function countRows(disk: VolatileDisk, prefix: number, kind: number): Promise<number> {
  const level = disk.openLevel()
  await level.open()
  const keys = await level.keys().all()
  await level.close()
  return keys.filter((key) => key[0] === prefix && key[5] === kind).length
}

describe('a crash at any step of any write', () => {
  it('runs the script to its end without one', async () => {
    const disk = createDisk()
    const { acknowledged, interrupted } = await live(disk)
    expect(interrupted).toBeUndefined()
    const storage = await openStorage({ level: disk.openLevel() })
    await verifyGroup(storage.group(GROUP), acknowledged)
    await storage.close()
    expect(disk.counters.unsyncedMax).toBe(1)
  })

  it.each(['all', 'none'] as const)(
    'leaves everything acknowledged and nothing torn (loss of unsynced writes: %s)',
    async (loss) => {
      const golden = createDisk()
      await live(golden)
      const { steps } = golden.counters
      expect(steps).toBeGreaterThan(100)
      for (let number = 1; number <= steps; number++) {
        await crashAt(number, loss).catch((error: unknown) => {
          throw new Error(`crash at step ${number} of ${steps}`, { cause: error })
        })
      }
    },
  )
})
