import { RawNode, type RaftStorage } from '@quorumlite/raft'
import type { Random } from '@quorumlite/transport'
import { PEER_OUTBOX_BYTES_MAX } from '@quorumlite/wire'
import type { ResolvedNodeOptions } from '../options.ts'

export interface CoreSettings {
  readonly id: number
  readonly storage: RaftStorage
  readonly applied: number
  readonly random: Random
  readonly options: Pick<ResolvedNodeOptions, 'timing' | 'limits'>
}

/** Raft's core, with what a node decides for it. */
export function createCore({ id, storage, applied, random, options }: CoreSettings): RawNode {
  const { timing, limits } = options
  return new RawNode({
    id,
    storage,
    random: () => random.next(),
    applied,
    electionTicks: Math.round(timing.electionTimeoutMs / timing.tickMs),
    heartbeatTicks: Math.max(1, Math.round(timing.heartbeatMs / timing.tickMs)),
    maxUncommittedBytes: limits.uncommittedBytesMax,
    deferCommits: true,
    // What is under way to a peer must fit into its outbox, or a peer that catches up would lose it again and again.
    maxInflightBytes: PEER_OUTBOX_BYTES_MAX / 2,
  })
}
