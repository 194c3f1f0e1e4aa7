// LevelDB's log format, in which both its write-ahead log and its MANIFEST are kept: blocks of 32 KiB, in them fragments
// of records with a header of 7 bytes: masked CRC-32C of type and payload, length (16 bits), type.
// https://github.com/google/leveldb/blob/main/doc/log_format.md

import { crc32c, maskCrc } from './crc32c.ts'

const BLOCK_BYTES = 32_768
const HEADER_BYTES = 7
const FULL = 1
const FIRST = 2
const LAST = 4

export interface LogDamage {
  /** Where the record begins that cannot be read, or its unreadable fragment. */
  readonly offset: number
  readonly reason: string
  /** A whole record begins after it, so it was not the last thing written: no torn write looks like that. */
  readonly followed: boolean
}

export interface LogContent {
  /** Complete records up to the first damage. */
  readonly records: readonly Uint8Array[]
  readonly damage: LogDamage | undefined
}

/** Reads a whole file. LevelDB itself would drop what is damaged and go on behind it. */
export function readLevelLog(bytes: Uint8Array): LogContent {
  const records: Uint8Array[] = []
  let fragments: Uint8Array[] = []
  let recordOffset = 0
  let offset = 0
  const damage = (reason: string): LogContent => ({
    records,
    damage: {
      offset: fragments.length > 0 ? recordOffset : offset,
      reason,
      followed: recordBeginsAfter(bytes, offset),
    },
  })
  while (offset < bytes.length) {
    const blockEnd = offset - (offset % BLOCK_BYTES) + BLOCK_BYTES
    if (blockEnd - offset < HEADER_BYTES) {
      offset = blockEnd
      continue
    }
    const fragment = readFragment(bytes, offset)
    if (typeof fragment === 'string') return damage(fragment)
    const begins = fragment.type === FULL || fragment.type === FIRST
    if (begins && fragments.length > 0) return damage('the record before it has no end')
    if (!begins && fragments.length === 0) return damage('a record without its beginning')
    if (begins) recordOffset = offset
    fragments.push(fragment.payload)
    offset += HEADER_BYTES + fragment.payload.length
    if (fragment.type === FULL || fragment.type === LAST) {
      records.push(fragments.length === 1 ? (fragments[0] as Uint8Array) : Buffer.concat(fragments))
      fragments = []
    }
  }
  if (fragments.length > 0) return damage('the last record is cut off')
  return { records, damage: undefined }
}

interface Fragment {
  readonly type: number
  readonly payload: Uint8Array
}

/** The fragment whose header is at `offset`, or what is wrong with it. */
function readFragment(bytes: Uint8Array, offset: number): Fragment | string {
  const blockEnd = offset - (offset % BLOCK_BYTES) + BLOCK_BYTES
  if (offset + HEADER_BYTES > bytes.length) return 'its header is cut off'
  const length = (bytes[offset + 4] as number) | ((bytes[offset + 5] as number) << 8)
  const type = bytes[offset + 6] as number
  if (type < FULL || type > LAST) return `it has the unknown type ${type}`
  const end = offset + HEADER_BYTES + length
  if (end > blockEnd) return 'it is longer than its block'
  if (end > bytes.length) return 'it is cut off by the end of the file'
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset, HEADER_BYTES)
  if (maskCrc(crc32c(bytes.subarray(offset + 6, end))) !== view.getUint32(0, true)) {
    return 'its bytes do not match their checksum'
  }
  return { type, payload: bytes.subarray(offset + HEADER_BYTES, end) }
}

/**
 * Every write of ours is synced before the next one begins, so a torn write is the last record of the file, however
 * many of its fragments survived. A record that begins behind damage proves that the damaged one had been synced.
 * Every offset is tried, because the damaged header's length cannot be trusted.
 */
function recordBeginsAfter(bytes: Uint8Array, damagedOffset: number): boolean {
  for (let offset = damagedOffset + 1; offset + HEADER_BYTES <= bytes.length; offset++) {
    const type = bytes[offset + 6]
    if (type !== FULL && type !== FIRST) continue
    if (BLOCK_BYTES - (offset % BLOCK_BYTES) < HEADER_BYTES) continue
    if (typeof readFragment(bytes, offset) !== 'string') return true
  }
  return false
}
