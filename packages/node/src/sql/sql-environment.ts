import type { Engine } from '@quorumlite/sqlite'
import type { Clock, Timer } from '@quorumlite/transport'
import type { SqlReport } from './messages.ts'
import type { SizeLimits } from './size-limits.ts'
import type { SqlLimits } from './sql-limits.ts'

/** What reads need, in the SQL worker as in a reader thread. */
export type ReadEnvironment = Pick<
  SqlEnvironment,
  'clock' | 'limits' | 'report' | 'defer' | 'setTimer'
>

/** What the parts of the SQL half share. */
export interface SqlEnvironment {
  readonly engine: Engine
  readonly clock: Clock
  readonly limits: SqlLimits
  readonly sizeLimits: SizeLimits
  /** False: a commit is published before the next request runs. */
  readonly pipeline: boolean
  /** The term in which this node leads; 0: it does not, and writer queues stand still. */
  readonly leadership: { term: number }
  report(report: SqlReport, transfer?: readonly ArrayBuffer[]): void
  /** Runs `work` after the commands that have arrived were handled. An error of it fails the node. */
  defer(work: () => void): void
  /** An error of `work` fails the node. */
  setTimer(delayMs: number, work: () => void): Timer
  /** This turn of the event loop has been long enough: leave the rest to the next one. */
  turnIsOver(): boolean
  /** Evicts idle databases where the memory has little room left for growth, or would have with `pages` more. */
  makeRoom(pages?: number): void
  /** Runs `work`; where it fails for want of memory, idle databases, and then the oldest snapshots, make room one by one. */
  withMemory<T>(work: () => T): T
}
