// Opening a node's storage: a LevelDB directory, or whatever abstract-level database the caller brings.

import { randomBytes } from 'node:crypto'
import { mkdir, open } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'

import { QuorumliteError } from '@quorumlite/wire'
import { ClassicLevel } from 'classic-level'

import { openFailed } from './errors.ts'
import { verifyLevelDirectory } from './leveldb-directory.ts'
import { LevelStorage } from './node-storage.ts'
import type { NodeStorage, StorageLevel, StorageOptions } from './storage.ts'

const LOG_CACHE_BYTES = 6 * 1024 * 1024
const SYSTEM_RANDOM = { bytes: (count: number): Uint8Array => randomBytes(count) }

/**
 * Opens the durable state of one node, and makes it if the directory is new.
 *
 * Throws QuorumliteError: STORAGE_LOCKED if another process has the directory, STORAGE_DAMAGED if anything that was
 * acknowledged is missing or altered (the message names it), DISK_FULL, INVALID_ARGUMENT if the directory cannot be
 * used by this user. Costs a scan of LevelDB's log (some 10 ms) and the reading of the Raft log.
 *
 * @example
 * await using storage = await openStorage({ location: '/var/lib/app/quorumlite' })
 * const group = storage.group(1)
 * await group.append({ entries: [{ index: group.lastIndex() + 1, term: 1, type: 0, data: bytes }] })
 */
export async function openStorage(options: StorageOptions): Promise<NodeStorage> {
  const { level, location } =
    'level' in options
      ? { level: options.level, location: 'the given database' }
      : { level: await openDirectory(options.location), location: options.location }
  try {
    assertByteEncodings(level)
    await level.open()
    return await LevelStorage.recover(level, {
      logCacheBytes: options.logCacheBytes ?? LOG_CACHE_BYTES,
      random: options.random ?? SYSTEM_RANDOM,
    })
  } catch (error) {
    // The error is what counts; a database that does not close either has nothing to add.
    await level.close().catch(() => {})
    throw openFailed(location, error)
  }
}

/** Directories that this process has open: its own lock on a file would not keep it from opening the file again. */
const openHere = new Set<string>()

export function isOpenHere(location: string): boolean {
  return openHere.has(resolve(location))
}

async function openDirectory(location: string): Promise<StorageLevel> {
  try {
    const created = await mkdir(location, { recursive: true, mode: 0o700 })
    if (created !== undefined) await syncNames(resolve(created), resolve(location))
    await verifyLevelDirectory(location)
  } catch (error) {
    throw openFailed(location, error)
  }
  const level = openLevelDirectory(location)
  const path = resolve(location)
  level.on('open', () => openHere.add(path))
  level.on('closed', () => openHere.delete(path))
  return level
}

export function openLevelDirectory(location: string): StorageLevel {
  return new ClassicLevel<Uint8Array, Uint8Array>(location, {
    keyEncoding: 'view',
    valueEncoding: 'view',
  })
}

/** Makes the names of new directories durable: LevelDB does so for what is inside, but the way there is ours. */
async function syncNames(first: string, last: string): Promise<void> {
  // Windows opens no directories, and has no such call.
  if (process.platform === 'win32') return
  for (let directory = last; ; directory = dirname(directory)) {
    const parent = await open(dirname(directory), 'r')
    try {
      await parent.sync()
    } finally {
      await parent.close()
    }
    if (directory === first) return
  }
}

function assertByteEncodings(level: StorageLevel): void {
  const encodings = [level.keyEncoding().commonName, level.valueEncoding().commonName]
  if (encodings.every((name) => name === 'view' || name === 'buffer')) return
  throw new QuorumliteError(
    'INVALID_ARGUMENT',
    `the given database has the encodings ${encodings.join(' and ')}`,
    { hint: "Create it with { keyEncoding: 'view', valueEncoding: 'view' }." },
  )
}
