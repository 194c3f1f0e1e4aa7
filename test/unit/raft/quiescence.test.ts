// Groups without work rest. What must not happen: that somebody sleeps for ever, that a read is answered by an outdated
// lease, that a node which wakes alone deposes a leader.

import { ConfChangeTransition, ConfChangeType, type Message, MessageType } from '@quorumlite/raft'
import { describe, expect, test } from 'vitest'
import type { NodeOptions } from '../../sim/core/simulated-node.ts'
import { Dice } from '../../sim/dice.ts'
import { bytes, Cluster, voters } from './support/cluster.ts'

const RESTING: NodeOptions = { electionTicks: 5, heartbeatTicks: 1, quiesceTicks: 3 }
const IDS = [1, 2, 3]

/** Ticks all nodes, one by one and settled in between. */
function pass(cluster: Cluster, ticks: number, ids: readonly number[] = [...cluster.nodes.keys()]) {
  for (let i = 0; i < ticks; i++) {
    ids.forEach((id) => cluster.tick(id))
    cluster.settle()
  }
}

const resting = (cluster: Cluster): number[] =>
  [...cluster.nodes.values()].filter(({ raw }) => raw.isResting).map(({ id }) => id)

/** Three nodes at rest, led by the first. */
function rested(options: NodeOptions = {}): Cluster {
  const cluster = Cluster.of(voters(...IDS), { ...RESTING, ...options })
  cluster.elect(1)
  cluster.propose(1, 'work')
  cluster.settle()
  pass(cluster, 8)
  expect(resting(cluster)).toEqual(IDS)
  cluster.node(2).raw.setRandomizedElectionTimeout(7)
  cluster.node(3).raw.setRandomizedElectionTimeout(9)
  return cluster
}

describe('a group without work', () => {
  test('rests after the ticks that were chosen: no heartbeats, no elections, for as long as it lasts', () => {
    const cluster = Cluster.of(voters(...IDS), RESTING)
    cluster.elect(1)
    pass(cluster, 3)
    expect(resting(cluster)).toEqual([])
    pass(cluster, 2)
    expect(resting(cluster)).toEqual(IDS)
    for (const id of IDS) {
      cluster.tick(id, 1000)
      expect(cluster.node(id).raw.hasReady()).toBe(false)
    }
    expect(cluster.node(1).raw.status()).toMatchObject({ role: 'leader', term: 1, resting: true })
  })

  test('never rests without the option, nor with members that do not have it', () => {
    const cluster = Cluster.of(voters(...IDS), { ...RESTING, quiesceTicks: 0 })
    cluster.elect(1)
    pass(cluster, 30)
    expect(resting(cluster)).toEqual([])
    const mixed = new Cluster()
    IDS.forEach((id) =>
      mixed.add(id, voters(...IDS), { ...RESTING, quiesceTicks: id === 3 ? 0 : 3 }),
    )
    mixed.elect(1)
    pass(mixed, 30)
    expect(mixed.node(1).raw.isResting).toBe(false)
    expect(mixed.node(3).raw.isResting).toBe(false)
  })

  test('of one voter rests too', () => {
    const cluster = Cluster.of(voters(1), RESTING)
    cluster.elect(1)
    pass(cluster, 4)
    expect(resting(cluster)).toEqual([1])
    cluster.propose(1, 'a')
    cluster.settle()
    expect(cluster.node(1).raw).toMatchObject({ isResting: false, commit: 2 })
  })

  test('does not rest while a member does not answer: it would have to be told on its return', () => {
    const cluster = Cluster.of(voters(...IDS), RESTING)
    cluster.elect(1)
    cluster.isolate(3)
    pass(cluster, 30, [1, 2])
    expect(cluster.node(1).raw.isResting).toBe(false)
    cluster.heal()
    pass(cluster, 8)
    expect(resting(cluster)).toEqual(IDS)
  })

  test('rests however many of the messages that agree on it are lost', () => {
    const cluster = Cluster.of(voters(...IDS), RESTING)
    cluster.elect(1)
    const dice = new Dice(1)
    let lost = 0
    for (let round = 0; round < 60; round++) {
      IDS.forEach((id) => cluster.tick(id))
      for (let i = 0; i < 3; i++) {
        IDS.forEach((id) => cluster.run(cluster.node(id)))
        lost += cluster.drop(({ index }) => index > 0 && dice.chance(0.6)).length
        cluster.deliverTo(IDS)
      }
    }
    expect(lost).toBeGreaterThan(2)
    expect(resting(cluster)).toEqual(IDS)
    expect(cluster.node(1).raw.term).toBe(1)
  })

  test('does not rest while a member has entries to write or to apply', () => {
    const cluster = Cluster.of(voters(...IDS), RESTING)
    const leader = cluster.elect(1)
    cluster.propose(1, 'a')
    cluster.settle([1, 2])
    cluster.deliverTo([3])
    // Node 3 acknowledges, and does not apply.
    for (let round = 0; round < 20; round++) {
      IDS.forEach((id) => cluster.tick(id))
      cluster.settle([1, 2])
      cluster.take(cluster.node(3))
      cluster.write(cluster.node(3))
      cluster.deliverTo([3])
    }
    expect(cluster.node(3).raw.applied).toBeLessThan(leader.raw.commit)
    expect(leader.raw.isResting).toBe(false)
    expect(cluster.node(3).raw.isResting).toBe(false)
    pass(cluster, 8)
    expect(resting(cluster)).toEqual(IDS)
  })

  test('does not rest while a change of configuration or a transfer is unfinished', () => {
    const cluster = Cluster.of(voters(...IDS), RESTING)
    const leader = cluster.elect(1)
    cluster.isolate(3)
    leader.raw.proposeConfChange({
      transition: ConfChangeTransition.auto,
      changes: [
        { type: ConfChangeType.addLearner, nodeId: 2 },
        { type: ConfChangeType.remove, nodeId: 3 },
      ],
      context: bytes(''),
    })
    cluster.settle()
    // Committed by both majorities, and left by itself.
    expect(leader.confState).toMatchObject({ voters: [1], learners: [2], votersOutgoing: [] })
    leader.raw.transferLeader(2)
    pass(cluster, 8, [1, 2])
    expect(resting(cluster)).toEqual([1, 2])

    const other = rested()
    other.isolate(2)
    other.node(1).raw.transferLeader(2)
    other.settle()
    expect(other.node(1).raw).toMatchObject({ isResting: false, role: 'leader' })
    other.tick(1, 4)
    expect(other.node(1).raw.status()).toMatchObject({ transferTarget: 2, resting: false })
  })

  test('refuses the option without pre-vote and check-quorum', () => {
    expect(() => Cluster.of(voters(1), { ...RESTING, preVote: false })).toThrow(/quiesceTicks/)
    expect(() => Cluster.of(voters(1), { ...RESTING, checkQuorum: false })).toThrow(/quiesceTicks/)
  })
})

