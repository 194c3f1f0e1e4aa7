import type { Entry, RawNode } from '@quorumlite/raft'
import { type Channel, type PeerLinks, type Timer } from '@quorumlite/transport'
import {
  QuorumliteError,
  encodeRaftFrames,
  failureToError,
  type NodeStatus,
} from '@quorumlite/wire'
import { assert } from '../assert.ts'
import type { Started } from '../sql/messages.ts'
import { Admin } from './admin.ts'
import { Checkpointer } from './checkpointer.ts'
import type { ConsensusEnvironment } from './consensus-environment.ts'
import { createCore } from './create-core.ts'
import { TransactionOwners, type Gateway } from './gateway/gateway.ts'
import { UploadBudget } from './gateway/uploads.ts'
import { DiskSpace } from './disk-space.ts'
import { Integrity } from './integrity/integrity.ts'
import { LeaderHint } from './leader-hint.ts'
import { LowDiskHandover } from './low-disk-handover.ts'
import { MemoryWatch } from './memory-watch.ts'
import { PointReads } from './point-reads.ts'
import { PeerMessages } from './peer-messages.ts'
import { Proposer } from './proposer.ts'
import { ProposalTable } from './proposal-table.ts'
import { PublishedIndex } from './published-index.ts'
import { ReadCoordinator } from './read-coordinator.ts'
import { ReadyLoop, type ReadyDuties } from './ready-loop.ts'
import { Recovery } from './recovery.ts'
import { Serving } from './serving.ts'
import { SnapshotExchange } from './snapshot/snapshot-exchange.ts'
import { SqlLink, type SqlListener } from './sql-link.ts'
import { StoreFeed } from './store-feed.ts'
import type { ReplicatedState } from './state/replicated-state.ts'
import { describeStatus } from './status.ts'
import { StoreLoader } from './store-loader.ts'
import { WholeMoments } from './whole-moments.ts'
import { WriteCoordinator } from './write-coordinator.ts'

/** Group ids stand in keys, wire and positions from the first day; one group per cluster for now. */
export const FIRST_GROUP = 1

/** What a new cluster's first leader creates, so that `connect()` works without further ado. */
export const DEFAULT_DATABASE = 'main'

/**
 * The consensus half of a node: ties core, log, peers, sessions and clients together. It holds what the parts share and
 * decides nothing that a part can decide.
 */
export class ConsensusService {
  readonly #env: ConsensusEnvironment
  readonly #sql: SqlLink
  readonly #loader: StoreLoader
  readonly #published = new PublishedIndex(0)
  readonly #transactions = new TransactionOwners()
  #started: Started | undefined
  #onStarted: (() => void) | undefined
  readonly #whole = new WholeMoments(() => this.#state.checkpointLimit >= this.#state.appliedIndex)
  #stopped = false
  #failStart: ((cause: Error) => void) | undefined
  #tickTimer: Timer | undefined

  // Set by start(), in this order, before anything can ask for them.
  #recovery!: Recovery
  #state!: ReplicatedState
  #core!: RawNode
  #loop!: ReadyLoop
  #links!: PeerLinks
  #peerMessages!: PeerMessages
  #proposer!: Proposer
  #proposals!: ProposalTable
  #writes!: WriteCoordinator
  #reads!: ReadCoordinator
  #points!: PointReads
  #checkpointer!: Checkpointer
  #snapshots!: SnapshotExchange
  #feed!: StoreFeed
  #integrity!: Integrity
  #leaderHint!: LeaderHint
  #diskSpace!: DiskSpace
  #memory!: MemoryWatch
  #handover!: LowDiskHandover
  #gateway!: Gateway
  #serving!: Serving
  #startedAtMs = 0

  constructor(env: ConsensusEnvironment) {
    this.#env = env
    this.#sql = new SqlLink(env.sqlPort, this.#sqlListener())
    const onFailure = (cause: unknown): void => this.fail(cause)
    this.#loader = new StoreLoader({ storage: env.storage, sql: this.#sql, onFailure })
  }

