import { NotLeaderError, ProposalDroppedError, type RawNode } from '@quorumlite/raft'

/** One thing that this leader wants in the log, and who cares about it. */
export interface Proposal {
  /** The data of one entry, or of several consecutive ones: the pieces of a commit, then the commit. */
  readonly payloads: readonly Uint8Array[]
  /** Called with the index of the last payload when all are in the leader's log. */
  readonly onProposed: (index: number) => void
  /** The term ended first: nothing of it, or not all, is in the log. */
  readonly onLost?: (() => void) | undefined
}

/**
 * Everything a leader proposes goes through this queue, in the order in which it was executed, in the term in which it
 * was executed. When the core takes no more for now (too much is uncommitted, or the leadership is being handed over),
 * the rest waits here; when the term ends, it is dropped: followers do not forward proposals.
 */
export class Proposer {
  readonly #core: RawNode
  #queue: { readonly proposal: Proposal; sent: number }[] = []

  constructor(core: RawNode) {
    this.#core = core
  }

  get isEmpty(): boolean {
    return this.#queue.length === 0
  }

  enqueue(proposal: Proposal): void {
    this.#queue.push({ proposal, sent: 0 })
  }

  /** The term is over: whatever was not proposed never will be. */
  clear(): void {
    const lost = this.#queue
    this.#queue = []
    for (const { proposal } of lost) proposal.onLost?.()
  }

  /** Proposes what the core accepts. Called once a turn. */
  flush(): void {
    let done = 0
    try {
      for (; done < this.#queue.length; done++) {
        const item = this.#queue[done]!
        const { payloads, onProposed } = item.proposal
        let index = 0
        for (; item.sent < payloads.length; item.sent++) {
          index = this.#core.propose(payloads[item.sent]!)
        }
        onProposed(index)
      }
    } catch (cause) {
      if (cause instanceof NotLeaderError) this.clear()
      else if (!(cause instanceof ProposalDroppedError)) throw cause
    }
    if (this.#queue.length > 0) this.#queue.splice(0, done)
  }
}
