// Snapshots and compaction (Raft, 7; dissertation, chapter 5).

import {
  ConfChangeType,
  decodeConfChange,
  encodeConfChange,
  EntryType,
  isJoint,
  MessageType,
  NEEDS_SNAPSHOT,
  type Ready,
  singleConfChange,
} from '@quorumlite/raft'
import { describe, expect, test } from 'vitest'
import { Cluster, voters } from './support/cluster.ts'
import { append, message, snapshotAt } from './support/messages.ts'
import { Single } from './support/single.ts'

const PLAIN = { preVote: false, checkQuorum: false }

/** Node 3 has missed entries that are compacted, and the leader has just found out. */
function behind(): Cluster {
  const cluster = Cluster.of(voters(1, 2, 3), { electionTicks: 10 })
  const leader = cluster.elect(1)
  cluster.isolate(3)
  for (const text of ['a', 'b', 'c']) {
    cluster.propose(1, text)
    cluster.settle()
  }
  leader.compact(0)
  cluster.heal()
  cluster.tick(1)
  cluster.settle([1, 2])
  while (peerOf(cluster, 3).state !== 'snapshot') {
    cluster.deliverTo([3])
    cluster.run(cluster.node(3))
    cluster.settle([1, 2])
  }
  return cluster
}

const peerOf = (cluster: Cluster, id: number) =>
  cluster
    .node(1)
    .raw.status()
    .peers.find((peer) => peer.id === id)!

describe('a leader', () => {
  test('sends a snapshot when the next entry is compacted, and nothing else until it is settled', () => {
    const cluster = behind()
    const toNode3 = () => cluster.network.filter(({ to }) => to === 3)
    expect(toNode3().map(({ type }) => type)).toEqual([MessageType.snapshot])
    cluster.propose(1, 'd')
    cluster.settle([1, 2])
    expect(toNode3()).toHaveLength(1)
    expect(peerOf(cluster, 3)).toMatchObject({ state: 'snapshot', pendingSnapshot: 4, match: 1 })
    // Heartbeats are not held up.
    cluster.tick(1)
    cluster.run(cluster.node(1))
    expect(toNode3().map(({ type }) => type)).toContain(MessageType.heartbeat)
  })

  test('goes on with entries as soon as the snapshot is acknowledged', () => {
    const cluster = behind()
    cluster.propose(1, 'd')
    cluster.settle()
    expect(peerOf(cluster, 3)).toMatchObject({ state: 'replicate', match: 5 })
    expect(cluster.node(3).state).toEqual(cluster.node(1).state)
  })

  test('probes after the snapshot when it is reported as sent, and before it when it failed', () => {
    const sent = behind()
    sent.node(1).raw.reportSnapshot(3, 'finished')
    expect(peerOf(sent, 3)).toMatchObject({ state: 'probe', next: 5, paused: true })
    const failed = behind()
    failed.node(1).raw.reportSnapshot(3, 'failed')
    expect(peerOf(failed, 3)).toMatchObject({ state: 'probe', next: 2, paused: true })
    // And again with the next heartbeat.
    failed.network.length = 0
    failed.tick(1)
    failed.settle()
    expect(failed.node(3).state).toEqual(failed.node(1).state)
  })

  test('accepts any acknowledgement that lets replication go on, not only that of this snapshot', () => {
    const cluster = behind()
    const [snapshot] = cluster.drop(({ to }) => to === 3)
    // The leader compacts further and sends another, then the first one arrives.
    cluster.node(1).raw.reportSnapshot(3, 'failed')
    cluster.propose(1, 'd')
    cluster.settle([1, 2])
    cluster.node(1).compact(1)
    cluster.tick(1)
    cluster.settle([1, 2])
    cluster.drop(({ to, type }) => to === 3 && type === MessageType.append)
    cluster.deliver(snapshot!)
    cluster.settle()
    expect(peerOf(cluster, 3)).toMatchObject({ state: 'replicate', match: 5 })
  })

  test('asks again later when the snapshot is not ready', () => {
    const cluster = behind()
    const leader = cluster.node(1)
    cluster.network.length = 0
    leader.raw.reportSnapshot(3, 'failed')
    leader.storage.setSnapshotUnavailable(true)
    cluster.tick(1)
    cluster.settle()
    expect(peerOf(cluster, 3).state).toBe('probe')
    leader.storage.setSnapshotUnavailable(false)
    cluster.tick(1)
    cluster.settle()
    expect(cluster.node(3).state).toEqual(leader.state)
  })

  test('sends none to a peer that was not heard of lately', () => {
    const cluster = behind()
    const leader = cluster.node(1)
    cluster.network.length = 0
    leader.raw.reportSnapshot(3, 'failed')
    cluster.isolate(3)
    for (let i = 0; i < 20; i++) {
      cluster.tick(1)
      cluster.settle()
    }
    expect(peerOf(cluster, 3)).toMatchObject({ state: 'probe', recentlyActive: false })
  })
})

