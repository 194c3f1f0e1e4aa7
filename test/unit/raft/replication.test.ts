// The leader: replication, commitment and flow control (Raft, 5.3 and 5.4.2; dissertation, 10.2).

import {
  type Message,
  MessageType,
  NotLeaderError,
  ProposalDroppedError,
  type RaftError,
} from '@quorumlite/raft'
import { describe, expect, test } from 'vitest'
import { bytes, Cluster, voters } from './support/cluster.ts'
import { append, message, snapshotAt } from './support/messages.ts'
import { Single, type SingleOptions } from './support/single.ts'

/** Node 1 leads term 1 with an entry that all of the others have. */
function leading(options: SingleOptions = {}): Single {
  const node = new Single({ preVote: false, ...options })
  node.raw.campaign()
  node.run()
  const peers = node.raw.status().confState.voters.filter((id) => id !== 1)
  peers.forEach((id) => node.raw.step(message(MessageType.voteResponse, id, node.raw.term)))
  node.run()
  peers.forEach((id) => acknowledge(node, id))
  node.sent.length = 0
  return node
}

function acknowledge(node: Single, from: number, index = node.raw.lastIndex): Message[] {
  return node.step(message(MessageType.appendResponse, from, node.raw.term, { index }))
}

function reject(
  node: Single,
  from: number,
  index: number,
  hint: number,
  logTerm: number,
): Message[] {
  const fields = { index, reject: true, rejectHint: hint, logTerm }
  return node.step(message(MessageType.appendResponse, from, node.raw.term, fields))
}

function propose(node: Single, text: string): Message[] {
  node.raw.propose(bytes(text))
  return node.run().filter(({ type }) => type === MessageType.append)
}

function reasonOf(act: () => unknown): string {
  try {
    act()
  } catch (error) {
    expect((error as RaftError).retryable).toBe(true)
    return (error as ProposalDroppedError).reason
  }
  return 'none'
}

const peerOf = (node: Single, id: number) => node.raw.status().peers.find((peer) => peer.id === id)!

describe('a proposal', () => {
  test('gets the next index, and several get successive ones', () => {
    const node = leading()
    expect(node.raw.propose(bytes('a'))).toBe(2)
    expect(node.raw.propose([bytes('b'), bytes('c')])).toBe(3)
    expect(node.raw.propose(bytes('d'))).toBe(5)
  })

  test('and all others of one turn make one message to each peer', () => {
    const node = leading()
    node.raw.propose(bytes('a'))
    node.raw.propose([bytes('b'), bytes('c')])
    expect(node.run().map(({ to, entries }) => [to, entries.length])).toEqual([
      [2, 3],
      [3, 3],
    ])
  })

  test('is refused with the leader by a follower, and not forwarded', () => {
    const cluster = Cluster.of(voters(1, 2, 3))
    cluster.elect(1)
    try {
      cluster.propose(2, 'a')
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(NotLeaderError)
      expect(error).toMatchObject({ code: 'NOT_LEADER', leader: 1, retryable: true })
    }
  })

  test('is forwarded if that is wanted', () => {
    const cluster = Cluster.of(voters(1, 2, 3), { disableProposalForwarding: false })
    cluster.elect(1)
    expect(cluster.propose(2, 'a')).toBe(0)
    cluster.settle()
    expect(cluster.node(3).state.index).toBe(2)
    const [entry] = cluster.node(3).storage.entries(2, 3, 1000)
    expect(entry!.data).toEqual(bytes('a'))
  })

  test('goes to the followers while the leader still writes it', () => {
    const node = leading()
    node.raw.propose(bytes('a'))
    const first = node.raw.ready()
    expect(first.messages).toHaveLength(2)
    expect(first.entries).toHaveLength(1)
    // The write is under way: what is proposed now leaves at once too, and is written with the next one.
    node.raw.propose(bytes('b'))
    node.raw.propose(bytes('c'))
    const second = node.raw.ready()
    expect(second.messages.map(({ entries }) => entries.length)).toEqual([2, 2])
    expect(second).toMatchObject({ entries: [], appendSequence: 0, hardState: undefined })
    node.persist(first)
    node.raw.acknowledgeAppend(first.appendSequence)
    expect(node.raw.ready().entries).toHaveLength(2)
  })
})

