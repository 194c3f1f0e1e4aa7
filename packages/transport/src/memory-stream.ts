// A stream of the memory network: a window of credit in each direction, as yamux has it.

import { QuorumliteError } from '@quorumlite/wire'
import type { ByteStream, ByteStreamEvents } from './byte-stream.ts'
import { STREAM_WINDOW_BYTES } from './limits.ts'
import { type Random, randomInteger } from './random.ts'

/** Credit goes back in pieces of this size, so that small frames do not double the number of packets. */
const CREDIT_STEP_BYTES = STREAM_WINDOW_BYTES / 2

/** Runs `packet` at the other end of the connection, after everything that was sent before it. */
export type SendPacket = (packet: () => void) => void

export class MemoryStream implements ByteStream {
  /** The stream object of the other process; only packets may touch it. */
  remote: MemoryStream | undefined
  readonly #sendPacket: SendPacket
  readonly #random: Random
  readonly #onClosed: (stream: MemoryStream) => void
  #events: ByteStreamEvents | undefined

  #unsent: Uint8Array[] = []
  #unsentBytes = 0
  #creditBytes = STREAM_WINDOW_BYTES
  #writeState: 'open' | 'closing' | 'closed' = 'open'

  #unread: Uint8Array[] = []
  #consumedBytes = 0
  #paused = false
  #finReceived = false
  #ended = false
  #closed = false

  constructor(sendPacket: SendPacket, random: Random, onClosed: (stream: MemoryStream) => void) {
    this.#sendPacket = sendPacket
    this.#random = random
    this.#onClosed = onClosed
  }

  get needsDrain(): boolean {
    return this.#unsentBytes > 0
  }

  get unsentBytes(): number {
    return this.#unsentBytes
  }

  attach(events: ByteStreamEvents): void {
    this.#events = events
    queueMicrotask(() => this.#deliverUnread())
  }

  write(bytes: Uint8Array): void {
    if (this.#closed || this.#writeState !== 'open') return
    this.#unsent.push(bytes)
    this.#unsentBytes += bytes.byteLength
    this.#sendUnsent()
  }

  pause(): void {
    this.#paused = true
  }

  resume(): void {
    this.#paused = false
    this.#deliverUnread()
  }

  closeWrite(): void {
    if (this.#closed || this.#writeState !== 'open') return
    this.#writeState = 'closing'
    this.#sendUnsent()
  }

  abort(reason: Error): void {
    if (this.#closed) return
    this.#toRemote((remote) => remote.#receiveReset())
    this.finish(reason)
  }

  /** Both sides are over, because the stream or its connection is. */
  finish(error: Error | undefined): void {
    if (this.#closed) return
    this.#closed = true
    this.#unsent = []
    this.#unsentBytes = 0
    this.#unread = []
    this.#onClosed(this)
    this.#events?.onClose(error)
  }

  // Sending

  #toRemote(act: (remote: MemoryStream) => void): void {
    this.#sendPacket(() => {
      if (this.remote !== undefined && !this.remote.#closed) act(this.remote)
    })
  }

  #sendUnsent(): void {
    while (this.#unsentBytes > 0 && this.#creditBytes > 0) {
      const piece = this.#takeUnsent()
      this.#creditBytes -= piece.byteLength
      this.#toRemote((remote) => remote.#receiveBytes(piece))
    }
    if (this.#writeState !== 'closing' || this.#unsentBytes > 0) return
    this.#writeState = 'closed'
    this.#toRemote((remote) => remote.#receiveFin())
    this.#finishWhenEnded()
  }

  /** What fits the credit; now and then less, since a receiver may not rely on the boundaries of writes. */
  #takeUnsent(): Uint8Array {
    const first = this.#unsent[0]!
    let length = Math.min(first.byteLength, this.#creditBytes)
    if (length > 1 && this.#random.next() < 1 / 16) {
      length = randomInteger(this.#random, 1, length - 1)
    }
    if (length === first.byteLength) this.#unsent.shift()
    else this.#unsent[0] = first.subarray(length)
    this.#unsentBytes -= length
    return first.subarray(0, length)
  }

  #receiveCredit(bytes: number): void {
    this.#creditBytes += bytes
    if (this.#unsentBytes === 0) return
    this.#sendUnsent()
    this.#events?.onDrain()
  }

  // Receiving

  #receiveBytes(bytes: Uint8Array): void {
    this.#unread.push(bytes)
    this.#deliverUnread()
  }

  #receiveFin(): void {
    this.#finReceived = true
    this.#deliverUnread()
  }

  #receiveReset(): void {
    this.finish(new QuorumliteError('CLOSED', 'the peer aborted the stream'))
  }

  #deliverUnread(): void {
    if (this.#events === undefined) return
    while (!this.#paused && !this.#closed) {
      const bytes = this.#unread.shift()
      if (bytes === undefined) break
      this.#consumedBytes += bytes.byteLength
      this.#events.onData(bytes)
    }
    this.#returnCredit()
    if (!this.#finReceived || this.#ended || this.#unread.length > 0 || this.#closed) return
    this.#ended = true
    this.#events.onEnd()
    this.#finishWhenEnded()
  }

  #returnCredit(): void {
    if (this.#consumedBytes < CREDIT_STEP_BYTES || this.#closed) return
    const bytes = this.#consumedBytes
    this.#consumedBytes = 0
    this.#toRemote((remote) => remote.#receiveCredit(bytes))
  }

  #finishWhenEnded(): void {
    if (this.#ended && this.#writeState === 'closed') this.finish(undefined)
  }
}
