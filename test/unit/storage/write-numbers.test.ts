// The ring of write numbers, once it has come round.

import { createVolatileDisk, openStorage } from '@quorumlite/storage'
import { expect, it } from 'vitest'

import { GROUP } from './model.ts'

/** As docs/formats.md has it. */
const WRITE_RING = 32_768

it('the ring comes round, stays bounded, and still shows a hole', async () => {
  const disk = createVolatileDisk({ random: { next: () => 0.5 } })
  const storage = await openStorage({ level: disk.openLevel() })
  const quiet = storage.group(2)
  await quiet.append({ hardState: { term: 1, vote: 2, commit: 0 } })
  const group = storage.group(GROUP)
  const writes = WRITE_RING + 100
  for (let term = 1; term <= writes; term++) {
    await group.append({ hardState: { term, vote: 1, commit: 0 } })
  }
  await storage.close()

  // A group whose last write left the ring long ago is still accepted.
  const again = await openStorage({ level: disk.openLevel() })
  expect(again.group(GROUP).initialState().hardState.term).toBe(writes)
  expect(again.group(2).initialState().hardState).toEqual({ term: 1, vote: 2, commit: 0 })
  await again.close()

  const level = disk.openLevel()
  await level.open()
  const keys = await level.keys({ gte: Uint8Array.of(2), lt: Uint8Array.of(3) }).all()
  expect(keys.length).toBe(WRITE_RING)
  // 50 is the slot of a number of the second round, 5000 that of one of the first.
  for (const slot of [50, 5000]) {
    const key = keys[slot] as Uint8Array
    const value = (await level.get(key)) as Uint8Array
    await level.del(key)
    await level.close()
    const missing = slot === 50 ? WRITE_RING + slot : slot
    await expect(openStorage({ level: disk.openLevel() })).rejects.toMatchObject({
      code: 'STORAGE_DAMAGED',
      message: expect.stringMatching(new RegExp(`^write ${missing} is damaged`)) as unknown,
    })
    await level.open()
    await level.put(key, value)
  }
  await level.close()
})
