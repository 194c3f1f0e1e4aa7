import { describe, expect, test } from 'vitest'
import { checkClaims, holderIn } from '../../sim/full/claims.ts'

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
