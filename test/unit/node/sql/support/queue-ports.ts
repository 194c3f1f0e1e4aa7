import type { Clock } from '@quorumlite/transport'
import type { Port } from '../../../../../packages/node/src/port.ts'

/**
 * Two ends of a port in one thread. A batch is on its way for `delayMs()`, and never overtakes an earlier one. What
 * arrives before anybody listens waits, as with a MessagePort.
 */
export function createDelayedPorts<A, B>(
  clock: Clock,
  delayMs: () => number,
): [Port<A, B>, Port<B, A>] {
  const left = new DelayedPort<A, B>(clock, delayMs)
  const right = new DelayedPort<B, A>(clock, delayMs)
  left.peer = right
  right.peer = left
  return [left, right]
}

class DelayedPort<Out, In> implements Port<Out, In> {
  peer: DelayedPort<In, Out> | undefined
  readonly #clock: Clock
  readonly #delayMs: () => number
  #outgoing: Out[] = []
  #lastArrivalMs = 0
  #arrived: (readonly In[])[] = []
  #listener: ((batch: readonly In[]) => void) | undefined

  constructor(clock: Clock, delayMs: () => number) {
    this.#clock = clock
    this.#delayMs = delayMs
  }

  post(message: Out): void {
    this.#outgoing.push(message)
    if (this.#outgoing.length === 1) this.#clock.setImmediate(() => this.#depart())
  }

  onBatch(listener: (batch: readonly In[]) => void): void {
    this.#listener = listener
    for (const batch of this.#arrived.splice(0)) listener(batch)
  }

  onGone(): void {}

  close(): void {}

  deliver(batch: readonly In[]): void {
    if (this.#listener) this.#listener(batch)
    else this.#arrived.push(batch)
  }

  #depart(): void {
    // Cloned as between threads: nobody may lean on sharing an object with the other half.
    const batch = structuredClone(this.#outgoing)
    this.#outgoing = []
    const nowMs = this.#clock.nowMs()
    this.#lastArrivalMs = Math.max(nowMs + this.#delayMs(), this.#lastArrivalMs)
    this.#clock.setTimer(this.#lastArrivalMs - nowMs, () => this.peer?.deliver(batch))
  }
}
