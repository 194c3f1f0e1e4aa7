import type { RaftStorage } from '@quorumlite/raft'
import type { GroupStorage } from '@quorumlite/storage'
import type { SqlLink } from './sql-link.ts'
import { ReplicatedState } from './state/replicated-state.ts'
import { keepPagesOf, loadNewStores, loadStores, type LoadProgress } from './stores.ts'

export interface RecoveryEnvironment {
  readonly storage: GroupStorage
  readonly sql: SqlLink
  readonly clusterId: Uint8Array
  readonly onProgress?: LoadProgress | undefined
}

/**
 * From the disk to a state that is whole: the last checkpoint, and on top of it, where one was under way when the node died,
 * the log up to where that one stood, since its pages may be newer than the state.
 */
export class Recovery {
  readonly #env: RecoveryEnvironment
  /** Entries up to here are replayed over pages that may be newer than they are; 0 if there are none such. */
  readonly #target: number
  readonly #isExact: boolean
  #onDone: (() => void) | undefined
  /** Resolves when everything up to there is applied. */
  readonly done: Promise<void>

  constructor(env: RecoveryEnvironment) {
    this.#env = env
    const { checkpointTarget } = env.storage
    this.#target = checkpointTarget ?? 0
    // One that was to be at the same place as the last one has changed nothing.
    this.#isExact =
      checkpointTarget === undefined || checkpointTarget === env.storage.checkpoint?.index
    this.done = new Promise((resolve) => (this.#onDone = resolve))
  }

  /** The tables of the last checkpoint. */
  readState(): ReplicatedState {
    const { storage, clusterId } = this.#env
    return storage.checkpoint
      ? ReplicatedState.decode(storage.checkpoint.state)
      : ReplicatedState.empty(clusterId, new Uint8Array(0))
  }

  /** Its pages. Returns the databases that have pages only of the checkpoint that was under way. */
  async loadPages(state: ReplicatedState): Promise<readonly number[]> {
    const { storage, sql, onProgress } = this.#env
    await loadStores(storage, sql, state, this.#isExact, onProgress)
    const added = this.#isExact ? [] : await loadNewStores(storage, sql, state)
    const known = [...state.catalogue.all()].map(({ id }) => id)
    await keepPagesOf(new Set([...known, ...added]), storage)
    return added
  }

  /**
   * The log as the core is to see it. The entries up to the target had been applied, hence committed; the hard state may not
   * say so yet, since a commit index is not synced on its own.
   */
  get log(): RaftStorage {
    const { storage } = this.#env
    return {
      initialState: () => {
        const { hardState, confState } = storage.initialState()
        const commit = Math.max(hardState.commit, this.#target)
        return { hardState: { ...hardState, commit }, confState }
      },
      entries: (lo, hi, maxBytes) => storage.entries(lo, hi, maxBytes),
      term: (index) => storage.term(index),
      lastIndex: () => storage.lastIndex(),
      firstIndex: () => storage.firstIndex(),
      snapshot: () => storage.snapshot(),
    }
  }

  /** Whether the pages are known to be those from before this entry, so that its base can be verified. */
  isPast(index: number): boolean {
    return index > this.#target
  }

  /** Whether this entry, or one after it, leaves pages that are all as the state says. */
  isWholeAt(index: number): boolean {
    return index >= this.#target
  }

  /** An entry was applied: the last one of the replay has the stores held against the state. */
  onApplied(state: ReplicatedState): void {
    if (state.appliedIndex !== this.#target) return
    const { sql } = this.#env
    sql.send({ kind: 'discardUnfinished' })
    for (const { id, checksum } of state.catalogue.all()) {
      sql.send({ kind: 'verifyStore', database: id, checksum })
    }
  }

  /** Entries were applied, or none had to be. */
  look(state: ReplicatedState): void {
    if (state.appliedIndex < this.#target) return
    this.#onDone?.()
    this.#onDone = undefined
  }
}
