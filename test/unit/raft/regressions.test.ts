// Bugs that Raft implementations have had, each walked through under its own name. More of them stand where they
// belong by subject: removed servers and pre-vote livelocks in check-quorum and election, stale reads of new leaders in
// read-index, two snapshots in a short time in snapshot, torn starts in log.

import {
  ConfChangeType,
  encodeConfChange,
  EntryType,
  MessageType,
  NEEDS_SNAPSHOT,
  singleConfChange,
  StorageInconsistentError,
} from '@quorumlite/raft'
import { describe, expect, test } from 'vitest'
import { bytes, Cluster, voters } from './support/cluster.ts'
import { append, entries, message } from './support/messages.ts'
import type { NodeOptions } from '../../sim/core/simulated-node.ts'
import { Single } from './support/single.ts'

const PLAIN: NodeOptions = { preVote: false, checkQuorum: false }
const { addVoter, remove } = ConfChangeType

/** Nodes that start with these logs, given as terms, in the term of the longest-lived of them. */
function withLogs(logs: Record<number, number[]>, term: number): Cluster {
  const ids = Object.keys(logs).map(Number)
  const cluster = new Cluster()
  for (const id of ids) {
    const node = cluster.add(id, voters(...ids), PLAIN)
    node.storage.append(entries(1, ...logs[id]!))
    node.storage.setHardState({ term, vote: 0, commit: 0 })
    node.restart()
  }
  return cluster
}

const logOf = (cluster: Cluster, id: number): number[] => {
  const { storage } = cluster.node(id)
  return Array.from({ length: storage.lastIndex() }, (_, i) => storage.term(i + 1))
}

