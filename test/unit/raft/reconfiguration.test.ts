// Changes of membership in a running cluster (dissertation, chapter 4).

import {
  type ConfChange,
  ConfChangeRefusedError,
  type ConfChangeSingle,
  ConfChangeTransition,
  ConfChangeType,
  encodeConfChange,
  EntryType,
  isJoint,
  MessageType,
  ProposalDroppedError,
  RawNode,
  singleConfChange,
} from '@quorumlite/raft'
import { describe, expect, test } from 'vitest'
import { bytes, Cluster, voters } from './support/cluster.ts'
import { append, message } from './support/messages.ts'
import { Single } from './support/single.ts'
import type { SimulatedNode } from '../../sim/core/simulated-node.ts'

const { addVoter, addLearner, remove } = ConfChangeType
const { auto, jointExplicit, jointImplicit } = ConfChangeTransition

function joint(transition: ConfChangeTransition, ...changes: ConfChangeSingle[]): ConfChange {
  return { transition, changes, context: new Uint8Array(0) }
}

const LEAVE = joint(auto)

function refusal(node: SimulatedNode, change: ConfChange): string {
  try {
    node.raw.proposeConfChange(change)
    return 'accepted'
  } catch (error) {
    if (error instanceof ConfChangeRefusedError) {
      return error.reason
    }
    throw error
  }
}

/** A leader of nodes 1 to 3, and a snapshot for whoever joins. */
function started(extra: number[] = []): Cluster {
  const cluster = Cluster.of(voters(1, 2, 3), { electionTicks: 10 })
  cluster.elect(1).compact(100)
  for (const id of extra) {
    cluster.add(id, voters(), { electionTicks: 10 })
  }
  return cluster
}

