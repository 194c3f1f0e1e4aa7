// Several simulated nodes and the network between them: a list of messages on their way, which the test delivers,
// drops, repeats or holds back.

import { type ConfState, type Message, type StepOutcome } from '@quorumlite/raft'
import {
  type NodeEvents,
  type NodeOptions,
  SimulatedNode,
} from '../../../sim/core/simulated-node.ts'

export function voters(...ids: number[]): ConfState {
  return { voters: ids, learners: [], votersOutgoing: [], learnersNext: [], autoLeave: false }
}

export function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

export interface ClusterObserver {
  delivered?(message: Message, outcome: StepOutcome): void
  lost?(message: Message): void
}

export class Cluster {
  readonly nodes = new Map<number, SimulatedNode>()
  readonly events: NodeEvents
  readonly observer: ClusterObserver
  /** On their way, oldest first. */
  network: Message[] = []
  readonly #cut = new Set<string>()

  constructor(events: NodeEvents = {}, observer: ClusterObserver = {}) {
    this.events = events
    this.observer = observer
  }

  /** A cluster whose nodes all know `confState` from the start. */
  static of(confState: ConfState, options: NodeOptions = {}): Cluster {
    const cluster = new Cluster()
    for (const id of [...confState.voters, ...confState.learners]) {
      cluster.add(id, confState, options)
    }
    return cluster
  }

  add(id: number, confState: ConfState, options: NodeOptions = {}): SimulatedNode {
    const node = new SimulatedNode(id, confState, options, this.events)
    this.nodes.set(id, node)
    return node
  }

  node(id: number): SimulatedNode {
    const node = this.nodes.get(id)
    if (node === undefined) {
      throw new Error(`there is no node ${id}`)
    }
    return node
  }

  get leaders(): SimulatedNode[] {
    return [...this.nodes.values()].filter(({ raw }) => raw.role === 'leader')
  }

  /** Takes a Ready of this node and sends what may be sent at once. False if it had nothing to ask. */
  take(node: SimulatedNode): boolean {
    if (!node.raw.hasReady()) {
      return false
    }
    this.network.push(...node.take())
    return true
  }

  write(node: SimulatedNode): boolean {
    if (node.writes.length === 0) {
      return false
    }
    this.network.push(...node.write())
    return true
  }

  apply(node: SimulatedNode): boolean {
    if (node.applies.length === 0) {
      return false
    }
    node.apply()
    return true
  }

  /** One node does all that it is asked, until it is asked for nothing more. */
  run(node: SimulatedNode): void {
    let isBusy = true
    while (isBusy) {
      const hasTaken = this.take(node)
      const hasWritten = this.write(node)
      const hasApplied = this.apply(node)
      isBusy = hasTaken || hasWritten || hasApplied
    }
  }

  /** Hands a message over, unless the link is cut or nobody is there. */
  deliver(message: Message): StepOutcome | 'lost' {
    const target = this.nodes.get(message.to)
    if (target === undefined || this.#cut.has(link(message.from, message.to))) {
      this.observer.lost?.(message)
      return 'lost'
    }
    const outcome = target.raw.step(message)
    this.observer.delivered?.(message, outcome)
    return outcome
  }

  /** Delivers the messages to these nodes that are on their way now. */
  deliverTo(ids: readonly number[]): number {
    const due = this.network.filter(({ to }) => ids.includes(to))
    this.network = this.network.filter(({ to }) => !ids.includes(to))
    for (const message of due) {
      this.deliver(message)
    }
    return due.length
  }

  /** Runs these nodes (all of them by default) and delivers between them until nothing happens any more. */
  settle(ids: readonly number[] = [...this.nodes.keys()]): void {
    for (let round = 0; round < 1000; round++) {
      for (const id of ids) {
        this.run(this.node(id))
      }
      // To nobody: to nodes that do not exist (any more).
      this.network = this.network.filter(({ to }) => this.nodes.has(to))
      if (this.deliverTo(ids) === 0) {
        return
      }
    }
    throw new Error('the cluster does not come to rest')
  }

  /** Makes `id` the leader, by an election that nobody disturbs. */
  elect(id: number): SimulatedNode {
    const node = this.node(id)
    node.raw.campaign()
    this.settle()
    if (node.raw.role !== 'leader') {
      throw new Error(`node ${id} was not elected`)
    }
    return node
  }

  tick(id: number, count = 1): void {
    for (let i = 0; i < count; i++) {
      this.node(id).raw.tick()
    }
  }

  propose(id: number, text: string): number {
    return this.node(id).raw.propose(bytes(text))
  }

  cut(from: number, to: number): void {
    this.#cut.add(link(from, to))
  }

  isolate(id: number): void {
    for (const other of this.nodes.keys()) {
      this.cut(id, other)
      this.cut(other, id)
    }
  }

  /** Parts these nodes from all others. */
  split(side: readonly number[]): void {
    for (const from of this.nodes.keys()) {
      for (const to of this.nodes.keys()) {
        if (side.includes(from) !== side.includes(to)) {
          this.cut(from, to)
        }
      }
    }
  }

  heal(): void {
    this.#cut.clear()
  }

  /** Takes messages off the network: these are lost. */
  drop(isLost: (message: Message) => boolean): Message[] {
    const lost = this.network.filter(isLost)
    this.network = this.network.filter((message) => !isLost(message))
    return lost
  }
}

function link(from: number, to: number): string {
  return `${from}>${to}`
}
