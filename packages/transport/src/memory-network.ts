// A network inside one process, with its faults at hand. It is deterministic under a virtual clock and a seeded random,
// and everything above the byte stream (channels, handshake, links) is the code that runs over TCP.

import assert from 'node:assert'
import type { Clock } from './clock.ts'
import { connectionReset } from './memory-connection.ts'
import { type Exchange, MemoryTransport } from './memory-transport.ts'
import { type Random, randomBetween } from './random.ts'
import type { Transport } from './transport.ts'

export interface Delay {
  readonly minMs: number
  readonly maxMs: number
}

export interface MemoryNetworkOptions {
  readonly clock: Clock
  readonly random: Random
  /** How long a packet takes in one direction; the default is 0.1 to 1 ms. */
  readonly delay?: Delay
}

export interface MemoryNetwork {
  /**
   * Starts a process whose peer id is `peerId`, at the address `/memory/<peerId>/p2p/<peerId>`. Any text without a
   * slash is a peer id here. After `kill` or `loseMachine` the same id may start again.
   */
  createTransport(peerId: string, options?: { readonly listen?: boolean }): Transport

  /** Holds packets from one peer to another, in that direction only, and lets first packets vanish. */
  partition(from: string, to: string): void
  /** Lets packets pass again; what was held arrives. Without arguments, everywhere. */
  heal(from?: string, to?: string): void
  /** Sets the delay of one direction, or of all that have none of their own. */
  setDelay(delay: Delay, from?: string, to?: string): void
  /** Breaks every connection between two peers; what is under way is lost, and both ends see an error. */
  resetConnections(a: string, b: string): void
  /** As `kill -9`: peers see their connections close, and dials are refused. */
  kill(peerId: string): void
  /** As a power failure: peers see nothing, and dials time out, until the peer id starts again. */
  loseMachine(peerId: string): void
  /** As `SIGSTOP`: nothing gets in or out, connections stay, and dials time out. */
  freeze(peerId: string): void
  thaw(peerId: string): void
}

/**
 * @example
 * const clock = createVirtualClock()
 * const network = createMemoryNetwork({ clock, random: createSeededRandom(1) })
 * const a = network.createTransport('a')
 * const b = network.createTransport('b')
 */
export function createMemoryNetwork(options: MemoryNetworkOptions): MemoryNetwork {
  return new FaultyNetwork(options)
}

class FaultyNetwork implements MemoryNetwork, Exchange {
  readonly clock: Clock
  readonly random: Random
  readonly #transports = new Map<string, MemoryTransport>()
  readonly #partitions = new Set<string>()
  readonly #frozen = new Set<string>()
  readonly #lost = new Set<string>()
  readonly #delays = new Map<string, Delay>()
  #defaultDelay: Delay

  constructor(options: MemoryNetworkOptions) {
    this.clock = options.clock
    this.random = options.random
    this.#defaultDelay = options.delay ?? { minMs: 0.1, maxMs: 1 }
  }

  createTransport(peerId: string, options: { readonly listen?: boolean } = {}): Transport {
    assert(/^[^/\s>]+$/.test(peerId), `not a peer id for the memory network: ${peerId}`)
    assert(!this.#transports.has(peerId), `${peerId} is running`)
    const transport = new MemoryTransport(this, peerId, options.listen ?? true)
    this.#transports.set(peerId, transport)
    this.#lost.delete(peerId)
    this.#frozen.delete(peerId)
    this.#wake()
    return transport
  }

  partition(from: string, to: string): void {
    this.#partitions.add(direction(from, to))
  }

  heal(from?: string, to?: string): void {
    for (const each of this.#partitions) {
      const [eachFrom, eachTo] = each.split('>')
      if (from !== undefined && from !== eachFrom) continue
      if (to !== undefined && to !== eachTo) continue
      this.#partitions.delete(each)
    }
    this.#wake()
  }

  setDelay(delay: Delay, from?: string, to?: string): void {
    assert((from === undefined) === (to === undefined), 'a delay is for one direction or for all')
    if (from === undefined || to === undefined) this.#defaultDelay = delay
    else this.#delays.set(direction(from, to), delay)
  }

  resetConnections(a: string, b: string): void {
    for (const [peerId, other] of [
      [a, b],
      [b, a],
    ]) {
      for (const end of this.#transports.get(peerId!)?.ends ?? []) {
        if (end.remotePeer !== other) continue
        end.losePackets()
        end.other.losePackets()
        end.finish(connectionReset())
        end.other.finish(connectionReset())
      }
    }
  }

  kill(peerId: string): void {
    this.#transports.get(peerId)?.shutDown((end, error) => end.close(error))
  }

  loseMachine(peerId: string): void {
    this.#lost.add(peerId)
    this.#transports.get(peerId)?.shutDown((end, error) => {
      end.losePackets()
      end.finish(error)
    })
  }

  freeze(peerId: string): void {
    this.#frozen.add(peerId)
  }

  thaw(peerId: string): void {
    this.#frozen.delete(peerId)
    this.#wake()
  }

  // Exchange

  isBlocked(from: string, to: string): boolean {
    if (this.#frozen.has(from) || this.#frozen.has(to)) return true
    if (this.#lost.has(from) || this.#lost.has(to)) return true
    return this.#partitions.has(direction(from, to))
  }

  delayMs(from: string, to: string): number {
    const { minMs, maxMs } = this.#delays.get(direction(from, to)) ?? this.#defaultDelay
    return randomBetween(this.random, minMs, maxMs)
  }

  transmit(from: string, to: string, packet: () => void): void {
    this.clock.setTimer(this.delayMs(from, to), () => {
      if (!this.isBlocked(from, to)) packet()
    })
  }

  listener(endpoint: string): MemoryTransport | undefined {
    const transport = this.#transports.get(endpoint)
    return transport !== undefined && transport.addresses.length > 0 ? transport : undefined
  }

  closed(transport: MemoryTransport): void {
    this.#transports.delete(transport.peerId)
  }

  #wake(): void {
    for (const transport of this.#transports.values()) {
      for (const end of transport.ends) {
        end.wake()
        end.other.wake()
      }
    }
  }
}

function direction(from: string, to: string): string {
  return `${from}>${to}`
}
