// Looks at LevelDB's files before LevelDB does. It recovers from its log on opening, drops what it cannot read there
// without a word (paranoid checks are off, and classic-level offers no switch), and deletes the evidence.

import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'

import { damaged, locked } from './errors.ts'
import { readLevelLog } from './leveldb-log.ts'
import type { Manifest } from './leveldb-manifest.ts'
import { readManifest } from './leveldb-manifest.ts'
import { checkTables } from './table-check.ts'

/**
 * Throws STORAGE_DAMAGED if LevelDB would lose acknowledged writes of this directory by opening it, or stumble over a
 * table. A directory that does not exist or is empty passes. Reads every file once.
 */
export async function verifyLevelDirectory(location: string): Promise<void> {
  const before = await fingerprint(location)
  try {
    await verifyFiles(location)
  } catch (error) {
    // Damage in files that change while they are read is another process at work: it has the lock, not a defect.
    if ((await fingerprint(location)) !== before) throw locked(location, error)
    throw error
  }
}

/** Everything that is wrong with the files of a directory at rest, and the tables that are in use. Changes nothing. */
export async function inspectLevelFiles(
  location: string,
  onDamage: (error: unknown) => void,
  onFile: (done: number, total: number) => void,
): Promise<{ readonly fingerprint: string; readonly tables: readonly string[] }> {
  const before = await fingerprint(location)
  const tables = await verifyFiles(location, onDamage, onFile).catch((error: unknown) => {
    onDamage(error)
    return []
  })
  return { fingerprint: before, tables }
}

async function verifyFiles(
  location: string,
  onDamage: (error: unknown) => void = rethrow,
  onFile: (done: number, total: number) => void = () => undefined,
): Promise<string[]> {
  const names = await list(location)
  if (!names.includes('CURRENT')) {
    const orphan = names.find((name) => /\.(ldb|sst|log)$/.test(name))
    if (orphan === undefined) return []
    throw damaged(`file CURRENT in ${location}`, `it is missing, though ${orphan} is there`)
  }
  const { logNumber, tableNumbers } = await readCurrentManifest(location)
  await verifyLogs(location, names, logNumber)
  const tables: string[] = []
  for (const number of tableNumbers) {
    const stem = String(number).padStart(6, '0')
    const name = names.find(
      (candidate) => candidate === `${stem}.ldb` || candidate === `${stem}.sst`,
    )
    if (name === undefined) {
      onDamage(damaged(`table ${stem}.ldb in ${location}`, 'it is missing'))
    } else {
      tables.push(name)
    }
  }
  let checked = 0
  for await (const { file, damage } of checkTables(tables.map((name) => join(location, name)))) {
    if (damage !== undefined) onDamage(damaged(`table ${file}`, damage))
    onFile(++checked, tables.length)
  }
  return tables
}

function rethrow(error: unknown): never {
  throw error
}

async function verifyLogs(
  location: string,
  names: readonly string[],
  logNumber: number,
): Promise<void> {
  const logs = names
    .map((name) => ({ name, number: Number(/^(\d+)\.log$/.exec(name)?.[1] ?? Number.NaN) }))
    .filter(({ number }) => number >= logNumber)
    .sort((a, b) => b.number - a.number)
  if (logNumber > 0 && logs.at(-1)?.number !== logNumber) {
    // LevelDB does not miss its log. This is how a MANIFEST looks whose last edit was dropped as if it were torn.
    throw damaged(`log file ${logNumber} in ${location}`, 'LevelDB needs it and it is missing')
  }
  let newerRecords = 0
  for (const { name } of logs) {
    newerRecords += await verifyLog(join(location, name), newerRecords > 0)
  }
}

/** Returns the number of records. The last record may be torn, unless a newer file shows that it was not the last. */
async function verifyLog(file: string, hasSuccessor: boolean): Promise<number> {
  const { records, damage } = readLevelLog(await readFile(file))
  if (damage !== undefined && (damage.followed || hasSuccessor)) {
    throw damaged(`the record at offset ${damage.offset} of ${file}`, damage.reason)
  }
  return records.length
}

async function readCurrentManifest(location: string): Promise<Manifest> {
  const current = await readFile(join(location, 'CURRENT'), 'latin1')
  const name = /^(MANIFEST-\d+)\n$/.exec(current)?.[1]
  if (name === undefined) throw damaged(`file CURRENT in ${location}`, 'it names no MANIFEST')
  const file = join(location, name)
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw damaged(`file ${file}`, 'it is missing')
    throw error
  })
  const manifest = readManifest(bytes)
  if (bytes.length === 0) throw damaged(`file ${file}`, 'it is empty')
  if (manifest.damage?.followed === true || manifest.damage?.offset === 0) {
    throw damaged(`the edit at offset ${manifest.damage.offset} of ${file}`, manifest.damage.reason)
  }
  return manifest
}

async function list(location: string): Promise<string[]> {
  return await readdir(location).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
}

/** Names and sizes of all files: equal before and after means that nobody wrote in between. */
export async function fingerprint(location: string, without?: string): Promise<string> {
  const isOthers = (name: string): boolean => without === undefined || !name.startsWith(without)
  const names = (await list(location)).filter(isOthers).sort()
  const sizes = await Promise.all(
    names.map((name) =>
      stat(join(location, name)).then(
        (found) => found.size,
        () => -1,
      ),
    ),
  )
  return JSON.stringify([names, sizes])
}
