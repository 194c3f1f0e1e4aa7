// The follower's log (Raft, 5.3 and figure 2), through the node that keeps it.

import { MessageType, StorageInconsistentError } from '@quorumlite/raft'
import { describe, expect, test } from 'vitest'
import { append, message, snapshotAt } from './support/messages.ts'
import { Single } from './support/single.ts'

const PLAIN = { preVote: false, checkQuorum: false }

describe('an append', () => {
  test.each([
    { log: [1, 2, 3], after: [3, 3], terms: [], result: [1, 2, 3], has: 3 },
    { log: [1, 2, 3], after: [3, 3], terms: [4], result: [1, 2, 3, 4], has: 4 },
    { log: [1, 2, 3], after: [2, 2], terms: [3, 4], result: [1, 2, 3, 4], has: 4 },
    { log: [1, 2, 3], after: [1, 1], terms: [4], result: [1, 4], has: 2 },
    { log: [1, 2, 3], after: [0, 0], terms: [4, 4], result: [4, 4], has: 2 },
    { log: [1, 2, 3], after: [0, 0], terms: [1, 2], result: [1, 2, 3], has: 2 },
    { log: [1, 2, 3], after: [0, 0], terms: [], result: [1, 2, 3], has: 0 },
    { log: [], after: [0, 0], terms: [2, 2, 3], result: [2, 2, 3], has: 3 },
  ])('of $terms after $after to $log makes $result', ({ log, after, terms, result, has }) => {
    const node = new Single({ ...PLAIN, log, term: 4 })
    const [response] = node.step(append(2, 4, after as [number, number], terms))
    expect(response).toMatchObject({ type: MessageType.appendResponse, reject: false, index: has })
    expect(node.log).toEqual(result)
  })

  test.each([
    // The follower's log is short: its end.
    { log: [1, 1], after: [5, 2], hint: 2, term: 1 },
    // A later term stands there: before all of it.
    { log: [1, 2, 3, 3, 3], after: [5, 2], hint: 2, term: 2 },
    { log: [1, 3, 3, 3, 3], after: [4, 2], hint: 1, term: 1 },
    { log: [3, 3, 3], after: [3, 2], hint: 0, term: 0 },
    // An earlier term stands there: the leader has to skip, by what this term is.
    { log: [1, 1, 1, 1], after: [4, 3], hint: 4, term: 1 },
  ])('that does not match $log at $after names $hint/$term to go on from', (each) => {
    const node = new Single({ ...PLAIN, log: each.log, term: 4 })
    const [response] = node.step(append(2, 4, each.after as [number, number], [4]))
    expect(response).toMatchObject({
      reject: true,
      index: each.after[0],
      rejectHint: each.hint,
      logTerm: each.term,
    })
    expect(node.log).toEqual(each.log)
  })

  test('before the commit index is answered with the commit index', () => {
    const node = new Single({ ...PLAIN, log: [1, 1, 1], commit: 2 })
    expect(node.step(append(2, 1, [0, 0], [1]))).toMatchObject([{ index: 2, reject: false }])
  })

  test('commits no further than its last new entry', () => {
    const node = new Single({ ...PLAIN, log: [1, 1, 1], term: 2 })
    node.step(append(2, 2, [1, 1], [], 3))
    expect(node.raw.commit).toBe(1)
    node.step(append(2, 2, [1, 1], [1], 3))
    expect(node.raw.commit).toBe(2)
  })

  test.each([
    { after: [2, 3], terms: [] },
    { after: [1, 2], terms: [] },
    { after: [1, 1], terms: [3] },
    { after: [0, 0], terms: [1, 2, 3] },
  ])(
    'of $terms after $after denies what is committed: a divergence, which changes nothing',
    (each) => {
      const node = new Single({ ...PLAIN, log: [1, 1, 1], commit: 2 })
      expect(node.raw.step(append(2, 3, each.after as [number, number], each.terms))).toBe(
        'diverged',
      )
      expect(node.run().filter(({ type }) => type === MessageType.appendResponse)).toEqual([])
      expect(node.log).toEqual([1, 1, 1])
    },
  )
})

describe('a heartbeat', () => {
  test('commits what it names', () => {
    const node = new Single({ ...PLAIN, log: [1, 1, 1] })
    node.step(message(MessageType.heartbeat, 2, 1, { commit: 2, context: 4 }))
    expect(node.raw.commit).toBe(2)
    expect(node.sentOf(MessageType.heartbeatResponse)).toMatchObject([{ context: 4, to: 2 }])
  })

  test('does not take the commit index back', () => {
    const node = new Single({ ...PLAIN, log: [1, 1, 1], commit: 3 })
    node.step(message(MessageType.heartbeat, 2, 1, { commit: 1 }))
    expect(node.raw.commit).toBe(3)
  })

  test('of a commit index beyond the log says that acknowledged entries are lost here (etcd #10166)', () => {
    const node = new Single({ ...PLAIN, log: [1, 1] })
    expect(node.raw.step(message(MessageType.heartbeat, 2, 1, { commit: 3 }))).toBe('diverged')
    expect(node.raw.commit).toBe(0)
    expect(node.run().filter(({ type }) => type === MessageType.heartbeatResponse)).toEqual([])
  })
})

describe('a start', () => {
  test('goes on from what storage has', () => {
    const node = new Single({ log: [1, 1, 2], term: 3, vote: 2, commit: 2, applied: 1 })
    expect(node.raw.status()).toMatchObject({
      term: 3,
      vote: 2,
      commit: 2,
      applied: 1,
      lastIndex: 3,
      stableIndex: 3,
      role: 'follower',
    })
    node.run()
    expect(node.applied.map(({ index }) => index)).toEqual([2])
  })

  test('takes what is applied for committed: the commit index need not have been synced', () => {
    const node = new Single({ log: [1, 1, 1], commit: 1, applied: 3 })
    expect(node.raw.commit).toBe(3)
  })

  test.each([
    ['a commit index beyond the log (etcd #5664, #8455)', { log: [1, 1], commit: 3 }],
    ['an applied index beyond the log', { log: [1, 1], commit: 2, applied: 3 }],
    ['an entry of a later term than the hard state', { log: [1, 2], term: 1 }],
  ])('with %s is refused', (_, options) => {
    expect(() => new Single(options)).toThrow(StorageInconsistentError)
  })

  test('from a snapshot without hard state is possible: that is how a cluster begins', () => {
    const node = new Single()
    node.storage.applySnapshot(snapshotAt(5, 1, [1]))
    expect(node.storage.firstIndex()).toBe(6)
    const restarted = new Single({ conf: snapshotAt(5, 1, [1]).metadata.confState })
    restarted.storage.applySnapshot(snapshotAt(5, 1, [1]))
    restarted.raw.campaign()
    restarted.run()
    expect(restarted.raw.role).toBe('leader')
  })
})
