import { join as joinPath } from 'node:path'
import { statfs } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import type { NodeIdentity, NodeStorage } from '@quorumlite/storage'
import {
  acceptHandshake,
  createPeerLinks,
  createSecretFile,
  initiateHandshake,
  type HandshakeSide,
  loadOrCreateIdentity,
  loadSecret,
  openLibp2pTransport,
  systemClock,
  systemRandom,
  type Channel,
  type Clock,
  type Random,
  type Transport,
} from '@quorumlite/transport'
import { QuorumliteError, type Member } from '@quorumlite/wire'
import { threadPoolCompression, type Compression } from './compression.ts'
import { ConsensusService, FIRST_GROUP, removedError } from './consensus/consensus-service.ts'
import type { ProcessMemory } from './consensus/memory-watch.ts'
import type { OpenReader } from './consensus/point-reads.ts'
import type { ReplicatedState } from './consensus/state/replicated-state.ts'
import type { NodeEventListener } from './events.ts'
import { createClosableClock, type ClosableClock } from './closable-clock.ts'
import { bootstrapCluster } from './membership/bootstrap.ts'
import type { ClientCaller } from './membership/client-call.ts'
import { announceAddresses, joinCluster, requestPromotion } from './membership/join.ts'
import { openNodeStorage } from './node-directory.ts'
import type { ResolvedNodeOptions, StartProgress } from './options.ts'
import type { Port } from './port.ts'
import type { SqlCommand, SqlReport } from './sql/messages.ts'

const KEY_FILE = 'node.key'
const SECRET_FILE = 'cluster.secret'

/** What a started node knows about itself. */
export interface NodeInfo {
  readonly nodeId: number
  readonly peerId: string
  /** Multiaddrs with `/p2p/`. */
  readonly addresses: readonly string[]
  /** Hexadecimal. */
  readonly clusterId: string
  /** As of the start. */
  readonly members: readonly Member[]
  /** The cluster secret as it is kept in the file, for the driver of this process. */
  readonly secret: Uint8Array
}

/** The parts of the world that a runtime touches; a simulator brings its own. */
export interface RuntimeWorld {
  readonly clock: Clock
  readonly random: Random
  readonly compression: Compression
  /** Opens (and locks) the durable state, in the directory's `storage` folder; makes the directory. Called first. */
  readonly openStorage: (options: ResolvedNodeOptions) => Promise<NodeStorage>
  /** Absent where the halves share no memory. */
  readonly openReader?: OpenReader
  readonly openTransport: (options: ResolvedNodeOptions) => Promise<Transport>
  readonly loadKey: (options: ResolvedNodeOptions) => Promise<Uint8Array>
  /** Bytes that are free on the directory's disk. Absent: nobody can tell, and nothing is refused for lack of them. */
  readonly readFreeBytes?: (options: ResolvedNodeOptions) => Promise<number | undefined>
  /** What the process takes of the machine's memory. Absent: nobody can tell. */
  readonly readProcessMemory?: () => ProcessMemory
}

export const systemWorld: RuntimeWorld = {
  clock: systemClock,
  random: systemRandom,
  compression: threadPoolCompression,
  openStorage: openNodeStorage,
  openTransport: async ({ dataDir, listen, advertise }) =>
    openLibp2pTransport({
      identity: await loadOrCreateIdentity(joinPath(dataDir, KEY_FILE)),
      listen,
      announce: advertise,
    }),
  loadKey: loadClusterKey,
  readFreeBytes: async ({ dataDir }) => {
    const { bavail, bsize } = await statfs(dataDir)
    return Math.min(bavail * bsize, Number.MAX_SAFE_INTEGER)
  },
  readProcessMemory: () => {
    const { rss, heapUsed } = process.memoryUsage()
    return { residentBytes: rss, heapBytes: heapUsed }
  },
}

export interface RuntimeEvents {
  /** The node has failed; it serves nobody any more. Called at most once. */
  readonly onFailure: (cause: Error) => void
  readonly onProgress?: (progress: StartProgress) => void
  readonly onEvent?: NodeEventListener
}

/** Everything of a node but its SQL half, in this thread: directory, identity, transport, consensus. */
export class NodeRuntime implements AsyncDisposable {
  readonly info: NodeInfo
  readonly service: ConsensusService
  readonly #parts: Parts
  readonly #links: { close(): Promise<void> }[]
  #stopping: Promise<void> | undefined

  private constructor(
    info: NodeInfo,
    service: ConsensusService,
    parts: Parts,
    links: { close(): Promise<void> }[],
  ) {
    this.info = info
    this.service = service
    this.#parts = parts
    this.#links = links
  }

