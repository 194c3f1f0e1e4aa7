// Which faults a seed of the full layer has, and how it is set up. Times are virtual.

import type { NodeOptions } from '@quorumlite/node'
import type { Dice } from '../dice.ts'
import type { DrillName } from './nemesis.ts'

export const FAULTS = [
  'add machine',
  'ambush',
  'bit flip',
  'checkpoint',
  'client cut off',
  'clock jump',
  'crash',
  'crash all',
  'crash at write',
  'delay',
  'demote',
  'disk EIO',
  'disk ENOSPC',
  'disk low',
  'flood',
  'heal',
  'isolate',
  'late frames',
  'late requests',
  'one way',
  'pause',
  'power loss',
  'promote',
  'regain',
  'remove machine',
  'reset connections',
  'restart',
  'ring',
  'slow disk',
  'split',
  'strand',
  'transfer',
  'usurp',
  'wipe',
] as const
export type Fault = (typeof FAULTS)[number]

/** Never left out: without them everything stays broken. */
const ALWAYS: readonly Fault[] = ['heal', 'restart']

/** Together or not at all: nobody can be promoted where nobody was added or demoted. */
const MEMBERSHIP: readonly Fault[] = ['add machine', 'demote', 'promote']

const WEIGHTS: Partial<Record<Fault, number>> = {
  'add machine': 2,
  ambush: 5,
  'bit flip': 3,
  crash: 2,
  'crash at write': 3,
  demote: 2,
  'disk EIO': 2,
  heal: 7,
  isolate: 2,
  'late frames': 2,
  'late requests': 2,
  pause: 2,
  'power loss': 2,
  promote: 2,
  regain: 2,
  'remove machine': 2,
  'reset connections': 2,
  restart: 9,
  strand: 3,
  transfer: 2,
  usurp: 2,
}

export interface FullPlan {
  readonly nodes: number
  readonly durationMs: number
  readonly faultMs: number
  readonly faults: readonly Fault[]
  /** At the end, when everything else is well. */
  readonly drills: readonly (DrillName | 'flood' | 'silence')[]
  /** Of each machine in turn. */
  readonly rates: readonly number[]
  readonly diskMs: number
  readonly clients: number
  readonly tracks: number
  readonly thinkMs: number
  readonly node: Partial<NodeOptions>
}

export function drawPlan(dice: Dice): FullPlan {
  const changesMembers = dice.chance(0.55)
  const chosen = FAULTS.filter((fault) =>
    MEMBERSHIP.includes(fault) ? changesMembers : ALWAYS.includes(fault) || dice.chance(0.55),
  )
  const drift = dice.pick([0, 0.02, 0.1])
  const partBytesMax = dice.pick([8 << 10, 32 << 10])
  const partsInFlightMax = dice.pick([1, 4])
  return {
    nodes: dice.pick([1, 3, 3, 3, 3, 5]),
    durationMs: 44_000,
    drills: dice.some(['flood', 'silence', 'regain', 'strand', 'usurp'], 0.45),
    faultMs: dice.pick([500, 1_000, 2_500]),
    faults: chosen.flatMap((each) => Array.from({ length: WEIGHTS[each] ?? 1 }, () => each)),
    rates: Array.from({ length: 12 }, () => dice.between(1 - drift, 1 + drift)),
    diskMs: dice.pick([0.05, 0.05, 0.5]),
    clients: 3,
    tracks: 8,
    thinkMs: dice.pick([700, 1_100]),
    node: {
      // So small that parts, checkpoints and snapshots happen all the time.
      limits: {
        checkpointLogBytes: dice.pick([32 << 10, 128 << 10]),
        trailingEntries: dice.pick([4, 16, 200]),
        keptEntriesMax: 250,
        checkpointPagesPerBatch: dice.pick([2, 16]),
        // So slow, in some, that much can happen to a snapshot on its way.
        snapshotBytesPerSecond: dice.pick([128 << 20, 128 << 20, 64 << 10, 32 << 10]),
        partBytesMax,
        partsInFlightMax,
        // As little as there may be: what was executed waits before the log, too.
        uncommittedBytesMax: 2 * partsInFlightMax * partBytesMax,
        requestTimeoutMs: 2_000,
        evictIdleMs: dice.pick([20, 100, 60_000]),
      },
      pipeline: dice.chance(0.9),
    },
  }
}
