import {
  type ConfChange,
  ConfChangeTransition,
  ConfChangeType,
  decodeConfChange,
  encodeConfChange,
  singleConfChange,
} from '@quorumlite/raft'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const single = fc.record({
  type: fc.constantFrom(...Object.values(ConfChangeType)),
  nodeId: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
})
const change: fc.Arbitrary<ConfChange> = fc.record({
  transition: fc.constantFrom(...Object.values(ConfChangeTransition)),
  changes: fc.array(single, { maxLength: 5 }),
  context: fc.uint8Array({ maxLength: 20 }),
})

describe('the binary form of a change of configuration', () => {
  test('holds every change', () => {
    fc.assert(
      fc.property(change, (each) => {
        expect(decodeConfChange(encodeConfChange(each))).toEqual(each)
      }),
    )
  })

  test('is bytes that never change', () => {
    const bytes = encodeConfChange(
      singleConfChange(ConfChangeType.addLearner, 300, new Uint8Array([7, 8])),
    )
    expect([...bytes]).toEqual([1, 0, 1, 2, 0xac, 0x02, 7, 8])
  })

  test('is nothing for leaving a joint configuration, so that no limit keeps it out', () => {
    const leave: ConfChange = {
      transition: ConfChangeTransition.auto,
      changes: [],
      context: new Uint8Array(0),
    }
    expect(encodeConfChange(leave)).toHaveLength(0)
    expect(decodeConfChange(new Uint8Array(0))).toEqual(leave)
  })

  test('that nobody made is answered with undefined, never with an exception', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 30 }), (bytes) => {
        const decoded = decodeConfChange(bytes)
        if (decoded !== undefined) {
          expect(decodeConfChange(encodeConfChange(decoded))).toEqual(decoded)
        }
      }),
    )
  })

  test.each([
    ['another format', [2, 0, 1, 1, 1]],
    ['an unknown transition', [1, 3, 1, 1, 1]],
    ['an unknown type', [1, 0, 1, 9, 1]],
    ['node 0', [1, 0, 1, 1, 0]],
    ['fewer changes than announced', [1, 0, 2, 1, 1]],
    ['a count without changes', [1, 0, 0xff, 0xff, 0xff, 0x7f]],
    ['a number that does not end', [1, 0, 1, 1, 0x80]],
    ['a number beyond the safe integers', [1, 0, 1, 1, ...Array(8).fill(0xff), 0x7f]],
  ])('with %s is refused', (_, bytes) => {
    expect(decodeConfChange(new Uint8Array(bytes as number[]))).toBeUndefined()
  })
})
