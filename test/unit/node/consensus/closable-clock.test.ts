import { createVirtualClock } from '@quorumlite/transport'
import { describe, expect, test } from 'vitest'
import { createClosableClock } from '../../../../packages/node/src/closable-clock.ts'

describe('a closed clock', () => {
  test('runs nothing that was scheduled on it, and leaves no timer', async () => {
    const world = createVirtualClock()
    const clock = createClosableClock(world)
    const ran: string[] = []
    clock.setTimer(1, () => ran.push('before'))
    await world.advance(2)
    clock.setTimer(1, () => ran.push('late'))
    clock.setImmediate(() => ran.push('at once'))
    clock.setTimer(1, () => ran.push('cancelled')).cancel()
    clock.close()
    clock.setTimer(1, () => ran.push('after'))
    expect(world.timerCount).toBe(0)
    await world.advance(10)
    expect(ran).toEqual(['before'])
  })
})
