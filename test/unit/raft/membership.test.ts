// Changes of the configuration as pure functions (dissertation, chapter 4).

import {
  changeConfiguration,
  changeSimply,
  type ConfChangeResult,
  type ConfChangeSingle,
  ConfChangeTransition,
  ConfChangeType,
  type ConfState,
  enterJoint,
  isJoint,
  leaveJoint,
  members,
  normalizeConfState,
} from '@quorumlite/raft'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatConfState } from '../../sim/core/format.ts'

const TYPES: Readonly<Record<string, ConfChangeType>> = {
  v: ConfChangeType.addVoter,
  l: ConfChangeType.addLearner,
  r: ConfChangeType.remove,
  u: ConfChangeType.update,
}

/** `v1 l2 r3 u4`: voter, learner, remove, update. */
function changes(text: string): ConfChangeSingle[] {
  return text
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => ({ type: TYPES[word[0]!]!, nodeId: Number(word.slice(1)) }))
}

/** Each step is `simple`, `enter`, `autoenter` or `leave`, with changes. Refusals do not stop the sequence. */
function run(...steps: string[]): string[] {
  let conf: ConfState = {
    voters: [],
    learners: [],
    votersOutgoing: [],
    learnersNext: [],
    autoLeave: false,
  }
  return steps.map((step) => {
    const [verb, ...words] = step.split(' ')
    const list = changes(words.join(' '))
    const results: Record<string, () => ConfChangeResult> = {
      simple: () => changeSimply(conf, list),
      enter: () => enterJoint(conf, list, false),
      autoenter: () => enterJoint(conf, list, true),
      leave: () => leaveJoint(conf),
    }
    const result = results[verb!]!()
    if (typeof result === 'string') {
      return result
    }
    conf = result
    return formatConfState(conf)
  })
}

describe('a simple change', () => {
  test('adds and removes one voter, and is idempotent', () => {
    expect(
      run('simple v1', 'simple v2', 'simple v2', 'simple r2', 'simple r2', 'simple r9'),
    ).toEqual(['voters 1', 'voters 1,2', 'voters 1,2', 'voters 1', 'voters 1', 'voters 1'])
  })

  test('adds any number of learners, promotes and demotes', () => {
    expect(run('simple v1', 'simple l2 l3', 'simple v2', 'simple l2', 'simple r3 r2')).toEqual([
      'voters 1',
      'voters 1; learners 2,3',
      'voters 1,2; learners 3',
      'voters 1; learners 2,3',
      'voters 1',
    ])
  })

  test('is refused if more than one voter comes or goes', () => {
    expect(
      run('simple v1', 'simple v2 v3', 'simple v2 r1', 'simple v2', 'simple v3', 'simple r2 r3'),
    ).toEqual([
      'voters 1',
      'tooManyVoters',
      'tooManyVoters',
      'voters 1,2',
      'voters 1,2,3',
      'tooManyVoters',
    ])
  })

  test('is refused if it leaves no voter', () => {
    expect(run('simple l1', 'simple v1', 'simple r1', 'simple l1')).toEqual([
      'noVoters',
      'voters 1',
      'noVoters',
      'noVoters',
    ])
  })

  test('is refused while the configuration is joint', () => {
    expect(run('simple v1', 'enter v2', 'simple v3')[2]).toBe('joint')
  })

  test('that only carries an update changes nothing', () => {
    expect(run('simple v1', 'simple u1', 'simple u9')).toEqual(['voters 1', 'voters 1', 'voters 1'])
  })

  test('takes the last word about a node', () => {
    expect(run('simple v1', 'simple v2 l2 r2', 'simple l2 v2')).toEqual([
      'voters 1',
      'voters 1',
      'voters 1,2',
    ])
  })
})

