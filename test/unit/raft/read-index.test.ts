// Linearizable reads (dissertation, 6.4).

import { InvalidConfigError, type Message, MessageType } from '@quorumlite/raft'
import { describe, expect, test } from 'vitest'
import { Cluster, voters } from './support/cluster.ts'
import { message } from './support/messages.ts'
import type { NodeOptions } from '../../sim/core/simulated-node.ts'
import { Single } from './support/single.ts'

function electedCluster(options: NodeOptions = {}): Cluster {
  const cluster = Cluster.of(voters(1, 2, 3), options)
  cluster.elect(1)
  cluster.propose(1, 'a')
  cluster.settle()
  return cluster
}

const heartbeats = (messages: readonly Message[]): Message[] =>
  messages.filter(({ type }) => type === MessageType.heartbeat)

describe('a read on the leader', () => {
  test('is answered with the commit index once a quorum has answered a heartbeat sent after it', () => {
    const cluster = electedCluster()
    const leader = cluster.node(1)
    leader.raw.readIndex(7)
    cluster.run(leader)
    expect(leader.readStates).toEqual([])
    cluster.deliverTo([2])
    cluster.run(cluster.node(2))
    cluster.deliverTo([1])
    cluster.run(leader)
    expect(leader.readStates).toEqual([{ index: 2, context: 7 }])
  })

  test('shares its round of heartbeats with all reads that wait with it', () => {
    const cluster = electedCluster()
    const leader = cluster.node(1)
    for (let context = 1; context <= 50; context++) {
      leader.raw.readIndex(context)
    }
    cluster.run(leader)
    expect(heartbeats(cluster.network)).toHaveLength(2)
    cluster.settle()
    expect(leader.readStates).toHaveLength(50)
  })

  test('is not confirmed by answers to older rounds, however late, often and in whatever order they come', () => {
    const cluster = electedCluster()
    const leader = cluster.node(1)
    const answers: Message[] = []
    for (let round = 1; round <= 3; round++) {
      leader.raw.readIndex(round)
      cluster.run(leader)
      cluster.deliverTo([2, 3])
      cluster.run(cluster.node(2))
      cluster.run(cluster.node(3))
      answers.push(...cluster.drop(({ to }) => to === 1))
    }
    leader.raw.readIndex(4)
    cluster.run(leader)
    for (const answer of [...answers.toReversed(), ...answers, ...answers]) {
      leader.raw.step(answer)
    }
    cluster.run(leader)
    expect(leader.readStates.map(({ context }) => context)).toEqual([1, 2, 3])
    cluster.settle()
    expect(leader.readStates.map(({ context }) => context)).toEqual([1, 2, 3, 4])
  })

  test('is confirmed by the answer to a later round, if its own was lost', () => {
    const cluster = electedCluster()
    const leader = cluster.node(1)
    leader.raw.readIndex(1)
    cluster.run(leader)
    cluster.network.length = 0
    cluster.tick(1)
    cluster.settle()
    expect(leader.readStates).toEqual([{ index: 2, context: 1 }])
  })

  test('is not confirmed by learners', () => {
    const cluster = Cluster.of({ ...voters(1, 2, 3), learners: [4, 5] })
    const leader = cluster.elect(1)
    leader.raw.readIndex(1)
    cluster.settle([1, 4, 5])
    expect(leader.readStates).toEqual([])
  })

  test('waits until an entry of the leader’s term is committed: it may not know yet what is (etcd, dqlite #258)', () => {
    const node = new Single({ preVote: false, log: [1, 1], term: 1 })
    node.raw.campaign()
    node.run()
    node.step(message(MessageType.voteResponse, 2, 2))
    node.raw.readIndex(5)
    expect(node.raw.hasReady()).toBe(false)
    node.step(message(MessageType.appendResponse, 2, 2, { index: 3 }))
    const round = heartbeats(node.sent).at(-1)!.context
    node.raw.step(message(MessageType.heartbeatResponse, 2, 2, { context: round }))
    expect(node.raw.ready().readStates).toEqual([{ index: 3, context: 5 }])
  })

  test('of a single voter needs no round', () => {
    const cluster = Cluster.of(voters(1))
    const leader = cluster.elect(1)
    leader.raw.readIndex(1)
    cluster.run(leader)
    expect(leader.readStates).toEqual([{ index: 1, context: 1 }])
  })

  test('needs both majorities while the configuration is joint', () => {
    const conf = { ...voters(1, 2, 3), votersOutgoing: [1, 4, 5] }
    const node = new Single({ conf, preVote: false })
    node.raw.campaign()
    node.run()
    for (const from of [2, 4]) {
      node.step(message(MessageType.voteResponse, from, 1))
    }
    for (const from of [2, 4]) {
      node.step(message(MessageType.appendResponse, from, 1, { index: 1 }))
    }
    node.raw.readIndex(1)
    node.run()
    const context = heartbeats(node.sent).at(-1)!.context
    node.raw.step(message(MessageType.heartbeatResponse, 2, 1, { context }))
    node.raw.step(message(MessageType.heartbeatResponse, 3, 1, { context }))
    expect(node.raw.ready().readStates).toEqual([])
    node.raw.step(message(MessageType.heartbeatResponse, 5, 1, { context }))
    expect(node.raw.ready().readStates).toHaveLength(1)
  })

  test('is dropped when the leadership is lost', () => {
    const cluster = electedCluster()
    const leader = cluster.node(1)
    leader.raw.readIndex(1)
    cluster.run(leader)
    leader.raw.readIndex(2)
    leader.raw.step(message(MessageType.heartbeat, 2, 9, { context: 1 }))
    cluster.run(leader)
    expect(leader.droppedReads).toEqual([1, 2])
    expect(leader.readStates).toEqual([])
  })
})

