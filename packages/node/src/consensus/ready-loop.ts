import {
  MessageType,
  type Entry,
  type HardState,
  type Message,
  type NodeId,
  type RawNode,
  type ReadState,
  type Ready,
  type Snapshot,
  type SoftState,
} from '@quorumlite/raft'
import type { GroupStorage } from '@quorumlite/storage'
import type { Clock, Timer } from '@quorumlite/transport'
import { assert } from '../assert.ts'

/**
 * After this long without a further commit, followers are told of the last one. Until then the next entries tell them,
 * which saves two messages for each follower when writes come one at a time.
 */
const COMMIT_SHARE_DELAY_MS = 5

/** What the loop has the rest of the node do. Every call is within one turn of the loop, in this order of duties. */
export interface ReadyDuties {
  /** Proposals and read requests that wait for the next turn go into the core now. */
  feed(): void
  onSoftState(state: SoftState): void
  /** Everything one Ready has for one peer. Loss is allowed. */
  send(to: NodeId, messages: readonly Message[]): void
  /** A peer needs a snapshot; the message carries the metadata the core expects it to have. */
  sendSnapshot(message: Message): void
  /** In log order. The loop acknowledges the application to the core. */
  apply(entries: readonly Entry[]): void
  onReadStates(states: readonly ReadState[]): void
  onDroppedReads(contexts: readonly number[]): void
  /** Makes a received snapshot the durable state and the state in memory. */
  install(snapshot: Snapshot, hardState: HardState): Promise<void>
  /** A write failed or a duty threw: the node stops. Called once. */
  onFailure(cause: unknown): void
}

/**
 * Drives the core of one group: asks it what is to be done (Ready) and does it in the order that safety demands.
 * Messages that may go at once leave before the disk write begins; votes and acknowledgements leave when it is synced.
 * One write at a time: what arrives during it makes the next one (group commit).
 */
export class ReadyLoop {
  readonly #core: RawNode
  readonly #storage: GroupStorage
  readonly #clock: Clock
  readonly #duties: ReadyDuties
  #turn: Timer | undefined
  #stopped = false
  #hardState: HardState
  #committed = 0
  #shareTimer: Timer | undefined

  constructor(core: RawNode, storage: GroupStorage, clock: Clock, duties: ReadyDuties) {
    this.#core = core
    this.#storage = storage
    this.#clock = clock
    this.#duties = duties
    this.#hardState = storage.initialState().hardState
  }

  /** Something happened that the core may have an answer to: one turn at the end of this tick. */
  wake(): void {
    if (this.#turn || this.#stopped) return
    this.#turn = this.#clock.setImmediate(() => {
      this.#turn = undefined
      this.#guard(() => this.#run())
    })
  }

  stop(): void {
    this.#stopped = true
    this.#turn?.cancel()
    this.#shareTimer?.cancel()
  }

  #run(): void {
    this.#duties.feed()
    while (!this.#stopped && this.#core.hasReady()) this.#handle(this.#core.ready())
    this.#shareCommitLater()
  }

  #shareCommitLater(): void {
    const { commit, role } = this.#core
    if (commit === this.#committed) return
    this.#committed = commit
    this.#shareTimer?.cancel()
    if (role !== 'leader' || this.#stopped) return
    this.#shareTimer = this.#clock.setTimer(COMMIT_SHARE_DELAY_MS, () => {
      this.#core.shareCommit()
      this.wake()
    })
  }

  #handle(ready: Ready): void {
    if (ready.hardState) this.#hardState = ready.hardState
    if (ready.softState) this.#duties.onSoftState(ready.softState)
    this.#send(ready.messages)
    if (ready.appendSequence > 0) this.#persist(ready)
    if (ready.committedEntries.length > 0) {
      this.#duties.apply(ready.committedEntries)
      const last = ready.committedEntries.at(-1)
      assert(last, 'a list that is not empty has a last entry')
      this.#core.acknowledgeApply(last.index)
    }
    if (ready.readStates.length > 0) this.#duties.onReadStates(ready.readStates)
    if (ready.droppedReads.length > 0) this.#duties.onDroppedReads(ready.droppedReads)
  }

  #persist(ready: Ready): void {
    const durable = this.#write(ready)
    if (!durable) return this.#persisted(ready)
    durable.then(
      () => this.#guard(() => this.#persisted(ready)),
      (cause: unknown) => this.#fail(cause),
    )
  }

  /** A snapshot first: it replaces the log that the entries go on. Undefined if there is nothing to write. */
  #write({ snapshot, entries, hardState, mustSync }: Ready): Promise<void> | undefined {
    const append = { entries, hardState, mustSync }
    if (snapshot) {
      const installed = this.#duties.install(snapshot, this.#hardState)
      return entries.length > 0 ? installed.then(() => this.#storage.append(append)) : installed
    }
    return entries.length > 0 || hardState ? this.#storage.append(append) : undefined
  }

  #persisted(ready: Ready): void {
    if (this.#stopped) return
    this.#core.acknowledgeAppend(ready.appendSequence)
    this.#send(ready.messagesAfterAppend)
    this.wake()
  }

  #send(messages: readonly Message[]): void {
    if (messages.length === 0) return
    const byPeer = new Map<NodeId, Message[]>()
    for (const message of messages) {
      if (message.type === MessageType.snapshot) {
        this.#duties.sendSnapshot(message)
        continue
      }
      const batch = byPeer.get(message.to)
      if (batch) batch.push(message)
      else byPeer.set(message.to, [message])
    }
    for (const [to, batch] of byPeer) this.#duties.send(to, batch)
  }

  #guard(run: () => void): void {
    try {
      run()
    } catch (cause) {
      this.#fail(cause)
    }
  }

  #fail(cause: unknown): void {
    if (this.#stopped) return
    this.stop()
    this.#duties.onFailure(cause)
  }
}