describe('an entry', () => {
  test('is committed by two followers before the leader has it on disk, and by the leader only after that', () => {
    const node = leading()
    node.raw.propose(bytes('a'))
    const ready = node.raw.ready()
    node.raw.step(message(MessageType.appendResponse, 2, 1, { index: 2 }))
    // Node 2 and the leader would be a majority, if the leader had it.
    expect(node.raw.commit).toBe(1)
    node.persist(ready)
    node.raw.acknowledgeAppend(ready.appendSequence)
    expect(node.raw.commit).toBe(2)

    node.raw.propose(bytes('b'))
    const next = node.raw.ready()
    node.raw.step(message(MessageType.appendResponse, 2, 1, { index: 3 }))
    node.raw.step(message(MessageType.appendResponse, 3, 1, { index: 3 }))
    expect(node.raw.commit).toBe(3)
    // But it is applied here only when it is durable here.
    expect(next.committedEntries.map(({ index }) => index)).toEqual([2])
    expect(node.raw.ready().committedEntries).toEqual([])
    node.persist(next)
    node.raw.acknowledgeAppend(next.appendSequence)
    expect(node.raw.ready().committedEntries.map(({ index }) => index)).toEqual([3])
  })

  test('is applied before it is durable here only if that is wanted', () => {
    const node = leading({ applyUnstableEntries: true })
    node.raw.propose(bytes('a'))
    node.raw.ready()
    node.raw.step(message(MessageType.appendResponse, 2, 1, { index: 2 }))
    node.raw.step(message(MessageType.appendResponse, 3, 1, { index: 2 }))
    expect(node.raw.ready().committedEntries).toHaveLength(1)
  })

  test('of a learner counts for nothing', () => {
    const node = leading({ conf: { ...voters(1, 2, 3), learners: [4, 5] } })
    node.raw.propose(bytes('a'))
    node.run()
    acknowledge(node, 4)
    acknowledge(node, 5)
    expect(node.raw.commit).toBe(1)
    acknowledge(node, 3)
    expect(node.raw.commit).toBe(2)
  })

  test('of an older term is not committed by counting, only with one of the own term (Raft, figure 8)', () => {
    const node = new Single({ preVote: false, log: [1, 2], term: 3 })
    node.raw.campaign()
    node.run()
    node.step(message(MessageType.voteResponse, 2, 4))
    expect(node.raw.role).toBe('leader')
    acknowledge(node, 2, 2)
    expect(node.raw.commit).toBe(0)
    acknowledge(node, 2, 3)
    expect(node.raw.commit).toBe(3)
  })
})

describe('an acknowledgement', () => {
  test('of an older term, of a stranger, or beyond the log, raises nothing', () => {
    const node = leading()
    node.raw.propose(bytes('a'))
    node.run()
    const response = (from: number, term: number, index: number) =>
      node.raw.step(message(MessageType.appendResponse, from, term, { index }))
    // Term 0 cannot be; a second term makes an older one possible.
    expect(response(9, 1, 2)).toBe('unknownPeer')
    expect(response(2, 1, 3)).toBe('malformed')
    expect(peerOf(node, 2).match).toBe(1)
    expect(node.raw.commit).toBe(1)

    const later = new Single({ preVote: false, log: [1, 1], term: 1 })
    later.raw.campaign()
    later.run()
    later.step(message(MessageType.voteResponse, 2, 2))
    expect(later.raw.step(message(MessageType.appendResponse, 2, 1, { index: 3 }))).toBe('ignored')
    expect(peerOf(later, 2).match).toBe(0)
  })

  test('that arrives twice or late takes nothing back', () => {
    const node = leading()
    propose(node, 'a')
    propose(node, 'b')
    acknowledge(node, 2, 3)
    acknowledge(node, 2, 2)
    reject(node, 2, 2, 0, 0)
    expect(peerOf(node, 2)).toMatchObject({ match: 3, next: 4, state: 'replicate' })
  })
})

