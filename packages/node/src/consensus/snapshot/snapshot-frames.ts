import type { Channel, Clock } from '@quorumlite/transport'
import {
  QuorumliteError,
  decodeSnapshotFrame,
  encodeSnapshotFrame,
  type SnapshotFrame,
  type SnapshotFrames,
} from '@quorumlite/wire'

/** A peer that takes or sends nothing for this long is gone, whatever its connection says. */
export const STALLED_AFTER_MS = 30_000

/** The frames of a snapshot stream one by one, with the stream paused while nobody asks: whoever reads sets the pace. */
export class SnapshotStream {
  readonly channel: Channel
  readonly #clock: Clock
  readonly #frames: SnapshotFrame[] = []
  #failure: Error | undefined
  #wake: (() => void) | undefined

  constructor(channel: Channel, clock: Clock) {
    this.channel = channel
    this.#clock = clock
    channel.onFrame((bytes) => {
      try {
        this.#frames.push(decodeSnapshotFrame(new Uint8Array(bytes)))
      } catch (cause) {
        this.#failure = cause as Error
      }
      if (this.#frames.length >= FRAMES_AHEAD) channel.pause()
      this.#wake?.()
    })
    void channel.closed.then((cause) =>
      this.#fail(cause ?? new QuorumliteError('CLOSED', 'the snapshot stream was closed')),
    )
  }

  /** The next frame, of whatever kind. */
  async next(patienceMs: number = STALLED_AFTER_MS): Promise<SnapshotFrame> {
    for (;;) {
      const frame = this.#frames.shift()
      if (frame) {
        if (this.#frames.length < FRAMES_AHEAD) this.channel.resume()
        return frame
      }
      if (this.#failure) throw this.#failure
      const timer = this.#clock.setTimer(patienceMs, () => this.#fail(stalled()))
      await new Promise<void>((resolve) => (this.#wake = resolve))
      timer.cancel()
    }
  }

  /** The next frame, which must be of that kind. */
  async expect<K extends keyof SnapshotFrames>(
    kind: K,
    patienceMs?: number,
  ): Promise<SnapshotFrames[K]> {
    const frame = await this.next(patienceMs)
    if (frame.kind !== kind) throw unexpected(frame, kind)
    return frame.value as SnapshotFrames[K]
  }

  /** Resolves when the peer may be sent the next one. Returns the size of the frame. */
  async send(frame: SnapshotFrame): Promise<number> {
    const bytes = encodeSnapshotFrame(frame)
    const { channel } = this
    if (channel.send(bytes)) return bytes.length
    const timer = this.#clock.setTimer(STALLED_AFTER_MS, () => channel.abort(stalled()))
    try {
      await channel.drained()
      return bytes.length
    } finally {
      timer.cancel()
    }
  }

  #fail(cause: Error): void {
    this.#failure ??= cause
    this.#wake?.()
  }
}

const FRAMES_AHEAD = 8

export function unexpected(frame: SnapshotFrame, wanted: string): QuorumliteError {
  return new QuorumliteError('MALFORMED', `snapshot stream: '${frame.kind}' instead of '${wanted}'`)
}

function stalled(): QuorumliteError {
  return new QuorumliteError('TIMEOUT', 'the other end of the snapshot stream does nothing')
}
