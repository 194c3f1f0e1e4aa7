// What a random run chooses from.

import { RaftError } from '@quorumlite/raft'
import type { Dice } from '../../../sim/dice.ts'
import type { NodeOptions } from '../../../sim/core/simulated-node.ts'

const OPTION_CHOICES = {
  maxBytesPerMessage: [0, 60, 200, 1 << 20],
  maxInflightMessages: [1, 3, 256],
  maxCommittedBytesPerReady: [0, 100, 1 << 20],
  maxAppendsInFlight: [1, 1, 2, Number.MAX_SAFE_INTEGER],
  maxUncommittedBytes: [20, 1 << 20],
} as const

/** As often as they stand here. */
export const DISTURBANCES = [
  'campaign',
  'transfer',
  'forget',
  'crash',
  'compact',
  'compact',
  'compact',
  'partition',
  'no snapshot',
  'membership',
  'membership',
  'membership',
  'membership',
  'membership',
  'membership',
] as const

/** What all nodes of a cluster have in common. */
export interface CommonOptions {
  readonly hasLeases: boolean
  readonly rests: boolean
}

/** Options of one node. Nodes of one cluster may differ in all but the common ones. */
export function drawOptions(random: Dice, { hasLeases, rests }: CommonOptions): NodeOptions {
  return {
    random: random.next,
    electionTicks: 5,
    heartbeatTicks: 1,
    preVote: random.chance(0.7) || rests,
    checkQuorum: random.chance(0.7) || hasLeases || rests,
    quiesceTicks: rests ? 1 + random.below(3) : 0,
    readOnly: hasLeases ? 'lease' : 'safe',
    stepDownOnRemoval: random.chance(0.7),
    disableProposalForwarding: random.chance(0.5),
    priority: random.below(3),
    maxBytesPerMessage: random.pick(OPTION_CHOICES.maxBytesPerMessage),
    maxInflightMessages: random.pick(OPTION_CHOICES.maxInflightMessages),
    maxCommittedBytesPerReady: random.pick(OPTION_CHOICES.maxCommittedBytesPerReady),
    maxAppendsInFlight: random.pick(OPTION_CHOICES.maxAppendsInFlight),
    maxUncommittedBytes: random.pick(OPTION_CHOICES.maxUncommittedBytes),
    deferCommits: random.chance(0.5),
  }
}

/** Refusals are part of the game, anything else is not. */
export function attempt(act: () => unknown): boolean {
  try {
    act()
    return true
  } catch (error) {
    if (error instanceof RaftError) {
      return false
    }
    throw error
  }
}
