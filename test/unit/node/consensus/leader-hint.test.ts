import type { RawNode } from '@quorumlite/raft'
import { createVirtualClock } from '@quorumlite/transport'
import { describe, expect, test } from 'vitest'
import { LeaderHint } from '../../../../packages/node/src/consensus/leader-hint.ts'

const RANDOM = { next: () => 0.5, bytes: (n: number): Uint8Array => new Uint8Array(n) }

describe('the hint that the leader is gone', () => {
  function setUp(): {
    core: { leader: number; forgotten: number; campaigns: number }
    hint: LeaderHint
    clock: ReturnType<typeof createVirtualClock>
  } {
    const clock = createVirtualClock()
    const core = {
      leader: 2,
      forgotten: 0,
      campaigns: 0,
      forgetLeader() {
        this.forgotten++
        this.leader = 0
      },
      campaign() {
        this.campaigns++
      },
    }
    return {
      core,
      clock,
      hint: new LeaderHint(core as unknown as RawNode, clock, RANDOM, () => undefined),
    }
  }

  test('makes a follower forget it and campaign after a little jitter, again while it stands', async () => {
    const { core, hint, clock } = setUp()
    hint.onGone(3)
    expect(core).toMatchObject({ forgotten: 0, leader: 2 })
    hint.onGone(2)
    expect(core).toMatchObject({ forgotten: 1, campaigns: 0 })
    await clock.advance(50)
    expect(core.campaigns).toBe(1)
    hint.onGone(2)
    await clock.advance(50)
    expect(core.campaigns).toBe(2)
  })

  test('is dropped once there is a leader again, and when the node stops', async () => {
    const { core, hint, clock } = setUp()
    hint.onGone(2)
    core.leader = 3
    await clock.advance(50)
    hint.onGone(2)
    await clock.advance(50)
    expect(core).toMatchObject({ forgotten: 1, campaigns: 0 })
    hint.onGone(3)
    hint.stop()
    expect(clock.timerCount).toBe(0)
  })
})
