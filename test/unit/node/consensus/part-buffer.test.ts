import { describe, expect, test } from 'vitest'
import { PartBuffer } from '../../../../packages/node/src/consensus/state/part-buffer.ts'

describe('parts of a commit', () => {
  const part = (
    commitId: number,
    ordinal: number,
    database = 1,
  ): Parameters<PartBuffer['add']>[0] => ({
    database,
    term: 1,
    commitId,
    ordinal,
    pages: new Uint8Array(1),
  })
  const wanted = (
    commitId: number,
    parts: number,
    sequence = 5,
  ): Parameters<PartBuffer['find']>[1] => ({ commitId, parts, sequence })

  test('come together when they are complete and in order, and only then', () => {
    const parts = new PartBuffer()
    parts.enterTerm(1)
    expect(parts.add(part(1, 0), 10, 5)?.indexes).toEqual([10])
    expect(parts.find(1, wanted(1, 2))).toBeUndefined()
    expect(parts.add(part(1, 1), 12, 5)?.indexes).toEqual([10, 12])
    expect(parts.add(part(2, 1, 2), 13, 0)).toBeUndefined()
    expect(parts.firstIndex).toBe(10)
    expect(parts.find(1, wanted(1, 2, 6))).toBeUndefined()
    expect(parts.find(1, wanted(3, 2))).toBeUndefined()
    const whole = parts.find(1, wanted(1, 2))!
    expect(whole.indexes).toEqual([10, 12])
    parts.complete(whole)
    expect(parts.firstIndex).toBe(Infinity)
    expect(parts.takeForgotten()).toEqual([])
  })

  test('of an older term never complete, and whoever holds some is told', () => {
    const parts = new PartBuffer()
    parts.enterTerm(1)
    parts.add(part(1, 0), 10, 5)
    parts.enterTerm(2)
    expect(parts.firstIndex).toBe(Infinity)
    expect(parts.takeForgotten()).toEqual([1])
    expect(parts.takeForgotten()).toEqual([])
    expect(parts.add(part(1, 1), 12, 5)).toBeUndefined()
  })

  test('are forgotten where one is missing', () => {
    const parts = new PartBuffer()
    parts.enterTerm(1)
    parts.add(part(1, 0), 10, 5)
    expect(parts.add(part(1, 2), 11, 5)).toBeUndefined()
    expect(parts.firstIndex).toBe(Infinity)
    expect(parts.takeForgotten()).toEqual([1])
  })
})
