// What is on the disks of others may not change under them: the bytes of a small life, as this format writes them. Whoever
// changes one of these raises the format in sealed-row.ts, reads the one before or refuses it, and says so in docs/formats.md.

import { createHash } from 'node:crypto'

import { createVolatileDisk, openStorage } from '@quorumlite/storage'
import { expect, it } from 'vitest'

import { liveThrough } from './life.ts'
import { GROUP, pageKey, pageWrite } from './model.ts'

const KINDS: Record<string, readonly number[]> = {
  directory: [0x01],
  write: [0x02],
  head: [0x10, 0, 0, 0, GROUP, 0],
  checkpoint: [0x10, 0, 0, 0, GROUP, 1],
  log: [0x10, 0, 0, 0, GROUP, 2],
  page: [0x10, 0, 0, 0, GROUP, 3],
  staging: [0x10, 0, 0, 0, GROUP, 4],
}

it('every kind of row has the bytes of format 2', async () => {
  const disk = createVolatileDisk({ random: { next: () => 0.5 } })
  const random = { bytes: (count: number): Uint8Array => new Uint8Array(count).fill(7) }
  const storage = await openStorage({ level: disk.openLevel(), random })
  await liveThrough(storage)
  const staging = await storage.group(GROUP).beginInstall({ merge: true })
  const through = { database: 1, pgno: 2 }
  await staging.putPages([pageWrite(pageKey(1, 1), 9), pageWrite(pageKey(1, 2), undefined)], {
    through,
    index: 40,
  })
  await staging.suspend()
  await storage.settled()
  await storage.close()
  const level = disk.openLevel()
  await level.open()
  const rows = await level.iterator().all()
  await level.close()
  const digests: Record<string, string> = {}
  for (const [kind, prefix] of Object.entries(KINDS)) {
    const hash = createHash('sha256')
    for (const [key, value] of rows) {
      if (prefix.every((byte, i) => key[i] === byte)) hash.update(key).update(value)
    }
    digests[kind] = hash.digest('hex').slice(0, 16)
  }
  expect(digests).toEqual({
    directory: '9cd8c89ce8d86704',
    write: '883de329702585bf',
    head: 'fcd0d18e49c0e763',
    checkpoint: 'bfcaa4b57ff35ff2',
    log: '291b2d2019763a95',
    page: '9a4b0424e67804bd',
    staging: 'e98890e461e32145',
  })
})
