// A leader that lost its quorum, and followers that are loyal to one (dissertation, 6.2 and 4.2.3).

import { CAMPAIGN_TRANSFER, MessageType, NotLeaderError } from '@quorumlite/raft'
import { describe, expect, test } from 'vitest'
import { bytes, Cluster, voters } from './support/cluster.ts'
import { leading, propose } from './support/leading.ts'
import { append, message, snapshotAt } from './support/messages.ts'
import { Single } from './support/single.ts'

describe('a leader that hears of no quorum', () => {
  test('steps down within one election timeout of the last word, and refuses proposals and reads', () => {
    const cluster = Cluster.of(voters(1, 2, 3), { electionTicks: 10 })
    const leader = cluster.elect(1)
    // Whatever the phase of its ticks is.
    cluster.tick(1, 7)
    cluster.settle()
    cluster.isolate(1)
    cluster.tick(1, 9)
    expect(leader.raw.role).toBe('leader')
    cluster.tick(1)
    expect(leader.raw).toMatchObject({ role: 'follower', leader: 0, term: 1 })
    expect(() => leader.raw.propose(bytes('a'))).toThrow(NotLeaderError)
    expect(leader.raw.readIndex(1)).toBe('noLeader')
  })

  test('counts voters only, and stays with half of the rest of an odd number', () => {
    const conf = { ...voters(1, 2, 3, 4, 5), learners: [6, 7] }
    const cluster = Cluster.of(conf, { electionTicks: 10 })
    const leader = cluster.elect(1)
    for (const id of [4, 5]) {
      cluster.isolate(id)
    }
    for (let i = 0; i < 30; i++) {
      cluster.tick(1)
      cluster.settle()
    }
    expect(leader.raw.role).toBe('leader')
    cluster.isolate(3)
    for (let i = 0; i < 10; i++) {
      cluster.tick(1)
      cluster.settle()
    }
    expect(leader.raw.role).toBe('follower')
  })

  test('stays in office without the option', () => {
    const cluster = Cluster.of(voters(1, 2, 3), { checkQuorum: false })
    const leader = cluster.elect(1)
    cluster.isolate(1)
    cluster.tick(1, 1000)
    expect(leader.raw.role).toBe('leader')
  })
})

describe('leader stickiness', () => {
  test('keeps a follower from hearing campaigns within an election timeout of its leader', () => {
    const node = new Single({ electionTicks: 10 })
    node.step(append(2, 1, [0, 0], [1]))
    for (const type of [MessageType.vote, MessageType.preVote]) {
      const request = message(type, 3, 9, { index: 9, logTerm: 8 })
      expect(node.raw.step(request)).toBe('leaderAlive')
    }
    expect(node.raw.term).toBe(1)
    node.raw.setRandomizedElectionTimeout(100)
    for (let i = 0; i < 10; i++) {
      node.raw.tick()
    }
    expect(node.raw.step(message(MessageType.vote, 3, 9, { index: 9, logTerm: 8 }))).toBe(
      'accepted',
    )
    expect(node.raw.term).toBe(9)
  })

  test('gives way to a transfer that the leader wants', () => {
    const node = new Single({ electionTicks: 10 })
    node.step(append(2, 1, [0, 0], [1]))
    const fields = { index: 1, logTerm: 1, context: CAMPAIGN_TRANSFER }
    expect(node.raw.step(message(MessageType.vote, 3, 2, fields))).toBe('accepted')
    expect(node.raw.status().vote).toBe(3)
  })

  test('ends with forgetLeader(), which changes neither term nor vote', () => {
    const node = new Single({ electionTicks: 10 })
    node.step(append(2, 1, [0, 0], [1]))
    expect(node.raw.forgetLeader()).toBe(true)
    expect(node.raw).toMatchObject({ leader: 0, term: 1, role: 'follower' })
    const request = message(MessageType.preVote, 3, 2, { index: 1, logTerm: 1 })
    expect(node.step(request)).toMatchObject([{ reject: false, to: 3 }])
    // If the leader is alive after all, nothing is lost.
    node.step(message(MessageType.heartbeat, 2, 1, { context: 1 }))
    expect(node.raw.leader).toBe(2)
  })

  test('has nothing to forget on a leader, a candidate, or twice', () => {
    const cluster = Cluster.of(voters(1, 2, 3))
    cluster.elect(1)
    expect(cluster.node(1).raw.forgetLeader()).toBe(false)
    expect(cluster.node(2).raw.forgetLeader()).toBe(true)
    expect(cluster.node(2).raw.forgetLeader()).toBe(false)
    cluster.node(3).raw.campaign()
    expect(cluster.node(3).raw.forgetLeader()).toBe(false)
  })

  test('does not leave a node stuck in a higher term: the leader hears of it and an election follows', () => {
    const cluster = new Cluster()
    for (const id of [1, 2, 3]) {
      cluster.add(id, voters(1, 2, 3), { electionTicks: 10, preVote: id !== 3 })
    }
    cluster.elect(1)
    cluster.isolate(3)
    cluster.tick(3, 50)
    cluster.run(cluster.node(3))
    cluster.network.length = 0
    cluster.heal()
    const { term } = cluster.node(3).raw
    expect(term).toBeGreaterThan(2)
    for (let i = 0; i < 40; i++) {
      cluster.nodes.forEach(({ id }) => cluster.tick(id))
      cluster.settle()
    }
    expect(cluster.leaders).toHaveLength(1)
    expect(cluster.leaders[0]!.raw.term).toBeGreaterThanOrEqual(term)
  })
})

