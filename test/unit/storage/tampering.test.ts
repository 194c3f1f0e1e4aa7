// Rows that are gone, altered, moved or older than they should be: what LevelDB leaves when it drops a record or a
// version of a key. Each has to be named, and refused.

import type { NodeStorage, StorageLevel, VolatileDisk } from '@quorumlite/storage'
import { createVolatileDisk, openStorage } from '@quorumlite/storage'
import { describe, expect, it } from 'vitest'

import { IDENTITY, liveThrough } from './life.ts'
import type { Model } from './model.ts'
import { GROUP, lastIndexOf, pagesOf } from './model.ts'
import { append } from './operations.ts'

/** Kinds of rows by how their keys begin, as docs/formats.md lays them out. */
const ROWS = {
  directory: [0x01],
  head: [0x10, 0, 0, 0, GROUP, 0],
  checkpoint: [0x10, 0, 0, 0, GROUP, 1],
  log: [0x10, 0, 0, 0, GROUP, 2],
  page: [0x10, 0, 0, 0, GROUP, 3],
  write: [0x02],
}

async function lived(): Promise<{ disk: VolatileDisk; model: Model }> {
  const disk = createVolatileDisk({ random: { next: () => 0.5 } })
  const storage = await openStorage({ level: disk.openLevel() })
  const model = await liveThrough(storage)
  await storage.settled()
  await storage.close()
  return { disk, model }
}

async function tamper(
  disk: VolatileDisk,
  change: (level: StorageLevel) => Promise<void>,
): Promise<void> {
  const level = disk.openLevel()
  await level.open()
  await change(level)
  await level.close()
}

async function keysOf(level: StorageLevel, prefix: readonly number[]): Promise<Uint8Array[]> {
  const gte = Uint8Array.from(prefix)
  const lt = Uint8Array.from([...prefix.slice(0, -1), (prefix.at(-1) as number) + 1])
  return await level.keys({ gte, lt }).all()
}

/** Opens and reads everything there is. */
async function readAll(disk: VolatileDisk): Promise<void> {
  const storage = await openStorage({ level: disk.openLevel(), logCacheBytes: 0 })
  try {
    const group = storage.group(GROUP)
    await pagesOf(group)
    group.entries(group.firstIndex(), group.lastIndex() + 1, Number.MAX_SAFE_INTEGER)
  } finally {
    await storage.close()
  }
}

function refusal(message: RegExp): object {
  return {
    code: 'STORAGE_DAMAGED',
    retryable: false,
    message: expect.stringMatching(message) as unknown,
    hint: expect.stringContaining('rejoin from a peer') as unknown,
  }
}

describe('every value carries a checksum over its key', () => {
  const names: Record<keyof typeof ROWS, RegExp> = {
    directory: /^the directory row is damaged/,
    head: /^the head of group 1 is damaged/,
    checkpoint: /^the checkpoint of group 1, generation 0 is damaged/,
    log: /^the log record of group 1, generation 0, first index \d+ is damaged/,
    page: /^page \d+ of database \d+, group 1, generation 0 is damaged/,
    write: /^write number row \d+ is damaged/,
  }

  it.each(Object.keys(ROWS) as (keyof typeof ROWS)[])(
    'a flipped bit in any %s row',
    async (kind) => {
      const { disk } = await lived()
      let rows = 0
      await tamper(disk, async (level) => {
        rows = (await keysOf(level, ROWS[kind])).length
      })
      for (let row = 0; row < rows; row += 1 + Math.floor(rows / 8)) {
        for (const place of [0, 0.2, 0.5, 0.99]) {
          const flip = (): void => {
            let seen = -1
            disk.corrupt((key, value) => {
              if (!ROWS[kind].every((byte, i) => key[i] === byte)) return undefined
              seen += 1
              if (seen !== row) return undefined
              const at = Math.floor(value.length * place)
              value[at] = (value[at] as number) ^ 0x10
              return value
            })
          }
          flip()
          await expect(readAll(disk)).rejects.toMatchObject(refusal(names[kind]))
          flip()
        }
      }
      await readAll(disk)
    },
  )

  it('a value under the key of another row of its kind', async () => {
    const { disk } = await lived()
    await tamper(disk, async (level) => {
      const [first, second] = (await keysOf(level, ROWS.page)) as [Uint8Array, Uint8Array]
      await level.put(first, (await level.get(second)) as Uint8Array)
    })
    await expect(readAll(disk)).rejects.toMatchObject(refusal(/^page 1 of database 1/))
  })

  it('a value that was cut short', async () => {
    const { disk } = await lived()
    disk.corrupt((key, value) => (key[5] === 3 ? value.subarray(0, 20) : undefined))
    await expect(readAll(disk)).rejects.toMatchObject(refusal(/cut short/))
  })
})

