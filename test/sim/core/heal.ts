// The faults are over: the cluster elects, commits what is new within 20 election timeouts, and everybody ends in the
// same state.

import { isJoint } from '@quorumlite/raft'
import type { Clients } from './clients.ts'
import { LEAVE } from './churn.ts'
import { formatConfState, formatRole } from './format.ts'
import { check } from './invariants.ts'
import type { Machine } from './machine.ts'
import type { CoreRun } from './run.ts'
import type { World } from './world.ts'

const TIMEOUTS_TO_COMMIT = 20
/** Nodes whose options contradict each other (pre-vote on one, off on another) are promised nothing but an end. */
const TIMEOUTS_TO_COMMIT_MIXED = 200
const TIMEOUTS_TO_AGREE = 400
const POWER_CUT_CHANCE = 0.3

export function heal(run: CoreRun, clients: Clients): void {
  const { world } = run
  const { plan } = world
  if (world.dice.chance(POWER_CUT_CHANCE)) {
    // Nobody leads then, and whoever campaigns first may be the one that nobody can elect.
    world.coverage.count('power cut before healing')
    world.crashAll()
  }
  world.log('everything heals')
  world.isHealed = true
  world.links.heal()
  for (const machine of world.machines.values()) {
    machine.node.storage.setSnapshotUnavailable(false)
    world.resume(machine)
    world.restart(machine)
  }
  const timeoutMs = plan.electionTicks * plan.tickMs * (1 + plan.drift)
  const beganMs = world.queue.nowMs
  const limit = plan.isMixed ? TIMEOUTS_TO_COMMIT_MIXED : TIMEOUTS_TO_COMMIT
  const operator = new Operator(run, clients)
  pass(operator, () => operator.hasCommitted, limit * timeoutMs, 'commit')
  world.coverage.count('healed and committed')
  const lasted = Math.ceil((world.queue.nowMs - beganMs) / timeoutMs)
  world.log(`a new write committed within ${lasted} election timeouts`)
  pass(operator, () => hasAgreed(world), TIMEOUTS_TO_AGREE * timeoutMs, 'agree')
}

/** Lets time pass until the condition holds, while an operator does what an operator has to do. */
function pass(operator: Operator, isDone: () => boolean, limitMs: number, what: string): void {
  const { world } = operator
  const { plan } = world
  const deadlineMs = world.queue.nowMs + limitMs
  const roundMs = (plan.electionTicks * plan.tickMs) / 4
  for (let round = 0; !isDone(); round++) {
    check(world.queue.nowMs < deadlineMs, () => `it did not ${what}:\n${describe(world)}`)
    operator.attend(round)
    const untilMs = world.queue.nowMs + roundMs
    let isOver = false
    world.call(roundMs / 2, () => operator.shareCommits())
    world.call(roundMs, () => (isOver = true))
    while (!isOver && world.queue.nowMs <= untilMs) {
      world.step()
    }
  }
}

/** Who looks after the cluster when the faults are over, and writes something now and then. */
class Operator {
  readonly world: World
  readonly #run: CoreRun
  readonly #clients: Clients
  readonly #written: { readonly index: number; readonly term: number }[] = []

  constructor(run: CoreRun, clients: Clients) {
    this.world = run.world
    this.#run = run
    this.#clients = clients
  }

  /** Whether anything that was written since all was healed is committed. */
  get hasCommitted(): boolean {
    const { invariants } = this.world
    return this.#written.some(({ index, term }) => invariants.hasCommitted(index, term))
  }

  /** As a caller does who defers commits: otherwise each heartbeat tells the last one, and comes after the next write. */
  shareCommits(): void {
    for (const leader of this.world.leaders) {
      leader.node.raw.shareCommit()
      this.world.touch(leader)
    }
  }

  attend(round: number): void {
    const { world } = this
    const [leader] = world.leaders.sort((a, b) => b.node.raw.term - a.node.raw.term)
    if (leader === undefined) {
      this.#missLeader()
      return
    }
    const { raw, confState, state, options } = leader.node
    const isOut = !confState.voters.includes(leader.id) && confState.voters.length > 0
    if (isOut && !options.stepDownOnRemoval) {
      // Told to lead on nevertheless: somebody has to take over.
      const living = confState.voters.filter((id) => !world.machine(id).isGone)
      raw.transferLeader(world.dice.pick(living))
      world.touch(leader)
    }
    if (isJoint(confState) && !confState.autoLeave) {
      world.attempt(leader, () => raw.proposeConfChange(LEAVE))
    } else {
      this.#write(leader)
      this.#run.churn.removeLost(leader)
    }
    if (round % 8 === 4 && state.index > 0) {
      leader.node.compact(1000)
    }
    if (round % 16 === 15) {
      stopStrangers(world, leader)
    }
  }

  /** Nobody in a group at rest notices that its leader is lost, until somebody has a request. */
  #missLeader(): void {
    for (const machine of this.world.machines.values()) {
      if (machine.isRunning && machine.node.raw.isResting) {
        this.#clients.proposeAt(machine)
      }
    }
  }

  #write(leader: Machine): void {
    const { term } = leader.node.raw
    const index = this.#clients.proposeAt(leader)
    if (index > 0) {
      this.#written.push({ index, term })
    }
  }
}

/** Who was removed and never heard of it is stopped in the end by the operator who removed it. */
function stopStrangers(world: World, leader: Machine): void {
  const { confState, raw } = leader.node
  if (isJoint(confState) || raw.applied < raw.lastIndex) {
    return
  }
  for (const machine of world.machines.values()) {
    const isMember = [...confState.voters, ...confState.learners].includes(machine.id)
    if (!isMember && machine.isUp && machine !== leader) {
      world.log(`${machine.id} is stopped for good`)
      machine.endLife()
    }
  }
}

function hasAgreed(world: World): boolean {
  const [leader] = world.leaders.sort((a, b) => b.node.raw.term - a.node.raw.term)
  if (leader === undefined) {
    return false
  }
  const { confState, state, raw } = leader.node
  if (isJoint(confState) || state.index !== raw.lastIndex) {
    return false
  }
  return [...confState.voters, ...confState.learners].every((id) => {
    const { node, isUp } = world.machine(id)
    return isUp && node.state.index === state.index && node.state.digest === state.digest
  })
}

function describe(world: World): string {
  return [...world.machines.values()]
    .map(({ id, isGone, isUp, node }) => {
      const fate = isGone ? 'lost' : isUp ? formatRole(node.raw) : 'down'
      return `  ${id}: ${fate}, applied ${node.state.index}, ${formatConfState(node.confState)}`
    })
    .join('\n')
}
