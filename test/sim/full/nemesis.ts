// Everything that goes wrong in a cluster of whole nodes, one fault at a time.

import type { Client } from '@quorumlite/client'
import { clusterOf } from '@quorumlite/cluster'
import type { Coverage } from '../coverage.ts'
import type { Dice } from '../dice.ts'
import type { Crowd, Drill } from './drills.ts'
import type { Echo } from './echo.ts'
import { endSessionEarly } from './fleeting.ts'
import type { Machines } from './machines.ts'
import type { Fault } from './plan.ts'
import { regain } from './regain.ts'
import { strand } from './strand.ts'
import { usurp } from './usurp.ts'
import type { Moment } from './watch.ts'

const MACHINES_MAX = 8
const VOTERS_MIN = 3
const DAY_MS = 86_400_000
export const PLENTY_BYTES: number = 2 ** 40
const LOW_BYTES = 1 << 20
const FLOOD = 25
/** Before and after the end of a session in the middle of a flood. */
const FLOOD_MS = 5

const DRILLS = {
  regain: { drill: regain, done: 'regained' },
  strand: { drill: strand, done: 'stranded with half a commit' },
  usurp: { drill: usurp, done: 'usurped' },
} as const satisfies Partial<Record<Fault, { drill: Drill; done: string }>>
export type DrillName = keyof typeof DRILLS

const MOMENTS = ['commit', 'configuration', 'conflict', 'election', 'install', 'vote'] as const

/** A drill that is under way. */
export interface Course {
  readonly isDone: boolean
  /** It goes on no more. */
  stop(): void
}

export interface NemesisParts {
  readonly machines: Machines
  /** The operator's. */
  readonly client: Client
  /** Peer ids of all clients. */
  readonly clients: readonly string[]
  readonly dice: Dice
  readonly coverage: Coverage
  readonly echo: Echo
  readonly crowd: Crowd
  /** Whether requests come again when there is a new leader. */
  readonly repeats: boolean
}

export class Nemesis {
  readonly #parts: NemesisParts
  readonly #machines: Machines
  readonly #client: Client
  readonly #clients: readonly string[]
  readonly #dice: Dice
  readonly #coverage: Coverage
  readonly #echo: Echo
  /** Moments of which the next one is the last for the machine that it comes to. */
  readonly #ambushes = new Set<Moment>()
  /** A machine that is lost and not replaced yet; there is never a second one. */
  #lost: number | undefined
  #isOver = false

  constructor(parts: NemesisParts) {
    const { machines, client, clients, dice, coverage, echo } = parts
    this.#parts = parts
    this.#machines = machines
    this.#client = client
    this.#clients = clients
    this.#dice = dice
    this.#coverage = coverage
    this.#echo = echo
  }

