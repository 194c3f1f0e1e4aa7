// LevelDB's table format: blocks, each with a type byte and a masked CRC-32C behind it; an index block that names the
// data blocks; a footer that names the index. https://github.com/google/leveldb/blob/main/doc/table_format.md
//
// LevelDB is not asked to verify these checksums when it reads, and a damaged block can end the process in one of its
// assertions, without a word about what to do. So every table is verified before it is opened.

import { crc32c, maskCrc } from './crc32c.ts'
import { readVarint } from './varint.ts'

const FOOTER_BYTES = 48
const MAGIC = Uint8Array.of(0x57, 0xfb, 0x80, 0x8b, 0x24, 0x75, 0x47, 0xdb)
const BLOCK_TRAILER_BYTES = 5
const UNCOMPRESSED = 0
const SNAPPY = 1

interface BlockHandle {
  readonly offset: number
  readonly size: number
}

/** What is wrong with the table; undefined if every block of it is as it was written. */
export function findTableDamage(bytes: Uint8Array): string | undefined {
  const footer = bytes.subarray(-FOOTER_BYTES)
  if (footer.length < FOOTER_BYTES || Buffer.compare(footer.subarray(-MAGIC.length), MAGIC) !== 0) {
    return 'it does not end as a table does'
  }
  const [metaindex, index] = readHandles(footer, 2)
  const blocks: BlockHandle[] = []
  for (const handle of [metaindex, index]) {
    if (handle === undefined) return 'its footer names no blocks'
    const reason = findBlockDamage(bytes, handle)
    if (reason !== undefined) return reason
    const content = readBlock(bytes, handle)
    if (content === undefined) return `the block at offset ${handle.offset} cannot be unpacked`
    for (const value of blockValues(content)) blocks.push(...readHandles(value, 1))
  }
  for (const handle of blocks) {
    const reason = findBlockDamage(bytes, handle)
    if (reason !== undefined) return reason
  }
  return undefined
}

function findBlockDamage(bytes: Uint8Array, { offset, size }: BlockHandle): string | undefined {
  const end = offset + size + BLOCK_TRAILER_BYTES
  if (end > bytes.length) return `the block at offset ${offset} reaches beyond the end of the file`
  const view = new DataView(bytes.buffer, bytes.byteOffset + end - 4, 4)
  if (maskCrc(crc32c(bytes.subarray(offset, end - 4))) !== view.getUint32(0, true)) {
    return `the block at offset ${offset} does not match its checksum`
  }
  return undefined
}

/** The content of a block whose checksum was right. */
function readBlock(bytes: Uint8Array, { offset, size }: BlockHandle): Uint8Array | undefined {
  const content = bytes.subarray(offset, offset + size)
  const type = bytes[offset + size]
  if (type === UNCOMPRESSED) return content
  return type === SNAPPY ? unpackSnappy(content) : undefined
}

/** The values of a block's entries: shared key length, key length, value length, rest of the key, value. */
function* blockValues(content: Uint8Array): Generator<Uint8Array> {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength)
  const restarts = view.getUint32(content.length - 4, true)
  const end = content.length - 4 * (restarts + 1)
  for (let offset = 0; offset < end;) {
    const shared = readVarint(content, offset)
    const key = readVarint(content, shared.end)
    const value = readVarint(content, key.end)
    const valueOffset = value.end + key.value
    yield content.subarray(valueOffset, valueOffset + value.value)
    offset = valueOffset + value.value
  }
}

function readHandles(bytes: Uint8Array, count: number): BlockHandle[] {
  const handles: BlockHandle[] = []
  for (let end = 0; handles.length < count;) {
    const offset = readVarint(bytes, end)
    const size = readVarint(bytes, offset.end)
    handles.push({ offset: offset.value, size: size.value })
    end = size.end
  }
  return handles
}

/** https://github.com/google/snappy/blob/main/format_description.txt; undefined if the bytes are not that. */
function unpackSnappy(packed: Uint8Array): Uint8Array | undefined {
  const { value: length, end: start } = readVarint(packed, 0)
  const unpacked = new Uint8Array(length)
  let written = 0
  for (let offset = start; offset < packed.length;) {
    const tag = packed[offset++] as number
    if ((tag & 3) === 0) {
      const extra = Math.max(0, (tag >>> 2) - 59)
      const count = (extra === 0 ? tag >>> 2 : readLittleEndian(packed, offset, extra)) + 1
      offset += extra
      if (offset + count > packed.length || written + count > length) return undefined
      unpacked.set(packed.subarray(offset, offset + count), written)
      offset += count
      written += count
      continue
    }
    const extra = (tag & 3) === 3 ? 4 : tag & 3
    const low = readLittleEndian(packed, offset, extra)
    offset += extra
    const isShort = extra === 1
    const count = isShort ? 4 + ((tag >>> 2) & 7) : (tag >>> 2) + 1
    const distance = isShort ? ((tag >>> 5) << 8) | low : low
    if (distance === 0 || distance > written || written + count > length) return undefined
    // Byte by byte: a copy may overlap what it writes.
    for (let i = 0; i < count; i++, written++) {
      unpacked[written] = unpacked[written - distance] as number
    }
  }
  return written === length ? unpacked : undefined
}

function readLittleEndian(bytes: Uint8Array, offset: number, count: number): number {
  let value = 0
  for (let i = count - 1; i >= 0; i--) value = value * 256 + (bytes[offset + i] ?? 0)
  return value
}
