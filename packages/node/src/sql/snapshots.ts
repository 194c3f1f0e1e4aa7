import type { PageStore } from '@quorumlite/sqlite'
import type { Timer } from '@quorumlite/transport'
import { PAGE_BYTES, QuorumliteError } from '@quorumlite/wire'
import type { SqlEnvironment } from './sql-environment.ts'

/** A read that lasts: it keeps the pages of its version alive. */
export interface OpenSnapshot {
  readonly openedAtMs: number
  readonly ageMaxMs: number
  readonly store: PageStore
  /** Gives the snapshot up and tells its owner why. */
  evict(why: QuorumliteError): void
}

/** The snapshots of all databases. Those that are too old, or cost too much memory, are given up, oldest first. */
export class Snapshots {
  readonly #env: Pick<SqlEnvironment, 'clock' | 'limits' | 'setTimer'>
  /** In the order in which they were opened. */
  readonly #open = new Set<OpenSnapshot>()
  #sweep: Timer | undefined

  constructor(env: Pick<SqlEnvironment, 'clock' | 'limits' | 'setTimer'>) {
    this.#env = env
  }

  add(snapshot: OpenSnapshot): void {
    this.#open.add(snapshot)
    this.#sweep ??= this.#env.setTimer(this.#env.limits.snapshotSweepMs, () => this.#look())
  }

  remove(snapshot: OpenSnapshot): void {
    this.#open.delete(snapshot)
  }

  /** Returns false if there is none. */
  evictOldest(why: QuorumliteError): boolean {
    const [oldest] = this.#open
    if (!oldest) return false
    this.#open.delete(oldest)
    oldest.evict(why)
    return true
  }

  evictAllOf(store: PageStore, why: QuorumliteError): void {
    for (const snapshot of this.#open) {
      if (snapshot.store !== store) continue
      this.#open.delete(snapshot)
      snapshot.evict(why)
    }
  }

  close(): void {
    this.#sweep?.cancel()
  }

  #look(): void {
    this.#sweep = undefined
    this.#evictAged()
    while (this.#heldBytes() > this.#env.limits.snapshotBytesMax) this.evictOldest(tooExpensive())
    if (this.#open.size === 0) return
    this.#sweep = this.#env.setTimer(this.#env.limits.snapshotSweepMs, () => this.#look())
  }

  #evictAged(): void {
    const nowMs = this.#env.clock.nowMs()
    for (const snapshot of this.#open) {
      if (nowMs - snapshot.openedAtMs < snapshot.ageMaxMs) continue
      this.#open.delete(snapshot)
      snapshot.evict(tooOld(snapshot.ageMaxMs))
    }
  }

  /** Of databases with open snapshots alone: a checkpoint's pages are not theirs to give up. */
  #heldBytes(): number {
    const stores = new Set([...this.#open].map(({ store }) => store))
    let pages = 0
    for (const store of stores) pages += store.info().heldPages
    return pages * PAGE_BYTES
  }
}

export function outOfMemory(): QuorumliteError {
  const message = 'the snapshot was given up because memory ran short'
  return new QuorumliteError('SNAPSHOT_TOO_OLD', message)
}

function tooOld(ageMaxMs: number): QuorumliteError {
  const message = `the snapshot was given up: it was open for ${ageMaxMs} ms`
  return new QuorumliteError('SNAPSHOT_TOO_OLD', message)
}

function tooExpensive(): QuorumliteError {
  const message = 'the snapshot was given up: too much has changed since it was taken'
  return new QuorumliteError('SNAPSHOT_TOO_OLD', message)
}
