// Which faults a seed has, and how much of each: a different mixture for every seed (Groce et al., "Swarm Testing"), as
// faults that are always on hide what happens without them.

import type { Dice } from '../dice.ts'
import type { NodeOptions } from './simulated-node.ts'

export const DISTURBANCES = [
  'campaign',
  'compact',
  'crash',
  'crash all',
  'forget leader',
  'membership',
  'partition',
  'pause',
  'slow disk',
  'snapshot unavailable',
  'transfer',
  'wipe',
] as const
export type Disturbance = (typeof DISTURBANCES)[number]

/** As often as they stand here, if they are in the plan at all. */
const WEIGHTS: Readonly<Record<Disturbance, number>> = {
  campaign: 4,
  compact: 4,
  crash: 4,
  'crash all': 1,
  'forget leader': 1,
  membership: 8,
  partition: 4,
  pause: 2,
  'slow disk': 1,
  'snapshot unavailable': 1,
  transfer: 4,
  wipe: 1,
}

/** Times are virtual, in milliseconds. */
export interface CorePlan {
  readonly voters: number
  /** Nodes that exist and are no members at first. */
  readonly spares: number
  readonly tickMs: number
  readonly electionTicks: number
  readonly heartbeatTicks: number
  /** How much faster or slower than the others a node's clock may run. */
  readonly drift: number
  readonly lossRate: number
  readonly repeatRate: number
  /** Of appends that begin further back than they would have to. */
  readonly rewindRate: number
  readonly delayMs: number
  /** Of messages that take a long way. */
  readonly tailRate: number
  readonly tailMs: number
  readonly writeMs: number
  readonly applyMs: number
  /** A restarted node replays from its last snapshot, as one whose state machine is in memory. */
  readonly losesState: boolean
  readonly hasLeases: boolean
  readonly preVote: boolean
  readonly checkQuorum: boolean
  /** A group with nothing to do rests after so many ticks; 0: never. */
  readonly quiesceTicks: number
  /** Nodes differ in what all should have in common, against the advice. */
  readonly isMixed: boolean
  readonly proposalMs: number
  /** Proposals that come together, at most. */
  readonly burst: number
  readonly readMs: number
  readonly disturbanceMs: number
  readonly disturbances: readonly Disturbance[]
}

export function drawPlan(dice: Dice): CorePlan {
  const hasLeases = dice.chance(0.15)
  const electionTicks = dice.pick([4, 5, 10])
  // So idle that a group which may rest does.
  const isIdle = !hasLeases && dice.chance(0.1)
  const some = dice.some(DISTURBANCES, dice.pick([0.3, 0.6]))
  // What a lease has to survive above all is a leader that was put in its place.
  const chosen: Disturbance[] = hasLeases ? [...some, 'transfer', 'transfer'] : some
  return {
    voters: dice.pick([1, 3, 3, 3, 5, 5, 7]),
    spares: dice.below(3),
    tickMs: dice.pick([100, 300]),
    electionTicks,
    heartbeatTicks: dice.pick([1, 1, 2]),
    drift: hasLeases ? 0 : dice.pick([0, 0.05, 0.4]),
    lossRate: dice.pick([0, 0.02, 0.2]),
    repeatRate: dice.pick([0, 0.05, 0.3]),
    rewindRate: dice.pick([0, 0, 0.05]),
    delayMs: dice.pick([2, 30, 150]),
    tailRate: dice.pick([0, 0.05, 0.2]),
    tailMs: dice.pick([300, 3_000]),
    writeMs: dice.pick([1, 20, 200]),
    applyMs: dice.pick([0, 5, 200]),
    losesState: dice.chance(0.5),
    hasLeases,
    preVote: dice.chance(0.65),
    checkQuorum: hasLeases || dice.chance(0.8),
    isMixed: !hasLeases && dice.chance(0.15),
    quiesceTicks: isIdle ? 2 : dice.pick([0, 0, 2, 10]),
    proposalMs: isIdle ? 30_000 : dice.pick([50, 200, 800]),
    burst: dice.pick([3, 3, 12]),
    readMs: hasLeases ? 20 : isIdle ? 30_000 : dice.pick([50, 300]),
    disturbanceMs: dice.pick([300, 1_000, 4_000]),
    disturbances: chosen.flatMap((each) => Array.from({ length: WEIGHTS[each] }, () => each)),
  }
}

/** The options of one node; those on which all nodes have to agree are the plan's. */
export function drawOptions(plan: CorePlan, dice: Dice): NodeOptions {
  const mayRest = plan.preVote && plan.checkQuorum && !plan.isMixed
  return {
    random: dice.next,
    electionTicks: plan.electionTicks,
    heartbeatTicks: plan.heartbeatTicks,
    preVote: plan.isMixed ? dice.chance(0.5) : plan.preVote,
    checkQuorum: plan.isMixed ? dice.chance(0.5) : plan.checkQuorum,
    quiesceTicks: mayRest ? plan.quiesceTicks : 0,
    readOnly: plan.hasLeases ? 'lease' : 'safe',
    stepDownOnRemoval: dice.chance(0.7),
    disableProposalForwarding: dice.chance(0.5),
    priority: dice.chance(0.2) ? dice.below(3) : 0,
    maxBytesPerMessage: dice.pick([0, 60, 200, 1 << 20]),
    maxInflightMessages: dice.pick([1, 3, 256]),
    maxCommittedBytesPerReady: dice.pick([0, 100, 1 << 20]),
    maxAppendsInFlight: dice.pick([1, 1, 2, Number.MAX_SAFE_INTEGER]),
    maxUncommittedBytes: dice.pick([20, 200, 1 << 20]),
    deferCommits: dice.chance(0.5),
  }
}