describe('a change of configuration', () => {
  test('takes effect when it is applied', () => {
    const cluster = started([4])
    const leader = cluster.node(1)
    leader.raw.proposeConfChange(singleConfChange(addVoter, 4))
    cluster.run(leader)
    expect(leader.raw.status().confState.voters).toEqual([1, 2, 3])
    cluster.settle()
    for (const id of [1, 2, 3, 4]) {
      expect(cluster.node(id).raw.status().confState.voters).toEqual([1, 2, 3, 4])
    }
  })

  test('is refused while an earlier one is not applied (at most one in flight)', () => {
    const cluster = started()
    const leader = cluster.node(1)
    leader.raw.proposeConfChange(singleConfChange(addLearner, 4))
    expect(refusal(leader, singleConfChange(addLearner, 5))).toBe('pending')
    cluster.settle([1, 2, 3])
    expect(refusal(leader, singleConfChange(addLearner, 5))).toBe('accepted')
  })

  test('is refused by a new leader before an entry of its term is committed, and all before is applied', () => {
    const node = new Single({ preVote: false, log: [1, 1], term: 1, commit: 2 })
    node.run()
    node.raw.campaign()
    node.run()
    node.step(message(MessageType.voteResponse, 2, 2))
    const propose = () => node.raw.proposeConfChange(singleConfChange(addLearner, 4))
    expect(propose).toThrow(ConfChangeRefusedError)
    node.step(message(MessageType.appendResponse, 2, 2, { index: 3 }))
    expect(propose()).toBe(4)
  })

  test('is refused by a new leader that still has an inherited one to apply', () => {
    const node = new Single({ preVote: false, log: [1], term: 1, commit: 1 })
    node.run()
    const data = encodeConfChange(singleConfChange(addLearner, 4))
    const entry = { index: 2, term: 1, type: EntryType.confChange, data }
    node.step(message(MessageType.append, 2, 1, { index: 1, logTerm: 1, entries: [entry] }))
    node.raw.campaign()
    node.run()
    node.step(message(MessageType.voteResponse, 2, 2))
    node.raw.step(message(MessageType.appendResponse, 2, 2, { index: 3 }))
    // Committed with the entry of the new term, handed out, and not applied yet.
    expect(node.raw.ready().committedEntries).toHaveLength(2)
    expect(() => node.raw.proposeConfChange(singleConfChange(addLearner, 5))).toThrow(/in flight/)
    node.raw.acknowledgeApply(3)
    expect(node.raw.proposeConfChange(singleConfChange(addLearner, 5))).toBe(4)
  })

  test('is refused for ever if it makes no sense, and nothing is appended', () => {
    const cluster = Cluster.of(voters(1))
    const leader = cluster.elect(1)
    expect(refusal(leader, singleConfChange(remove, 1))).toBe('noVoters')
    expect(refusal(leader, LEAVE)).toBe('empty')
    expect(refusal(leader, joint(jointExplicit))).toBe('empty')
    expect(refusal(leader, singleConfChange(addVoter, 0))).toBe('malformed')
    expect(refusal(leader, singleConfChange(addVoter, Number.POSITIVE_INFINITY))).toBe('malformed')
    expect(refusal(leader, singleConfChange(99 as ConfChangeType, 2))).toBe('malformed')
    expect(leader.raw.lastIndex).toBe(1)
  })

  test('that was forwarded and cannot be, is dropped by the leader', () => {
    const cluster = Cluster.of(voters(1, 2, 3), { disableProposalForwarding: false })
    cluster.elect(1)
    cluster.node(2).raw.proposeConfChange(LEAVE)
    cluster.node(2).raw.proposeConfChange(singleConfChange(addLearner, 4))
    cluster.settle([1, 2, 3])
    expect(cluster.node(3).confState).toMatchObject({ voters: [1, 2, 3], learners: [4] })
    expect(cluster.node(1).raw.lastIndex).toBe(2)
  })

  test('that does not apply, or cannot be decoded, changes nothing and never throws', () => {
    const cluster = started()
    const leader = cluster.node(1)
    const before = leader.raw.status().confState
    for (const change of [undefined, LEAVE, joint(jointExplicit)]) {
      expect(leader.raw.applyConfChange(change)).toEqual(before)
    }
    leader.raw.applyConfChange(joint(jointExplicit, { type: addVoter, nodeId: 4 }))
    const inside = leader.raw.status().confState
    expect(isJoint(inside)).toBe(true)
    // The empty explicit change, accepted by etcd while joint, has no way to apply.
    expect(leader.raw.applyConfChange(joint(jointExplicit))).toEqual(inside)
    expect(leader.raw.applyConfChange(singleConfChange(remove, 1))).toEqual(inside)
  })

  test('keeps a node from campaigning while it is committed and not applied', () => {
    const node = new Single({ preVote: false })
    const change = encodeConfChange(singleConfChange(addVoter, 4))
    const entry = { index: 1, term: 1, type: EntryType.confChange, data: change }
    node.raw.step(message(MessageType.append, 2, 1, { entries: [entry], commit: 1 }))
    node.persist(node.raw.ready())
    node.raw.acknowledgeAppend(1)
    expect(node.raw.campaign()).toBe('unappliedConfChange')
    expect(node.raw.ready().committedEntries).toHaveLength(1)
    expect(node.raw.campaign()).toBe('unappliedConfChange')
    node.raw.acknowledgeApply(1)
    expect(node.raw.campaign()).toBe('started')
  })

  test('keeps nobody from campaigning once another entry has replaced it', () => {
    const node = new Single({ preVote: false, checkQuorum: false })
    const data = encodeConfChange(singleConfChange(addVoter, 4))
    const entry = { index: 1, term: 1, type: EntryType.confChange, data }
    node.step(message(MessageType.append, 2, 1, { entries: [entry] }))
    node.raw.step(append(3, 2, [0, 0], [2], 1))
    expect(node.raw).toMatchObject({ commit: 1, applied: 0 })
    expect(node.raw.campaign()).toBe('started')
  })

  test('keeps a node from campaigning also if it was found at the start', () => {
    const first = new Single({ preVote: false })
    const data = encodeConfChange(singleConfChange(addVoter, 4))
    const entry = { index: 1, term: 1, type: EntryType.confChange, data }
    first.storage.append([entry])
    first.storage.setHardState({ term: 1, vote: 0, commit: 1 })
    const node = new RawNode({ id: 1, storage: first.storage, random: () => 0 })
    expect(node.campaign()).toBe('unappliedConfChange')
  })
})

