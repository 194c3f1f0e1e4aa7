// The streams of this client: at most one to each node, opened when somebody needs it.

import {
  type Channel,
  CLIENT_PROTOCOL,
  type Clock,
  initiateHandshake,
  type Random,
  type Transport,
} from '@quorumlite/transport'
import { QuorumliteError } from '@quorumlite/wire'
import { type ClusterView, hasPeer, type Target } from './cluster-view.ts'
import { NodeLink } from './node-link.ts'

export interface LinkPoolOptions {
  readonly transport: Transport
  readonly key: Uint8Array
  readonly view: ClusterView
  readonly clock: Clock
  readonly random: Random
}

export class LinkPool {
  readonly #options: LinkPoolOptions
  readonly #links = new Map<number, NodeLink>()
  readonly #dials = new Map<string, Promise<NodeLink>>()
  readonly #closing = new AbortController()

  constructor(options: LinkPoolOptions) {
    this.#options = options
  }

  /** In the order in which they were opened. */
  get open(): readonly NodeLink[] {
    return [...this.#links.values()]
  }

  get(nodeId: number): NodeLink | undefined {
    return this.#links.get(nodeId)
  }

  /**
   * The stream to a target, over the first of its addresses that works.
   *
   * @throws QuorumliteError of the last address, naming the target.
   */
  async connect({ name, nodeId, addresses }: Target): Promise<NodeLink> {
    let trouble: unknown = new QuorumliteError('UNAVAILABLE', `there is no address of ${name}`)
    for (const address of addresses) {
      const link = nodeId === undefined ? undefined : this.#links.get(nodeId)
      if (link) return link
      try {
        return await this.#dialOnce(address)
      } catch (error) {
        trouble = error
      }
    }
    throw trouble
  }

  async close(): Promise<void> {
    this.#closing.abort()
    await Promise.all(this.open.map((link) => link.close()))
  }

  #dialOnce(address: string): Promise<NodeLink> {
    const current = this.#dials.get(address)
    if (current) return current
    const dial = this.#dial(address).finally(() => this.#dials.delete(address))
    this.#dials.set(address, dial)
    return dial
  }

  async #dial(address: string): Promise<NodeLink> {
    const { transport, clock } = this.#options
    if (this.#closing.signal.aborted) throw closed()
    const channel = await transport.open(address, CLIENT_PROTOCOL, {
      signal: this.#closing.signal,
      anyPeer: !hasPeer(address),
    })
    const nodeId = await this.#handshake(channel, address)
    if (this.#closing.signal.aborted) {
      channel.abort(closed())
      throw closed()
    }
    const current = this.#links.get(nodeId)
    if (current) {
      // An address that turned out to be a node we know already.
      discard(channel)
      return current
    }
    const link = new NodeLink({ channel, nodeId, address, clock })
    this.#links.set(nodeId, link)
    link.onClosed(() => {
      if (this.#links.get(nodeId) === link) this.#links.delete(nodeId)
    })
    return link
  }

  async #handshake(channel: Channel, address: string): Promise<number> {
    const { transport, key, view, clock, random } = this.#options
    const { remote } = await initiateHandshake(channel, {
      localPeer: transport.peerId,
      side: { clusterId: view.clusterId, nodeId: 0, storageId: '' },
      clock,
      random,
      credential: { role: 'client', key },
    })
    if (remote.nodeId === 0) {
      discard(channel)
      throw new QuorumliteError('NOT_A_MEMBER', `the node at ${address} has not joined a cluster`, {
        retryable: true,
        hint: 'Wait until it has joined, or give the address of another node.',
      })
    }
    view.pinCluster(remote.clusterId)
    return remote.nodeId
  }
}

function closed(): QuorumliteError {
  return new QuorumliteError('CLOSED', 'the client was closed')
}

function discard(channel: Channel): void {
  channel.onFrame(() => undefined)
  void channel.close()
}