describe('a row that is gone', () => {
  it.each(['directory', 'head', 'checkpoint'] as const)('the %s row', async (kind) => {
    const { disk } = await lived()
    await tamper(disk, async (level) => {
      for (const key of await keysOf(level, ROWS[kind])) await level.del(key)
    })
    await expect(readAll(disk)).rejects.toMatchObject(refusal(/is missing/))
  })

  it('any write number: a hole refuses to start and is named', async () => {
    const { disk } = await lived()
    let count = 0
    await tamper(disk, async (level) => {
      count = (await keysOf(level, ROWS.write)).length
    })
    expect(count).toBeGreaterThan(20)
    for (let number = 1; number < count; number++) {
      let removed: [Uint8Array, Uint8Array] | undefined
      await tamper(disk, async (level) => {
        const key = (await keysOf(level, ROWS.write))[number - 1] as Uint8Array
        removed = [key, (await level.get(key)) as Uint8Array]
        await level.del(key)
      })
      await expect(readAll(disk)).rejects.toMatchObject(
        refusal(new RegExp(`^write ${number} is damaged`)),
      )
      await tamper(disk, (level) => level.put(...(removed as [Uint8Array, Uint8Array])))
    }
  })

  it('the newest write number, though its row was changed by it', async () => {
    const { disk } = await lived()
    await tamper(disk, async (level) => {
      await level.del((await keysOf(level, ROWS.write)).at(-1) as Uint8Array)
    })
    await expect(readAll(disk)).rejects.toMatchObject(
      refusal(/^write \d+ is damaged: its number is missing/),
    )
  })

  it('any record of the log', async () => {
    const { disk } = await lived()
    let keys: Uint8Array[] = []
    await tamper(disk, async (level) => {
      keys = await keysOf(level, ROWS.log)
    })
    expect(keys.length).toBeGreaterThan(6)
    for (const key of keys) {
      let value: Uint8Array | undefined
      await tamper(disk, async (level) => {
        value = await level.get(key)
        await level.del(key)
      })
      await expect(readAll(disk)).rejects.toMatchObject(refusal(/^the log of group 1 is damaged/))
      await tamper(disk, (level) => level.put(key, value as Uint8Array))
    }
    await readAll(disk)
  })
})

describe('an older version of a row', () => {
  async function replaced(
    kind: readonly number[],
    change: (storage: NodeStorage, model: Model) => Promise<void>,
  ): Promise<VolatileDisk> {
    const { disk, model } = await lived()
    const old = new Map<Uint8Array, Uint8Array>()
    await tamper(disk, async (level) => {
      for (const key of await keysOf(level, kind))
        old.set(key, (await level.get(key)) as Uint8Array)
    })
    const storage = await openStorage({ level: disk.openLevel() })
    await change(storage, model)
    await storage.close()
    await tamper(disk, async (level) => {
      for (const [key, value] of old) {
        if ((await level.get(key)) !== undefined) await level.put(key, value)
      }
    })
    return disk
  }

  it('the directory', async () => {
    const disk = await replaced(ROWS.directory, (storage) => storage.writeIdentity(IDENTITY))
    await expect(readAll(disk)).rejects.toMatchObject(refusal(/^the directory row .* of write/))
  })

  it('the head', async () => {
    const disk = await replaced(ROWS.head, (storage, model) =>
      append(model, lastIndexOf(model) + 1, 1, 1).run(storage),
    )
    await expect(readAll(disk)).rejects.toMatchObject(
      refusal(/^the log of group 1|^the head of group 1/),
    )
  })

  it('the head, where nothing but a vote was lost', async () => {
    const disk = await replaced(ROWS.head, (storage, { hardState }) =>
      storage
        .group(GROUP)
        .append({ hardState: { ...hardState, term: hardState.term + 1, vote: 3 } }),
    )
    await expect(readAll(disk)).rejects.toMatchObject(refusal(/^the head of group 1 .* of write/))
  })

  it('the checkpoint', async () => {
    const disk = await replaced(ROWS.checkpoint, async (storage) => {
      const group = storage.group(GROUP)
      const { index, term, confState } = group.checkpoint as NonNullable<typeof group.checkpoint>
      await group.beginCheckpoint(index)
      await group.finishCheckpoint({ index, term, confState, state: Uint8Array.of(1) })
    })
    await expect(readAll(disk)).rejects.toMatchObject(refusal(/^the checkpoint .* of write/))
  })

  it('a record of the log that has the place and length of the present one', async () => {
    const disk = await replaced(ROWS.log, async (storage, model) => {
      const conflicting = append(model, lastIndexOf(model) - 2, 3, 99)
      await conflicting.run(storage)
      await append(conflicting.after, lastIndexOf(model) + 1, 1, 98).run(storage)
    })
    await expect(readAll(disk)).rejects.toMatchObject(
      refusal(/does not continue the record before/),
    )
  })

  it('the last record of the log', async () => {
    const disk = await replaced(ROWS.log, (storage, model) =>
      append(model, lastIndexOf(model) - 2, 3, 99).run(storage),
    )
    await expect(readAll(disk)).rejects.toMatchObject(refusal(/or another one with its index/))
  })
})
