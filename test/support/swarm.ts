import { clusterOf } from '@quorumlite/cluster'
import type { Client } from '@quorumlite/client'
import {
  createSeededRandom,
  randomBetween,
  randomInteger,
  type SeededRandom,
} from '@quorumlite/transport'
import { address, InlineCluster } from './inline-cluster.ts'
import { MixedLoad } from './mixed-load.ts'

export interface SwarmOptions {
  readonly seed: number
  /** Faults before everything is healed and audited. */
  readonly faults: number
}

/** So small that parts, checkpoints and snapshots happen all the time. */
const LIMITS = {
  checkpointLogBytes: 64 << 10,
  trailingEntries: 16,
  keptEntriesMax: 64,
  checkpointPagesPerBatch: 4,
  partBytesMax: 8 << 10,
  uncommittedBytesMax: 64 << 10,
  requestTimeoutMs: 2_000,
}
const MACHINES_MAX = 6
const VOTERS_MIN = 3

/** What went wrong; empty if nothing did. */
export interface SwarmReport {
  readonly complaints: readonly string[]
  readonly acknowledged: number
  readonly errorCodes: ReadonlyMap<string, number>
  readonly history: readonly string[]
}

/** One cluster's life under every fault at once, drawn from a seed. */
export async function runSwarm({ seed, faults }: SwarmOptions): Promise<SwarmReport> {
  const cluster = await InlineCluster.start({ seed, node: { limits: LIMITS } })
  const client = await cluster.connect({ timeoutMs: 8_000 })
  const swarm = new Swarm(cluster, client, createSeededRandom(seed).fork('swarm'))
  return swarm.run(faults)
}

class Swarm {
  readonly #cluster: InlineCluster
  readonly #client: Client
  readonly #random: SeededRandom
  readonly #history: string[] = []
  /** Machines whose node may fail by itself: their disk was told to. */
  readonly #excused = new Set<number>()
  readonly #removed = new Set<number>()
  /** Its removal was asked for; whether it happens may show much later. */
  #leaving: number | undefined
  readonly #frozen = new Set<number>()
  /** Machines that belong to the cluster, so that they start without its help. */
  readonly #joined = new Set([0, 1, 2])
  #handledFailures = 0
  readonly #complaints: string[] = []

  constructor(cluster: InlineCluster, client: Client, random: SeededRandom) {
    this.#cluster = cluster
    this.#client = client
    this.#random = random
  }

  async run(faults: number): Promise<SwarmReport> {
    const cluster = this.#cluster
    const load = await cluster.run(
      MixedLoad.start({
        client: this.#client,
        clock: cluster.clock,
        random: this.#random.fork('load'),
        tracks: 6,
        nodes: () => [...new Set(cluster.running().map((i) => cluster.node(i).info.nodeId))],
      }),
    )
    try {
      for (let i = 0; i < faults; i++) {
        await this.#fault()
        // Short pauses meet work half done, long ones meet timeouts.
        const pauseMs = this.#random.next() < 0.5 ? 10 : 500
        await cluster.clock.advance(randomBetween(this.#random, 0, pauseMs))
        await this.#attendToFailures()
      }
      await this.#recover(load)
    } catch (cause) {
      this.#complaints.push(cause instanceof Error ? (cause.stack ?? cause.message) : String(cause))
    }
    return {
      complaints: this.#complaints,
      acknowledged: load.acknowledgedCount,
      errorCodes: load.errorCodes,
      history: this.#history,
    }
  }

  #note(what: string): void {
    this.#history.push(`${this.#cluster.clock.nowMs().toFixed(1)} ${what}`)
  }

  async #fault(): Promise<void> {
    const random = this.#random
    const { network, machines } = this.#cluster
    const i = randomInteger(random, 0, machines.length - 1)
    const j = randomInteger(random, 0, machines.length - 1)
    const [a, b] = [machines[i]!.peerId, machines[j]!.peerId]
    const choice = random.next()
    if (choice < 0.14) return this.#crash(i)
    if (choice < 0.22) return this.#crashAtStep(i)
    if (choice < 0.4) return this.#restartOne()
    if (choice < 0.5) {
      this.#note(`partition ${i} > ${j}`)
      return network.partition(a, b)
    }
    if (choice < 0.54) {
      this.#note(`isolate ${i}`)
      for (const { peerId } of machines) {
        network.partition(a, peerId)
        network.partition(peerId, a)
      }
      return
    }
    if (choice < 0.66) {
      this.#note('heal')
      return network.heal()
    }
    if (choice < 0.72) {
      this.#note(`reset ${i} - ${j}`)
      return network.resetConnections(a, b)
    }
    if (choice < 0.76) {
      this.#note(`freeze ${i}`)
      this.#frozen.add(i)
      return network.freeze(a)
    }
    if (choice < 0.8) return this.#thaw()
    if (choice < 0.84) {
      const maxMs = randomBetween(random, 1, 60)
      this.#note(`delay up to ${maxMs.toFixed(0)} ms`)
      return network.setDelay({ minMs: 0.1, maxMs })
    }
    if (choice < 0.87) return this.#breakDisk(i)
    if (choice < 0.94) return this.#transfer()
    if (choice < 0.97) return this.#addMachine()
    return this.#remove(i)
  }