describe('elections and logs', () => {
  // Raft, figure 8 (a) to (c): S1 led term 2 and is elected again in term 4, S5 led term 3.
  const FIGURE_8 = { 1: [1, 2], 2: [1, 2], 3: [1], 4: [1], 5: [1, 3] }

  test('figure 8 (d): an entry of an older term on a majority is not committed, and may still be replaced', () => {
    const cluster = withLogs(FIGURE_8, 3)
    const leader = cluster.node(1)
    leader.raw.campaign()
    cluster.run(leader)
    cluster.deliverTo([2, 3])
    cluster.run(cluster.node(2))
    cluster.run(cluster.node(3))
    cluster.deliverTo([1])
    expect(leader.raw.role).toBe('leader')
    // A majority has entry 2 of term 2; nobody but S1 has its entry of term 4.
    for (const from of [2, 3]) {
      leader.raw.step(message(MessageType.appendResponse, from, 4, { index: 2 }))
    }
    cluster.run(leader)
    expect(leader.raw.commit).toBe(0)
    // S1 is gone; S5 is elected, because its last entry is of a later term than theirs.
    cluster.network.length = 0
    cluster.isolate(1)
    const other = cluster.node(5)
    other.raw.campaign()
    cluster.settle([2, 3, 4, 5])
    // The first campaign only brought it into the present term.
    other.raw.campaign()
    cluster.settle([2, 3, 4, 5])
    expect(other.raw.role).toBe('leader')
    expect(logOf(cluster, 2).slice(0, 2)).toEqual([1, 3])
  })

  test('figure 8 (e): with an entry of the own term on a majority it is committed for good', () => {
    const cluster = withLogs(FIGURE_8, 3)
    cluster.node(1).raw.campaign()
    cluster.settle([1, 2, 3])
    expect(cluster.node(1).raw.commit).toBe(3)
    cluster.isolate(1)
    cluster.network.length = 0
    for (let i = 0; i < 3; i++) {
      cluster.node(5).raw.campaign()
      cluster.settle([2, 3, 4, 5])
    }
    expect(cluster.node(5).raw.role).not.toBe('leader')
  })

  test('a vote is durable before it is given: a crash does not let a node vote twice in a term', () => {
    const cluster = withLogs({ 1: [], 2: [], 3: [] }, 0)
    cluster.node(2).raw.campaign()
    cluster.run(cluster.node(2))
    cluster.deliverTo([1])
    cluster.take(cluster.node(1))
    // Crashed before the write: then nobody has heard of the vote either.
    cluster.node(1).restart()
    expect(cluster.network.filter(({ from }) => from === 1)).toEqual([])
    const vote = (from: number) => {
      cluster.node(1).raw.step(message(MessageType.vote, from, 1))
      cluster.run(cluster.node(1))
      return cluster.drop((each) => each.from === 1).map(({ to, reject }) => [to, reject])
    }
    expect(vote(3)).toEqual([[3, false]])
    cluster.node(1).restart()
    expect(vote(2)).toEqual([[2, true]])
    expect(vote(3)).toEqual([[3, false]])
  })

  test('nobody campaigns twice in a term with different logs: votes are asked for when term and log are durable', () => {
    const cluster = withLogs({ 1: [1], 2: [1], 3: [1] }, 1)
    const node = cluster.node(1)
    // It has an entry in memory only, and campaigns.
    node.raw.step(append(3, 1, [1, 1], [1]))
    node.raw.campaign()
    cluster.take(node)
    expect(node.raw).toMatchObject({ role: 'candidate', term: 2, lastIndex: 2 })
    // Whoever votes for that log must not find another one in office.
    expect(cluster.network).toEqual([])
    node.restart()
    expect(node.raw).toMatchObject({ term: 1, lastIndex: 1 })
    node.raw.campaign()
    cluster.run(node)
    expect(cluster.network).toMatchObject([
      { type: MessageType.vote, term: 2, index: 1 },
      { type: MessageType.vote, term: 2, index: 1 },
    ])
    expect(node.syncedHardState).toMatchObject({ term: 2, vote: 1 })
  })

  test('a follower commits up to the last new entry, not to the end of its own log', () => {
    const node = new Single({ ...PLAIN, log: [1, 1, 1], term: 2 })
    // Entries 2 and 3 are of a leader that lost; the new one has committed others there.
    node.step(append(2, 2, [1, 1], [], 3))
    expect(node.raw.commit).toBe(1)
    node.step(append(2, 2, [1, 1], [2, 2], 3))
    expect(node.applied.map(({ term }) => term)).toEqual([1, 2, 2])
  })

  test('an append that is old or repeated does not cut off what came after it', () => {
    const node = new Single(PLAIN)
    const first = append(2, 1, [0, 0], [1])
    node.step(first, append(2, 1, [1, 1], [1, 1]))
    node.step(first)
    node.step(append(2, 1, [0, 0], []))
    expect(node.raw.lastIndex).toBe(3)
    expect(node.log).toEqual([1, 1, 1])
  })

  test('a late acknowledgement of an older term raises no match, nor does one from before a lost log', () => {
    const cluster = withLogs({ 1: [1, 1], 2: [1, 1], 3: [1] }, 1)
    const leader = cluster.elect(1)
    const late = message(MessageType.appendResponse, 3, 1, { index: 3 })
    cluster.isolate(3)
    cluster.propose(1, 'a')
    cluster.run(leader)
    cluster.network.length = 0
    const before = leader.raw.status().peers
    expect(leader.raw.step(late)).toBe('ignored')
    expect(leader.raw.status().peers).toEqual(before)
  })

  test('what was applied stays below what is committed when a conflict truncates the log (canonical/raft #355)', () => {
    const node = new Single({ ...PLAIN, log: [1, 1, 1, 1], commit: 2, term: 1 })
    node.run()
    expect(node.raw.applied).toBe(2)
    node.step(append(2, 2, [2, 1], [2], 2))
    expect(node.raw.status()).toMatchObject({ applied: 2, commit: 2, lastIndex: 3 })
    node.step(append(2, 2, [3, 2], [], 3))
    expect(node.applied.map(({ index, term }) => [index, term])).toEqual([
      [1, 1],
      [2, 1],
      [3, 2],
    ])
  })

  test('a node that lost acknowledged entries does not rejoin in silence (etcd #10166)', () => {
    const cluster = withLogs({ 1: [], 2: [], 3: [] }, 0)
    cluster.elect(1)
    cluster.propose(1, 'a')
    cluster.settle()
    // The disk of node 3 forgets all but the first entry, which it acknowledged.
    const lost = new Cluster()
    const node = lost.add(3, voters(1, 2, 3), PLAIN)
    node.storage.append(entries(1, 1))
    node.storage.setHardState({ term: 1, vote: 1, commit: 0 })
    node.restart()
    cluster.tick(1)
    cluster.run(cluster.node(1))
    const [heartbeat] = cluster.drop(({ to }) => to === 3)
    expect(heartbeat!.commit).toBe(2)
    expect(node.raw.step(heartbeat!)).toBe('diverged')
    // And the leader does not take back what it was told: the node can only come back as a new one.
    const refusal = { reject: true, index: 2, rejectHint: 1, logTerm: 1 }
    cluster.node(1).raw.step(message(MessageType.appendResponse, 3, 1, refusal))
    expect(cluster.node(1).raw.status().peers.at(2)).toMatchObject({ match: 2, next: 3 })
  })
})

