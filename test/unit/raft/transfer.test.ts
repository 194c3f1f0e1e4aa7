// Leadership transfer (dissertation, 3.10).

import { MessageType, ProposalDroppedError } from '@quorumlite/raft'
import { describe, expect, test } from 'vitest'
import { bytes, Cluster, voters } from './support/cluster.ts'
import { append, message } from './support/messages.ts'
import { Single } from './support/single.ts'

function started(): Cluster {
  const cluster = Cluster.of({ ...voters(1, 2, 3), learners: [4] }, { electionTicks: 10 })
  cluster.elect(1)
  return cluster
}

describe('a transfer', () => {
  test('makes the target leader in the next term, past leader stickiness and without pre-vote', () => {
    const cluster = started()
    expect(cluster.node(1).raw.transferLeader(3)).toBe('started')
    cluster.settle()
    expect(cluster.leaders.map(({ id, raw }) => [id, raw.term])).toEqual([[3, 2]])
  })

  test('first lets the target catch up, and loses nothing that was acknowledged', () => {
    const cluster = started()
    cluster.isolate(3)
    cluster.propose(1, 'a')
    cluster.settle()
    cluster.heal()
    cluster.node(1).raw.transferLeader(3)
    cluster.settle()
    expect(cluster.node(3).raw.role).toBe('follower')
    cluster.tick(1)
    cluster.settle()
    expect(cluster.node(3).raw.role).toBe('leader')
    expect(cluster.node(3).state.index).toBe(3)
    expect(cluster.node(2).state).toEqual(cluster.node(3).state)
  })

  test('refuses proposals meanwhile, with a reason that is worth a retry', () => {
    const cluster = started()
    cluster.isolate(3)
    cluster.node(1).raw.transferLeader(3)
    expect(() => cluster.node(1).raw.propose(bytes('a'))).toThrow(ProposalDroppedError)
    expect(() => cluster.node(1).raw.propose(bytes('a'))).toThrow(/transferred/)
  })

  test('is given up after an election timeout, and the leader goes on', () => {
    const cluster = started()
    cluster.isolate(3)
    cluster.node(1).raw.transferLeader(3)
    for (let i = 0; i < 9; i++) {
      cluster.tick(1)
      cluster.settle()
    }
    expect(cluster.node(1).raw.status().transferTarget).toBe(3)
    cluster.tick(1)
    expect(cluster.node(1).raw.status().transferTarget).toBe(0)
    expect(cluster.propose(1, 'a')).toBe(2)
    cluster.settle()
    expect(cluster.node(1).raw).toMatchObject({ role: 'leader', term: 1, commit: 2 })
  })

  test('to a learner, a stranger, itself, or twice, is refused', () => {
    const { raw } = started().node(1)
    expect(raw.transferLeader(4)).toBe('notVoter')
    expect(raw.transferLeader(9)).toBe('notVoter')
    expect(raw.transferLeader(1)).toBe('alreadyLeader')
    expect(raw.transferLeader(2)).toBe('started')
    expect(raw.transferLeader(2)).toBe('alreadyInProgress')
    expect(raw.transferLeader(3)).toBe('started')
    expect(raw.status().transferTarget).toBe(3)
  })

  test('that is asked of a follower goes to the leader', () => {
    const cluster = started()
    expect(cluster.node(2).raw.transferLeader(1)).toBe('alreadyLeader')
    expect(cluster.node(2).raw.transferLeader(3)).toBe('forwarded')
    cluster.settle()
    expect(cluster.node(3).raw.role).toBe('leader')
    expect(new Single().raw.transferLeader(2)).toBe('noLeader')
  })

  test('ends when its target is removed', () => {
    const cluster = started()
    const leader = cluster.node(1)
    leader.raw.proposeConfChange({
      transition: 0,
      changes: [{ type: 3, nodeId: 3 }],
      context: bytes(''),
    })
    cluster.isolate(3)
    leader.raw.transferLeader(3)
    cluster.settle()
    expect(leader.raw.status().transferTarget).toBe(0)
    expect(cluster.propose(1, 'a')).toBeGreaterThan(0)
  })

  test('is not obeyed by a learner, by a node that was removed, nor from anybody but the leader', () => {
    const learner = new Single({ conf: { ...voters(2, 3), learners: [1] } })
    learner.step(append(2, 1, [0, 0], [1]))
    learner.step(message(MessageType.timeoutNow, 2, 1))
    expect(learner.raw.role).toBe('follower')
    const removed = new Single({ conf: voters(2, 3) })
    removed.step(append(2, 1, [0, 0], [1]))
    removed.step(message(MessageType.timeoutNow, 2, 1))
    expect(removed.raw.role).toBe('follower')
    const voter = new Single()
    voter.step(append(2, 1, [0, 0], [1]))
    voter.step(message(MessageType.timeoutNow, 3, 1))
    expect(voter.raw.role).toBe('follower')
    voter.step(message(MessageType.timeoutNow, 2, 1))
    expect(voter.raw.role).toBe('candidate')
  })

  test('reaches a node that has just begun to doubt its leader', () => {
    const node = new Single()
    node.step(append(2, 1, [0, 0], [1]))
    node.raw.campaign()
    expect(node.raw.role).toBe('preCandidate')
    node.step(message(MessageType.timeoutNow, 2, 1))
    expect(node.raw).toMatchObject({ role: 'candidate', term: 2 })
  })
})
