import type { Clock } from '@quorumlite/transport'
import type { Port } from './port.ts'

/** How long a batch stays on its way, in milliseconds; 0 for the end of the tick. A simulator draws it from its seed. */
export type PortDelay = () => number

/**
 * Two ends of a port inside one thread, for `threads: 'inline'`. Messages of one tick arrive together, in order, after a
 * delay, never within the call that posts them: otherwise tests would be blind to the races that threads have.
 */
export function createQueuePorts<A, B>(
  clock: Clock,
  delayMs: PortDelay = () => 0,
): [Port<A, B>, Port<B, A>] {
  const left = new QueuePort<A, B>(clock, delayMs)
  const right = new QueuePort<B, A>(clock, delayMs)
  left.connect(right)
  right.connect(left)
  return [left, right]
}

const END = Symbol('end')

class QueuePort<Out, In> implements Port<Out, In> {
  readonly #clock: Clock
  readonly #delayMs: PortDelay
  #peer: QueuePort<In, Out> | undefined
  #outgoing: Out[] = []
  #inTransit: (Out[] | typeof END)[] = []
  /** What arrived before anybody listened. */
  readonly #early: (readonly In[])[] = []
  #listener: ((batch: readonly In[]) => void) | undefined
  #onGone: ((cause: Error) => void) | undefined
  #closed = false
  /** The end follows what was posted before it, as any message does. */
  #ending = false

  constructor(clock: Clock, delayMs: PortDelay) {
    this.#clock = clock
    this.#delayMs = delayMs
  }

  connect(peer: QueuePort<In, Out>): void {
    this.#peer = peer
  }

  post(message: Out): void {
    if (this.#closed) return
    this.#outgoing.push(message)
    if (this.#outgoing.length === 1) this.#clock.setImmediate(() => this.#depart())
  }

  onBatch(listener: (batch: readonly In[]) => void): void {
    this.#listener = listener
    if (this.#early.length > 0) this.#clock.setImmediate(() => this.#deliverEarly())
  }

  onGone(listener: (cause: Error) => void): void {
    this.#onGone = listener
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#ending = true
    if (this.#outgoing.length === 0) this.#clock.setImmediate(() => this.#depart())
  }

  gone(): void {
    if (this.#closed) return
    this.#closed = true
    this.#onGone?.(new Error('the other half of the node was closed'))
  }

  /** FIFO: a batch with a short delay does not overtake one with a long delay. */
  #depart(): void {
    const isIdle = this.#inTransit.length === 0
    if (this.#outgoing.length > 0) this.#inTransit.push(this.#outgoing)
    this.#outgoing = []
    if (this.#ending) this.#inTransit.push(END)
    if (isIdle) this.#travel()
  }

  #travel(): void {
    const delay = this.#delayMs()
    const arrive = (): void => {
      const batch = this.#inTransit.shift()
      if (batch === END) this.#peer?.gone()
      else if (batch) this.#peer?.deliver(batch)
      if (this.#inTransit.length > 0) this.#travel()
    }
    if (delay > 0) this.#clock.setTimer(delay, arrive)
    else arrive()
  }

  deliver(batch: readonly In[]): void {
    if (this.#closed) return
    // What arrives while early batches still wait must not overtake them.
    if (this.#listener && this.#early.length === 0) this.#listener(batch)
    else this.#early.push(batch)
  }

  #deliverEarly(): void {
    for (let batch = this.#early[0]; batch; batch = this.#early[0]) {
      if (!this.#closed) this.#listener?.(batch)
      this.#early.shift()
    }
  }
}