describe('acknowledgements and snapshots', () => {
  test('an acknowledgement from before the snapshot raises no match and ends no wait for it', () => {
    const cluster = withLogs({ 1: [1, 1, 1, 1], 2: [1, 1, 1, 1], 3: [1] }, 1)
    const leader = cluster.elect(1)
    cluster.isolate(3)
    cluster.propose(1, 'a')
    cluster.settle([1, 2])
    cluster.network.length = 0
    leader.compact(0)
    const { match } = leader.raw.status().peers.at(2)!
    // It lost its log since, and says so: what it needs is compacted.
    leader.raw.reportUnreachable(3)
    const refusal = { reject: true, index: match, rejectHint: 1, logTerm: 1 }
    leader.raw.step(message(MessageType.appendResponse, 3, 2, refusal))
    const before = leader.raw.status().peers.at(2)
    const late = message(MessageType.appendResponse, 3, 2, { index: match - 1 })
    expect(leader.raw.step(late)).toBe('ignored')
    expect(leader.raw.status().peers.at(2)).toEqual(before)
    expect(leader.raw.step({ ...late, index: leader.raw.lastIndex + 1 })).toBe('malformed')
    expect(leader.raw.status().peers.at(2)).toEqual(before)
  })

  test('a leader whose disk stands still counts on nobody but its followers (canonical/raft #314)', () => {
    const cluster = Cluster.of(voters(1, 2, 3), PLAIN)
    const leader = cluster.elect(1)
    cluster.propose(1, 'a')
    cluster.take(leader)
    for (let round = 0; round < 3; round++) {
      cluster.deliverTo([1, 2, 3])
      cluster.run(cluster.node(2))
      cluster.run(cluster.node(3))
      cluster.take(leader)
      cluster.tick(1)
    }
    expect(leader.writes.length).toBeGreaterThan(0)
    // Committed by the others, known to them, and applied by them; here it waits for the disk.
    expect(leader.raw).toMatchObject({ role: 'leader', commit: 2, applied: 1 })
    expect(leader.raw.status().peers[0]).toMatchObject({ match: 1 })
    expect(cluster.node(2).raw.applied).toBe(2)
    // The write failed: the node starts again from what its disk has, and nothing is lost.
    leader.restart()
    expect(leader.raw.lastIndex).toBe(1)
    cluster.node(2).raw.campaign()
    cluster.settle()
    expect(leader.state).toEqual(cluster.node(2).state)
    expect(leader.raw.applied).toBe(3)
  })
})

