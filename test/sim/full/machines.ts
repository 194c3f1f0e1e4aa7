// The machines of a simulated cluster: which of them run, which may fail by themselves because something was done to
// them, which are gone for good.

import type { CrashLoss, WriteStep } from '@quorumlite/storage'
import type { VirtualClock } from '@quorumlite/transport'
import type { Coverage } from '../coverage.ts'
import type { Dice } from '../dice.ts'
import type { Trace } from '../trace.ts'
import { address, type InlineCluster } from '../../support/inline-cluster.ts'
import type { MachineClock } from './machine-clock.ts'

/** What a machine is, besides running or not. */
export interface Fate {
  /** Belongs to the cluster: it starts without its help. */
  hasJoined: boolean
  isStarting: boolean
  /** Its disk was told to fail: then the node may, too. */
  isExcused: boolean
  /** Bytes on its disk were changed: it is to be replaced. */
  isDamaged: boolean
  /** Somebody asked for its removal, or its disk is lost: it never starts again. */
  isOut: boolean
  isPaused: boolean
  /** Steps that its disk makes until the power fails. */
  stepsToCrash: number
  slowMs: number
}

/** What a replica has applied, and the checksums of its databases there. */
export interface MachineState {
  readonly machine: number
  readonly index: number
  readonly checksums: string
}

const NO_FATE: Fate = {
  hasJoined: false,
  isStarting: false,
  isExcused: false,
  isDamaged: false,
  isOut: false,
  isPaused: false,
  stepsToCrash: Infinity,
  slowMs: 0,
}

export class Machines {
  readonly cluster: InlineCluster
  readonly fates: Fate[] = []
  readonly complaints: string[] = []
  readonly #trace: Trace
  readonly #coverage: Coverage
  readonly #dice: Dice
  readonly #nodeIds: number[] = []
  #handledFailures = 0

  constructor(cluster: InlineCluster, dice: Dice, trace: Trace, coverage: Coverage) {
    this.cluster = cluster
    this.#dice = dice
    this.#trace = trace
    this.#coverage = coverage
    for (const i of cluster.machines.keys()) this.#adopt(i, true)
  }

  get clock(): VirtualClock {
    return this.cluster.clock
  }

  log(text: string): void {
    this.#trace.mixText(text)
    this.#trace.line(this.clock.nowMs(), text)
  }

  isRunning(i: number): boolean {
    return this.cluster.machines[i]!.node !== undefined
  }

  /** Of all that are not gone for good and were ever seen running. */
  get nodeIds(): number[] {
    return this.present.flatMap((i) => this.#nodeIds[i] ?? [])
  }

  /** Of all that are not gone for good. */
  get present(): number[] {
    return [...this.fates.keys()].filter((i) => !this.fates[i]!.isOut)
  }

  get down(): number[] {
    return this.present.filter((i) => !this.isRunning(i) && !this.fates[i]!.isStarting)
  }

  /** An empty machine that joins. */
  async add(): Promise<number> {
    const i = this.cluster.addMachine()
    this.#adopt(i, false)
    await this.start(i)
    return i
  }

  #adopt(i: number, hasJoined: boolean): void {
    this.fates[i] = { ...NO_FATE, hasJoined }
    this.cluster.machines[i]!.disk.onStep = (step) => this.#onDiskStep(i, step)
  }

  #onDiskStep(i: number, step: WriteStep): Promise<void> | undefined {
    const fate = this.fates[i]!
    if (--fate.stepsToCrash <= 0) {
      this.#coverage.count(`crash at ${step.kind}`)
      this.crash(i, this.#dice.pick(['all', 'suffix', 'any'] as const))
      return undefined
    }
    if (fate.slowMs === 0) return undefined
    const delayMs = this.#dice.next() * fate.slowMs
    return new Promise((resolve) => void this.clock.setTimer(delayMs, resolve))
  }

  async start(i: number): Promise<void> {
    const fate = this.fates[i]!
    this.log(`machine ${i} starts`)
    fate.isStarting = true
    const join = this.present.flatMap((other) =>
      other === i ? [] : [address(this.cluster.machines[other]!.peerId)],
    )
    const { clock } = this.cluster.machines[i]!
    await this.cluster.launchNode(i, i === 0 ? {} : { join }, (cause) => {
      // What became of a start that a crash cut short is of no interest.
      if (clock !== this.cluster.machines[i]!.clock && fate.isStarting) this.#startFailed(i, cause)
    })
  }