  get state(): ReplicatedState {
    return this.#state
  }

  /** What clients are answered with; for tests and simulators, which look inside. */
  get gateway(): Gateway {
    return this.#gateway
  }

  get nodeId(): number {
    return this.#env.nodeId
  }

  get isVoter(): boolean {
    return this.#state.confState.voters.includes(this.#env.nodeId)
  }

  /**
   * Loads pages, replays the log as far as it must, then lets peers and clients in.
   * @throws what the node failed with, if it did so before that
   */
  async start(): Promise<void> {
    const failed = new Promise<never>((_resolve, reject) => (this.#failStart = reject))
    const started = this.#start()
    // What comes of it after a failure is of no interest.
    started.catch(() => undefined)
    await Promise.race([started, failed])
  }

  async #start(): Promise<void> {
    const { clock, random, nodeId } = this.#env
    this.#startedAtMs = clock.nowMs()
    await this.#sqlStarted()
    await this.#load()
    this.#core = createCore({
      id: nodeId,
      storage: this.#recovery.log,
      applied: this.#state.appliedIndex,
      random,
      options: this.#env.options,
    })
    this.#assemble()
    this.#loop.wake()
    this.#recovery.look(this.#state)
    await this.#recovery.done
    // If the SQL half finds the stores to be wrong, it never says this, and the start fails with what it found.
    const { appliedIndex } = this.#state
    await new Promise<void>((resolve) => this.#published.whenPublished(appliedIndex, resolve))
    this.#links = await this.#env.createLinks(this)
    if (this.#stopped) return
    this.#updatePeers()
    await this.#diskSpace.start()
    await this.#serving.listen()
    this.#integrity.start()
    this.#tick()
    // Nobody else could win, so there is nothing to wait for.
    const { voters } = this.#state.confState
    if (voters.length === 1 && this.isVoter) this.#core.campaign()
  }

  /** The last checkpoint: tables and pages. */
  async #load(): Promise<void> {
    const { storage, nodeId, clusterId, onProgress } = this.#env
    this.#recovery = new Recovery({ storage, sql: this.#sql, clusterId, onProgress })
    this.#state = this.#recovery.readState()
    if (this.#state.membership.isRemoved(nodeId)) throw removedError()
    const added = await this.#recovery.loadPages(this.#state)
    // Everything that was loaded may be read, also before anything else is applied.
    this.#sql.send({ kind: 'markApplied', index: this.#state.appliedIndex })
    this.#checkpointer = new Checkpointer({
      storage,
      sql: this.#sql,
      state: () => this.#state,
      limits: this.#env.options.limits,
      clock: this.#env.clock,
      logNeededFrom: () => this.#snapshots?.sender.logNeededFrom() ?? Infinity,
      onFailure: (cause) => this.fail(cause),
    })
    await this.#checkpointer.adopt(added)
  }

  async stop(): Promise<void> {
    if (this.#stopped) return
    this.#halt(new QuorumliteError('CLOSED', 'the node is stopping'))
    await this.#checkpointer?.idle()
    this.#sql.close(new QuorumliteError('CLOSED', 'the node has stopped'))
  }

  /** The node cannot go on: it serves nobody any more, and says why. */
  fail(cause: unknown): void {
    if (this.#stopped) return
    const error = cause instanceof Error ? cause : new Error(String(cause))
    const reason = new QuorumliteError('NODE_FAILED', `the node failed: ${error.message}`)
    this.#halt(reason)
    this.#sql.close(reason)
    this.#failStart?.(error)
    this.#env.onFailure(error)
  }

  /** A client stream of this process, which needs no handshake. */
  serve(channel: Channel): void {
    this.#serving.serve(channel)
  }

  /** Makes a checkpoint of what is applied now; resolves when it is durable. */
  checkpoint(): Promise<void> {
    return this.#checkpointer.checkpoint()
  }

  // ---- Peers

  onPeerFrame(nodeId: number, frame: Uint8Array): void {
    if (this.#stopped) return
    this.#peerMessages.onFrame(nodeId, frame)
  }

  onPeerDown(nodeId: number): void {
    this.#core.reportUnreachable(nodeId)
    this.#snapshots.sender.abort(nodeId)
  }

  /** A member refuses this node. It may know better than we do that we were removed. */
  onPeerRefused(_nodeId: number, error: QuorumliteError): void {
    if (error.code === 'REMOVED' || error.code === 'STORAGE_ID_MISMATCH') this.fail(error)
  }

  /** The peer's connection closed and a redial was refused: its process is gone. */
  onPeerGone(nodeId: number): void {
    this.#leaderHint.onGone(nodeId)
  }

  // ---- Start

  #assemble(): void {
    const { clock, random, options, storage, nodeId } = this.#env
    const { limits } = options
    const state = (): ReplicatedState => this.#state
    const wake = (): void => this.#loop.wake()
    const notLeader = (): QuorumliteError => this.#notLeader()
    const noRoom: DiskSpace['refusal'] = (kind) => this.#diskSpace.refusal(kind)
    this.#proposer = new Proposer(this.#core)
    this.#proposals = new ProposalTable()
    const firstContext = Math.floor(random.next() * 2 ** 51)
    this.#reads = new ReadCoordinator(this.#core, clock, this.#published, firstContext)
    const onFailure = (cause: unknown): void => this.fail(cause)
    const { openReader } = this.#env
    this.#points = new PointReads({ sql: this.#sql, clock, openReader, onFailure })
    this.#peerMessages = new PeerMessages({
      core: this.#core,
      clock,
      group: FIRST_GROUP,
      reset: (peer) => this.#links.reset(peer),
      wake,
      onFailure,
    })
    const blank = (): Started => {
      assert(this.#started, 'the SQL half reports before anything else')
      return this.#started
    }
    this.#feed = new StoreFeed(
      this.#sql,
      (index) => storage.entries(index, index + 1, Infinity)[0]!.data,
    )
    this.#writes = new WriteCoordinator({
      state,
      sql: this.#sql,
      feed: this.#feed,
      proposer: this.#proposer,
      proposals: this.#proposals,
      published: this.#published,
      clock,
      limits,
      blank,
      notLeader,
      noRoom,
      wake,
    })
    const admin = new Admin({
      core: this.#core,
      clock,
      limits,
      state,
      writes: this.#writes,
      proposals: this.#proposals,
      published: this.#published,
      notLeader,
      wake,
    })
    const [core, writes, read] = [this.#core, this.#writes, this.#env.readFreeBytes]
    const diskSpace = new DiskSpace({ clock, read, limits, onChange: wake })
    this.#diskSpace = diskSpace
    const readProcess = this.#env.readProcessMemory
    this.#memory = new MemoryWatch({ sql: this.#sql, clock, readProcess })
    this.#handover = new LowDiskHandover({ clock, core, admin, writes, diskSpace, state })
    const shared = { nodeId, core, storage, sql: this.#sql, clock, limits, state, wake }
    const pages = { ...shared, checkpointer: this.#checkpointer, feed: this.#feed }
    this.#integrity = new Integrity({
      ...pages,
      clusterId: this.#env.clusterId,
      electionTimeoutMs: options.timing.electionTimeoutMs,
      fetch: (from, wanted) => this.#snapshots.fetch(from, wanted),
      failAll: (why) => this.#failAll(why),
      onRepaired: () => this.#openTerm(),
      onEvent: this.#env.onEvent,
      onFailure,
    })
    this.#snapshots = new SnapshotExchange({
      ...pages,
      group: FIRST_GROUP,
      compression: this.#env.compression,
      repair: this.#integrity.repair,
      loader: this.#loader,
      whenWhole: (run) => this.#whole.when(run),
      replaceState: (replacement) => {
        this.#state = replacement
        this.#updatePeers()
      },
      open: (to, protocol) => this.#env.openStream(this, to, protocol),
      onEvent: (event) => {
        if (!this.#stopped) this.#env.onEvent(event)
      },
    })
    this.#leaderHint = new LeaderHint(this.#core, clock, random, wake)
    this.#loop = new ReadyLoop(this.#core, storage, clock, this.#duties())
    this.#gateway = {
      group: FIRST_GROUP,
      nodeId,
      clock,
      limits,
      core: this.#core,
      sql: this.#sql,
      writes: this.#writes,
      reads: this.#reads,
      points: this.#points,
      published: this.#published,
      admin,
      transactions: this.#transactions,
      memory: this.#memory,
      uploads: new UploadBudget(limits.uploadBytesMax),
      state,
      notLeader,
      noRoom,
      outOfService: () => this.#integrity.outOfService,
      stalenessMs: () => this.#peerMessages.stalenessMs,
      whenLoaded: (run) => this.#snapshots.whenLoaded(run),
      status: () => this.#status(),
      deadline: (timeoutMs, expire) => clock.setTimer(timeoutMs || limits.requestTimeoutMs, expire),
      wake,
    }
    this.#serving = new Serving({
      transport: this.#env.transport,
      admit: (channel) => this.#env.admit(this, channel),
      gateway: this.#gateway,
      acceptSnapshot: (channel) => this.#snapshots.accept(channel),
    })
  }

  #tick(): void {
    if (this.#stopped) return
    const failure = this.#env.storageFailure()
    if (failure) return this.fail(failure)
    // Armed anew each time: after a pause there is one tick, not a flood of them.
    this.#tickTimer = this.#env.clock.setTimer(this.#env.options.timing.tickMs, () => this.#tick())
    this.#core.tick()
    this.#checkpointer.tick()
    this.#handover.tick()
    this.#integrity.tick()
    this.#reads.expire()
    this.#published.expire(this.#env.clock.nowMs())
    this.#loop.wake()
  }

  // ---- The duties of the Ready loop

  #duties(): ReadyDuties {
    return {
      feed: () => {
        this.#endLostTerm()
        this.#proposer.flush()
        this.#reads.flush()
      },
      onSoftState: () => this.#endLostTerm(),
      send: (to, messages) => {
        // Recovery runs before there are links; a node that only replays has nothing to say.
        if (!this.#links) return
        for (const frame of encodeRaftFrames({ group: FIRST_GROUP, messages })) {
          this.#links.send(to, frame)
        }
      },
      sendSnapshot: (message) => this.#snapshots.sender.send(message),
      apply: (entries) => this.#apply(entries),
      onReadStates: (states) => {
        if (this.#reads.onReadStates(states)) this.#loop.wake()
      },
      onDroppedReads: (contexts) => this.#reads.onDroppedReads(contexts),
      install: (snapshot, hardState) => this.#snapshots.install(snapshot, hardState),
      onFailure: (cause) => this.fail(cause),
    }
  }

  /** Whatever was executed in a term may be proposed in that term only: looked at before anything is proposed. */
  #endLostTerm(): void {
    const leads = this.#core.role === 'leader'
    const { term } = this.#writes
    const isOver = term > 0 ? !leads || this.#core.term !== term : !leads && this.#writes.isBusy
    if (isOver) this.#writes.endTerm()
  }

  #apply(entries: readonly Entry[]): void {
    this.#endLostTerm()
    let membersChanged = false
    for (const entry of entries) {
      const effect = this.#state.apply(entry, (change) => this.#core.applyConfChange(change))
      this.#writes.onApplied(entry, effect, this.#recovery.isPast(entry.index))
      if (effect.kind === 'configured') membersChanged = true
      this.#recovery.onApplied(this.#state)
      // After each entry: in a log full of commits in parts, batches of entries may always end within one.
      this.#whole.look()
      if (this.#recovery.isWholeAt(entry.index)) this.#checkpointer.onApplied(entry.data.length)
    }
    this.#feed.markApplied(this.#state.appliedIndex)
    if (membersChanged) this.#onConfigured()
    this.#openTerm()
    this.#recovery.look(this.#state)
  }

  /** An entry of the own term is applied: this leader knows every outcome of its predecessors. */
  #openTerm(): void {
    const leads = this.#core.role === 'leader' && this.#state.appliedTerm === this.#core.term
    if (!leads || this.#writes.term > 0 || this.#integrity.outOfService) return
    this.#writes.beginTerm(this.#core.term)
    if (this.#state.catalogue.nextId > 1) return
    // If the term ends first, the next leader finds it missing and tries again.
    this.#writes.createInternally(DEFAULT_DATABASE).catch(() => undefined)
  }

  #onConfigured(): void {
    this.#updatePeers()
    if (!this.#state.membership.isRemoved(this.#env.nodeId)) return
    // The others have to hear of it from this node if it led: it stays for as long as that may take.
    this.#env.clock.setTimer(2 * this.#env.options.timing.electionTimeoutMs, () =>
      this.fail(removedError()),
    )
  }

  #updatePeers(): void {
    const members = this.#state.membership.all()
    this.#links?.setPeers(members.filter(({ nodeId }) => nodeId !== this.#env.nodeId))
    this.#env.onMembersChanged(this.#state)
  }

  // ---- The SQL half

  #sqlListener(): SqlListener {
    return {
      onApplied: (index) => this.#published.advance(index),
      onTransactionEnded: ({ transaction, failure }) =>
        this.#transactions.ended(transaction, failureToError(failure)),
      onDamaged: (report) => {
        if (!this.#integrity?.onDamaged(report)) this.fail(failureToError(report.failure))
      },
      onFailed: ({ failure }) => this.fail(failureToError(failure)),
      onStarted: (started) => {
        this.#started = started
        this.#onStarted?.()
      },
      onResidency: (report) => this.#loader.onReport(report),
      onStore: (report) => this.#points.onStore(report),
      onGone: (cause) => this.fail(cause),
      onBatchEnd: () => this.#loop?.wake(),
    }
  }

  #sqlStarted(): Promise<void> {
    if (this.#started) return Promise.resolve()
    return new Promise((resolve) => (this.#onStarted = resolve))
  }

  // ---- What clients are told

  #notLeader(): QuorumliteError {
    const leaderId = this.#core.leader
    const leader = this.#state.membership.get(leaderId)
    if (!leader || leaderId === this.#env.nodeId) {
      return new QuorumliteError('NO_LEADER', `node ${this.#env.nodeId} knows of no leader`)
    }
    return new QuorumliteError('NOT_LEADER', `node ${leaderId} is the leader`, {
      details: { leaderId, leaderAddresses: leader.addresses },
    })
  }

  #status(): NodeStatus {
    return describeStatus({
      core: this.#core,
      state: this.#state,
      storage: this.#env.storage,
      peerId: this.#env.transport.peerId,
      uptimeMs: this.#env.clock.nowMs() - this.#startedAtMs,
      connected: (nodeId) => this.#links.isUp(nodeId),
      sentBytes: (nodeId) => this.#links.sentBytes(nodeId),
      loader: this.#loader,
      checkpoints: this.#checkpointer.metrics,
      diskSpace: this.#diskSpace,
      memory: this.#memory,
      sending: (nodeId) => this.#snapshots.sender.progress(nodeId),
      receiving: this.#snapshots.receiving,
      integrity: this.#integrity.status,
    })
  }

  /** What is under way here has nothing to stand on any more: its owners try elsewhere, or again. */
  #failAll(why: QuorumliteError): void {
    this.#writes.endTerm()
    this.#sql.refuseAll(why)
    this.#reads.failAll(why)
    this.#published.abandon()
  }

  #halt(reason: QuorumliteError): void {
    this.#stopped = true
    this.#tickTimer?.cancel()
    this.#loop?.stop()
    this.#diskSpace?.stop()
    this.#leaderHint?.stop()
    this.#integrity?.stop()
    this.#reads?.failAll(reason)
    this.#points?.close()
    this.#serving?.close(reason)
  }
}

export function removedError(): QuorumliteError {
  return new QuorumliteError('REMOVED', 'this node was removed from the cluster', {
    hint: 'To take part again it has to join with an empty directory.',
  })
}
