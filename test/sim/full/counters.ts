// What a batch of the full layer has to meet: each of these at least once. All but the rare ones are met by a tenth of the
// seeds or more (README.md).

import { ECHO_COUNTERS } from './echo.ts'
import { SNAPSHOT_COUNTERS } from './snapshot-watch.ts'
import { WATCH_COUNTERS } from './watch.ts'

const FAULT_COUNTERS: readonly string[] = [
  'ambush',
  'bit flip',
  'bit flip refused',
  'checkpoint asked for',
  'client cut off',
  'clock jump',
  'crash',
  'crash all',
  'crash at acknowledge',
  'crash at commit',
  'crash at configuration',
  'crash at election',
  'crash at install',
  'crash at sync',
  'crash at vote',
  'crash at write',
  'delay',
  'demote',
  'disk EIO',
  'disk ENOSPC',
  'evicted database loaded',
  'disk low',
  'heal',
  'isolate',
  'late frames',
  'late requests',
  'machine added',
  'machine removed',
  'machine started',
  'node failed with its disk',
  'node heard of its removal',
  'one way',
  'pause',
  'power loss',
  'promote',
  'regain',
  'regained',
  'reset connections',
  'ring',
  'session ended early',
  'slow disk',
  'split',
  'strand',
  'stranded with half a commit',
  'transfer',
  'usurp',
  'usurped',
  'wipe',
]

/** What clients did and heard. */
const CLIENT_COUNTERS: readonly string[] = [
  'bank read',
  'bulk write',
  'copy audited',
  'copy read',
  'counter read',
  'increment',
  'journal read',
  'list read',
  'list transaction',
  'outcome unknown',
  'passing database',
  'register read',
  'register set',
  'register swapped',
  'session read',
  'slot claimed',
  'slot refused',
  'stale read',
  'told DISK_LOW',
  'told NOT_EXECUTED',
  'told TIMEOUT',
  'told TRANSACTION_LOST',
  'vacuum',
]

const ALL_COUNTERS: readonly string[] = [
  ...CLIENT_COUNTERS,
  ...ECHO_COUNTERS,
  ...FAULT_COUNTERS,
  ...SNAPSHOT_COUNTERS,
  ...WATCH_COUNTERS,
].toSorted()

/** Met by few seeds, as they need several things to come together. */
export const RARE_COUNTERS: readonly string[] = [
  'crash at conflict',
  'snapshot into a longer log',
  'snapshot of an older checkpoint',
  'snapshot refused',
  'snapshot resumed',
  'stranded with half a commit',
]

export const FULL_COUNTERS: readonly string[] = ALL_COUNTERS.filter(
  (name) => !RARE_COUNTERS.includes(name),
)
