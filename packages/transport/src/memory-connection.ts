// Connections of the memory network: two ends, and an ordered pipe in each direction that takes its time.

import { QuorumliteError } from '@quorumlite/wire'
import type { Clock, Timer } from './clock.ts'
import { MemoryStream } from './memory-stream.ts'
import type { Random } from './random.ts'

/** What a connection asks of the network that it runs over. */
export interface Medium {
  readonly clock: Clock
  readonly random: Random
  /** Nothing gets from one peer to the other at the moment. */
  isBlocked(from: string, to: string): boolean
  delayMs(from: string, to: string): number
}

/** One process's side of a connection. */
export interface ConnectionOwner {
  readonly peerId: string
  /** Gives an incoming stream to its handler; false if the protocol has none. */
  acceptStream(stream: MemoryStream, protocol: string, remotePeer: string): boolean
  connectionClosed(end: ConnectionEnd): void
}

/** Two ends that are connected, and know only each other's pipe. */
export function connectEnds(
  medium: Medium,
  dialer: ConnectionOwner,
  target: ConnectionOwner,
): { dialerEnd: ConnectionEnd; targetEnd: ConnectionEnd } {
  const dialerEnd = new ConnectionEnd(medium, dialer, target.peerId)
  const targetEnd = new ConnectionEnd(medium, target, dialer.peerId)
  dialerEnd.other = targetEnd
  targetEnd.other = dialerEnd
  return { dialerEnd, targetEnd }
}

export class ConnectionEnd {
  readonly remotePeer: string
  other!: ConnectionEnd
  readonly #medium: Medium
  readonly #owner: ConnectionOwner
  readonly #pipe: Pipe
  readonly #streams = new Set<MemoryStream>()
  readonly #opening = new Set<(error: Error) => void>()
  #closed = false

  constructor(medium: Medium, owner: ConnectionOwner, remotePeer: string) {
    this.#medium = medium
    this.#owner = owner
    this.remotePeer = remotePeer
    this.#pipe = new Pipe(medium, owner.peerId, remotePeer)
  }

  get isClosed(): boolean {
    return this.#closed
  }

  get localPeer(): string {
    return this.#owner.peerId
  }

  /** Resolves with the stream, or with undefined if the peer does not handle `protocol`. */
  openStream(protocol: string): Promise<MemoryStream | undefined> {
    return new Promise((resolve, reject) => {
      if (this.#closed) {
        reject(new QuorumliteError('CLOSED', 'the connection is closed'))
        return
      }
      this.#opening.add(reject)
      const stream = this.#createStream()
      this.#send(() => {
        const { other } = this
        const accepted = other.#createStream()
        accepted.remote = stream
        const supported = other.#owner.acceptStream(accepted, protocol, other.remotePeer)
        if (!supported) other.#streams.delete(accepted)
        other.#send(() => {
          this.#opening.delete(reject)
          if (supported) stream.remote = accepted
          else this.#streams.delete(stream)
          resolve(supported ? stream : undefined)
        })
      })
    })
  }

  /** Closes this end; the other one follows when it hears of it, after all that was sent before. */
  close(error: Error | undefined): void {
    if (this.#closed) return
    this.#pipe.send(() => this.other.finish(undefined))
    this.finish(error)
  }

  /** Closes this end without a word to the other one. */
  finish(error: Error | undefined): void {
    if (this.#closed) return
    this.#closed = true
    for (const stream of this.#streams) stream.finish(error)
    for (const reject of this.#opening) {
      reject(new QuorumliteError('CLOSED', 'the connection closed'))
    }
    this.#opening.clear()
    this.#owner.connectionClosed(this)
  }

  /** What was on its way from this end is lost. */
  losePackets(): void {
    this.#pipe.clear()
  }

  /** The network may let packets pass again. */
  wake(): void {
    this.#pipe.wake()
  }

  #createStream(): MemoryStream {
    const stream = new MemoryStream(
      (packet) => this.#send(packet),
      this.#medium.random,
      (closed) => this.#streams.delete(closed),
    )
    this.#streams.add(stream)
    return stream
  }

  #send(packet: () => void): void {
    if (this.#closed) return
    this.#pipe.send(() => {
      if (!this.other.#closed) packet()
      // A machine that came back knows nothing of this connection, and says so.
      else if (!this.#closed) this.other.#pipe.send(() => this.finish(connectionReset()))
    })
  }
}

export function connectionReset(): QuorumliteError {
  return new QuorumliteError('CLOSED', 'the connection was reset')
}

interface Packet {
  readonly atMs: number
  deliver(): void
}

/** One direction of a connection: in order, delayed, and held while the network is blocked, as TCP's would be. */
class Pipe {
  readonly #medium: Medium
  readonly #from: string
  readonly #to: string
  #packets: Packet[] = []
  #timer: Timer | undefined

  constructor(medium: Medium, from: string, to: string) {
    this.#medium = medium
    this.#from = from
    this.#to = to
  }

  send(deliver: () => void): void {
    const { clock } = this.#medium
    const arrivesMs = clock.nowMs() + this.#medium.delayMs(this.#from, this.#to)
    const previousMs = this.#packets.at(-1)?.atMs ?? 0
    this.#packets.push({ atMs: Math.max(arrivesMs, previousMs), deliver })
    this.wake()
  }

  clear(): void {
    this.#packets = []
    this.#timer?.cancel()
    this.#timer = undefined
  }

  wake(): void {
    const next = this.#packets[0]
    if (next === undefined || this.#timer !== undefined) return
    if (this.#medium.isBlocked(this.#from, this.#to)) return
    const { clock } = this.#medium
    // One packet at a time: promise jobs that follow from it run before the next one, as after a real event.
    this.#timer = clock.setTimer(Math.max(0, next.atMs - clock.nowMs()), () => {
      this.#timer = undefined
      if (this.#medium.isBlocked(this.#from, this.#to)) return
      this.#packets.shift()
      next.deliver()
      this.wake()
    })
  }
}
