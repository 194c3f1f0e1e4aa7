import type { MessagePort, Worker } from 'node:worker_threads'
import type { Clock } from '@quorumlite/transport'
import type { Port } from './port.ts'

/** A port over a `MessagePort` (or to a `Worker`): everything posted in one tick is one structured-clone message. */
export function createThreadPort<Out, In>(end: MessagePort | Worker, clock: Clock): Port<Out, In> {
  return new ThreadPort<Out, In>(end, clock)
}

class ThreadPort<Out, In> implements Port<Out, In> {
  readonly #end: MessagePort | Worker
  readonly #clock: Clock
  #outgoing: Out[] = []
  #transfer: ArrayBuffer[] = []
  #closed = false

  constructor(end: MessagePort | Worker, clock: Clock) {
    this.#end = end
    this.#clock = clock
  }

  post(message: Out, transfer?: readonly ArrayBuffer[]): void {
    if (this.#closed) return
    this.#outgoing.push(message)
    if (transfer) this.#transfer.push(...transfer)
    if (this.#outgoing.length === 1) this.#clock.setImmediate(() => this.#flush())
  }

  onBatch(listener: (batch: readonly In[]) => void): void {
    this.#end.on('message', (batch: readonly In[]) => {
      if (!this.#closed) listener(batch)
    })
  }

  onGone(listener: (cause: Error) => void): void {
    const gone = (cause: Error): void => {
      if (this.#closed) return
      this.#closed = true
      listener(cause)
    }
    this.#end.on('close', () => gone(new Error('the other thread ended')))
    this.#end.on('messageerror', (cause: Error) => gone(cause))
  }

  close(): void {
    if (this.#closed) return
    this.#flush()
    this.#closed = true
    if ('close' in this.#end) this.#end.close()
  }

  #flush(): void {
    if (this.#closed || this.#outgoing.length === 0) return
    const batch = this.#outgoing
    const transfer = this.#transfer
    this.#outgoing = []
    this.#transfer = []
    this.#end.postMessage(batch, transfer)
  }
}
