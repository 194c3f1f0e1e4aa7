// Random lives with random crashes. Replay one: SEED=17 npx vitest run test/unit/storage/crash-random.test.ts

import { createVolatileDisk, openStorage } from '@quorumlite/storage'
import { expect, it } from 'vitest'

import { seededRandom } from './fixtures.ts'
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
  vote,
  writePages,
} from './operations.ts'

const CRASHES_PER_SEED = 8
const SEEDS =
  process.env['SEED'] === undefined
    ? Array.from({ length: 60 }, (_, i) => i + 1)
    : [Number(process.env['SEED'])]

type Random = ReturnType<typeof seededRandom>

function between(random: Random, low: number, high: number): number {
  return low + random.integer(high - low + 1)
}

/** Something that a node could do now. */
function nextOperation(model: Model, random: Random): Operation {
  const salt = random.integer(256)
  const last = lastIndexOf(model)
  const floor = Math.max(model.hardState.commit, model.target ?? 0)
  const checkpointed = model.checkpoint?.index ?? 0
  const choices: (() => Operation | undefined)[] = [
    () => append(model, last + 1, between(random, 1, 5), salt),
    () => append(model, last + 1, between(random, 1, 5), salt),
    () => (last > floor ? append(model, between(random, floor + 1, last), 3, salt) : undefined),
    () => vote(model, between(random, 1, 3)),
    () => commit(model, between(random, model.hardState.commit, last)),
    () => {
      const lowest = Math.max(checkpointed, model.target ?? 1)
      const { commit: highest } = model.hardState
      return highest < lowest || highest === 0
        ? undefined
        : beginCheckpoint(model, between(random, Math.max(1, lowest), highest))
    },
    () => (model.target === undefined ? undefined : randomPages(model, random)),
    () => (model.target === undefined ? undefined : randomPages(model, random)),
    () => (model.target === undefined ? undefined : finishCheckpoint(model, salt)),
    () => (model.target === undefined ? undefined : dropDatabase(model, between(random, 1, 2))),
    () => (checkpointed === 0 ? undefined : compact(model, between(random, 0, checkpointed))),
    () =>
      random.integer(6) === 0
        ? install(model, last + between(random, 1, 9), lastTermOf(model) + 1, salt)
        : undefined,
    () => (random.integer(6) === 0 ? abandonInstall(model, salt) : undefined),
  ]
  for (;;) {
    const operation = choices[random.integer(choices.length)]?.()
    if (operation !== undefined) return operation
  }
}

function randomPages(model: Model, random: Random): Operation {
  const changes = new Map<string, number | undefined>()
  for (let i = between(random, 1, 6); i > 0; i--) {
    const key = pageKey(between(random, 1, 2), between(random, 1, 8))
    changes.set(key, random.integer(4) === 0 ? undefined : random.integer(256))
  }
  return writePages(model, changes)
}

async function live(seed: number): Promise<void> {
  const random = seededRandom(seed)
  const disk = createVolatileDisk({ random })
  let model = EMPTY_MODEL
  let interrupted: Operation | undefined
  for (let life = 0; life <= CRASHES_PER_SEED; life++) {
    const crashAtStep = disk.counters.steps + between(random, 1, 120)
    disk.onStep = ({ number }) => {
      if (number === crashAtStep) disk.crash('any')
    }
    const crashes = disk.counters.crashes
    try {
      const logCacheBytes = random.integer(2) * 200
      const storage = await openStorage({ level: disk.openLevel(), logCacheBytes })
      model = await verifyGroup(storage.group(GROUP), model, interrupted)
      interrupted = undefined
      while (disk.counters.crashes === crashes) {
        if (random.integer(40) === 0) {
          await storage.close()
          break
        }
        interrupted = nextOperation(model, random)
        await interrupted.run(storage)
        model = interrupted.after
        interrupted = undefined
        if (random.integer(4) === 0) await storage.settled()
      }
      await storage.close()
    } catch (error) {
      if (disk.counters.crashes === crashes) throw error
    }
  }
  expect(disk.counters.unsyncedMax).toBe(1)
}

it.each(SEEDS)('random operations and crashes, seed %i', async (seed) => {
  await live(seed).catch((error: unknown) => {
    const replay = `SEED=${seed} npx vitest run test/unit/storage/crash-random.test.ts`
    throw new Error(`seed ${seed} failed; replay: ${replay}`, { cause: error })
  })
})
