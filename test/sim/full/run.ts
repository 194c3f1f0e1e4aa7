// One seed of the full layer: whole nodes, clients with several kinds of work, a minute of faults, then an end in which
// everything heals, goes on within a bounded time, and is audited.

import type { Client } from '@quorumlite/client'
import { clusterOf } from '@quorumlite/cluster'
import { Coverage } from '../coverage.ts'
import { Dice } from '../dice.ts'
import type { Trace } from '../trace.ts'
import { InlineCluster } from '../../support/inline-cluster.ts'
import { audit, readFinalState } from './audit.ts'
import { Echo } from './echo.ts'
import { MachineClock } from './machine-clock.ts'
import { Machines, type MachineState } from './machines.ts'
import { Nemesis, PLENTY_BYTES } from './nemesis.ts'
import { drawPlan, type FullPlan } from './plan.ts'
import { createTracedClock } from './traced-clock.ts'
import { LEDGER, SCHEMA } from './schema.ts'
import { checkSilence } from './silence.ts'
import { Watch } from './watch.ts'
import { Workload } from './workload.ts'

const ELECTION_TIMEOUT_MS = 1_000
const TIMEOUTS_TO_COMMIT = 20
const SETTLE_MS = 120_000
/** So long a drill may take to come to what it is about. */
const DRILL_MS = 12_000
const AFTER_DRILL_MS = 1_200
const FLOODS = 2
const FLOOD_MS = 100
const MINUTE_MS = 60_000
const ACKNOWLEDGED_MIN = 200
/** So that what is repeated has dice of its own. */
const ECHO_SALT = 0x5eed

export async function runFull(seed: number, trace: Trace): Promise<Coverage> {
  const coverage = new Coverage()
  const dice = new Dice(seed)
  const plan = drawPlan(dice)
  trace.line(0, `plan ${JSON.stringify({ ...plan, faults: [...new Set(plan.faults)] })}`)
  let run: FullRun | undefined
  const clock = createTracedClock(trace, () => {
    coverage.count('event')
    run?.observe()
  })
  const watch = new Watch({
    coverage,
    nowMs: () => clock.nowMs(),
    rateMax: Math.max(...plan.rates),
  })
  const echo = new Echo(new Dice(seed + ECHO_SALT), coverage)
  const cluster = await InlineCluster.start({
    seed,
    clock,
    nodes: plan.nodes,
    node: plan.node,
    machineClock: (trueClock, i) => new MachineClock(trueClock, plan.rates[i]!),
    diskDelayMs: () => plan.diskMs,
    observer: {
      onTransport: (machine, transport) => watch.onTransport(machine, transport),
      onStorage: (machine, storage) => watch.onStorage(machine, storage),
      onNode: (machine, node) => {
        watch.onNode(machine, node)
        echo.onNode(machine, node)
      },
    },
  })
  run = new FullRun({ cluster, plan, dice, trace, coverage, watch, echo })
  await run.run()
  return coverage
}

interface FullRunParts {
  readonly cluster: InlineCluster
  readonly plan: FullPlan
  readonly dice: Dice
  readonly trace: Trace
  readonly coverage: Coverage
  readonly watch: Watch
  readonly echo: Echo
}

class FullRun {
  readonly #cluster: InlineCluster
  readonly #plan: FullPlan
  readonly #dice: Dice
  readonly #trace: Trace
  readonly #coverage: Coverage
  readonly #watch: Watch
  readonly #echo: Echo
  readonly #machines: Machines
  /** By applied index: the checksums that the first one had there. */
  readonly #checksums = new Map<number, string>()
  /** What each machine had applied when it was last looked at. */
  readonly #applied: number[] = []

  constructor({ cluster, plan, dice, trace, coverage, watch, echo }: FullRunParts) {
    this.#cluster = cluster
    this.#plan = plan
    this.#dice = dice
    this.#trace = trace
    this.#coverage = coverage
    this.#watch = watch
    this.#echo = echo
    this.#machines = new Machines(cluster, dice, trace, coverage)
  }

