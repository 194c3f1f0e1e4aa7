import type { HardState, Snapshot } from '@quorumlite/raft'
import type { GroupStorage } from '@quorumlite/storage'
import { assert } from '../../assert.ts'
import type { Checkpointer } from '../checkpointer.ts'
import type { SnapshotReceiver } from './snapshot-receiver.ts'
import type { SqlLink } from '../sql-link.ts'
import { ReplicatedState } from '../state/replicated-state.ts'
import { keepPagesOf, loadStores } from '../stores.ts'

export interface SnapshotInstallEnvironment {
  readonly storage: GroupStorage
  readonly sql: SqlLink
  readonly receiver: SnapshotReceiver
  readonly checkpointer: Checkpointer
  /** From here on this is the state; the stores follow. */
  readonly replaceState: (state: ReplicatedState) => void
}

/** Makes a snapshot that was received the durable state and the state in memory. */
export class SnapshotInstall {
  readonly #env: SnapshotInstallEnvironment
  #loading: Promise<void> | undefined

  constructor(env: SnapshotInstallEnvironment) {
    this.#env = env
  }

  /** Called by the Ready loop; no entry is applied meanwhile. */
  async install({ metadata }: Snapshot, hardState: HardState): Promise<void> {
    const { storage, sql, receiver, checkpointer, replaceState } = this.#env
    const staged = receiver.take(metadata)
    assert(staged, 'the core installs only what was staged')
    // Its pages belong to the state that goes.
    await checkpointer.suspend()
    await staged.staging.finish({ ...metadata, state: staged.state }, hardState)
    const state = ReplicatedState.decode(staged.state)
    replaceState(state)
    this.#loading = loadStores(storage, sql, state, true)
    await this.#loading
    this.#loading = undefined
    // What goes over the present pages does not touch those of databases that were dropped.
    await keepPagesOf(new Set([...state.catalogue.all()].map(({ id }) => id)), storage)
    await checkpointer.resume()
    sql.send({ kind: 'markApplied', index: metadata.index })
    staged.settle(true, '')
  }

  /** While pages go into the stores, reads wait: they must not see half of them. A failure to load ends the node. */
  whenLoaded(run: () => void): void {
    if (this.#loading) this.#loading.then(run, () => undefined)
    else run()
  }
}
