// Linearizable reads (Ongaro's dissertation, 6.4). A read may run at the leader's commit index once a quorum has
// answered a heartbeat that was sent after the read came in.
//
// Heartbeats are numbered in rounds. All reads that wait when a Ready is taken share one round, and whatever a quorum
// has answered confirms that round and those before. Round numbers never repeat in the life of a leader, and answers
// of older terms are dropped: a late or repeated answer cannot confirm a read that came after it.

import type { Index, NodeId } from './entry.ts'

/** A read that waits: where it came from, and the caller's name for it. */
export interface ReadRequest {
  readonly from: NodeId
  readonly context: number
}

interface ReadBatch {
  readonly round: number
  readonly index: Index
  readonly requests: readonly ReadRequest[]
}

/** The reads of a leader. */
export class LeaderReads {
  /** Not part of a round yet. */
  #waiting: ReadRequest[] = []
  #batches: ReadBatch[] = []
  #round = 0
  /** For each tick with a round that may still be confirmed: the first round of the tick. For leases. */
  #sent: { readonly round: number; readonly tick: number }[] = []

  get round(): number {
    return this.#round
  }

  get hasWaiting(): boolean {
    return this.#waiting.length > 0
  }

  /** Reads wait for the answers to a round. */
  get hasPending(): boolean {
    return this.#batches.length > 0
  }

  add(request: ReadRequest): void {
    this.#waiting.push(request)
  }

  takeWaiting(): readonly ReadRequest[] {
    const requests = this.#waiting
    this.#waiting = []
    return requests
  }

  /** A new round of heartbeats is sent at this tick. */
  startRound(tick: number): number {
    this.#round++
    if (this.#sent.at(-1)?.tick !== tick) {
      this.#sent.push({ round: this.#round, tick })
    }
    return this.#round
  }

  /** These reads are confirmed, at `index`, by the answers to the round that was started last. */
  waitForRound(index: Index, requests: readonly ReadRequest[]): void {
    this.#batches.push({ round: this.#round, index, requests })
  }

  /** A quorum has answered `round`: takes the reads that this confirms. */
  confirm(round: number): readonly ReadBatch[] {
    let confirmed = 0
    while (confirmed < this.#batches.length && this.#batches[confirmed]!.round <= round) {
      confirmed++
    }
    return this.#batches.splice(0, confirmed)
  }

  /** The tick at which the round was sent that a quorum answered last; undefined if there is none. */
  confirmedTick(round: number): number | undefined {
    while (this.#sent.length > 1 && this.#sent[1]!.round <= round) {
      this.#sent.shift()
    }
    const first = this.#sent[0]
    return first !== undefined && first.round <= round ? first.tick : undefined
  }

  /** Forgets rounds sent up to this tick: their answers come too late to be of use. */
  forgetSentBefore(tick: number): void {
    while (this.#sent.length > 0 && this.#sent[0]!.tick < tick) {
      this.#sent.shift()
    }
  }

  /** No round that was sent so far makes a lease any more. */
  dropLease(): void {
    this.#sent = []
  }

  /** The leadership is over. Takes the contexts of this node's own reads; other nodes notice by themselves. */
  clear(self: NodeId): readonly number[] {
    const requests = [...this.#batches.flatMap((batch) => batch.requests), ...this.#waiting]
    this.#waiting = []
    this.#batches = []
    this.#sent = []
    return requests.filter(({ from }) => from === self).map(({ context }) => context)
  }
}

/**
 * The reads that a follower passes on. Those that wait when a Ready is taken go as one request, under the context of
 * the last of them. An answer serves all that were asked before it too: its index was taken later.
 */
export class ForwardedReads {
  #waiting: number[] = []
  #sent: (readonly number[])[] = []
  #ticksSinceSent = 0

  get hasWaiting(): boolean {
    return this.#waiting.length > 0
  }

  /** Some are not answered. */
  get hasAny(): boolean {
    return this.#waiting.length > 0 || this.#sent.length > 0
  }

  add(context: number): void {
    this.#waiting.push(context)
  }

  /** The context to ask the leader with, for everything that waits. */
  send(): number {
    const batch = this.#waiting
    this.#waiting = []
    this.#sent.push(batch)
    this.#ticksSinceSent = 0
    return batch.at(-1)!
  }

  /** After `ticks` without an answer: the context to ask with once more, otherwise undefined. */
  retryAfter(ticks: number): number | undefined {
    if (this.#sent.length === 0 || ++this.#ticksSinceSent < ticks) {
      return undefined
    }
    this.#ticksSinceSent = 0
    return this.#sent.at(-1)!.at(-1)
  }

  /** The leader answered: takes the contexts that this settles, none if the answer was known. */
  answered(context: number): readonly number[] {
    const at = this.#sent.findIndex((batch) => batch.at(-1) === context)
    return this.#sent.splice(0, at + 1).flat()
  }

  /** The leader is gone: takes the contexts that it will not answer. */
  clear(): readonly number[] {
    const contexts = [...this.#sent.flat(), ...this.#waiting]
    this.#waiting = []
    this.#sent = []
    return contexts
  }
}
