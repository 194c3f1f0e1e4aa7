// Which node to ask: the leader for writes, any for reads. Finds the leader, follows it, notices when it is gone.

import { type Clock, type Random, randomInteger } from '@quorumlite/transport'
import {
  type ClientRequestBody,
  type ErrorCode,
  type NodeStatus,
  QuorumliteError,
} from '@quorumlite/wire'
import { backoffMs } from './backoff.ts'
import type { ClusterView, Target } from './cluster-view.ts'
import { Deadline } from './deadline.ts'
import {
  LONE_MEMBER_REFRESH_MS,
  MEMBERS_REFRESH_MS,
  SEARCH_PAUSE_MAX_MS,
  SEARCH_ROUND_MS,
  STATUS_TIMEOUT_MS,
} from './limits.ts'
import type { LinkPool } from './link-pool.ts'
import { type AnswerKind, type AnswerOf, LinkLostError, type NodeLink } from './node-link.ts'
import type { ReadFrom } from './options.ts'
import type { Turns } from './turns.ts'

export interface RouterOptions {
  readonly view: ClusterView
  readonly pool: LinkPool
  readonly clock: Clock
  readonly random: Random
  /** Ends when the client is closed for good. */
  readonly life: Deadline
  readonly turns: Turns
}

export class Router {
  readonly #view: ClusterView
  readonly #pool: LinkPool
  readonly #clock: Clock
  readonly #random: Random
  readonly #life: Deadline
  readonly #turns: Turns
  #search: Promise<NodeLink> | undefined
  #failedSearches = 0
  /** What stood in the way at each target when it was last tried. */
  readonly #troubles = new Map<string, Error>()

  constructor({ view, pool, clock, random, life, turns }: RouterOptions) {
    this.#view = view
    this.#pool = pool
    this.#clock = clock
    this.#random = random
    this.#life = life
    this.#turns = turns
  }

  /** The stream to the leader, if there is one at once and the deadline has not ended. */
  leaderNow(deadline: Deadline): NodeLink | undefined {
    const { leader } = this.#view
    return leader && !deadline.reason ? this.#pool.get(leader.nodeId) : undefined
  }

