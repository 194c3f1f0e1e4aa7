import type { Clock } from '@quorumlite/transport'
import type { MemoryStatus } from '@quorumlite/wire'
import type { MemoryFigures } from '../sql/messages.ts'
import type { SqlLink } from './sql-link.ts'

/** Of the node's process; undefined where nobody can tell. */
export type ProcessMemory = Pick<MemoryStatus, 'residentBytes' | 'heapBytes'>

export interface MemoryWatchEnvironment {
  readonly sql: Pick<SqlLink, 'ask'>
  readonly clock: Clock
  readonly readProcess: (() => ProcessMemory) | undefined
}

/** A statement may keep the SQL half busy for longer: then the last figures have to do. */
const PATIENCE_MS = 200

/** How much memory the node takes. The figures are the SQL half's, which has to be asked. */
export class MemoryWatch {
  readonly #env: MemoryWatchEnvironment
  #figures: MemoryFigures = NOTHING
  #asked = false
  #waiting: (() => void)[] = []

  constructor(env: MemoryWatchEnvironment) {
    this.#env = env
  }

  get status(): MemoryStatus {
    const process = this.#env.readProcess?.() ?? UNKNOWN
    return { ...this.#figures, ...process }
  }

  /** Calls `done` when the figures are those of now, or when that takes too long. */
  refresh(done: () => void): void {
    const { sql, clock } = this.#env
    let isDone = false
    const finish = (): void => {
      if (isDone) return
      isDone = true
      timer.cancel()
      done()
    }
    const timer = clock.setTimer(PATIENCE_MS, finish)
    this.#waiting.push(finish)
    if (this.#asked) return
    this.#asked = true
    sql.ask({ kind: 'measureMemory' }, (report) => {
      this.#asked = false
      if (report.kind === 'memory') this.#figures = figuresOf(report)
      for (const each of this.#waiting.splice(0)) each()
    })
  }
}

function figuresOf({
  kind: _kind,
  ticket: _ticket,
  ...figures
}: MemoryFigures & { kind: string; ticket: number }): MemoryFigures {
  return figures
}

const UNKNOWN: ProcessMemory = { residentBytes: undefined, heapBytes: undefined }

const NOTHING: MemoryFigures = {
  wasmBytes: 0,
  wasmLimitBytes: 0,
  pageBytes: 0,
  freePageBytes: 0,
  pinnedBytes: 0,
  otherBytes: 0,
  growthBytes: 0,
}
