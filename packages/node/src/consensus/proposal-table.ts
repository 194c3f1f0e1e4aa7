import type { Entry } from '@quorumlite/raft'
import type { Effect } from './state/replicated-state.ts'

/** Something of this leader's that is in its log and not applied yet. */
export interface InFlight {
  readonly term: number
  /** For what the SQL half executed: in which epoch, and which speculative version holds its pages (0: it wrote none). */
  readonly execution?: {
    readonly database: number
    readonly epoch: number
    readonly speculation: number
  }
  readonly onApplied: (entry: Entry, effect: Effect) => void
  /** The term ended first: the entry may still be committed, but this node will not say so. */
  readonly onLost?: () => void
}

/** What this leader proposed, by index. An entry at the same index but of another term took its place in the log. */
export class ProposalTable {
  readonly #byIndex = new Map<number, InFlight>()

  get size(): number {
    return this.#byIndex.size
  }

  add(index: number, proposal: InFlight): void {
    this.#byIndex.set(index, proposal)
  }

  /** Takes out what was proposed at this entry's index, if this entry is it. */
  take(entry: Entry): InFlight | undefined {
    const proposal = this.#byIndex.get(entry.index)
    if (!proposal) return undefined
    this.#byIndex.delete(entry.index)
    if (proposal.term === entry.term) return proposal
    proposal.onLost?.()
    return undefined
  }

  /** The term is over. */
  clear(): void {
    const lost = [...this.#byIndex.values()]
    this.#byIndex.clear()
    for (const proposal of lost) proposal.onLost?.()
  }
}
