import type { Clock } from '@quorumlite/transport'
import type { NodeEventListener } from '../../events.ts'

/** A peer that cannot be helped is tried again several times a second. */
const TELL_AGAIN_MS = 60_000

interface Failing {
  attempts: number
  toldAtMs: number
}

/** Tells the operator of snapshots that do not arrive, without repeating it for each attempt. */
export class FailedTransfers {
  readonly #clock: Pick<Clock, 'nowMs'>
  readonly #tell: NodeEventListener
  readonly #failing = new Map<number, Failing>()

  constructor(clock: Pick<Clock, 'nowMs'>, tell: NodeEventListener) {
    this.#clock = clock
    this.#tell = tell
  }

  onFailed(nodeId: number, cause: unknown): void {
    const nowMs = this.#clock.nowMs()
    const failing = this.#failing.get(nodeId) ?? { attempts: 0, toldAtMs: -Infinity }
    this.#failing.set(nodeId, failing)
    failing.attempts++
    if (nowMs - failing.toldAtMs < TELL_AGAIN_MS) return
    failing.toldAtMs = nowMs
    const { attempts } = failing
    const message = cause instanceof Error ? cause.message : String(cause)
    this.#tell({ kind: 'snapshotFailed', nodeId, message, attempts })
  }

  onFinished(nodeId: number): void {
    this.#failing.delete(nodeId)
  }
}