  /** Starts in a directory that has an identity, or gives it one by bootstrap or join. */
  static async start(
    options: ResolvedNodeOptions,
    sqlPort: Port<SqlCommand, SqlReport>,
    events: RuntimeEvents,
    world: RuntimeWorld = systemWorld,
  ): Promise<NodeRuntime> {
    const storage = await world.openStorage(options)
    let transport: Transport | undefined
    try {
      checkIntent(options, storage)
      const key = await world.loadKey(options)
      transport = await world.openTransport(options)
      const clock = createClosableClock(world.clock)
      const parts: Parts = { options, world, clock, storage, transport, key }
      return await NodeRuntime.#startParts(parts, sqlPort, events)
    } catch (cause) {
      await transport?.close()
      await storage.close()
      throw cause
    }
  }

  static async #startParts(
    parts: Parts,
    sqlPort: Port<SqlCommand, SqlReport>,
    events: RuntimeEvents,
  ): Promise<NodeRuntime> {
    const { transport, key } = parts
    const identity = await establishIdentity(parts)
    const links: { close(): Promise<void> }[] = []
    const service = new ConsensusService({
      ...serviceEnvironment(parts, identity, links),
      sqlPort,
      onFailure: (cause) => {
        events.onFailure(cause)
        // Peers must see at once that nobody is here any more, and clients go elsewhere.
        void closeNetwork(links, transport)
        parts.clock.close()
      },
      onEvent: events.onEvent ?? (() => undefined),
      ...(events.onProgress && { onProgress: events.onProgress }),
    })
    try {
      await service.start()
    } catch (cause) {
      await service.stop()
      await closeNetwork(links, transport)
      parts.clock.close()
      throw cause
    }
    const info: NodeInfo = {
      nodeId: identity.nodeId,
      peerId: transport.peerId,
      addresses: transport.addresses,
      clusterId: identity.clusterId,
      members: service.state.membership.all(),
      secret: key,
    }
    void takePlace(parts, identity, service)
    return new NodeRuntime(info, service, parts, links)
  }

  /** A client of this process. It proves the secret like any other. */
  async serveLocal(channel: Channel): Promise<void> {
    await admit(this.#parts, channel, this.service)
    this.service.serve(channel)
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop()
    return this.#stopping
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }

  async #stop(): Promise<void> {
    await this.service.stop()
    await closeNetwork(this.#links, this.#parts.transport)
    this.#parts.clock.close()
    await this.#parts.storage.close()
  }
}

interface Parts {
  readonly options: ResolvedNodeOptions
  readonly world: RuntimeWorld
  /** The world's, until the node stops. */
  readonly clock: ClosableClock
  readonly storage: NodeStorage
  readonly transport: Transport
  readonly key: Uint8Array
}

async function closeNetwork(
  links: readonly { close(): Promise<void> }[],
  transport: Transport,
): Promise<void> {
  await Promise.all(links.map((each) => each.close()))
  await transport.close()
}

/** An empty directory needs to be told what it is for. */
function checkIntent(options: ResolvedNodeOptions, storage: NodeStorage): void {
  if (storage.identity || options.bootstrap || options.join.length > 0) return
  throw new QuorumliteError(
    'NOT_A_MEMBER',
    `the directory ${options.dataDir} belongs to no cluster yet`,
    { hint: 'Begin a new cluster with bootstrap, or give addresses of one to join.' },
  )
}

async function establishIdentity(parts: Parts): Promise<NodeIdentity> {
  const { storage, transport, options, world } = parts
  const known = storage.identity
  if (known) {
    if (known.removedNodes.includes(known.nodeId)) throw removedError()
    if (known.peerId === transport.peerId) return known
    throw new QuorumliteError(
      'WRONG_PEER',
      `the directory belongs to ${known.peerId}, but its key is that of ${transport.peerId}`,
      { hint: `Put the key file ${KEY_FILE} of this node back.` },
    )
  }
  const self = selfAsMember(parts)
  if (options.bootstrap) return bootstrapCluster(storage, world.random, self)
  const caller = callerOf(parts, { clusterId: new Uint8Array(0), nodeId: 0, storageId: '' })
  return joinCluster(caller, storage, options.join, self)
}

function selfAsMember({ storage, transport, options }: Parts): Omit<Member, 'nodeId'> {
  return {
    peerId: transport.peerId,
    storageId: storage.storageId,
    addresses: [...transport.addresses],
    name: options.name,
  }
}

function callerOf({ transport, clock, world, key }: Parts, side: HandshakeSide): ClientCaller {
  return { transport, clock, random: world.random, key, side }
}

/** Who this node is, to other nodes and to clients. */
function sideOf({ storage }: Parts, { clusterId, nodeId }: NodeIdentity): HandshakeSide {
  return {
    clusterId: new Uint8Array(Buffer.from(clusterId, 'hex')),
    nodeId,
    storageId: storage.storageId,
  }
}

