// libp2p's streams as byte streams. The facts of libp2p 3 that shape this file were measured: the 'message' event has
// backpressure and asynchronous iteration has not; a stream without a listener swallows up to its read buffer's limit
// and is then aborted; a killed peer shows as a close without an error.

import './polyfill.ts'
import type { Stream } from '@libp2p/interface'
import { QuorumliteError } from '@quorumlite/wire'
import type { ByteStream, ByteStreamEvents } from './byte-stream.ts'

export function createLibp2pByteStream(stream: Stream): ByteStream {
  return new Libp2pByteStream(stream)
}

class Libp2pByteStream implements ByteStream {
  readonly #stream: Stream
  #resuming = false
  #pausedWithin = false

  constructor(stream: Stream) {
    this.#stream = stream
  }

  get needsDrain(): boolean {
    return this.#stream.writableNeedsDrain
  }

  get unsentBytes(): number {
    return this.#stream.writeBufferLength
  }

  attach(events: ByteStreamEvents): void {
    const stream = this.#stream
    let ended = false
    // The stream's own 'end' comes too early when bytes went back into it after the choice of the protocol.
    const checkEnd = (): void => {
      if (ended || stream.remoteWriteStatus !== 'closed' || stream.readBufferLength > 0) return
      if (stream.status !== 'open' && stream.status !== 'closing') return
      ended = true
      events.onEnd()
    }
    stream.addEventListener('message', ({ data }) => {
      if (data instanceof Uint8Array) events.onData(data)
      else for (const chunk of data) events.onData(chunk)
      checkEnd()
    })
    stream.addEventListener('remoteCloseWrite', checkEnd)
    queueMicrotask(checkEnd)
    // 'drain' comes before the stream goes on with what it holds, 'idle' when it has sent everything.
    stream.addEventListener('drain', () => events.onDrain())
    stream.addEventListener('idle', () => events.onDrain())
    stream.addEventListener('close', ({ error }) => {
      events.onClose(error === undefined ? undefined : toCloseError(error))
    })
    // The stream may have ended while its protocol was still being negotiated.
    if (stream.status !== 'open' && stream.status !== 'closing') {
      queueMicrotask(() =>
        events.onClose(toCloseError(new Error(`the stream is ${stream.status}`))),
      )
    }
  }

  write(bytes: Uint8Array): void {
    try {
      this.#stream.send(bytes)
    } catch {
      // The stream is closed, or closed itself because its connection is; 'close' tells, or has told.
    }
  }

  pause(): void {
    if (this.#resuming) this.#pausedWithin = true
    else if (isReadable(this.#stream)) this.#stream.pause()
  }

  /**
   * libp2p hands out what has gathered, and only then opens the window to the sender: a pause in between would be forgotten
   * by yamux and remembered by the stream, which then swallows all that comes until it has too much and is aborted.
   */
  resume(): void {
    if (this.#resuming) this.#pausedWithin = false
    else if (isReadable(this.#stream)) {
      this.#resuming = true
      this.#pausedWithin = false
      this.#stream.resume()
      this.#resuming = false
      if (this.#pausedWithin) this.pause()
    }
  }

  closeWrite(): void {
    this.#stream.close().catch((error: Error) => this.#stream.abort(error))
  }

  abort(reason: Error): void {
    this.#stream.abort(reason)
  }
}

/** Pausing or resuming a stream in any other state throws. */
function isReadable(stream: Stream): boolean {
  return stream.readStatus === 'readable' || stream.readStatus === 'paused'
}

function toCloseError(error: Error): Error {
  if (error instanceof QuorumliteError) return error
  const message =
    error.name === 'StreamResetError'
      ? 'the peer aborted the stream'
      : `the stream failed: ${error.message}`
  return new QuorumliteError('CLOSED', message, { cause: error })
}
