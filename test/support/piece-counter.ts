import type { Channel, OpenOptions, Transport } from '@quorumlite/transport'
import { decodeClientRequest, decodeClientResponse } from '@quorumlite/wire'

/** Counts the pieces of answers that come over a transport, and those that its client takes. */
export class PieceCounter implements Transport {
  /** Of any one answer: what its window bounds. */
  underWayMax = 0
  received = 0
  cancels = 0
  readonly #transport: Transport
  /** Came, and not granted again, by the request's id. */
  readonly #underWay = new Map<number, number>()

  constructor(transport: Transport) {
    this.#transport = transport
  }

  get peerId(): string {
    return this.#transport.peerId
  }

  get addresses(): readonly string[] {
    return this.#transport.addresses
  }

  handle(protocol: string, accept: (channel: Channel) => void): Promise<void> {
    return this.#transport.handle(protocol, accept)
  }

  async open(address: string, protocol: string, options?: OpenOptions): Promise<Channel> {
    return this.#watched(await this.#transport.open(address, protocol, options))
  }

  onPeerDisconnect(listener: (peerId: string) => void): void {
    this.#transport.onPeerDisconnect(listener)
  }

  close(): Promise<void> {
    return this.#transport.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  #watched(channel: Channel): Channel {
    return {
      remotePeer: channel.remotePeer,
      protocol: channel.protocol,
      closed: channel.closed,
      send: (frame) => {
        this.#onSent(frame)
        return channel.send(frame)
      },
      onFrame: (listener) =>
        channel.onFrame(
          listener &&
            ((frame) => {
              this.#onReceived(frame)
              listener(frame)
            }),
        ),
      drained: () => channel.drained(),
      limitFrames: (bytesMax) => channel.limitFrames(bytesMax),
      pause: () => channel.pause(),
      resume: () => channel.resume(),
      close: () => channel.close(),
      abort: (reason) => channel.abort(reason),
    }
  }

  /** Frames of the handshake are none of either kind, and are passed over. */
  #onSent(frame: Uint8Array): void {
    try {
      const { body } = decodeClientRequest(frame)
      if (body.kind === 'takePieces') this.#add(body.value.requestId, -body.value.pieces)
      if (body.kind === 'cancel') this.cancels++
    } catch {}
  }

  #onReceived(frame: Uint8Array): void {
    try {
      const { id, body } = decodeClientResponse(frame)
      if (body.kind !== 'rows' && body.kind !== 'exportPiece') return
      this.received++
      this.underWayMax = Math.max(this.underWayMax, this.#add(id, 1))
      if (body.value.last) this.#underWay.delete(id)
    } catch {}
  }

  #add(id: number, pieces: number): number {
    const underWay = (this.#underWay.get(id) ?? 0) + pieces
    this.#underWay.set(id, underWay)
    return underWay
  }
}
