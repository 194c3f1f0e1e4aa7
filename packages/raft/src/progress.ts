// What the leader knows of one member, and how much it may send to it.
//
// probe:     the leader does not know where the member's log matches; one append at a time.
// replicate: it knows; appends are sent ahead of the answers, as far as `Inflights` permits.
// snapshot:  the member needs entries that are compacted; a snapshot is on its way and nothing else is sent.

import { assert } from './assert.ts'
import type { Index, NodeId } from './entry.ts'
import { Inflights } from './inflights.ts'

export type ProgressState = 'probe' | 'replicate' | 'snapshot'

export class Progress {
  readonly id: NodeId
  readonly inflights: Inflights
  state: ProgressState = 'probe'
  isLearner: boolean
  /** The member's log is the leader's up to here, durably. */
  match: Index = 0
  /** The next entry to send. Always above `match`. */
  next: Index
  /** The member knows this to be committed, durably if it is a change of configuration. */
  commit: Index = 0
  /** The highest commit index on its way to the member. */
  sentCommit: Index = 0
  /** While `state` is `snapshot`: the index of the snapshot that was sent. */
  pendingSnapshot: Index = 0
  /** Nothing is sent until the member answers, or a heartbeat's answer shows that a message may have been lost. */
  paused = false
  /** The tick of the leader at which the member was last heard of. */
  lastActiveTick: number
  /** It was heard of in this term. */
  heard = false
  /** The tick of the leader at which a heartbeat's answer last lifted a pause. */
  lastProbeTick: number = Number.NEGATIVE_INFINITY
  /** The last heartbeat round that the member answered. */
  acknowledgedRound = 0
  /** The last heartbeat round to which the member answered that it rests. */
  restRound = 0

  constructor(
    id: NodeId,
    isLearner: boolean,
    next: Index,
    tick: number,
    maxInflightMessages: number,
    maxInflightBytes: number,
  ) {
    this.id = id
    this.isLearner = isLearner
    this.next = Math.max(next, 1)
    this.lastActiveTick = tick
    this.inflights = new Inflights(maxInflightMessages, maxInflightBytes)
  }

  /** Back to what a new leader knows: nothing, except that its own log ends before `next`. */
  reset(next: Index, tick: number): void {
    this.#enter('probe')
    this.match = 0
    this.next = next
    this.sentCommit = 0
    this.commit = 0
    this.lastActiveTick = tick
    this.heard = false
    this.lastProbeTick = Number.NEGATIVE_INFINITY
    this.acknowledgedRound = 0
    this.restRound = 0
  }

  /** It said something new: repetitions, minutes later, are no sign of life. */
  hear(tick: number): void {
    this.heard = true
    this.lastActiveTick = tick
  }

  /** Whether appends have to wait. */
  isPaused(): boolean {
    return this.state === 'snapshot' || this.paused
  }

  becomeProbe(): void {
    // A snapshot that arrived is where probing goes on, or its entries would be rejected once more.
    const pendingSnapshot = this.state === 'snapshot' ? this.pendingSnapshot : 0
    this.#enter('probe')
    this.next = Math.max(this.match, pendingSnapshot) + 1
    this.sentCommit = Math.min(this.sentCommit, this.next - 1)
  }

  becomeReplicate(): void {
    this.#enter('replicate')
    this.next = this.match + 1
  }

  becomeSnapshot(index: Index): void {
    this.#enter('snapshot')
    this.pendingSnapshot = index
    this.next = index + 1
    this.sentCommit = index
  }

  /** An append with this many entries was sent. */
  sentEntries(count: number, bytes: number): void {
    assert(this.state !== 'snapshot', 'an append was sent while a snapshot is on its way')
    if (this.state === 'replicate') {
      if (count > 0) {
        this.next += count
        this.inflights.add(this.next - 1, bytes)
      }
      // One that fills the window, or comes while it is full, is a probe: then nothing until an answer or a heartbeat.
      this.paused = this.inflights.isFull()
    } else if (count > 0) {
      this.paused = true
    }
  }

  /** Whether an empty append with this commit index would tell the member something new. */
  canBumpCommit(commit: Index): boolean {
    return commit > this.sentCommit && this.sentCommit < this.next - 1
  }

  /** The member acknowledged everything up to `index`. False if that was known. */
  maybeUpdate(index: Index): boolean {
    if (index <= this.match) {
      return false
    }
    this.match = index
    this.next = Math.max(this.next, index + 1)
    this.paused = false
    return true
  }

  /**
   * The member rejected the append after `rejected`; `hint` is the last index that may match. False if the rejection is
   * out of date.
   */
  maybeDecrease(rejected: Index, hint: Index): boolean {
    if (this.state === 'replicate') {
      if (rejected <= this.match) {
        return false
      }
      this.next = this.match + 1
    } else {
      // A probe goes out one at a time: only the answer to the last one counts.
      if (this.next - 1 !== rejected) {
        return false
      }
      this.next = Math.max(Math.min(rejected, hint + 1), this.match + 1)
      this.paused = false
    }
    this.sentCommit = Math.min(this.sentCommit, this.next - 1)
    return true
  }

  #enter(state: ProgressState): void {
    this.state = state
    this.paused = false
    this.pendingSnapshot = 0
    this.inflights.reset()
  }
}