describe('messages that are repeated minutes later', () => {
  const heartbeat = (context: number, commit = 0) =>
    message(MessageType.heartbeat, 2, 1, { context, commit })
  const first = append(2, 1, [0, 0], [1], 1)
  const known = append(2, 1, [1, 1], [], 1)
  const beyond = append(2, 1, [5, 1], [1], 1)
  const snapshot = message(MessageType.snapshot, 2, 1, { snapshot: snapshotAt(1, 1, [1, 2, 3]) })

  /** Follows node 2, and would campaign in a hundred years. */
  function follower(): Single {
    const node = new Single({ electionTicks: 10 })
    node.step(first, heartbeat(1), heartbeat(2))
    node.raw.setRandomizedElectionTimeout(1000)
    return node
  }
  const hears = (node: Single): string => node.raw.step(message(MessageType.preVote, 3, 2))

  test.each([
    ['heartbeats', [heartbeat(1), heartbeat(2)]],
    ['appends', [first, known]],
    ['appends that do not fit', [beyond]],
    ['snapshots', [snapshot]],
  ])('do not keep a follower loyal to a leader that is gone: %s', (_, late) => {
    const node = follower()
    for (let i = 0; i < 10; i++) {
      node.raw.tick()
      node.step(...late)
      expect(node.raw.leader).toBe(2)
    }
    expect(hears(node)).toBe('accepted')
  })

  test.each([
    ['a new round of heartbeats', heartbeat(3)],
    ['new entries', append(2, 1, [1, 1], [1], 1)],
    ['a new snapshot', message(MessageType.snapshot, 2, 1, { snapshot: snapshotAt(9, 1, [1, 2]) })],
  ])('are told from %s, which keep it loyal', (_, fresh) => {
    const node = follower()
    node.step(append(2, 1, [1, 1], [], 1))
    node.raw.tick()
    node.step(fresh)
    for (let i = 0; i < 9; i++) {
      node.raw.tick()
    }
    expect(hears(node)).toBe('leaderAlive')
  })

  test('are told from a new commit index, which keeps it loyal', () => {
    const node = follower()
    node.step(append(2, 1, [1, 1], [1], 1))
    node.raw.tick()
    node.step(append(2, 1, [2, 1], [], 2))
    for (let i = 0; i < 9; i++) {
      node.raw.tick()
    }
    expect(hears(node)).toBe('leaderAlive')
  })

  test('are no rounds of heartbeats that would be new after a campaign that came to nothing', () => {
    const node = follower()
    node.raw.campaign()
    node.step(known)
    expect(node.raw).toMatchObject({ role: 'follower', leader: 2, term: 1 })
    node.raw.setRandomizedElectionTimeout(1000)
    for (let i = 0; i < 10; i++) {
      node.raw.tick()
      node.step(heartbeat(2))
    }
    expect(hears(node)).toBe('accepted')
  })

  test('are no reason to doubt the next leader, who counts its rounds from one', () => {
    const node = follower()
    node.step(heartbeat(50))
    node.step(append(3, 2, [1, 1], [2]))
    node.raw.setRandomizedElectionTimeout(1000)
    for (let round = 1; round <= 12; round++) {
      node.raw.tick()
      node.step(message(MessageType.heartbeat, 3, 2, { context: round }))
    }
    expect(node.raw.step(message(MessageType.preVote, 2, 3))).toBe('leaderAlive')
  })

  test('do not keep a leader in office that hears of nobody', () => {
    const node = leading({ electionTicks: 10 })
    propose(node, 'a')
    node.raw.tick()
    const { context } = node.run().find(({ type }) => type === MessageType.heartbeat)!
    const late = [
      message(MessageType.heartbeatResponse, 2, 1, { context }),
      message(MessageType.appendResponse, 2, 1, { index: 2 }),
      message(MessageType.appendResponse, 3, 1, { index: 1, reject: true }),
    ]
    node.step(...late)
    for (let i = 0; i < 9; i++) {
      node.raw.tick()
      node.step(...late)
    }
    expect(node.raw.role).toBe('leader')
    node.raw.tick()
    expect(node.raw.role).toBe('follower')
  })
})

describe('a node that was removed', () => {
  test('and does not know it, does not raise the term of the others (dissertation, 4.2.3)', () => {
    const cluster = Cluster.of(voters(1, 2, 3, 4), { electionTicks: 10, preVote: false })
    const leader = cluster.elect(1)
    cluster.isolate(4)
    leader.raw.proposeConfChange({
      transition: 0,
      changes: [{ type: 3, nodeId: 4 }],
      context: bytes(''),
    })
    cluster.settle()
    expect(leader.confState.voters).toEqual([1, 2, 3])
    cluster.heal()
    for (let i = 0; i < 100; i++) {
      cluster.nodes.forEach(({ id }) => cluster.tick(id))
      cluster.settle()
    }
    expect(cluster.node(4).raw.term).toBeGreaterThan(1)
    expect(leader.raw).toMatchObject({ role: 'leader', term: 1 })
  })
})
