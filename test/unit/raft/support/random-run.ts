// One run of a small cluster under a seeded schedule of faults, then a healed end in which it has to agree.
import {
  type ConfChangeSingle,
  ConfChangeTransition,
  ConfChangeType,
  isJoint,
  type Message,
  MessageType,
} from '@quorumlite/raft'
import { Cluster, bytes, voters } from './cluster.ts'
import { formatConfState, formatMessage, formatRole } from '../../../sim/core/format.ts'
import { check, Invariants } from '../../../sim/core/invariants.ts'
import { Dice } from '../../../sim/dice.ts'
import { attempt, DISTURBANCES, drawOptions } from './random-choices.ts'
import type { SimulatedNode } from '../../../sim/core/simulated-node.ts'

const IDS = [1, 2, 3, 4, 5]
/** How often what the schedule is meant to reach was reached. */
export type RunResult = Readonly<
  Record<
    'committed' | 'terms' | 'reads' | 'crashes' | 'snapshots' | 'confChanges' | 'restingTicks',
    number
  >
>

export class RandomRun {
  readonly #random: Dice
  readonly #cluster: Cluster
  readonly #invariants: Invariants
  readonly #trace: string[] = []
  /** Copies of messages long delivered, to be delivered once more. */
  readonly #old: Message[] = []
  readonly #lossRate: number
  readonly #repeatRate: number
  readonly #disturbanceRate: number
  readonly #hasMembershipChanges: boolean
  /** Leases count ticks on every node: in such a run all nodes tick together. */
  readonly #hasLeases: boolean
  /** Ticks in which somebody rested. */
  #restingTicks = 0
  #proposals = 0
  #reads = 0
  readonly #counts = { crashes: 0, snapshots: 0, confChanges: 0 }

