// One RawNode with the caller's part played in memory: its disk, its state machine, its queues of writes to be made
// and entries to be applied. Nothing happens by itself: the test says when a Ready is taken, written and applied.

import {
  type ConfState,
  decodeConfChange,
  type Entry,
  EntryType,
  type HardState,
  MemoryStorage,
  type Message,
  RawNode,
  type RaftConfig,
  type ReadState,
  type Ready,
  type Snapshot,
} from '@quorumlite/raft'

export type NodeOptions = Partial<Omit<RaftConfig, 'id' | 'storage' | 'applied'>>

/** The state machine: a digest over all that was applied, so that two nodes can be compared in one number. */
export interface AppliedState {
  readonly index: number
  readonly digest: number
}

export interface NodeEvents {
  /** A write was made durable, and is about to be acknowledged. */
  written?(node: SimulatedNode, ready: Ready): void
  /** An entry was applied; `digest` is that of the state after it. */
  applied?(node: SimulatedNode, entry: Entry, digest: number): void
  /** A snapshot took the place of the state. */
  installed?(node: SimulatedNode, state: AppliedState): void
}

const NOTHING_APPLIED: AppliedState = Object.freeze({ index: 0, digest: 0 })

export class SimulatedNode {
  readonly id: number
  readonly options: NodeOptions
  readonly storage: MemoryStorage
  readonly events: NodeEvents
  raw: RawNode
  /** Taken and not yet written. */
  readonly writes: Ready[] = []
  /** Taken and not yet applied. */
  readonly applies: (readonly Entry[])[] = []
  state: AppliedState = NOTHING_APPLIED
  readStates: ReadState[] = []
  droppedReads: number[] = []
  /** What a crash leaves of the hard state: the commit index alone is written without a sync. */
  syncedHardState: HardState
  readonly #firstConfState: ConfState
  #confState: ConfState
  /** The last one made or installed. */
  #snapshot: Snapshot | undefined

  constructor(id: number, confState: ConfState, options: NodeOptions, events: NodeEvents = {}) {
    this.id = id
    this.options = options
    this.events = events
    this.storage = new MemoryStorage(confState)
    this.#firstConfState = confState
    this.#confState = confState
    this.syncedHardState = this.storage.initialState().hardState
    this.raw = this.#start()
  }

  get confState(): ConfState {
    return this.#confState
  }

  /** Takes a Ready; answers what may be sent at once. */
  take(): readonly Message[] {
    const ready = this.raw.ready()
    if (ready.appendSequence > 0) {
      this.writes.push(ready)
    }
    if (ready.committedEntries.length > 0) {
      this.applies.push(ready.committedEntries)
    }
    this.readStates.push(...ready.readStates)
    this.droppedReads.push(...ready.droppedReads)
    return ready.messages
  }

  /** Makes the oldest write durable and acknowledges it; answers what waited for it. */
  write(): readonly Message[] {
    const ready = this.writes.shift()!
    this.#persist(ready)
    this.raw.acknowledgeAppend(ready.appendSequence)
    return ready.messagesAfterAppend
  }

  #persist(ready: Ready): void {
    if (ready.snapshot !== undefined) {
      this.storage.applySnapshot(ready.snapshot)
      this.#snapshot = ready.snapshot
      this.state = decodeState(ready.snapshot.data!)
      this.#confState = ready.snapshot.metadata.confState
      // What waited to be applied is older than the snapshot.
      this.applies.length = 0
      this.events.installed?.(this, this.state)
    }
    this.storage.append(ready.entries)
    if (ready.hardState !== undefined) {
      this.storage.setHardState(ready.hardState)
      if (ready.mustSync) {
        this.syncedHardState = ready.hardState
      }
    }
    this.events.written?.(this, ready)
  }

  /** Applies the oldest batch of committed entries. */
  apply(): void {
    for (const entry of this.applies.shift()!) {
      if (entry.index !== this.state.index + 1) {
        throw new Error(`node ${this.id} applies ${entry.index} after ${this.state.index}`)
      }
      this.state = { index: entry.index, digest: digest(this.state.digest, entry) }
      if (entry.type === EntryType.confChange) {
        this.#confState = this.raw.applyConfChange(decodeConfChange(entry.data))
        this.storage.setConfState(this.#confState)
      }
      this.events.applied?.(this, entry, this.state.digest)
    }
    this.raw.acknowledgeApply(this.state.index)
  }

  /** A snapshot at the applied index; the log keeps `trailing` entries before it. */
  compact(trailing: number): void {
    const data = encodeState(this.state)
    this.#snapshot = this.storage.createSnapshot(this.state.index, this.#confState, data)
    this.storage.compact(Math.max(this.state.index - trailing, this.storage.firstIndex() - 1))
  }

  /**
   * The process dies and starts again from its disk. Of the writes under way the first `survivingWrites` got there,
   * although nobody was told; with `losesCommit` the commit index that was not synced is lost. The state machine is on
   * disk too, up to what was applied, unless `losesState`: then it goes back to the last snapshot made or installed.
   */
  restart(losesCommit = false, survivingWrites = 0, losesState = false): void {
    this.stop(survivingWrites)
    if (losesCommit) {
      this.storage.setHardState(this.syncedHardState)
    }
    if (losesState) {
      this.#forgetState()
    }
    this.raw = this.#start()
  }

  /** The process dies. */
  stop(survivingWrites = 0): void {
    for (const ready of this.writes.slice(0, survivingWrites)) {
      this.#persist(ready)
    }
    this.writes.length = 0
    this.applies.length = 0
    this.readStates = []
    this.droppedReads = []
  }

  #forgetState(): void {
    const known = this.#snapshot
    this.state = known?.data === undefined ? NOTHING_APPLIED : decodeState(known.data)
    this.#confState = known?.metadata.confState ?? this.#firstConfState
    this.storage.setConfState(this.#confState)
  }

  #start(): RawNode {
    const random = this.options.random ?? (() => 0)
    const applied = this.state.index
    return new RawNode({ ...this.options, random, id: this.id, storage: this.storage, applied })
  }
}

/** FNV-1a over what makes an entry the one it is. */
export function digest(before: number, entry: Entry): number {
  let hash = (before ^ 0x811c9dc5) >>> 0
  const mix = (value: number): void => {
    hash = Math.imul(hash ^ (value & 0xff), 0x01000193) >>> 0
  }
  mix(entry.index)
  mix(entry.index >>> 8)
  mix(entry.term)
  mix(entry.type)
  entry.data.forEach(mix)
  return hash
}

function encodeState(state: AppliedState): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(state))
}

function decodeState(bytes: Uint8Array): AppliedState {
  return JSON.parse(new TextDecoder().decode(bytes)) as AppliedState
}
