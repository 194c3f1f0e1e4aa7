// Peers over libp2p: TCP, Noise, yamux. No identify, no ping, no peer discovery, no automatic reconnects: who talks
// to whom is Raft's business, and so is noticing that a peer hangs.

import './polyfill.ts'
import { noise } from '@chainsafe/libp2p-noise'
import { privateKeyFromProtobuf } from '@libp2p/crypto/keys'
import type { Connection, Libp2p, Stream } from '@libp2p/interface'
import { peerIdFromString } from '@libp2p/peer-id'
import { tcp } from '@libp2p/tcp'
import { yamux } from '@libp2p/yamux'
import { type Multiaddr, multiaddr } from '@multiformats/multiaddr'
import { QuorumliteError } from '@quorumlite/wire'
import { createLibp2p } from 'libp2p'
import { systemClock } from './clock.ts'
import { createFramedChannel } from './framed-channel.ts'
import { createIdentity, type Identity } from './identity.ts'
import { economical, updateWindowSparingly } from './libp2p-economy.ts'
import { createLibp2pByteStream } from './libp2p-stream.ts'
import {
  CONNECTION_CLOSE_TIMEOUT_MS,
  CONNECTIONS_MAX,
  INBOUND_UPGRADE_TIMEOUT_MS,
  OPEN_TIMEOUT_MS,
  STREAM_WINDOW_BYTES,
  STREAMS_PER_CONNECTION_MAX,
} from './limits.ts'
import { toOpenError } from './libp2p-errors.ts'
import type { Channel, OpenOptions, Transport } from './transport.ts'

export interface Libp2pTransportOptions {
  /** The key that the peer id stands for; the default is a throwaway one, as fits a client. */
  readonly identity?: Identity
  /** Multiaddrs to listen on, like `/ip4/127.0.0.1/tcp/4001`; port 0 takes a free one. The default is none. */
  readonly listen?: readonly string[]
  /** Multiaddrs that others shall dial instead of those listened on: behind a NAT, or in a container. */
  readonly announce?: readonly string[]
}

/**
 * Starts a transport.
 *
 * @throws QuorumliteError INVALID_ARGUMENT for an address that cannot be listened on, UNAVAILABLE for one in use.
 * @example
 * const identity = await loadOrCreateIdentity('/var/lib/service/node.key')
 * await using transport = await openLibp2pTransport({ identity, listen: ['/ip4/127.0.0.1/tcp/4001'] })
 * await transport.handle('/quorumlite/raft/1', (channel) => { ... })
 */
export async function openLibp2pTransport(
  options: Libp2pTransportOptions = {},
): Promise<Transport> {
  const identity = options.identity ?? (await createIdentity())
  const listen = [...(options.listen ?? [])]
  for (const address of listen) parseAddress(address)
  let node: Libp2p
  try {
    node = await startLibp2p(identity, listen, [...(options.announce ?? [])])
  } catch (error) {
    throw new QuorumliteError('UNAVAILABLE', `cannot listen on ${listen.join(', ')}`, {
      cause: error,
    })
  }
  return new Libp2pTransport(node)
}

