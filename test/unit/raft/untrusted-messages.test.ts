// Whatever comes from the network: answered with an outcome, never with an exception.

import { ConfChangeType, type Message, MessageType, singleConfChange } from '@quorumlite/raft'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bytes, Cluster, voters } from './support/cluster.ts'
import { attempt } from './support/random-choices.ts'
import { append, entries, message, snapshotAt } from './support/messages.ts'
import { Single } from './support/single.ts'

const PLAIN = { preVote: false, checkQuorum: false }
const HUGE = Number.MAX_SAFE_INTEGER

function snapshotWith(ids: number[]): Message {
  const metadata = { index: 9, term: 1, confState: { ...voters(1, 2, 3), learners: ids } }
  return message(MessageType.snapshot, 2, 1, { snapshot: { metadata } })
}

describe('a message', () => {
  test.each<[string, unknown]>([
    ['that is no object', null],
    ['of an unknown type', message(99 as MessageType, 2, 1)],
    ['of type 0', message(0 as MessageType, 2, 1)],
    ['from node 0', message(MessageType.heartbeat, 0, 1)],
    ['with a fraction for a term', message(MessageType.heartbeat, 2, 1.5)],
    ['with a negative index', append(2, 1, [-1, 0], [1])],
    ['without a term', message(MessageType.heartbeat, 2, 0)],
    ['with a term in a request that has none', message(MessageType.readIndex, 2, 1)],
    ['with a gap between entries', message(MessageType.append, 2, 1, { entries: entries(2, 1) })],
    ['with terms that fall', append(2, 3, [1, 3], [2])],
    ['with an entry of a later term', append(2, 1, [0, 0], [2])],
    ['with a previous entry of no term', append(2, 1, [5, 0], [1])],
    [
      'with an entry without data',
      message(MessageType.append, 2, 1, {
        entries: [{ index: 1, term: 1, type: 0, data: undefined as unknown as Uint8Array }],
      }),
    ],
    [
      'with an entry of an unknown type',
      message(MessageType.append, 2, 1, {
        entries: [{ index: 1, term: 1, type: 7 as 0, data: bytes('') }],
      }),
    ],
    ['with indexes beyond the safe integers', append(2, 1, [HUGE, 1], [1])],
    ['with a snapshot that is none', message(MessageType.snapshot, 2, 1)],
    [
      'with a snapshot of a later term',
      message(MessageType.snapshot, 2, 1, { snapshot: snapshotAt(5, 2, [1]) }),
    ],
    [
      'with a snapshot without voters',
      message(MessageType.snapshot, 2, 1, { snapshot: snapshotAt(5, 1, []) }),
    ],
    [
      'with a configuration of nonsense',
      message(MessageType.snapshot, 2, 1, { snapshot: snapshotAt(5, 1, [0]) }),
    ],
    [
      'with a learner that votes',
      message(MessageType.snapshot, 2, 1, {
        snapshot: { metadata: { index: 5, term: 1, confState: { ...voters(1), learners: [1] } } },
      }),
    ],
    ['that proposes nothing', message(MessageType.propose, 2, 0)],
  ])('%s is malformed', (_, bad) => {
    const node = new Single(PLAIN)
    expect(node.raw.step(bad as Message)).toBe('malformed')
    expect(node.raw.lastIndex).toBe(0)
  })

  test('for another node, or from this one, is misrouted', () => {
    const node = new Single(PLAIN)
    expect(node.raw.step(message(MessageType.vote, 2, 1, {}, 3))).toBe('misrouted')
    expect(node.raw.step(message(MessageType.vote, 1, 1))).toBe('misrouted')
    expect(node.raw.term).toBe(0)
  })

  test('that only a member may send is not heard from a stranger, whatever its term', () => {
    const cluster = Cluster.of(voters(1, 2, 3))
    const { raw } = cluster.elect(1)
    for (const type of [
      MessageType.appendResponse,
      MessageType.heartbeatResponse,
      MessageType.voteResponse,
    ]) {
      expect(raw.step(message(type, 9, 5))).toBe('unknownPeer')
    }
    for (const type of [MessageType.readIndex, MessageType.transferLeader]) {
      expect(raw.step(message(type, 9, 0, { context: 2 }))).toBe('unknownPeer')
    }
    expect(raw).toMatchObject({ role: 'leader', term: 1 })
  })

  test('of a future term, from a node that nobody knows, deposes no leader that hears of its quorum', () => {
    const cluster = Cluster.of(voters(1, 2, 3))
    const leader = cluster.elect(1)
    const heard = [MessageType.preVote, MessageType.vote].flatMap((type) =>
      [1, 2, 3].map((to) =>
        cluster.node(to).raw.step(message(type, 9, 7, { index: 9, logTerm: 6 }, to)),
      ),
    )
    expect(new Set(heard)).toEqual(new Set(['leaderAlive']))
    expect(leader.raw).toMatchObject({ role: 'leader', term: 1 })
  })

  test('from a node that was removed changes nothing for those who removed it', () => {
    const cluster = Cluster.of(voters(1, 2, 3))
    const leader = cluster.elect(1)
    leader.raw.proposeConfChange(singleConfChange(ConfChangeType.remove, 3))
    cluster.settle()
    const before = leader.raw.status()
    const campaigns = [MessageType.preVote, MessageType.vote]
    const fields = { index: 9, logTerm: 1, reject: false }
    for (const type of Object.values(MessageType)) {
      const isRequest = type >= MessageType.readIndex && type !== MessageType.readIndexResponse
      const isLeaders = [
        MessageType.append,
        MessageType.heartbeat,
        MessageType.snapshot,
        MessageType.timeoutNow,
        MessageType.readIndexResponse,
      ].includes(type as never)
      if (isLeaders) {
        // Of the present term: it never led one that they do not know.
        expect(leader.raw.step(message(type, 3, 1))).not.toBe('accepted')
        continue
      }
      const sent = message(type, 3, isRequest ? 0 : 5, isRequest ? { context: 2 } : fields)
      const outcome = leader.raw.step(sent)
      expect(outcome).toBe(
        campaigns.includes(type as never)
          ? 'leaderAlive'
          : type === MessageType.propose
            ? 'malformed'
            : 'unknownPeer',
      )
    }
    expect(leader.raw.status()).toEqual(before)
  })

  test.each<[string, unknown]>([
    ['a proposal', { ...message(MessageType.propose, 2, 0), entries: Array(1) }],
    ['the members of a snapshot', snapshotWith(Array(1) as number[])],
  ])('with a hole in %s is malformed', (_, bad) => {
    const cluster = Cluster.of(voters(1, 2, 3))
    expect(cluster.elect(1).raw.step(bad as Message)).toBe('malformed')
  })

  test('of a leader that this node does not know as a member is obeyed: it may lag behind the change', () => {
    const node = new Single(PLAIN)
    expect(node.raw.step(append(9, 1, [0, 0], [1]))).toBe('accepted')
    expect(node.raw.leader).toBe(9)
  })

  test('of a second leader in the same term is not obeyed', () => {
    const node = new Single(PLAIN)
    node.step(append(2, 1, [0, 0], [1]))
    expect(node.raw.step(append(3, 1, [0, 0], [1, 1]))).toBe('malformed')
    expect(node.raw).toMatchObject({ leader: 2, lastIndex: 1 })
  })

  test('is not changed by the node that receives it', () => {
    const node = new Single({ ...PLAIN, log: [1, 1, 2], term: 2 })
    const received = append(2, 3, [1, 1], [3, 3])
    const copy = structuredClone(received)
    node.step(received)
    expect(received).toEqual(copy)
  })
})

