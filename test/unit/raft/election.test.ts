// Elections (Raft, 5.2 and 5.4.1; dissertation, 9.6).

import { MessageType } from '@quorumlite/raft'
import { describe, expect, test } from 'vitest'
import { Cluster, voters } from './support/cluster.ts'
import { append, entries, message } from './support/messages.ts'
import { Dice } from '../../sim/dice.ts'
import { Single, type SingleOptions } from './support/single.ts'

const PLAIN = { preVote: false, checkQuorum: false }

/** The answer of node 1 to a vote request. */
function answer(options: SingleOptions, from: number, term: number, log: [number, number]) {
  const node = new Single({ ...PLAIN, ...options })
  const [index, logTerm] = log
  const [response] = node.step(message(MessageType.vote, from, term, { index, logTerm }))
  return response === undefined ? 'none' : response.reject ? 'no' : 'yes'
}

describe('a voter', () => {
  test.each([
    { log: [], candidate: [0, 0], vote: 'yes' },
    { log: [1], candidate: [0, 0], vote: 'no' },
    { log: [1], candidate: [1, 1], vote: 'yes' },
    { log: [1, 1], candidate: [1, 1], vote: 'no' },
    { log: [1, 1], candidate: [3, 1], vote: 'yes' },
    { log: [1, 1, 1], candidate: [1, 2], vote: 'yes' },
    { log: [1, 2], candidate: [9, 1], vote: 'no' },
    { log: [1, 2], candidate: [2, 2], vote: 'yes' },
  ])(
    'with log $log answers $vote to a candidate at $candidate (5.4.1)',
    ({ log, candidate, vote }) => {
      expect(answer({ log, term: 2 }, 2, 3, candidate as [number, number])).toBe(vote)
    },
  )

  test('votes once in a term, but says so again to the same candidate', () => {
    expect(answer({ term: 3, vote: 2 }, 2, 3, [0, 0])).toBe('yes')
    expect(answer({ term: 3, vote: 2 }, 3, 3, [0, 0])).toBe('no')
    expect(answer({ term: 3, vote: 2 }, 3, 4, [0, 0])).toBe('yes')
  })

  test('does not vote for another while it has a leader in the term', () => {
    const node = new Single(PLAIN)
    node.step(append(2, 3, [0, 0], [3]))
    const [response] = node.step(message(MessageType.vote, 3, 3, { index: 9, logTerm: 3 }))
    expect(response?.reject).toBe(true)
  })

  test('refuses a candidate of an older term, and names its own (Raft, figure 2)', () => {
    const node = new Single({ ...PLAIN, term: 3 })
    const candidate = message(MessageType.vote, 2, 2, { index: 9, logTerm: 2 })
    expect(node.step(candidate)).toMatchObject([
      { type: MessageType.voteResponse, to: 2, term: 3, reject: true },
    ])
    expect(node.raw.status()).toMatchObject({ term: 3, vote: 0 })
  })

  test('lets a candidate win that runs after the terms of one whom nobody elects (core seed 3130004873)', () => {
    const cluster = Cluster.of(voters(1, 2, 3), PLAIN)
    // Node 3 was removed from the others' configuration in the meantime, or has an old log: it keeps campaigning.
    cluster.node(1).storage.append(entries(1, 1))
    cluster.node(2).storage.append(entries(1, 1))
    for (const id of [1, 2]) {
      cluster.node(id).storage.setHardState({ term: 1, vote: 0, commit: 0 })
      cluster.node(id).restart()
    }
    cluster.cut(3, 1)
    const hasty = cluster.node(3)
    for (let i = 0; i < 9; i++) {
      hasty.raw.campaign()
      cluster.settle([2, 3])
    }
    expect(cluster.node(2).raw.term).toBe(9)
    for (let i = 0; i < 2; i++) {
      cluster.node(1).raw.campaign()
      cluster.settle()
      hasty.raw.campaign()
      cluster.settle()
      cluster.node(1).raw.campaign()
      cluster.settle()
    }
    expect(cluster.node(1).raw.role).toBe('leader')
  })

  test('writes its vote before it sends it', () => {
    const node = new Single(PLAIN)
    node.raw.step(message(MessageType.vote, 2, 1))
    const ready = node.raw.ready()
    expect(ready.messages).toEqual([])
    expect(ready.hardState).toEqual({ term: 1, vote: 2, commit: 0 })
    expect(ready.mustSync).toBe(true)
    expect(ready.messagesAfterAppend).toMatchObject([{ type: MessageType.voteResponse, to: 2 }])
  })

  test('votes also while it believes to be a learner or no member: it may have missed the change', () => {
    expect(answer({ conf: { ...voters(2, 3), learners: [1] } }, 2, 1, [0, 0])).toBe('yes')
    expect(answer({ conf: voters(2, 3) }, 4, 1, [0, 0])).toBe('yes')
  })

  test('does not change term or vote for a pre-vote, nor reset its timeout', () => {
    const node = new Single({ term: 3, vote: 2, electionTicks: 10 })
    const [response] = node.step(message(MessageType.preVote, 3, 4))
    expect(response).toMatchObject({ type: MessageType.preVoteResponse, term: 4, reject: false })
    expect(node.raw.status()).toMatchObject({ term: 3, vote: 2 })
  })

  test('prefers the higher priority among equal logs, and does not let it stand in the way otherwise', () => {
    const ask = (options: SingleOptions, index: number, priority: number) => {
      const node = new Single({ ...PLAIN, log: [1], term: 1, ...options })
      const fields = { index, logTerm: 1, priority }
      return node.step(message(MessageType.vote, 2, 2, fields))[0]?.reject
    }
    expect(ask({ priority: 5 }, 1, 4)).toBe(true)
    expect(ask({ priority: 5 }, 1, 5)).toBe(false)
    expect(ask({ priority: 5 }, 2, 4)).toBe(false)
    // A learner cannot lead itself, so it has no preference.
    expect(ask({ priority: 5, conf: { ...voters(2, 3), learners: [1] } }, 1, 4)).toBe(false)
  })
})

