import {
  ConfChangeRefusedError,
  ConfChangeTransition,
  ConfChangeType,
  NotLeaderError,
  ProposalDroppedError,
  type RawNode,
} from '@quorumlite/raft'
import type { Clock } from '@quorumlite/transport'
import { QuorumliteError, encodeMember, type Member } from '@quorumlite/wire'
import type { NodeLimits } from '../limits.ts'
import type { ProposalTable } from './proposal-table.ts'
import type { PublishedIndex } from './published-index.ts'
import type { ReplicatedState } from './state/replicated-state.ts'
import type { WriteCoordinator } from './write-coordinator.ts'

export interface AdminEnvironment {
  readonly core: RawNode
  readonly clock: Clock
  readonly limits: NodeLimits
  readonly state: () => ReplicatedState
  readonly writes: WriteCoordinator
  readonly proposals: ProposalTable
  readonly published: PublishedIndex
  readonly notLeader: () => QuorumliteError
  readonly wake: () => void
}

/** How far behind the commit index a learner may be when it is made a voter: it must not stall the quorum. */
const PROMOTION_LAG_ENTRIES_MAX = 1_024
/** The core itself gives up after one election timeout; this only has to be longer. */
const TRANSFER_TIMEOUT_MS = 3_000
const POLL_MS = 10

/** Changes of membership and leadership, on the leader, one at a time. */
export class Admin {
  readonly #env: AdminEnvironment
  #tail: Promise<unknown> = Promise.resolve()

  constructor(env: AdminEnvironment) {
    this.#env = env
  }

