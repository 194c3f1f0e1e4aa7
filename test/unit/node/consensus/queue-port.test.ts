import { createVirtualClock } from '@quorumlite/transport'
import { describe, expect, test } from 'vitest'
import { createQueuePorts } from '../../../../packages/node/src/queue-port.ts'

describe('inline ports', () => {
  test('never deliver within the call that posts, and deliver a tick as one batch', async () => {
    const clock = createVirtualClock()
    const [left, right] = createQueuePorts<number, string>(clock)
    const batches: (readonly number[])[] = []
    right.onBatch((batch) => batches.push(batch))
    left.post(1)
    left.post(2)
    expect(batches).toEqual([])
    await clock.advance(0)
    expect(batches).toEqual([[1, 2]])
  })

  test('keep the order, however long each batch takes', async () => {
    const clock = createVirtualClock()
    const delays = [5, 0, 1]
    const [left, right] = createQueuePorts<number, string>(clock, () => delays.shift() ?? 0)
    const seen: number[] = []
    right.onBatch((batch) => seen.push(...batch))
    for (const message of [1, 2, 3]) {
      left.post(message)
      await clock.advance(0.1)
    }
    await clock.advance(20)
    expect(seen).toEqual([1, 2, 3])
  })

  test('tell of their end after what was posted before it, and never within the call', async () => {
    const clock = createVirtualClock()
    const [left, right] = createQueuePorts<number, string>(clock, () => 1)
    const seen: unknown[] = []
    right.onBatch((batch) => seen.push(...batch))
    right.onGone(() => seen.push('gone'))
    left.post(1)
    left.close()
    left.post(2)
    expect(seen).toEqual([])
    await clock.advance(10)
    expect(seen).toEqual([1, 'gone'])
  })
})
