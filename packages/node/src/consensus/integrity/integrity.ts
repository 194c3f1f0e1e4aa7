import type { RawNode } from '@quorumlite/raft'
import type { GroupStorage } from '@quorumlite/storage'
import type { Clock } from '@quorumlite/transport'
import type { IntegrityStatus, QuorumliteError } from '@quorumlite/wire'
import type { NodeEventListener } from '../../events.ts'
import type { NodeLimits } from '../../limits.ts'
import type { Damaged } from '../../sql/integrity-messages.ts'
import type { Checkpointer } from '../checkpointer.ts'
import type { SqlLink } from '../sql-link.ts'
import type { ReplicatedState } from '../state/replicated-state.ts'
import type { StoreFeed } from '../store-feed.ts'
import { OfficeLeaving } from './office-leaving.ts'
import { Repair, type RepairEnvironment } from './repair.ts'
import { Scrubber } from './scrubber.ts'
import { StoreRebuild } from './store-rebuild.ts'

export interface IntegrityEnvironment extends Pick<RepairEnvironment, 'fetch'> {
  readonly nodeId: number
  readonly clock: Clock
  readonly core: RawNode
  readonly storage: GroupStorage
  readonly sql: SqlLink
  readonly clusterId: Uint8Array
  readonly limits: NodeLimits
  readonly electionTimeoutMs: number
  readonly checkpointer: Checkpointer
  readonly feed: StoreFeed
  readonly state: () => ReplicatedState
  /** Fails everything that goes on at this node. */
  readonly failAll: (why: QuorumliteError) => void
  readonly onRepaired: () => void
  readonly wake: () => void
  readonly onEvent: NodeEventListener
  readonly onFailure: (cause: unknown) => void
}

/** What keeps the pages of this node right: finds those that are not, and repairs them. */
export class Integrity {
  readonly repair: Repair
  readonly #scrubber: Scrubber
  readonly #office: OfficeLeaving
  /** Since the node serves, and can be helped by others. */
  #isStarted = false

  constructor(env: IntegrityEnvironment) {
    this.#office = new OfficeLeaving(env)
    this.repair = new Repair({
      ...env,
      rebuild: new StoreRebuild(env),
      peers: () => peersOf(env),
      databaseName: (id) => env.state().catalogue.get(id)?.name ?? `#${id}`,
      leaveService: (why) => {
        env.failAll(why)
        this.#office.leave()
      },
      enterService: env.onRepaired,
    })
    this.#scrubber = new Scrubber({ ...env, repair: this.repair })
  }

  get outOfService(): QuorumliteError | undefined {
    return this.repair.outOfService
  }

  get status(): IntegrityStatus {
    return { ...this.repair.status, ...this.#scrubber.status }
  }

  /** The node serves. */
  start(): void {
    this.#isStarted = true
    this.#scrubber.start()
  }

  stop(): void {
    this.#scrubber.stop()
    this.repair.stop()
  }

  /** Called every tick. */
  tick(): void {
    if (this.outOfService) this.#office.leave()
  }

  /** The SQL half has given up its stores. Returns false if nothing can be done about it: this node has not started. */
  onDamaged(report: Damaged): boolean {
    if (this.#isStarted) this.repair.onDamaged(report)
    return this.#isStarted
  }
}

/** The leader first: it has applied the most. */
function peersOf({ core, state, nodeId }: IntegrityEnvironment): number[] {
  const others = state()
    .membership.all()
    .map((member) => member.nodeId)
    .filter((id) => id !== nodeId)
  const { leader } = core
  return others.toSorted((a, b) => Number(b === leader) - Number(a === leader) || a - b)
}