describe('a new leader', () => {
  test('sends a snapshot at once to whoever has nothing, also if that is the first it hears of it', () => {
    const node = new Single({ ...PLAIN, log: [1, 1], commit: 2, applied: 2 })
    node.storage.createSnapshot(2, voters(1, 2, 3))
    node.raw.campaign()
    node.run()
    node.step(message(MessageType.voteResponse, 2, 2))
    const plea = { reject: true, index: 2, context: NEEDS_SNAPSHOT }
    const sent = node.step(message(MessageType.appendResponse, 3, 2, plea))
    expect(sent.map(({ to, type }) => [to, type])).toEqual([[3, MessageType.snapshot]])
  })
})

describe('a follower', () => {
  test('replaces log and configuration, and acknowledges when that is durable', () => {
    const node = new Single({ ...PLAIN, log: [1, 1], term: 2 })
    node.raw.step(message(MessageType.snapshot, 2, 2, { snapshot: snapshotAt(9, 2, [1, 2, 4]) }))
    const ready = node.raw.ready()
    expect(ready).toMatchObject({ mustSync: true, committedEntries: [], messages: [] })
    expect(ready.snapshot?.metadata.index).toBe(9)
    expect(ready.messagesAfterAppend).toMatchObject([{ index: 9, to: 2 }])
    expect(node.raw.campaign()).toBe('notPromotable')
    node.persist(ready)
    node.raw.acknowledgeAppend(ready.appendSequence)
    expect(node.raw.status()).toMatchObject({ commit: 9, applied: 9, lastIndex: 9, firstIndex: 10 })
    expect(node.raw.status().confState.voters).toEqual([1, 2, 4])
  })

  test('only moves its commit index if it has the entries', () => {
    const node = new Single({ ...PLAIN, log: [1, 1, 1, 1], commit: 1 })
    node.step(message(MessageType.snapshot, 2, 1, { snapshot: snapshotAt(3, 1, [1, 2, 3]) }))
    expect(node.raw.status()).toMatchObject({ commit: 3, firstIndex: 1, lastIndex: 4 })
  })

  test('does not go back to an older snapshot', () => {
    const node = new Single({ ...PLAIN, log: [1, 1, 1], commit: 3 })
    const outcome = node.raw.step(
      message(MessageType.snapshot, 2, 1, { snapshot: snapshotAt(2, 1, [1]) }),
    )
    expect(outcome).toBe('ignored')
    expect(node.run()).toMatchObject([{ type: MessageType.appendResponse, index: 3 }])
    expect(node.raw.status().confState.voters).toEqual([1, 2, 3])
  })

  test('does not go back to one from before its log begins', () => {
    const node = new Single(PLAIN)
    const step = (index: number) =>
      node.raw.step(
        message(MessageType.snapshot, 2, 1, { snapshot: snapshotAt(index, 1, [1, 2, 3]) }),
      )
    step(9)
    node.run()
    expect(step(5)).toBe('ignored')
    node.run()
    expect(node.raw.status()).toMatchObject({ commit: 9, applied: 9, lastIndex: 9 })
  })

  test('takes entries that follow a snapshot still on its way to disk', () => {
    const node = new Single(PLAIN)
    node.raw.step(message(MessageType.snapshot, 2, 1, { snapshot: snapshotAt(5, 1, [1, 2, 3]) }))
    node.raw.step(append(2, 1, [5, 1], [1, 1], 7))
    node.run()
    expect(node.raw.status()).toMatchObject({ commit: 7, applied: 7, lastIndex: 7, firstIndex: 6 })
    expect(node.applied.map(({ index }) => index)).toEqual([6, 7])
  })

  test('survives two snapshots in a short time, the second while the first is written (etcd #18055)', () => {
    const node = new Single({ ...PLAIN, log: [1, 1], term: 1, commit: 2 })
    const step = (index: number) =>
      node.raw.step(
        message(MessageType.snapshot, 2, 1, { snapshot: snapshotAt(index, 1, [1, 2, 3]) }),
      )
    step(5)
    const first = node.raw.ready()
    step(8)
    node.raw.step(append(2, 1, [8, 1], [1], 9))
    node.persist(first)
    node.raw.acknowledgeAppend(first.appendSequence)
    expect(node.raw.applied).toBe(5)
    node.run()
    expect(node.raw.status()).toMatchObject({ commit: 9, applied: 9, firstIndex: 9, lastIndex: 9 })
  })

  test('settles what was handed out to be applied when a snapshot overtakes it', () => {
    const node = new Single({ ...PLAIN, log: [1, 1, 1], commit: 3, maxCommittedBytesPerReady: 0 })
    expect(node.raw.ready().committedEntries).toHaveLength(1)
    node.raw.step(message(MessageType.snapshot, 2, 1, { snapshot: snapshotAt(9, 1, [1, 2, 3]) }))
    node.raw.step(append(2, 1, [9, 1], [1], 10))
    const ready = node.raw.ready()
    node.persist(ready)
    node.raw.acknowledgeAppend(ready.appendSequence)
    // The acknowledgement of the overtaken entry is late, and harmless.
    expect(node.raw.ready().committedEntries.map(({ index }) => index)).toEqual([10])
    node.raw.acknowledgeApply(1)
    expect(node.raw.applied).toBe(9)
  })
})

