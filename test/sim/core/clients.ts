// Those who propose and read, at whatever node they come to.

import type { Machine } from './machine.ts'
import type { World } from './world.ts'

export class Clients {
  readonly #world: World
  #proposals = 0
  #reads = 0

  constructor(world: World) {
    this.#world = world
  }

  begin(): void {
    const { plan } = this.#world
    this.#repeat(plan.proposalMs, () => this.#propose())
    this.#repeat(plan.readMs, () => this.#read())
  }

  #repeat(meanMs: number, act: () => void): void {
    const world = this.#world
    world.call(world.dice.next() * 2 * meanMs, () => {
      if (world.isHealed) {
        return
      }
      act()
      this.#repeat(meanMs, act)
    })
  }

  /** Mostly at a leader, also at one that does not know yet that it is none any more. */
  #propose(): void {
    const { dice, leaders } = this.#world
    const machine = leaders.length > 0 && dice.chance(0.8) ? dice.pick(leaders) : this.#any()
    if (machine?.isRunning) {
      this.proposeAt(machine)
    }
  }

  /** Answers the index of the first one, or 0. */
  proposeAt(machine: Machine): number {
    const { dice, coverage, plan } = this.#world
    const list = Array.from({ length: 1 + dice.below(plan.burst) }, () => this.#payload())
    let index = 0
    if (this.#world.attempt(machine, () => (index = machine.node.raw.propose(list)))) {
      coverage.count('proposal accepted')
    }
    return index
  }

  #payload(): Uint8Array {
    const text = `p${++this.#proposals}`
    return new TextEncoder().encode(this.#world.dice.chance(0.05) ? text.padEnd(300, '.') : text)
  }

  /** Where somebody believes to lead, above all: who is wrong about that has old answers. */
  #read(): void {
    const { dice, leaders } = this.#world
    const machine = leaders.length > 0 && dice.chance(0.4) ? dice.pick(leaders) : this.#any()
    if (!machine?.isRunning) {
      return
    }
    const context = ++this.#reads
    const { invariants } = this.#world
    invariants.readAsked(context)
    const outcome = machine.node.raw.readIndex(context)
    this.#world.coverage.count(outcome === 'accepted' ? 'read asked' : 'read without leader')
    this.#world.touch(machine)
  }

  #any(): Machine | undefined {
    const { dice, ids } = this.#world
    return this.#world.machine(dice.pick(ids))
  }
}
