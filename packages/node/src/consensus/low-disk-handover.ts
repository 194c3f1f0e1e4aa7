import type { RawNode } from '@quorumlite/raft'
import type { Clock } from '@quorumlite/transport'
import type { Admin } from './admin.ts'
import type { DiskSpace } from './disk-space.ts'
import type { ReplicatedState } from './state/replicated-state.ts'
import type { WriteCoordinator } from './write-coordinator.ts'

export interface HandoverEnvironment {
  readonly clock: Clock
  readonly core: RawNode
  readonly admin: Admin
  readonly writes: WriteCoordinator
  readonly diskSpace: DiskSpace
  readonly state: () => ReplicatedState
}

/** Where every disk is low the leadership goes round at this pace, which nobody notices. */
const PAUSE_MS = 60_000

/**
 * A leader without space takes no writes, though a majority may have space: it hands over, to each of the others in turn.
 * The next leader may be short of space as well, which only it knows, and hands over in its turn.
 */
export class LowDiskHandover {
  readonly #env: HandoverEnvironment
  #lastTarget: number
  #notBeforeMs = 0
  #busy = false

  constructor(env: HandoverEnvironment) {
    this.#env = env
    this.#lastTarget = env.core.id
  }

  /** Called every tick. */
  tick(): void {
    const { clock, diskSpace, writes, admin } = this.#env
    if (!diskSpace.isLow || !writes.isOpen) return
    if (this.#busy || clock.nowMs() < this.#notBeforeMs) return
    const others = this.#candidates()
    const target = others.find((id) => id > this.#lastTarget) ?? others[0]
    if (target === undefined) return
    this.#lastTarget = target
    this.#notBeforeMs = clock.nowMs() + PAUSE_MS
    this.#busy = true
    // A transfer that fails leaves this node the leader, which tries the next one later.
    admin
      .transferLeadership(target)
      .catch(() => undefined)
      .finally(() => (this.#busy = false))
  }

  /** Other voters that are reachable and keep up, by id. */
  #candidates(): number[] {
    const { core, state } = this.#env
    const { voters } = state().confState
    return core
      .status()
      .peers.filter(
        ({ recentlyActive, state: progress }) => recentlyActive && progress === 'replicate',
      )
      .map(({ id }) => id)
      .filter((id) => id !== core.id && voters.includes(id))
      .toSorted((a, b) => a - b)
  }
}
