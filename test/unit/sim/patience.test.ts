import { expect, test } from 'vitest'
import { overdueRead, overdueWrite } from '../../sim/full/patience.ts'

test('a read takes as long as its requests may', () => {
  expect(overdueRead('register read', 3_000)).toBeUndefined()
  expect(overdueRead('register read', 5_000)).toContain('at most 3000 ms')
  expect(overdueRead('list read', 9_500)).toBeUndefined()
  expect(overdueRead('list read', 11_000)).toContain('at most 9000 ms')
  expect(overdueRead('copy read', 100_000)).toBeUndefined()
})

test('a write takes as long as its client waits, and then goes on asking for a while', () => {
  expect(overdueWrite('increment', 5_000, 2_000)).toBeUndefined()
  expect(overdueWrite('increment', 7_000, 2_000)).toContain('at most 5000 ms')
  expect(overdueWrite('transfer', 17_000, 2_000)).toBeUndefined()
  expect(overdueWrite('transfer', 19_000, 2_000)).toContain('at most 17000 ms')
})
