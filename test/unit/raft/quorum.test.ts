import type { ConfState } from '@quorumlite/raft'
import { jointIndex, jointVote, majorityIndex, majorityVote, NO_LIMIT } from '@quorumlite/raft'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const ids = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1)

/** `acknowledged[i]` is what voter i + 1 has. */
function indexOf(voters: number[], acknowledged: number[]): number {
  return majorityIndex(voters, (id) => acknowledged[id - 1] ?? 0)
}

function joint(voters: number[], votersOutgoing: number[]): ConfState {
  return { voters, votersOutgoing, learners: [], learnersNext: [], autoLeave: false }
}

describe('the index of a majority', () => {
  test.each([
    { acknowledged: [12], index: 12 },
    { acknowledged: [12, 0], index: 0 },
    { acknowledged: [12, 5], index: 5 },
    { acknowledged: [12, 5, 0], index: 5 },
    { acknowledged: [0, 0, 13], index: 0 },
    { acknowledged: [100, 101, 99], index: 100 },
    { acknowledged: [5, 5, 6, 7], index: 5 },
    { acknowledged: [1, 2, 3, 4, 5], index: 3 },
    { acknowledged: [0, 0, 3, 4, 5], index: 3 },
    { acknowledged: [0, 0, 0, 4, 5], index: 0 },
  ])('of $acknowledged is $index', ({ acknowledged, index }) => {
    expect(indexOf(ids(acknowledged.length), acknowledged)).toBe(index)
  })

  test('of nobody is no limit', () => {
    expect(majorityIndex([], () => 0)).toBe(NO_LIMIT)
  })

  test('is the highest that more than half have reached', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20), { minLength: 1, maxLength: 9 }), (acknowledged) => {
        const index = indexOf(ids(acknowledged.length), acknowledged)
        const reached = (least: number): number =>
          acknowledged.filter((each) => each >= least).length
        expect(reached(index) * 2).toBeGreaterThan(acknowledged.length)
        expect(reached(index + 1) * 2).toBeLessThanOrEqual(acknowledged.length)
      }),
    )
  })
})

describe('the index of a joint configuration', () => {
  test('is what both majorities have', () => {
    const acknowledged = [100, 101, 99, 50, 49]
    const indexOf = (id: number): number => acknowledged[id - 1]!
    expect(jointIndex(joint([1, 2, 3], [3, 4, 5]), indexOf)).toBe(50)
    expect(jointIndex(joint([3, 4, 5], [1, 2, 3]), indexOf)).toBe(50)
    expect(jointIndex(joint([1, 2], [1, 2, 3]), indexOf)).toBe(100)
  })

  test('without an outgoing one is that of the incoming', () => {
    expect(jointIndex(joint([1, 2, 3], []), (id) => id)).toBe(2)
  })
})

describe('a ballot', () => {
  const vote = (voters: number[], ballots: string): string =>
    majorityVote(voters, (id) => ({ y: true, n: false })[ballots[id - 1] ?? '_'])

  test.each([
    ['y', 'won'],
    ['n', 'lost'],
    ['_', 'pending'],
    ['yy', 'won'],
    ['yn', 'lost'],
    ['y_', 'pending'],
    ['n_', 'lost'],
    ['yyn', 'won'],
    ['yy_', 'won'],
    ['y_n', 'pending'],
    ['nn_', 'lost'],
    ['yynn', 'lost'],
    ['yy__', 'pending'],
    ['yyyn', 'won'],
    ['nn__', 'lost'],
    ['yynn_', 'pending'],
    ['yyy__', 'won'],
    ['nnn__', 'lost'],
  ])('of %s is %s', (ballots, result) => {
    expect(vote(ids(ballots.length), ballots)).toBe(result)
  })

  test('without voters is won', () => {
    expect(majorityVote([], () => undefined)).toBe('won')
  })

  test('of a joint configuration needs both majorities, and is lost with either', () => {
    const result = (ballots: string): string =>
      jointVote(joint([1, 2, 3], [3, 4, 5]), (id) => ({ y: true, n: false })[ballots[id - 1]!])
    expect(result('yy_y_')).toBe('pending')
    expect(result('yyyyn')).toBe('won')
    expect(result('yyynn')).toBe('lost')
    expect(result('nn_yy')).toBe('lost')
    expect(result('yy___')).toBe('pending')
    expect(result('nnyyy')).toBe('lost')
  })
})