describe('probing', () => {
  /** Counts the appends it takes until a follower with another log has the leader's. */
  function roundTrips(leaderLog: number[], followerLog: number[]): number {
    const cluster = new Cluster()
    const options = { preVote: false, checkQuorum: false }
    const add = (id: number, log: number[], term: number): void => {
      const node = cluster.add(id, voters(1, 2), options)
      node.storage.append(new Single({ log, term }).storage.entries(1, log.length + 1, 1e9))
      node.storage.setHardState({ term, vote: 0, commit: 0 })
      node.restart()
    }
    const term = Math.max(...leaderLog, ...followerLog)
    add(1, leaderLog, term)
    add(2, followerLog, term)
    cluster.elect(1)
    // One more write finds nothing to repair.
    let appends = 0
    cluster.propose(1, 'x')
    cluster.run(cluster.node(1))
    appends += cluster.network.filter(({ type }) => type === MessageType.append).length
    cluster.settle()
    expect(cluster.node(2).storage.lastIndex()).toBe(cluster.node(1).storage.lastIndex())
    expect(cluster.node(2).state).toEqual(cluster.node(1).state)
    return appends
  }

  test('finds the end of a short log at once', () => {
    expect(roundTrips([1, 1, 1, 1, 1, 1], [1, 1])).toBe(1)
  })

  test('takes as many round trips as there are terms that differ, not entries', () => {
    const times = (count: number, term: number): number[] =>
      Array.from({ length: count }, () => term)
    const leader = [1, ...times(200, 2), ...times(200, 6), ...times(200, 8)]
    const follower = [1, ...times(300, 3), ...times(100, 5), ...times(100, 7)]
    const node = new Single({ preVote: false, log: leader, term: 8, conf: voters(1, 2, 3) })
    node.raw.campaign()
    node.run()
    node.step(message(MessageType.voteResponse, 3, 9))
    const other = new Single({ preVote: false, log: follower, term: 8 })
    let probes = 0
    let pending = node.sent.filter(({ to, type }) => to === 2 && type === MessageType.append)
    while (peerOf(node, 2).match < node.raw.lastIndex) {
      probes++
      expect(probes).toBeLessThan(10)
      const responses = pending.flatMap((each) => other.step({ ...each, from: 2, to: 1 }))
      pending = responses
        .filter(({ type }) => type === MessageType.appendResponse)
        .flatMap((response) => node.step({ ...response, from: 2, to: 1 }))
        .filter(({ to, type }) => to === 2 && type === MessageType.append)
    }
    expect(probes).toBeLessThanOrEqual(6)
    expect(other.log).toEqual(node.log)
  })
})

