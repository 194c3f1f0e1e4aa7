// The end of a caller's patience, whichever comes first: its time limit, its signal, or the closing of the client.

import { type Clock, type Timer } from '@quorumlite/transport'
import { QuorumliteError } from '@quorumlite/wire'

export interface DeadlineOptions {
  readonly clock: Clock
  /** Absent, or Infinity: no limit of its own. */
  readonly timeoutMs?: number | undefined
  readonly signal?: AbortSignal | undefined
  /** Ends this one when it ends. */
  readonly parent?: Deadline | undefined
}

/** Dispose it when the operation is over, or its timer and listeners stay. */
export class Deadline implements Disposable {
  readonly clock: Clock
  readonly #atMs: number
  readonly #listeners = new Set<() => void>()
  readonly #signal: AbortSignal | undefined
  readonly #onAbort: (() => void) | undefined
  readonly #leaveParent: (() => void) | undefined
  readonly #timer: Timer | undefined
  #reason: QuorumliteError | undefined

  constructor({ clock, timeoutMs, signal, parent }: DeadlineOptions) {
    this.clock = clock
    this.#atMs = timeoutMs === undefined ? Infinity : clock.nowMs() + timeoutMs
    if (parent?.reason) {
      this.#reason = parent.reason
      return
    }
    if (signal?.aborted) {
      this.#reason = aborted(signal)
      return
    }
    this.#leaveParent = parent?.onEnd(() => this.end(parent.reason as QuorumliteError))
    if (signal) {
      this.#signal = signal
      this.#onAbort = () => this.end(aborted(signal))
      signal.addEventListener('abort', this.#onAbort, { once: true })
    }
    if (timeoutMs !== undefined && timeoutMs !== Infinity) {
      this.#timer = clock.setTimer(timeoutMs, () => this.end(timedOut(timeoutMs)))
    }
  }

  /** TIMEOUT, ABORTED or CLOSED once it has ended. */
  get reason(): QuorumliteError | undefined {
    return this.#reason
  }

  /** Infinity without a limit; never negative. */
  get remainingMs(): number {
    return Math.max(0, this.#atMs - this.clock.nowMs())
  }

  /** Remaining time as requests carry it: 0 means no limit there. */
  get requestTimeoutMs(): number {
    return toRequestTimeout(this.remainingMs)
  }

  end(reason: QuorumliteError): void {
    if (this.#reason) return
    this.#reason = reason
    const listeners = [...this.#listeners]
    this[Symbol.dispose]()
    for (const listener of listeners) listener()
  }

  /** Calls `listener` when it ends, and never if it has ended already. Returns how to take that back. */
  onEnd(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** @throws the reason, with `trouble` as its cause: what stood in the way until then. */
  throwIfEnded(trouble?: unknown): void {
    if (this.#reason) throw withCause(this.#reason, trouble)
  }

  /** The promise's fate, or the reason if that comes first. Whatever `promise` does later is nobody's business. */
  race<T>(promise: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const leave = this.#reason
        ? undefined
        : this.onEnd(() => reject(this.#reason as QuorumliteError))
      promise.then(
        (value) => {
          leave?.()
          resolve(value)
        },
        (error: unknown) => {
          leave?.()
          reject(error as Error)
        },
      )
      if (this.#reason) reject(this.#reason)
    })
  }

  /** @throws the reason if it ends meanwhile. */
  async sleep(durationMs: number): Promise<void> {
    this.throwIfEnded()
    let timer: Timer | undefined
    try {
      await this.race(
        new Promise<void>((resolve) => {
          timer = this.clock.setTimer(durationMs, resolve)
        }),
      )
    } finally {
      timer?.cancel()
    }
  }

  [Symbol.dispose](): void {
    this.#timer?.cancel()
    this.#leaveParent?.()
    if (this.#onAbort) this.#signal?.removeEventListener('abort', this.#onAbort)
    this.#listeners.clear()
  }
}

/** As requests carry it. */
export function toRequestTimeout(timeoutMs: number): number {
  return timeoutMs === Infinity ? 0 : Math.max(1, Math.ceil(timeoutMs))
}

function timedOut(timeoutMs: number): QuorumliteError {
  return new QuorumliteError('TIMEOUT', `there was no answer within ${timeoutMs} ms`)
}

function aborted(signal: AbortSignal): QuorumliteError {
  return new QuorumliteError('ABORTED', 'the call was aborted by its signal', {
    cause: signal.reason,
  })
}

/** The same error, telling what stood in the way: what people need to read when the time is up. */
export function withCause(reason: QuorumliteError, trouble: unknown): QuorumliteError {
  if (!(trouble instanceof Error) || trouble === reason) return reason
  return new QuorumliteError(reason.code, `${reason.message}: ${trouble.message}`, {
    cause: trouble,
    details: reason.details,
  })
}