  async run(): Promise<void> {
    const clients: Client[] = []
    const timeoutsMs = Array.from({ length: this.#plan.clients }, () =>
      this.#dice.pick([2_000, 6_000]),
    )
    for (const timeoutMs of timeoutsMs) clients.push(await this.#cluster.connect({ timeoutMs }))
    const operator = await this.#cluster.connect({ timeoutMs: 8_000 })
    const workload = await this.#prepare(clients, timeoutsMs, operator)
    workload.start()
    const peers = [...clients, operator].map((_, i) => `client-${i}`)
    const { faults } = this.#plan
    const nemesis = new Nemesis({
      machines: this.#machines,
      client: operator,
      clients: peers,
      dice: this.#dice,
      coverage: this.#coverage,
      echo: this.#echo,
      crowd: workload,
      repeats: faults.includes('late requests'),
    })
    if (faults.includes('transfer')) this.#watch.onSnapshot = () => nemesis.onSnapshot()
    this.#watch.onMoment = (i, moment) => nemesis.onMoment(i, moment)
    await this.#trouble(nemesis, workload)
    await this.#heal(nemesis, workload)
    for (const name of this.#plan.drills) await this.#drill(name, nemesis, workload)
    await this.#supervise(() => this.#cluster.clock.nowMs() >= MINUTE_MS, 'end', MINUTE_MS)
    await this.#settle(operator, workload)
    for (const client of [...clients, operator]) await this.#cluster.run(client.close())
    await this.#cluster.close()
    this.#attend()
  }

  async #prepare(
    clients: readonly Client[],
    timeoutsMs: readonly number[],
    operator: Client,
  ): Promise<Workload> {
    const cluster = this.#cluster
    await cluster.run(operator.createDatabase(LEDGER))
    await cluster.run(operator.database(LEDGER).batch(SCHEMA))
    return new Workload({
      ...this.#plan,
      clients,
      timeoutsMs,
      clock: cluster.clock,
      dice: this.#dice,
      trace: this.#trace,
      coverage: this.#coverage,
      nodes: (which) =>
        which === 'all'
          ? this.#machines.nodeIds
          : cluster.running().map((i) => cluster.node(i).info.nodeId),
    })
  }

  async #trouble(nemesis: Nemesis, workload: Workload): Promise<void> {
    const { clock } = this.#cluster
    const endMs = clock.nowMs() + this.#plan.durationMs
    // A cluster that is down most of the time is given more of it, so that there is something to check.
    const lastMs = endMs + this.#plan.durationMs
    const isOver = (): boolean =>
      clock.nowMs() >= lastMs ||
      (clock.nowMs() >= endMs && workload.acknowledged >= ACKNOWLEDGED_MIN)
    while (!isOver()) {
      await clock.advance(this.#dice.next() * 2 * this.#plan.faultMs)
      this.#attend()
      await nemesis.strike(this.#dice.pick(this.#plan.faults))
    }
  }

  /** At every event: who has applied something is where the others were when they had applied the same. */
  observe(): void {
    for (const [i, { node }] of this.#cluster.machines.entries()) {
      const index = node?.runtime.service.state.appliedIndex
      if (index === undefined || index === this.#applied[i]) continue
      this.#applied[i] = index
      this.#watch.onApplied(i)
      const { checksums } = this.#machines.stateOf(i)
      const known = this.#checksums.get(index)
      if (known === undefined) this.#checksums.set(index, checksums)
      else if (known !== checksums) {
        const what = `machine ${i} has ${checksums} at ${index}, where others had ${known}`
        this.#machines.complaints.push(what)
      }
    }
  }

  /** Failures of nodes, and whatever else was seen that must not be. */
  #attend(): void {
    this.#machines.attend()
    this.#watch.look(this.#cluster.running())
    const complaints = [...this.#watch.complaints, ...this.#machines.complaints]
    if (complaints.length > 0) throw new Error(complaints.join('\n'))
  }

  async #heal(nemesis: Nemesis, workload: Workload): Promise<void> {
    const cluster = this.#cluster
    const machines = this.#machines
    machines.log('everything heals')
    nemesis.stop()
    cluster.network.heal()
    cluster.network.setDelay({ minMs: 0.1, maxMs: 1 })
    for (const [i, fate] of machines.fates.entries()) {
      fate.slowMs = 0
      fate.stepsToCrash = Infinity
      cluster.machines[i]!.disk.freeBytes = PLENTY_BYTES
      machines.resume(i)
    }
    const beganMs = cluster.clock.nowMs()
    const known = workload.acknowledged
    await this.#supervise(
      () => workload.acknowledged > known,
      'write that is acknowledged after healing',
      TIMEOUTS_TO_COMMIT * ELECTION_TIMEOUT_MS,
    )
    const lastedMs = cluster.clock.nowMs() - beganMs
    machines.log(`a write was acknowledged ${lastedMs.toFixed(0)} ms after healing`)
    await this.#supervise(
      () => workload.acknowledged >= ACKNOWLEDGED_MIN,
      'number of acknowledged writes',
      SETTLE_MS,
    )
    await this.#supervise(
      () => !nemesis.isReplacing && this.#areAllUp(),
      'cluster in which all machines run',
      SETTLE_MS,
    )
  }

