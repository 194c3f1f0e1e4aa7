// The leader: replication and commitment (Raft, 5.3 and 5.4.2; dissertation, 10.2).

import {
  ConfChangeType,
  type Message,
  MessageType,
  NotLeaderError,
  singleConfChange,
} from '@quorumlite/raft'
import { describe, expect, test } from 'vitest'
import { bytes, Cluster, voters } from './support/cluster.ts'
import { acknowledge, leading, peerOf, propose, reject } from './support/leading.ts'
import { message } from './support/messages.ts'
import { Single } from './support/single.ts'

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

  test('of nothing, as an answer to a late message of an older term looks, does not end the search for the match', () => {
    const node = new Single({ preVote: false, log: [1, 1, 1], term: 1 })
    node.raw.campaign()
    node.run()
    node.step(message(MessageType.voteResponse, 2, 2))
    const answer = message(MessageType.appendResponse, 3, 2, { index: 0 })
    expect(node.raw.step(answer)).toBe('ignored')
    expect(peerOf(node, 3)).toMatchObject({ state: 'probe', match: 0, next: 4 })
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

describe('with deferred commits', () => {
  const commits = (messages: readonly Message[]): number[] =>
    messages.filter(({ to, type }) => to === 2 && type === MessageType.append).map((m) => m.commit)

  test('the next entries carry what is committed, and no message of its own does', () => {
    const node = leading({ deferCommits: true })
    propose(node, 'a')
    expect(commits(acknowledge(node, 2))).toEqual([])
    expect(node.raw.commit).toBe(2)
    expect(commits(propose(node, 'b'))).toEqual([2])
  })

  test('whoever asks for it has it shared, once', () => {
    const node = leading({ deferCommits: true })
    propose(node, 'a')
    acknowledge(node, 2)
    node.raw.shareCommit()
    expect(commits(node.run())).toEqual([2])
    node.raw.shareCommit()
    expect(commits(node.run())).toEqual([])
  })

  test('a heartbeat tells it to those who have the entries', () => {
    const cluster = Cluster.of(voters(1, 2, 3), { deferCommits: true })
    cluster.elect(1)
    cluster.propose(1, 'a')
    cluster.settle()
    expect(cluster.node(2).raw.commit).toBe(1)
    cluster.tick(1)
    cluster.settle()
    expect(cluster.node(2).raw.commit).toBe(2)
  })

  test('a change of configuration is told at once, also to whom it removes', () => {
    const cluster = Cluster.of(voters(1, 2, 3), { deferCommits: true })
    cluster.elect(1)
    cluster.node(1).raw.proposeConfChange(singleConfChange(ConfChangeType.remove, 3))
    cluster.settle()
    expect(cluster.node(3).raw.status().confState.voters).toEqual([1, 2])
  })

  test('a read of a follower finds what it may read', () => {
    const cluster = Cluster.of(voters(1, 2, 3), { deferCommits: true })
    cluster.elect(1)
    cluster.propose(1, 'a')
    cluster.settle()
    cluster.node(2).raw.readIndex(7)
    cluster.settle()
    expect(cluster.node(2).readStates).toEqual([{ index: 2, context: 7 }])
    expect(cluster.node(2).raw.applied).toBe(2)
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