describe('a read on a follower', () => {
  test('asks the leader once for all reads that wait, and is answered for all', () => {
    const cluster = electedCluster()
    const follower = cluster.node(3)
    for (const context of [31, 32, 33]) {
      expect(follower.raw.readIndex(context)).toBe('accepted')
    }
    cluster.run(follower)
    expect(cluster.network).toMatchObject([{ type: MessageType.readIndex, context: 33, term: 0 }])
    cluster.settle()
    expect(follower.readStates).toEqual([31, 32, 33].map((context) => ({ index: 2, context })))
  })

  test('is refused without a leader: an error, not an old value', () => {
    expect(new Single().raw.readIndex(1)).toBe('noLeader')
  })

  test('is asked again if request or answer were lost, and answered once', () => {
    const cluster = electedCluster()
    const follower = cluster.node(3)
    follower.raw.readIndex(31)
    cluster.run(follower)
    const [lost] = cluster.drop(() => true)
    cluster.tick(3, 2)
    cluster.settle()
    expect(follower.readStates).toEqual([{ index: 2, context: 31 }])
    cluster.deliver(lost!)
    cluster.settle()
    expect(follower.readStates).toHaveLength(1)
  })

  test('is served by a later answer too, whose index is only higher', () => {
    const cluster = electedCluster()
    const follower = cluster.node(3)
    follower.raw.readIndex(31)
    cluster.run(follower)
    cluster.network.length = 0
    cluster.propose(1, 'b')
    cluster.settle()
    follower.raw.readIndex(32)
    cluster.settle()
    expect(follower.readStates).toEqual([
      { index: 3, context: 31 },
      { index: 3, context: 32 },
    ])
  })

  test('is dropped when the leader changes or is forgotten', () => {
    const cluster = electedCluster()
    const follower = cluster.node(3)
    follower.raw.readIndex(31)
    follower.raw.forgetLeader()
    follower.raw.step(message(MessageType.heartbeat, 1, 1, { context: 9 }, 3))
    follower.raw.readIndex(32)
    cluster.run(follower)
    follower.raw.step(message(MessageType.heartbeat, 2, 5, { context: 1 }, 3))
    cluster.run(follower)
    expect(follower.droppedReads).toEqual([31, 32])
  })

  test('is not answered by a node that leads no longer', () => {
    const cluster = electedCluster()
    cluster.node(3).raw.readIndex(31)
    cluster.run(cluster.node(3))
    cluster.node(1).raw.step(message(MessageType.heartbeat, 2, 9, { context: 1 }))
    const [request] = cluster.network
    expect(cluster.deliver(request!)).toBe('notLeader')
  })
})