  /** Something that goes well in the end, also while a machine is down that the others can do without. */
  async #drill(
    name: FullPlan['drills'][number],
    nemesis: Nemesis,
    workload: Workload,
  ): Promise<void> {
    const { network } = this.#cluster
    if (name === 'silence') {
      const complaints = await checkSilence(this.#machines, this.#dice)
      if (complaints.length > 0) throw new Error(complaints.join('\n'))
    } else if (name === 'flood') {
      for (let i = 0; i < FLOODS; i++) {
        nemesis.flood()
        await this.#pass(FLOOD_MS)
      }
    } else {
      const course = nemesis.begin(name)
      if (!course) return
      const deadlineMs = this.#cluster.clock.nowMs() + DRILL_MS
      while (!course.isDone && this.#cluster.clock.nowMs() < deadlineMs) await this.#pass(20)
      // Some go on for a moment.
      await this.#pass(AFTER_DRILL_MS)
      course.stop()
      network.heal()
      if (course.isDone) this.#coverage.count(`drill ${name}`)
    }
    const known = workload.acknowledged
    const what = `write that is acknowledged after the drill ${name}`
    const limitMs = TIMEOUTS_TO_COMMIT * ELECTION_TIMEOUT_MS
    await this.#supervise(() => workload.acknowledged > known, what, limitMs, 'nobody starts')
    await this.#supervise(() => this.#areAllUp(), 'cluster in which all machines run', SETTLE_MS)
  }

  async #pass(durationMs: number): Promise<void> {
    await this.#cluster.clock.advance(durationMs)
    this.#attend()
  }

  /** Lets time pass, and starts whatever is down: a disk may have been about to fail. */
  async #supervise(
    condition: () => boolean,
    what: string,
    limitMs: number,
    starts: 'all start' | 'nobody starts' = 'all start',
  ): Promise<void> {
    const { clock } = this.#cluster
    const deadlineMs = clock.nowMs() + limitMs
    while (!condition()) {
      if (clock.nowMs() >= deadlineMs) {
        throw new Error(`no ${what}: ${this.#machines.describe()}`)
      }
      if (starts === 'all start') for (const i of this.#machines.down) await this.#machines.start(i)
      await this.#pass(100)
    }
  }

  #areAllUp(): boolean {
    return this.#machines.present.every((i) => this.#machines.isRunning(i))
  }

  async #settle(operator: Client, workload: Workload): Promise<void> {
    const cluster = this.#cluster
    const stopped = workload.stop().then(() => true)
    await cluster.run(Promise.race([stopped, this.#patience()]))
    if (workload.openOperations) throw new Error(`never answered: ${workload.openOperations}`)
    this.#attend()
    const final = await cluster.run(readFinalState(operator))
    await this.#supervise(
      () => this.#areAllUp() && this.#distinctStates().size === 1,
      'state that all replicas agree on',
      SETTLE_MS,
    )
    this.#countLoads()
    const complaints = await this.#checkIntegrity(operator)
    complaints.push(...(await audit(workload.history, final)))
    if (workload.history.copies.length > 0) this.#coverage.count('copy audited')
    this.#coverage.count('transaction committed', final.journal.length)
    this.#coverage.count('virtual second', Math.floor(cluster.clock.nowMs() / 1000))
    if (complaints.length > 0) throw new Error(complaints.join('\n'))
  }

  /** By those that run: what others had loaded went with them. */
  #countLoads(): void {
    for (const i of this.#cluster.running()) {
      const { storage } = this.#cluster.node(i).runtime.service.gateway.status()
      this.#coverage.count('evicted database loaded', storage.databaseLoads)
    }
  }

  /** Longer than any operation may take. */
  #patience(): Promise<boolean> {
    return new Promise((resolve) => void this.#cluster.clock.setTimer(60_000, () => resolve(false)))
  }

  #members(): MachineState[] {
    return this.#machines.states().filter(({ machine }) => !this.#machines.fates[machine]!.isOut)
  }

  #distinctStates(): Set<string> {
    return new Set(this.#members().map(({ index, checksums }) => `${index} ${checksums}`))
  }

  async #checkIntegrity(operator: Client): Promise<string[]> {
    const cluster = this.#cluster
    // So that the driver knows of every member.
    await cluster.run(clusterOf(operator).status())
    const complaints: string[] = []
    for (const { machine } of this.#members()) {
      const { nodeId } = cluster.node(machine).info
      for (const name of ['main', LEDGER]) {
        const options = { values: true, readFrom: nodeId } as const
        const query = operator.database(name).query('pragma integrity_check', [], options)
        const found = (await cluster.run(query)).flat().join()
        if (found !== 'ok') complaints.push(`integrity of ${name} on machine ${machine}: ${found}`)
      }
    }
    return complaints
  }
}
