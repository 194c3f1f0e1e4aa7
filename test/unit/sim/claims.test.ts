import { describe, expect, test } from 'vitest'
import { checkClaims, holderIn } from '../../sim/full/claims.ts'
import { checkCopies } from '../../sim/full/copies.ts'

describe('claims', () => {
  const claims = [
    { slot: 1, number: 10 },
    { slot: 2, number: 20 },
  ]

  test('that were refused name who holds the slot in the end', () => {
    expect(checkClaims(claims, [{ slot: 1, holder: 10 }])).toEqual([])
    expect(checkClaims(claims, [{ slot: 1, holder: 20 }])).toHaveLength(1)
    expect(checkClaims(claims, [{ slot: 3, holder: 20 }])).toHaveLength(1)
  })

  test('are told apart from other failures', () => {
    expect(holderIn(new Error('held by 17.'))).toBe(17)
    expect(holderIn(new Error('the time is up'))).toBeUndefined()
    expect(holderIn('held by 17.')).toBeUndefined()
  })
})

test('copies have the beginning of the journal, and nothing else', () => {
  const copy = (...journal: number[]) => ({ journal, content: '' })
  expect(checkCopies([copy(), copy(1), copy(1, 2, 3)], [1, 2, 3])).toEqual([])
  expect(checkCopies([copy(1, 3)], [1, 2, 3])).toHaveLength(1)
  expect(checkCopies([copy(1, 2, 3, 4)], [1, 2, 3])).toHaveLength(1)
})
