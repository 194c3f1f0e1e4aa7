import type { Clock, Timer } from '@quorumlite/transport'
import type { NodeLimits } from '../limits.ts'

/** A batch is followed by a rest so many times as long. */
const REST_RATIO = 3
/** A checkpoint that was not over before so much of the log that makes the next one due would be late. */
const LATE_LOG_RATIO = 1 / 4

/**
 * Spreads the work of a checkpoint over time while others write, so that they hardly notice it. Where nobody writes, where
 * somebody waits for the checkpoint, or where log gathers faster than it gets on, it takes no rest.
 */
export class CheckpointPace {
  readonly #clock: Clock
  readonly #lateLogBytes: number
  #isHurried = false
  #logBytes = 0
  #end: (() => void) | undefined

  constructor(clock: Clock, { checkpointLogBytes }: Pick<NodeLimits, 'checkpointLogBytes'>) {
    this.#clock = clock
    this.#lateLogBytes = checkpointLogBytes * LATE_LOG_RATIO
  }

  /** A checkpoint begins. */
  begin(): void {
    this.#isHurried = false
    this.#logBytes = 0
  }

  /** Somebody waits for the checkpoint that runs. */
  hurry(): void {
    this.#isHurried = true
    this.#end?.()
  }

  /** Resolves when the next batch may begin. `logBytes`: that have gathered since the checkpoint began. */
  async rest(workedMs: number, logBytes: number): Promise<void> {
    const isQuiet = logBytes === this.#logBytes
    this.#logBytes = logBytes
    if (this.#isHurried || isQuiet || logBytes > this.#lateLogBytes) return
    await new Promise<void>((resolve) => {
      const timer: Timer = this.#clock.setTimer(workedMs * REST_RATIO, resolve)
      this.#end = () => {
        timer.cancel()
        resolve()
      }
    })
    this.#end = undefined
  }
}
