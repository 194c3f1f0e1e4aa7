// Leaders and candidates that a change of configuration takes out (dissertation, 4.2.2).

import {
  ConfChangeType,
  encodeConfChange,
  EntryType,
  MessageType,
  ProposalDroppedError,
  RaftError,
  singleConfChange,
} from '@quorumlite/raft'
import { describe, expect, test } from 'vitest'
import { bytes, Cluster, voters } from './support/cluster.ts'
import { message } from './support/messages.ts'
import { Single } from './support/single.ts'

const { addLearner, remove } = ConfChangeType

function started(): Cluster {
  const cluster = Cluster.of(voters(1, 2, 3), { electionTicks: 10 })
  cluster.elect(1).compact(100)
  return cluster
}

function refusalOf(act: () => unknown): string {
  try {
    act()
    return 'accepted'
  } catch (error) {
    return error instanceof RaftError ? error.code : String(error)
  }
}

describe('a leader that is removed', () => {
  test('commits the change without itself, leads on until a quorum knows of it, and hands over at once', () => {
    const cluster = started()
    const leader = cluster.node(1)
    leader.raw.proposeConfChange(singleConfChange(remove, 1))
    cluster.run(leader)
    cluster.deliverTo([2])
    cluster.run(cluster.node(2))
    cluster.deliverTo([1])
    // Two of three before the change; node 3 knows nothing of it.
    cluster.run(leader)
    expect(leader.confState.voters).toEqual([2, 3])
    expect(leader.raw.role).toBe('leader')
    expect(() => leader.raw.propose(bytes('a'))).toThrow(ProposalDroppedError)
    cluster.settle([1, 2])
    expect(leader.raw.role).toBe('leader')
    cluster.settle()
    expect(leader.raw.role).toBe('follower')
    expect(cluster.leaders).toHaveLength(1)
    expect(cluster.leaders[0]!.confState.voters).toEqual([2, 3])
  })

  test('does the same when it is made a learner', () => {
    const cluster = started()
    cluster.node(1).raw.proposeConfChange(singleConfChange(addLearner, 1))
    cluster.settle()
    expect(cluster.leaders.map(({ id }) => id)).not.toContain(1)
    expect(cluster.leaders).toHaveLength(1)
    expect(cluster.node(1).confState).toEqual({ ...voters(2, 3), learners: [1] })
    cluster.propose(cluster.leaders[0]!.id, 'a')
    cluster.settle()
    expect(cluster.node(1).state).toEqual(cluster.node(2).state)
  })

  test('leads on if it is told to, and refuses proposals', () => {
    const cluster = Cluster.of(voters(1, 2, 3), { stepDownOnRemoval: false })
    const leader = cluster.elect(1)
    leader.raw.proposeConfChange(singleConfChange(remove, 1))
    cluster.settle()
    expect(leader.raw.role).toBe('leader')
    expect(() => leader.raw.propose(bytes('a'))).toThrow(ProposalDroppedError)
    expect(leader.raw.transferLeader(2)).toBe('started')
    cluster.settle()
    // Nobody sends to it any more: it hears of the new term in the answers to its heartbeats.
    cluster.tick(1)
    cluster.settle()
    expect(cluster.leaders.map(({ id }) => id)).toEqual([2])
  })

  test('waits for a successor that still has the change to apply', () => {
    const cluster = started()
    const leader = cluster.node(1)
    leader.raw.proposeConfChange(singleConfChange(remove, 1))
    for (let i = 0; i < 8; i++) {
      cluster.run(leader)
      cluster.deliverTo([1, 2, 3])
      for (const id of [2, 3]) {
        // Everything but applying.
        cluster.take(cluster.node(id))
        cluster.write(cluster.node(id))
      }
    }
    expect(leader.raw.role).toBe('follower')
    expect(cluster.leaders).toHaveLength(0)
    cluster.settle()
    expect(cluster.leaders).toHaveLength(1)
  })

  test('goes at once if all others know of its removal before it has applied it', () => {
    const cluster = started()
    const leader = cluster.node(1)
    leader.raw.proposeConfChange(singleConfChange(remove, 1))
    while (cluster.node(2).confState.voters.length > 2) {
      // Everything but applying.
      cluster.take(leader)
      if (leader.writes.length > 0) {
        cluster.write(leader)
      }
      cluster.deliverTo([2, 3])
      cluster.run(cluster.node(2))
      cluster.run(cluster.node(3))
      cluster.deliverTo([1])
    }
    cluster.deliverTo([1])
    expect(leader.confState.voters).toEqual([1, 2, 3])
    leader.apply()
    expect(leader.raw.role).toBe('follower')
    cluster.settle()
    expect(cluster.leaders.map(({ confState }) => confState.voters)).toEqual([[2, 3]])
  })

  test('refuses proposals as a learner too, if it is told to lead on', () => {
    const cluster = Cluster.of(voters(1, 2, 3), { stepDownOnRemoval: false })
    const leader = cluster.elect(1)
    leader.raw.proposeConfChange(singleConfChange(addLearner, 1))
    cluster.settle()
    expect(leader.raw.role).toBe('leader')
    expect(() => leader.raw.propose(bytes('a'))).toThrow(/no longer a voter/)
    expect(refusalOf(() => leader.raw.proposeConfChange(singleConfChange(remove, 1)))).toBe(
      'PROPOSAL_DROPPED',
    )
  })
})

describe('a candidate that is removed', () => {
  test.each([MessageType.vote, MessageType.preVote])(
    'and learns it from the request of another (type %i), campaigns no longer, and leads on no votes',
    (type) => {
      const preVote = type === MessageType.preVote
      const conf = voters(1, 2, 3, 4, 5)
      const node = new Single({ preVote, checkQuorum: false, conf })
      const change = singleConfChange(remove, 1)
      const data = encodeConfChange(change)
      const entry = { index: 1, term: 1, type: EntryType.confChange, data }
      node.step(message(MessageType.append, 2, 1, { entries: [entry] }))
      node.raw.campaign()
      node.run()
      const term = node.raw.term + (preVote ? 1 : 0)
      const last = { index: 1, logTerm: 1, commit: 1, rejectHint: 1 }
      node.raw.step(message(type, 5, term, last))
      expect(node.raw.role).toBe('follower')
      expect(node.raw.ready().committedEntries).toEqual([entry])
      expect(node.raw.applyConfChange(change).voters).toEqual([2, 3, 4, 5])
      node.raw.advance()
      const granted = preVote ? MessageType.preVoteResponse : MessageType.voteResponse
      node.step(...[2, 3, 4].map((from) => message(granted, from, term)))
      expect(node.raw.role).toBe('follower')
      expect(node.raw.campaign()).toBe('notPromotable')
    },
  )
})
