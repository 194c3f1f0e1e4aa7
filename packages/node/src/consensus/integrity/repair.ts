import type { Clock, Timer } from '@quorumlite/transport'
import { QuorumliteError, failureToError, type IntegrityStatus } from '@quorumlite/wire'
import type { NamedPage, NodeEventListener, RepairedEvent } from '../../events.ts'
import type { Damaged } from '../../sql/integrity-messages.ts'
import type { Checkpointer } from '../checkpointer.ts'
import type { StoreFeed } from '../store-feed.ts'
import { overtakenBySnapshot, type StoreRebuild } from './store-rebuild.ts'

export interface RepairEnvironment {
  readonly clock: Clock
  readonly checkpointer: Pick<Checkpointer, 'suspend' | 'release'>
  readonly feed: StoreFeed
  readonly rebuild: Pick<StoreRebuild, 'run' | 'stop'>
  /** Peers that may have good pages, the best first. */
  readonly peers: () => readonly number[]
  /**
   * Brings the pages of a peer's checkpoint in place of those on disk. `whole`: none of those is of any use. `isWanted` is
   * looked at before it begins and while it waits.
   */
  readonly fetch: (
    nodeId: number,
    options: { readonly whole: boolean; readonly isWanted: () => boolean },
  ) => Promise<void>
  readonly databaseName: (id: number) => string
  /** Fails whatever goes on here, and leaves the leadership as soon as somebody takes it. */
  readonly leaveService: (why: QuorumliteError) => void
  readonly enterService: () => void
  readonly onEvent: NodeEventListener
  /** This node cannot go on. */
  readonly onFailure: (cause: unknown) => void
}

/** Between two rounds of asking everybody. */
const RETRY_MS = 2_000

const REMEDY =
  'Start the other nodes, which have what this one lacks. If none has: remove this node, move its directory away, and let ' +
  'it join again; a cluster of one begins anew from its last copy.'

/**
 * Takes this node out of service when its stores are not what the log says, and brings it back: from its own disk, whose pages
 * have hashes of their own, and else from a peer. Its log is sound and goes on meanwhile: it follows, votes, and
 * acknowledges entries.
 */
export class Repair {
  readonly #env: RepairEnvironment
  #problem: QuorumliteError | undefined
  /** What went wrong when it was tried last. */
  #trouble = ''
  #running: Promise<void> | undefined
  #wake: (() => void) | undefined
  #stopped = false
  /** The leader's snapshot is being installed: it takes the place of everything. */
  #overtaken = false
  #beganMs = 0
  /** Of that snapshot, or while it is installed. */
  #damagedAnew = false
  /** What a peer sent, to go over what is here, did not come out right. */
  #whole = false
  readonly #counted = { mismatches: 0, repairs: 0 }
  #last: IntegrityStatus['lastRepair']

  constructor(env: RepairEnvironment) {
    this.#env = env
  }

  /** Why this node serves nobody; undefined while it does. */
  get outOfService(): QuorumliteError | undefined {
    return this.#problem
  }