  #crash(i: number): void {
    if (!this.#cluster.machines[i]!.node) return
    const choice = this.#random.next()
    const loss = choice < 0.4 ? undefined : choice < 0.6 ? 'all' : choice < 0.8 ? 'suffix' : 'any'
    this.#note(`crash ${i} ${loss ?? 'process'}`)
    this.#cluster.crash(i, loss)
    this.#excused.delete(i)
  }

  /** Within one of its disk's next writes: of entries, pages, markers, a checkpoint, a snapshot, whatever comes. */
  #crashAtStep(i: number): void {
    const machine = this.#cluster.machines[i]!
    const { node, disk } = machine
    if (!node) return
    let stepsLeft = randomInteger(this.#random, 1, 40)
    this.#note(`crash ${i} in ${stepsLeft} steps of its disk`)
    disk.onStep = () => {
      if (--stepsLeft > 0) return
      disk.onStep = undefined
      if (machine.node === node) this.#crash(i)
    }
  }

  async #restartOne(): Promise<void> {
    const mayJoin = this.#cluster.leader() !== undefined
    const down = this.#down().filter((i) => mayJoin || this.#joined.has(i))
    if (down.length === 0) return
    const i = down[randomInteger(this.#random, 0, down.length - 1)]!
    await this.#start(i)
  }

  #down(): number[] {
    const { machines } = this.#cluster
    return [...machines.keys()].filter((i) => !machines[i]!.node && !this.#removed.has(i))
  }

  async #start(i: number): Promise<void> {
    this.#note(`start ${i}`)
    const join = this.#cluster.machines.flatMap(({ peerId }, other) =>
      other === i ? [] : [address(peerId)],
    )
    try {
      await this.#cluster.startNode(i, i === 0 ? {} : { join })
      this.#joined.add(i)
    } catch (cause) {
      const { code } = cause as { code?: string }
      this.#note(`start ${i} failed: ${String(cause)}`)
      // A node that has to join may find nobody to take it in; one that was removed meanwhile is told so.
      if (code === 'REMOVED' && i === this.#leaving) this.#onRemoved(i)
      else if (!JOIN_CODES.has(code ?? ''))
        this.#complain(`machine ${i} does not start: ${describe(cause)}`)
      this.#cluster.crash(i)
    }
  }

  #thaw(): void {
    this.#note('thaw')
    for (const i of this.#frozen) this.#cluster.network.thaw(this.#cluster.machines[i]!.peerId)
    this.#frozen.clear()
  }

  #breakDisk(i: number): void {
    if (!this.#cluster.machines[i]!.node) return
    const fault = this.#random.next() < 0.5 ? 'EIO' : 'ENOSPC'
    this.#note(`${fault} on ${i}`)
    this.#excused.add(i)
    this.#cluster.machines[i]!.disk.failNextSync(fault)
  }

  /** In the background: it may take its time, or fail. */
  #transfer(): void {
    this.#note('transfer')
    clusterOf(this.#client)
      .transferLeadership(undefined, { timeoutMs: 3_000 })
      .catch(() => undefined)
  }

