// One seed of the core layer: a cluster of cores under a mixture of faults of its own, then a healed end in which it has
// to commit what is new within a bounded time, and agree.

import { Coverage } from '../coverage.ts'
import { Dice } from '../dice.ts'
import { Trace } from '../trace.ts'
import { Clients } from './clients.ts'
import { disturb } from './disturb.ts'
import { heal } from './heal.ts'
import { Churn } from './churn.ts'
import { drawPlan } from './plan.ts'
import { World } from './world.ts'

/** Events of a seed before it heals. */
export const STEPS = 5_000

export interface CoreRun {
  readonly world: World
  readonly churn: Churn
}

/** Throws what was wrong. The coverage and the trace are filled as far as it came. */
export function runCore(seed: number, trace: Trace = new Trace(), steps = STEPS): Coverage {
  const coverage = new Coverage()
  const dice = new Dice(seed)
  const plan = drawPlan(dice)
  const world = new World(plan, dice, trace, coverage)
  world.log(`plan ${JSON.stringify({ ...plan, disturbances: [...new Set(plan.disturbances)] })}`)
  const run: CoreRun = { world, churn: new Churn(world) }
  const clients = new Clients(world)
  clients.begin()
  if (plan.disturbances.length > 0) {
    repeat(world, plan.disturbanceMs, () => disturb(run))
  }
  while (world.steps < steps) {
    world.step()
  }
  heal(run, clients)
  const { committedCount, electedTerms } = world.invariants
  coverage.count('entry committed', committedCount)
  coverage.count('term with a leader', electedTerms)
  coverage.count('event', world.steps)
  return coverage
}

/** As long as faults go on, at random intervals around `meanMs`. */
function repeat(world: World, meanMs: number, act: () => void): void {
  world.call(world.dice.next() * 2 * meanMs, () => {
    if (world.isHealed) {
      return
    }
    act()
    repeat(world, meanMs, act)
  })
}