function startLibp2p(identity: Identity, listen: string[], announce: string[]): Promise<Libp2p> {
  // A cloud's load balancer forgets idle connections after a minute or more.
  const socketOptions = { noDelay: true, keepAlive: true, keepAliveInitialDelay: 15_000 }
  return createLibp2p({
    privateKey: privateKeyFromProtobuf(identity.privateKey),
    addresses: { listen, announce },
    transports: [
      tcp({
        // An idle peer is no dead peer.
        inboundSocketInactivityTimeout: 0,
        outboundSocketInactivityTimeout: 0,
        maxConnections: CONNECTIONS_MAX,
        dialOpts: socketOptions,
        listenOpts: socketOptions,
      }),
    ],
    connectionEncrypters: [economical(noise())],
    streamMuxers: [
      yamux({
        enableKeepAlive: false,
        // Streams that come in before the connection is set up at this end; the default resets all but 10.
        maxEarlyStreams: STREAMS_PER_CONNECTION_MAX,
        streamOptions: {
          initialStreamWindowSize: STREAM_WINDOW_BYTES,
          maxStreamWindowSize: STREAM_WINDOW_BYTES,
          // A paused stream holds at most a window; twice that is never reached by a peer that keeps to it.
          maxReadBufferLength: 2 * STREAM_WINDOW_BYTES,
        },
      }),
    ],
    connectionManager: {
      dialTimeout: OPEN_TIMEOUT_MS,
      addressDialTimeout: OPEN_TIMEOUT_MS,
      inboundUpgradeTimeout: INBOUND_UPGRADE_TIMEOUT_MS,
      inboundStreamProtocolNegotiationTimeout: INBOUND_UPGRADE_TIMEOUT_MS,
      // The default, 5 connections a second from one host, refuses a cluster on one host that reconnects.
      inboundConnectionThreshold: CONNECTIONS_MAX,
      maxIncomingPendingConnections: CONNECTIONS_MAX,
      maxConnections: CONNECTIONS_MAX,
      reconnectRetries: 0,
    },
    // It kills healthy connections whenever an event loop blocks for 5 seconds.
    connectionMonitor: { enabled: false },
  })
}

class Libp2pTransport implements Transport {
  readonly peerId: string
  readonly #node: Libp2p
  readonly #channels = new Set<Channel>()
  #closing: Promise<void> | undefined

  constructor(node: Libp2p) {
    this.#node = node
    this.peerId = node.peerId.toString()
    this.onPeerDisconnect((peerId) => this.#forget(peerId))
  }

  get addresses(): readonly string[] {
    return this.#node.getMultiaddrs().map((address) => address.toString())
  }

  async handle(protocol: string, accept: (channel: Channel) => void): Promise<void> {
    this.#assertOpen()
    const serve = (stream: Stream, connection: Connection): void => {
      const channel = this.#wrap(stream, connection, protocol)
      try {
        accept(channel)
      } catch (error) {
        // libp2p would take it for the stream's failure and go on.
        queueMicrotask(() => {
          throw error
        })
      }
    }
    const options = {
      force: true as const,
      maxInboundStreams: STREAMS_PER_CONNECTION_MAX,
      maxOutboundStreams: STREAMS_PER_CONNECTION_MAX,
    }
    await this.#node.handle(protocol, serve, options)
  }

  async open(address: string, protocol: string, options: OpenOptions = {}): Promise<Channel> {
    this.#assertOpen()
    const target = parseAddress(address)
    if (peerIdOf(target) === undefined && options.anyPeer !== true) {
      throw new QuorumliteError('INVALID_ARGUMENT', `${address} does not end in /p2p/<peer id>`, {
        hint: 'Without the peer id nothing would prove that the right peer answers.',
      })
    }
    const deadline = new Deadline(options.timeoutMs ?? OPEN_TIMEOUT_MS, options.signal)
    try {
      return await this.#openWithin(target, protocol, deadline)
    } catch (error) {
      this.#assertOpen()
      throw deadline.aborted
        ? new QuorumliteError('ABORTED', `opening ${protocol} to ${address} was aborted`)
        : toOpenError(error, { address, protocol, timedOut: deadline.passed })
    } finally {
      deadline.clear()
    }
  }

  onPeerDisconnect(listener: (peerId: string) => void): void {
    this.#node.addEventListener('peer:disconnect', ({ detail }) => listener(detail.toString()))
  }

  close(): Promise<void> {
    this.#closing ??= this.#stop()
    return this.#closing
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #stop(): Promise<void> {
    for (const channel of this.#channels) {
      channel.abort(new QuorumliteError('CLOSED', 'the transport was closed'))
    }
    // libp2p waits half a second for connections that close from both ends at once.
    await Promise.all(this.#node.getConnections().map(closeConnection))
    await this.#node.stop()
  }

  #assertOpen(): void {
    if (this.#closing !== undefined) {
      throw new QuorumliteError('CLOSED', 'the transport was closed')
    }
  }

  async #openWithin(target: Multiaddr, protocol: string, deadline: Deadline): Promise<Channel> {
    const peerId = peerIdOf(target)
    const existing = new Set(this.#node.getConnections())
    const { signal } = deadline
    const connection = await this.#node.dial(target, { signal })
    try {
      return await this.#openStream(connection, protocol, deadline)
    } catch (error) {
      if (!existing.has(connection) || peerId === undefined || deadline.aborted) throw error
      if (deadline.passed || (error as Error).name === 'UnsupportedProtocolError') throw error
      // The connection that was there is closing under our hands.
      const fresh = await this.#node.dial(target, { signal, force: true })
      return await this.#openStream(fresh, protocol, deadline)
    }
  }

  async #openStream(
    connection: Connection,
    protocol: string,
    deadline: Deadline,
  ): Promise<Channel> {
    try {
      const stream = await connection.newStream(protocol, {
        signal: deadline.signal,
        maxOutboundStreams: STREAMS_PER_CONNECTION_MAX,
      })
      return this.#wrap(stream, connection, protocol)
    } catch (error) {
      // A connection on which a stream cannot even be opened is dead, or its peer hangs; the next attempt must not
      // find it again, since TCP alone would take a quarter of an hour to notice. But a caller in a hurry proves nothing.
      if (deadline.passed && deadline.timeoutMs >= OPEN_TIMEOUT_MS) {
        connection.abort(error as Error)
      }
      throw error
    }
  }

