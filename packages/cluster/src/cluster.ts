// The cluster as its operators see it: who is a member, who leads, and how everybody is.

import {
  type Client,
  connect,
  type ConnectOptions,
  type OperationOptions,
  type SizeLimitOptions,
} from '@quorumlite/client'
import { type Member, QuorumliteError } from '@quorumlite/wire'
import { type Answer, type ClusterStatus, summarize } from './status.ts'

/** How long one member may take to say how it is. */
const STATUS_TIMEOUT_MS = 2000

export interface StatusOptions {
  /** For each member; all are asked at the same time. Default: 2000 ms. */
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
}

export interface NodeInfo extends Member {
  readonly voter: boolean
  readonly leader: boolean
}

/**
 * Management of a cluster. What changes it is done by the leader; the driver finds it, and asks again when it is lost
 * meanwhile: every change here may be repeated without harm. All of them throw TIMEOUT, with what stood in the way,
 * when their time is up; the change may be made all the same.
 */
export interface Cluster {
  /**
   * Asks every member how it is. Members that do not answer are listed with the reason; it throws only if none does.
   *
   * @example
   * const { healthy, problems } = await cluster.status()
   * if (!healthy) console.error(problems.join('\n'))
   */
  status(options?: StatusOptions): Promise<ClusterStatus>

  /** The members, with their roles. */
  nodes(options?: StatusOptions): Promise<readonly NodeInfo[]>

  /**
   * Makes a learner a voter, once it has caught up. Nodes become members by joining, and voters by themselves if they
   * were started so; this is for those that were not.
   *
   * @throws QuorumliteError NOT_A_MEMBER, CONFIG_CHANGE_IN_PROGRESS
   */
  promote(nodeId: number, options?: OperationOptions): Promise<void>
  /** Another name for `promote`. */
  addNode(nodeId: number, options?: OperationOptions): Promise<void>
  /** Makes a voter a learner: it goes on to follow, and is not counted any more. */
  demote(nodeId: number, options?: OperationOptions): Promise<void>
  /** Takes a node out for good: its id never comes back. */
  removeNode(nodeId: number, options?: OperationOptions): Promise<void>

  /**
   * Hands the leadership to a voter; without one, to that whose log is furthest. Writes in flight are finished first.
   *
   * @throws QuorumliteError NOT_A_MEMBER
   */
  transferLeadership(nodeId?: number, options?: OperationOptions): Promise<void>

  /**
   * How large databases may become, in bytes; null: no setting. With `database` that one alone, otherwise all that have no
   * limit of their own. It is kept by the cluster, and the same on every node.
   *
   * @throws QuorumliteError DATABASE_NOT_FOUND, INVALID_ARGUMENT, INVALID_NAME
   * @example
   * await cluster.setSizeLimit(512 * 2 ** 20, { database: 'shop' })
   */
  setSizeLimit(bytes: number | null, options?: SizeLimitOptions): Promise<void>

  /** Resolves with the leader's node id, once there is one. */
  waitForLeader(options?: OperationOptions): Promise<number>
}

/** A cluster with a client of its own. */
export interface OwnedCluster extends Cluster, AsyncDisposable {
  close(): Promise<void>
}

export type ClusterOptions = Omit<ConnectOptions, 'database' | 'integers' | 'rowsBytesMax'>

/**
 * The cluster that a client is connected to.
 *
 * @example
 * const cluster = clusterOf(client)
 * await cluster.transferLeadership(2)
 */
export function clusterOf(client: Client): Cluster {
  return new ClientCluster(client)
}

/**
 * Connects to a cluster to manage it.
 *
 * @throws what `connect` of @quorumlite/client throws
 * @example
 * await using cluster = await openCluster({ addresses, secret: { file: 'cluster.secret' } })
 * await cluster.removeNode(4)
 */
export async function openCluster(options: ClusterOptions): Promise<OwnedCluster> {
  return new OwningCluster(await connect(options))
}

class ClientCluster implements Cluster {
  readonly #client: Client

  constructor(client: Client) {
    this.#client = client
  }

