import type { GroupStorage } from '@quorumlite/storage'
import type { Clock } from '@quorumlite/transport'
import { QuorumliteError } from '@quorumlite/wire'
import type { Checkpointer } from '../checkpointer.ts'
import { Recovery } from '../recovery.ts'
import type { SqlLink } from '../sql-link.ts'
import type { ReplicatedState } from '../state/replicated-state.ts'
import type { StoreEffect, StoreFeed } from '../store-feed.ts'

export interface RebuildEnvironment {
  readonly storage: GroupStorage
  readonly sql: SqlLink
  readonly clock: Clock
  readonly clusterId: Uint8Array
  readonly checkpointer: Pick<Checkpointer, 'restart' | 'onApplied'>
  readonly feed: StoreFeed
  /** As of everything that was applied, which goes on meanwhile. */
  readonly state: () => ReplicatedState
}

/** Log bytes replayed in one turn: a heartbeat never waits long behind it. */
const REPLAYED_BYTES = 1 << 20

/**
 * Makes the stores anew as a start does: the pages of the last checkpoint, then the log up to what is applied now. Whatever
 * comes of them is held against the checksums of the log.
 */
export class StoreRebuild {
  readonly #env: RebuildEnvironment
  #stop: ((cause: Error) => void) | undefined

  constructor(env: RebuildEnvironment) {
    this.#env = env
  }

  /**
   * Resolves when the stores are whole, published, and fed with what is applied from then on. Checkpoints are suspended.
   * @throws QuorumliteError STORAGE_DAMAGED, DIVERGED (what is on disk is wrong), what `stop` was called with
   */
  async run(): Promise<void> {
    let stopped: Error | undefined
    const end = new Promise<never>((_resolve, reject) => {
      this.#stop = (cause) => {
        stopped = cause
        reject(cause)
      }
    })
    end.catch(() => undefined)
    const check = (): void => {
      if (stopped) throw stopped
    }
    try {
      await this.#load(check)
      this.#env.feed.open(this.#env.state().appliedIndex)
      await Promise.race([end, this.#done()])
      check()
    } catch (cause) {
      this.#env.feed.close()
      throw cause
    } finally {
      this.#stop = undefined
    }
  }

  /** The SQL half refuses them, or somebody else makes them. */
  stop(cause: Error): void {
    this.#stop?.(cause)
  }

  /** At its end the stores are as the state says; nothing can be applied in between. */
  async #load(check: () => void): Promise<void> {
    const { storage, sql, clusterId, checkpointer, feed } = this.#env
    const recovery = new Recovery({ storage, sql, clusterId })
    const state = recovery.readState()
    feed.close()
    const unfinished = await recovery.loadPages(state)
    check()
    await checkpointer.restart(unfinished)
    check()
    while (state.appliedIndex < this.#env.state().appliedIndex) {
      this.#replay(recovery, state)
      await this.#turn()
      check()
    }
  }

  #replay(recovery: Recovery, state: ReplicatedState): void {
    const { storage, checkpointer, feed } = this.#env
    const { appliedIndex, confState } = this.#env.state()
    const next = state.appliedIndex + 1
    for (const entry of storage.entries(next, appliedIndex + 1, REPLAYED_BYTES)) {
      // The core has applied them; which members there were in between is of no interest here.
      const effect = state.apply(entry, () => confState)
      feed.forget(state.parts.takeForgotten())
      if (isOfStores(effect)) feed.replay(effect, recovery.isPast(entry.index))
      recovery.onApplied(state)
      if (recovery.isWholeAt(entry.index)) checkpointer.onApplied(entry.data.length)
    }
  }

  /** The SQL half takes what it is asked in order: an answer means that everything before it came out as it should. */
  async #done(): Promise<void> {
    await this.#env.sql.request({ kind: 'scrubMemory', pagesMax: 0 }, 'scrubbed')
  }

  #turn(): Promise<void> {
    return new Promise((resolve) => this.#env.clock.setImmediate(resolve))
  }
}

function isOfStores(effect: ReturnType<ReplicatedState['apply']>): effect is StoreEffect {
  return effect.kind !== 'none' && effect.kind !== 'void' && effect.kind !== 'configured'
}

export function overtakenBySnapshot(): QuorumliteError {
  return new QuorumliteError('ABORTED', 'a snapshot of the leader repairs this node')
}
