import type { RawNode } from '@quorumlite/raft'
import type { GroupStorage } from '@quorumlite/storage'
import type { IntegrityStatus, NodeStatus, SnapshotProgress } from '@quorumlite/wire'
import { PRODUCT_VERSION } from '../version.ts'
import type { CheckpointMetrics } from './checkpointer.ts'
import type { DiskSpace } from './disk-space.ts'
import type { MemoryWatch } from './memory-watch.ts'
import type { StoreLoader } from './store-loader.ts'
import type { ReplicatedState } from './state/replicated-state.ts'

export interface StatusSources {
  readonly core: RawNode
  readonly state: ReplicatedState
  readonly storage: GroupStorage
  readonly peerId: string
  readonly uptimeMs: number
  readonly connected: (nodeId: number) => boolean
  readonly sentBytes: (nodeId: number) => number
  readonly loader: StoreLoader
  readonly checkpoints: CheckpointMetrics
  readonly diskSpace: DiskSpace
  readonly memory: MemoryWatch
  readonly sending: (nodeId: number) => SnapshotProgress | undefined
  readonly receiving: SnapshotProgress | undefined
  readonly integrity: IntegrityStatus
}

/** This node's view of itself and, on the leader, of its peers. */
export function describeStatus(sources: StatusSources): NodeStatus {
  const { core, state, storage } = sources
  const raft = core.status()
  return {
    nodeId: raft.id,
    peerId: sources.peerId,
    clusterId: state.clusterId,
    historyId: state.historyId,
    role: raft.role,
    leaderId: raft.leader,
    term: raft.term,
    commitIndex: raft.commit,
    appliedIndex: state.appliedIndex,
    firstIndex: raft.firstIndex,
    lastIndex: raft.lastIndex,
    confState: state.confState,
    members: state.membership.all(),
    databases: state.catalogue.encode(),
    databasePagesMax: state.catalogue.defaultPagesMax,
    evictedDatabases: [...sources.loader.evicted].toSorted((a, b) => a - b),
    peers: raft.peers
      .filter(({ id }) => id !== raft.id)
      .map((peer) => ({
        nodeId: peer.id,
        match: peer.match,
        state: peer.state,
        connected: sources.connected(peer.id),
        sentBytes: sources.sentBytes(peer.id),
        snapshot: sources.sending(peer.id),
      })),
    sessions: state.sessions.count,
    uptimeMs: Math.floor(sources.uptimeMs),
    version: PRODUCT_VERSION,
    checkpointIndex: storage.checkpoint?.index ?? 0,
    failure: '',
    storage: {
      ...sources.checkpoints,
      diskFreeBytes: sources.diskSpace.freeBytes,
      diskReserveBytes: sources.diskSpace.reserveBytes,
      databaseLoads: sources.loader.loads,
    },
    memory: sources.memory.status,
    receiving: sources.receiving,
    integrity: sources.integrity,
  }
}
