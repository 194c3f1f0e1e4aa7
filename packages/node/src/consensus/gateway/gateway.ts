import type { RawNode } from '@quorumlite/raft'
import type { Clock, Timer } from '@quorumlite/transport'
import { QuorumliteError, type NodeStatus, type Position } from '@quorumlite/wire'
import type { NodeLimits } from '../../limits.ts'
import type { Admin } from '../admin.ts'
import type { MemoryWatch } from '../memory-watch.ts'
import type { PointReads } from '../point-reads.ts'
import type { PublishedIndex } from '../published-index.ts'
import type { ReadCoordinator } from '../read-coordinator.ts'
import type { SqlLink } from '../sql-link.ts'
import type { ReplicatedState } from '../state/replicated-state.ts'
import type { WriteCoordinator } from '../write-coordinator.ts'
import type { UploadBudget } from './uploads.ts'

/** Everything that answering clients takes. One per group; each client stream has a `ClientConnection` on it. */
export interface Gateway {
  readonly group: number
  readonly nodeId: number
  readonly clock: Clock
  readonly limits: NodeLimits
  readonly core: RawNode
  readonly sql: SqlLink
  readonly writes: WriteCoordinator
  readonly reads: ReadCoordinator
  readonly points: PointReads
  readonly published: PublishedIndex
  readonly admin: Admin
  readonly transactions: TransactionOwners
  readonly memory: MemoryWatch
  readonly uploads: UploadBudget
  state(): ReplicatedState
  notLeader(): QuorumliteError
  /** Why this node serves nobody, but with its status; undefined while it does. */
  outOfService(): QuorumliteError | undefined
  /** Why this leader takes no writes; undefined while it does. */
  noRoom(kind: 'begin'): QuorumliteError | undefined
  /** Milliseconds since this node heard of a leader: 0 on the leader itself, Infinity if it never did. */
  stalenessMs(): number
  /** Runs at once, or when the pages of a snapshot that is being installed are in place. */
  whenLoaded(run: () => void): void
  status(): NodeStatus
  /** Calls `expire` when a request with this timeout (0: the node's own) has waited long enough. */
  deadline(timeoutMs: number, expire: () => void): Timer
  wake(): void
}

/** Interactive transactions of all client streams, so that the SQL half's word about one reaches its owner. */
export class TransactionOwners {
  readonly #owners = new Map<number, (error: QuorumliteError) => void>()
  #nextId = 1

  get count(): number {
    return this.#owners.size
  }

  /** `onEnded` is called when the transaction ends without its owner's doing. */
  open(onEnded: (error: QuorumliteError) => void): number {
    const id = this.#nextId++
    this.#owners.set(id, onEnded)
    return id
  }

  close(id: number): void {
    this.#owners.delete(id)
  }

  ended(id: number, error: QuorumliteError): void {
    const onEnded = this.#owners.get(id)
    this.#owners.delete(id)
    onEnded?.(error)
  }
}

/** A place in this group's log, as clients hold it. */
export function positionAt(gateway: Gateway, index: number): Position {
  return { group: gateway.group, historyId: gateway.state().historyId, index }
}

/** @throws QuorumliteError DATABASE_NOT_FOUND */
export function requireDatabase(gateway: Gateway, name: string): number {
  const database = gateway.state().catalogue.find(name)
  if (database) return database.id
  throw new QuorumliteError('DATABASE_NOT_FOUND', `there is no database '${name}'`)
}

/**
 * A node that has just joined has nothing until the leader has sent it the state.
 * @throws QuorumliteError UNAVAILABLE
 */
export function requireState(gateway: Gateway): void {
  if (gateway.state().historyId.length > 0) return
  throw new QuorumliteError(
    'UNAVAILABLE',
    'this node has not received the state of the cluster yet',
  )
}

/**
 * A position that this node's log can never reach, because it is of another history, must not be waited for.
 * @throws QuorumliteError INVALID_ARGUMENT, UNAVAILABLE
 */
export function requireOwnPosition(gateway: Gateway, position: Position): void {
  requireState(gateway)
  const { historyId } = gateway.state()
  if (position.group === gateway.group && equal(position.historyId, historyId)) return
  throw new QuorumliteError(
    'INVALID_ARGUMENT',
    'the position is of another group or of another history of this cluster',
    { hint: 'The cluster was restored since: read without this position, or linearizable.' },
  )
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i])
}
