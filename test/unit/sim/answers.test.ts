import { expect, test } from 'vitest'
import { falsehoodOf } from '../../sim/full/answers.ts'

const RESULT = Uint8Array.of(1, 2, 3)
const KEY = { session: 7, number: 1, acknowledgedFloor: 1 }

/** What is wrong with an answer from entry 10, where that much is published and this is on record. */
function check(published: number, record: object, result: Uint8Array = RESULT): string | undefined {
  const state = () => ({ sessions: { lookup: () => record } })
  const gateway = { nodeId: 1, published: { index: published }, state }
  return falsehoodOf(gateway as never, KEY, { kind: 'recorded', index: 10, result })
}

const recorded = (index: number) => ({
  kind: 'settled',
  request: { number: 1, index, result: RESULT },
})

test('an answer is what is on record, and published', () => {
  expect(check(10, recorded(10))).toBeUndefined()
  expect(check(12, { kind: 'belowFloor' })).toBeUndefined()
  expect(check(9, recorded(10))).toContain('had published up to 9')
  expect(check(12, { kind: 'new' })).toContain('recorded nothing')
  expect(check(12, recorded(11))).toContain('its record is in entry 11')
  expect(check(12, recorded(10), Uint8Array.of(1, 2))).toContain('something else')
  expect(check(12, recorded(10), Uint8Array.of(1, 2, 4))).toContain('something else')
})