  /**
   * The stream to the leader; waits for one to be elected.
   *
   * @throws the deadline's reason, telling what each node said; AUTHENTICATION_FAILED and its like at once.
   */
  async leader(deadline: Deadline): Promise<NodeLink> {
    for (;;) {
      this.#throwIfEnded(deadline)
      const link = this.leaderNow(deadline)
      if (link) return link
      this.#search ??= this.#searchOnce().finally(() => {
        this.#search = undefined
      })
      try {
        return await deadline.race(this.#search)
      } catch (error) {
        this.#throwIfEnded(deadline)
        if (isHopeless(error)) throw error
      }
    }
  }

  /** Some stream for a read, to none of the nodes in `avoid` if another one answers. */
  async reader(
    readFrom: ReadFrom | undefined,
    avoid: ReadonlySet<number>,
    deadline: Deadline,
  ): Promise<NodeLink> {
    if (readFrom === 'leader') return this.leader(deadline)
    if (typeof readFrom === 'number') return this.node(readFrom, deadline)
    const open = this.#pool.open.filter(({ nodeId }) => !avoid.has(nodeId))
    const leaderId = this.#view.leader?.nodeId
    const leader = open.find(({ nodeId }) => nodeId === leaderId)
    const link = (readFrom === undefined ? leader : undefined) ?? open[0]
    return link ?? this.any(avoid, deadline)
  }

  /** The stream to a member, in one attempt. */
  async node(nodeId: number, deadline: Deadline): Promise<NodeLink> {
    const link = this.#pool.get(nodeId)
    if (link) return link
    if (!this.#view.isMember(nodeId)) {
      throw new QuorumliteError('NOT_A_MEMBER', `no member of the cluster has node id ${nodeId}`)
    }
    const addresses = this.#view.addressesOf(nodeId)
    return deadline.race(this.#connect({ name: `node ${nodeId}`, nodeId, addresses }))
  }

  /**
   * The first stream that can be opened, trying the targets in an order of chance until the deadline. One that does not
   * answer (its machine is gone) does not keep the others from being tried.
   */
  async any(avoid: ReadonlySet<number>, deadline: Deadline): Promise<NodeLink> {
    for (let attempt = 0; ; attempt++) {
      // Those to avoid come last, and are not left out: the only other one may be an address where nobody is any more.
      const isAvoided = ({ nodeId }: Target): boolean => nodeId !== undefined && avoid.has(nodeId)
      const all = shuffled(this.#view.targets(), this.#random)
      const targets = [...all.filter((each) => !isAvoided(each)), ...all.filter(isAvoided)]
      let hopeless: Error | undefined
      for (const target of targets) {
        this.#throwIfEnded(deadline)
        try {
          return await deadline.race(this.#connectInTurn(target, deadline))
        } catch (error) {
          this.#throwIfEnded(deadline)
          if (isHopeless(error)) hopeless = error as Error
        }
      }
      if (hopeless) throw hopeless
      await this.pause(attempt + 1, deadline)
    }
  }

  /** Asks the leader, again and again, for what does no harm if it happens twice. */
  async askLeader<Kind extends AnswerKind>(
    body: ClientRequestBody,
    expected: Kind,
    deadline: Deadline,
  ): Promise<AnswerOf<Kind>> {
    for (let attempt = 0; ; attempt++) {
      const link = await this.leader(deadline)
      try {
        return await link.ask(body, expected, deadline)
      } catch (error) {
        deadline.throwIfEnded(error === deadline.reason ? this.trouble : error)
        if (!this.noteFailure(link, error)) throw error
        await this.pause(attempt, deadline, error)
      }
    }
  }

  async status(link: NodeLink, deadline: Deadline): Promise<NodeStatus> {
    const status = await link.ask({ kind: 'status', value: {} }, 'status', deadline)
    this.#view.learnStatus(status)
    return status
  }

  /** Learns from a failed request who does not lead. Returns whether the request may succeed when sent again. */
  noteFailure(link: NodeLink, error: unknown): boolean {
    if (!(error instanceof QuorumliteError)) return false
    if (error.code === 'NOT_LEADER' || error.code === 'NO_LEADER') {
      this.#view.learnRedirect(link.nodeId, error)
      return true
    }
    if (error instanceof LinkLostError) {
      // Most likely it is gone as a leader as well: the others know better than its address.
      this.#view.forget(link.nodeId)
      return true
    }
    if (GONE_CODES.has(error.code)) this.#view.suspect(link.nodeId)
    // It takes somebody who frees space, which is nothing to wait for in silence.
    if (error.code === 'DISK_LOW') return false
    return error.retryable || TRANSIENT_CODES.has(error.code)
  }

  /** @throws the deadline's reason, caused by `trouble`, if it ends meanwhile. */
  async pause(attempt: number, deadline: Deadline, trouble?: unknown): Promise<void> {
    try {
      await deadline.sleep(backoffMs(attempt, this.#random))
    } catch (error) {
      deadline.throwIfEnded(trouble ?? this.trouble)
      throw error
    }
  }

  /** Keeps the list of members fresh until the client is closed. */
  async keepFresh(): Promise<void> {
    let isFresh = true
    while (!this.#life.reason) {
      // Whoever knows one node only is lost with it: most often a cluster that is being built.
      const isAlone = this.#view.targets().length < 2
      const pauseMs = isAlone || !isFresh ? LONE_MEMBER_REFRESH_MS : MEMBERS_REFRESH_MS
      try {
        await this.#life.sleep(pauseMs)
      } catch {
        return
      }
      isFresh = await this.refreshMembers()
    }
  }

  /** Asks for the members again; false if nobody answered, which the next one who needs a node finds out as well. */
  async refreshMembers(): Promise<boolean> {
    try {
      const leaderId = this.#view.leader?.nodeId ?? 0
      using deadline = this.#statusDeadline()
      // Without an open stream too: whoever was idle while the cluster moved would look for it where it no longer is.
      const link =
        this.#pool.get(leaderId) ?? this.#pool.open[0] ?? (await this.any(new Set(), deadline))
      await this.status(link, deadline)
      return true
    } catch {
      return false
    }
  }

  /** What stood in the way everywhere, for the error that ends a wait. */
  get trouble(): Error | undefined {
    const lines: string[] = []
    for (const { name, addresses } of this.#view.targets()) {
      const error = this.#troubles.get(name)
      if (!error) continue
      const where = addresses.includes(name) ? name : `${name} (${addresses.join(', ')})`
      lines.push(`${where}: ${error.message}`)
    }
    const first = this.#troubles.values().next().value
    if (lines.length === 0 || !first) return undefined
    const code = [...this.#troubles.values()].some((error) => codeOf(error) === 'NO_LEADER')
      ? 'NO_LEADER'
      : 'UNAVAILABLE'
    return new QuorumliteError(code, lines.join('; '), { cause: first })
  }

  async #connect(target: Target): Promise<NodeLink> {
    try {
      const link = await this.#pool.connect(target)
      this.#troubles.delete(target.name)
      return link
    } catch (error) {
      this.#troubles.set(target.name, error as Error)
      throw error
    }
  }

  /** The patience for a node that does not answer begins with its turn. */
  async #connectInTurn(target: Target, deadline: Deadline): Promise<NodeLink> {
    const open = target.nodeId === undefined ? undefined : this.#pool.get(target.nodeId)
    return open ?? this.#turns.run(() => this.#within(this.#connect(target)), deadline)
  }

  /** One search for all who wait; after one that failed, the next one waits a little. */
  async #searchOnce(): Promise<NodeLink> {
    if (this.#failedSearches > 0) {
      const pauseMs = backoffMs(this.#failedSearches, this.#random, SEARCH_PAUSE_MAX_MS)
      await this.#life.sleep(pauseMs)
    }
    try {
      const link = (await this.#followHint()) ?? (await this.#askEverybody())
      this.#failedSearches = 0
      return link
    } catch (error) {
      this.#failedSearches++
      throw error
    }
  }

  /** The leader that was named last, unless it takes too long to reach. */
  async #followHint(): Promise<NodeLink | undefined> {
    const { leader } = this.#view
    if (!leader) return undefined
    const { nodeId, addresses } = leader
    try {
      const target = { name: `node ${nodeId}`, nodeId, addresses }
      return await this.#connectInTurn(target, this.#life)
    } catch {
      this.#view.suspect(nodeId)
      return undefined
    }
  }

  async #askEverybody(): Promise<NodeLink> {
    const targets = this.#view.targets()
    let answers = 0
    const probes = targets.map(async (target) => {
      const link = await this.#connect(target)
      using deadline = this.#statusDeadline()
      const status = await this.status(link, deadline)
      answers++
      return this.#leaderBy(status, link)
    })
    for (const [i, probe] of probes.entries()) {
      probe.then(
        () => this.#troubles.delete(targets[i]!.name),
        (error: unknown) => this.#troubles.set(targets[i]!.name, error as Error),
      )
    }
    try {
      return await this.#within(Promise.any(probes))
    } catch (error) {
      if (this.#life.reason) throw error
      const hopeless = [...this.#troubles.values()].find(isHopeless)
      if (answers === 0 && hopeless) throw hopeless
      throw this.trouble ?? new QuorumliteError('NO_LEADER', 'no node has answered yet')
    }
  }

  /** The leader by what one node says, be it itself or another one. */
  async #leaderBy(status: NodeStatus, link: NodeLink): Promise<NodeLink> {
    const { role, leaderId, term, failure, nodeId } = status
    if (failure !== '') throw new QuorumliteError('NODE_FAILED', failure)
    if (role === 'leader' && this.#view.isCurrentTerm(term)) {
      this.#view.follow(link.nodeId)
      return link
    }
    if (leaderId !== nodeId && this.#view.believes(leaderId, term)) {
      const addresses = this.#view.addressesOf(leaderId)
      try {
        const leader = await this.#connect({
          name: `node ${leaderId}`,
          nodeId: leaderId,
          addresses,
        })
        if (this.#view.believes(leaderId, term)) this.#view.follow(leaderId)
        return leader
      } catch (error) {
        this.#view.suspect(leaderId)
        throw noLeader(`it takes node ${leaderId} for the leader, which cannot be reached`, error)
      }
    }
    throw noLeader('it knows of no leader')
  }

  async #within<T>(promise: Promise<T>): Promise<T> {
    using patience = new Deadline({
      clock: this.#clock,
      timeoutMs: SEARCH_ROUND_MS,
      parent: this.#life,
    })
    return await patience.race(promise)
  }

  /** What stood in the way is put together only for a wait that has ended: this stands in the way of every request. */
  #throwIfEnded(deadline: Deadline): void {
    if (deadline.reason) deadline.throwIfEnded(this.trouble)
  }

  #statusDeadline(): Deadline {
    return new Deadline({
      clock: this.#clock,
      timeoutMs: STATUS_TIMEOUT_MS,
      parent: this.#life,
    })
  }
}