  #startFailed(i: number, cause: Error): void {
    const fate = this.fates[i]!
    const { code } = cause as { code?: string }
    this.log(`machine ${i} does not start: ${cause.message}`)
    this.crash(i)
    if (code === 'STORAGE_DAMAGED' && fate.isDamaged) this.#coverage.count('bit flip refused')
    else if (code === 'REMOVED' && !fate.hasJoined) this.#coverage.count('join of a removed node')
    else if (!fate.isExcused && !(JOIN_CODES.has(code ?? '') && !fate.hasJoined)) {
      this.complaints.push(`machine ${i} does not start: ${describe(cause)}`)
    }
  }

  /** As SIGKILL; with `loss`, as a power failure. */
  crash(i: number, loss?: CrashLoss): void {
    // It may have failed in this very moment, and have had its reason.
    this.#handleFailures()
    const fate = this.fates[i]!
    this.log(`machine ${i} crashes${loss ? `, losing ${loss}` : ''}`)
    this.cluster.crash(i, loss)
    fate.isStarting = false
    fate.isExcused = false
    fate.isPaused = false
    fate.stepsToCrash = Infinity
  }

  pause(i: number): void {
    this.fates[i]!.isPaused = true
    this.#clockOf(i)?.pause()
    this.cluster.network.freeze(this.cluster.machines[i]!.peerId)
  }

  resume(i: number): void {
    const fate = this.fates[i]!
    if (!fate.isPaused) return
    fate.isPaused = false
    this.cluster.network.thaw(this.cluster.machines[i]!.peerId)
    this.#clockOf(i)?.resume()
  }

  shiftWall(i: number, byMs: number): void {
    this.#clockOf(i)?.shiftWall(byMs)
  }

  /** All machines of a simulation have such a clock. */
  #clockOf(i: number): MachineClock | undefined {
    return this.cluster.machines[i]!.clock as MachineClock | undefined
  }

  /** Sees who has come up, and who has failed: by itself only if its disk did, or because it was removed. */
  attend(): void {
    for (const [i, fate] of this.fates.entries()) {
      if (this.isRunning(i)) this.#nodeIds[i] = this.cluster.node(i).info.nodeId
      if (!fate.isStarting || !this.isRunning(i)) continue
      fate.isStarting = false
      fate.hasJoined = true
      this.#coverage.count('machine started')
    }
    this.#handleFailures()
  }

  #handleFailures(): void {
    const { failures } = this.cluster
    while (this.#handledFailures < failures.length) {
      const { machine, cause } = failures[this.#handledFailures++]!
      const { isExcused, isOut, isDamaged } = this.fates[machine]!
      const { code } = cause as { code?: string }
      this.log(`machine ${machine} has failed: ${cause.message}`)
      const isRemoval = code === 'REMOVED' && isOut
      const isDamage = code === 'STORAGE_DAMAGED' && isDamaged
      if (isExcused) this.#coverage.count('node failed with its disk')
      else if (isRemoval) this.#coverage.count('node heard of its removal')
      else if (!isDamage) {
        this.complaints.push(`machine ${machine} failed by itself: ${describe(cause)}`)
      }
      this.crash(machine)
    }
  }

  /** In words, for who waits in vain. */
  describe(): string {
    return this.fates
      .map(({ isOut, isStarting }, i) => {
        if (isOut) return `${i} is out`
        if (!this.isRunning(i)) return `${i} is ${isStarting ? 'starting' : 'down'}`
        const { state, gateway } = this.cluster.node(i).runtime.service
        const { role, term, leader, lastIndex } = gateway.core
        const { voters, learners } = state.confState
        return (
          `${i} (${this.cluster.node(i).info.nodeId}) is ${role} of term ${term}, follows ${leader}, ` +
          `log to ${lastIndex}, applied ${state.appliedIndex}, voters ${voters.join()}, learners ${learners.join()}`
        )
      })
      .join('; ')
  }

  /** Of the replicas that run, what they have applied and the checksums there. */
  states(): MachineState[] {
    return this.cluster.running().map((machine) => this.stateOf(machine))
  }

  stateOf(machine: number): MachineState {
    const { appliedIndex, catalogue } = this.cluster.node(machine).runtime.service.state
    const checksums = [...catalogue.all()].map(({ name, checksum }) => `${name} ${checksum}`)
    return { machine, index: appliedIndex, checksums: checksums.join(', ') }
  }
}

/** What a node that has to join may find while the cluster is in trouble: it tries again. */
const JOIN_CODES: ReadonlySet<string> = new Set([
  'CLOSED',
  'CONFIG_CHANGE_IN_PROGRESS',
  'NOT_LEADER',
  'NO_LEADER',
  'TIMEOUT',
  'UNAVAILABLE',
])

export function describe(cause: unknown): string {
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)
}
