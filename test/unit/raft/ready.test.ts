// The contract with the caller: what a Ready asks, and in which order it is done (README.md).

import { AssertionError, MessageType } from '@quorumlite/raft'
import { describe, expect, test } from 'vitest'
import { bytes, Cluster, voters } from './support/cluster.ts'
import { append, message } from './support/messages.ts'
import { Single } from './support/single.ts'

const PLAIN = { preVote: false, checkQuorum: false }

describe('a Ready', () => {
  test('is not there when nothing has happened', () => {
    const node = new Single(PLAIN)
    expect(node.raw.hasReady()).toBe(false)
    node.raw.tick()
    expect(node.raw.hasReady()).toBe(false)
    expect(node.raw.ready()).toMatchObject({ appendSequence: 0, messages: [], entries: [] })
  })

  test('reports a new leader or role once', () => {
    const node = new Single(PLAIN)
    node.raw.step(message(MessageType.heartbeat, 2, 1, { context: 1 }))
    expect(node.raw.ready().softState).toEqual({ leader: 2, role: 'follower' })
    expect(node.raw.ready().softState).toBeUndefined()
  })

  test('needs a sync for entries, term and vote, and not for the commit index of ordinary entries', () => {
    const node = new Single(PLAIN)
    node.raw.step(append(2, 1, [0, 0], [1]))
    const first = node.raw.ready()
    expect(first).toMatchObject({ mustSync: true, hardState: { term: 1, vote: 0, commit: 0 } })
    node.persist(first)
    node.raw.advance()
    node.raw.step(append(2, 1, [1, 1], [], 1))
    expect(node.raw.ready()).toMatchObject({
      mustSync: false,
      hardState: { commit: 1 },
      entries: [],
    })
  })

  test('needs a sync for the commit of a change of configuration: who could tell it again may be gone', () => {
    const cluster = Cluster.of(voters(1, 2, 3))
    cluster.elect(1)
    const change = { transition: 0, changes: [{ type: 3, nodeId: 3 }], context: bytes('') } as const
    cluster.node(1).raw.proposeConfChange(change)
    cluster.settle([1, 2])
    expect(cluster.node(2).confState.voters).toEqual([1, 2])
    expect(cluster.node(2).syncedHardState.commit).toBe(2)
  })

  test('sends acknowledgements after the write, and heartbeats at once', () => {
    const node = new Single(PLAIN)
    node.raw.step(append(2, 1, [0, 0], [1]))
    node.raw.step(message(MessageType.heartbeat, 2, 1, { context: 1 }))
    const ready = node.raw.ready()
    expect(ready.messages.map(({ type }) => type)).toEqual([MessageType.heartbeatResponse])
    expect(ready.messagesAfterAppend.map(({ type }) => type)).toEqual([MessageType.appendResponse])
  })
})

