// LevelDB's variable-length integers: seven bits a byte, the lowest first.

/** A number that the bytes break off reads as far as they go: whoever asks has verified a checksum over them. */
export function readVarint(bytes: Uint8Array, offset: number): { value: number; end: number } {
  let value = 0
  let end = offset
  for (let scale = 1; end < bytes.length; scale *= 128) {
    const byte = bytes[end++] as number
    value += (byte & 0x7f) * scale
    if (byte < 0x80) break
  }
  return { value, end }
}
