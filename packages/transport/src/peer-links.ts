// One Raft link per pair of nodes, kept up by both of them: dialling, redialling, deciding between two links of one
// pair, and the hint that a peer's process is gone.
//
// Who dials: both ends, but the peer with the lower id first, so that usually one link is made. If two are made all the
// same, both ends keep the same one (peer-link.ts has the rule).
//
// The hint: when a link has closed, the peer is dialled at once. If that is refused, its machine is up and its process
// is not, which `onGone` reports, again at every further refusal until the peer is back. A dial that times out says
// nothing of the kind: the peer may be slow, or we may be the ones who are cut off.

import assert from 'node:assert'
import { QuorumliteError } from '@quorumlite/wire'
import type { Clock } from './clock.ts'
import { acceptHandshake, type HandshakeResult, type HandshakeSide } from './handshake.ts'
import { PeerLink } from './peer-link.ts'
import type { Random } from './random.ts'
import { type Channel, RAFT_PROTOCOL, type Transport } from './transport.ts'

/** A node to keep a link to. */
export interface LinkPeer {
  readonly nodeId: number
  readonly peerId: string
  /** Empty: not known. */
  readonly storageId: string
  /** Tried in turn. `/p2p/<peerId>` is added where it is missing. */
  readonly addresses: readonly string[]
}

export interface PeerLinkEvents {
  /** A frame from a node that has proven membership; a view, to be copied by who keeps it. */
  onFrame(nodeId: number, frame: Uint8Array): void
  /** The link to a node is usable. Comes again, after `onDown`, when its process was replaced. */
  onUp?(nodeId: number): void
  /** The link was lost, and with it perhaps frames that were sent. */
  onDown?(nodeId: number): void
  /** The link was lost and the redial refused: the process is gone. Repeated while that is so. */
  onGone?(nodeId: number): void
  /** A node answered our dial, and refused the link (REMOVED, AUTHENTICATION_FAILED, ...). */
  onRefused?(nodeId: number, error: QuorumliteError): void
}

export interface PeerLinksOptions {
  readonly transport: Transport
  readonly clock: Clock
  readonly random: Random
  /** This node; its cluster id and node id are set. */
  readonly self: HandshakeSide
  /** The secret that members of the cluster share. */
  readonly key: Uint8Array
  /** Nodes that were removed from the cluster: their links are refused, and closed by `setPeers`. */
  readonly isRemoved?: (nodeId: number) => boolean
  readonly events: PeerLinkEvents
}

export interface PeerLinks extends AsyncDisposable {
  /** The nodes to dial. A link that others have made stays even if its node is not among them, unless it was removed. */
  setPeers(peers: readonly LinkPeer[]): void
  /**
   * Sends a frame, or queues it while the first dial or a slow peer keeps it; up to `PEER_OUTBOX_BYTES_MAX` bytes. False
   * if it was dropped, since there is no link, or too much is queued. A frame for which true was returned may be lost
   * too, with its link.
   */
  send(nodeId: number, frame: Uint8Array): boolean
  isUp(nodeId: number): boolean
  /** Bytes of frames that were sent to a node since the link to it is kept. */
  sentBytes(nodeId: number): number
  /** Gives up the current link, for a peer that is silent though connected, and dials anew. */
  reset(nodeId: number): void
  /** Closes all links, after sending what they hold unless a peer takes longer than `LINK_CLOSE_TIMEOUT_MS`. */
  close(): Promise<void>
}

/** Starts to accept links at once; dials nobody before `setPeers`. */
export async function createPeerLinks(options: PeerLinksOptions): Promise<PeerLinks> {
  assert(options.self.nodeId > 0 && options.self.clusterId.byteLength > 0)
  const links = new LinkTable(options)
  await options.transport.handle(RAFT_PROTOCOL, (channel) => links.accept(channel))
  return links
}

class LinkTable implements PeerLinks {
  readonly #options: PeerLinksOptions
  readonly #links = new Map<number, PeerLink>()
  #closed = false

  constructor(options: PeerLinksOptions) {
    this.#options = options
  }

  setPeers(peers: readonly LinkPeer[]): void {
    if (this.#closed) return
    const listed = new Set<number>()
    for (const peer of peers) {
      if (peer.nodeId === this.#options.self.nodeId) continue
      listed.add(peer.nodeId)
      this.#link(peer.nodeId, peer.peerId).setTarget(peer)
    }
    for (const [nodeId, link] of this.#links) {
      if (listed.has(nodeId)) continue
      link.setTarget(undefined)
      if (!link.isUp || this.#isRemoved(nodeId)) this.#drop(nodeId, link)
    }
  }

  send(nodeId: number, frame: Uint8Array): boolean {
    return this.#links.get(nodeId)?.send(frame) ?? false
  }

  isUp(nodeId: number): boolean {
    return this.#links.get(nodeId)?.isUp ?? false
  }

  sentBytes(nodeId: number): number {
    return this.#links.get(nodeId)?.sentBytes ?? 0
  }

  reset(nodeId: number): void {
    this.#links.get(nodeId)?.reset('it was reset')
  }

  async close(): Promise<void> {
    this.#closed = true
    const links = [...this.#links.values()]
    this.#links.clear()
    await Promise.all(links.map((link) => link.close()))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  accept(channel: Channel): void {
    if (this.#closed) {
      channel.abort(new QuorumliteError('CLOSED', 'the links were closed'))
      return
    }
    const { transport, self, key, clock, random } = this.#options
    acceptHandshake(channel, {
      localPeer: transport.peerId,
      side: self,
      clock,
      random,
      credentials: [{ role: 'member', key }],
      admit: (result) => this.#admit(result),
    }).then(
      ({ remote }) => {
        if (this.#closed) channel.abort(new QuorumliteError('CLOSED', 'the links were closed'))
        else this.#link(remote.nodeId, remote.peerId).add(channel, 'accepted')
      },
      () => {
        // Whoever came has been told why it was turned away; here nothing depends on it.
      },
    )
  }

  /** Who knows the secret is let in, since our list of members may be old; but nobody under another's name. */
  #admit({ remote }: HandshakeResult): QuorumliteError | undefined {
    const { self } = this.#options
    const { nodeId } = remote
    if (nodeId === 0 || nodeId === self.nodeId || remote.clusterId.byteLength === 0) {
      return new QuorumliteError(
        'NOT_A_MEMBER',
        `node ${nodeId} is no other member of this cluster`,
      )
    }
    if (this.#isRemoved(nodeId)) {
      return new QuorumliteError('REMOVED', `node ${nodeId} was removed from the cluster`)
    }
    return this.#links.get(nodeId)?.check(remote)
  }

  #link(nodeId: number, peerId: string): PeerLink {
    const existing = this.#links.get(nodeId)
    if (existing !== undefined && existing.peerId === peerId) return existing
    if (existing !== undefined) this.#drop(nodeId, existing)
    const link: PeerLink = new PeerLink(nodeId, peerId, this.#options, () => {
      // Nobody asked for this one to be kept up.
      if (this.#links.get(nodeId) === link) this.#drop(nodeId, link)
    })
    this.#links.set(nodeId, link)
    return link
  }

  #isRemoved(nodeId: number): boolean {
    return this.#options.isRemoved?.(nodeId) ?? false
  }

  #drop(nodeId: number, link: PeerLink): void {
    this.#links.delete(nodeId)
    void link.close()
  }
}
