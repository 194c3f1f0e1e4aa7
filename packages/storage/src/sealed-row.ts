// Every value begins with a checksum over its key and the rest of it, because LevelDB does not verify what it reads:
// a flipped bit in a value, or a value under a flipped key, is found here and not in the database of a user.
// Layout: u32 checksum (CRC-32), u8 format, three zero bytes, u64 write number, then the row's own fields.

import assert from 'node:assert/strict'
import { crc32 } from 'node:zlib'

import { unknownFormat, type QuorumliteError } from '@quorumlite/wire'

import { damaged } from './errors.ts'
import { describeKey } from './keys.ts'

const FORMAT = 2
const FORMAT_OFFSET = 4
const WRITE_NUMBER_OFFSET = 8

/** Where a row's own fields begin. */
export const ROW_HEADER_BYTES = 16

/** A row to be written: its fields are filled in first, then `sealRow` completes it. */
export function allocateRow(fieldBytes: number): { bytes: Uint8Array; view: DataView } {
  const bytes = new Uint8Array(ROW_HEADER_BYTES + fieldBytes)
  return { bytes, view: viewOf(bytes) }
}

/** Returns the checksum. */
export function sealRow(key: Uint8Array, row: Uint8Array, writeNumber: number): number {
  const view = viewOf(row)
  row[FORMAT_OFFSET] = FORMAT
  writeU64(view, WRITE_NUMBER_OFFSET, writeNumber)
  const checksum = crc32(row.subarray(FORMAT_OFFSET), crc32(key))
  view.setUint32(0, checksum, true)
  return checksum
}

export interface OpenedRow {
  readonly checksum: number
  readonly writeNumber: number
  readonly view: DataView
  readonly bytes: Uint8Array
}

/** Throws STORAGE_DAMAGED unless the value is what `sealRow` made for this key; FORMAT_VERSION if another version's did. */
export function openRow(key: Uint8Array, bytes: Uint8Array, fieldBytesMin: number): OpenedRow {
  const isShort = bytes.length < ROW_HEADER_BYTES + fieldBytesMin
  if (bytes.length < ROW_HEADER_BYTES) throw cutShort(key, bytes)
  const view = viewOf(bytes)
  const checksum = view.getUint32(0, true)
  if (crc32(bytes.subarray(FORMAT_OFFSET), crc32(key)) !== checksum) {
    if (isShort) throw cutShort(key, bytes)
    throw damaged(describeKey(key), 'its bytes do not match their checksum')
  }
  const format = bytes[FORMAT_OFFSET]
  if (format !== FORMAT) throw unknownFormat(describeKey(key), format ?? 0, FORMAT)
  // After the format: another one may have shorter rows.
  if (isShort) throw cutShort(key, bytes)
  return { checksum, writeNumber: readU64(view, WRITE_NUMBER_OFFSET), view, bytes }
}

function cutShort(key: Uint8Array, bytes: Uint8Array): QuorumliteError {
  return damaged(describeKey(key), `it is cut short: ${bytes.length} bytes`)
}

/** The checksum that `sealRow` put into the row. */
export function rowChecksum(row: Uint8Array): number {
  return viewOf(row).getUint32(0, true)
}

export function writeU64(view: DataView, offset: number, value: number): void {
  assert(Number.isSafeInteger(value) && value >= 0, 'a 64-bit field holds a safe integer')
  view.setUint32(offset, value % 2 ** 32, true)
  view.setUint32(offset + 4, Math.floor(value / 2 ** 32), true)
}

export function readU64(view: DataView, offset: number): number {
  const value = view.getUint32(offset, true) + view.getUint32(offset + 4, true) * 2 ** 32
  assert(Number.isSafeInteger(value), 'a verified row holds safe integers only')
  return value
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
