// A cluster of cores in virtual time: clocks, disks and the network between them. It moves step by step, checks every
// invariant at each, and knows nothing of when something is to go wrong: that is the run's.

import {
  type ConfState,
  type Message,
  MessageType,
  RaftError,
  type StepOutcome,
} from '@quorumlite/raft'
import type { Coverage } from '../coverage.ts'
import type { Dice } from '../dice.ts'
import { EventQueue } from '../event-queue.ts'
import type { Trace } from '../trace.ts'
import { formatMessage, messageName } from './format.ts'
import { check, Invariants } from './invariants.ts'
import { type Event, Machine, type Work } from './machine.ts'
import { Links } from './network.ts'
import { type CorePlan, drawOptions } from './plan.ts'
import { SimulatedNode } from './simulated-node.ts'

const OUTAGE_MS = { min: 10, max: 5_000 }
const REPEAT_MS = { min: 1, max: 300_000 }
const NO_CONF: ConfState = {
  voters: [],
  learners: [],
  votersOutgoing: [],
  learnersNext: [],
  autoLeave: false,
}

export class World {
  readonly plan: CorePlan
  readonly dice: Dice
  readonly trace: Trace
  readonly coverage: Coverage
  readonly queue = new EventQueue<Event>()
  readonly links = new Links()
  readonly machines = new Map<number, Machine>()
  readonly invariants: Invariants
  readonly #nodes = new Map<number, SimulatedNode>()
  /** Nothing goes wrong any more. */
  isHealed = false
  steps = 0

  constructor(plan: CorePlan, dice: Dice, trace: Trace, coverage: Coverage) {
    this.plan = plan
    this.dice = dice
    this.trace = trace
    this.coverage = coverage
    const voters = Array.from({ length: plan.voters }, (_, i) => i + 1)
    const first: ConfState = { ...NO_CONF, voters }
    this.invariants = new Invariants(this.#nodes, first)
    for (let i = 0; i < plan.voters + plan.spares; i++) {
      this.addMachine(i < plan.voters ? first : NO_CONF)
    }
  }

  get ids(): number[] {
    return [...this.machines.values()].filter(({ isGone }) => !isGone).map(({ id }) => id)
  }

  get leaders(): Machine[] {
    return [...this.machines.values()].filter(
      ({ isUp, node }) => isUp && node.raw.role === 'leader',
    )
  }

  machine(id: number): Machine {
    return this.machines.get(id)!
  }

  /** A machine that runs and has an empty disk. */
  addMachine(conf: ConfState = NO_CONF): Machine {
    const { plan, dice } = this
    const node = new SimulatedNode(this.machines.size + 1, conf, drawOptions(plan, dice), {
      written: (at, ready) => this.invariants.written(at, ready),
      applied: (at, entry, state) => this.invariants.applied(at, entry, state),
      installed: (at, state) => {
        this.coverage.count('snapshot installed')
        this.invariants.installed(at, state)
      },
    })
    const machine = new Machine(node, plan.tickMs * dice.between(1 - plan.drift, 1 + plan.drift))
    this.machines.set(machine.id, machine)
    this.#nodes.set(machine.id, node)
    this.#planFor(machine, 'tick', dice.next() * machine.tickMs)
    return machine
  }

  call(delayMs: number, act: () => void): void {
    this.queue.plan(delayMs, { kind: 'call', act })
  }

  /** The next event happens. */
  step(): void {
    const event = this.queue.next()!
    this.steps++
    this.trace.mix(this.queue.nowMs * 1000)
    if (event.kind === 'call') {
      event.act()
    } else if (event.kind === 'deliver') {
      this.#deliver(event.message, event.isRepeat)
    } else if (event.life === event.machine.life) {
      this.#happen(event.kind, event.machine)
    }
  }

  log(text: string): void {
    this.trace.line(this.queue.nowMs, text)
  }

  /** After anything was done to a node: everything is checked, and what it asks for is planned. */
  touch(machine: Machine): void {
    const { node } = machine
    this.invariants.observe(node)
    for (const read of node.readStates) {
      this.coverage.count('read confirmed')
      this.invariants.readConfirmed(node, read)
    }
    if (node.readStates.length > 0) {
      node.readStates = []
    }
    if (node.droppedReads.length > 0) {
      this.coverage.count('read dropped', node.droppedReads.length)
      node.droppedReads = []
    }
    if (!machine.isWorkPlanned && node.raw.hasReady()) {
      machine.isWorkPlanned = true
      this.#planFor(machine, 'work', this.dice.next())
    }
    if (!machine.isWriting && node.writes.length > 0) {
      machine.isWriting = true
      const longMs = this.isHealed ? 1 : this.plan.writeMs * machine.diskFactor
      this.#planFor(machine, 'written', this.dice.next() * longMs)
    }
    if (!machine.isApplying && node.applies.length > 0) {
      machine.isApplying = true
      this.#planFor(machine, 'applied', this.dice.next() * (this.isHealed ? 1 : this.plan.applyMs))
    }
  }

  /** Refusals are part of the game, anything else is not. Answers whether it was accepted. */
  attempt(machine: Machine, act: () => unknown): boolean {
    try {
      act()
      return true
    } catch (error) {
      if (!(error instanceof RaftError)) {
        throw error
      }
      this.coverage.count(`refused ${error.code}`)
      return false
    } finally {
      this.touch(machine)
    }
  }

  crash(machine: Machine): void {
    const { dice, plan } = this
    const { node } = machine
    const survivingWrites = dice.below(node.writes.length + 1)
    const losesCommit = dice.chance(0.5)
    this.coverage.count('crash')
    if (node.writes.length > 0) {
      this.coverage.count(
        survivingWrites < node.writes.length ? 'crash loses a write' : 'crash keeps a write',
      )
    }
    this.log(`crash of ${machine.id} with ${survivingWrites} of ${node.writes.length} writes kept`)
    machine.endLife()
    node.stop(survivingWrites)
    if (machine.isGone) {
      return
    }
    this.call(dice.scale(OUTAGE_MS.min, OUTAGE_MS.max), () => {
      this.restart(machine, losesCommit, plan.losesState && dice.chance(0.8))
    })
  }

  crashAll(): void {
    for (const id of this.ids) {
      if (this.machine(id).isUp) {
        this.crash(this.machine(id))
      }
    }
  }

  restart(machine: Machine, losesCommit = false, losesState = false): void {
    if (machine.isUp || machine.isGone) {
      return
    }
    this.log(`${machine.id} starts`)
    machine.isUp = true
    machine.node.restart(losesCommit, 0, losesState)
    this.invariants.restarted(machine.node)
    this.#planFor(machine, 'tick', this.dice.next() * machine.tickMs)
    this.touch(machine)
  }

  pause(machine: Machine): void {
    if (!machine.isRunning) {
      return
    }
    this.log(`${machine.id} is paused`)
    this.coverage.count('pause')
    machine.isPaused = true
    this.#planFor(machine, 'resume', this.dice.scale(OUTAGE_MS.min, OUTAGE_MS.max))
  }

  resume(machine: Machine): void {
    if (!machine.isPaused) {
      return
    }
    this.log(`${machine.id} goes on`)
    machine.isPaused = false
    for (const event of machine.held.splice(0)) {
      this.queue.plan(0, event)
    }
  }

  /** The disk is lost for ever, and with it the id: a new machine takes the place. */
  wipe(machine: Machine): Machine {
    this.coverage.count('wipe')
    this.log(`${machine.id} loses its disk`)
    machine.isGone = true
    this.crash(machine)
    return this.addMachine()
  }

  #planFor(machine: Machine, kind: Work, delayMs: number): void {
    this.queue.plan(delayMs, { kind, machine, life: machine.life })
  }

