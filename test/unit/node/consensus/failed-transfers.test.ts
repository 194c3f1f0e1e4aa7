import { expect, test } from 'vitest'
import { FailedTransfers } from '../../../../packages/node/src/consensus/snapshot/failed-transfers.ts'
import type { NodeEvent } from '../../../../packages/node/src/events.ts'

function recording(): { failed: FailedTransfers; told: NodeEvent[]; at: (ms: number) => void } {
  let nowMs = 0
  const told: NodeEvent[] = []
  const failed = new FailedTransfers({ nowMs: () => nowMs }, (event) => void told.push(event))
  return { failed, told, at: (ms) => void (nowMs = ms) }
}

test('a snapshot that does not arrive is told of at once, and then once a minute with the last reason', () => {
  const { failed, told, at } = recording()
  for (let second = 0; second <= 60; second += 20) {
    at(second * 1000)
    failed.onFailed(3, new Error(`reason at ${second}`))
  }
  expect(told).toEqual([
    { kind: 'snapshotFailed', nodeId: 3, message: 'reason at 0', attempts: 1 },
    { kind: 'snapshotFailed', nodeId: 3, message: 'reason at 60', attempts: 4 },
  ])
})

test('each peer is told of by itself', () => {
  const { failed, told } = recording()
  failed.onFailed(2, new Error('one'))
  failed.onFailed(3, 'another')
  expect(told).toEqual([
    { kind: 'snapshotFailed', nodeId: 2, message: 'one', attempts: 1 },
    { kind: 'snapshotFailed', nodeId: 3, message: 'another', attempts: 1 },
  ])
})

test('after a snapshot arrived, the next failure is news', () => {
  const { failed, told } = recording()
  failed.onFailed(3, new Error('one'))
  failed.onFinished(3)
  failed.onFailed(3, new Error('two'))
  expect(told).toMatchObject([{ message: 'one' }, { message: 'two', attempts: 1 }])
})