function serviceEnvironment(
  parts: Parts,
  identity: NodeIdentity,
  links: { close(): Promise<void> }[],
): Omit<ConstructorParameters<typeof ConsensusService>[0], 'sqlPort' | 'onFailure' | 'onEvent'> {
  const { options, world, clock, storage, transport, key } = parts
  const { readFreeBytes, openReader } = world
  const self = sideOf(parts, identity)
  const shared = { clock, random: world.random }
  return {
    ...shared,
    compression: world.compression,
    options,
    nodeId: identity.nodeId,
    clusterId: self.clusterId,
    storage: storage.group(FIRST_GROUP),
    openReader,
    ...(readFreeBytes && { readFreeBytes: () => readFreeBytes(options) }),
    readProcessMemory: world.readProcessMemory,
    transport,
    createLinks: async (service) => {
      const created = await createPeerLinks({
        ...shared,
        transport,
        self,
        key,
        isRemoved: (nodeId) => service.state.membership.isRemoved(nodeId),
        events: {
          onFrame: (nodeId, frame) => service.onPeerFrame(nodeId, frame),
          onDown: (nodeId) => service.onPeerDown(nodeId),
          onGone: (nodeId) => service.onPeerGone(nodeId),
          onRefused: (nodeId, error) => service.onPeerRefused(nodeId, error),
        },
      })
      links.push(created)
      return created
    },
    openStream: async (service, nodeId, protocol) => {
      const member = service.state.membership.get(nodeId)
      const address = member?.addresses[0]
      if (!address) throw new QuorumliteError('NOT_A_MEMBER', `node ${nodeId} has no address`)
      const channel = await transport.open(address, protocol)
      await initiateHandshake(channel, {
        ...shared,
        localPeer: transport.peerId,
        side: self,
        credential: { role: 'member', key },
      })
      return channel
    },
    admit: (service, channel) => admit(parts, channel, service),
    storageFailure: () => storage.failed,
    onMembersChanged: (state) => {
      void rememberMembers(storage, state)
    },
  }
}

async function admit(parts: Parts, channel: Channel, service: ConsensusService): Promise<void> {
  const { world, clock, transport, storage, key } = parts
  const { state } = service
  const self = {
    clusterId: state.clusterId,
    nodeId: service.nodeId,
    storageId: storage.storageId,
  }
  await acceptHandshake(channel, {
    clock,
    random: world.random,
    localPeer: transport.peerId,
    side: self,
    credentials: [{ role: 'member', key }],
    admit: ({ remote }) => {
      if (remote.nodeId > 0 && state.membership.isRemoved(remote.nodeId)) {
        return new QuorumliteError('REMOVED', `node ${remote.nodeId} was removed`)
      }
      return undefined
    },
  })
}

/** Whom to dial before the log has been replayed; also for a node that missed a change of its own. */
async function rememberMembers(storage: NodeStorage, state: ReplicatedState): Promise<void> {
  const { identity } = storage
  const members = state.membership.all()
  if (!identity || members.length === 0) return
  const removedNodes = state.membership.removed()
  const known = JSON.stringify([identity.members, identity.removedNodes])
  if (known === JSON.stringify([members, removedNodes])) return
  // A failed write fails the storage, and with it the next append, which fails the node.
  await storage.writeIdentity({ ...identity, members, removedNodes }).catch(() => undefined)
}

/** After the start: makes a learner that wants it a voter, and announces new addresses. In the background. */
async function takePlace(
  parts: Parts,
  identity: NodeIdentity,
  service: ConsensusService,
): Promise<void> {
  const { options, transport } = parts
  // Under its name: a node that was removed meanwhile must not come in again as somebody new.
  const caller = callerOf(parts, sideOf(parts, identity))
  const own = [...transport.addresses]
  const others = identity.members.flatMap((member) =>
    member.nodeId === identity.nodeId ? [] : member.addresses,
  )
  try {
    const recorded = identity.members.find(({ nodeId }) => nodeId === identity.nodeId)
    if (recorded && recorded.addresses.join() !== own.join()) {
      const self = selfAsMember(parts)
      await announceAddresses(caller, others, self, () => service.gateway.admin.join(self))
    }
    if (options.join.length > 0 && options.role === 'voter' && !service.isVoter) {
      await requestPromotion(caller, others, identity.nodeId)
    }
  } catch {
    // The node serves as what it is; `status` shows its role, and `add` promotes it.
  }
}

async function loadClusterKey(options: ResolvedNodeOptions): Promise<Uint8Array> {
  const { secret, dataDir, bootstrap } = options
  if (secret !== undefined) {
    if (typeof secret === 'object' && 'file' in secret && bootstrap && !existsSync(secret.file)) {
      await createSecretFile(secret.file)
    }
    return loadSecret(secret)
  }
  const file = joinPath(dataDir, SECRET_FILE)
  if (!existsSync(file)) {
    if (!bootstrap) {
      throw new QuorumliteError('INVALID_ARGUMENT', 'a node that joins needs the cluster secret', {
        hint: `Copy the secret file of a member (${SECRET_FILE} in its directory) and name it.`,
      })
    }
    await createSecretFile(file)
  }
  return loadSecret({ file })
}
