import type { RawNode } from '@quorumlite/raft'
import { createVirtualClock } from '@quorumlite/transport'
import { describe, expect, test } from 'vitest'
import { PublishedIndex } from '../../../../packages/node/src/consensus/published-index.ts'
import { ReadCoordinator } from '../../../../packages/node/src/consensus/read-coordinator.ts'

describe('linearizable reads', () => {
  interface Core {
    contexts: number[]
    outcome: 'accepted' | 'noLeader'
    leader: number
  }

  function setUp(): {
    core: Core
    reads: ReadCoordinator
    published: PublishedIndex
    clock: ReturnType<typeof createVirtualClock>
  } {
    const clock = createVirtualClock()
    const published = new PublishedIndex(0)
    const core: Core & { readIndex(context: number): string } = {
      contexts: [],
      outcome: 'accepted',
      leader: 1,
      readIndex(context) {
        if (this.outcome === 'accepted') this.contexts.push(context)
        return this.outcome
      },
    }
    return {
      core,
      clock,
      published,
      reads: new ReadCoordinator(core as unknown as RawNode, clock, published, 10),
    }
  }

  const record = (
    into: string[],
    name: string,
  ): [(index: number) => void, (error: { code: string }) => void] => [
    (index) => into.push(`${name}@${index}`),
    (error) => into.push(`${name}:${error.code}`),
  ]

  test('share a round, wait until its index is published, and run once', () => {
    const { core, reads, published } = setUp()
    const seen: string[] = []
    reads.enqueue(1_000, ...record(seen, 'a'))
    reads.enqueue(1_000, ...record(seen, 'b'))
    reads.flush()
    reads.enqueue(1_000, ...record(seen, 'c'))
    reads.flush()
    expect(core.contexts).toEqual([10])
    expect(reads.onReadStates([{ context: 10, index: 7 }])).toBe(true)
    reads.flush()
    expect(core.contexts).toEqual([10, 11])
    expect(seen).toEqual([])
    published.advance(7)
    expect(reads.onReadStates([{ context: 10, index: 7 }])).toBe(false)
    expect(seen).toEqual(['a@7', 'b@7'])
    expect(reads.pending).toBe(1)
  })

  test('wait for a round in flight no longer than one takes', async () => {
    const { core, reads, clock } = setUp()
    const seen: string[] = []
    reads.enqueue(1_000, ...record(seen, 'a'))
    reads.flush()
    reads.enqueue(1_000, ...record(seen, 'b'))
    await clock.advance(4)
    reads.flush()
    expect(core.contexts).toEqual([10])
    await clock.advance(1)
    reads.flush()
    expect(core.contexts).toEqual([10, 11])
    // The end of the older round does not make the newer one look as if it were over.
    reads.enqueue(1_000, ...record(seen, 'c'))
    reads.onReadStates([{ context: 10, index: 0 }])
    reads.flush()
    expect(core.contexts).toEqual([10, 11])
    reads.onDroppedReads([11])
    reads.flush()
    expect(core.contexts).toEqual([10, 11, 12])
  })

  test('ask again when the round is lost or its leader is, under another context', async () => {
    const { core, reads, published, clock } = setUp()
    const seen: string[] = []
    reads.enqueue(2_000, ...record(seen, 'a'))
    reads.flush()
    await clock.advance(600)
    reads.expire()
    reads.flush()
    reads.onDroppedReads([11])
    reads.flush()
    expect(core.contexts).toEqual([10, 11, 12])
    published.advance(9)
    reads.onReadStates([
      { context: 10, index: 3 },
      { context: 12, index: 9 },
    ])
    expect(seen).toEqual(['a@9'])
  })

  test('give up at their deadline: with no leader, with a silent one, and before their index is published', async () => {
    const { core, reads, published, clock } = setUp()
    const seen: string[] = []
    reads.enqueue(1_200, ...record(seen, 'behind'))
    reads.flush()
    reads.onReadStates([{ context: 10, index: 50 }])
    core.outcome = 'noLeader'
    core.leader = 0
    reads.enqueue(1_200, ...record(seen, 'alone'))
    for (let i = 0; i < 4; i++) {
      await clock.advance(500)
      reads.expire()
      published.expire(clock.nowMs())
      reads.flush()
    }
    expect(seen.toSorted()).toEqual(['alone:NO_LEADER', 'behind:TIMEOUT'])
    published.advance(50)
    expect(seen).toHaveLength(2)
    expect(reads.pending).toBe(0)
  })
})