describe('any message', () => {
  const small = fc.integer({ min: -1, max: 6 })
  const number = fc.oneof(
    { weight: 20, arbitrary: small },
    { weight: 1, arbitrary: fc.constantFrom(HUGE, HUGE + 1, 0.5, Number.NaN) },
  )
  const ids = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 4 })
  const entry = fc.record({
    index: number,
    term: number,
    type: fc.constantFrom(0 as const, 1 as const),
    data: fc.uint8Array({ maxLength: 6 }),
  })
  const snapshot = fc.record({
    metadata: fc.record({
      index: number,
      term: number,
      confState: fc.record({
        voters: ids,
        learners: ids,
        votersOutgoing: ids,
        learnersNext: ids,
        autoLeave: fc.boolean(),
      }),
    }),
  })
  const anyMessage: fc.Arbitrary<Message> = fc.record({
    type: fc.integer({ min: 0, max: 15 }) as fc.Arbitrary<MessageType>,
    from: fc.integer({ min: 0, max: 5 }),
    to: fc.constant(1),
    term: number,
    logTerm: number,
    index: number,
    entries: fc.array(entry, { maxLength: 3 }),
    commit: number,
    reject: fc.boolean(),
    rejectHint: number,
    context: number,
    priority: number,
    snapshot: fc.option(snapshot, { nil: undefined }),
  })
  /** Appends that hang together, so that some get past the first look. */
  const soundAppend = fc
    .tuple(small, small, fc.array(fc.constantFrom(1, 2, 3), { maxLength: 3 }), small)
    .map(([index, logTerm, terms, commit]) =>
      append(
        2,
        4,
        [Math.max(index, 0), index <= 0 ? 0 : Math.max(logTerm, 1)],
        terms.sort((a, b) => a - b),
        Math.max(commit, 0),
      ),
    )
  const action = fc.oneof(
    anyMessage,
    soundAppend,
    fc.constantFrom('tick', 'campaign', 'run', 'propose'),
  )

  test('of a stranger that only members may send changes nothing, whatever term it is of', () => {
    const { readIndex, transferLeader, propose } = MessageType
    const { appendResponse, heartbeatResponse, voteResponse, preVoteResponse } = MessageType
    const types: MessageType[] = [readIndex, transferLeader, propose]
    types.push(appendResponse, heartbeatResponse, voteResponse, preVoteResponse)
    const fromStranger = fc
      .tuple(anyMessage, fc.constantFrom(...types), fc.integer({ min: 4, max: 9 }))
      .map(([each, type, from]) => ({ ...each, type, from }))
    const cluster = Cluster.of(voters(1, 2, 3))
    const { raw } = cluster.elect(1)
    const before = raw.status()
    const outcomes = new Set<string>()
    fc.assert(
      fc.property(fromStranger, (each) => {
        outcomes.add(raw.step(each))
        expect(raw.status()).toEqual(before)
        expect(raw.hasReady()).toBe(false)
      }),
      { numRuns: 3000 },
    )
    expect([...outcomes].sort()).toEqual(['malformed', 'unknownPeer'])
  })

  test('in any order and at any time makes no exception, no loss of what is committed, no way back', () => {
    fc.assert(
      fc.property(
        fc.array(action, { minLength: 1, maxLength: 40 }),
        fc.boolean(),
        (list, leads) => {
          const node = new Single({
            ...PLAIN,
            log: [1, 1, 2],
            term: 2,
            commit: 2,
            electionTicks: 3,
          })
          if (leads) {
            node.raw.campaign()
            node.run()
            node.step(message(MessageType.voteResponse, 2, 3))
          }
          let { term, commit } = node.raw
          for (const each of list) {
            if (typeof each === 'object') {
              expect(typeof node.raw.step(each)).toBe('string')
            } else if (each === 'propose') {
              // Refused by who does not lead, or hands over because a message asked for it.
              attempt(() => node.raw.propose(bytes('x')))
            } else if (each === 'run') {
              node.run()
            } else if (each === 'tick') {
              node.raw.tick()
            } else {
              node.raw.campaign()
            }
            expect(node.raw.term).toBeGreaterThanOrEqual(term)
            expect(node.raw.commit).toBeGreaterThanOrEqual(commit)
            ;({ term, commit } = node.raw)
          }
        },
      ),
      { numRuns: 2000 },
    )
  })
})
