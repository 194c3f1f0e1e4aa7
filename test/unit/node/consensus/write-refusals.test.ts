import { expect, test } from 'vitest'
import { DEFAULT_NODE_LIMITS } from '../../../../packages/node/src/limits.ts'
import { Sessions } from '../../../../packages/node/src/consensus/state/sessions.ts'
import {
  whyNumberRefused,
  whyTooMany,
} from '../../../../packages/node/src/consensus/write-refusals.ts'

const LIMITS = { ...DEFAULT_NODE_LIMITS, outstandingRequestsMax: 8 }
const key = (number: number, session = 3, acknowledgedFloor = 0) => ({
  session,
  number,
  acknowledgedFloor,
})

test('a number is refused below the floor, and twice as far above it as may be outstanding', () => {
  const sessions = new Sessions()
  sessions.open(3, 60_000, 0)
  sessions.settle(key(5, 3, 5), 7, new Uint8Array(), 0)
  const codeOf = (number: number, session?: number): string | undefined =>
    whyNumberRefused(sessions, key(number, session), LIMITS)?.code
  expect(codeOf(4)).toBe('NUMBER_TOO_OLD')
  // The one that is settled is answered by its record.
  expect(codeOf(5)).toBeUndefined()
  expect(codeOf(5 + 15)).toBeUndefined()
  expect(codeOf(5 + 16)).toBe('TOO_MANY_REQUESTS')
  expect(codeOf(6, 4)).toBe('SESSION_EXPIRED')
})

test('as many writes wait as limits allow, and one always, whatever its size', () => {
  const limits = { ...DEFAULT_NODE_LIMITS, pendingWritesMax: 2, pendingBytesMax: 100 }
  const codeOf = (size: number, pending: number, bytes: number): string | undefined =>
    whyTooMany({ size, bytes: pending }, bytes, limits)?.code
  expect(codeOf(0, 0, 1_000)).toBeUndefined()
  expect(codeOf(1, 60, 40)).toBeUndefined()
  expect(codeOf(1, 60, 41)).toBe('TOO_MANY_REQUESTS')
  expect(codeOf(2, 2, 1)).toBe('TOO_MANY_REQUESTS')
})
