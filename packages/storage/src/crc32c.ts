// CRC-32C (Castagnoli), which LevelDB puts on every record of its log. Only the scan before opening needs it.

const POLYNOMIAL_REVERSED = 0x82f63b78
const MASK_DELTA = 0xa282ead8

const TABLE: Uint32Array = makeTable()

export function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (let i = 0; i < bytes.length; i++) {
    crc = (TABLE[(crc ^ (bytes[i] as number)) & 0xff] as number) ^ (crc >>> 8)
  }
  return ~crc >>> 0
}

/** LevelDB stores checksums rotated and shifted, because it also checksums data that contains checksums. */
export function maskCrc(crc: number): number {
  return (((crc >>> 15) | (crc << 17)) + MASK_DELTA) >>> 0
}

function makeTable(): Uint32Array {
  const table = new Uint32Array(256)
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte
    for (let bit = 0; bit < 8; bit++) {
      crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL_REVERSED : crc >>> 1
    }
    table[byte] = crc
  }
  return table
}
