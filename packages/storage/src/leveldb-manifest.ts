// LevelDB's MANIFEST: a log of edits, of which the last state counts. It tells which files are in use.

import { readLevelLog } from './leveldb-log.ts'
import type { LogDamage } from './leveldb-log.ts'
import { readVarint } from './varint.ts'

export interface Manifest {
  /** The oldest log file that is not yet in the tables; 0 in a database that was never written to. */
  readonly logNumber: number
  readonly tableNumbers: readonly number[]
  /** Of an edit that cannot be read; LevelDB drops it without a word if it is the last. */
  readonly damage: LogDamage | undefined
}

const LOG_NUMBER = 2
const DELETED_FILE = 6
const NEW_FILE = 7

/** Fields of an edit, by tag: `n` is a varint, `s` a string with its length before it. */
const FIELDS: Readonly<Record<number, string>> = {
  1: 's', // comparator
  [LOG_NUMBER]: 'n',
  3: 'n', // next file number
  4: 'n', // last sequence
  5: 'ns', // compaction pointer: level, key
  [DELETED_FILE]: 'nn', // level, number
  [NEW_FILE]: 'nnnss', // level, number, size, smallest and largest key
  9: 'n', // previous log number
}

export function readManifest(bytes: Uint8Array): Manifest {
  const { records, damage } = readLevelLog(bytes)
  const tables = new Map<string, number>()
  let logNumber = 0
  for (const record of records) {
    for (const { tag, numbers } of readEdit(record)) {
      const [first = 0, number = 0] = numbers
      // A table that moves to another level is deleted from the one and new in the other, within one edit.
      if (tag === LOG_NUMBER) logNumber = first
      else if (tag === DELETED_FILE) tables.delete(`${first}/${number}`)
      else if (tag === NEW_FILE) tables.set(`${first}/${number}`, number)
    }
  }
  return { logNumber, tableNumbers: [...new Set(tables.values())], damage }
}

function* readEdit(edit: Uint8Array): Generator<{ tag: number; numbers: readonly number[] }> {
  for (let offset = 0; offset < edit.length;) {
    const { value: tag, end } = readVarint(edit, offset)
    offset = end
    const numbers: number[] = []
    for (const field of FIELDS[tag] ?? '') {
      const varint = readVarint(edit, offset)
      offset = varint.end
      if (field === 's') offset += varint.value
      else numbers.push(varint.value)
    }
    yield { tag, numbers }
  }
}
