// The ordered byte stream under a channel. libp2p's streams and the memory network's implement it, so that framing,
// queues and closing (framed-channel.ts) are one piece of code, and the simulator runs what production runs.

export interface ByteStreamEvents {
  /** Bytes in order, in pieces of any size. Not called between `pause()` and `resume()`. */
  onData(bytes: Uint8Array): void
  /** The stream has sent something of what it holds: look at `needsDrain` and `unsentBytes` again. */
  onDrain(): void
  /** The other end has closed its sending side, and everything that it sent was delivered. */
  onEnd(): void
  /** Both sides are closed; the last event. Without an error after an orderly end, and after a vanished peer. */
  onClose(error: Error | undefined): void
}

export interface ByteStream {
  /** Once, synchronously, before the turn of the event loop in which the stream was obtained ends. */
  attach(events: ByteStreamEvents): void
  /** Takes all of `bytes`, at once or into its buffer. Does nothing on a closed stream. */
  write(bytes: Uint8Array): void
  /** The stream cannot send at the moment: better keep further bytes where they are. */
  readonly needsDrain: boolean
  /** Bytes that `write` has taken and the network has not. */
  readonly unsentBytes: number
  pause(): void
  resume(): void
  /** Sends what it holds, then closes the sending side. */
  closeWrite(): void
  /** Ends both sides at once; `onClose` follows with `reason`, within the call or later. */
  abort(reason: Error): void
}
