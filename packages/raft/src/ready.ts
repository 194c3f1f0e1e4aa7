// What the core asks of its caller: a Ready. README.md numbers the duties that come with each field.

import type { Entry, HardState, Index, NodeId, Snapshot } from './entry.ts'
import type { Message } from './message.ts'

export type Role = 'follower' | 'preCandidate' | 'candidate' | 'leader'

/** State that need not survive: for routing and metrics. */
export interface SoftState {
  readonly leader: NodeId
  readonly role: Role
}

/** The answer to `readIndex(context)`: the read may run once `index` is applied. */
export interface ReadState {
  readonly index: Index
  readonly context: number
}

export interface Ready {
  /** Who leads and what this node is, if either changed since the last Ready. */
  readonly softState: SoftState | undefined
  /** To be written, if it changed. */
  readonly hardState: HardState | undefined
  /** To be written. They replace what the log has from the index of the first on. */
  readonly entries: readonly Entry[]
  /** To be installed durably, before the entries. It replaces the state machine and the whole log. */
  readonly snapshot: Snapshot | undefined
  /** The write has to be synced before it is acknowledged. False if it only moves the commit index, or is empty. */
  readonly mustSync: boolean
  /**
   * The number of this write, for `acknowledgeAppend()`; 0 if there is nothing to write and nothing waits for it.
   * A write may consist of `messagesAfterAppend` alone: then it is acknowledged as soon as they are sent.
   */
  readonly appendSequence: number
  /** To be sent at once, while the write goes on. */
  readonly messages: readonly Message[]
  /** To be sent after this write, and all before it, are durable. Votes, and acknowledgements of appends. */
  readonly messagesAfterAppend: readonly Message[]
  /** To be applied in order, then acknowledged with `acknowledgeApply()`. */
  readonly committedEntries: readonly Entry[]
  readonly readStates: readonly ReadState[]
  /** Contexts of reads that will never be answered, because the leader changed: ask again. */
  readonly droppedReads: readonly number[]
}
