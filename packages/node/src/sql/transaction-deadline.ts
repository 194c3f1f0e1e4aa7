import type { Timer } from '@quorumlite/transport'
import { QuorumliteError } from '@quorumlite/wire'
import type { SqlEnvironment } from './sql-environment.ts'

/**
 * Ends an interactive transaction that is idle for too long or lasts too long. One timer: it looks, when it fires, whether
 * there was life in the meantime.
 */
export class TransactionDeadline {
  readonly #env: SqlEnvironment
  readonly #onTimeout: (error: QuorumliteError) => void
  readonly #endsAtMs: number
  #idleSinceMs: number
  #timer: Timer

  constructor(env: SqlEnvironment, onTimeout: (error: QuorumliteError) => void) {
    this.#env = env
    this.#onTimeout = onTimeout
    this.#idleSinceMs = env.clock.nowMs()
    this.#endsAtMs = this.#idleSinceMs + env.limits.transactionTotalMs
    this.#timer = env.setTimer(env.limits.transactionIdleMs, () => this.#look())
  }

  /** The owner did something. */
  touch(): void {
    this.#idleSinceMs = this.#env.clock.nowMs()
  }

  cancel(): void {
    this.#timer.cancel()
  }

  #look(): void {
    const { clock, limits } = this.#env
    const nowMs = clock.nowMs()
    const idleEndsAtMs = this.#idleSinceMs + limits.transactionIdleMs
    const nextMs = Math.min(idleEndsAtMs, this.#endsAtMs)
    if (nowMs < nextMs) {
      this.#timer = this.#env.setTimer(nextMs - nowMs, () => this.#look())
    } else if (nowMs >= this.#endsAtMs) {
      this.#onTimeout(timeout(`it was open for ${limits.transactionTotalMs} ms`))
    } else {
      this.#onTimeout(timeout(`it was idle for ${limits.transactionIdleMs} ms`))
    }
  }
}

function timeout(why: string): QuorumliteError {
  return new QuorumliteError('TRANSACTION_TIMEOUT', `the transaction was rolled back: ${why}`)
}
