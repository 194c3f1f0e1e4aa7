import type { PageStore } from '@quorumlite/sqlite'
import type { Timer } from '@quorumlite/transport'
import { PAGE_BYTES } from '@quorumlite/wire'
import type { Database, Databases } from './databases.ts'
import type { EvictedDatabases } from './evicted-databases.ts'
import { heapRoom } from './heap-room.ts'
import type { SqlEnvironment } from './sql-environment.ts'

const MIB = 1024 * 1024
const SWEEPS_PER_IDLE_TIME = 4
const SWEEP_MS_MAX = 15_000
interface Candidate {
  readonly id: number
  readonly database: Database
  readonly lastUse: number
}

/** With less than this part of the memory left to grow into, databases need not be idle for long. */
const LOW_ROOM_RATIO = 1 / 8

/**
 * Takes the pages of databases that nobody uses out of memory, if the last checkpoint has them all, and closes their connections.
 * To load a database takes longer the larger it is, so it is to be idle for longer.
 */
export class Eviction {
  readonly #env: SqlEnvironment
  readonly #databases: Databases
  readonly #evicted: EvictedDatabases
  readonly #isRead: (store: PageStore) => boolean
  readonly #sweepMs: number
  #sweeps = 0
  /** Nothing could be evicted; until the next sweep or checkpoint every write would look in vain. */
  #isExhausted = false
  /** Those that may be evicted for want of memory, as of the last sweep or checkpoint, the one that was used longest ago last. */
  #candidates: Candidate[] = []
  #timer: Timer | undefined

  /** `isRead`: by a reader thread. */
  constructor(
    env: SqlEnvironment,
    databases: Databases,
    evicted: EvictedDatabases,
    isRead: (store: PageStore) => boolean,
  ) {
    this.#env = env
    this.#databases = databases
    this.#evicted = evicted
    this.#isRead = isRead
    this.#sweepMs = Math.min(env.limits.evictIdleMs / SWEEPS_PER_IDLE_TIME, SWEEP_MS_MAX)
  }

  /**
   * A checkpoint is durable: before the first one, nothing can be evicted. What a start has loaded is as on disk from here on, and
   * may have left no room for whoever comes first.
   */
  onDurable(): void {
    this.#lookAnew()
    this.#makeRoomAhead()
    if (!this.#timer) this.#sweepLater()
  }

  close(): void {
    this.#timer?.cancel()
  }

  /** Evicts the one that was used longest ago, but for the one that is being used. Returns false if there is none. */
  evictOne(): boolean {
    return this.#evictOldest(() => true)
  }

  /** Evicts idle databases while the memory has little room left for growth, or would have with `pages` more. */
  makeRoom(pages = 0): void {
    while (!this.#isExhausted && this.#isRoomLow(pages)) this.#isExhausted = !this.evictOne()
  }

  /** Before anybody asks: what was used between the last two sweeps, or since, would be back in a moment, and stays. */
  #makeRoomAhead(): void {
    const isIdle = ({ lastUse }: Database): boolean => lastUse + 1 < this.#databases.now
    while (this.#isRoomLow(0) && this.#evictOldest(isIdle));
  }

  /** Returns false if none of those that may go can. */
  #evictOldest(mayGo: (database: Database) => boolean): boolean {
    // Of thousands, they are not put in order for each one of them.
    if (this.#evictCandidate(mayGo)) return true
    this.#candidates = [...this.#databases.entries()]
      .map(([id, database]) => ({ id, database, lastUse: database.lastUse }))
      .toSorted((a, b) => a.lastUse - b.lastUse)
      .toReversed()
    return this.#evictCandidate(mayGo)
  }

  #evictCandidate(mayGo: (database: Database) => boolean): boolean {
    for (let next = this.#candidates.pop(); next; next = this.#candidates.pop()) {
      const { id, database, lastUse } = next
      if (database.lastUse !== lastUse || this.#databases.find(id) !== database) continue
      if (!mayGo(database)) {
        this.#candidates.push(next)
        return false
      }
      if (!this.#databases.isInUse(database) && this.#evict(id, database)) return true
    }
    return false
  }

  #lookAnew(): void {
    this.#isExhausted = false
    this.#candidates = []
  }

  #sweepLater(): void {
    this.#timer = this.#env.setTimer(this.#sweepMs, () => {
      this.#sweeps++
      this.#sweep([...this.#databases.entries()].values())
    })
  }

  /** In turns: of thousands of databases many may have become idle at a time. */
  #sweep(databases: Iterator<[number, Database]>): void {
    for (let next = databases.next(); !next.done; next = databases.next()) {
      const [id, database] = next.value
      if (!database.store.closed) this.#look(id, database)
      if (this.#env.turnIsOver()) return this.#env.defer(() => this.#sweep(databases))
    }
    this.#databases.now = this.#sweeps
    this.#lookAnew()
    this.#makeRoomAhead()
    this.#sweepLater()
  }

  #look(id: number, database: Database): void {
    const idleMs = this.#idleMs(database)
    if (idleMs < this.#env.limits.evictIdleMs) return
    const isLongIdle = idleMs >= this.#idleMsNeeded(database)
    if (!isLongIdle || !this.#evict(id, database)) this.#databases.disconnect(database)
  }

  /** Readers in other threads leave no other trace than that they have pinned something. */
  #idleMs(database: Database): number {
    const { remotePins, remotePinsTaken } = database.store.info()
    if (remotePins > 0 || remotePinsTaken !== database.remotePinsTaken) {
      database.remotePinsTaken = remotePinsTaken
      database.lastUse = this.#sweeps
    }
    return (this.#sweeps - 1 - database.lastUse) * this.#sweepMs
  }

  #idleMsNeeded({ store }: Database): number {
    return this.#env.limits.evictIdleMs * (1 + (store.pageCount * PAGE_BYTES) / MIB)
  }

  #isRoomLow(pages: number): boolean {
    const { engine } = this.#env
    const { limitBytes } = engine.memoryUsage()
    return (heapRoom(engine).growthPages - pages) * PAGE_BYTES < limitBytes * LOW_ROOM_RATIO
  }

  #evict(id: number, database: Database): boolean {
    if (!this.#isEvictable(database)) return false
    this.#databases.disconnect(database)
    const { connections, pinnedVersions } = database.store.info()
    if (connections > 0 || pinnedVersions > 0) return false
    this.#evicted.add(id, this.#databases.evict(id))
    return true
  }

  #isEvictable(database: Database): boolean {
    const { store, executor, readers } = database
    if (!executor.isIdle || !readers.isIdle || this.#isRead(store)) return false
    const { committedVersion, speculativeVersion, writing, remotePins } = store.info()
    const isClean = this.#databases.pins.durableVersion(store) === committedVersion
    return isClean && speculativeVersion === committedVersion && !writing && remotePins === 0
  }
}
