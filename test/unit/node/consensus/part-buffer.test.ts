import { describe, expect, test } from 'vitest'
import { PartBuffer } from '../../../../packages/node/src/consensus/state/part-buffer.ts'

describe('pieces of a commit', () => {
  const piece = (
    commitId: number,
    ordinal: number,
    byte: number,
  ): Parameters<PartBuffer['add']>[0] => ({
    database: 1,
    term: 1,
    commitId,
    ordinal,
    pages: new Uint8Array([byte]),
  })

  test('come together when they are complete and in order, and only then', () => {
    const parts = new PartBuffer()
    parts.enterTerm(1)
    parts.add(piece(1, 0, 7), 10)
    parts.add(piece(1, 1, 8), 11)
    parts.add(piece(2, 1, 9), 12)
    expect(parts.firstIndex).toBe(10)
    expect(parts.take(2, 2)).toBeUndefined()
    expect(parts.take(1, 2)).toEqual(new Uint8Array([7, 8]))
    expect(parts.take(1, 2)).toBeUndefined()
    expect(parts.firstIndex).toBe(Infinity)
  })

  test('are thrown away at the first entry of a later term', () => {
    const parts = new PartBuffer()
    parts.enterTerm(1)
    parts.add(piece(1, 0, 7), 10)
    parts.enterTerm(2)
    expect(parts.firstIndex).toBe(Infinity)
    parts.add(piece(1, 1, 8), 12)
    expect(parts.take(1, 2)).toBeUndefined()
  })

  test('are copies: what the log does with its memory does not matter', () => {
    const parts = new PartBuffer()
    const bytes = new Uint8Array([1])
    parts.add({ ...piece(1, 0, 0), pages: bytes }, 1)
    bytes[0] = 99
    expect(parts.take(1, 1)).toEqual(new Uint8Array([1]))
  })
})
