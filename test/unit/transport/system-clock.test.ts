import { systemClock } from '@quorumlite/transport'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

const DAY_MS = 24 * 3_600_000

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

// Node's own setTimeout takes 24.8 days, and fires after a millisecond for anything longer.
test.each([1, 25, 80])('a timer of %d days fires then, and not before', (days) => {
  const fired = vi.fn()
  systemClock.setTimer(days * DAY_MS, fired)
  vi.advanceTimersByTime(days * DAY_MS - 1)
  expect(fired).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  expect(fired).toHaveBeenCalledOnce()
})

test('a timer of for ever never fires, and can be cancelled', () => {
  const fired = vi.fn()
  const timers = [30 * DAY_MS, Infinity].map((delayMs) => systemClock.setTimer(delayMs, fired))
  vi.advanceTimersByTime(26 * DAY_MS)
  for (const timer of timers) timer.cancel()
  vi.advanceTimersByTime(60 * DAY_MS)
  expect(fired).not.toHaveBeenCalled()
  expect(vi.getTimerCount()).toBe(0)
})
