import { RawNode, type RaftStorage } from '@quorumlite/raft'
import type { Random } from '@quorumlite/transport'
import { PEER_OUTBOX_BYTES_MAX } from '@quorumlite/wire'
import type { ResolvedNodeOptions } from '../options.ts'

/** Raft as a node runs it. `applied`: what the state holds already. */
export function createCore({
  id,
  log,
  applied,
  options: { timing, limits },
  random,
}: {
  readonly id: number
  readonly log: RaftStorage
  readonly applied: number
  readonly options: Pick<ResolvedNodeOptions, 'timing' | 'limits'>
  readonly random: Random
}): RawNode {
  return new RawNode({
    id,
    storage: log,
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
