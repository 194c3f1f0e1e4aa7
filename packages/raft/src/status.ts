// A view of the core for metrics and for the management of members.

import type { Core } from './core.ts'
import type { ConfState, Index, NodeId, Term } from './entry.ts'
import type { Progress, ProgressState } from './progress.ts'
import type { Role } from './ready.ts'
import { isRecentlyActive } from './replication.ts'

/** What the leader knows of one member, itself included. */
export interface PeerStatus {
  readonly id: NodeId
  readonly state: ProgressState
  readonly match: Index
  readonly next: Index
  /** What the member has said it knows to be committed. */
  readonly commit: Index
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
  /** The group has no work and rests: whether its leader is alive is not known (`quiesceTicks`). */
  readonly resting: boolean
  /** Whom the leadership is being transferred to, or 0. */
  readonly transferTarget: NodeId
  readonly uncommittedBytes: number
  /** Sorted by id; empty unless this node leads. */
  readonly peers: readonly PeerStatus[]
}

export function describe(core: Core): RaftStatus {
  const { log, tracker } = core
  return {
    id: core.id,
    role: core.role,
    term: core.term,
    vote: core.vote,
    leader: core.leader,
    commit: log.committed,
    applied: log.applied,
    firstIndex: log.firstIndex(),
    lastIndex: log.lastIndex(),
    stableIndex: log.stableIndex(),
    confState: tracker.conf,
    resting: core.isResting,
    transferTarget: core.transferTarget,
    uncommittedBytes: core.uncommittedBytes,
    peers: core.role === 'leader' ? tracker.peers.map((peer) => describePeer(core, peer)) : [],
  }
}

function describePeer(core: Core, progress: Progress): PeerStatus {
  return {
    id: progress.id,
    state: progress.state,
    match: progress.match,
    next: progress.next,
    commit: progress.id === core.id ? core.log.committed : progress.commit,
    learner: progress.isLearner,
    recentlyActive: progress.id === core.id || isRecentlyActive(core, progress),
    paused: progress.isPaused(),
    pendingSnapshot: progress.pendingSnapshot,
    inflightMessages: progress.inflights.count,
    inflightBytes: progress.inflights.bytes,
  }
}
