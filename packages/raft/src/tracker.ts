// The configuration in force, with the progress of each member and the votes of the running election.

import type { ConfState, Index, NodeId } from './entry.ts'
import { isVoter, members } from './membership.ts'
import { Progress } from './progress.ts'
import { jointIndex, jointVote, type VoteResult } from './quorum.ts'

export interface TrackerLimits {
  readonly maxInflightMessages: number
  readonly maxInflightBytes: number
}

export class Tracker {
  readonly #limits: TrackerLimits
  readonly #progress = new Map<NodeId, Progress>()
  readonly #votes = new Map<NodeId, boolean>()
  #conf: ConfState
  /** All members, sorted by id. */
  #peers: readonly Progress[] = []

  // Made once: they are asked with every acknowledgement.
  readonly #matchOf = (id: NodeId): Index => this.#progress.get(id)?.match ?? 0
  readonly #roundOf = (id: NodeId): number => this.#progress.get(id)?.acknowledgedRound ?? 0
  readonly #commitOf = (id: NodeId): Index => this.#progress.get(id)?.commit ?? 0
  readonly #voteOf = (id: NodeId): boolean | undefined => this.#votes.get(id)

  constructor(conf: ConfState, next: Index, limits: TrackerLimits) {
    this.#limits = limits
    this.#conf = conf
    this.configure(conf, next, 0)
  }

  get conf(): ConfState {
    return this.#conf
  }

  get peers(): readonly Progress[] {
    return this.#peers
  }

  get(id: NodeId): Progress | undefined {
    return this.#progress.get(id)
  }

  isVoter(id: NodeId): boolean {
    return isVoter(this.#conf, id)
  }

  /** Puts `conf` in force. Members that stay keep their progress; new ones are probed from `next`. */
  configure(conf: ConfState, next: Index, tick: number): void {
    this.#conf = conf
    const ids = members(conf)
    for (const id of this.#progress.keys()) {
      if (!ids.includes(id)) {
        this.#progress.delete(id)
      }
    }
    for (const id of ids) {
      const isLearner = conf.learners.includes(id)
      const known = this.#progress.get(id)
      if (known !== undefined) {
        known.isLearner = isLearner
      } else {
        this.#progress.set(id, this.#createProgress(id, isLearner, next, tick))
      }
    }
    this.#peers = ids.map((id) => this.#progress.get(id)!)
  }

  /** What a new leader knows: nothing. */
  reset(next: Index, tick: number): void {
    this.#votes.clear()
    for (const progress of this.#peers) {
      progress.reset(next, tick)
    }
  }

  /** The highest index that the configuration has made durable. */
  committedIndex(): Index {
    return jointIndex(this.#conf, this.#matchOf)
  }

  /** A quorum knows everything up to here to be committed. */
  knownCommit(): Index {
    return jointIndex(this.#conf, this.#commitOf)
  }

  /** The last heartbeat round that a quorum has answered. */
  confirmedRound(): number {
    return jointIndex(this.#conf, this.#roundOf)
  }

  resetVotes(): void {
    this.#votes.clear()
  }

  /** The first vote of a node counts: a repetition changes nothing. */
  recordVote(id: NodeId, granted: boolean): void {
    if (!this.#votes.has(id)) {
      this.#votes.set(id, granted)
    }
  }

  hasVoted(id: NodeId): boolean {
    return this.#votes.has(id)
  }

  tallyVotes(): VoteResult {
    return jointVote(this.#conf, this.#voteOf)
  }

  /** Whether `self` and those heard of after tick `since` are a quorum. */
  isQuorumActive(self: NodeId, since: number): boolean {
    const isActive = (id: NodeId): boolean =>
      id === self || (this.#progress.get(id)?.lastActiveTick ?? -1) > since
    return jointVote(this.#conf, isActive) === 'won'
  }

  #createProgress(id: NodeId, isLearner: boolean, next: Index, tick: number): Progress {
    const { maxInflightMessages, maxInflightBytes } = this.#limits
    const progress = new Progress(id, isLearner, next, tick, maxInflightMessages, maxInflightBytes)
    // A new member counts as heard of: it must not cost the leader its quorum before it could answer.
    progress.heard = true
    return progress
  }
}
