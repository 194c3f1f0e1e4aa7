// A record of the log: all entries of one append, in one value. One value per append costs a third of the CPU of one
// value per entry (classic-level, 64 entries of 300 bytes), and the sync is the same.
// Each record holds the checksum of the one before it, so that an older version of a record, come back because LevelDB
// dropped a newer one, does not pass for the present one.

import assert from 'node:assert/strict'

import type { Entry } from '@quorumlite/raft'
import { EntryType } from '@quorumlite/raft'
import { QuorumliteError } from '@quorumlite/wire'

import { damaged } from './errors.ts'
import { describeKey } from './keys.ts'
import { allocateRow, openRow, readU64, ROW_HEADER_BYTES, sealRow, writeU64 } from './sealed-row.ts'

const FIRST_INDEX_OFFSET = ROW_HEADER_BYTES
const PREVIOUS_OFFSET = ROW_HEADER_BYTES + 8
const COUNT_OFFSET = ROW_HEADER_BYTES + 12
const FIELD_BYTES = 16
const ENTRY_HEADER_BYTES = 16

export interface LogRecord {
  /** The whole value. */
  readonly bytes: Uint8Array
  readonly checksum: number
  readonly previousChecksum: number
  /** At least one, consecutive. */
  readonly entries: readonly Entry[]
}

/** The bytes share nothing with the entries, which are given back as they are. */
export function encodeLogRecord(
  key: Uint8Array,
  entries: readonly Entry[],
  previousChecksum: number,
  writeNumber: number,
): LogRecord {
  let length = FIELD_BYTES
  for (const entry of entries) length += ENTRY_HEADER_BYTES + entry.data.length
  const { bytes, view } = allocateRow(length)
  writeU64(view, FIRST_INDEX_OFFSET, (entries[0] as Entry).index)
  view.setUint32(PREVIOUS_OFFSET, previousChecksum, true)
  view.setUint32(COUNT_OFFSET, entries.length, true)
  let offset = ROW_HEADER_BYTES + FIELD_BYTES
  for (const { term, type, data } of entries) {
    writeU64(view, offset, term)
    bytes[offset + 8] = type
    view.setUint32(offset + 12, data.length, true)
    offset += ENTRY_HEADER_BYTES
    bytes.set(data, offset)
    offset += data.length
  }
  const checksum = sealRow(key, bytes, writeNumber)
  return { bytes, checksum, previousChecksum, entries }
}

/** The data of the entries are views of `bytes`. */
export function decodeLogRecord(key: Uint8Array, bytes: Uint8Array): LogRecord {
  const { checksum, view } = openRow(key, bytes, FIELD_BYTES)
  const entries = readEntries(bytes, view)
  if (entries === undefined) {
    throw damaged(describeKey(key), 'its entries do not add up to its length')
  }
  return { bytes, checksum, previousChecksum: view.getUint32(PREVIOUS_OFFSET, true), entries }
}

/** Of a record that was encoded or verified in this process. */
export function entriesOfRecord(bytes: Uint8Array): readonly Entry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const entries = readEntries(bytes, view)
  assert(entries !== undefined, 'a record in memory is whole')
  return entries
}

/** Undefined if they do not add up to the length of the record. */
function readEntries(bytes: Uint8Array, view: DataView): readonly Entry[] | undefined {
  const firstIndex = readU64(view, FIRST_INDEX_OFFSET)
  const count = view.getUint32(COUNT_OFFSET, true)
  const entries: Entry[] = []
  let offset = ROW_HEADER_BYTES + FIELD_BYTES
  for (let i = 0; i < count; i++) {
    const term = readU64(view, offset)
    const type = readEntryType(bytes[offset + 8], firstIndex + i)
    const length = view.getUint32(offset + 12, true)
    offset += ENTRY_HEADER_BYTES
    entries.push({
      index: firstIndex + i,
      term,
      type,
      data: bytes.subarray(offset, offset + length),
    })
    offset += length
  }
  return count === 0 || offset !== bytes.length ? undefined : entries
}

function readEntryType(type: number | undefined, index: number): EntryType {
  if (type === EntryType.normal || type === EntryType.confChange) return type
  throw new QuorumliteError(
    'FORMAT_VERSION',
    `entry ${index} of the log is of type ${type}, which this version does not know`,
  )
}
