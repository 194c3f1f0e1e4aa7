import { createVirtualClock } from '@quorumlite/transport'
import { expect, test } from 'vitest'
import { CheckpointPace } from '../../../../packages/node/src/consensus/checkpoint-pace.ts'

const LOG_BYTES = 4_000

function pacing(): {
  pace: CheckpointPace
  clock: ReturnType<typeof createVirtualClock>
  rest: (workedMs: number, logBytes: number) => { over: boolean }
} {
  const clock = createVirtualClock()
  const pace = new CheckpointPace(clock, { checkpointLogBytes: LOG_BYTES })
  pace.begin()
  const rest = (workedMs: number, logBytes: number): { over: boolean } => {
    const state = { over: false }
    void pace.rest(workedMs, logBytes).then(() => (state.over = true))
    return state
  }
  return { pace, clock, rest }
}

test('while others write, a batch is followed by a rest of three times its length', async () => {
  const { clock, rest } = pacing()
  const resting = rest(10, 100)
  await clock.advance(29)
  expect(resting.over).toBe(false)
  await clock.advance(1)
  expect(resting.over).toBe(true)
})

test('where nobody writes there is no rest', async () => {
  const { clock, rest } = pacing()
  const none = rest(10, 0)
  await clock.advance(0)
  expect(none.over).toBe(true)
  const first = rest(10, 500)
  await clock.advance(30)
  expect(first.over).toBe(true)
  const second = rest(10, 500)
  await clock.advance(0)
  expect(second.over).toBe(true)
})

test('nor where so much log has gathered that the checkpoint would be late', async () => {
  const { clock, rest } = pacing()
  const inTime = rest(10, 1_000)
  await clock.advance(0)
  expect(inTime.over).toBe(false)
  await clock.advance(30)
  const late = rest(10, 1_001)
  await clock.advance(0)
  expect(late.over).toBe(true)
})

test('somebody who waits for the checkpoint ends its rest, and those that follow, but not those of the next one', async () => {
  const { pace, clock, rest } = pacing()
  const resting = rest(10, 100)
  await clock.advance(1)
  pace.hurry()
  await clock.advance(0)
  expect(resting.over).toBe(true)
  const second = rest(10, 200)
  await clock.advance(0)
  expect(second.over).toBe(true)
  pace.begin()
  const next = rest(10, 100)
  await clock.advance(0)
  expect(next.over).toBe(false)
})
