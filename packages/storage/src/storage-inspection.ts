// Checks the storage of a node that does not run, without a change to it. LevelDB has no way to open a database for
// reading only: it replays its log into new tables and deletes the old files. So it is given a directory of its own, with
// copies of the small files and links to the tables, which it never writes to. Linked, too, is the file whose lock says
// that a process has the database: whoever holds it keeps this out, and while this goes on no node can start.

import { copyFile, link, mkdtemp, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

import { QuorumliteError } from '@quorumlite/wire'

import { damaged, locked, openFailed } from './errors.ts'
import { decodeHead } from './group-head.ts'
import { readRange } from './group-recovery.ts'
import { describeKey, parseKey } from './keys.ts'
import { fingerprint, inspectLevelFiles } from './leveldb-directory.ts'
import { decodeLogRecord } from './log-record.ts'
import { LevelStorage } from './node-storage.ts'
import { isOpenHere, openLevelDirectory } from './open-storage.ts'
import {
  decodeCheckpoint,
  decodeDirectory,
  decodePageRow,
  decodeStaging,
  decodeWriteRow,
} from './rows.ts'
import type { NodeStorage, StorageLevel } from './storage.ts'

export interface InspectionProgress {
  readonly phase: 'files' | 'rows' | 'databases'
  readonly done: number
  /** 0: not known. */
  readonly total: number
}

export interface InspectionOptions {
  readonly onProgress?: (progress: InspectionProgress) => void
  /** Looks into what was recovered, if it could be; what it throws is a finding. Nothing may be written. */
  readonly within?: (storage: NodeStorage, report: (error: unknown) => void) => Promise<void>
}

export interface StorageInspection {
  /** What is wrong, as STORAGE_DAMAGED or whatever it was found by; at most `FINDINGS_MAX` of them. */
  readonly findings: readonly QuorumliteError[]
  /** Also those that are not listed. */
  readonly findingsTotal: number
  readonly tables: number
  readonly rows: number
}

export const FINDINGS_MAX = 100
const SCRATCH = '.verify-'
const ROWS_PER_REPORT = 4_096

/**
 * Looks at every file, every row and at how they fit together. Finds all damaged tables and rows, and the first place where
 * the rest does not fit. Takes space for a copy of LevelDB's log, some MiB, for as long as it lasts.
 *
 * Throws QuorumliteError: STORAGE_LOCKED if a process has the directory open, INVALID_ARGUMENT if there is no storage in it
 * or no permission.
 */
export async function inspectStorage(
  location: string,
  options: InspectionOptions = {},
): Promise<StorageInspection> {
  if (isOpenHere(location)) throw locked(location, new Error('this process has it open'))
  const names = await readdir(location).catch((error: unknown) => {
    throw notThere(location, error)
  })
  if (!names.some((name) => /^CURRENT$|\.(ldb|sst|log)$/.test(name))) throw notThere(location)
  const findings = new Findings()
  const report = findings.add
  const { onProgress } = options
  const files = await inspectLevelFiles(location, report, (done, total) =>
    onProgress?.({ phase: 'files', done, total }),
  )
  const scratch = await mkdtemp(join(location, SCRATCH)).catch((error: unknown) => {
    throw openFailed(location, error)
  })
  try {
    const level = await openCopy(location, names, files.tables, scratch, findings.isEmpty).catch(
      (error: unknown) => {
        throw openFailed(scratch, error)
      },
    )
    try {
      if ((await fingerprint(location, SCRATCH)) !== files.fingerprint) {
        throw locked(location, new Error('its files changed while they were looked at'))
      }
      const rows = level ? await inspectRows(level, options, report) : 0
      if (level && findings.isEmpty) await inspectWhole(level, options, report)
      return {
        findings: findings.listed,
        findingsTotal: findings.total,
        tables: files.tables.length,
        rows,
      }
    } finally {
      await level?.close()
    }
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

/** Undefined if LevelDB would make nothing of it, or stumble; the lock is looked at all the same. */
async function openCopy(
  location: string,
  names: readonly string[],
  tables: readonly string[],
  scratch: string,
  isSound: boolean,
): Promise<StorageLevel | undefined> {
  const copied = isSound
    ? names.filter((name) => /^(CURRENT|MANIFEST-\d+|\d+\.log)$/.test(name))
    : []
  for (const name of copied) await copyFile(join(location, name), join(scratch, name))
  for (const name of isSound ? tables : []) await linkOrCopy(location, scratch, name)
  if (names.includes('LOCK')) await linkOrCopy(location, scratch, 'LOCK')
  const level = openLevelDirectory(scratch)
  try {
    await level.open()
  } catch (error) {
    throw openFailed(location, error)
  }
  if (isSound) return level
  await level.close()
  return undefined
}

async function linkOrCopy(from: string, to: string, name: string): Promise<void> {
  // Some file systems have no links; what is missing then is the lock, and the comparison of the files remains.
  await link(join(from, name), join(to, name)).catch(() =>
    copyFile(join(from, name), join(to, name)),
  )
}

async function inspectRows(
  level: StorageLevel,
  { onProgress }: InspectionOptions,
  report: (error: unknown) => void,
): Promise<number> {
  let rows = 0
  const everything = { gte: new Uint8Array(0), lt: new Uint8Array(32).fill(0xff) }
  try {
    for await (const [key, bytes] of readRange(level, everything)) {
      rows += 1
      if (rows % ROWS_PER_REPORT === 0) onProgress?.({ phase: 'rows', done: rows, total: 0 })
      try {
        inspectRow(key, bytes)
      } catch (error) {
        report(error)
      }
    }
  } catch (error) {
    report(error)
  }
  onProgress?.({ phase: 'rows', done: rows, total: rows })
  return rows
}

/** Its own checksum and its fields. */
function inspectRow(key: Uint8Array, bytes: Uint8Array): void {
  const name = parseKey(key)
  switch (name?.kind) {
    case 'directory':
      return void decodeDirectory(bytes)
    case 'write':
      return void decodeWriteRow(key, bytes)
    case 'head':
      return void decodeHead(name.group, bytes)
    case 'checkpoint':
      return void decodeCheckpoint(key, bytes)
    case 'log':
      return void decodeLogRecord(key, bytes)
    case 'page':
      return void decodePageRow(key, name.pgno, bytes)
    case 'staging':
      return void decodeStaging(name.group, bytes)
    case undefined:
      throw damaged(describeKey(key), 'it is none of ours')
  }
}

/** As a start does: write numbers, heads, the log's continuity; then what the caller knows of it. */
async function inspectWhole(
  level: StorageLevel,
  { within }: InspectionOptions,
  report: (error: unknown) => void,
): Promise<void> {
  try {
    const storage = await LevelStorage.recover(level, { logCacheBytes: 0, random: NO_RANDOM })
    await within?.(storage, report)
  } catch (error) {
    report(error)
  }
}

/** A new storage would need some; one that is looked at has been new before. */
const NO_RANDOM = {
  bytes: (): Uint8Array => {
    throw damaged('the database', 'it is empty')
  },
}

class Findings {
  readonly listed: QuorumliteError[] = []
  total = 0

  get isEmpty(): boolean {
    return this.total === 0
  }

  readonly add = (error: unknown): void => {
    this.total += 1
    if (this.listed.length >= FINDINGS_MAX) return
    this.listed.push(
      error instanceof QuorumliteError
        ? error
        : damaged('the storage', error instanceof Error ? error.message : String(error), error),
    )
  }
}

function notThere(location: string, cause?: unknown): QuorumliteError {
  return new QuorumliteError('INVALID_ARGUMENT', `there is no storage of a node in ${location}`, {
    cause,
    hint: "Name the directory that was given to the node as --data (or 'dataDir').",
  })
}
