// Everything that goes wrong at a node or between nodes, one thing at a time.

import { PARTITIONS } from './network.ts'
import type { Disturbance } from './plan.ts'
import type { CoreRun } from './run.ts'
import type { Machine } from './machine.ts'

const MACHINES_MAX = 12

export function disturb(run: CoreRun): void {
  const { world } = run
  const { dice, plan } = world
  // What happens to a leader matters most.
  const machine =
    world.leaders.length > 0 && dice.chance(0.3)
      ? dice.pick(world.leaders)
      : world.machine(dice.pick(world.ids))
  const what = dice.pick(plan.disturbances)
  if (plan.hasLeases && what === 'pause') {
    // A lease trusts that no process stands still between the answer and the read (README.md, options).
    return
  }
  if (what === 'partition') {
    partition(run)
  } else if (what === 'membership') {
    run.churn.changeAtRandom()
  } else if (what === 'crash all') {
    world.coverage.count('crash of all')
    world.crashAll()
  } else if (machine.isRunning) {
    disturbOne(run, machine, what)
    if (machine.isUp) {
      world.touch(machine)
    }
  }
}

function disturbOne(run: CoreRun, machine: Machine, what: Disturbance): void {
  const { world } = run
  const { dice, coverage } = world
  const { node } = machine
  switch (what) {
    case 'campaign':
      coverage.count(`campaign ${node.raw.campaign()}`)
      break
    case 'compact':
      if (node.state.index > 0) {
        coverage.count('compaction')
        node.compact(dice.below(4))
      }
      break
    case 'crash':
      world.crash(machine)
      break
    case 'forget leader':
      coverage.count(node.raw.forgetLeader() ? 'leader forgotten' : 'no leader to forget')
      break
    case 'pause':
      world.pause(machine)
      break
    case 'slow disk':
      coverage.count('slow disk')
      machine.diskFactor = dice.pick([1, 1, 20])
      break
    case 'snapshot unavailable':
      coverage.count('snapshot unavailable')
      node.storage.setSnapshotUnavailable(dice.chance(0.3))
      break
    case 'transfer':
      transfer(run, machine)
      break
    case 'wipe':
      if (world.machines.size < MACHINES_MAX && run.churn.canLose(machine)) {
        world.wipe(machine)
      }
      break
    default:
      throw new Error(`${what} does not happen to one machine`)
  }
}

/** The worst moment for a lease: its successor is at work already, and the old leader has not heard of it. */
function transfer({ world }: CoreRun, { id, node }: Machine): void {
  const { dice, links, coverage, plan } = world
  const target = dice.pick(world.ids)
  const outcome = node.raw.transferLeader(target)
  coverage.count(`transfer ${outcome}`)
  if (outcome === 'started' && plan.hasLeases && dice.chance(0.5)) {
    coverage.count('transfer unheard')
    links.cut(target, id)
  }
}

function partition({ world }: CoreRun): void {
  const { dice, links, coverage } = world
  links.heal()
  if (dice.chance(0.4)) {
    coverage.count('partition healed')
    world.log('the network is whole')
    return
  }
  const kind = dice.pick(PARTITIONS)
  coverage.count(`partition ${kind}`)
  world.log(links.partition(kind, world.ids, dice))
}