  /**
   * Makes a node with an empty directory a learner. A repeated request answers with the same id. A known key over
   * another directory is refused: that node's votes and entries are gone, and counting on them would lose writes.
   */
  join(candidate: Omit<Member, 'nodeId'>): Promise<Member> {
    return this.#serial(async () => {
      this.#assertOpen()
      const { membership } = this.#env.state()
      const known = membership.findByPeerId(candidate.peerId)
      if (known && known.storageId !== candidate.storageId) throw restoredKey(known)
      const nodeId = known?.nodeId ?? membership.nextNodeId
      const member: Member = { ...candidate, nodeId }
      if (known && sameAddresses(known, member)) return known
      const type = known ? ConfChangeType.update : ConfChangeType.addLearner
      await this.#change(type, nodeId, encodeMember(member))
      return member
    })
  }

  changeRole(nodeId: number, role: 'voter' | 'learner'): Promise<void> {
    return this.#serial(async () => {
      this.#assertOpen()
      const member = this.#member(nodeId)
      const { voters } = this.#env.state().confState
      if (voters.includes(nodeId) === (role === 'voter')) return
      if (role === 'voter') this.#assertCaughtUp(nodeId)
      const type = role === 'voter' ? ConfChangeType.addVoter : ConfChangeType.addLearner
      await this.#change(type, nodeId, encodeMember(member))
    })
  }

  remove(nodeId: number): Promise<void> {
    return this.#serial(async () => {
      this.#assertOpen()
      if (this.#env.state().membership.isRemoved(nodeId)) return
      this.#member(nodeId)
      await this.#change(ConfChangeType.remove, nodeId, new Uint8Array(0))
    })
  }

  /**
   * Hands the leadership to a voter (0: to the one whose log is furthest). Closes the writer queues and waits, bounded,
   * until nothing is in flight; opens them again if the transfer does not happen within an election timeout or so.
   */
  transferLeadership(target: number): Promise<void> {
    return this.#serial(async () => {
      this.#assertOpen()
      const { core, writes, limits } = this.#env
      const nodeId = target === 0 ? this.#furthestVoter() : target
      if (nodeId === core.id) return
      this.#member(nodeId)
      writes.closeQueues()
      try {
        await this.#until(() => writes.isDrained, limits.transferDrainMs)
        const outcome = core.transferLeader(nodeId)
        if (outcome !== 'started') throw cannotTransfer(nodeId, outcome)
        this.#env.wake()
        const gone = await this.#until(() => core.role !== 'leader', TRANSFER_TIMEOUT_MS)
        if (!gone) throw cannotTransfer(nodeId, 'the target did not take over in time')
      } finally {
        writes.reopenQueues()
      }
    })
  }

  #serial<T>(run: () => Promise<T>): Promise<T> {
    const result = this.#tail.then(run)
    this.#tail = result.catch(() => undefined)
    return result
  }

  #assertOpen(): void {
    if (!this.#env.writes.isOpen) throw this.#env.notLeader()
  }

  #member(nodeId: number): Member {
    const member = this.#env.state().membership.get(nodeId)
    if (member) return member
    throw new QuorumliteError('NOT_A_MEMBER', `node ${nodeId} is not a member of the cluster`)
  }

  #assertCaughtUp(nodeId: number): void {
    const { peers, commit } = this.#env.core.status()
    const peer = peers.find(({ id }) => id === nodeId)
    if (peer && peer.state === 'replicate' && peer.match + PROMOTION_LAG_ENTRIES_MAX >= commit)
      return
    throw new QuorumliteError(
      'UNAVAILABLE',
      `node ${nodeId} is at ${peer?.match ?? 0} of ${commit} and cannot be a voter before it has caught up`,
    )
  }

  #furthestVoter(): number {
    const { peers } = this.#env.core.status()
    const { voters } = this.#env.state().confState
    const others = peers.filter(
      ({ id, recentlyActive }) => id !== this.#env.core.id && recentlyActive && voters.includes(id),
    )
    const best = others.reduce((a, b) => (b.match > (a?.match ?? -1) ? b : a), others[0])
    if (best) return best.id
    throw new QuorumliteError('UNAVAILABLE', 'there is no other voter that is reachable')
  }

  async #change(type: ConfChangeType, nodeId: number, context: Uint8Array): Promise<void> {
    const change = {
      transition: ConfChangeTransition.auto,
      changes: [{ type, nodeId }],
      context,
    }
    const index = await this.#proposeChange(change)
    const { core, proposals, published } = this.#env
    await new Promise<void>((resolve, reject) => {
      const onLost = (): void => reject(this.#env.notLeader())
      proposals.add(index, {
        term: core.term,
        onApplied: () =>
          published.whenPublished(index, resolve, { deadlineMs: Infinity, expire: onLost }),
        onLost,
      })
      this.#env.wake()
    })
  }

  /** A change that follows another at once waits until the other is applied. */
  async #proposeChange(change: Parameters<RawNode['proposeConfChange']>[0]): Promise<number> {
    const deadlineMs = this.#env.clock.nowMs() + this.#env.limits.requestTimeoutMs
    for (;;) {
      try {
        return this.#env.core.proposeConfChange(change)
      } catch (cause) {
        if (cause instanceof NotLeaderError) throw this.#env.notLeader()
        const later =
          cause instanceof ProposalDroppedError ||
          (cause instanceof ConfChangeRefusedError && cause.retryable)
        if (!later || this.#env.clock.nowMs() >= deadlineMs) throw refused(cause)
      }
      await this.#pause()
    }
  }

  async #until(condition: () => boolean, timeoutMs: number): Promise<boolean> {
    const deadlineMs = this.#env.clock.nowMs() + timeoutMs
    while (!condition()) {
      if (this.#env.clock.nowMs() >= deadlineMs) return false
      await this.#pause()
    }
    return true
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      this.#env.clock.setTimer(POLL_MS, resolve)
    })
  }
}

function sameAddresses(a: Member, b: Member): boolean {
  return a.name === b.name && a.addresses.join() === b.addresses.join()
}

function restoredKey(known: Member): QuorumliteError {
  return new QuorumliteError(
    'STORAGE_ID_MISMATCH',
    `the key of node ${known.nodeId} came back over another data directory`,
    {
      hint: `remove node ${known.nodeId} from the cluster, delete the key file and join again under a new id`,
    },
  )
}

function cannotTransfer(nodeId: number, why: string): QuorumliteError {
  return new QuorumliteError('UNAVAILABLE', `leadership was not transferred to ${nodeId}: ${why}`)
}

function refused(cause: unknown): QuorumliteError {
  const message = cause instanceof Error ? cause.message : String(cause)
  return new QuorumliteError('CONFIG_CHANGE_IN_PROGRESS', message, { cause })
}
