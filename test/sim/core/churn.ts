// Changes of membership as an operator makes them, at random: any change to any node, but none after which those who
// are left could never be a quorum again.

import {
  changeConfiguration,
  type ConfChange,
  ConfChangeTransition,
  type ConfChangeSingle,
  ConfChangeType,
  type ConfState,
  isJoint,
} from '@quorumlite/raft'
import { check } from './invariants.ts'
import type { Machine } from './machine.ts'
import type { World } from './world.ts'

const NO_CONTEXT = new Uint8Array(0)
export const LEAVE: ConfChange = {
  transition: ConfChangeTransition.auto,
  changes: [],
  context: NO_CONTEXT,
}

export class Churn {
  readonly #world: World
  /** Configurations that were accepted and may be in force later. */
  #promised: { readonly index: number; readonly conf: ConfState }[] = []

  constructor(world: World) {
    this.#world = world
  }

  changeAtRandom(): void {
    const { dice, leaders, ids } = this.#world
    if (leaders.length === 0) {
      return
    }
    const leader = dice.pick(leaders)
    const types = Object.values(ConfChangeType)
    const changes: ConfChangeSingle[] = Array.from({ length: dice.below(4) }, () => ({
      type: dice.pick(types),
      nodeId: dice.pick(ids),
    }))
    const transition = dice.pick(Object.values(ConfChangeTransition))
    this.propose(leader, { transition, changes, context: NO_CONTEXT })
  }

  /** Takes lost nodes out, one after the other. */
  removeLost(leader: Machine): void {
    const { confState } = leader.node
    const lost = [...confState.voters, ...confState.learners].find(
      (id) => this.#world.machine(id).isGone,
    )
    if (lost !== undefined) {
      const changes = [{ type: ConfChangeType.remove, nodeId: lost }]
      const transition = ConfChangeTransition.auto
      this.propose(leader, { transition, changes, context: NO_CONTEXT })
    }
  }

  propose(leader: Machine, change: ConfChange): void {
    if (!leader.isRunning) {
      return
    }
    const { coverage } = this.#world
    const { node } = leader
    const next = changeConfiguration(node.confState, change)
    if (typeof next !== 'string' && !this.#isElectable(next)) {
      return
    }
    let index = 0
    const isSettled = hasCommittedInTerm(leader)
    const isAccepted = this.#world.attempt(leader, () => {
      index = node.raw.proposeConfChange(change)
    })
    check(
      !isAccepted || isSettled,
      () => `${leader.id} changes the configuration before it has committed in its term`,
    )
    if (isAccepted && typeof next !== 'string') {
      coverage.count(isJoint(next) ? 'joint change accepted' : 'simple change accepted')
      this.#promised.push({ index, conf: next })
      this.#world.log(`change ${JSON.stringify(change.changes)} accepted by ${leader.id}`)
    }
  }

  /** Whether the cluster, in any configuration that it may have or come to have, can do without this node's disk. */
  canLose(machine: Machine): boolean {
    const machines = [...this.#world.machines.values()]
    const leastApplied = Math.min(
      ...machines.filter(({ isGone }) => !isGone).map(({ node }) => node.state.index),
    )
    this.#promised = this.#promised.filter(({ index }) => index > leastApplied)
    machine.isGone = true
    const isElectable =
      machines.every(({ node }) => this.#isElectable(node.confState)) &&
      this.#promised.every(({ conf }) => this.#isElectable(conf))
    machine.isGone = false
    return isElectable
  }

  #isElectable(conf: ConfState): boolean {
    return [conf.voters, conf.votersOutgoing].every((voters) => {
      const living = voters.filter((id) => !this.#world.machine(id).isGone)
      return voters.length === 0 || living.length > voters.length / 2
    })
  }
}

/** As far as its disk can tell: what is not written yet cannot be told from committed. */
function hasCommittedInTerm({ node: { raw, storage } }: Machine): boolean {
  return raw.commit > storage.lastIndex() || storage.term(raw.commit) === raw.term
}