  #happen(kind: Work, machine: Machine): void {
    const { node } = machine
    if (machine.isPaused && kind !== 'resume') {
      this.#postpone(kind, machine)
      return
    }
    this.trace.mix(kind.charCodeAt(0) * 64 + machine.id)
    switch (kind) {
      case 'tick':
        if (node.raw.isResting) {
          this.coverage.count('tick at rest')
        }
        node.raw.tick()
        this.#planFor(machine, 'tick', machine.tickMs)
        break
      case 'work':
        machine.isWorkPlanned = false
        this.#take(machine)
        break
      case 'written': {
        machine.isWriting = false
        const messages = node.write()
        this.invariants.sentAfterAppend(node, messages)
        this.#send(messages)
        break
      }
      case 'applied':
        machine.isApplying = false
        // A snapshot that was installed meanwhile has taken their place.
        if (node.applies.length > 0) {
          node.apply()
        }
        break
      case 'resume':
        this.resume(machine)
        break
    }
    this.touch(machine)
  }

  /** Ticks missed in a pause are missed: there is no flood of them afterwards. */
  #postpone(kind: Work, machine: Machine): void {
    if (kind === 'tick') {
      this.#planFor(machine, 'tick', machine.tickMs)
    } else {
      machine.held.push({ kind, machine, life: machine.life })
    }
  }

  #take(machine: Machine): void {
    const { node } = machine
    if (!node.raw.hasReady()) {
      return
    }
    const messages = node.take()
    this.invariants.observe(node)
    this.invariants.sentAtOnce(messages)
    this.#send(messages)
  }

  #send(messages: readonly Message[]): void {
    const { plan, dice } = this
    for (const message of messages) {
      if (!this.isHealed && dice.chance(plan.lossRate)) {
        this.coverage.count('message lost')
        this.#reportLoss(message)
        continue
      }
      this.queue.plan(this.#delayMs(), { kind: 'deliver', message, isRepeat: false })
      if (!this.isHealed && dice.chance(plan.repeatRate)) {
        const lateMs = dice.scale(REPEAT_MS.min, REPEAT_MS.max)
        this.queue.plan(lateMs, { kind: 'deliver', message, isRepeat: true })
      }
    }
  }

  #delayMs(): number {
    const { plan, dice } = this
    if (!this.isHealed && plan.tailRate > 0 && dice.chance(plan.tailRate)) {
      this.coverage.count('message delayed')
      return dice.next() * plan.tailMs
    }
    return dice.next() * (this.isHealed ? 2 : plan.delayMs)
  }

  #deliver(message: Message, isRepeat: boolean): void {
    const { trace, coverage } = this
    const machine = this.machines.get(message.to)
    if (machine?.isPaused) {
      machine.held.push({ kind: 'deliver', message, isRepeat })
      return
    }
    if (machine === undefined || !machine.isUp || this.links.isCut(message.from, message.to)) {
      this.#reportLoss(message)
      return
    }
    const heard = this.#fromFurtherBack(message)
    const outcome = machine.node.raw.step(heard)
    trace.mix((message.type * 64 + message.from) * 64 + message.to)
    trace.mix(message.term * 4096 + message.index)
    if (trace.isRead) {
      this.log(`${formatMessage(heard)}${isRepeat ? ' (again)' : ''}: ${outcome}`)
    }
    this.#judge(heard, outcome)
    if (isRepeat) {
      coverage.count('message repeated')
    }
    this.touch(machine)
    if (message.type === MessageType.snapshot && !isRepeat) {
      this.#report(message.from, (sender) => sender.node.raw.reportSnapshot(message.to, 'finished'))
    }
  }

  /**
   * A leader may begin an append wherever it wants: what it sends then is as true, and must do no more. Ours never begins
   * before the end of what agrees, but others do, and a rule that only ours keeps is none.
   */
  #fromFurtherBack(message: Message): Message {
    if (message.type !== MessageType.append || this.isHealed) {
      return message
    }
    const { dice, plan } = this
    if (plan.rewindRate === 0 || !dice.chance(plan.rewindRate)) {
      return message
    }
    const { isUp, node } = this.machine(message.from)
    const { raw, storage } = node
    const index = message.index - 1 - dice.below(4)
    const last = index + dice.below(3)
    const isIts = isUp && raw.role === 'leader' && raw.term === message.term
    if (!isIts || index < storage.firstIndex() || last > storage.lastIndex()) {
      return message
    }
    // What is on its disk may still be cut by what it is about to write, but never what is committed.
    if (!this.invariants.hasCommitted(last, storage.term(last))) {
      return message
    }
    this.coverage.count('append from further back')
    const entries = last > index ? storage.entries(index + 1, last + 1, Infinity) : []
    return { ...message, index, logTerm: storage.term(index), entries }
  }

  #judge(message: Message, outcome: StepOutcome): void {
    check(
      outcome !== 'diverged' && outcome !== 'malformed' && outcome !== 'misrouted',
      () => `in a correct cluster a message was ${outcome}: ${formatMessage(message)}`,
    )
    if (outcome === 'accepted') {
      this.coverage.count(ACCEPTED[message.type]!)
    } else {
      this.coverage.count(`message ${outcome}`)
    }
  }

  #reportLoss(message: Message): void {
    if (message.type === MessageType.snapshot) {
      this.#report(message.from, ({ node }) => node.raw.reportSnapshot(message.to, 'failed'))
    } else if (this.dice.chance(0.3)) {
      this.#report(message.from, ({ node }) => node.raw.reportUnreachable(message.to))
    }
  }

  /** As another event: what a report changes is not part of the call that lost the message. */
  #report(sender: number, act: (machine: Machine) => void): void {
    const machine = this.machine(sender)
    const { life } = machine
    const report = (): void => {
      if (machine.life !== life || !machine.isUp) {
        return
      }
      if (machine.isPaused) {
        machine.held.push({ kind: 'call', act: report })
        return
      }
      act(machine)
      this.touch(machine)
    }
    this.call(1, report)
  }
}

/** Names of counters, made once. */
const ACCEPTED: readonly string[] = Array.from(
  { length: Math.max(...Object.values(MessageType)) + 1 },
  (_, type) => `accepted ${messageName(type as MessageType)}`,
)
export const ACCEPTED_COUNTERS: readonly string[] = Object.values(MessageType).map(
  (type) => ACCEPTED[type]!,
)