/** Waiting does not help against these. */
const HOPELESS_CODES: ReadonlySet<ErrorCode> = new Set([
  'AUTHENTICATION_FAILED',
  'WRONG_CLUSTER',
  'PROTOCOL_VERSION',
  'INVALID_ARGUMENT',
])

/** The node is of no use for a while, whatever it believed to be. */
const GONE_CODES: ReadonlySet<ErrorCode> = new Set(['NODE_FAILED', 'DIVERGED', 'CLOSED', 'REMOVED'])

/** Said by a node of its own state, not of the request. */
const TRANSIENT_CODES: ReadonlySet<ErrorCode> = new Set([
  'ABORTED',
  'CLOSED',
  'REMOVED',
  'DISK_FULL',
  'STORAGE_DAMAGED',
  'FORMAT_VERSION',
])

function isHopeless(error: unknown): boolean {
  return error instanceof QuorumliteError && HOPELESS_CODES.has(error.code)
}

function codeOf(error: unknown): ErrorCode | undefined {
  return error instanceof QuorumliteError ? error.code : undefined
}

function noLeader(message: string, cause?: unknown): QuorumliteError {
  return new QuorumliteError('NO_LEADER', message, cause === undefined ? {} : { cause })
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  const result = [...items]
  for (let i = result.length - 1; i > 0; i--) {
    const j = randomInteger(random, 0, i)
    ;[result[i], result[j]] = [result[j]!, result[i]!]
  }
  return result
}
