// A channel over any byte stream: frames, the queue of a tick, backpressure in both directions, closing.

import assert from 'node:assert'
import {
  encodeFrames,
  FRAME_BYTES_MAX,
  FRAME_HEADER_BYTES,
  FrameReader,
  QuorumliteError,
} from '@quorumlite/wire'
import type { ByteStream } from './byte-stream.ts'
import type { Clock, Timer } from './clock.ts'
import {
  CHANNEL_CLOSE_TIMEOUT_MS,
  CHANNEL_HIGH_WATER_BYTES,
  CHANNEL_LOW_WATER_BYTES,
  CHANNEL_OUTBOX_BYTES_MAX,
} from './limits.ts'
import type { Channel } from './transport.ts'

export interface FramedChannelOptions {
  readonly remotePeer: string
  readonly protocol: string
  readonly clock: Clock
}

/** Wraps `stream`, which nobody has attached to yet. */
export function createFramedChannel(stream: ByteStream, options: FramedChannelOptions): Channel {
  return new FramedChannel(stream, options)
}

interface DrainWaiter {
  resolve(): void
  reject(error: Error): void
}

class FramedChannel implements Channel {
  readonly remotePeer: string
  readonly protocol: string
  readonly closed: Promise<Error | undefined>

  readonly #stream: ByteStream
  readonly #clock: Clock
  readonly #resolveClosed: (error: Error | undefined) => void
  #state: 'open' | 'closing' | 'closed' = 'open'
  #error: Error | undefined

  #outbox: Uint8Array[] = []
  #outboxBytes = 0
  #flushTimer: Timer | undefined
  #closeTimer: Timer | undefined
  #drainWaiters: DrainWaiter[] = []

  #reader = new FrameReader()
  #listener: ((frame: Uint8Array) => void) | undefined
  /** Frames that came while nobody took them; at most one window's worth, since the stream is paused then. */
  #inbox: Uint8Array[] = []
  #pausedByOwner = false
  #streamPaused = false
  #delivering = false
  #deliveryScheduled = false
  #remoteEnded = false

  constructor(stream: ByteStream, options: FramedChannelOptions) {
    this.#stream = stream
    this.#clock = options.clock
    this.remotePeer = options.remotePeer
    this.protocol = options.protocol
    let resolveClosed!: (error: Error | undefined) => void
    this.closed = new Promise((resolve) => {
      resolveClosed = resolve
    })
    this.#resolveClosed = resolveClosed
    stream.attach({
      onData: (bytes) => this.#receive(bytes),
      onDrain: () => this.#drain(),
      onEnd: () => {
        this.#remoteEnded = true
        this.#endWhenDelivered()
      },
      onClose: (error) => {
        this.#deliver()
        this.#finish(error)
      },
    })
    this.#adjustFlow()
  }