describe('what is durable', () => {
  test('a cluster of one applies nothing before its own disk has it (etcd #14370)', () => {
    const cluster = Cluster.of(voters(1), PLAIN)
    const node = cluster.elect(1)
    cluster.propose(1, 'a')
    cluster.take(node)
    expect(node.writes).toHaveLength(1)
    expect(node.raw.hasReady()).toBe(false)
    expect(node.raw).toMatchObject({ commit: 1, applied: 1 })
    cluster.write(node)
    cluster.run(node)
    expect(node.raw).toMatchObject({ commit: 2, applied: 2 })
  })

  test('a commit index that got to disk without its entries is refused at the start (etcd #8455, #10219)', () => {
    expect(() => new Single({ log: [1, 1], commit: 3 })).toThrow(StorageInconsistentError)
    // It cannot come about by a crash: the commit index never runs ahead of what is written with it.
    const node = new Single(PLAIN)
    node.raw.step(append(2, 1, [0, 0], [1, 1, 1], 3))
    const ready = node.raw.ready()
    expect(ready.entries.at(-1)!.index).toBe(ready.hardState!.commit)
  })

  test('a node that was wiped and comes back under its old id is told so, and counts for nothing', () => {
    const cluster = Cluster.of(voters(1, 2, 3), PLAIN)
    const leader = cluster.elect(1)
    cluster.propose(1, 'a')
    cluster.settle()
    const wiped = new Cluster().add(3, voters(), PLAIN)
    cluster.tick(1)
    cluster.run(leader)
    const [heartbeat] = cluster.drop(({ to }) => to === 3)
    expect(wiped.raw.step(heartbeat!)).toBe('diverged')
    // Its plea for a snapshot contradicts what it has acknowledged: the leader does not answer it.
    const plea = { reject: true, index: 2, context: NEEDS_SNAPSHOT }
    expect(leader.raw.step(message(MessageType.appendResponse, 3, 1, plea))).toBe('ignored')
    expect(leader.raw.status().peers.at(2)).toMatchObject({ match: 2, state: 'replicate' })
  })
})

describe('leaders', () => {
  test.each([0, 1, 4, 8, 9])(
    'check-quorum looks back from every tick, so two leaders never lead for long: last word %i ticks after the election (sofa-jraft #34)',
    (ticksBefore) => {
      const cluster = Cluster.of(voters(1, 2, 3), { electionTicks: 10 })
      const leader = cluster.elect(1)
      for (let i = 0; i < ticksBefore; i++) {
        cluster.tick(1)
        cluster.settle()
      }
      cluster.isolate(1)
      cluster.tick(1, 9)
      expect(leader.raw.role).toBe('leader')
      cluster.tick(1)
      expect(leader.raw.role).toBe('follower')
    },
  )
})