  constructor(seed: number) {
    this.#random = new Dice(seed)
    const random = this.#random
    this.#lossRate = random.pick([0, 0.02, 0.2])
    this.#repeatRate = random.pick([0, 0.05, 0.3])
    this.#disturbanceRate = random.pick([0.005, 0.02, 0.05])
    this.#hasMembershipChanges = random.chance(0.6)
    this.#hasLeases = random.chance(0.2)
    const common = { hasLeases: this.#hasLeases, rests: random.chance(0.3) }
    this.#cluster = new Cluster({
      written: (node, ready) => this.#invariants.written(node, ready),
      applied: (node, entry, digest) => {
        this.#invariants.applied(node, entry, digest)
        // The next entry may be another change of configuration.
        this.#invariants.observe(node)
      },
      installed: (node, state) => {
        this.#counts.snapshots++
        this.#invariants.installed(node, state)
      },
    })
    const first = voters(...IDS.slice(0, random.pick([1, 2, 3, 3, 4, 5])))
    this.#invariants = new Invariants(this.#cluster.nodes, first)
    for (const id of IDS) {
      const conf = first.voters.includes(id) ? first : voters()
      this.#cluster.add(id, conf, drawOptions(random, common))
    }
  }

  /** The types of messages that were delivered and accepted. */
  readonly acceptedTypes = new Set<MessageType>()

  get trace(): readonly string[] {
    return this.#trace
  }

  run(steps: number): RunResult {
    for (let i = 0; i < steps; i++) {
      this.#step()
    }
    this.#heal()
    return {
      committed: this.#invariants.committedCount,
      terms: this.#invariants.electedTerms,
      reads: this.#invariants.confirmedReads,
      restingTicks: this.#restingTicks,
      ...this.#counts,
    }
  }

  #step(): void {
    const random = this.#random
    const node = this.#cluster.node(random.pick(IDS))
    const dice = random.next()
    if (random.chance(this.#disturbanceRate)) {
      this.#disturb(node)
    } else if (dice < 0.45) {
      this.#deliverSomething()
    } else if (dice < 0.8) {
      this.#work(node)
    } else if (dice < 0.92) {
      this.#tick(node)
    } else if (dice < 0.97) {
      this.#propose(random.chance(0.5) ? (this.#cluster.leaders[0] ?? node) : node)
    } else {
      this.#read(node)
    }
    this.#observe(node)
  }

  #observe(node: SimulatedNode): void {
    this.#invariants.observe(node)
    for (const read of node.readStates) {
      this.#invariants.readConfirmed(node, read)
    }
    node.readStates = []
  }

  #tick(node: SimulatedNode): void {
    if (!this.#hasLeases) {
      this.#log(`tick ${node.id}`)
      this.#tickOne(node)
    } else if (this.#random.chance(0.3)) {
      this.#log('tick')
      for (const each of this.#cluster.nodes.values()) {
        this.#tickOne(each)
      }
    }
  }

  /** A node at rest need not be ticked: sometimes it is, sometimes its time stands still. */
  #tickOne({ raw }: SimulatedNode): void {
    this.#restingTicks += raw.isResting ? 1 : 0
    if (!raw.isResting || this.#random.chance(0.5)) {
      raw.tick()
    }
  }

  /** Mostly the oldest message, sometimes any; sometimes lost, sometimes kept to come again, however late. */
  #deliverSomething(): void {
    const random = this.#random
    const { network } = this.#cluster
    if (this.#old.length > 0 && random.chance(this.#repeatRate * 0.3)) {
      this.#deliver(random.pick(this.#old))
      return
    }
    if (network.length === 0) {
      return
    }
    const at = random.chance(0.7) ? 0 : random.below(network.length)
    const [message] = network.splice(at, 1)
    if (random.chance(this.#lossRate)) {
      this.#log(`lose ${formatMessage(message!)}`)
      this.#reportLoss(message!)
      return
    }
    if (random.chance(this.#repeatRate)) {
      this.#keep(message!)
    }
    this.#deliver(message!)
  }

  #keep(message: Message): void {
    if (this.#old.length < 200) {
      this.#old.push(message)
    } else {
      this.#old[this.#random.below(200)] = message
    }
  }

  #deliver(message: Message): void {
    const outcome = this.#cluster.deliver(message)
    this.#log(`${formatMessage(message)}: ${outcome}`)
    check(outcome !== 'diverged', () => 'a correct cluster diverged')
    check(outcome !== 'malformed', () => 'a correct node sent something malformed')
    check(outcome !== 'misrouted', () => 'a message went astray')
    if (outcome === 'accepted') {
      this.acceptedTypes.add(message.type)
    }
    if (outcome === 'lost') {
      this.#reportLoss(message)
    } else {
      this.#observe(this.#cluster.node(message.to))
      if (message.type === MessageType.snapshot) {
        this.#cluster.node(message.from).raw.reportSnapshot(message.to, 'finished')
      }
    }
  }

  #reportLoss(message: Message): void {
    const { raw } = this.#cluster.node(message.from)
    if (message.type === MessageType.snapshot) {
      raw.reportSnapshot(message.to, 'failed')
    } else if (this.#random.chance(0.3)) {
      raw.reportUnreachable(message.to)
    }
  }

  #work(node: SimulatedNode): void {
    const random = this.#random
    if (random.chance(0.5)) {
      this.#take(node)
    }
    if (random.chance(0.5)) {
      this.#write(node)
    }
    if (random.chance(0.5) && node.applies.length > 0) {
      this.#log(`apply on ${node.id}`)
      node.apply()
    }
  }

  #take(node: SimulatedNode): void {
    if (!node.raw.hasReady()) {
      return
    }
    const messages = node.take()
    this.#log(`ready of ${node.id}`)
    this.#invariants.observe(node)
    this.#invariants.sentAtOnce(messages)
    this.#cluster.network.push(...messages)
  }

  #write(node: SimulatedNode): void {
    if (node.writes.length === 0) {
      return
    }
    this.#log(`write on ${node.id}`)
    const messages = node.write()
    this.#invariants.observe(node)
    this.#invariants.sentAfterAppend(node, messages)
    this.#cluster.network.push(...messages)
  }

  #propose(node: SimulatedNode): void {
    const list = Array.from({ length: 1 + this.#random.below(3) }, () =>
      bytes(`p${++this.#proposals}`),
    )
    attempt(() => node.raw.propose(list))
  }

  #read(node: SimulatedNode): void {
    const context = ++this.#reads
    this.#invariants.readAsked(context)
    this.#log(`read ${context} on ${node.id}: ${node.raw.readIndex(context)}`)
  }

  #disturb(node: SimulatedNode): void {
    const random = this.#random
    switch (random.pick(DISTURBANCES)) {
      case 'campaign':
        this.#log(`campaign of ${node.id}: ${node.raw.campaign()}`)
        break
      case 'transfer':
        this.#log(`transfer on ${node.id}: ${node.raw.transferLeader(random.pick(IDS))}`)
        break
      case 'forget':
        this.#log(`forget on ${node.id}: ${node.raw.forgetLeader()}`)
        break
      case 'crash':
        this.#crash(node)
        break
      case 'compact':
        if (node.state.index > 0) {
          this.#log(`compact ${node.id} at ${node.state.index}`)
          node.compact(random.below(4))
        }
        break
      case 'partition':
        this.#partition()
        break
      case 'no snapshot':
        node.storage.setSnapshotUnavailable(random.chance(0.3))
        break
      case 'membership':
        if (this.#hasMembershipChanges) {
          this.#changeMembership()
        }
        break
    }
  }

  #crash(node: SimulatedNode): void {
    this.#counts.crashes++
    this.#log(`crash of ${node.id} with ${node.writes.length} writes under way`)
    node.restart(this.#random.chance(0.5), this.#random.below(node.writes.length + 1))
    this.#invariants.restarted(node)
  }

  #partition(): void {
    const random = this.#random
    this.#cluster.heal()
    if (random.chance(0.4)) {
      this.#log('heal')
      return
    }
    if (random.chance(0.3)) {
      const [from, to] = [random.pick(IDS), random.pick(IDS)]
      this.#log(`cut ${from} to ${to}`)
      this.#cluster.cut(from, to)
      return
    }
    // One side may have the majority and the other the leader.
    const side = IDS.filter(() => random.chance(0.5))
    this.#log(`split off ${side.join(', ')}`)
    this.#cluster.split(side)
  }

  #changeMembership(): void {
    const random = this.#random
    const leaders = this.#cluster.leaders
    if (leaders.length === 0) {
      return
    }
    const leader = random.pick(leaders)
    const types = Object.values(ConfChangeType)
    const changes: ConfChangeSingle[] = Array.from({ length: random.below(4) }, () => ({
      type: random.pick(types),
      nodeId: random.pick(IDS),
    }))
    const transition = random.pick(Object.values(ConfChangeTransition))
    const isAccepted = attempt(() =>
      leader.raw.proposeConfChange({ transition, changes, context: bytes('') }),
    )
    this.#counts.confChanges += isAccepted ? 1 : 0
  }

  /** The faults are over: the cluster elects, commits what is new, and everybody ends in the same state. */
  #heal(): void {
    this.#log('the end: everything is healed')
    this.#cluster.heal()
    for (const node of this.#cluster.nodes.values()) {
      node.storage.setSnapshotUnavailable(false)
    }
    const random = this.#random
    const target = this.#invariants.committedCount + 1
    // Some nodes take or apply one entry at a time, and have all of them before them.
    const longest = Math.max(...[...this.#cluster.nodes.values()].map(({ raw }) => raw.lastIndex))
    for (let round = 0; round < 400 + 6 * longest; round++) {
      this.#quietRound()
      const [leader] = this.#cluster.leaders.sort((a, b) => b.raw.term - a.raw.term)
      if (leader === undefined) {
        continue
      }
      if (round % 20 === 0) {
        leader.compact(1000)
      }
      if (!leader.confState.voters.includes(leader.id)) {
        // Removed, and told to lead on nevertheless: somebody has to take over.
        leader.raw.transferLeader(random.pick(leader.confState.voters))
      }
      if (isJoint(leader.confState) && !leader.confState.autoLeave) {
        attempt(() =>
          leader.raw.proposeConfChange({ transition: 0, changes: [], context: bytes('') }),
        )
      } else if (round % 10 === 0) {
        attempt(() => leader.raw.propose(bytes('the end')))
      }
      if (this.#hasConverged(leader, target)) {
        return
      }
    }
    const states = [...this.#cluster.nodes.values()].map(
      ({ id, raw, state, confState }) =>
        `${id}: ${formatRole(raw)}, applied ${state.index}, ${formatConfState(confState)}`,
    )
    throw new Error(`the cluster did not come to agree:\n${states.join('\n')}`)
  }

  #quietRound(): void {
    const random = this.#random
    const isTick = random.chance(0.7)
    for (const node of this.#cluster.nodes.values()) {
      if (this.#hasLeases ? isTick : random.chance(0.7)) {
        this.#tickOne(node)
      }
    }
    for (let i = 0; i < 3; i++) {
      for (const node of this.#cluster.nodes.values()) {
        this.#take(node)
        this.#write(node)
        while (node.applies.length > 0) {
          node.apply()
        }
        this.#observe(node)
      }
      const messages = this.#cluster.network.splice(0)
      for (const message of messages) {
        this.#deliver(message)
      }
    }
  }

  #hasConverged(leader: SimulatedNode, target: number): boolean {
    const { confState, state } = leader
    if (state.index < target || isJoint(confState) || state.index !== leader.raw.lastIndex) {
      return false
    }
    return [...confState.voters, ...confState.learners].every((id) => {
      const node = this.#cluster.node(id)
      return node.state.index === state.index && node.state.digest === state.digest
    })
  }

  #log(line: string): void {
    this.#trace.push(line)
    if (this.#trace.length > 200) this.#trace.shift()
  }
}
