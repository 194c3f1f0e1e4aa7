// Changes of the configuration and their binary form in an entry.

import type { NodeId } from './entry.ts'

/** What happens to one node. The numbers are part of the log format: never change or reuse one. */
export const ConfChangeType = {
  /** Becomes a voter; a learner is promoted. */
  addVoter: 1,
  /** Becomes a learner; a voter is demoted. */
  addLearner: 2,
  remove: 3,
  /** Changes nothing for Raft: carries the caller's `context` (a new address, say) through the log. */
  update: 4,
} as const
export type ConfChangeType = (typeof ConfChangeType)[keyof typeof ConfChangeType]

/** How a change is carried out. The numbers are part of the log format: never change or reuse one. */
export const ConfChangeTransition = {
  /** One step if at most one node changes, otherwise joint and left by the leader. Without changes: leave now. */
  auto: 0,
  /** Joint, and left by the leader as soon as it has applied it. */
  jointImplicit: 1,
  /** Joint until the caller proposes an empty `auto` change. */
  jointExplicit: 2,
} as const
export type ConfChangeTransition = (typeof ConfChangeTransition)[keyof typeof ConfChangeTransition]

export interface ConfChangeSingle {
  readonly type: ConfChangeType
  readonly nodeId: NodeId
}

export interface ConfChange {
  readonly transition: ConfChangeTransition
  readonly changes: readonly ConfChangeSingle[]
  /** The caller's own bytes (addresses, keys, a join token), carried with the change and not looked at. */
  readonly context: Uint8Array
}
