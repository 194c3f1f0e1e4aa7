import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { createVolatileDisk, openStorage } from '@quorumlite/storage'
import type { StorageFixture } from '@quorumlite/storage/contract'
import { MemoryLevel } from 'memory-level'

/** A directory that is gone after the test. */
export async function temporaryDirectory(): Promise<{ location: string } & AsyncDisposable> {
  const location = await mkdtemp(join(tmpdir(), 'quorumlite-storage-'))
  return {
    location,
    [Symbol.asyncDispose]: () => rm(location, { recursive: true, force: true }),
  }
}

export async function levelFixture(): Promise<StorageFixture> {
  const directory = await temporaryDirectory()
  return {
    open: (options = {}) => openStorage({ location: join(directory.location, 'data'), ...options }),
    [Symbol.asyncDispose]: () => directory[Symbol.asyncDispose](),
  }
}

export async function volatileFixture(): Promise<StorageFixture> {
  const disk = createVolatileDisk({ random: { next: () => 0.5 } })
  return {
    open: (options = {}) => openStorage({ level: disk.openLevel(), ...options }),
    [Symbol.asyncDispose]: async () => {},
  }
}

export async function memoryFixture(): Promise<StorageFixture> {
  // Closed and opened again it still has its content.
  const level = new MemoryLevel<Uint8Array, Uint8Array>({
    storeEncoding: 'view',
    keyEncoding: 'view',
    valueEncoding: 'view',
  })
  return {
    open: (options = {}) => openStorage({ level, ...options }),
    [Symbol.asyncDispose]: () => level.close(),
  }
}

/** A small generator of its own, so that a printed seed replays a test whatever else changes. */
export function seededRandom(seed: number): { next(): number; integer(max: number): number } {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return { next, integer: (max) => Math.floor(next() * max) }
}
