import type { MessagePort, Worker } from 'node:worker_threads'
import type { Clock } from '@quorumlite/transport'
import { assert } from './assert.ts'
import { PackReader, PackWriter, type Packing } from './packing.ts'
import type { Port } from './port.ts'

/** How the messages of both directions are packed; the other end has the same, exchanged. */
export interface PortPacking<Out, In> {
  readonly out: Packing<Out>
  readonly in: Packing<In>
}

/** A port over a `MessagePort` (or to a `Worker`): everything posted in one tick is one structured-clone message. */
export function createThreadPort<Out, In>(
  end: MessagePort | Worker,
  clock: Clock,
  packing?: PortPacking<Out, In>,
): Port<Out, In> {
  return new ThreadPort<Out, In>(end, clock, packing)
}

/** What is posted: objects, packed messages, or both. */
type Envelope<Message> = readonly Message[] | Uint8Array<ArrayBuffer> | MixedBatch<Message>

interface MixedBatch<Message> {
  readonly packed: Uint8Array<ArrayBuffer>
  /** Those that were not packed, with their places among all. */
  readonly cloned: readonly Message[]
  readonly places: readonly number[]
}

class ThreadPort<Out, In> implements Port<Out, In> {
  readonly #end: MessagePort | Worker
  readonly #clock: Clock
  #outgoing: Out[] = []
  #transfer: ArrayBuffer[] = []
  #closed = false
  readonly #packing: PortPacking<Out, In> | undefined

  constructor(end: MessagePort | Worker, clock: Clock, packing: PortPacking<Out, In> | undefined) {
    this.#end = end
    this.#clock = clock
    this.#packing = packing
  }

  post(message: Out, transfer?: readonly ArrayBuffer[]): void {
    if (this.#closed) return
    this.#outgoing.push(message)
    if (transfer) this.#transfer.push(...transfer)
    if (this.#outgoing.length === 1) this.#clock.setImmediate(() => this.#flush())
  }

  onBatch(listener: (batch: readonly In[]) => void): void {
    this.#end.on('message', (envelope: Envelope<In>) => {
      if (!this.#closed) listener(this.#open(envelope))
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
    const { envelope, packed } = this.#pack(batch)
    if (packed) transfer.push(packed.buffer)
    this.#end.postMessage(envelope, transfer)
  }

  #pack(batch: readonly Out[]): {
    readonly envelope: Envelope<Out>
    readonly packed?: Uint8Array<ArrayBuffer>
  } {
    if (!this.#packing) return { envelope: batch }
    const writer = new PackWriter()
    const cloned: Out[] = []
    const places: number[] = []
    for (let place = 0; place < batch.length; place++) {
      const message = batch[place]!
      if (this.#packing.out.pack(message, writer)) continue
      cloned.push(message)
      places.push(place)
    }
    if (cloned.length === batch.length) return { envelope: batch }
    const packed = writer.finish()
    return { envelope: cloned.length === 0 ? packed : { packed, cloned, places }, packed }
  }

  #open(envelope: Envelope<In>): readonly In[] {
    if (!('packed' in envelope)) {
      return envelope instanceof Uint8Array ? this.#unpack(envelope, [], []) : envelope
    }
    return this.#unpack(envelope.packed, envelope.cloned, envelope.places)
  }

  #unpack(
    packed: Uint8Array<ArrayBuffer>,
    cloned: readonly In[],
    places: readonly number[],
  ): readonly In[] {
    assert(this.#packing, 'both ends pack, or none does')
    const reader = new PackReader(packed)
    const batch: In[] = []
    for (let next = 0; next < cloned.length || !reader.atEnd;) {
      const isCloned = places[next] === batch.length
      batch.push(isCloned ? (cloned[next++] as In) : this.#packing.in.unpack(reader))
    }
    return batch
  }
}