describe('flow control', () => {
  test('sends one message while it probes, and no more until an answer or a heartbeat', () => {
    const node = leading()
    node.raw.reportUnreachable(2)
    expect(peerOf(node, 2).state).toBe('probe')
    expect(propose(node, 'a').filter(({ to }) => to === 2)).toHaveLength(1)
    expect(propose(node, 'b').filter(({ to }) => to === 2)).toHaveLength(0)
    node.raw.tick()
    node.run()
    for (let i = 0; i < 5; i++) {
      // Also if many answers come within one heartbeat interval.
      node.raw.step(message(MessageType.heartbeatResponse, 2, 1, { context: 1 }))
    }
    expect(
      node.run().filter(({ to, type }) => to === 2 && type === MessageType.append),
    ).toHaveLength(1)
    acknowledge(node, 2)
    expect(peerOf(node, 2).state).toBe('replicate')
  })

  test('keeps messages in flight within the count, and goes on with each answer', () => {
    const node = leading({ maxInflightMessages: 3 })
    for (let i = 0; i < 10; i++) {
      propose(node, `p${i}`)
      expect(peerOf(node, 2).inflightMessages).toBeLessThanOrEqual(3)
    }
    expect(peerOf(node, 2)).toMatchObject({ inflightMessages: 3, paused: true, next: 5 })
    const sent = acknowledge(node, 2, 2).filter(({ to, entries }) => to === 2 && entries.length > 0)
    expect(sent).toHaveLength(1)
    expect(sent[0]!.entries).toHaveLength(7)
  })

  test('frees what an answer covers, and nothing else', () => {
    const node = leading()
    for (const text of ['a', 'b', 'c', 'd']) {
      propose(node, text)
    }
    const bytesOfOne = peerOf(node, 2).inflightBytes / 4
    acknowledge(node, 2, 3)
    expect(peerOf(node, 2)).toMatchObject({ inflightMessages: 2, inflightBytes: 2 * bytesOfOne })
    acknowledge(node, 2, 5)
    expect(peerOf(node, 2)).toMatchObject({ inflightMessages: 0, inflightBytes: 0 })
  })

  test('sends with a probe what has come meanwhile too', () => {
    const node = leading()
    node.raw.reportUnreachable(2)
    propose(node, 'a')
    propose(node, 'b')
    propose(node, 'c')
    node.raw.reportUnreachable(2)
    const [probe] = reject(node, 2, 1, 0, 0).filter(({ to }) => to === 2)
    expect(probe!.entries.map(({ index }) => index)).toEqual([2, 3, 4])
  })

  test.each([
    ['an append', append(2, 2, [1, 1], [2])],
    ['a snapshot', message(MessageType.snapshot, 2, 2, { snapshot: snapshotAt(2, 2, [1, 2, 3]) })],
  ])('sends what the log has now, not what it had in an earlier office, after %s', (_, cut) => {
    const node = leading({ checkQuorum: false })
    propose(node, 'a')
    // Entry 3 of term 1 goes out, is lost, and the next entry of this node at index 3 is of term 3.
    propose(node, 'b')
    node.step(cut)
    expect(node.raw.lastIndex).toBe(2)
    node.raw.campaign()
    node.run()
    const sent = node.step(message(MessageType.voteResponse, 2, 3))
    expect(sent.flatMap(({ entries }) => entries.map(({ index, term }) => [index, term]))).toEqual([
      [3, 3],
      [3, 3],
    ])
  })

  test('keeps bytes in flight within the limit, but for one message', () => {
    const node = leading({ maxBytesPerMessage: 100, maxInflightBytes: 250 })
    for (let i = 0; i < 20; i++) {
      propose(node, 'x'.repeat(60))
      expect(peerOf(node, 2).inflightBytes).toBeLessThanOrEqual(250 + 100)
    }
    expect(peerOf(node, 2).paused).toBe(true)
  })

  test('splits what exceeds a message, and lets one huge entry pass alone', () => {
    const node = leading({ maxBytesPerMessage: 100 })
    node.raw.propose(['a', 'b', 'c', 'd'].map((text) => bytes(text.repeat(20))))
    node.raw.propose(bytes('x'.repeat(10_000)))
    node.raw.propose(bytes('y'))
    const sent = node.run().filter(({ to }) => to === 2)
    expect(sent.map(({ entries }) => entries.map(({ data }) => data.length))).toEqual([
      [20, 20],
      [20, 20],
      [10_000],
      [1],
    ])
  })

  test('falls back to probing when an append was lost, and repairs it', () => {
    const node = leading()
    propose(node, 'a')
    propose(node, 'b')
    // The peer got the second without the first.
    const [repair] = reject(node, 2, 2, 1, 1).filter(({ to }) => to === 2)
    expect(repair).toMatchObject({ index: 1 })
    expect(repair!.entries).toHaveLength(2)
    expect(peerOf(node, 2).state).toBe('probe')
  })
})

describe('the limit of uncommitted bytes', () => {
  test('refuses with a reason of its own, which is worth a retry, and is back at zero after the commit', () => {
    const node = leading({ maxUncommittedBytes: 100 })
    propose(node, 'x'.repeat(60))
    expect(reasonOf(() => node.raw.propose(bytes('y'.repeat(60))))).toBe('uncommittedLimit')
    propose(node, 'z'.repeat(40))
    expect(node.raw.status().uncommittedBytes).toBe(100)
    acknowledge(node, 2)
    expect(node.raw.status().uncommittedBytes).toBe(0)
    propose(node, 'y'.repeat(60))
  })

  test('lets a single larger proposal pass when nothing waits, and empty ones always', () => {
    const node = leading({ maxUncommittedBytes: 100 })
    propose(node, 'x'.repeat(1000))
    node.raw.propose(bytes(''))
    expect(reasonOf(() => node.raw.propose(bytes('y')))).toBe('uncommittedLimit')
    acknowledge(node, 2)
    expect(node.raw.status().uncommittedBytes).toBe(0)
  })

  test('counts only what this leader appended in its term', () => {
    const node = new Single({ preVote: false, log: [1, 1, 1], term: 1 })
    node.raw.campaign()
    node.run()
    node.step(message(MessageType.voteResponse, 2, 2))
    propose(node, 'x'.repeat(50))
    acknowledge(node, 2)
    expect(node.raw.status().uncommittedBytes).toBe(0)
  })
})
