// Looks at LevelDB's files before LevelDB does. It recovers from its log on opening, drops what it cannot read there
// without a word (paranoid checks are off, and classic-level offers no switch), and deletes the evidence.

import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'

import { damaged, locked } from './errors.ts'
import { readLevelLog } from './leveldb-log.ts'

const LOG_NUMBER_TAG = 2

/**
 * Throws STORAGE_DAMAGED if LevelDB would lose acknowledged writes of this directory by opening it. A directory that
 * does not exist or is empty passes.
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

async function verifyFiles(location: string): Promise<void> {
  const names = await list(location)
  if (!names.includes('CURRENT')) {
    const orphan = names.find((name) => /\.(ldb|sst|log)$/.test(name))
    if (orphan === undefined) return
    throw damaged(`file CURRENT in ${location}`, `it is missing, though ${orphan} is there`)
  }
  const logNumber = await readLogNumber(location)
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

/** The oldest log file that is not yet in the tables, according to the MANIFEST. */
async function readLogNumber(location: string): Promise<number> {
  const current = await readFile(join(location, 'CURRENT'), 'latin1')
  const manifest = /^(MANIFEST-\d+)\n$/.exec(current)?.[1]
  if (manifest === undefined) throw damaged(`file CURRENT in ${location}`, 'it names no MANIFEST')
  const file = join(location, manifest)
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw damaged(`file ${file}`, 'it is missing')
    throw error
  })
  const { records, damage } = readLevelLog(bytes)
  if (damage?.followed === true || records.length === 0) {
    throw damaged(
      `the record at offset ${damage?.offset ?? 0} of ${file}`,
      damage?.reason ?? 'it is empty',
    )
  }
  let logNumber = 0
  for (const record of records) logNumber = logNumberOf(record) ?? logNumber
  return logNumber
}

/** Fields of a VersionEdit, by tag: `n` is a varint, `s` a string with its length before it. */
const VERSION_EDIT_FIELDS: Readonly<Record<number, string>> = {
  1: 's', // comparator
  2: 'n', // log number
  3: 'n', // next file number
  4: 'n', // last sequence
  5: 'ns', // compaction pointer: level, key
  6: 'nn', // deleted file: level, number
  7: 'nnnss', // new file: level, number, size, smallest and largest key
  9: 'n', // previous log number
}

/** Undefined if the edit does not change it. A record that passed its checksum is taken as LevelDB wrote it. */
function logNumberOf(edit: Uint8Array): number | undefined {
  let offset = 0
  let logNumber: number | undefined
  const varint = (): number => {
    let value = 0
    for (let scale = 1; offset < edit.length; scale *= 128) {
      const byte = edit[offset++] as number
      value += (byte & 0x7f) * scale
      if (byte < 0x80) break
    }
    return value
  }
  while (offset < edit.length) {
    const tag = varint()
    for (const field of VERSION_EDIT_FIELDS[tag] ?? '') {
      const value = varint()
      if (field === 's') offset += value
      else if (tag === LOG_NUMBER_TAG) logNumber = value
    }
  }
  return logNumber
}

async function list(location: string): Promise<string[]> {
  return await readdir(location).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
}

/** Names and sizes of all files: equal before and after means that nobody wrote in between. */
async function fingerprint(location: string): Promise<string> {
  const names = (await list(location)).sort()
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
