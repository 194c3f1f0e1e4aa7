import { connect, type Client, type ConnectOptions } from '@quorumlite/client'
import {
  createNodeEngine,
  inlineCompression,
  loadInlineNode,
  openInlineNode,
  resolveNodeOptions,
  type Compression,
  type InlineNode,
  type NodeEvent,
  type NodeOptions,
} from '@quorumlite/node'
import type { Engine, PageStore } from '@quorumlite/sqlite'
import {
  createVolatileDisk,
  openStorage,
  type CrashLoss,
  type NodeStorage,
  type VolatileDisk,
} from '@quorumlite/storage'
import {
  createMemoryNetwork,
  createSeededRandom,
  createVirtualClock,
  type MemoryNetwork,
  type SeededRandom,
  type Transport,
  type VirtualClock,
} from '@quorumlite/transport'
import { createStoppableClock, type StoppableClock } from './stoppable-clock.ts'

export interface InlineClusterOptions {
  readonly seed: number
  readonly nodes?: number
  readonly node?: Partial<NodeOptions>
  /** The true time of this world; of its own by default. */
  readonly clock?: VirtualClock
  /** What a machine takes for time, from each start of its process on; by default the true time. */
  readonly machineClock?: (clock: VirtualClock, machine: number) => StoppableClock
  /** What packs the chunks of snapshots; by default the real one, in this thread. */
  readonly compression?: Compression
  /** How long a machine's disk takes for one step, in milliseconds. */
  readonly diskDelayMs?: (machine: number) => number
  readonly observer?: ClusterObserver
}

/** Who looks at what the nodes do, from the moment at which there is something to see. */
export interface ClusterObserver {
  /** A process of this machine has its network. */
  onTransport(machine: number, transport: Transport): void
  /** It has opened its disk, and nobody has talked to it yet. */
  onStorage(machine: number, storage: NodeStorage): void
  /** A node runs. */
  onNode(machine: number, node: InlineNode): void
}

/** One simulated machine: its disk outlives its processes. */
interface Machine {
  readonly peerId: string
  readonly disk: VolatileDisk
  readonly random: SeededRandom
  clock: StoppableClock | undefined
  node: InlineNode | undefined
  /** Every page store that the running node has made. */
  readonly stores: PageStore[]
  /** Of the node that was started last. */
  engine: Engine | undefined
}

const LIMIT_MS = 120_000
const IDLE_TURNS_MAX = 10_000

/**
 * A whole cluster in one thread, under a virtual clock: real nodes with real WASM SQLite and the real protocols, over a
 * memory network and disks that lose what was not synced.
 */
export class InlineCluster {
  readonly clock: VirtualClock
  readonly network: MemoryNetwork
  readonly machines: Machine[] = []
  readonly #random: SeededRandom
  readonly #options: InlineClusterOptions
  readonly key: Uint8Array
  #clients = 0

