import { NotLeaderError, ProposalDroppedError, type RawNode } from '@quorumlite/raft'

/** One thing that this leader wants in the log, and who cares about it. */
export interface Proposal {
  /** What has to stay in order: proposals of one lane are proposed in the order in which they came. */
  readonly lane: number
  /** The data of the entry, or the entries that make it up. */
  readonly payload: Uint8Array | ProposalParts
  /** Called with the index of the (last) entry when it is in the leader's log. */
  readonly onProposed: (index: number) => void
  /** The term ended first: nothing of it, or not all, is in the log. */
  readonly onLost?: (() => void) | undefined
}

/** Several entries, of which not all exist at once. */
export interface ProposalParts {
  /** The next entry; undefined while it has to wait. The owner wakes the loop when that changes. */
  peek(): { readonly payload: Uint8Array; readonly last: boolean } | undefined
  /** What `peek` returned is in the leader's log. */
  proposed(index: number): void
}

/** What has no order to keep with anything else. */
export const NO_LANE = 0

/**
 * Everything a leader proposes goes through this queue, in the term in which it was executed. When the core takes no more
 * for now (too much is uncommitted, or the leadership is being handed over), the rest waits here; when the term ends, it
 * is dropped: followers do not forward proposals.
 *
 * What comes in parts lets other lanes pass. One at a time does, so that between two of them there is a moment at which
 * the log is whole: checkpoints and snapshots wait for that.
 */
export class Proposer {
  readonly #core: RawNode
  #queue: Proposal[] = []
  /** The one that comes in parts and has begun. */
  #parted: Proposal | undefined

  constructor(core: RawNode) {
    this.#core = core
  }

  get isEmpty(): boolean {
    return this.#queue.length === 0
  }

  enqueue(proposal: Proposal): void {
    this.#queue.push(proposal)
  }

  /** The term is over: whatever was not proposed never will be. */
  clear(): void {
    const lost = this.#queue
    this.#queue = []
    this.#parted = undefined
    for (const proposal of lost) proposal.onLost?.()
  }

  /** Proposes what the core accepts. Called once a turn. */
  flush(): void {
    if (this.#queue.length === 0) return
    const queue = this.#queue
    const left: Proposal[] = []
    const blocked = new Set<number>()
    let done = 0
    try {
      for (; done < queue.length; done++) {
        const proposal = queue[done]!
        if (!blocked.has(proposal.lane) && this.#propose(proposal)) continue
        left.push(proposal)
        if (proposal.lane !== NO_LANE) blocked.add(proposal.lane)
      }
      this.#queue = left
    } catch (cause) {
      this.#queue = [...left, ...queue.slice(done)]
      if (cause instanceof NotLeaderError) this.clear()
      else if (!(cause instanceof ProposalDroppedError)) throw cause
    }
  }

  /** Returns whether all of it is in the log. */
  #propose(proposal: Proposal): boolean {
    const { payload, onProposed } = proposal
    if (payload instanceof Uint8Array) {
      onProposed(this.#core.propose(payload))
      return true
    }
    if (this.#parted && this.#parted !== proposal) return false
    for (let part = payload.peek(); part; part = payload.peek()) {
      this.#parted = proposal
      const index = this.#core.propose(part.payload)
      payload.proposed(index)
      if (!part.last) continue
      this.#parted = undefined
      onProposed(index)
      return true
    }
    return false
  }
}
