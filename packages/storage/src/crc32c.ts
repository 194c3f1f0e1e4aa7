// CRC-32C (Castagnoli), which LevelDB puts on every record of its log and every block of its tables. Eight bytes at a
// time ("slicing by 8"), because whole databases go through it when a node starts.

const POLYNOMIAL_REVERSED = 0x82f63b78
const MASK_DELTA = 0xa282ead8

/** Eight tables of 256: the effect of a byte on a checksum that is 0 to 7 bytes further. */
const TABLES: Int32Array = makeTables()

export function crc32c(bytes: Uint8Array): number {
  const tables = TABLES
  let crc = -1
  let i = 0
  for (const end = bytes.length - 7; i < end; i += 8) {
    const low =
      crc ^
      ((bytes[i] as number) |
        ((bytes[i + 1] as number) << 8) |
        ((bytes[i + 2] as number) << 16) |
        ((bytes[i + 3] as number) << 24))
    crc =
      (tables[0x700 + (low & 0xff)] as number) ^
      (tables[0x600 + ((low >>> 8) & 0xff)] as number) ^
      (tables[0x500 + ((low >>> 16) & 0xff)] as number) ^
      (tables[0x400 + (low >>> 24)] as number) ^
      (tables[0x300 + (bytes[i + 4] as number)] as number) ^
      (tables[0x200 + (bytes[i + 5] as number)] as number) ^
      (tables[0x100 + (bytes[i + 6] as number)] as number) ^
      (tables[bytes[i + 7] as number] as number)
  }
  for (; i < bytes.length; i++) {
    crc = (tables[(crc ^ (bytes[i] as number)) & 0xff] as number) ^ (crc >>> 8)
  }
  return ~crc >>> 0
}

/** LevelDB stores checksums rotated and shifted, because it also checksums data that contains checksums. */
export function maskCrc(crc: number): number {
  return (((crc >>> 15) | (crc << 17)) + MASK_DELTA) >>> 0
}

function makeTables(): Int32Array {
  const tables = new Int32Array(8 * 256)
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte
    for (let bit = 0; bit < 8; bit++) {
      crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL_REVERSED : crc >>> 1
    }
    tables[byte] = crc
  }
  for (let i = 256; i < tables.length; i++) {
    const shorter = tables[i - 256] as number
    tables[i] = (tables[shorter & 0xff] as number) ^ (shorter >>> 8)
  }
  return tables
}
