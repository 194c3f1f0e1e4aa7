// One test for each section of Ongaro's dissertation (Consensus: Bridging Theory and Practice, 2014) that says how a
// cluster has to behave. The details stand in the files by subject.

import {
  ConfChangeTransition,
  ConfChangeType,
  MessageType,
  singleConfChange,
} from '@quorumlite/raft'
import { expect, test } from 'vitest'
import type { NodeOptions, SimulatedNode } from '../../sim/core/simulated-node.ts'
import { bytes, Cluster, voters } from './support/cluster.ts'

const PLAIN: NodeOptions = { preVote: false, checkQuorum: false }
const PLAIN_WITH_QUORUM: NodeOptions = { preVote: false, checkQuorum: true }
const { addLearner, addVoter, remove } = ConfChangeType

const logOf = ({ storage }: SimulatedNode): number[] =>
  Array.from({ length: storage.lastIndex() - storage.firstIndex() + 1 }, (_, i) =>
    storage.term(storage.firstIndex() + i),
  )

test('3.3: a message of a newer term makes a follower of anybody, one of an older term is refused', () => {
  const cluster = Cluster.of(voters(1, 2, 3), PLAIN)
  cluster.elect(1)
  cluster.isolate(1)
  cluster.elect(2)
  expect(cluster.leaders.map(({ id, raw }) => [id, raw.term])).toEqual([
    [1, 1],
    [2, 2],
  ])
  cluster.heal()
  cluster.tick(1)
  cluster.settle()
  expect(cluster.node(1).raw).toMatchObject({ role: 'follower', term: 2 })
  expect(cluster.node(2).raw.role).toBe('leader')
})

test('3.4: a follower that hears nothing for its election timeout campaigns, and one leader comes of it', () => {
  const cluster = Cluster.of(voters(1, 2, 3), { electionTicks: 5 })
  cluster.tick(2, 5)
  cluster.settle()
  expect(cluster.leaders.map(({ id }) => id)).toEqual([2])
  expect(cluster.node(1).raw.leader).toBe(2)
})

test('3.5: a new leader makes the logs of its followers like its own, missing, uncommitted and all', () => {
  const cluster = Cluster.of(voters(1, 2, 3), PLAIN)
  cluster.elect(1)
  cluster.isolate(1)
  cluster.propose(1, 'lost')
  cluster.propose(1, 'lost too')
  cluster.run(cluster.node(1))
  cluster.network.length = 0
  cluster.elect(2)
  cluster.propose(2, 'kept')
  cluster.settle()
  expect(logOf(cluster.node(1))).toEqual([1, 1, 1])
  cluster.heal()
  cluster.tick(2)
  cluster.settle()
  expect([1, 2, 3].map((id) => logOf(cluster.node(id)))).toEqual([
    [1, 2, 2],
    [1, 2, 2],
    [1, 2, 2],
  ])
})

test('3.6.1: nobody is elected whose log lacks what may be committed', () => {
  const cluster = Cluster.of(voters(1, 2, 3), PLAIN)
  cluster.elect(1)
  cluster.isolate(3)
  cluster.propose(1, 'a')
  cluster.settle()
  cluster.heal()
  cluster.network.length = 0
  cluster.isolate(1)
  cluster.node(3).raw.campaign()
  cluster.settle()
  expect(cluster.node(3).raw.role).not.toBe('leader')
  cluster.node(2).raw.campaign()
  cluster.settle()
  expect(cluster.node(2).raw.role).toBe('leader')
})

test('3.6.2: entries of older terms are committed by one of the own term above them', () => {
  const cluster = Cluster.of(voters(1, 2, 3), PLAIN)
  cluster.elect(1)
  cluster.propose(1, 'a')
  cluster.run(cluster.node(1))
  cluster.deliverTo([2])
  cluster.run(cluster.node(2))
  // Its answer is lost with the leader.
  cluster.network.length = 0
  cluster.isolate(1)
  const next = cluster.node(2)
  expect(next.raw).toMatchObject({ lastIndex: 2, commit: 1 })
  cluster.elect(2)
  expect(next.raw).toMatchObject({ lastIndex: 3, commit: 3 })
})

test('3.8: term, vote and log survive a restart; what is volatile is found again', () => {
  const cluster = Cluster.of(voters(1, 2, 3), PLAIN)
  cluster.elect(1)
  cluster.propose(1, 'a')
  cluster.settle()
  const node = cluster.node(2)
  node.restart(true)
  expect(node.raw.status()).toMatchObject({ term: 1, vote: 1, lastIndex: 2, leader: 0 })
  cluster.tick(1)
  cluster.settle()
  expect(node.raw).toMatchObject({ leader: 1, commit: 2 })
})

test('3.10: a transfer brings the target up to date, then it leads the next term', () => {
  const cluster = Cluster.of(voters(1, 2, 3))
  const leader = cluster.elect(1)
  cluster.propose(1, 'a')
  expect(leader.raw.transferLeader(3)).toBe('started')
  cluster.settle()
  expect(cluster.node(3).raw).toMatchObject({ role: 'leader', term: 2 })
  expect(cluster.node(3).state.index).toBe(3)
})

