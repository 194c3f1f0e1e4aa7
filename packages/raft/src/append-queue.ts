// The writes of the log: which are handed out, and what each of them proves once it is durable.

import { assert } from './assert.ts'
import { ownVoteIsDurable } from './candidate.ts'
import { type Core, NONE } from './core.ts'
import {
  type Entry,
  type HardState,
  type Index,
  NO_ENTRIES,
  type NodeId,
  type Snapshot,
  type Term,
} from './entry.ts'
import type { Message } from './message.ts'
import { handleOwnAppend } from './replication.ts'

/** What a Ready asks to be written, and what waits for it. */
export interface Append {
  readonly sequence: number
  readonly hardState: HardState | undefined
  readonly entries: readonly Entry[]
  readonly snapshot: Snapshot | undefined
  readonly messages: readonly Message[]
  readonly mustSync: boolean
}

/** A write that was handed out and not acknowledged: what will be durable with it. */
interface PendingAppend {
  readonly sequence: number
  readonly term: Term
  readonly vote: NodeId
  readonly lastIndex: Index
  readonly lastTerm: Term
  readonly snapshotIndex: Index
}

const NOTHING: Append = Object.freeze({
  sequence: 0,
  hardState: undefined,
  entries: NO_ENTRIES,
  snapshot: undefined,
  messages: NONE,
  mustSync: false,
})

export class AppendQueue {
  readonly #core: Core
  readonly #pending: PendingAppend[] = []
  #hardState: HardState
  #sequence = 0

  /** `hardState` is what storage has. */
  constructor(core: Core, hardState: HardState) {
    this.#core = core
    this.#hardState = hardState
  }

  /** Whether there is a write to hand out, and room for it among those under way. */
  hasNext(): boolean {
    const core = this.#core
    return (
      this.#pending.length < core.config.maxAppendsInFlight &&
      (core.log.unstable.hasNext() ||
        core.messagesAfterAppend.length > 0 ||
        this.#isVoteNew() ||
        this.#hardState.commit !== core.log.committed)
    )
  }

  /** Everything that is to be written and is not handed out yet, as one write. */
  take(): Append {
    if (!this.hasNext()) {
      return NOTHING
    }
    const core = this.#core
    const { unstable } = core.log
    const entries = unstable.nextEntries()
    const snapshot = unstable.nextSnapshot()
    unstable.acceptInProgress()
    // Speaks for the whole log, not only for its own entries: those of earlier writes are durable before it.
    const lastIndex = unstable.entries.length > 0 ? core.log.lastIndex() : 0
    this.#pending.push({
      sequence: ++this.#sequence,
      term: core.term,
      vote: core.vote,
      lastIndex,
      lastTerm: lastIndex > 0 ? core.log.lastTerm() : 0,
      snapshotIndex: snapshot?.metadata.index ?? 0,
    })
    const messages = core.takeMessagesAfterAppend()
    // That a configuration is in force must not be forgotten either: those who could tell may be gone for good.
    const mustSync =
      this.#isVoteNew() ||
      entries.length > 0 ||
      snapshot !== undefined ||
      core.log.committedConfChange > this.#hardState.commit
    const hardState = this.#takeHardState()
    return { sequence: this.#sequence, hardState, entries, snapshot, messages, mustSync }
  }

  acknowledge(sequence: number): void {
    const append = this.#pending.shift()
    assert(
      append !== undefined && append.sequence === sequence,
      'writes are acknowledged once, in the order in which they were handed out',
    )
    const core = this.#core
    if (append.snapshotIndex > 0) {
      core.log.snapshotInstalled(append.snapshotIndex)
    }
    // Of an older term it proves nothing: its entries may have been replaced since, and replaced again by equal ones
    // whose write is still under way. The write that brought the new term will speak for the whole log.
    if (append.term !== core.term) {
      return
    }
    core.log.unstable.stableTo(append.lastIndex, append.lastTerm)
    if (core.role === 'leader') {
      handleOwnAppend(core, core.log.stableIndex())
    } else if (core.role === 'candidate' && append.vote === core.id) {
      ownVoteIsDurable(core)
    }
  }

  acknowledgeAll(): void {
    while (this.#pending.length > 0) {
      this.acknowledge(this.#pending[0]!.sequence)
    }
  }

  #isVoteNew(): boolean {
    return this.#hardState.term !== this.#core.term || this.#hardState.vote !== this.#core.vote
  }

  #takeHardState(): HardState | undefined {
    const { term, vote, log } = this.#core
    if (!this.#isVoteNew() && this.#hardState.commit === log.committed) {
      return undefined
    }
    this.#hardState = { term, vote, commit: log.committed }
    return this.#hardState
  }
}