describe('a lease', () => {
  const LEASE: NodeOptions = { readOnly: 'lease', electionTicks: 10, leaseTicks: 6 }

  /** An elected leader that has just heard of everybody, after the promise of the start has run out. */
  function leased(options: NodeOptions = LEASE): Cluster {
    const cluster = Cluster.of(voters(1, 2, 3), options)
    cluster.nodes.forEach(({ raw }) => raw.setRandomizedElectionTimeout(1000))
    cluster.nodes.forEach(({ id }) => cluster.tick(id, 10))
    cluster.elect(1)
    cluster.tick(1)
    cluster.settle()
    cluster.network.length = 0
    return cluster
  }

  const answersAtOnce = (cluster: Cluster, context: number): boolean => {
    const leader = cluster.node(1)
    leader.raw.readIndex(context)
    cluster.take(leader)
    return leader.readStates.splice(0).length > 0
  }

  test('answers reads at once, until it is as old as it may be; then a round is needed', () => {
    const cluster = leased()
    expect(answersAtOnce(cluster, 1)).toBe(true)
    cluster.isolate(1)
    cluster.tick(1, 5)
    expect(answersAtOnce(cluster, 2)).toBe(true)
    cluster.tick(1)
    expect(answersAtOnce(cluster, 3)).toBe(false)
  })

  test('begins when the heartbeat was sent, not when it was answered', () => {
    const cluster = leased()
    cluster.tick(1)
    cluster.run(cluster.node(1))
    cluster.deliverTo([2, 3])
    cluster.run(cluster.node(2))
    cluster.run(cluster.node(3))
    // The answers take five ticks; what has been sent since is lost.
    const answers = cluster.drop(({ to }) => to === 1)
    cluster.tick(1, 5)
    cluster.run(cluster.node(1))
    answers.forEach((answer) => cluster.deliver(answer))
    expect(answersAtOnce(cluster, 1)).toBe(true)
    cluster.tick(1)
    expect(answersAtOnce(cluster, 2)).toBe(false)
  })

  test('is given up with a transfer, whose election may come at any time', () => {
    const cluster = leased()
    cluster.node(1).raw.transferLeader(2)
    expect(answersAtOnce(cluster, 1)).toBe(false)
    cluster.isolate(1)
    cluster.tick(1, 9)
    cluster.heal()
    cluster.network.length = 0
    cluster.tick(1)
    cluster.settle()
    expect(cluster.node(1).raw.status().transferTarget).toBe(0)
    expect(answersAtOnce(cluster, 2)).toBe(false)
  })

  test('binds voters: they neither forget their leader nor campaign before their time', () => {
    const cluster = leased()
    expect(cluster.node(2).raw.forgetLeader()).toBe(false)
    expect(cluster.node(2).raw.campaign()).toBe('leaderAlive')
    expect(() => cluster.node(2).raw.setRandomizedElectionTimeout(9)).toThrow()
  })

  test('binds a voter also after it started again', () => {
    const cluster = leased()
    cluster.node(2).restart()
    const request = message(MessageType.vote, 3, 9, { index: 99, logTerm: 8 }, 2)
    expect(cluster.node(2).raw.step(request)).toBe('leaderAlive')
    cluster.node(2).raw.setRandomizedElectionTimeout(1000)
    cluster.tick(2, 10)
    expect(cluster.node(2).raw.step(request)).toBe('accepted')
  })

  test('is looked at again after a read that a pause may have interrupted (etcd #20418, tikv #964)', () => {
    const cluster = leased()
    const leader = cluster.node(1)
    expect(answersAtOnce(cluster, 1)).toBe(true)
    // The process stands still for longer than the lease; the others elect and commit.
    cluster.isolate(1)
    cluster.node(3).raw.setRandomizedElectionTimeout(1000)
    cluster.tick(3, 10)
    cluster.tick(2, 10)
    cluster.settle()
    expect(cluster.node(2).raw.role).toBe('leader')
    cluster.propose(2, 'what the read does not see')
    cluster.settle()
    expect(cluster.node(2).raw.commit).toBeGreaterThan(leader.raw.commit)
    // It cannot know until the time that has passed is counted. Then it does.
    expect(leader.raw.holdsLease).toBe(true)
    cluster.tick(1, 9)
    expect(leader.raw.holdsLease).toBe(false)
  })

  /** Whether the old leader still holds its lease when the others, whose ticks are faster, have elected another. */
  function overlaps(leaderPeriod: number, followerPeriod: number, phase: number): boolean {
    const cluster = leased()
    cluster.isolate(1)
    cluster.node(2).raw.setRandomizedElectionTimeout(10)
    cluster.node(3).raw.setRandomizedElectionTimeout(1000)
    for (let time = 1; time < 1000; time++) {
      if ((time + phase) % leaderPeriod === 0) {
        cluster.tick(1)
      }
      if (time % followerPeriod === 0) {
        cluster.tick(2)
        cluster.tick(3)
        cluster.settle()
      }
      if (cluster.node(2).raw.role === 'leader') {
        return cluster.node(1).raw.holdsLease
      }
    }
    throw new Error('nobody was elected')
  }

  test('never overlaps with the next leader while clocks differ by no more than was declared', () => {
    const phases = Array.from({ length: 12 }, (_, phase) => phase)
    // 8 ticks of the election timeout to 6 of the lease.
    expect(phases.filter((phase) => overlaps(8, 6, phase))).toEqual([])
    // And beyond that it does: the declaration matters.
    expect(phases.filter((phase) => overlaps(8, 4, phase))).not.toEqual([])
  })

  test('is not to be had without check-quorum, nor as long as the election timeout', () => {
    const start = (options: NodeOptions) => new Single(options)
    expect(() => start({ ...LEASE, checkQuorum: false })).toThrow(InvalidConfigError)
    expect(() => start({ ...LEASE, leaseTicks: 9 })).toThrow(InvalidConfigError)
  })
})
