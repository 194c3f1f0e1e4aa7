// A view of the core for metrics and for the management of members.

import type { ConfState, Index, NodeId, Term } from './entry.ts'
import type { Role } from './ready.ts'

export type ProgressState = 'probe' | 'replicate' | 'snapshot'

/** What the leader knows of one member, itself included. */
export interface PeerStatus {
  readonly id: NodeId
  readonly state: ProgressState
  readonly match: Index
  readonly next: Index
  readonly learner: boolean
  /** The leader heard of it within the last election timeout. */
  readonly recentlyActive: boolean
  readonly paused: boolean
  /** Index of the snapshot on its way, or 0. */
  readonly pendingSnapshot: Index
  readonly inflightMessages: number
  readonly inflightBytes: number
}

export interface RaftStatus {
  readonly id: NodeId
  readonly role: Role
  readonly term: Term
  readonly vote: NodeId
  readonly leader: NodeId
  readonly commit: Index
  readonly applied: Index
  readonly firstIndex: Index
  readonly lastIndex: Index
  /** Up to here the log is durable on this node. */
  readonly stableIndex: Index
  readonly confState: ConfState
  /** Whom the leadership is being transferred to, or 0. */
  readonly transferTarget: NodeId
  readonly uncommittedBytes: number
  /** Sorted by id; empty unless this node leads. */
  readonly peers: readonly PeerStatus[]
}