describe('a joint configuration', () => {
  test('commits with both majorities only', () => {
    const cluster = started([4, 5])
    const leader = cluster.node(1)
    const change = joint(
      jointExplicit,
      { type: addVoter, nodeId: 4 },
      { type: addVoter, nodeId: 5 },
      { type: remove, nodeId: 2 },
      { type: remove, nodeId: 3 },
    )
    leader.raw.proposeConfChange(change)
    cluster.settle()
    const { commit } = leader.raw
    cluster.propose(1, 'a')
    cluster.settle([1, 4, 5])
    expect(leader.raw.commit).toBe(commit)
    cluster.settle()
    expect(leader.raw.commit).toBe(commit + 1)
    cluster.propose(1, 'b')
    cluster.settle([1, 2, 3])
    expect(leader.raw.commit).toBe(commit + 1)
  })

  test('elects with both majorities only', () => {
    const conf = { ...voters(1, 4, 5), votersOutgoing: [1, 2, 3] }
    const node = new Single({ conf, preVote: false })
    node.raw.campaign()
    node.run()
    node.step(message(MessageType.voteResponse, 4, 1), message(MessageType.voteResponse, 5, 1))
    expect(node.raw.role).toBe('candidate')
    node.step(message(MessageType.voteResponse, 2, 1))
    expect(node.raw.role).toBe('leader')
  })

  test.each([
    ['by itself if it was entered implicitly', jointImplicit, false],
    ['when it is told to if it was entered explicitly', jointExplicit, true],
  ])('is left %s', (_, transition, waits) => {
    const cluster = started([4])
    const leader = cluster.node(1)
    leader.raw.proposeConfChange(joint(transition, { type: addVoter, nodeId: 4 }))
    cluster.settle()
    expect(isJoint(leader.confState)).toBe(waits)
    if (waits) {
      expect(refusal(leader, joint(jointExplicit))).toBe('joint')
      expect(refusal(leader, singleConfChange(addLearner, 5))).toBe('joint')
      expect(refusal(leader, LEAVE)).toBe('accepted')
      cluster.settle()
    }
    expect(leader.confState).toEqual(voters(1, 2, 3, 4))
  })

  test('is left by the next leader, if the one that entered it is gone', () => {
    const cluster = started([4])
    const leader = cluster.node(1)
    leader.raw.proposeConfChange(joint(jointImplicit, { type: addVoter, nodeId: 4 }))
    // The leader commits it, everybody applies it, and the leader is cut off before it can propose to leave.
    while (!isJoint(cluster.node(2).confState) || !isJoint(cluster.node(3).confState)) {
      cluster.take(leader)
      cluster.write(leader)
      cluster.deliverTo([2, 3])
      cluster.run(cluster.node(2))
      cluster.run(cluster.node(3))
      cluster.deliverTo([1])
    }
    cluster.network.length = 0
    cluster.isolate(1)
    cluster.node(2).raw.forgetLeader()
    cluster.node(3).raw.forgetLeader()
    cluster.node(4).raw.forgetLeader()
    cluster.node(2).compact(100)
    cluster.node(2).raw.campaign()
    cluster.settle()
    expect(cluster.node(2).raw.role).toBe('leader')
    for (let i = 0; i < 5; i++) {
      cluster.tick(2)
      cluster.settle()
    }
    expect(cluster.node(4).confState).toEqual(voters(1, 2, 3, 4))
  })

  test('is left although a limit on uncommitted bytes refuses everything else', () => {
    const cluster = Cluster.of(voters(1, 2, 3), { maxUncommittedBytes: 1 })
    const leader = cluster.elect(1)
    leader.raw.proposeConfChange(joint(jointImplicit, { type: addLearner, nodeId: 4 }))
    cluster.run(leader)
    expect(() => leader.raw.propose(bytes('a'))).toThrow(ProposalDroppedError)
    cluster.settle([1, 2, 3])
    expect(isJoint(leader.confState)).toBe(false)
  })

  test('is left after a transfer was given up that stood in the way', () => {
    const cluster = started()
    const leader = cluster.node(1)
    leader.raw.proposeConfChange(joint(jointImplicit, { type: addLearner, nodeId: 4 }))
    cluster.isolate(3)
    leader.raw.transferLeader(3)
    cluster.settle([1, 2])
    expect(isJoint(leader.confState)).toBe(true)
    for (let i = 0; i < 11; i++) {
      cluster.tick(1)
      cluster.settle([1, 2])
    }
    expect(isJoint(leader.confState)).toBe(false)
  })
})

