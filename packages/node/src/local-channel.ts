import type { Channel } from '@quorumlite/transport'
import { QuorumliteError } from '@quorumlite/wire'
import type { Packing } from './packing.ts'
import type { Port } from './port.ts'
import type { PortPacking } from './thread-port.ts'

/** What travels on a port that stands for a stream: frames, credit for frames that were taken, and the end. */
export type LocalFrame =
  | { readonly kind: 'frame'; readonly bytes: Uint8Array }
  | { readonly kind: 'taken'; readonly bytes: number }
  | { readonly kind: 'end'; readonly reason: string | undefined }

/** More than this is moved to the other thread sooner than copied into a buffer with others. */
const PACKED_BYTES_MAX = 16 * 1024

const Tag = { frame: 1, taken: 2 } as const

const packing: Packing<LocalFrame> = {
  pack(frame, writer) {
    if (frame.kind === 'frame' && frame.bytes.length <= PACKED_BYTES_MAX) {
      writer.u8(Tag.frame)
      writer.bytes(frame.bytes)
      return true
    }
    if (frame.kind !== 'taken') return false
    writer.u8(Tag.taken)
    writer.number(frame.bytes)
    return true
  },
  unpack(reader) {
    if (reader.u8() === Tag.frame) return { kind: 'frame', bytes: reader.bytes() }
    return { kind: 'taken', bytes: reader.number() }
  },
}

/** Of ports between threads: to move a short frame by itself costs more than all else that is done for it. */
export const LOCAL_FRAME_PACKING: PortPacking<LocalFrame, LocalFrame> = {
  out: packing,
  in: packing,
}

/** Bytes under way in one direction before `send` says stop. */
const HIGH_WATER_BYTES = 4 << 20

/**
 * A channel between two threads of one process (or two halves of one thread): the service's own driver speaks to its
 * own node over it, with the same frames as over the network and without the network.
 */
export function createLocalChannel(
  port: Port<LocalFrame, LocalFrame>,
  remotePeer: string,
  protocol: string,
): Channel {
  return new LocalChannel(port, remotePeer, protocol)
}

class LocalChannel implements Channel {
  readonly remotePeer: string
  readonly protocol: string
  readonly closed: Promise<Error | undefined>
  readonly #port: Port<LocalFrame, LocalFrame>
  #resolveClosed: (reason: Error | undefined) => void = () => undefined
  #listener: ((frame: Uint8Array) => void) | undefined
  #waiting: Uint8Array[] = []
  #paused = false
  #ended = false
  #bytesUnderWay = 0
  #drained: { resolve: () => void; reject: (cause: Error) => void }[] = []

  constructor(port: Port<LocalFrame, LocalFrame>, remotePeer: string, protocol: string) {
    this.#port = port
    this.remotePeer = remotePeer
    this.protocol = protocol
    this.closed = new Promise((resolve) => (this.#resolveClosed = resolve))
    port.onBatch((batch) => {
      for (const frame of batch) this.#onFrame(frame)
    })
    port.onGone((cause) => this.#end(cause))
  }

  send(frame: Uint8Array): boolean {
    if (this.#ended) return false
    this.#bytesUnderWay += frame.length
    this.#post(frame)
    return this.#bytesUnderWay < HIGH_WATER_BYTES
  }

  drained(): Promise<void> {
    if (this.#ended) return Promise.reject(closedError())
    if (this.#bytesUnderWay < HIGH_WATER_BYTES) return Promise.resolve()
    return new Promise((resolve, reject) => this.#drained.push({ resolve, reject }))
  }

  onFrame(listener: ((frame: Uint8Array) => void) | undefined): void {
    this.#listener = listener
    if (listener && this.#waiting.length > 0) queueMicrotask(() => this.#deliver())
  }

  /** Both ends are one process: there is nothing to defend against. */
  limitFrames(_bytesMax: number): void {}

  pause(): void {
    this.#paused = true
  }

  resume(): void {
    this.#paused = false
    if (this.#waiting.length > 0) queueMicrotask(() => this.#deliver())
  }

  close(): Promise<void> {
    if (!this.#ended) {
      this.#port.post({ kind: 'end', reason: undefined })
      this.#end(undefined)
    }
    return Promise.resolve()
  }

  abort(reason: Error): void {
    if (this.#ended) return
    this.#port.post({ kind: 'end', reason: reason.message })
    this.#end(reason)
  }

  #post(frame: Uint8Array): void {
    if (frame.length <= PACKED_BYTES_MAX) return this.#port.post({ kind: 'frame', bytes: frame })
    // A view into a larger buffer would be cloned with all of that buffer.
    const bytes = frame.byteLength === frame.buffer.byteLength ? frame : new Uint8Array(frame)
    this.#port.post({ kind: 'frame', bytes }, [bytes.buffer as ArrayBuffer])
  }

  #onFrame(frame: LocalFrame): void {
    switch (frame.kind) {
      case 'frame':
        this.#waiting.push(frame.bytes)
        return this.#deliver()
      case 'taken':
        this.#bytesUnderWay -= frame.bytes
        if (this.#bytesUnderWay < HIGH_WATER_BYTES) this.#release()
        return
      case 'end':
        return this.#end(frame.reason === undefined ? undefined : new Error(frame.reason))
    }
  }

  #deliver(): void {
    while (this.#listener && !this.#paused && !this.#ended) {
      const frame = this.#waiting.shift()
      if (!frame) return
      this.#port.post({ kind: 'taken', bytes: frame.length })
      this.#listener(frame)
    }
  }

  #release(): void {
    const waiting = this.#drained
    this.#drained = []
    for (const { resolve } of waiting) resolve()
  }

  #end(reason: Error | undefined): void {
    if (this.#ended) return
    this.#ended = true
    for (const { reject } of this.#drained) reject(closedError())
    this.#drained = []
    this.#port.close()
    this.#resolveClosed(reason)
  }
}

function closedError(): QuorumliteError {
  return new QuorumliteError('CLOSED', 'the local channel is closed')
}