  private constructor(options: InlineClusterOptions) {
    this.#options = options
    this.clock = options.clock ?? createVirtualClock()
    this.#random = createSeededRandom(options.seed)
    this.key = this.#random.fork('key').bytes(32)
    this.network = createMemoryNetwork({ clock: this.clock, random: this.#random.fork('network') })
    for (let i = 0; i < (options.nodes ?? 3); i++) this.addMachine()
  }

  /** A machine with an empty disk and nothing running; returns its place in `machines`. */
  addMachine(): number {
    const i = this.machines.length
    const random = this.#random.fork(`machine ${i}`)
    const delayMs = (): number => this.#options.diskDelayMs?.(i) ?? 0.05
    const schedule = (resume: () => void): void => void this.clock.setTimer(delayMs(), resume)
    const disk = createVolatileDisk({ random: random.fork('disk'), schedule })
    this.machines.push({
      peerId: `peer-${i}`,
      disk,
      random,
      clock: undefined,
      node: undefined,
      stores: [],
      engine: undefined,
    })
    return i
  }

  /** The first machine bootstraps, the others join and become voters. */
  static async start(options: InlineClusterOptions): Promise<InlineCluster> {
    const cluster = new InlineCluster(options)
    await cluster.startNode(0)
    for (let i = 1; i < cluster.machines.length; i++) await cluster.startNode(i)
    const voters = (): number => cluster.node(0).runtime.service.state.confState.voters.length
    await cluster.until(() => voters() === cluster.machines.length, 'all nodes are voters')
    return cluster
  }

  node(i: number): InlineNode {
    const { node } = this.machines[i]!
    if (!node) throw new Error(`machine ${i} runs no node`)
    return node
  }

  running(): number[] {
    return this.machines.flatMap(({ node }, i) => (node ? [i] : []))
  }

  /** The machine whose node accepts writes, if there is one. */
  leader(): number | undefined {
    return this.running().find((i) => this.node(i).runtime.service.gateway.writes.isOpen)
  }

  async awaitLeader(): Promise<number> {
    await this.until(() => this.leader() !== undefined, 'a leader')
    return this.leader()!
  }

  async startNode(i: number, overrides: Partial<NodeOptions> = {}): Promise<void> {
    const open = await this.#prepare(i, overrides)
    await this.run(open())
  }

  /**
   * As `startNode`, but lets no time pass: for starts that a crash may cut short. They never end then. What a start fails
   * with goes to `onFailure`.
   */
  async launchNode(
    i: number,
    overrides: Partial<NodeOptions> = {},
    onFailure: (cause: Error) => void = () => undefined,
  ): Promise<void> {
    const open = await this.#prepare(i, overrides)
    open().catch(onFailure)
  }

  async #prepare(i: number, overrides: Partial<NodeOptions>): Promise<() => Promise<void>> {
    const machine = this.machines[i]!
    const clock = this.#options.machineClock?.(this.clock, i) ?? createStoppableClock(this.clock)
    machine.clock = clock
    const options = resolveNodeOptions(
      {
        dataDir: `/machine-${i}`,
        bootstrap: i === 0,
        ...(i > 0 && { join: [address('peer-0')] }),
        ...this.#options.node,
        ...overrides,
      },
      `machine-${i}`,
    )
    const life = machine.random.fork(`life ${this.clock.nowMs()}`)
    // Loading modules and compiling WASM take real time, in which virtual time stands still.
    await loadInlineNode()
    const engine = await createNodeEngine(clock, life)
    machine.engine = engine
    const createStore = engine.createStore.bind(engine)
    engine.createStore = (name) => {
      const store = createStore(name)
      machine.stores.push(store)
      return store
    }
    const world = {
      clock,
      engine,
      random: life,
      compression: this.#options.compression ?? inlineCompression,
      portDelayMs: () => life.next() * 0.2,
      openStorage: async () => {
        const storage = await openStorage({ level: machine.disk.openLevel(), random: life })
        // Unless a crash cut the start short, and there is another one.
        if (machine.clock === clock) this.#options.observer?.onStorage(i, storage)
        return storage
      },
      openTransport: () => {
        const transport = this.network.createTransport(machine.peerId)
        this.#options.observer?.onTransport(i, transport)
        return Promise.resolve(transport)
      },
      readFreeBytes: () => Promise.resolve(machine.disk.freeBytes),
      loadKey: () => Promise.resolve(this.key),
    }
    return async () => {
      const onEvent = (event: NodeEvent): void => void this.events.push({ machine: i, event })
      const node = await openInlineNode(options, world, { onEvent })
      machine.node = node
      this.#options.observer?.onNode(i, node)
      void node.failed.then((cause) => {
        // What a crash leaves of a process is no failure of its own.
        if (machine.node === node) this.failures.push({ machine: i, cause })
      })
    }
  }

  /** Nodes that failed by themselves: a test that expects none looks here at its end. */
  readonly failures: { machine: number; cause: Error }[] = []

  /** What nodes told their services. */
  readonly events: { machine: number; event: NodeEvent }[] = []

  /** As SIGKILL of the process; with `loss`, as the machine's power failing. */
  crash(i: number, loss?: CrashLoss): void {
    const machine = this.machines[i]!
    machine.clock?.stop()
    machine.node = undefined
    machine.stores.length = 0
    if (loss) this.network.loseMachine(machine.peerId)
    else this.network.kill(machine.peerId)
    machine.disk.crash(loss ?? 'suffix')
  }

  async stopNode(i: number): Promise<void> {
    const { node } = this.machines[i]!
    if (node) await this.run(node.stop())
    this.machines[i]!.node = undefined
  }

  /** Versions that reads keep on a machine: 0 when none is open. */
  pins(i: number): number {
    const open = this.machines[i]!.stores.filter(({ closed }) => !closed)
    return open.reduce((sum, store) => sum + store.info().pinnedVersions, 0)
  }

  connect(options: Partial<ConnectOptions> = {}): Promise<Client> {
    return this.run(this.connecting(options))
  }

  /** As `connect`, for who moves the clock himself. */
  connecting(options: Partial<ConnectOptions> = {}): Promise<Client> {
    const name = `client-${this.#clients++}`
    const transport = this.network.createTransport(name, { listen: false })
    return connect({
      addresses: this.machines.map(({ peerId }) => address(peerId)),
      secret: this.key,
      transport,
      clock: this.clock,
      random: this.#random.fork(name),
      ...options,
    })
  }

  /** Lets virtual time pass until the promise is settled. */
  async run<T>(promise: Promise<T>, limitMs: number = LIMIT_MS): Promise<T> {
    let settled = false
    const settle = (): void => {
      settled = true
    }
    promise.then(settle, settle)
    await this.until(() => settled, 'outcome of an operation', limitMs)
    return promise
  }

  async until(condition: () => boolean, what: string, limitMs: number = LIMIT_MS): Promise<void> {
    const deadlineMs = this.clock.nowMs() + limitMs
    for (let idleTurns = 0; idleTurns < IDLE_TURNS_MAX;) {
      const leftMs = deadlineMs - this.clock.nowMs()
      if (leftMs >= 0 && (await this.clock.runUntil(condition, leftMs))) return
      if (this.clock.nowMs() >= deadlineMs) break
      // Nothing is scheduled: some library is between two turns of the real event loop.
      await new Promise((resolve) => setImmediate(resolve))
      idleTurns++
    }
    const failures = this.failures.map(({ machine, cause }) => `machine ${machine}: ${cause}`)
    throw new Error([`seed ${this.#options.seed}: no ${what}`, ...failures].join('\n'))
  }

  async close(): Promise<void> {
    for (const i of this.running()) await this.stopNode(i)
  }
}

export function address(peerId: string): string {
  return `/memory/${peerId}/p2p/${peerId}`
}
