import type { RawNode } from '@quorumlite/raft'
import { randomBetween, type Clock, type Random, type Timer } from '@quorumlite/transport'

/** Spreads the campaigns of several followers that noticed the same death. */
const JITTER_MS = 50

/**
 * Makes a killed leader cost well under a second. When the leader's connection has closed *and* a redial was refused, its
 * process is gone: the follower forgets it (or leader stickiness would make everybody ignore the election) and
 * campaigns, with pre-vote, after a little jitter; again while the hint stands. A timeout is no such hint: that may be
 * the network.
 */
export class LeaderHint {
  readonly #core: RawNode
  readonly #clock: Clock
  readonly #random: Random
  readonly #wake: () => void
  #timer: Timer | undefined
  #suspect = 0

  constructor(core: RawNode, clock: Clock, random: Random, wake: () => void) {
    this.#core = core
    this.#clock = clock
    this.#random = random
    this.#wake = wake
  }

  onGone(nodeId: number): void {
    if (nodeId === this.#core.leader) {
      this.#suspect = nodeId
      this.#core.forgetLeader()
      this.#wake()
    }
    if (nodeId !== this.#suspect || this.#timer) return
    this.#timer = this.#clock.setTimer(randomBetween(this.#random, 0, JITTER_MS), () => {
      this.#timer = undefined
      if (this.#core.leader !== 0) {
        this.#suspect = 0
        return
      }
      this.#core.campaign()
      this.#wake()
    })
  }

  stop(): void {
    this.#timer?.cancel()
  }
}
