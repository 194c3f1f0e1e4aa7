// A scripted cluster on the memory network, and a virtual clock that moves it.

import { type Client, connect, type ConnectOptions } from '@quorumlite/client'
import {
  createMemoryNetwork,
  createSeededRandom,
  createVirtualClock,
  type MemoryNetwork,
  type SeededRandom,
  type VirtualClock,
} from '@quorumlite/transport'
import type { DatabaseState, Member, NodeStatus, SqlParameter } from '@quorumlite/wire'
import { FakeLog } from './fake-log.ts'
import { FakeNode } from './fake-node.ts'

export const SECRET = 'a secret that is long enough'

interface QueryAnswer {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly SqlParameter[])[]
}

export class FakeCluster {
  readonly clock: VirtualClock = createVirtualClock()
  readonly random: SeededRandom = createSeededRandom('client')
  readonly network: MemoryNetwork
  readonly log = new FakeLog()
  readonly clusterId: Uint8Array = new TextEncoder().encode('cluster')
  readonly nodes = new Map<number, FakeNode>()
  readonly clients: Client[] = []
  readonly databases: DatabaseState[] = []
  leaderId: number | undefined
  term = 1
  sessionTtlMs = 600_000
  answerQuery: (sql: string, node: FakeNode) => QueryAnswer = (_sql, node) => ({
    columns: ['node'],
    rows: [[node.nodeId]],
  })
  #clients = 0

  constructor() {
    const { clock, random } = this
    this.network = createMemoryNetwork({ clock, random: random.fork('network') })
  }

  static async start(nodeCount = 3): Promise<FakeCluster> {
    const cluster = new FakeCluster()
    for (let nodeId = 1; nodeId <= nodeCount; nodeId++) await cluster.startNode(nodeId)
    cluster.lead(1)
    return cluster
  }

  async startNode(nodeId: number): Promise<FakeNode> {
    const transport = this.network.createTransport(`peer-${nodeId}`)
    const node = new FakeNode(nodeId, this, transport)
    await node.start(new TextEncoder().encode(SECRET))
    this.nodes.set(nodeId, node)
    return node
  }

  node(nodeId: number): FakeNode {
    const node = this.nodes.get(nodeId)
    if (!node) throw new Error(`there is no fake node ${nodeId}`)
    return node
  }

  get leader(): FakeNode | undefined {
    return this.leaderId === undefined ? undefined : this.node(this.leaderId)
  }

  /** Elects a node, or, without one, leaves the cluster without a leader. */
  lead(nodeId?: number): void {
    this.leaderId = nodeId
    this.term++
  }

  kill(nodeId: number): void {
    this.network.kill(`peer-${nodeId}`)
  }

  get members(): Member[] {
    return [...this.nodes.values()].map(({ nodeId, transport }) => ({
      nodeId,
      peerId: transport.peerId,
      storageId: `storage-${nodeId}`,
      addresses: [`/memory/peer-${nodeId}`],
      name: '',
    }))
  }

  statusOf(node: FakeNode): NodeStatus {
    const { log, term } = this
    return {
      nodeId: node.nodeId,
      peerId: node.transport.peerId,
      clusterId: this.clusterId,
      historyId: log.historyId,
      role: node.isLeader ? 'leader' : 'follower',
      leaderId: this.leaderId ?? 0,
      term,
      commitIndex: log.index,
      appliedIndex: log.index,
      firstIndex: 1,
      lastIndex: log.index,
      confState: {
        voters: [...this.nodes.keys()],
        learners: [],
        votersOutgoing: [],
        learnersNext: [],
        autoLeave: false,
      },
      members: this.members,
      databases: this.databases,
      databasePagesMax: 524_288,
      evictedDatabases: [],
      peers: [],
      sessions: log.sessions.size,
      uptimeMs: 1,
      version: '0.1.0',
      checkpointIndex: 0,
      failure: '',
      storage: {
        checkpoints: 0,
        checkpointPages: 0,
        checkpointBytes: 0,
        lastCheckpointMs: 0,
        checkpointRunning: false,
        logBytesSinceCheckpoint: 0,
        diskFreeBytes: undefined,
        diskReserveBytes: 0,
        databaseLoads: 0,
      },
      memory: {
        wasmBytes: 0,
        wasmLimitBytes: 0,
        pageBytes: 0,
        freePageBytes: 0,
        pinnedBytes: 0,
        otherBytes: 0,
        growthBytes: 0,
        residentBytes: undefined,
        heapBytes: undefined,
      },
      receiving: undefined,
      integrity: {
        outOfService: '',
        mismatches: 0,
        repairs: 0,
        memoryPagesScrubbed: 0,
        diskPagesScrubbed: 0,
        lastRepair: undefined,
      },
      ...node.status,
    }
  }

  /** Starts connecting; `settle` brings it to its end. */
  connecting(options: Partial<ConnectOptions> = {}): Promise<Client> {
    const peerId = `client-${++this.#clients}`
    const { clock, random, network } = this
    return connect({
      addresses: [...this.nodes.keys()].map((nodeId) => `/memory/peer-${nodeId}`),
      secret: SECRET,
      transport: network.createTransport(peerId, { listen: false }),
      clock,
      random: random.fork(peerId),
      ...options,
    })
  }

  async connect(options: Partial<ConnectOptions> = {}): Promise<Client> {
    const client = await this.settle(this.connecting(options))
    this.clients.push(client)
    return client
  }

  /** Moves the clock until the promise has settled, and gives what it settled with. */
  async settle<T>(promise: Promise<T>, limitMs = 120_000): Promise<T> {
    let settled = false
    const mark = (): void => {
      settled = true
    }
    promise.then(mark, mark)
    if (!(await this.clock.runUntil(() => settled, limitMs))) {
      throw new Error(`nothing has come of it after ${limitMs} ms of virtual time`)
    }
    return promise
  }

  /** What the promise rejects with. */
  async failure(promise: Promise<unknown>, limitMs?: number): Promise<unknown> {
    try {
      await this.settle(promise, limitMs)
    } catch (error) {
      return error
    }
    throw new Error('it was expected to fail')
  }

  async until(condition: () => boolean, limitMs = 60_000): Promise<void> {
    if (!(await this.clock.runUntil(condition, limitMs))) {
      throw new Error(`the condition did not hold within ${limitMs} ms of virtual time`)
    }
  }

  /** Closes the clients; nothing may be left behind on the clock. */
  async stop(): Promise<void> {
    for (const client of this.clients) await this.settle(client.close())
  }
}