  async status(options: StatusOptions = {}): Promise<ClusterStatus> {
    return summarize(await this.#askEverybody(options))
  }

  async nodes(options: StatusOptions = {}): Promise<readonly NodeInfo[]> {
    const { nodes, leaderId } = await this.status(options)
    return nodes.map(({ member, voter }) => ({
      ...member,
      voter,
      leader: member.nodeId === leaderId,
    }))
  }

  async promote(nodeId: number, options?: OperationOptions): Promise<void> {
    checkNodeId(nodeId)
    await this.#client.administer({ kind: 'changeRole', nodeId, role: 'voter' }, options)
  }

  addNode(nodeId: number, options?: OperationOptions): Promise<void> {
    return this.promote(nodeId, options)
  }

  async demote(nodeId: number, options?: OperationOptions): Promise<void> {
    checkNodeId(nodeId)
    await this.#client.administer({ kind: 'changeRole', nodeId, role: 'learner' }, options)
  }

  async removeNode(nodeId: number, options?: OperationOptions): Promise<void> {
    checkNodeId(nodeId)
    await this.#client.administer({ kind: 'removeNode', nodeId }, options)
  }

  async transferLeadership(nodeId: number = 0, options?: OperationOptions): Promise<void> {
    if (nodeId !== 0) checkNodeId(nodeId)
    await this.#client.administer({ kind: 'transferLeadership', nodeId }, options)
  }

  setSizeLimit(bytes: number | null, options?: SizeLimitOptions): Promise<void> {
    return this.#client.setSizeLimit(bytes, options)
  }

  waitForLeader(options?: OperationOptions): Promise<number> {
    return this.#client.waitForLeader(options)
  }

  /** An answer may tell of members that nobody has been asked about yet: the next round is for them. */
  async #askEverybody(options: StatusOptions): Promise<Answer[]> {
    const answers = new Map<number, Answer>()
    for (;;) {
      const unasked = this.#client.members.filter(({ nodeId }) => !answers.has(nodeId))
      if (unasked.length === 0) break
      const round = await Promise.all(unasked.map((member) => this.#ask(member, options)))
      for (const answer of round) answers.set(answer.member.nodeId, answer)
    }
    const errors = [...answers.values()].flatMap((answer) => ('error' in answer ? [answer] : []))
    const [first] = errors
    if (first && errors.length === answers.size) throw nobodyAnswers(errors, first.error)
    // Who was removed meanwhile is no member any more, and it is no news that it does not answer.
    const current = new Set(this.#client.members.map(({ nodeId }) => nodeId))
    return [...answers.values()].filter(({ member }) => current.has(member.nodeId))
  }

  async #ask(member: Member, options: StatusOptions): Promise<Answer> {
    const { timeoutMs = STATUS_TIMEOUT_MS } = options
    try {
      return { member, status: await this.#client.status(member.nodeId, { ...options, timeoutMs }) }
    } catch (error) {
      // Whoever gave up waiting is not told that the members are down.
      if (!(error instanceof QuorumliteError) || options.signal?.aborted) throw error
      return { member, error }
    }
  }
}

class OwningCluster extends ClientCluster implements OwnedCluster {
  readonly #own: Client

  constructor(client: Client) {
    super(client)
    this.#own = client
  }

  close(): Promise<void> {
    return this.#own.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}

function nobodyAnswers(
  errors: readonly { readonly member: Member; readonly error: QuorumliteError }[],
  cause: QuorumliteError,
): QuorumliteError {
  // It is the client that is closed, then.
  if (errors.every(({ error }) => error.code === 'CLOSED')) return cause
  const why = errors.map(({ member, error }) => `node ${member.nodeId}: ${error.message}`)
  return new QuorumliteError('UNAVAILABLE', `no member answers: ${why.join('; ')}`, { cause })
}

function checkNodeId(nodeId: number): void {
  if (Number.isSafeInteger(nodeId) && nodeId > 0) return
  throw new QuorumliteError('INVALID_ARGUMENT', `${nodeId} is not the id of a node`)
}
