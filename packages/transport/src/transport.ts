// What the rest of quorumlite knows of the network: peers that prove who they are, and framed channels between them.
// libp2p-transport.ts implements it over TCP, memory-network.ts inside one process; contract.ts holds both to it.

/** What a stream is for; a peer refuses a stream of a protocol that it does not handle. */
export const RAFT_PROTOCOL = '/quorumlite/raft/1'
export const CLIENT_PROTOCOL = '/quorumlite/client/1'
export const SNAPSHOT_PROTOCOL = '/quorumlite/snapshot/2'

/**
 * One long-lived stream of frames between two peers. Frames arrive whole and in the order they were sent, or the
 * channel closes; what was under way when it closed may be lost.
 */
export interface Channel {
  /** The libp2p peer id at the other end, proven by the Noise handshake of the connection. */
  readonly remotePeer: string
  readonly protocol: string

  /**
   * Queues a frame of 0 to `FRAME_BYTES_MAX` bytes. All frames of one tick leave together. The bytes are not copied: leave them alone afterwards.
   *
   * Returns false when the frame was queued but the queue is over its high-water mark: wait for `drained()`. A sender
   * that goes on regardless finds the channel aborted once the queue reaches `CHANNEL_OUTBOX_BYTES_MAX`. Also
   * returns false, and drops the frame, when the channel is closing or closed: `closed` tells why.
   *
   * @throws QuorumliteError FRAME_TOO_LARGE for more than `FRAME_BYTES_MAX` bytes; nothing was queued.
   */
  send(frame: Uint8Array): boolean

  /**
   * Resolves when the queue is empty and the network takes more.
   *
   * @throws QuorumliteError CLOSED if the channel closes first.
   */
  drained(): Promise<void>

  /**
   * Delivers frames to `listener`, never from within this call. Without a listener (from the start, or after
   * `undefined`) frames wait, and the sender is held back as by `pause()`. A frame is a view into the received bytes:
   * who keeps it beyond the call copies it.
   */
  onFrame(listener: ((frame: Uint8Array) => void) | undefined): void

  /**
   * Sets the largest frame accepted from here on, for peers that have not proven themselves yet; a larger one aborts the
   * channel, as `FRAME_BYTES_MAX` always does. Only for moments in which the peer must be waiting for us: a channel that
   * holds undelivered bytes is aborted.
   */
  limitFrames(bytesMax: number): void

  /** Stops delivery, at once; the sender runs into its high-water mark once the receive window is full. */
  pause(): void
  resume(): void

  /**
   * Sends what is queued, then closes the sending side; the other end then does the same. Frames of the other end are
   * delivered until it has. Resolves when both sides are closed. Never rejects: after `CHANNEL_CLOSE_TIMEOUT_MS` the
   * channel is aborted.
   */
  close(): Promise<void>

  /** Closes both sides at once; what is queued is lost. The other end sees an error, but not `reason`. */
  abort(reason: Error): void

  /** Resolves when both sides are closed: with nothing after an orderly end or a vanished peer, else with the error. */
  readonly closed: Promise<Error | undefined>
}

export interface OpenOptions {
  /** Gives up early, with code ABORTED. */
  readonly signal?: AbortSignal
  /**
   * Milliseconds for connecting and opening the stream together; the default is `OPEN_TIMEOUT_MS`. An existing connection
   * on which no stream could be opened for that long is closed, with its other channels.
   */
  readonly timeoutMs?: number
  /** Accepts an address without `/p2p/ID`: any peer may answer there, so it has to prove itself by the handshake. */
  readonly anyPeer?: boolean
}

export interface Transport extends AsyncDisposable {
  /** The peer id of this end, as in the `/p2p/` part of its addresses. */
  readonly peerId: string
  /** Multiaddrs that others can open, each ending in `/p2p/<peerId>`; empty for a transport that only dials. */
  readonly addresses: readonly string[]

  /**
   * Gives every incoming channel of `protocol` to `accept`, in place of an earlier handler.
   *
   * @throws QuorumliteError CLOSED after `close()`.
   */
  handle(protocol: string, accept: (channel: Channel) => void): Promise<void>

  /**
   * Opens a channel to the peer at `address`, over an existing connection to it if there is one.
   *
   * @throws OpenError (UNAVAILABLE) with the `failure` that tells a refused connection from a silent one.
   * @throws QuorumliteError INVALID_ARGUMENT for an address that is no multiaddr, or lacks `/p2p/` without `anyPeer`.
   * @throws QuorumliteError WRONG_PEER when another peer answered than the address names.
   * @throws QuorumliteError ABORTED when `signal` fired, CLOSED after `close()`.
   */
  open(address: string, protocol: string, options?: OpenOptions): Promise<Channel>

  /** Calls `listener` whenever the last connection to a peer has closed, whichever end closed it. */
  onPeerDisconnect(listener: (peerId: string) => void): void

  /** Aborts every channel, closes every connection, stops listening. Idempotent. */
  close(): Promise<void>
}
