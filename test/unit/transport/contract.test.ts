import { transportContract } from '@quorumlite/transport/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLibp2pHarness, createMemoryHarness } from './harnesses.ts'

const unhandled: unknown[] = []
const onUnhandled = (reason: unknown): void => {
  unhandled.push(reason)
}
beforeAll(() => void process.on('unhandledRejection', onUnhandled))
afterAll(() => {
  process.off('unhandledRejection', onUnhandled)
  expect(unhandled).toEqual([])
})

describe('the memory network', () => {
  for (const { name, run } of transportContract) {
    it.each([1, 2, 3])(`${name} (seed %i)`, async (seed) => {
      await using harness = createMemoryHarness(seed)
      await run(harness)
    })
  }
})

describe('libp2p', () => {
  for (const { name, run } of transportContract) {
    it(name, async () => {
      await using harness = await createLibp2pHarness()
      await run(harness)
    })
  }
})
