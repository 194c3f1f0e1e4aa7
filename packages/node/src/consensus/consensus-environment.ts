import type { GroupStorage } from '@quorumlite/storage'
import type { Channel, Clock, PeerLinks, Random, Transport } from '@quorumlite/transport'
import type { Compression } from '../compression.ts'
import type { NodeEventListener } from '../events.ts'
import type { ResolvedNodeOptions } from '../options.ts'
import type { Port } from '../port.ts'
import type { SqlCommand, SqlReport } from '../sql/messages.ts'
import type { ConsensusService } from './consensus-service.ts'
import type { ReadFreeBytes } from './disk-space.ts'
import type { ProcessMemory } from './memory-watch.ts'
import type { OpenReader } from './point-reads.ts'
import type { ReplicatedState } from './state/replicated-state.ts'
import type { LoadProgress } from './stores.ts'

/** What the consensus half is given of the world, and whom it tells what becomes of it. */
export interface ConsensusEnvironment {
  readonly options: ResolvedNodeOptions
  readonly nodeId: number
  readonly clusterId: Uint8Array
  readonly storage: GroupStorage
  readonly transport: Transport
  readonly clock: Clock
  readonly random: Random
  readonly compression: Compression
  readonly sqlPort: Port<SqlCommand, SqlReport>
  /** Absent where the halves share no memory. */
  readonly openReader?: OpenReader | undefined
  readonly createLinks: (service: ConsensusService) => Promise<PeerLinks>
  /** Opens a stream to a member, past the handshake. */
  readonly openStream: (
    service: ConsensusService,
    nodeId: number,
    protocol: string,
  ) => Promise<Channel>
  /** Proves an incoming stream; rejects, having closed it, when it may not come in. */
  readonly admit: (service: ConsensusService, channel: Channel) => Promise<void>
  /** Absent where nobody can tell. */
  readonly readFreeBytes?: ReadFreeBytes | undefined
  /** Absent where nobody can tell. */
  readonly readProcessMemory?: (() => ProcessMemory) | undefined
  /** What the storage failed with, also under a write that nobody waits for. */
  readonly storageFailure: () => Error | undefined
  readonly onMembersChanged: (state: ReplicatedState) => void
  readonly onFailure: (cause: Error) => void
  readonly onEvent: NodeEventListener
  readonly onProgress?: LoadProgress
}
