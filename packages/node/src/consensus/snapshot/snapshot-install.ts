import type { HardState, Snapshot } from '@quorumlite/raft'
import type { GroupStorage } from '@quorumlite/storage'
import { QuorumliteError } from '@quorumlite/wire'
import { assert } from '../../assert.ts'
import type { Checkpointer } from '../checkpointer.ts'
import type { Repair } from '../integrity/repair.ts'
import type { StoreFeed } from '../store-feed.ts'
import type { SnapshotReceiver } from './snapshot-receiver.ts'
import type { SqlLink } from '../sql-link.ts'
import { ReplicatedState } from '../state/replicated-state.ts'
import type { StoreLoader } from '../store-loader.ts'
import { keepPagesOf, loadStores } from '../stores.ts'

export interface SnapshotInstallEnvironment {
  readonly storage: GroupStorage
  readonly sql: SqlLink
  readonly receiver: SnapshotReceiver
  readonly checkpointer: Checkpointer
  readonly repair: Pick<Repair, 'giveWay' | 'onInstalled'>
  readonly feed: StoreFeed
  readonly leaderId: () => number
  readonly loader: StoreLoader
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
    const { storage, sql, receiver, checkpointer, repair, feed, loader, replaceState } = this.#env
    const staged = receiver.take(metadata)
    assert(staged, 'the core installs only what was staged')
    // Its pages belong to the state that goes.
    await checkpointer.suspend('install')
    await repair.giveWay()
    await loader.suspend()
    await staged.staging.finish({ ...metadata, state: staged.state }, hardState)
    const state = ReplicatedState.decode(staged.state)
    replaceState(state)
    this.#loading = loadStores(storage, sql, state, true)
    await this.#loading
    this.#loading = undefined
    // What goes over the present pages does not touch those of databases that were dropped.
    await keepPagesOf(new Set([...state.catalogue.all()].map(({ id }) => id)), storage)
    loader.resume()
    await this.#restartCheckpoints()
    feed.reset()
    feed.markApplied(metadata.index)
    repair.onInstalled(this.#env.leaderId(), metadata.index)
    staged.settle(true, '')
  }

  async #restartCheckpoints(): Promise<void> {
    const { checkpointer } = this.#env
    // If the SQL half finds these pages wrong as well, it has said so, and answers nothing.
    await checkpointer.restart().catch((cause: unknown) => {
      if (!(cause instanceof QuorumliteError && cause.code === 'DIVERGED')) throw cause
    })
    checkpointer.release('install')
  }

  /** While pages go into the stores, reads wait: they must not see half of them. A failure to load ends the node. */
  whenLoaded(run: () => void): void {
    if (this.#loading) this.#loading.then(run, () => undefined)
    else run()
  }
}