describe('writes', () => {
  test('are handed out one at a time: what arrives meanwhile makes one write and one acknowledgement', () => {
    const node = new Single(PLAIN)
    node.raw.step(append(2, 1, [0, 0], [1]))
    const first = node.raw.ready()
    node.raw.step(append(2, 1, [1, 1], [1]))
    node.raw.step(append(2, 1, [2, 1], [1, 1]))
    expect(node.raw.hasReady()).toBe(false)
    node.persist(first)
    node.raw.acknowledgeAppend(first.appendSequence)
    const second = node.raw.ready()
    expect(second.entries.map(({ index }) => index)).toEqual([2, 3, 4])
    expect(second.messagesAfterAppend).toMatchObject([{ index: 4, reject: false }])
  })

  test('have one acknowledgement for each leader and term, of the most that it can say', () => {
    const node = new Single(PLAIN)
    node.raw.step(append(2, 1, [0, 0], [1, 1, 1]))
    node.raw.step(append(2, 1, [0, 0], [1]))
    expect(node.raw.ready().messagesAfterAppend).toMatchObject([{ term: 1, index: 3 }])
    node.raw.step(append(2, 1, [3, 1], [1]))
    node.raw.step(append(2, 3, [4, 1], [3]))
    node.raw.advance()
    expect(node.raw.ready().messagesAfterAppend).toMatchObject([
      { term: 1, index: 4 },
      { term: 3, index: 5 },
    ])
  })

  test('are handed out ahead if the storage wants several, and acknowledged in their order', () => {
    const node = new Single({ ...PLAIN, maxAppendsInFlight: 2 })
    const sequences = [1, 2, 3].map((index) => {
      node.raw.step(append(2, 1, [index - 1, index === 1 ? 0 : 1], [1]))
      return node.raw.ready().appendSequence
    })
    expect(sequences[0]).toBeGreaterThan(0)
    expect(sequences[1]).toBeGreaterThan(sequences[0]!)
    expect(sequences[2]).toBe(0)
    expect(() => node.raw.acknowledgeAppend(sequences[1]!)).toThrow(AssertionError)
  })

  test('that nobody handed out cannot be acknowledged', () => {
    const node = new Single(PLAIN)
    expect(() => node.raw.acknowledgeAppend(1)).toThrow(AssertionError)
    expect(() => node.raw.acknowledgeApply(1)).toThrow(AssertionError)
  })

  test('of entries that were replaced and restored meanwhile prove nothing (append ABA)', () => {
    const node = new Single({ ...PLAIN, maxAppendsInFlight: 9, log: [1], term: 1, commit: 1 })
    const take = (...messages: Parameters<typeof node.raw.step>[0][]) => {
      messages.forEach((each) => node.raw.step(each))
      return node.raw.ready()
    }
    // Entry 2 of term 1; another leader's; and, by a third leader who has it, that of term 1 again.
    const a = take(append(2, 1, [1, 1], [1]))
    const b = take(append(3, 2, [1, 1], [2]))
    const c = take(append(2, 3, [1, 1], [1, 3], 3))
    const write = (ready: typeof a) => {
      node.persist(ready)
      node.raw.acknowledgeAppend(ready.appendSequence)
    }
    write(a)
    write(b)
    // Storage holds the entry of term 2 at this moment. Had the first acknowledgement counted, it would be applied now.
    expect(node.storage.term(2)).toBe(2)
    expect(node.raw.status().stableIndex).toBe(1)
    expect(node.raw.ready().committedEntries.map(({ index }) => index)).toEqual([])
    write(c)
    const applied = node.raw.ready().committedEntries
    expect(applied.map(({ index, term }) => [index, term])).toEqual([
      [2, 1],
      [3, 3],
    ])
  })
})

describe('committed entries', () => {
  test('come in batches within the limit, at least one, and none are left out', () => {
    const node = new Single({
      ...PLAIN,
      log: Array.from({ length: 20 }, () => 1),
      commit: 20,
      maxCommittedBytesPerReady: 80,
    })
    const batches: number[][] = []
    while (node.raw.hasReady()) {
      const { committedEntries } = node.raw.ready()
      batches.push(committedEntries.map(({ index }) => index))
      node.raw.advance()
    }
    expect(batches.flat()).toEqual(Array.from({ length: 20 }, (_, i) => i + 1))
    expect(batches.length).toBeGreaterThanOrEqual(7)
    expect(Math.max(...batches.map(({ length }) => length))).toBeLessThanOrEqual(3)
  })

  test('wait while what was handed out and not applied reaches the limit', () => {
    const node = new Single({
      ...PLAIN,
      log: [1, 1, 1, 1],
      commit: 4,
      maxCommittedBytesPerReady: 60,
    })
    expect(node.raw.ready().committedEntries).toHaveLength(2)
    expect(node.raw.hasReady()).toBe(false)
    node.raw.acknowledgeApply(1)
    expect(node.raw.hasReady()).toBe(false)
    node.raw.acknowledgeApply(2)
    expect(node.raw.ready().committedEntries).toHaveLength(2)
  })

  test('of any size pass one by one under a limit of nothing', () => {
    const node = new Single({ ...PLAIN, log: [1, 1], commit: 2, maxCommittedBytesPerReady: 0 })
    node.run()
    expect(node.applied).toHaveLength(2)
  })
})
