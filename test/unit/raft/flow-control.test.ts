// How much a leader sends ahead of the answers, and how much it accepts ahead of the commit index.

import { MessageType, type ProposalDroppedError, type RaftError } from '@quorumlite/raft'
import { describe, expect, test } from 'vitest'
import { bytes } from './support/cluster.ts'
import { acknowledge, leading, peerOf, propose, reject } from './support/leading.ts'
import { append, message, snapshotAt } from './support/messages.ts'
import { Single } from './support/single.ts'

function reasonOf(act: () => unknown): string {
  try {
    act()
  } catch (error) {
    expect((error as RaftError).retryable).toBe(true)
    return (error as ProposalDroppedError).reason
  }
  return 'none'
}

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