describe('changes of configuration', () => {
  test('single-server changes by two leaders make no disjoint majorities (raft-dev, July 2015)', () => {
    const cluster = new Cluster()
    for (const id of [1, 2, 3, 4]) {
      cluster.add(id, voters(1, 2, 3, 4), PLAIN)
    }
    // S1 appends the addition of S5 and tells nobody but S5.
    cluster.elect(1).compact(9)
    cluster.add(5, voters(), PLAIN)
    cluster.node(1).raw.proposeConfChange(singleConfChange(addVoter, 5))
    cluster.run(cluster.node(1))
    cluster.network.length = 0
    cluster.isolate(1)
    // S2 leads the next term and removes S1, with S2, S3, S4.
    const second = cluster.elect(2)
    second.raw.proposeConfChange(singleConfChange(remove, 1))
    cluster.settle()
    expect(second.confState.voters).toEqual([2, 3, 4])
    // S1 is back in a later term. Its change is not committed, so it still needs three of four: it has S5 and itself.
    cluster.heal()
    cluster.isolate(2)
    cluster.isolate(3)
    cluster.isolate(4)
    cluster.node(1).restart()
    for (let i = 0; i < 3; i++) {
      cluster.node(1).raw.campaign()
      cluster.settle()
    }
    expect(cluster.node(1).raw.term).toBeGreaterThan(second.raw.term)
    expect(cluster.node(1).raw.role).toBe('candidate')
    expect(cluster.node(1).confState.voters).toEqual([1, 2, 3, 4])
  })

  test('a change whose entry is truncated was never in force, also with a snapshot before it (dqlite #250, #323)', () => {
    const node = new Single({ ...PLAIN, log: [1, 1], commit: 2 })
    node.run()
    node.storage.createSnapshot(2, voters(1, 2, 3))
    node.storage.compact(2)
    const change = encodeConfChange(singleConfChange(addVoter, 4))
    const entry = { index: 3, term: 1, type: EntryType.confChange, data: change }
    node.step(
      message(MessageType.append, 2, 1, { index: 2, logTerm: 1, entries: [entry], commit: 2 }),
    )
    expect(node.raw.status().confState.voters).toEqual([1, 2, 3])
    node.step(append(3, 2, [2, 1], [2], 3))
    expect(node.raw.status().confState.voters).toEqual([1, 2, 3])
    expect(node.raw.commit).toBe(3)
    expect(node.raw.campaign()).toBe('started')
  })

  test('the configuration of a snapshot is the one at its index, also if later changes follow it (scylla #20363)', () => {
    const cluster = Cluster.of(voters(1, 2, 3), PLAIN)
    const leader = cluster.elect(1)
    cluster.isolate(3)
    leader.raw.proposeConfChange(singleConfChange(addVoter, 4))
    cluster.settle()
    leader.compact(0)
    expect(leader.storage.snapshot().metadata.confState.voters).toEqual([1, 2, 3, 4])
    leader.raw.proposeConfChange(singleConfChange(remove, 4))
    cluster.settle()
    cluster.heal()
    cluster.tick(1)
    cluster.settle()
    // Node 4 never ran, so that removing it needed all others: node 3 has the snapshot and what follows.
    expect(cluster.node(3).storage.firstIndex()).toBe(3)
    expect(cluster.node(3).confState.voters).toEqual([1, 2, 3])
    expect(cluster.node(3).state).toEqual(leader.state)
  })

  test('a voter that alone can be elected learns from the votes of others that it can', () => {
    // The leader has committed and applied that nodes 1 and 3 leave; node 2 has the entry, and does not know that.
    const cluster = Cluster.of(voters(1, 2, 3), { ...PLAIN, stepDownOnRemoval: false })
    const leader = cluster.elect(3)
    leader.raw.proposeConfChange({
      transition: 1,
      changes: [
        { type: remove, nodeId: 1 },
        { type: remove, nodeId: 3 },
      ],
      context: bytes(''),
    })
    while (leader.confState.voters.length > 1 || leader.confState.votersOutgoing.length > 0) {
      cluster.run(leader)
      cluster.drop(({ to, entries: list }) => to === 2 && list.length === 0)
      cluster.deliverTo([1, 2])
      cluster.run(cluster.node(1))
      cluster.run(cluster.node(2))
      cluster.deliverTo([3])
    }
    cluster.network.length = 0
    expect(cluster.node(2).confState.votersOutgoing).toEqual([1, 2, 3])
    leader.restart()
    expect(leader.raw.campaign()).toBe('notPromotable')
    // The others have later entries than node 2 and may not lead: it cannot win their votes, and need not.
    cluster.node(1).storage.append(entries(cluster.node(1).storage.lastIndex() + 1, 1))
    cluster.node(1).restart()
    leader.storage.append(entries(leader.storage.lastIndex() + 1, 1))
    leader.restart()
    cluster.node(2).raw.campaign()
    cluster.settle()
    cluster.node(2).raw.campaign()
    cluster.settle()
    expect(cluster.node(2).raw.role).toBe('leader')
    expect(cluster.node(2).confState.voters).toEqual([2])
  })
})
