// Where the fragments of an undamaged LevelDB log file are: a reader of its own, so that the product's is not its own judge.

const BLOCK_BYTES = 32_768
const HEADER_BYTES = 7

export interface LogFragment {
  /** Of its header. */
  readonly offset: number
  readonly isRecordsFirst: boolean
}

export function logFragments(bytes: Uint8Array): LogFragment[] {
  const fragments: LogFragment[] = []
  for (let offset = 0; offset + HEADER_BYTES <= bytes.length;) {
    const leftInBlock = BLOCK_BYTES - (offset % BLOCK_BYTES)
    if (leftInBlock < HEADER_BYTES) {
      offset += leftInBlock
      continue
    }
    const type = bytes[offset + 6]
    fragments.push({ offset, isRecordsFirst: type === 1 || type === 2 })
    const length = (bytes[offset + 4] as number) | ((bytes[offset + 5] as number) << 8)
    offset += HEADER_BYTES + length
  }
  return fragments
}
