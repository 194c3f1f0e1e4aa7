import type { Connection, ConnectOptions, PageStore, StoreInfo } from '@quorumlite/sqlite'
import type { Timer } from '@quorumlite/transport'
import { PAGE_BYTES, QuorumliteError } from '@quorumlite/wire'
import type { SqlEnvironment } from './sql-environment.ts'

/** What reads need of a store, which may be one of another thread. */
export interface ReadableStore {
  connect(options: ConnectOptions): Connection
  info(): Pick<StoreInfo, 'heldPages'>
}

/** A read that lasts: it keeps the pages of its version alive. */
export interface OpenSnapshot {
  readonly openedAtMs: number
  readonly ageMaxMs: number
  readonly store: ReadableStore
  /** Gives the snapshot up and tells its owner why. */
  evict(why: QuorumliteError): void
}

/** The snapshots of all databases. Those that are too old, or cost too much memory, are given up, oldest first. */
export class Snapshots {
  readonly #env: Pick<SqlEnvironment, 'clock' | 'limits' | 'setTimer'>
  /** In the order in which they were opened. */
  readonly #open = new Set<OpenSnapshot>()
  readonly #remoteHolds = new Map<PageStore, RemoteHold>()
  #stores: (() => Iterable<PageStore>) | undefined
  #collect: () => void = () => undefined
  #sweep: Timer | undefined

  constructor(env: Pick<SqlEnvironment, 'clock' | 'limits' | 'setTimer'>) {
    this.#env = env
  }

  add(snapshot: OpenSnapshot): void {
    this.#open.add(snapshot)
    this.#lookLater()
  }

  /** From now on also snapshots that readers in other threads have of these stores; `collect` frees what they let go of. */
  watchReaders(stores: () => Iterable<PageStore>, collect: () => void): void {
    this.#stores = stores
    this.#collect = collect
    this.#lookLater()
  }

  remove(snapshot: OpenSnapshot): void {
    this.#open.delete(snapshot)
  }

  /** Returns false if there is none. */
  evictOldest(why: QuorumliteError): boolean {
    const [oldest] = this.#open
    if (!oldest) return this.#evictRemoteReaders()
    this.#open.delete(oldest)
    oldest.evict(why)
    return true
  }

  evictAllOf(store: ReadableStore, why: QuorumliteError): void {
    for (const snapshot of this.#open) {
      if (snapshot.store !== store) continue
      this.#open.delete(snapshot)
      snapshot.evict(why)
    }
  }

  close(): void {
    this.#sweep?.cancel()
  }

  #lookLater(): void {
    this.#sweep ??= this.#env.setTimer(this.#env.limits.snapshotSweepMs, () => this.#look())
  }

  #look(): void {
    this.#sweep = undefined
    this.#collect()
    this.#evictAged()
    this.#evictAgedRemotely()
    while (this.#heldBytes() > this.#env.limits.snapshotBytesMax) {
      if (!this.evictOldest(tooExpensive())) break
    }
    if (this.#open.size > 0 || this.#stores) this.#lookLater()
  }

  #evictAged(): void {
    const nowMs = this.#env.clock.nowMs()
    for (const snapshot of this.#open) {
      if (nowMs - snapshot.openedAtMs < snapshot.ageMaxMs) continue
      this.#open.delete(snapshot)
      snapshot.evict(tooOld(snapshot.ageMaxMs))
    }
  }

  /** How long a version has been held shows only from look to look, which is often enough. */
  #evictAgedRemotely(): void {
    const nowMs = this.#env.clock.nowMs()
    const held = new Set<PageStore>()
    for (const store of this.#stores?.() ?? []) {
      const version = store.info().oldestRemoteVersion
      if (version === undefined) continue
      held.add(store)
      const hold = this.#remoteHolds.get(store)
      if (hold?.version !== version) this.#remoteHolds.set(store, { version, sinceMs: nowMs })
      else if (nowMs - hold.sinceMs >= this.#env.limits.snapshotAgeMaxMs) {
        store.evictRemoteReaders(version)
      }
    }
    for (const store of this.#remoteHolds.keys())
      if (!held.has(store)) this.#remoteHolds.delete(store)
  }

  /** Returns whether there was anything to take. */
  #evictRemoteReaders(): boolean {
    let found = false
    for (const store of this.#stores?.() ?? []) {
      if (store.info().oldestRemoteVersion === undefined) continue
      store.evictRemoteReaders(Infinity)
      found = true
    }
    return found
  }

  /** Of databases with open snapshots alone: a checkpoint's pages are not theirs to give up. */
  #heldBytes(): number {
    const stores = new Set<ReadableStore>([...this.#open].map(({ store }) => store))
    for (const store of this.#remoteHolds.keys()) stores.add(store)
    let pages = 0
    for (const store of stores) pages += store.info().heldPages
    return pages * PAGE_BYTES
  }
}

/** The oldest version that readers in other threads keep of a store. */
interface RemoteHold {
  readonly version: number
  readonly sinceMs: number
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