describe('a change of configuration that was handed out before a snapshot came', () => {
  const install = (node: Single, ready: Ready): void => {
    node.persist(ready)
    node.raw.acknowledgeAppend(ready.appendSequence)
  }
  const snapshotOf = (index: number, confState: ReturnType<typeof voters>) =>
    message(MessageType.snapshot, 2, 1, { snapshot: { metadata: { index, term: 1, confState } } })

  /** It has taken the addition of 4, 5 and 6 out of a Ready, and applied none of it. */
  function handedOut(): { node: Single; apply: (index: number) => number[] } {
    const node = new Single({ ...PLAIN, conf: voters(1, 2, 3) })
    const entries = [4, 5, 6].map((id, i) => ({
      index: i + 1,
      term: 1,
      type: EntryType.confChange,
      data: encodeConfChange(singleConfChange(ConfChangeType.addVoter, id)),
    }))
    node.raw.step(message(MessageType.append, 2, 1, { entries, commit: 3 }))
    install(node, node.raw.ready())
    expect(node.raw.ready().committedEntries).toEqual(entries)
    const apply = (index: number): number[] => {
      const { voters: now } = node.raw.applyConfChange(decodeConfChange(entries[index - 1]!.data))
      node.raw.acknowledgeApply(index)
      return [...now]
    }
    return { node, apply }
  }

  test('is applied to the configuration before it, until the snapshot is installed (core seeds 2078452999, 2078457005)', () => {
    const { node, apply } = handedOut()
    expect(apply(1)).toEqual([1, 2, 3, 4])
    // The leader has gone on: 4 and 5 came and went, 6 is there, and 7.
    node.raw.step(snapshotOf(9, voters(1, 2, 3, 6, 7)))
    expect(apply(2)).toEqual([1, 2, 3, 4, 5])
    const ready = node.raw.ready()
    expect(apply(3)).toEqual([1, 2, 3, 4, 5, 6])
    expect(node.raw.status().confState.voters).toEqual([1, 2, 3, 6, 7])
    install(node, ready)
    expect(node.raw.status()).toMatchObject({ applied: 9, commit: 9 })
    expect(node.raw.status().confState.voters).toEqual([1, 2, 3, 6, 7])
    const later = singleConfChange(ConfChangeType.remove, 7)
    expect(node.raw.applyConfChange(later).voters).toEqual([1, 2, 3, 6])
    expect(node.raw.status().confState.voters).toEqual([1, 2, 3, 6])
  })

  test('does not become part of the snapshot’s, also if that is joint', () => {
    const { node, apply } = handedOut()
    const conf = { ...voters(1, 2, 3, 4), votersOutgoing: [1, 2, 3], autoLeave: true }
    node.raw.step(snapshotOf(9, conf))
    expect(apply(1)).toEqual([1, 2, 3, 4])
    install(node, node.raw.ready())
    expect(isJoint(node.raw.status().confState)).toBe(true)
    expect(node.raw.status().confState).toEqual(conf)
  })

  test('knows nothing of a first snapshot, if a second one replaces it before it was written', () => {
    const { node, apply } = handedOut()
    node.raw.step(snapshotOf(6, voters(1, 2, 6)))
    node.raw.step(snapshotOf(9, voters(1, 2, 7)))
    expect(apply(1)).toEqual([1, 2, 3, 4])
    install(node, node.raw.ready())
    expect(node.raw.status().confState.voters).toEqual([1, 2, 7])
  })

  test('that changes nothing is answered with the configuration before the snapshot too', () => {
    const { node } = handedOut()
    node.raw.step(snapshotOf(9, voters(1, 2)))
    expect(node.raw.applyConfChange(undefined).voters).toEqual([1, 2, 3])
    expect(node.raw.status().confState.voters).toEqual([1, 2])
  })
})
