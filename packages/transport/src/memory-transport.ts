// One process on the memory network.

import { QuorumliteError } from '@quorumlite/wire'
import { createFramedChannel } from './framed-channel.ts'
import { OPEN_TIMEOUT_MS } from './limits.ts'
import {
  type ConnectionEnd,
  type ConnectionOwner,
  connectEnds,
  type Medium,
} from './memory-connection.ts'
import type { MemoryStream } from './memory-stream.ts'
import { OpenError } from './open-error.ts'
import type { Channel, OpenOptions, Transport } from './transport.ts'

/** The network as one process sees it: a place to send first packets to. */
export interface Exchange extends Medium {
  /** Runs `packet` after the network's delay, or never if the way is blocked. */
  transmit(from: string, to: string, packet: () => void): void
  /** Who listens at an endpoint, if anybody does. */
  listener(endpoint: string): MemoryTransport | undefined
  closed(transport: MemoryTransport): void
}

interface Target {
  readonly endpoint: string
  readonly peerId: string | undefined
}

export class MemoryTransport implements Transport, ConnectionOwner {
  readonly peerId: string
  readonly addresses: readonly string[]
  readonly #exchange: Exchange
  readonly #handlers = new Map<string, (channel: Channel) => void>()
  readonly #ends = new Set<ConnectionEnd>()
  readonly #dialing = new Map<string, Promise<ConnectionEnd>>()
  readonly #disconnectListeners: ((peerId: string) => void)[] = []
  #closed = false

  constructor(exchange: Exchange, peerId: string, listens: boolean) {
    this.#exchange = exchange
    this.peerId = peerId
    this.addresses = listens ? [`/memory/${peerId}/p2p/${peerId}`] : []
  }

  get ends(): Iterable<ConnectionEnd> {
    return this.#ends
  }