  async strike(fault: Fault): Promise<void> {
    const machines = this.#machines
    const dice = this.#dice
    const { network } = machines.cluster
    const i = dice.pick(machines.present)
    switch (fault) {
      case 'heal':
        return this.#note('heal', () => network.heal())
      case 'restart':
        return this.#restartOne()
      case 'crash all':
        return this.#crashAll()
      case 'one way':
      case 'isolate':
      case 'split':
      case 'ring':
        return this.#partition(fault)
      case 'client cut off':
        return this.#cutClientOff(i)
      case 'delay':
        return this.#note('delay', () => {
          network.setDelay({ minMs: 0.1, maxMs: dice.pick([1, 20, 120]) })
        })
      case 'transfer':
        return this.#transfer()
      case 'add machine':
        return this.#addMachine()
      case 'wipe':
        return this.#lose(i, 'wipe')
      case 'bit flip':
        return this.#lose(i, 'bit flip')
      case 'regain':
      case 'strand':
      case 'usurp':
        return void this.begin(fault)
      case 'ambush':
        return this.#note('ambush', () => this.#ambushes.add(dice.pick(MOMENTS)))
      case 'flood':
        return this.flood()
      default:
        if (machines.isRunning(i)) this.#strikeRunning(fault, i)
    }
  }

  #strikeRunning(fault: Fault, i: number): void {
    const machines = this.#machines
    const dice = this.#dice
    const fate = machines.fates[i]!
    const { network, machines: all } = machines.cluster
    switch (fault) {
      case 'crash':
        return this.#note('crash', () => machines.crash(i))
      case 'power loss':
        return this.#note('power loss', () =>
          machines.crash(i, dice.pick(['all', 'suffix', 'any'] as const)),
        )
      case 'crash at write':
        fate.stepsToCrash = 1 + dice.below(12)
        return
      case 'disk EIO':
      case 'disk ENOSPC':
        return this.#note(fault, () => {
          fate.isExcused = true
          all[i]!.disk.failNextSync(fault === 'disk EIO' ? 'EIO' : 'ENOSPC')
        })
      case 'disk low':
        return this.#note('disk low', () => {
          all[i]!.disk.freeBytes = dice.pick([PLENTY_BYTES, LOW_BYTES])
        })
      case 'checkpoint':
        return this.#note('checkpoint asked for', () =>
          this.#inBackground(all[i]!.node!.runtime.service.checkpoint()),
        )
      case 'late frames':
        return this.#note('late frames', () => this.#echo.repeatFrames(i, all[i]!.node!))
      case 'late requests':
        return this.#note('late requests', () => this.#repeatRequests(i))
      case 'slow disk':
        return this.#note('slow disk', () => (fate.slowMs = dice.pick([0, 5, 60])))
      case 'pause':
        return this.#note(`pause`, () => {
          machines.pause(i)
          machines.clock.setTimer(dice.scale(50, 8_000), () => machines.resume(i))
        })
      case 'clock jump':
        return this.#note('clock jump', () => machines.shiftWall(i, dice.pick([-1, 1]) * DAY_MS))
      case 'reset connections': {
        const other = dice.pick(machines.present)
        return this.#note('reset connections', () =>
          network.resetConnections(all[i]!.peerId, all[other]!.peerId),
        )
      }
      case 'demote':
      case 'promote':
      case 'remove machine':
        return this.#changeMembership(fault, i)
      default:
        throw new Error(`${fault} is not for one machine`)
    }
  }

  /** The leader is sending a snapshot: a good moment for another to take over. */
  onSnapshot(): void {
    const dice = this.#dice
    if (this.#isOver || !dice.chance(0.3)) return
    this.#machines.clock.setTimer(dice.scale(2, 2_000), () => {
      if (!this.#isOver) this.#transfer()
    })
  }

  onMoment(i: number, moment: Moment): void {
    if (this.#isOver) return
    if (moment === 'election') this.#repeatAtOnce(i)
    if (!this.#ambushes.delete(moment)) return
    const { cluster, clock } = this.#machines
    const { node } = cluster.machines[i]!
    clock.setTimer(this.#dice.scale(0.01, 20), () => {
      if (this.#isOver || !node || cluster.machines[i]!.node !== node) return
      const loss = this.#dice.pick([undefined, 'all', 'suffix', 'any'] as const)
      this.#note(`crash at ${moment}`, () => this.#machines.crash(i, loss))
    })
  }

  /** Whoever sent something to the last leader sends it to the new one, which may not know yet what became of it. */
  #repeatAtOnce(i: number): void {
    if (!this.#parts.repeats || this.#dice.chance(0.3)) return
    const { cluster, clock } = this.#machines
    clock.setTimer(this.#dice.scale(0.01, 20), () => {
      const { node } = cluster.machines[i]!
      if (node && !this.#isOver) this.#echo.repeatLatest(node)
    })
  }

  #transfer(): void {
    this.#note('transfer', () =>
      this.#inBackground(clusterOf(this.#client).transferLeadership(undefined, SOON)),
    )
  }

  /** Nothing that was begun goes on. Drills may begin. */
  stop(): void {
    this.#ambushes.clear()
    this.#isOver = true
  }

  /** A drill; undefined if it cannot be done now. */
  begin(name: DrillName): Course | undefined {
    const { drill, done } = DRILLS[name]
    let isDone = false
    let isStopped = false
    const wasOver = this.#isOver
    const isBegun = drill({
      ...this.#parts,
      clients: this.#clients.slice(0, -1),
      isOver: () => isStopped || this.#isOver !== wasOver,
      onDone: () => this.#note(done, () => (isDone = true)),
    })
    if (!isBegun) return undefined
    this.#note(name, () => undefined)
    return {
      get isDone() {
        return isDone
      },
      stop: () => (isStopped = true),
    }
  }

  /** Many writes in a row, in the middle of which a session ends that one of them is of. */
  flood(): void {
    const { cluster, clock } = this.#machines
    const leader = cluster.leader()
    if (leader === undefined) return
    const later = (delayMs: number, run: () => void): void => void clock.setTimer(delayMs, run)
    endSessionEarly(cluster.node(leader), later, () => {
      this.#note('session ended early', () => this.#parts.crowd.burst(FLOOD))
      return this.#dice.next() * FLOOD_MS
    })
  }

  /** Where they may be taken, above all. */
  #repeatRequests(i: number): void {
    const { cluster } = this.#machines
    const to = this.#dice.chance(0.8) ? (cluster.leader() ?? i) : i
    this.#echo.repeatRequests(cluster.node(to))
  }

  #note(what: string, act: () => void): void {
    this.#coverage.count(what)
    this.#machines.log(what)
    act()
  }

  async #restartOne(): Promise<void> {
    const mayJoin = this.#machines.cluster.leader() !== undefined
    const down = this.#machines.down.filter((i) => mayJoin || this.#machines.fates[i]!.hasJoined)
    if (down.length > 0) await this.#machines.start(this.#dice.pick(down))
  }

  #crashAll(): void {
    this.#note('crash all', () => {
      for (const i of this.#machines.present) {
        if (this.#machines.isRunning(i)) {
          this.#machines.crash(i, this.#dice.pick(['all', 'suffix', 'any'] as const))
        }
      }
    })
  }

  #partition(kind: 'one way' | 'isolate' | 'split' | 'ring'): void {
    const { cluster, present } = this.#machines
    const dice = this.#dice
    const order = present.map((i) => [dice.next(), i] as const).sort((a, b) => a[0] - b[0])
    const peers = order.map(([, i]) => cluster.machines[i]!.peerId)
    const cut = (a: number, b: number): void => cluster.network.partition(peers[a]!, peers[b]!)
    const half = 1 + dice.below(Math.max(1, peers.length - 1))
    const count = peers.length
    const isCut = (a: number, b: number): boolean => {
      if (kind === 'one way') return a === 0 && b === count - 1
      if (kind === 'isolate') return (a === 0) !== (b === 0)
      if (kind === 'split') return a < half !== b < half
      return Math.min((a - b + count) % count, (b - a + count) % count) > 1
    }
    this.#note(kind, () => {
      for (let a = 0; a < count; a++) {
        for (let b = 0; b < count; b++) if (a !== b && isCut(a, b)) cut(a, b)
      }
    })
  }

  #cutClientOff(i: number): void {
    const { network, machines } = this.#machines.cluster
    const [client, { peerId }] = [this.#dice.pick(this.#clients), machines[i]!]
    this.#note('client cut off', () => {
      if (this.#dice.chance(0.7)) network.partition(client, peerId)
      if (this.#dice.chance(0.7)) network.partition(peerId, client)
    })
  }

  async #addMachine(): Promise<void> {
    const { cluster, present } = this.#machines
    if (present.length >= 6 || this.#machines.fates.length >= MACHINES_MAX) return
    if (cluster.leader() === undefined) return
    this.#coverage.count('machine added')
    await this.#machines.add()
  }

  #changeMembership(what: 'demote' | 'promote' | 'remove machine', i: number): void {
    const { cluster, fates } = this.#machines
    const { nodeId } = cluster.node(i).info
    const conf = this.#configuration()
    if (!conf || this.#lost !== undefined) return
    const management = clusterOf(this.#client)
    if (what === 'promote') {
      if (conf.learners.length === 0) return
      const learner = this.#dice.pick(conf.learners)
      this.#note('promote', () => this.#inBackground(management.promote(learner, SOON)))
      return
    }
    if (conf.voters.length <= VOTERS_MIN) return
    if (what === 'demote') {
      const voter = this.#dice.pick(conf.voters)
      this.#note('demote', () => this.#inBackground(management.demote(voter, SOON)))
      return
    }
    if (!conf.voters.includes(nodeId)) return
    this.#note('machine removed', () => {
      fates[i]!.isOut = true
      this.#lost = i
      this.#replaceInBackground(i, nodeId)
    })
  }

  /** As the leader knows it, unless it is about to change. */
  #configuration(): { voters: readonly number[]; learners: readonly number[] } | undefined {
    const { cluster } = this.#machines
    const leader = cluster.leader()
    if (leader === undefined) return undefined
    const { confState } = cluster.node(leader).runtime.service.state
    return confState.votersOutgoing.length > 0 ? undefined : confState
  }

  /**
   * A disk is gone, or is not to be trusted any more. Only when the others could go on without it for ever: the cluster
   * survives the loss of a minority.
   */
  async #lose(i: number, how: 'wipe' | 'bit flip'): Promise<void> {
    const machines = this.#machines
    const { cluster, fates } = machines
    const conf = this.#configuration()
    if (!conf || this.#lost !== undefined || !machines.isRunning(i)) return
    if (fates.length >= MACHINES_MAX || conf.voters.length < VOTERS_MIN) return
    const { nodeId } = cluster.node(i).info
    const others = machines.present.filter((other) => other !== i && machines.isRunning(other))
    const ids = new Set(others.map((other) => cluster.node(other).info.nodeId))
    if (conf.voters.some((voter) => voter !== nodeId && !ids.has(voter))) return
    this.#coverage.count(how)
    machines.log(`${how} of machine ${i}`)
    this.#lost = i
    machines.crash(i, 'all')
    if (how === 'bit flip') {
      this.#flipOneBit(i)
      await machines.start(i)
      machines.clock.setTimer(this.#dice.between(500, 5_000), () => {
        if (!fates[i]!.isOut) {
          fates[i]!.isOut = true
          machines.crash(i)
          this.#replaceInBackground(i, nodeId)
        }
      })
    } else {
      fates[i]!.isOut = true
      this.#replaceInBackground(i, nodeId)
    }
  }

  #flipOneBit(i: number): void {
    const dice = this.#dice
    const values: Uint8Array[] = []
    const { disk } = this.#machines.cluster.machines[i]!
    disk.corrupt((_key, value) => {
      values.push(value)
      return undefined
    })
    if (values.length === 0) return
    const victim = dice.below(values.length)
    let n = 0
    disk.corrupt((_key, value) => {
      if (n++ !== victim || value.length === 0) return undefined
      value[dice.below(value.length)]! ^= 1 << dice.below(8)
      return value
    })
    this.#machines.fates[i]!.isDamaged = true
  }

  /** Takes the node out; `settle` brings a machine in its place. */
  #replaceInBackground(i: number, nodeId: number): void {
    const attempt = (): void => {
      clusterOf(this.#client)
        .removeNode(nodeId, { timeoutMs: 10_000 })
        .then(
          () => {
            this.#machines.log(`node ${nodeId} is out`)
            if (this.#lost === i) this.#lost = undefined
          },
          () => {
            this.#machines.clock.setTimer(100, attempt)
          },
        )
    }
    attempt()
  }

  /** Whether a lost machine is still a member. */
  get isReplacing(): boolean {
    return this.#lost !== undefined
  }

  #inBackground(change: Promise<unknown>): void {
    change.catch(() => undefined)
  }
}

const SOON = { timeoutMs: 3_000 }
