import type { RawNode } from '@quorumlite/raft'
import type { Clock } from '@quorumlite/transport'
import type { ReplicatedState } from '../state/replicated-state.ts'

export interface OfficeLeavingEnvironment {
  readonly clock: Clock
  readonly core: RawNode
  readonly state: () => ReplicatedState
  readonly electionTimeoutMs: number
  readonly wake: () => void
}

/**
 * A leader that serves nobody hands over at once, to whoever of the voters is furthest; there is nothing to drain. It stays in
 * office while nobody can be reached, so that the others do not fall apart in an election that nobody wins.
 */
export class OfficeLeaving {
  readonly #env: OfficeLeavingEnvironment
  #notBeforeMs = 0

  constructor(env: OfficeLeavingEnvironment) {
    this.#env = env
  }

  /** Called at once, and every tick while this node is out of service. */
  leave(): void {
    const { clock, core, electionTimeoutMs, wake } = this.#env
    if (core.role !== 'leader' || clock.nowMs() < this.#notBeforeMs) return
    const target = this.#furthestVoter()
    if (target === undefined) return
    // The core gives an attempt up after an election timeout.
    this.#notBeforeMs = clock.nowMs() + electionTimeoutMs
    core.transferLeader(target)
    wake()
  }

  #furthestVoter(): number | undefined {
    const { core, state } = this.#env
    const { voters } = state().confState
    return core
      .status()
      .peers.filter(
        ({ id, recentlyActive }) => id !== core.id && recentlyActive && voters.includes(id),
      )
      .toSorted((a, b) => b.match - a.match)[0]?.id
  }
}