describe('a joint change', () => {
  test('keeps the outgoing majority until it is left', () => {
    expect(run('simple v1', 'enter v2 v3', 'leave', 'autoenter v4 v5 r1 r2', 'leave')).toEqual([
      'voters 1',
      'voters 1,2,3; outgoing 1',
      'voters 1,2,3',
      'voters 3,4,5; outgoing 1,2,3; auto-leave',
      'voters 3,4,5',
    ])
  })

  test('makes an outgoing voter a learner only when it is left', () => {
    expect(run('simple v1', 'enter v2 l1', 'leave')).toEqual([
      'voters 1',
      'voters 2; outgoing 1; next learners 1',
      'voters 2; learners 1',
    ])
  })

  test('can change its mind about a demotion within itself', () => {
    expect(run('simple v1', 'enter v2 l1 v1', 'leave', 'enter v3 l1 r1', 'leave')).toEqual([
      'voters 1',
      'voters 1,2; outgoing 1',
      'voters 1,2',
      'voters 2,3; outgoing 1,2',
      'voters 2,3',
    ])
  })

  test('promotes a learner', () => {
    expect(run('simple v1', 'simple l2', 'enter v2 r1', 'leave')).toEqual([
      'voters 1',
      'voters 1; learners 2',
      'voters 2; outgoing 1',
      'voters 2',
    ])
  })

  test('is refused inside another, without voters, and if it would leave none', () => {
    expect(run('enter v1', 'simple v1', 'enter r1', 'enter l1', 'enter v2', 'enter v3')).toEqual([
      'noVoters',
      'voters 1',
      'noVoters',
      'noVoters',
      'voters 1,2; outgoing 1',
      'joint',
    ])
  })

  test('cannot be left where there is none', () => {
    expect(run('leave', 'simple v1', 'leave')).toEqual(['empty', 'voters 1', 'empty'])
  })
})

describe('a change as it is proposed', () => {
  const conf = normalizeConfState({
    voters: [3, 1, 2, 2],
    learners: [4],
    votersOutgoing: [],
    learnersNext: [],
    autoLeave: false,
  })!
  const change = (text: string, transition: ConfChangeTransition, from = conf): string => {
    const result = changeConfiguration(from, {
      transition,
      changes: changes(text),
      context: new Uint8Array(0),
    })
    return typeof result === 'string' ? result : formatConfState(result)
  }
  const { auto, jointImplicit, jointExplicit } = ConfChangeTransition

  test('automatically is simple for one node, and joint for several', () => {
    expect(change('r3', auto)).toBe('voters 1,2; learners 4')
    expect(change('v4 r3', auto)).toBe('voters 1,2,4; outgoing 1,2,3; auto-leave')
  })

  test('is joint, whatever its size, if that is asked for', () => {
    expect(change('r3', jointImplicit)).toBe('voters 1,2; outgoing 1,2,3; learners 4; auto-leave')
    expect(change('r3', jointExplicit)).toBe('voters 1,2; outgoing 1,2,3; learners 4')
  })

  test('leaves the joint configuration if it is empty and automatic, and in no other case', () => {
    const joint = changeConfiguration(conf, {
      transition: jointExplicit,
      changes: changes('r3'),
      context: new Uint8Array(0),
    }) as ConfState
    expect(change('', auto, joint)).toBe('voters 1,2; learners 4')
    expect(change('', jointExplicit, joint)).toBe('joint')
    expect(change('', jointImplicit, joint)).toBe('joint')
    expect(change('', auto)).toBe('empty')
    expect(change('', jointExplicit)).toBe('empty')
  })
})

describe('any sequence of changes', () => {
  const single = fc.record({
    type: fc.constantFrom(...Object.values(ConfChangeType)),
    nodeId: fc.integer({ min: 1, max: 6 }),
  })
  const change = fc.record({
    transition: fc.constantFrom(...Object.values(ConfChangeTransition)),
    changes: fc.array(single, { maxLength: 4 }),
    context: fc.constant(new Uint8Array(0)),
  })

  test('keeps a configuration that is whole, and majorities that overlap', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 30 }), (list) => {
        let conf: ConfState = { ...EMPTY, voters: [1, 2, 3] }
        for (const each of list) {
          const next = changeConfiguration(conf, each)
          if (typeof next !== 'string') {
            expect(normalizeConfState(next)).toEqual(next)
            expect(next.voters.length).toBeGreaterThan(0)
            expectOverlap(conf, next)
            conf = next
          }
        }
      }),
      { numRuns: 300 },
    )
  })
})

const EMPTY: ConfState = {
  voters: [],
  learners: [],
  votersOutgoing: [],
  learnersNext: [],
  autoLeave: false,
}

/** No two disjoint sets of nodes are a quorum of one configuration and of the next. */
function expectOverlap(before: ConfState, after: ConfState): void {
  const everybody = members({ ...before, voters: [...before.voters, ...after.voters] })
  for (let set = 0; set < 2 ** everybody.length; set++) {
    const inside = everybody.filter((_, bit) => (set >> bit) & 1)
    const outside = everybody.filter((id) => !inside.includes(id))
    expect(isQuorum(before, inside) && isQuorum(after, outside)).toBe(false)
  }
}

function isQuorum(conf: ConfState, ids: number[]): boolean {
  const has = (voters: readonly number[]): boolean =>
    voters.filter((id) => ids.includes(id)).length * 2 > voters.length
  return has(conf.voters) && (!isJoint(conf) || has(conf.votersOutgoing))
}
