// Disks that fail, are full, locked or not ours.

import { spawnSync } from 'node:child_process'
import { mkdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import type { NodeStorage } from '@quorumlite/storage'
import { createVolatileDisk, openStorage } from '@quorumlite/storage'
import { MemoryLevel } from 'memory-level'
import { describe, expect, it } from 'vitest'

import { temporaryDirectory } from './fixtures.ts'
import { IDENTITY } from './life.ts'
import { entry, GROUP, pageKey, pageWrite } from './model.ts'

async function withCheckpointBegun(storage: NodeStorage): Promise<void> {
  const group = storage.group(GROUP)
  await group.append({
    hardState: { term: 1, vote: 1, commit: 1 },
    entries: [entry(1, 1, 0), entry(2, 1, 0)],
  })
  await group.beginCheckpoint(1)
}

describe('a failed sync', () => {
  it.each([
    { fault: 'EIO', code: 'NODE_FAILED' },
    { fault: 'ENOSPC', code: 'DISK_FULL' },
  ] as const)(
    'of $fault is never retried: everything after it fails with $code',
    async ({ fault, code }) => {
      const disk = createVolatileDisk({ random: { next: () => 0.5 } })
      const storage = await openStorage({ level: disk.openLevel() })
      await withCheckpointBegun(storage)
      const group = storage.group(GROUP)
      const { syncs, writes } = disk.counters
      disk.failNextSync(fault)
      // Some of these were waiting when it failed, the others come later.
      const pages = group.writePages([pageWrite(pageKey(1, 1), 1)])
      const appended = group.append({ entries: [entry(3, 1, 0)] })
      const identity = storage.writeIdentity(IDENTITY)
      const outcomes = await Promise.allSettled([pages, appended, identity])
      const { failed } = storage
      expect(failed).toMatchObject({ code, retryable: false })
      expect(failed?.cause).toBeInstanceOf(Error)
      for (const outcome of outcomes)
        expect(outcome).toEqual({ status: 'rejected', reason: failed })
      const staging = await group.beginInstall()
      const checkpoint = {
        index: 1,
        term: 1,
        confState: group.initialState().confState,
        state: new Uint8Array(),
      }
      const commitOnly = { hardState: { term: 1, vote: 1, commit: 2 } }
      await expect(group.append(commitOnly)).rejects.toBe(failed)
      const later = await Promise.allSettled([
        group.append({ entries: [entry(3, 1, 0)] }),
        group.beginCheckpoint(2),
        group.writePages([pageWrite(pageKey(1, 1), 1)]),
        group.finishCheckpoint(checkpoint),
        group.dropDatabasePages(1).then(() => storage.writeIdentity(IDENTITY)),
        staging.putPages([pageWrite(pageKey(1, 1), 1)]),
        storage.writeIdentity(IDENTITY),
      ])
      for (const outcome of later) expect(outcome).toEqual({ status: 'rejected', reason: failed })
      expect(storage.failed).toBe(failed)
      // What was durable can still be read; nothing was written or synced again.
      expect(group.lastIndex()).toBe(2)
      await storage.close()
      expect(disk.counters.syncs).toBe(syncs)
      expect(disk.counters.writes).toBe(writes + 1)
      disk.crash('all')
      const recovered = await openStorage({ level: disk.openLevel() })
      expect(recovered.group(GROUP).lastIndex()).toBe(2)
      expect(recovered.failed).toBeUndefined()
      await recovered.close()
    },
  )

  it('in the background fails the storage too', async () => {
    const disk = createVolatileDisk({ random: { next: () => 0.5 } })
    const storage = await openStorage({ level: disk.openLevel() })
    await withCheckpointBegun(storage)
    const group = storage.group(GROUP)
    const staging = await group.beginInstall()
    await staging.putPages([pageWrite(pageKey(1, 1), 1)])
    disk.failNextSync('EIO')
    await staging.abort()
    await storage.settled()
    expect(storage.failed).toMatchObject({ code: 'NODE_FAILED' })
    await expect(group.append({ entries: [entry(3, 1, 0)] })).rejects.toBe(storage.failed)
    await storage.close()
  })
})

describe('a directory', () => {
  it('is made for this user alone', async () => {
    await using directory = await temporaryDirectory()
    const location = join(directory.location, 'a', 'b')
    await (await openStorage({ location })).close()
    expect((await stat(location)).mode & 0o777).toBe(0o700)
  })

  it('that is in use is refused with STORAGE_LOCKED, and can be opened afterwards', async () => {
    await using directory = await temporaryDirectory()
    const { location } = directory
    const storage = await openStorage({ location })
    await withCheckpointBegun(storage)
    await expect(openStorage({ location })).rejects.toMatchObject({
      code: 'STORAGE_LOCKED',
      message: expect.stringContaining(location) as unknown,
    })
    await storage.group(GROUP).append({ entries: [entry(3, 1, 0)] })
    await storage.close()
    const again = await openStorage({ location })
    expect(again.group(GROUP).lastIndex()).toBe(3)
    await again.close()
  })

  it('that cannot be a directory is an INVALID_ARGUMENT', async () => {
    await using directory = await temporaryDirectory()
    const file = join(directory.location, 'file')
    await writeFile(file, '')
    for (const location of [file, join(file, 'below')]) {
      await expect(openStorage({ location })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
    }
  })
})

it('a given database that does not keep bytes is an INVALID_ARGUMENT', async () => {
  const level = new MemoryLevel<Uint8Array, Uint8Array>({ keyEncoding: 'utf8' })
  await expect(openStorage({ level })).rejects.toMatchObject({
    code: 'INVALID_ARGUMENT',
    hint: expect.stringContaining("keyEncoding: 'view'") as unknown,
  })
})

function mountTmpfs(location: string, size: string): boolean {
  return spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', location]).status === 0
}

const isRoot = process.getuid?.() === 0

it.skipIf(!isRoot)(
  'a full disk is DISK_FULL, and what was acknowledged is there once it has room (needs root to mount a tmpfs)',
  async (context) => {
    await using directory = await temporaryDirectory()
    const mounted = join(directory.location, 'disk')
    await mkdir(mounted)
    if (!mountTmpfs(mounted, '12m')) return context.skip('this user may not mount a tmpfs')
    try {
      const location = join(mounted, 'data')
      const storage = await openStorage({ location })
      const group = storage.group(GROUP)
      const data = Uint8Array.from({ length: 100_000 }, (_, i) => (i * 31 + (i >> 8)) % 256)
      let acknowledged = 0
      let failure: unknown
      while (failure === undefined) {
        const index = acknowledged + 1
        await group.append({ entries: [{ index, term: 1, type: 0, data }] }).then(
          () => {
            acknowledged = index
          },
          (error: unknown) => {
            failure = error
          },
        )
      }
      expect(failure).toMatchObject({ code: 'DISK_FULL' })
      await expect(storage.writeIdentity(IDENTITY)).rejects.toBe(failure)
      await storage.close()
      expect(spawnSync('mount', ['-o', 'remount,size=64m', mounted]).status).toBe(0)
      const recovered = await openStorage({ location })
      expect(recovered.group(GROUP).lastIndex()).toBeGreaterThanOrEqual(acknowledged)
      expect(recovered.group(GROUP).entries(1, 2, 1)[0]?.data.length).toBe(data.length)
      await recovered.close()
    } finally {
      spawnSync('umount', [mounted])
    }
  },
)