describe('a group at rest is woken', () => {
  test('by the first proposal, all of it and with one round of heartbeats', () => {
    const cluster = rested()
    cluster.propose(1, 'a')
    cluster.run(cluster.node(1))
    const types = cluster.network.map(({ to, type }) => [to, type])
    expect(types).toEqual([
      [2, MessageType.heartbeat],
      [3, MessageType.heartbeat],
      [2, MessageType.append],
      [3, MessageType.append],
    ])
    cluster.settle()
    expect(resting(cluster)).toEqual([])
    expect(IDS.map((id) => cluster.node(id).raw.applied)).toEqual([3, 3, 3])
    pass(cluster, 8)
    expect(resting(cluster)).toEqual(IDS)
  })

  test.each<[string, (cluster: Cluster) => unknown]>([
    ['a read on the leader', (cluster) => cluster.node(1).raw.readIndex(7)],
    ['a read on a follower', (cluster) => cluster.node(2).raw.readIndex(7)],
    ['a transfer asked of a follower', (cluster) => cluster.node(2).raw.transferLeader(3)],
    ['a message that was lost', (cluster) => cluster.node(1).raw.reportUnreachable(3)],
    ['a campaign', (cluster) => cluster.node(3).raw.campaign()],
    [
      'a proposal that is refused, because it came to a follower',
      (cluster) => expect(() => cluster.propose(3, 'a')).toThrow('propose to node 1'),
    ],
  ])('by %s', (_, act) => {
    const cluster = rested()
    act(cluster)
    cluster.settle()
    pass(cluster, 1)
    expect(resting(cluster)).toEqual([])
    expect(cluster.leaders).toHaveLength(1)
    pass(cluster, 12)
    expect(resting(cluster)).toEqual(IDS)
  })

  test('by a node that starts again, which follows the leader and deposes nobody', () => {
    const cluster = rested()
    cluster.node(3).restart()
    pass(cluster, 11)
    expect(cluster.node(1).raw).toMatchObject({ role: 'leader', term: 1 })
    expect(cluster.node(3).raw.leader).toBe(1)
    pass(cluster, 8)
    expect(resting(cluster)).toEqual(IDS)
  })

  test('by a leader that a follower was told to forget, if it is there after all', () => {
    const cluster = rested()
    expect(cluster.node(3).raw.forgetLeader()).toBe(true)
    cluster.settle()
    expect(resting(cluster)).toEqual([1, 2])
    pass(cluster, 9)
    expect(resting(cluster)).toEqual([])
    expect(cluster.node(1).raw).toMatchObject({ role: 'leader', term: 1 })
    expect(cluster.node(3).raw.leader).toBe(1)
  })

  test('with a leader that has an election timeout to hear of its quorum, and no more', () => {
    const cluster = rested()
    cluster.tick(1, 1000)
    cluster.isolate(1)
    cluster.propose(1, 'a')
    cluster.tick(1, 4)
    expect(cluster.node(1).raw.role).toBe('leader')
    cluster.tick(1)
    expect(cluster.node(1).raw.role).toBe('follower')
  })

  test('by the next request if its leader is dead, and elects another', () => {
    const cluster = rested()
    cluster.isolate(1)
    cluster.tick(2, 500)
    cluster.tick(3, 500)
    expect(cluster.node(2).raw.leader).toBe(1)
    cluster.node(2).raw.readIndex(7)
    cluster.settle()
    // At most: its own election timeout, then the one that begins for the other when it hears of the first campaign.
    let ticks = 0
    while (![2, 3].some((id) => cluster.node(id).raw.role === 'leader') && ticks++ < 30) {
      pass(cluster, 1, [2, 3])
    }
    expect(ticks).toBeLessThan(20)
    // The old leader still sleeps; what it is asked, it asks a quorum that it does not have.
    const old = cluster.node(1)
    expect(old.raw).toMatchObject({ role: 'leader', isResting: true })
    old.raw.readIndex(8)
    pass(cluster, 5, [1])
    expect(old.readStates).toEqual([])
    expect(old.droppedReads).toEqual([8])
    expect(old.raw.role).toBe('follower')
  })

  test('although the message that should have woken a follower is lost: the next heartbeat does', () => {
    const cluster = rested()
    cluster.isolate(3)
    cluster.propose(1, 'a')
    cluster.settle()
    expect(resting(cluster)).toEqual([3])
    cluster.heal()
    pass(cluster, 2, [1])
    expect(resting(cluster)).toEqual([])
    expect(cluster.node(3).raw.applied).toBe(3)
  })

  test('and does not fall asleep again over a proposal to rest from before', () => {
    const cluster = Cluster.of(voters(...IDS), RESTING)
    cluster.elect(1)
    const old: Message[] = []
    for (let i = 0; i < 5; i++) {
      cluster.tick(1)
      cluster.run(cluster.node(1))
      old.push(...cluster.network.filter(({ to, index }) => to === 3 && index > 0))
      cluster.settle()
    }
    expect(old.length).toBeGreaterThan(0)
    cluster.node(1).raw.readIndex(1)
    cluster.settle()
    expect(cluster.node(3).raw.isResting).toBe(false)
    old.forEach((message) => cluster.deliver(message))
    expect(cluster.node(3).raw.isResting).toBe(false)
  })
})

describe('a lease', () => {
  const LEASE: NodeOptions = { ...RESTING, readOnly: 'lease', electionTicks: 10, leaseTicks: 8 }

  test('does not outlive rest, also if no tick was counted meanwhile', () => {
    const cluster = Cluster.of(voters(...IDS), LEASE)
    pass(cluster, 10, [])
    IDS.forEach((id) => cluster.node(id).raw.setRandomizedElectionTimeout(19))
    pass(cluster, 10)
    const leader = cluster.elect(1)
    pass(cluster, 2)
    expect(leader.raw.holdsLease).toBe(true)
    pass(cluster, 4)
    expect(resting(cluster)).toEqual(IDS)
    expect(leader.raw.holdsLease).toBe(false)
    // Its time stood still; the others have elected another one in the meantime.
    cluster.isolate(1)
    leader.raw.readIndex(1)
    cluster.run(leader)
    expect(leader.readStates).toEqual([])
    cluster.heal()
    cluster.tick(1)
    cluster.settle()
    expect(leader.readStates).toMatchObject([{ context: 1 }])
    expect(leader.raw.holdsLease).toBe(true)
  })
})
