import { type HardState, type RawNode, type Snapshot } from '@quorumlite/raft'
import type { GroupStorage } from '@quorumlite/storage'
import { SNAPSHOT_PROTOCOL, type Channel, type Clock } from '@quorumlite/transport'
import { QuorumliteError, type SnapshotProgress } from '@quorumlite/wire'
import type { Compression } from '../../compression.ts'
import type { NodeEventListener } from '../../events.ts'
import type { NodeLimits } from '../../limits.ts'
import type { Checkpointer } from '../checkpointer.ts'
import type { Repair } from '../integrity/repair.ts'
import type { SqlLink } from '../sql-link.ts'
import type { StoreFeed } from '../store-feed.ts'
import type { StoreLoader } from '../store-loader.ts'
import type { ReplicatedState } from '../state/replicated-state.ts'
import { FailedTransfers } from './failed-transfers.ts'
import { SnapshotStream, unexpected } from './snapshot-frames.ts'
import { SnapshotInstall } from './snapshot-install.ts'
import { SnapshotReceiver } from './snapshot-receiver.ts'
import { SnapshotSender } from './snapshot-sender.ts'

export interface SnapshotExchangeEnvironment {
  readonly group: number
  readonly nodeId: number
  readonly core: RawNode
  readonly storage: GroupStorage
  readonly sql: SqlLink
  readonly clock: Clock
  readonly compression: Compression
  readonly limits: NodeLimits
  readonly checkpointer: Checkpointer
  readonly repair: Repair
  readonly feed: StoreFeed
  readonly loader: StoreLoader
  readonly state: () => ReplicatedState
  /** Calls when no commit is half in the log, at once if that is so: what is then applied can be a checkpoint. */
  readonly whenWhole: (run: () => void) => void
  /** From here on this is the state; the stores follow. */
  readonly replaceState: (state: ReplicatedState) => void
  /** Opens a stream to a member, past the handshake. */
  readonly open: (nodeId: number, protocol: string) => Promise<Channel>
  readonly onEvent: NodeEventListener
  readonly wake: () => void
}

/** As long as the entries of one commit are usually on their way. */
const WHOLE_WITHIN_MS = 1_000

/** Snapshots that go out, and the one that comes in. */
export class SnapshotExchange {
  readonly sender: SnapshotSender
  readonly #env: SnapshotExchangeEnvironment
  readonly #receiver: SnapshotReceiver
  readonly #install: SnapshotInstall

  constructor(env: SnapshotExchangeEnvironment) {
    this.#env = env
    const { core, state, wake } = env
    const failed = new FailedTransfers(env.clock, env.onEvent)
    this.sender = new SnapshotSender({
      ...env,
      checkpoint: () => this.#checkpointOfNow(),
      outOfService: () => env.repair.outOfService,
      open: (to) => env.open(to, SNAPSHOT_PROTOCOL),
      matchOf: (to) => core.status().peers.find(({ id }) => id === to)?.match ?? 0,
      report: (to, outcome) => {
        core.reportSnapshot(to, outcome)
        if (outcome === 'finished') failed.onFinished(to)
        wake()
      },
      onError: (to, cause) => failed.onFailed(to, cause),
    })
    this.#receiver = new SnapshotReceiver({
      ...env,
      appliedIndex: () => state().appliedIndex,
      offer: (message) => {
        const outcome = core.step(message)
        wake()
        return outcome === 'accepted'
      },
    })
    this.#install = new SnapshotInstall({
      ...env,
      receiver: this.#receiver,
      leaderId: () => core.leader,
    })
  }

  get receiving(): SnapshotProgress | undefined {
    return this.#receiver.progress
  }

  install(snapshot: Snapshot, hardState: HardState): Promise<void> {
    return this.#install.install(snapshot, hardState)
  }

  whenLoaded(run: () => void): void {
    this.#install.whenLoaded(run)
  }

  /** Brings the pages of a peer's checkpoint in place of those on disk. */
  async fetch(
    nodeId: number,
    options: { readonly isWanted: () => boolean; readonly whole: boolean },
  ): Promise<void> {
    const { open, clock } = this.#env
    let channel: Channel | undefined
    try {
      channel = await open(nodeId, SNAPSHOT_PROTOCOL)
      await this.#receiver.fetch(new SnapshotStream(channel, clock), nodeId, options)
    } catch (cause) {
      throw isExplained(cause) ? cause : lostPeer(nodeId, cause)
    } finally {
      void channel?.close()
    }
  }

  /** A stream past the handshake, at whose other end a snapshot is offered or asked for. */
  accept(channel: Channel): void {
    this.#accept(channel).catch((cause: unknown) => {
      channel.abort(cause instanceof Error ? cause : new Error(String(cause)))
    })
  }

  async #accept(channel: Channel): Promise<void> {
    const stream = new SnapshotStream(channel, this.#env.clock)
    const first = await stream.next()
    if (first.kind === 'offer') return this.#receiver.accept(stream, first.value)
    if (first.kind !== 'want') throw unexpected(first, 'offer')
    return this.sender.serve(stream, first.value)
  }

  /**
   * Of what is applied now, if no commit is half in the log, or soon will be. The rest of a commit may also wait for the very
   * peer that waits for the snapshot, without which there is no quorum: then the last checkpoint has to do. The log behind
   * that one is kept in any case.
   */
  async #checkpointOfNow(): Promise<void> {
    const { checkpointer, clock, storage, state, whenWhole } = this.#env
    await checkpointer.idle()
    await new Promise<void>((resolve) => {
      let isPatient = true
      const patience = clock.setTimer(WHOLE_WITHIN_MS, () => {
        isPatient = false
        resolve()
      })
      whenWhole(() => {
        if (!isPatient) return
        patience.cancel()
        const isNew = storage.checkpoint?.index === state().appliedIndex
        resolve(isNew ? undefined : checkpointer.checkpoint())
      })
    })
  }
}

/** An error that says what happened already, or one of ours. */
function isExplained(cause: unknown): boolean {
  return cause instanceof QuorumliteError || (cause as Error).name === 'AssertionError'
}

/** A stream may break with any error of the network. */
function lostPeer(nodeId: number, cause: unknown): QuorumliteError {
  const why = cause instanceof Error ? cause.message : String(cause)
  return new QuorumliteError('UNAVAILABLE', `node ${nodeId} sent no pages: ${why}`, { cause })
}