  async #addMachine(): Promise<void> {
    if (this.#cluster.machines.length >= MACHINES_MAX) return
    if (this.#cluster.leader() === undefined) return
    await this.#start(this.#cluster.addMachine())
  }

  #remove(i: number): void {
    const { machines } = this.#cluster
    const { node } = machines[i]!
    const leader = this.#cluster.leader()
    if (!node || leader === undefined) return
    const { voters } = this.#cluster.node(leader).runtime.service.state.confState
    // One at a time, so that the others stay enough.
    if (voters.length <= VOTERS_MIN || this.#leaving !== undefined) return
    this.#note(`remove ${i}`)
    this.#leaving = i
    clusterOf(this.#client)
      .removeNode(node.info.nodeId, { timeoutMs: 20_000 })
      .catch(() => undefined)
  }

  #onRemoved(i: number): void {
    this.#removed.add(i)
    this.#leaving = undefined
  }

  /** A node fails by itself only if its disk did, or because it was removed. */
  async #attendToFailures(): Promise<void> {
    const { failures } = this.#cluster
    for (; this.#handledFailures < failures.length; this.#handledFailures++) {
      const { machine, cause } = failures[this.#handledFailures]!
      this.#note(`failure of ${machine}: ${String(cause)}`)
      const isRemoval = (cause as { code?: string }).code === 'REMOVED' && machine === this.#leaving
      if (isRemoval) this.#onRemoved(machine)
      if (!isRemoval && !this.#excused.has(machine)) {
        this.#complain(`machine ${machine} failed by itself: ${describe(cause)}`)
      }
      this.#excused.delete(machine)
      await this.#cluster.stopNode(machine)
      this.#cluster.crash(machine)
    }
  }

  async #recover(load: MixedLoad): Promise<void> {
    const cluster = this.#cluster
    this.#note('everything heals')
    cluster.network.heal()
    cluster.network.setDelay({ minMs: 0.1, maxMs: 1 })
    this.#thaw()
    for (const { disk } of cluster.machines) disk.onStep = undefined
    await cluster.clock.advance(3_000)
    await this.#attendToFailures()
    for (let i = 0; i < 5 && this.#down().length > 0; i++) {
      for (const down of this.#down()) await this.#start(down)
      await cluster.clock.advance(1_000)
      await this.#attendToFailures()
    }
    const goal = load.acknowledgedCount + 20
    await cluster.until(() => load.acknowledgedCount >= goal, 'progress after all was healed')
    await cluster.run(load.stop())
    await this.#attendToFailures()
    for (const complaint of await cluster.run(load.audit())) this.#complain(complaint)
    await cluster.until(() => new Set(this.#states()).size === 1, `equal replicas`)
    await this.#checkIntegrity()
    await cluster.run(this.#client.close())
    await cluster.close()
    await this.#attendToFailures()
  }

  #members(): number[] {
    const leader = this.#cluster.leader()
    if (leader === undefined) return []
    const { membership } = this.#cluster.node(leader).runtime.service.state
    return this.#cluster
      .running()
      .filter((i) => membership.get(this.#cluster.node(i).info.nodeId) !== undefined)
  }

  #states(): string[] {
    return this.#members().map((i) => {
      const { appliedIndex, catalogue } = this.#cluster.node(i).runtime.service.state
      return [appliedIndex, ...[...catalogue.all()].map(({ checksum }) => checksum)].join(' ')
    })
  }

  async #checkIntegrity(): Promise<void> {
    // So that the driver knows of every member.
    await this.#cluster.run(clusterOf(this.#client).status())
    for (const i of this.#members()) {
      const { nodeId } = this.#cluster.node(i).info
      for (const name of ['main', 'second']) {
        const rows = await this.#cluster.run(
          this.#client
            .database(name)
            .query('pragma integrity_check', [], { values: true, readFrom: nodeId }),
        )
        const found = rows.flat().join()
        if (found !== 'ok') this.#complain(`integrity of ${name} on machine ${i}: ${found}`)
      }
    }
  }

  #complain(what: string): void {
    this.#complaints.push(what)
  }
}

const JOIN_CODES: ReadonlySet<string> = new Set([
  'UNAVAILABLE',
  'TIMEOUT',
  'NO_LEADER',
  'NOT_LEADER',
  'CONFIG_CHANGE_IN_PROGRESS',
  'CLOSED',
])

function describe(cause: unknown): string {
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)
}
