import type { Node } from '@quorumlite/node'
import {
  CLIENT_PROTOCOL,
  type Channel,
  type OpenOptions,
  type Transport,
} from '@quorumlite/transport'

/**
 * The transport of a driver that lives beside a node: streams to that node stay inside the process, all others go over
 * the network.
 */
export function createLocalTransport(node: Node, network: Transport): Transport {
  return new LocalTransport(node, network)
}

class LocalTransport implements Transport {
  readonly #node: Node
  readonly #network: Transport

  constructor(node: Node, network: Transport) {
    this.#node = node
    this.#network = network
  }

  get peerId(): string {
    return this.#network.peerId
  }

  get addresses(): readonly string[] {
    return this.#network.addresses
  }

  handle(protocol: string, accept: (channel: Channel) => void): Promise<void> {
    return this.#network.handle(protocol, accept)
  }

  open(address: string, protocol: string, options?: OpenOptions): Promise<Channel> {
    const own = address.endsWith(`/p2p/${this.#node.info.peerId}`)
    if (own && protocol === CLIENT_PROTOCOL) {
      return Promise.resolve(this.#node.connect(this.peerId))
    }
    return this.#network.open(address, protocol, options)
  }

  onPeerDisconnect(listener: (peerId: string) => void): void {
    this.#network.onPeerDisconnect(listener)
  }

  close(): Promise<void> {
    return this.#network.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}