describe('a candidate', () => {
  test('of one leads as soon as its own vote is durable', () => {
    const node = new Single({ conf: voters(1) })
    expect(node.raw.campaign()).toBe('started')
    expect(node.raw.role).toBe('candidate')
    node.run()
    expect(node.raw.role).toBe('leader')
  })

  test('does not lead on the votes of others before its own is durable: it could lead a term twice', () => {
    const node = new Single(PLAIN)
    node.raw.campaign()
    const ready = node.raw.ready()
    expect(ready.messages).toEqual([])
    expect(ready.messagesAfterAppend.map(({ type }) => type)).toEqual([
      MessageType.vote,
      MessageType.vote,
    ])
    node.raw.step(message(MessageType.voteResponse, 2, 1))
    node.raw.step(message(MessageType.voteResponse, 3, 1))
    expect(node.raw.role).toBe('candidate')
    node.persist(ready)
    node.raw.acknowledgeAppend(ready.appendSequence)
    expect(node.raw.role).toBe('leader')
  })

  test('counts each voter once and nobody else', () => {
    const node = new Single({ ...PLAIN, conf: { ...voters(1, 2, 3, 4, 5), learners: [6] } })
    node.raw.campaign()
    node.run()
    for (const from of [2, 2, 2, 6, 9]) {
      node.raw.step(message(MessageType.voteResponse, from, 1))
    }
    expect(node.raw.role).toBe('candidate')
    node.raw.step(message(MessageType.voteResponse, 4, 1))
    expect(node.raw.role).toBe('leader')
  })

  test('gives up when a majority refused, and when it hears of a leader in its term', () => {
    const refused = new Single(PLAIN)
    refused.raw.campaign()
    refused.run()
    refused.raw.step(message(MessageType.voteResponse, 2, 1, { reject: true }))
    expect(refused.raw.role).toBe('candidate')
    refused.raw.step(message(MessageType.voteResponse, 3, 1, { reject: true }))
    expect(refused.raw.role).toBe('follower')

    const beaten = new Single(PLAIN)
    beaten.raw.campaign()
    beaten.step(message(MessageType.heartbeat, 3, 1, { context: 1 }))
    expect(beaten.raw).toMatchObject({ role: 'follower', leader: 3, term: 1 })
  })

  test('does not take the answer to an older pre-vote for one to the present', () => {
    const node = new Single({ term: 4 })
    node.raw.campaign()
    node.raw.step(message(MessageType.preVoteResponse, 2, 4))
    expect(node.raw.role).toBe('preCandidate')
    node.raw.step(message(MessageType.preVoteResponse, 2, 5))
    expect(node.raw.role).toBe('candidate')
  })

  test('follows a higher term that a refusal names', () => {
    const node = new Single({ term: 1 })
    node.raw.campaign()
    node.raw.step(message(MessageType.preVoteResponse, 2, 7, { reject: true }))
    expect(node.raw).toMatchObject({ role: 'follower', term: 7 })
  })

  test('is no learner, no removed node and none that installs a snapshot', () => {
    expect(new Single({ conf: voters(2, 3) }).raw.campaign()).toBe('notPromotable')
    const learner = new Single({ conf: { ...voters(2, 3), learners: [1] } })
    for (let i = 0; i < 100; i++) {
      learner.raw.tick()
    }
    expect(learner.raw.role).toBe('follower')
    expect(learner.raw.campaign()).toBe('notPromotable')
  })

  test('tells, and learns from votes, what is committed: who cannot win may know why', () => {
    const node = new Single({ log: [1, 1, 1], term: 1, commit: 1, preVote: true })
    node.raw.campaign()
    const [request] = node.run()
    expect(request).toMatchObject({ type: MessageType.preVote, commit: 1, rejectHint: 1 })
    const refusal = { reject: true, commit: 3, rejectHint: 1 }
    node.raw.step(message(MessageType.preVoteResponse, 2, 1, refusal))
    expect(node.raw.commit).toBe(3)
    // Not if the entry there is another one.
    const other = new Single({ log: [1, 1, 1], term: 2, commit: 1 })
    other.step(message(MessageType.preVote, 2, 3, { commit: 3, rejectHint: 2 }))
    expect(other.raw.commit).toBe(1)
  })
})

