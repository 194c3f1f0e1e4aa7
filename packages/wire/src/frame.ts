// Frames on a stream: a little-endian u32 length and that many bytes.

import { assert } from './assert.ts'
import { QuorumliteError } from './errors.ts'
import { FRAME_BYTES_MAX, FRAME_HEADER_BYTES } from './limits.ts'

/** A frame in one piece. Costs a copy of the body: `frameParts` does without. */
export function encodeFrame(body: Uint8Array): Uint8Array {
  return encodeFrames([body])
}

/** Several frames in one piece, for one write to a stream. Throws FRAME_TOO_LARGE. */
export function encodeFrames(bodies: readonly Uint8Array[]): Uint8Array {
  let bytes = 0
  for (const body of bodies) bytes += FRAME_HEADER_BYTES + checkBody(body).length
  const frames = new Uint8Array(bytes)
  let at = 0
  for (const body of bodies) {
    writeHeader(frames, at, body.length)
    frames.set(body, at + FRAME_HEADER_BYTES)
    at += FRAME_HEADER_BYTES + body.length
  }
  return frames
}

/** The same bytes as a list of header, body, header, body, ... in which the bodies are not copied. */
export function frameParts(bodies: readonly Uint8Array[]): Uint8Array[] {
  const headers = new Uint8Array(bodies.length * FRAME_HEADER_BYTES)
  const parts: Uint8Array[] = []
  let at = 0
  for (const body of bodies) {
    writeHeader(headers, at, checkBody(body).length)
    parts.push(headers.subarray(at, at + FRAME_HEADER_BYTES), body)
    at += FRAME_HEADER_BYTES
  }
  return parts
}

/**
 * Cuts a stream of chunks into the bodies of frames. A frame that lies within one chunk is a view of it; only what spans
 * chunks is copied. Memory grows with the bytes that have come, never with the length that a peer claims.
 */
export class FrameReader {
  readonly #bytesMax: number
  readonly #header = new Uint8Array(FRAME_HEADER_BYTES)
  #headerBytes = 0
  /** The body that spans chunks: its length, what has come of it, and where that is kept. */
  #length = 0
  #received = 0
  #body: Uint8Array = EMPTY
  #failed = false

  constructor(options: { readonly bytesMax?: number } = {}) {
    this.#bytesMax = options.bytesMax ?? FRAME_BYTES_MAX
    assert(this.#bytesMax <= FRAME_BYTES_MAX, 'a reader accepts no more than frames may have')
  }

  /**
   * The bodies that this chunk completes, in order. They may be views of `chunk`: copy what outlives the call if the
   * chunk is reused. Throws FRAME_TOO_LARGE at the header of such a frame; the stream is of no use after that.
   */
  push(chunk: Uint8Array): Uint8Array[] {
    assert(!this.#failed, 'a stream ends with its first frame that is too large')
    const bodies: Uint8Array[] = []
    let at = 0
    while (at < chunk.length) {
      if (this.#headerBytes < FRAME_HEADER_BYTES) {
        at = this.#readHeader(chunk, at)
        if (this.#headerBytes < FRAME_HEADER_BYTES) break
      }
      const missing = this.#length - this.#received
      if (this.#received === 0 && chunk.length - at >= missing) {
        bodies.push(view(chunk, at, missing))
        at += missing
        this.#reset()
      } else {
        const bytes = Math.min(missing, chunk.length - at)
        this.#collect(chunk, at, bytes)
        at += bytes
        if (this.#received === this.#length) {
          bodies.push(view(this.#body, 0, this.#length))
          this.#reset()
        }
      }
    }
    return bodies
  }

  /** True between frames: a stream that ends elsewhere was cut off. */
  get atBoundary(): boolean {
    return this.#headerBytes === 0
  }

  #readHeader(chunk: Uint8Array, start: number): number {
    let at = start
    while (at < chunk.length && this.#headerBytes < FRAME_HEADER_BYTES) {
      this.#header[this.#headerBytes++] = chunk[at++] as number
    }
    if (this.#headerBytes === FRAME_HEADER_BYTES) {
      this.#length = new DataView(this.#header.buffer).getUint32(0, true)
      if (this.#length > this.#bytesMax) {
        this.#failed = true
        throw tooLarge(this.#length, this.#bytesMax)
      }
    }
    return at
  }

  #collect(chunk: Uint8Array, at: number, bytes: number): void {
    const needed = this.#received + bytes
    if (needed > this.#body.length) {
      const room = Math.min(this.#length, Math.max(needed, this.#body.length * 2))
      const body = new Uint8Array(room)
      body.set(this.#body.subarray(0, this.#received))
      this.#body = body
    }
    this.#body.set(chunk.subarray(at, at + bytes), this.#received)
    this.#received = needed
  }

  #reset(): void {
    this.#headerBytes = 0
    this.#length = 0
    this.#received = 0
    this.#body = EMPTY
  }
}

/**
 * A copy for who keeps a frame longer than the call that brought it, when the buffer of all that was read is not to be kept
 * with it. Small frames share their memory with others that are copied at the same time.
 */
export function ownFrame(frame: Uint8Array): Uint8Array {
  const { buffer, byteOffset, length } = Buffer.from(frame)
  return new Uint8Array(buffer, byteOffset, length)
}

const EMPTY = new Uint8Array(0)

/** A plain Uint8Array even if the bytes are a Buffer, whose slice() would not copy. */
function view(bytes: Uint8Array, start: number, length: number): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset + start, length)
}

function writeHeader(target: Uint8Array, at: number, length: number): void {
  target[at] = length
  target[at + 1] = length >>> 8
  target[at + 2] = length >>> 16
  target[at + 3] = length >>> 24
}

function checkBody(body: Uint8Array): Uint8Array {
  if (body.length > FRAME_BYTES_MAX) throw tooLarge(body.length, FRAME_BYTES_MAX)
  return body
}

function tooLarge(bytes: number, bytesMax: number): QuorumliteError {
  return new QuorumliteError('FRAME_TOO_LARGE', `a frame of ${bytes} bytes exceeds ${bytesMax}`)
}
