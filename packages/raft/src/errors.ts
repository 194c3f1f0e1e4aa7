// Conditions of the world that a caller has to expect. One root class with a stable code; mistakes of the caller are
// assertions instead, and what peers send never throws at all.

import type { Index, NodeId } from './entry.ts'

export type RaftErrorCode =
  | 'NOT_LEADER'
  | 'PROPOSAL_DROPPED'
  | 'CONF_CHANGE_REFUSED'
  | 'COMPACTED'
  | 'UNAVAILABLE'
  | 'SNAPSHOT_TEMPORARILY_UNAVAILABLE'
  | 'STORAGE_INCONSISTENT'
  | 'INVALID_CONFIG'

export class RaftError extends Error {
  override readonly name: string = 'RaftError'
  readonly code: RaftErrorCode
  /** The same call may succeed later, on this node or (`NOT_LEADER`) on another. */
  readonly retryable: boolean

  constructor(code: RaftErrorCode, retryable: boolean, message: string) {
    super(message)
    this.code = code
    this.retryable = retryable
  }
}

/** The proposal came to a node that is not the leader and does not forward. Nothing was appended. */
export class NotLeaderError extends RaftError {
  /** Who leads, as far as this node knows; 0 if it knows of nobody. */
  readonly leader: NodeId

  constructor(leader: NodeId) {
    super(
      'NOT_LEADER',
      true,
      leader === 0
        ? 'this node is not the leader and knows of none: retry after an election timeout'
        : `this node is not the leader: propose to node ${leader}`,
    )
    this.leader = leader
  }
}

export type ProposalDroppedReason =
  /** Entries not yet committed exceed `maxUncommittedBytes`: slow down, then retry. */
  | 'uncommittedLimit'
  /** The leadership is being handed over: retry at the new leader. */
  | 'transferInProgress'
  /** This leader is no longer a voter and only finishes what it began. */
  | 'removed'

/** The leader refused the proposal. Nothing was appended. */
export class ProposalDroppedError extends RaftError {
  readonly reason: ProposalDroppedReason

  constructor(reason: ProposalDroppedReason) {
    super('PROPOSAL_DROPPED', true, PROPOSAL_DROPPED_MESSAGES[reason])
    this.reason = reason
  }
}

const PROPOSAL_DROPPED_MESSAGES: Readonly<Record<ProposalDroppedReason, string>> = {
  uncommittedLimit: 'too many bytes wait for their commit: retry when some of them are committed',
  transferInProgress: 'the leadership is being transferred: retry at the new leader',
  removed: 'this leader is no longer a voter: retry at the new leader',
}

export type ConfChangeRefusedReason =
  /** An earlier change is not applied yet, or this leader has not committed an entry of its term. Retry later. */
  | 'pending'
  /** The configuration is joint: only leaving it (an empty automatic change) is possible. */
  | 'joint'
  /** There is no joint configuration to leave, or nothing to change. */
  | 'empty'
  /** No voter would be left. */
  | 'noVoters'
  /** More than one voter would come or go in one step. Cannot come of `auto`, which goes through a joint configuration. */
  | 'tooManyVoters'
  /** A node id or type in the change is not valid. */
  | 'malformed'

/** The change of configuration cannot be proposed now, or never. Nothing was appended. */
export class ConfChangeRefusedError extends RaftError {
  readonly reason: ConfChangeRefusedReason

  constructor(reason: ConfChangeRefusedReason) {
    super('CONF_CHANGE_REFUSED', reason === 'pending', CONF_CHANGE_REFUSED_MESSAGES[reason])
    this.reason = reason
  }
}

const CONF_CHANGE_REFUSED_MESSAGES: Readonly<Record<ConfChangeRefusedReason, string>> = {
  pending: 'an earlier change of configuration may be in flight: retry when it is applied',
  joint: 'the configuration is joint: leave it first, with an empty automatic change',
  empty: 'nothing to change: the configuration is not joint, so an empty change has no meaning',
  noVoters: 'the change would leave no voter',
  tooManyVoters: 'more than one voter would change in one step: use a joint configuration',
  malformed: 'the change names an invalid node id, type or transition',
}

/** Storage: the entry was compacted into a snapshot. */
export class CompactedError extends RaftError {
  constructor(index: Index, firstIndex: Index) {
    super('COMPACTED', false, `entry ${index} is compacted: the log begins at ${firstIndex}`)
  }
}

/** Storage: the log does not reach that far. */
export class UnavailableError extends RaftError {
  constructor(index: Index, lastIndex: Index) {
    super('UNAVAILABLE', false, `entry ${index} is not there: the log ends at ${lastIndex}`)
  }
}

/** Storage: a snapshot is being made, ask again later. */
export class SnapshotTemporarilyUnavailableError extends RaftError {
  constructor() {
    super('SNAPSHOT_TEMPORARILY_UNAVAILABLE', true, 'the snapshot is not ready yet')
  }
}

/** What storage holds contradicts itself: something durable was lost. The node must not start. */
export class StorageInconsistentError extends RaftError {
  constructor(message: string) {
    super(
      'STORAGE_INCONSISTENT',
      false,
      `${message}: rejoin the cluster from a peer under a new id`,
    )
  }
}

export class InvalidConfigError extends RaftError {
  constructor(message: string) {
    super('INVALID_CONFIG', false, message)
  }
}