  handle(protocol: string, accept: (channel: Channel) => void): Promise<void> {
    if (this.#closed) return Promise.reject(closedError())
    this.#handlers.set(protocol, accept)
    return Promise.resolve()
  }

  async open(address: string, protocol: string, options: OpenOptions = {}): Promise<Channel> {
    if (this.#closed) throw closedError()
    const target = parseAddress(address, options.anyPeer === true)
    if ((target.peerId ?? target.endpoint) === this.peerId) {
      throw new QuorumliteError('INVALID_ARGUMENT', `${address} is this process itself`)
    }
    const attempt = new OpenAttempt(this.#exchange, address, protocol, options)
    return attempt.run(
      () => this.#connect(target, address, protocol),
      (stream, end) => this.#wrap(stream, protocol, end.remotePeer),
    )
  }

  onPeerDisconnect(listener: (peerId: string) => void): void {
    this.#disconnectListeners.push(listener)
  }

  close(): Promise<void> {
    this.shutDown((end, error) => end.close(error))
    return Promise.resolve()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  /** Ends everything here; `closeEnd` decides what the peers hear of it. */
  shutDown(closeEnd: (end: ConnectionEnd, error: Error) => void): void {
    if (this.#closed) return
    this.#closed = true
    this.#exchange.closed(this)
    for (const end of this.#ends) closeEnd(end, closedError())
  }

  // ConnectionOwner

  acceptStream(stream: MemoryStream, protocol: string, remotePeer: string): boolean {
    const accept = this.#handlers.get(protocol)
    if (accept === undefined) return false
    accept(this.#wrap(stream, protocol, remotePeer))
    return true
  }

  connectionClosed(end: ConnectionEnd): void {
    if (!this.#ends.delete(end) || this.#closed) return
    for (const other of this.#ends) if (other.remotePeer === end.remotePeer) return
    for (const listener of this.#disconnectListeners) listener(end.remotePeer)
  }

  /** An end of a connection that a peer has dialled, or that was dialled from here. */
  addEnd(end: ConnectionEnd): void {
    // The peer may have died while it was set up; kept, it would be found by every dial from then on.
    if (!end.isClosed) this.#ends.add(end)
  }

  #wrap(stream: MemoryStream, protocol: string, remotePeer: string): Channel {
    return createFramedChannel(stream, { remotePeer, protocol, clock: this.#exchange.clock })
  }

  async #connect(target: Target, address: string, protocol: string): Promise<ConnectionEnd> {
    for (const end of this.#ends) if (end.remotePeer === target.peerId) return end
    const key = `${target.endpoint} ${target.peerId ?? ''}`
    const current = this.#dialing.get(key)
    if (current !== undefined) return current
    const dial = this.#dial(target, address, protocol).finally(() => this.#dialing.delete(key))
    this.#dialing.set(key, dial)
    return dial
  }

  #dial(target: Target, address: string, protocol: string): Promise<ConnectionEnd> {
    const exchange = this.#exchange
    const { endpoint } = target
    let made: ConnectionEnd | undefined
    return new Promise<ConnectionEnd>((resolve, reject) => {
      const timer = exchange.clock.setTimer(OPEN_TIMEOUT_MS, () => {
        made?.close(undefined)
        reject(new OpenError('TIMEOUT', address, protocol))
      })
      const settle = (act: () => void): void => {
        timer.cancel()
        act()
      }
      exchange.transmit(this.peerId, endpoint, () => {
        const listener = exchange.listener(endpoint)
        if (listener === undefined) {
          exchange.transmit(endpoint, this.peerId, () =>
            settle(() => reject(new OpenError('REFUSED', address, protocol))),
          )
          return
        }
        const { dialerEnd, targetEnd } = connectEnds(exchange, this, listener)
        listener.addEnd(targetEnd)
        made = dialerEnd
        exchange.transmit(endpoint, this.peerId, () => {
          this.addEnd(dialerEnd)
          if (this.#closed) dialerEnd.close(undefined)
          settle(() => resolve(dialerEnd))
        })
      })
    }).then((end) => {
      if (target.peerId === undefined || end.remotePeer === target.peerId) return end
      end.close(undefined)
      throw new QuorumliteError('WRONG_PEER', `another peer answers at ${address}`)
    })
  }
}

/** One call of `open`: its deadline, its caller's signal, and what becomes of a stream that comes too late. */
class OpenAttempt {
  readonly #exchange: Exchange
  readonly #address: string
  readonly #protocol: string
  readonly #options: OpenOptions

  constructor(exchange: Exchange, address: string, protocol: string, options: OpenOptions) {
    this.#exchange = exchange
    this.#address = address
    this.#protocol = protocol
    this.#options = options
  }

  run(
    connect: () => Promise<ConnectionEnd>,
    wrap: (stream: MemoryStream, end: ConnectionEnd) => Channel,
  ): Promise<Channel> {
    const { signal, timeoutMs = OPEN_TIMEOUT_MS } = this.#options
    return new Promise((resolve, reject) => {
      let connected: ConnectionEnd | undefined
      let settled = false
      const settle = (act: () => void): void => {
        if (settled) return
        settled = true
        timer.cancel()
        signal?.removeEventListener('abort', onAbort)
        act()
      }
      const onAbort = (): void => settle(() => reject(this.#abortedError()))
      const timer = this.#exchange.clock.setTimer(timeoutMs, () => {
        settle(() => reject(this.#error('TIMEOUT')))
        // As over TCP: the next attempt must not find a dead connection again.
        if (timeoutMs >= OPEN_TIMEOUT_MS) connected?.close(undefined)
      })
      signal?.addEventListener('abort', onAbort)
      if (signal?.aborted === true) onAbort()
      void (async () => {
        try {
          connected = await connect()
          const stream = await connected.openStream(this.#protocol)
          if (stream === undefined) throw this.#error('UNSUPPORTED')
          const end = connected
          if (settled) stream.abort(this.#abortedError())
          else settle(() => resolve(wrap(stream, end)))
        } catch (error) {
          const typed = (error as QuorumliteError).code === 'CLOSED' ? this.#error('BROKEN') : error
          settle(() => reject(typed as Error))
        }
      })()
    })
  }

  #error(failure: 'TIMEOUT' | 'UNSUPPORTED' | 'BROKEN'): OpenError {
    return new OpenError(failure, this.#address, this.#protocol)
  }

  #abortedError(): QuorumliteError {
    return new QuorumliteError(
      'ABORTED',
      `opening ${this.#protocol} to ${this.#address} was aborted`,
    )
  }
}

function parseAddress(address: string, anyPeer: boolean): Target {
  const [, endpoint, peerId] = /^\/memory\/([^/]+)(?:\/p2p\/([^/]+))?$/.exec(address) ?? []
  if (endpoint === undefined) {
    throw new QuorumliteError(
      'INVALID_ARGUMENT',
      `not an address of the memory network: ${address}`,
    )
  }
  if (peerId === undefined && !anyPeer) {
    throw new QuorumliteError('INVALID_ARGUMENT', `${address} does not end in /p2p/<peer id>`)
  }
  return { endpoint, peerId }
}

function closedError(): QuorumliteError {
  return new QuorumliteError('CLOSED', 'the transport was closed')
}