  #wrap(stream: Stream, connection: Connection, protocol: string): Channel {
    updateWindowSparingly(stream)
    const channel = createFramedChannel(createLibp2pByteStream(stream), {
      remotePeer: connection.remotePeer.toString(),
      protocol,
      clock: systemClock,
    })
    this.#channels.add(channel)
    void channel.closed.then(() => this.#channels.delete(channel))
    return channel
  }

  /** libp2p remembers every peer it ever met; clients with throwaway keys would fill the memory. */
  #forget(peerId: string): void {
    const entry = this.#node.getPeers().find((peer) => peer.toString() === peerId)
    if (entry !== undefined || this.#closing !== undefined) return
    this.#node.peerStore.delete(peerIdFromString(peerId)).catch(() => {
      // The store is gone with the node; there is nothing left to forget.
    })
  }
}

/** In order, so that aborted streams are heard of; but a peer that hangs is not waited for long. */
async function closeConnection(connection: Connection): Promise<void> {
  try {
    await connection.close({ signal: AbortSignal.timeout(CONNECTION_CLOSE_TIMEOUT_MS) })
  } catch (error) {
    connection.abort(error as Error)
  }
}

/** One signal for "too late" and "no longer wanted", which remembers which of them it was. */
class Deadline {
  readonly #controller = new AbortController()
  readonly #timeout: NodeJS.Timeout
  readonly #callerSignal: AbortSignal | undefined
  readonly timeoutMs: number
  readonly #onAbort = (): void => {
    this.aborted = true
    this.#controller.abort()
  }
  passed = false
  aborted = false

  constructor(timeoutMs: number, callerSignal: AbortSignal | undefined) {
    this.timeoutMs = timeoutMs
    this.#callerSignal = callerSignal
    this.#timeout = setTimeout(() => {
      this.passed = true
      this.#controller.abort()
    }, timeoutMs)
    callerSignal?.addEventListener('abort', this.#onAbort)
    if (callerSignal?.aborted === true) this.#onAbort()
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  clear(): void {
    clearTimeout(this.#timeout)
    this.#callerSignal?.removeEventListener('abort', this.#onAbort)
  }
}

function parseAddress(address: string): Multiaddr {
  try {
    return multiaddr(address)
  } catch (error) {
    throw new QuorumliteError('INVALID_ARGUMENT', `not a multiaddr: ${address}`, {
      cause: error,
      hint: 'Addresses look like /ip4/10.0.0.1/tcp/4001/p2p/12D3KooW...',
    })
  }
}

function peerIdOf(address: Multiaddr): string | undefined {
  const last = address.getComponents().at(-1)
  return last?.name === 'p2p' ? last.value : undefined
}
