import type { Member } from '@quorumlite/wire'

/** Who belongs to the group, who no longer does, and which id comes next. Changes only by applying entries. */
export class Membership {
  readonly #members = new Map<number, Member>()
  readonly #removed = new Set<number>()
  #nextNodeId = 1

  get nextNodeId(): number {
    return this.#nextNodeId
  }

  get(nodeId: number): Member | undefined {
    return this.#members.get(nodeId)
  }

  all(): Member[] {
    return [...this.#members.values()]
  }

  removed(): number[] {
    return [...this.#removed]
  }

  isRemoved(nodeId: number): boolean {
    return this.#removed.has(nodeId)
  }

  findByPeerId(peerId: string): Member | undefined {
    for (const member of this.#members.values()) if (member.peerId === peerId) return member
    return undefined
  }

  /** Adds a member or takes its newer addresses. A node id is never given to a second node. */
  put(member: Member): void {
    this.#members.set(member.nodeId, member)
    this.#nextNodeId = Math.max(this.#nextNodeId, member.nodeId + 1)
  }

  remove(nodeId: number): void {
    if (this.#members.delete(nodeId)) this.#removed.add(nodeId)
  }

  static decode(
    members: readonly Member[],
    removed: readonly number[],
    nextNodeId: number,
  ): Membership {
    const membership = new Membership()
    for (const member of members) membership.put(member)
    for (const nodeId of removed) membership.#removed.add(nodeId)
    membership.#nextNodeId = Math.max(membership.#nextNodeId, nextNodeId)
    return membership
  }
}
