// What this client believes about the cluster: members, their addresses, and who leads.

import type { Clock } from '@quorumlite/transport'
import { type Member, type NodeStatus, type QuorumliteError } from '@quorumlite/wire'
import { SUSPICION_MS } from './limits.ts'

/** Somewhere to connect to. */
export interface Target {
  /** For messages. */
  readonly name: string
  /** Undefined for an address of which only the user has spoken. */
  readonly nodeId: number | undefined
  readonly addresses: readonly string[]
}

export interface Leader {
  readonly nodeId: number
  readonly addresses: readonly string[]
}

export class ClusterView {
  readonly #clock: Clock
  readonly #seeds: readonly string[]
  #members = new Map<number, Member>()
  /** Of the status that the members were taken from: an older one must not bring back who was removed. */
  #membersIndex = 0
  #historyId: Uint8Array = new Uint8Array(0)
  #clusterId: Uint8Array = new Uint8Array(0)
  #leader: Leader | undefined
  #term = 0
  /** Leaders that could not be reached, until when hearsay about them is worth nothing. */
  readonly #suspects = new Map<number, number>()

  constructor(seeds: readonly string[], clock: Clock) {
    this.#seeds = seeds
    this.#clock = clock
  }

  /** Empty until the first node has proven itself; from then on only nodes of that cluster will do. */
  get clusterId(): Uint8Array {
    return this.#clusterId
  }

  get members(): readonly Member[] {
    return [...this.#members.values()]
  }

  get leader(): Leader | undefined {
    return this.#leader
  }

  pinCluster(clusterId: Uint8Array): void {
    if (this.#clusterId.length === 0) this.#clusterId = clusterId.slice()
  }

  learnStatus(status: NodeStatus): void {
    if (status.term > this.#term) this.#term = status.term
    if (status.members.length === 0) return
    const sameHistory = Buffer.compare(status.historyId, this.#historyId) === 0
    if (sameHistory && status.appliedIndex < this.#membersIndex) return
    this.#historyId = status.historyId.slice()
    this.#membersIndex = status.appliedIndex
    this.#members = new Map(status.members.map((member) => [member.nodeId, member]))
  }

  /** Whether what a node says about the leader is news, and not about one that was seen gone. */
  believes(leaderId: number, term: number): boolean {
    if (leaderId === 0 || term < this.#term) return false
    return (this.#suspects.get(leaderId) ?? 0) <= this.#clock.nowMs()
  }

  isCurrentTerm(term: number): boolean {
    return term >= this.#term
  }

  follow(nodeId: number): void {
    this.#leader = { nodeId, addresses: this.addressesOf(nodeId) }
    this.#suspects.delete(nodeId)
  }

  /** A node said that it does not lead, and perhaps who does. */
  learnRedirect(fromNodeId: number, { details }: QuorumliteError): void {
    const { leaderId = 0, leaderAddresses = [] } = details
    if (leaderId !== 0 && leaderId !== fromNodeId && this.believes(leaderId, this.#term)) {
      const known = this.addressesOf(leaderId)
      const addresses = leaderAddresses.length > 0 ? leaderAddresses : known
      this.#leader = { nodeId: leaderId, addresses }
    } else {
      this.forget(fromNodeId)
    }
  }

  /** It is not known any more that this node leads. */
  forget(nodeId: number): void {
    if (this.#leader?.nodeId === nodeId) this.#leader = undefined
  }

  /** The leader could not be reached. */
  suspect(nodeId: number): void {
    this.#suspects.set(nodeId, this.#clock.nowMs() + SUSPICION_MS)
    this.forget(nodeId)
  }

  addressesOf(nodeId: number): readonly string[] {
    const member = this.#members.get(nodeId)
    if (!member) return []
    return member.addresses.map((address) => withPeer(address, member.peerId))
  }

  isMember(nodeId: number): boolean {
    return this.#members.has(nodeId)
  }

  /** Everywhere that a node of this cluster may answer: the members, and what the user has given besides. */
  targets(): Target[] {
    const targets: Target[] = this.members.map(({ nodeId }) => ({
      name: `node ${nodeId}`,
      nodeId,
      addresses: this.addressesOf(nodeId),
    }))
    const known = new Set(targets.flatMap(({ addresses }) => addresses.map(withoutPeer)))
    for (const seed of this.#seeds) {
      if (known.has(withoutPeer(seed))) continue
      targets.push({ name: seed, nodeId: undefined, addresses: [seed] })
    }
    return targets
  }
}

export function hasPeer(address: string): boolean {
  return address.includes('/p2p/')
}

function withoutPeer(address: string): string {
  const at = address.indexOf('/p2p/')
  return at < 0 ? address : address.slice(0, at)
}

function withPeer(address: string, peerId: string): string {
  return hasPeer(address) ? address : `${address}/p2p/${peerId}`
}
