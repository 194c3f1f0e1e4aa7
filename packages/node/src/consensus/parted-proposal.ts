import type { EncodedPart } from '../sql/messages.ts'
import { encodeEnd, encodePart, type CommitEntry } from './commit-payloads.ts'
import type { ProposalParts } from './proposer.ts'

export interface PartedProposalOptions {
  readonly commit: CommitEntry
  readonly commitId: number
  /** Parts in the log, or on the way there, that are not applied: what of it is in memory, and ahead of everybody else. */
  readonly partsInFlightMax: number
  /** Asks for the next part. `answer` hears undefined if there is none to be had: the speculation was thrown away. */
  readonly ask: (answer: (next: Omit<EncodedPart, 'kind' | 'ticket'> | undefined) => void) => void
  /** A part has this index in the log: `onApplied` is called when it is applied. */
  readonly onPartProposed: (index: number, onApplied: () => void) => void
  /** There may be something to propose. */
  readonly wake: () => void
}

const NO_BYTES = new Uint8Array(0)

/**
 * A commit that is larger than one entry, on its way into the log: part by part, each encoded when there is room for it,
 * so that a leader never holds more than a few, and other databases' entries find their way between them.
 */
export class PartedProposal implements ProposalParts {
  readonly #options: PartedProposalOptions
  #next: { readonly payload: Uint8Array; readonly last: boolean } | undefined
  #asking = false
  #proposed = 0
  #inFlight = 0

  constructor(options: PartedProposalOptions) {
    this.#options = options
  }

  peek(): { readonly payload: Uint8Array; readonly last: boolean } | undefined {
    if (this.#next) return this.#next
    if (!this.#asking && this.#inFlight < this.#options.partsInFlightMax) this.#ask()
    return undefined
  }

  proposed(index: number): void {
    const { last } = this.#next!
    this.#next = undefined
    if (last) return
    this.#proposed++
    this.#inFlight++
    this.#options.onPartProposed(index, () => {
      this.#inFlight--
      this.#options.wake()
    })
  }

  #ask(): void {
    const { commit, commitId, ask, wake } = this.#options
    this.#asking = true
    ask((answer) => {
      this.#asking = false
      if (answer?.part) {
        const payload = encodePart(commit, commitId, this.#proposed, answer.part)
        this.#next = { payload, last: false }
      } else {
        // Without its pages it ends all the same, as what can never be complete: whoever holds parts of it lets go of them.
        const parts = this.#proposed + (answer ? 0 : 1)
        const payload = encodeEnd(commit, commitId, parts, answer?.header ?? NO_BYTES)
        this.#next = { payload, last: true }
      }
      wake()
    })
  }
}