  get status(): Pick<IntegrityStatus, 'outOfService' | 'mismatches' | 'repairs' | 'lastRepair'> {
    const why = this.#problem?.message ?? ''
    const trouble = this.#trouble === '' ? '' : `; not repaired yet: ${this.#trouble}. ${REMEDY}`
    return { ...this.#counted, outOfService: why + trouble, lastRepair: this.#last }
  }

  /** The SQL half has given up its stores. */
  onDamaged({ failure, pages }: Damaged): void {
    const { message } = failureToError(failure)
    this.noteDamage('memory', message, pages)
    if (this.#problem) {
      this.#env.rebuild.stop(new QuorumliteError('DIVERGED', message))
    } else {
      this.#beganMs = this.#env.clock.nowMs()
      this.#problem = new QuorumliteError('DIVERGED', `this node repairs itself: ${message}`)
      this.#env.feed.close()
      this.#env.leaveService(this.#problem)
    }
    if (this.#overtaken) this.#damagedAnew = true
    else this.#begin()
  }

  /** Counts it and tells the service. */
  noteDamage(
    where: 'memory' | 'disk',
    message: string,
    pages: readonly { readonly database: number; readonly pgno: number }[],
  ): void {
    this.#counted.mismatches += Math.max(1, pages.length)
    const named = pages.map(({ database, pgno }): NamedPage => ({
      database: this.#env.databaseName(database),
      pgno,
    }))
    this.#env.onEvent({ kind: 'damaged', where, message, pages: named })
  }

  noteRepair(event: Omit<RepairedEvent, 'kind'>): void {
    const { clock, onEvent } = this.#env
    this.#counted.repairs += 1
    this.#last = { ...event, nodeId: event.nodeId ?? 0, atMs: Math.floor(clock.wallMs()) }
    onEvent({ kind: 'repaired', ...event })
  }

  /** The leader's snapshot is about to take the place of everything: resolves when nothing here is in its way. */
  async giveWay(): Promise<void> {
    this.#overtaken = true
    this.#env.rebuild.stop(overtakenBySnapshot())
    this.#wake?.()
    await this.#running
  }

  /** The snapshot is in place, as far as is known. */
  onInstalled(leaderId: number, appliedIndex: number): void {
    this.#overtaken = false
    if (!this.#problem) return
    if (this.#damagedAnew) return this.#begin()
    this.#env.feed.open(appliedIndex)
    this.#end({ from: 'peer', nodeId: leaderId })
  }

  stop(): void {
    this.#stopped = true
    this.#env.rebuild.stop(new QuorumliteError('CLOSED', 'the node is stopping'))
    this.#wake?.()
  }

  #begin(): void {
    if (this.#running || this.#stopped) return
    this.#running = this.#run()
      .catch((cause: unknown) => this.#env.onFailure(cause))
      .finally(() => (this.#running = undefined))
  }

  async #run(): Promise<void> {
    const { checkpointer, onEvent } = this.#env
    this.#damagedAnew = false
    await checkpointer.suspend('repair')
    let told = false
    while (!this.#isOver) {
      const repaired = await this.#repairOnce()
      if (repaired) return this.#end(repaired)
      if (this.#isOver) break
      if (!told) onEvent({ kind: 'repairFailed', message: `${this.#trouble}. ${REMEDY}` })
      told = true
      await this.#pause()
    }
    // The snapshot, which holds checkpoints up by itself, brings whole stores.
    checkpointer.release('repair')
  }

  get #isOver(): boolean {
    return this.#stopped || this.#overtaken
  }

  /** From one source after the other. Undefined: nobody has helped. */
  async #repairOnce(): Promise<Pick<RepairedEvent, 'from' | 'nodeId'> | undefined> {
    if (await this.#try(() => this.#env.rebuild.run())) return { from: 'disk' }
    const peers = this.#env.peers()
    if (peers.length === 0) this.#trouble ||= 'there is no peer'
    for (const nodeId of peers) {
      if (this.#isOver) return undefined
      const isRepaired = await this.#try(async () => {
        await this.#fetch(nodeId, this.#whole)
        // Should that be wrong as well, nothing of it is a base.
        this.#whole = true
        await this.#env.rebuild.run()
      })
      if (isRepaired) return { from: 'peer', nodeId }
    }
    return undefined
  }

  /** Given up when a snapshot comes, in whose queue it may stand. */
  async #fetch(nodeId: number, whole: boolean): Promise<void> {
    let isWanted = true
    const fetched = this.#env.fetch(nodeId, { whole, isWanted: () => isWanted })
    fetched.catch(() => undefined)
    try {
      await Promise.race([fetched, new Promise<void>((resolve) => (this.#wake = resolve))])
    } finally {
      this.#wake = undefined
      isWanted = false
    }
    if (this.#isOver) throw overtakenBySnapshot()
  }

  async #try(work: () => Promise<void>): Promise<boolean> {
    try {
      await work()
      return true
    } catch (cause) {
      if (this.#isOver) return false
      // Damage, and whatever a peer or the network may do, is nothing to end a node for.
      if (!(cause instanceof QuorumliteError)) throw cause
      this.#trouble = cause.message
      return false
    }
  }

  #end(source: Pick<RepairedEvent, 'from' | 'nodeId'>): void {
    const { clock, checkpointer, enterService } = this.#env
    this.#problem = undefined
    this.#trouble = ''
    this.#whole = false
    checkpointer.release('repair')
    this.noteRepair({ ...source, tookMs: Math.round(clock.nowMs() - this.#beganMs) })
    enterService()
  }

  async #pause(): Promise<void> {
    let timer: Timer | undefined
    await new Promise<void>((resolve) => {
      this.#wake = resolve
      timer = this.#env.clock.setTimer(RETRY_MS, resolve)
    })
    timer?.cancel()
    this.#wake = undefined
  }
}