describe('a node that joins with nothing', () => {
  test('asks for a snapshot: the configuration that the cluster began with is in no entry', () => {
    const cluster = started([4])
    const leader = cluster.node(1)
    cluster.propose(1, 'a')
    cluster.settle()
    leader.raw.proposeConfChange(singleConfChange(addLearner, 4))
    cluster.settle()
    // Nothing is compacted: the entries alone would do, were it not for the configuration.
    expect(leader.storage.firstIndex()).toBe(1)
    expect(cluster.node(4).state).toEqual(leader.state)
    expect(cluster.node(4).confState).toEqual({ ...voters(1, 2, 3), learners: [4] })
  })

  test('takes a snapshot that is older than its own addition', () => {
    const node = new Single({ conf: voters(), preVote: false })
    const snapshot = { metadata: { index: 5, term: 1, confState: voters(2, 3) } }
    node.step(message(MessageType.snapshot, 2, 1, { snapshot }))
    expect(node.raw.status()).toMatchObject({ commit: 5, confState: { voters: [2, 3] } })
    expect(node.raw.campaign()).toBe('notPromotable')
  })

  test('rejects appends until then, without a trace of them', () => {
    const node = new Single({ conf: voters() })
    const [response] = node.step(append(2, 1, [0, 0], [1]))
    expect(response).toMatchObject({ reject: true })
    expect(node.raw.lastIndex).toBe(0)
  })
})

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

  test('steps down although it applies the change when all others know of it already', () => {
    const cluster = started()
    const leader = cluster.node(1)
    leader.raw.proposeConfChange(singleConfChange(addLearner, 1))
    cluster.take(leader)
    for (let i = 0; i < 8; i++) {
      // Its own disk has not written the change yet, so it must not apply it.
      cluster.deliverTo([1, 2, 3])
      cluster.take(leader)
      cluster.run(cluster.node(2))
      cluster.run(cluster.node(3))
    }
    expect(leader.raw.commit).toBe(leader.raw.lastIndex)
    expect(leader.confState).toEqual(voters(1, 2, 3))
    cluster.settle()
    expect(leader.confState.learners).toEqual([1])
    cluster.tick(1)
    cluster.settle()
    expect(cluster.leaders).toHaveLength(1)
    expect(cluster.leaders[0]).not.toBe(leader)
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
})

describe('a smaller quorum', () => {
  test('commits at once what it already has', () => {
    const cluster = Cluster.of(voters(1, 2), { checkQuorum: false })
    const leader = cluster.elect(1)
    leader.raw.proposeConfChange(singleConfChange(remove, 2))
    cluster.propose(1, 'a')
    cluster.take(leader)
    cluster.write(leader)
    // Node 2 has the change, not what follows.
    leader.raw.step(message(MessageType.appendResponse, 2, 1, { index: 2 }))
    cluster.run(leader)
    expect(leader.raw.commit).toBe(3)
  })
})