describe('an election timeout', () => {
  test('is drawn from the injected randomness, between one and two timeouts', () => {
    const ticksToCampaign = (value: number): number => {
      const node = new Single({ electionTicks: 10, random: () => value })
      let ticks = 0
      while (node.raw.role === 'follower') {
        node.raw.tick()
        ticks++
      }
      return ticks
    }
    expect([0, 0.25, 0.5, 0.999].map(ticksToCampaign)).toEqual([10, 12, 15, 19])
  })

  test('can be set from outside until the next draw', () => {
    const node = new Single({ electionTicks: 10 })
    node.raw.setRandomizedElectionTimeout(2)
    node.raw.tick()
    expect(node.raw.role).toBe('follower')
    node.raw.tick()
    expect(node.raw.role).toBe('preCandidate')
  })

  test('brings a leader within 10 timeouts in at least 99.9 % of seeds, in clusters of 3 and of 5', () => {
    const electionTicks = 10
    let late = 0
    for (let seed = 1; seed <= 1000; seed++) {
      const random = new Dice(seed)
      const ids = seed % 2 === 0 ? [1, 2, 3] : [1, 2, 3, 4, 5]
      const preVote = seed % 4 < 2
      const cluster = Cluster.of(voters(...ids), { electionTicks, preVote, random: random.next })
      // The first node is dead.
      cluster.isolate(1)
      let ticks = 0
      while (cluster.leaders.length === 0 && ticks < 10 * electionTicks) {
        ticks++
        for (const id of ids.slice(1)) {
          cluster.tick(id)
        }
        // A message takes as long as a tick: campaigns do collide.
        const sent = cluster.network.splice(0)
        sent.forEach((each) => cluster.deliver(each))
        cluster.nodes.forEach((node) => cluster.run(node))
      }
      late += cluster.leaders.length === 0 ? 1 : 0
    }
    expect(late).toBeLessThanOrEqual(1)
  })
})

describe('pre-vote', () => {
  test('keeps the term of a node that was cut off for 1,000 timeouts, and the leader in office', () => {
    const cluster = Cluster.of(voters(1, 2, 3), { electionTicks: 10 })
    const leader = cluster.elect(1)
    cluster.isolate(3)
    for (let i = 0; i < 10_000; i++) {
      cluster.tick(3)
      cluster.run(cluster.node(3))
      cluster.network.length = 0
    }
    expect(cluster.node(3).raw.term).toBe(1)
    cluster.heal()
    for (let i = 0; i < 30; i++) {
      cluster.nodes.forEach(({ id }) => cluster.tick(id))
      cluster.settle()
    }
    expect(leader.raw).toMatchObject({ role: 'leader', term: 1 })
    expect(cluster.node(3).raw).toMatchObject({ role: 'follower', leader: 1, term: 1 })
  })

  test('lets nodes with and without it elect each other, also from different terms', () => {
    for (const withPreVote of [[1], [2], [1, 2], [2, 3], [1, 2, 3], []]) {
      const cluster = new Cluster()
      const random = new Dice(7)
      for (const id of [1, 2, 3]) {
        const options = {
          random: random.next,
          preVote: withPreVote.includes(id),
          checkQuorum: false,
        }
        cluster.add(id, voters(1, 2, 3), options)
      }
      cluster.elect(1)
      cluster.isolate(3)
      for (let i = 0; i < 60; i++) {
        cluster.tick(3)
        cluster.run(cluster.node(3))
      }
      cluster.network.length = 0
      cluster.heal()
      // The leader is gone; the other two have to find together.
      cluster.isolate(1)
      for (let i = 0; i < 100; i++) {
        cluster.tick(2)
        cluster.tick(3)
        cluster.settle([2, 3])
      }
      expect(cluster.leaders.filter(({ id }) => id !== 1)).toHaveLength(1)
    }
  })

  test('works again after the first attempt failed: no livelock after a reconnection (canonical/raft #196)', () => {
    const cluster = Cluster.of(voters(1, 2, 3), { electionTicks: 10 })
    cluster.elect(1)
    cluster.isolate(1)
    cluster.tick(2, 10)
    cluster.settle()
    expect(cluster.node(2).raw.role).toBe('preCandidate')
    cluster.tick(3, 10)
    cluster.settle()
    expect(cluster.leaders.map(({ id }) => id)).toContain(3)
  })
})