  send(frame: Uint8Array): boolean {
    if (frame.byteLength > FRAME_BYTES_MAX) {
      throw new QuorumliteError(
        'FRAME_TOO_LARGE',
        `a frame of ${frame.byteLength} bytes exceeds the limit of ${FRAME_BYTES_MAX}`,
      )
    }
    if (this.#state !== 'open') return false
    this.#outbox.push(frame)
    this.#outboxBytes += FRAME_HEADER_BYTES + frame.byteLength
    const queuedBytes = this.#queuedBytes()
    if (queuedBytes > CHANNEL_OUTBOX_BYTES_MAX) {
      this.abort(
        new QuorumliteError(
          'UNAVAILABLE',
          `peer ${this.remotePeer} left ${queuedBytes} bytes unread on ${this.protocol}`,
        ),
      )
      return false
    }
    this.#flushTimer ??= this.#clock.setImmediate(() => {
      this.#flushTimer = undefined
      this.#drain()
    })
    return queuedBytes < CHANNEL_HIGH_WATER_BYTES
  }

  drained(): Promise<void> {
    if (this.#state === 'closed') return Promise.reject(this.#closedError())
    if (this.#isDrained()) return Promise.resolve()
    return new Promise((resolve, reject) => {
      this.#drainWaiters.push({ resolve, reject })
    })
  }

  limitFrames(bytesMax: number): void {
    assert(bytesMax <= FRAME_BYTES_MAX)
    if (this.#state === 'closed') return
    if (!this.#reader.atBoundary || this.#inbox.length > 0) {
      this.abort(new QuorumliteError('MALFORMED', 'the peer sent more than it was asked for'))
      return
    }
    this.#reader = new FrameReader({ bytesMax })
  }

  onFrame(listener: ((frame: Uint8Array) => void) | undefined): void {
    this.#listener = listener
    this.#adjustFlow()
  }

  pause(): void {
    this.#pausedByOwner = true
    this.#adjustFlow()
  }

  resume(): void {
    this.#pausedByOwner = false
    this.#adjustFlow()
  }

  async close(): Promise<void> {
    if (this.#state === 'open') {
      this.#state = 'closing'
      this.#flush()
      this.#closeTimer = this.#clock.setTimer(CHANNEL_CLOSE_TIMEOUT_MS, () => {
        this.abort(
          new QuorumliteError(
            'TIMEOUT',
            `peer ${this.remotePeer} did not close ${this.protocol} in ${CHANNEL_CLOSE_TIMEOUT_MS} ms`,
          ),
        )
      })
      this.#stream.closeWrite()
    }
    await this.closed
  }

  abort(reason: Error): void {
    if (this.#state === 'closed') return
    this.#finish(reason)
    this.#stream.abort(reason)
  }

  // Sending

  #queuedBytes(): number {
    return this.#outboxBytes + this.#stream.unsentBytes
  }

  #isDrained(): boolean {
    return !this.#stream.needsDrain && this.#queuedBytes() <= CHANNEL_LOW_WATER_BYTES
  }

  #drain(): void {
    if (this.#state === 'closed') return
    if (!this.#stream.needsDrain) this.#flush()
    if (this.#drainWaiters.length === 0 || !this.#isDrained()) return
    const waiters = this.#drainWaiters
    this.#drainWaiters = []
    for (const waiter of waiters) waiter.resolve()
  }

  /** One write for the whole outbox: each one costs a Noise frame, several system calls and a window update. */
  #flush(): void {
    if (this.#outbox.length === 0) return
    const bytes = encodeFrames(this.#outbox)
    this.#outbox = []
    this.#outboxBytes = 0
    this.#stream.write(bytes)
  }

  // Receiving

  #receive(bytes: Uint8Array): void {
    if (this.#state === 'closed') return
    try {
      for (const frame of this.#reader.push(bytes)) this.#inbox.push(frame)
    } catch (error) {
      this.abort(error as Error)
      return
    }
    if (!this.#deliveryScheduled) this.#deliver()
  }

  /** Pauses the stream while frames cannot be delivered, and hands out what waits once they can. */
  #adjustFlow(): void {
    if (this.#state === 'closed') return
    const pause = this.#pausedByOwner || this.#listener === undefined
    if (pause !== this.#streamPaused) {
      this.#streamPaused = pause
      if (pause) this.#stream.pause()
    }
    if (pause || this.#deliveryScheduled) return
    // Not now: the caller of onFrame() or resume() does not expect its listener to run inside the call.
    this.#deliveryScheduled = true
    queueMicrotask(() => {
      this.#deliveryScheduled = false
      this.#deliver()
      if (!this.#streamPaused && this.#state !== 'closed') this.#stream.resume()
    })
  }

  #deliver(): void {
    if (this.#delivering) return
    this.#delivering = true
    let next = 0
    try {
      while (next < this.#inbox.length && this.#listener !== undefined && !this.#pausedByOwner) {
        this.#listener(this.#inbox[next++]!)
        if (this.#state === 'closed') break
      }
    } finally {
      this.#inbox.splice(0, next)
      this.#delivering = false
    }
    this.#endWhenDelivered()
  }

  // Closing

  /** Answers the other end's close, but only after everything that it sent before was delivered. */
  #endWhenDelivered(): void {
    if (!this.#remoteEnded || this.#inbox.length > 0 || this.#state !== 'open') return
    if (this.#reader.atBoundary) void this.close()
    else this.abort(new QuorumliteError('MALFORMED', 'the peer closed in the middle of a frame'))
  }

  #finish(error: Error | undefined): void {
    if (this.#state === 'closed') return
    this.#state = 'closed'
    this.#error = error
    this.#flushTimer?.cancel()
    this.#closeTimer?.cancel()
    this.#outbox = []
    this.#outboxBytes = 0
    this.#inbox = []
    const waiters = this.#drainWaiters
    this.#drainWaiters = []
    for (const waiter of waiters) waiter.reject(this.#closedError())
    this.#resolveClosed(error)
  }

  #closedError(): QuorumliteError {
    return new QuorumliteError('CLOSED', `the channel to ${this.remotePeer} is closed`, {
      cause: this.#error,
    })
  }
}