test('4.2.1: a new server catches up without a vote, and counts once it is a voter', () => {
  const cluster = Cluster.of(voters(1, 2))
  const leader = cluster.elect(1)
  leader.compact(9)
  cluster.add(3, voters())
  leader.raw.proposeConfChange(singleConfChange(addLearner, 3))
  cluster.settle()
  cluster.isolate(2)
  cluster.propose(1, 'not with a learner')
  cluster.settle()
  expect(leader.raw.commit).toBe(2)
  expect(cluster.node(3).raw.lastIndex).toBe(3)
  cluster.heal()
  cluster.tick(1)
  cluster.settle()
  leader.raw.proposeConfChange(singleConfChange(addVoter, 3))
  cluster.settle()
  cluster.isolate(2)
  cluster.propose(1, 'with the third voter')
  cluster.settle()
  expect(leader.raw.commit).toBe(leader.raw.lastIndex)
})

test('4.2.2: a leader manages its own removal, does not count itself, and another takes over', () => {
  const cluster = Cluster.of(voters(1, 2, 3))
  cluster.elect(1).raw.proposeConfChange(singleConfChange(remove, 1))
  cluster.settle()
  expect(cluster.node(1).raw.role).toBe('follower')
  expect(cluster.leaders).toHaveLength(1)
  expect(cluster.leaders[0]!.confState.voters).toEqual([2, 3])
})

test('4.2.3: a server that was removed and does not know it disturbs nobody', () => {
  const cluster = Cluster.of(voters(1, 2, 3, 4), PLAIN_WITH_QUORUM)
  cluster.elect(1)
  cluster.isolate(4)
  cluster.node(1).raw.proposeConfChange(singleConfChange(remove, 4))
  cluster.settle()
  cluster.heal()
  for (let i = 0; i < 50; i++) {
    cluster.tick(4)
    cluster.tick(1)
    cluster.settle()
  }
  expect(cluster.node(1).raw).toMatchObject({ role: 'leader', term: 1 })
})

test('4.3: any number of servers is replaced at once, through a joint configuration', () => {
  const cluster = Cluster.of(voters(1, 2, 3))
  cluster.elect(1).compact(9)
  for (const id of [4, 5, 6]) {
    cluster.add(id, voters())
  }
  cluster.node(1).raw.proposeConfChange({
    transition: ConfChangeTransition.auto,
    changes: [
      ...[4, 5, 6].map((nodeId) => ({ type: addVoter, nodeId })),
      ...[1, 2, 3].map((nodeId) => ({ type: remove, nodeId })),
    ],
    context: bytes(''),
  })
  cluster.settle()
  expect(cluster.leaders.map(({ confState }) => confState.voters)).toEqual([[4, 5, 6]])
})

test('5: who needs entries that are compacted gets a snapshot, then the entries after it', () => {
  const cluster = Cluster.of(voters(1, 2, 3))
  const leader = cluster.elect(1)
  cluster.isolate(3)
  cluster.propose(1, 'a')
  cluster.settle()
  leader.compact(0)
  cluster.propose(1, 'b')
  cluster.settle()
  cluster.heal()
  cluster.tick(1)
  cluster.settle()
  expect(cluster.node(3).storage.firstIndex()).toBe(3)
  expect(cluster.node(3).state).toEqual(leader.state)
})

test('6.2: a leader without a majority steps down within an election timeout', () => {
  const cluster = Cluster.of(voters(1, 2, 3), { electionTicks: 7 })
  cluster.elect(1)
  cluster.isolate(1)
  cluster.tick(1, 7)
  expect(cluster.node(1).raw.role).toBe('follower')
})

test('6.4: a read is answered without an entry, by a majority that was asked after it came', () => {
  const cluster = Cluster.of(voters(1, 2, 3))
  const leader = cluster.elect(1)
  const { lastIndex } = leader.raw
  leader.raw.readIndex(7)
  cluster.run(leader)
  expect(leader.readStates).toEqual([])
  cluster.settle()
  expect(leader.readStates).toEqual([{ index: lastIndex, context: 7 }])
  expect(leader.raw.lastIndex).toBe(lastIndex)
})

test('9.6: a node that was cut off asks first, and deposes nobody when it is back', () => {
  const cluster = Cluster.of(voters(1, 2, 3))
  cluster.elect(1)
  cluster.isolate(3)
  cluster.tick(3, 500)
  cluster.network.length = 0
  cluster.heal()
  cluster.tick(3, 20)
  cluster.settle()
  expect(cluster.node(1).raw).toMatchObject({ role: 'leader', term: 1 })
})

test('10.2.1: the leader sends its entries while it still writes them', () => {
  const cluster = Cluster.of(voters(1, 2, 3))
  const leader = cluster.elect(1)
  cluster.propose(1, 'a')
  cluster.take(leader)
  expect(leader.writes).toHaveLength(1)
  expect(cluster.network.map(({ type, to }) => [type, to])).toEqual([
    [MessageType.append, 2],
    [MessageType.append, 3],
  ])
})

test('10.2.2: appends go ahead of their answers, and what collects goes as one', () => {
  const cluster = Cluster.of(voters(1, 2, 3))
  const leader = cluster.elect(1)
  for (const batch of [['a'], ['b', 'c'], ['d']]) {
    batch.forEach((text) => cluster.propose(1, text))
    cluster.take(leader)
  }
  const sent = cluster.network.filter(({ to }) => to === 2).map(({ entries }) => entries.length)
  expect(sent).toEqual([1, 2, 1])
})
