import type { GroupStorage, PagePosition, PageWrite } from '@quorumlite/storage'
import type { Clock } from '@quorumlite/transport'
import { QuorumliteError } from '@quorumlite/wire'
import { assert } from '../assert.ts'
import type { NodeLimits } from '../limits.ts'
import type { PinnedPage, PinnedPages, PinnedStore } from '../sql/pin-messages.ts'
import { CheckpointPace } from './checkpoint-pace.ts'
import type { SqlLink } from './sql-link.ts'
import type { ReplicatedState } from './state/replicated-state.ts'

export interface CheckpointEnvironment {
  readonly storage: GroupStorage
  readonly sql: SqlLink
  readonly state: () => ReplicatedState
  readonly limits: NodeLimits
  readonly clock: Clock
  /** Peers that are being sent a snapshot need the log from here on. */
  readonly logNeededFrom: () => number
  readonly onFailure: (cause: unknown) => void
}

/** What a statement that is not small takes. */
const LATE_ANSWER_MS = 20
const LATE_ANSWER_BATCHES = 4

/** The disk's space returns where no more than this was written since the last look. */
const SPACE_LOOK_MS = 5_000
const SPACE_WRITTEN_BYTES_MAX = 20 << 20

/** Who may keep checkpoints from being made: whatever replaces the pages that they would be of. */
export type Suspender = 'receiver' | 'install' | 'repair'

interface Rewrite {
  readonly pages: readonly PagePosition[]
  readonly onWritten: () => void
}

/** Since the node started. */
export interface CheckpointMetrics {
  /** Completed ones. */
  readonly checkpoints: number
  readonly checkpointPages: number
  readonly checkpointBytes: number
  readonly lastCheckpointMs: number
  readonly checkpointRunning: boolean
  readonly logBytesSinceCheckpoint: number
}

/**
 * Writes the pages that changed since the last checkpoint, from a pinned version, while writes go on; then state and
 * position in one batch; then cuts the log. What it costs follows from what changed.
 */
export class Checkpointer {
  readonly #env: CheckpointEnvironment
  readonly #pace: CheckpointPace
  /** Store version of each database as of the last completed checkpoint of this process. */
  #checkpointed = new Map<number, number>()
  /** Databases with pages on disk that no completed checkpoint has. */
  #unfinished = new Set<number>()
  #logBytes = 0
  #running: Promise<void> | undefined
  readonly #suspendedBy = new Set<Suspender>()
  #nextPin = 1
  /** When the first entry since the last checkpoint was applied; undefined if there is none. */
  #dirtySinceMs: number | undefined
  readonly #written = { checkpoints: 0, checkpointPages: 0, checkpointBytes: 0 }
  #lastCheckpointMs = 0
  #rewrites: readonly Rewrite[] = []
  #lookedAtSpaceMs = 0

  constructor(env: CheckpointEnvironment) {
    this.#env = env
    this.#pace = new CheckpointPace(env.clock, env.limits)
  }

  /** Resolves when no checkpoint runs; somebody waits for that. */
  async idle(): Promise<void> {
    this.#pace.hurry()
    await this.#running
  }

  get metrics(): CheckpointMetrics {
    return {
      ...this.#written,
      lastCheckpointMs: this.#lastCheckpointMs,
      checkpointRunning: this.#running !== undefined,
      logBytesSinceCheckpoint: this.#logBytes,
    }
  }

  /** After each batch of applied entries: begins a checkpoint when enough log has gathered. */
  onApplied(logBytes: number): void {
    this.#logBytes += logBytes
    this.#dirtySinceMs ??= this.#env.clock.nowMs()
    if (this.#logBytes >= this.#env.limits.checkpointLogBytes) void this.#begin()
  }

  /**
   * Called every tick: begins a checkpoint when the log since the last one has become old, or when as much as makes one due
   * gathered while another was written and nothing has been applied since. Gives back the disk's space, too.
   */
  tick(): void {
    this.#giveBackSpace()
    if (this.#rewrites.length > 0) void this.checkpoint()
    if (this.#dirtySinceMs === undefined) return
    const { checkpointIntervalMs, checkpointLogBytes } = this.#env.limits
    const ageMs = this.#env.clock.nowMs() - this.#dirtySinceMs
    const isDue = ageMs >= checkpointIntervalMs || this.#logBytes >= checkpointLogBytes
    if (isDue) void this.#begin()
  }

  /**
   * The stores were just filled from the pages on disk: nothing of that has to be written again. Called before any
   * entry is applied on top. `unfinished`: databases that have pages there of a checkpoint that was under way.
   */
  async adopt(unfinished: readonly number[] = []): Promise<void> {
    this.#unfinished = new Set(unfinished)
    const pin = this.#nextPin++
    const { stores } = await this.#env.sql.request({ kind: 'pinStores', pin }, 'pinned')
    this.#checkpointed = new Map(stores.map((store) => [store.database, store.version]))
    this.#env.sql.send({ kind: 'unpinStores', pin, durable: true })
  }

  /** A snapshot is about to replace everything: resolves when no checkpoint runs. The next one begins after `resume`. */
  async suspend(by: Suspender): Promise<void> {
    this.#suspendedBy.add(by)
    this.#pace.hurry()
    await this.#running
  }

  /** Nothing is replaced, or no more. */
  release(by: Suspender): void {
    this.#suspendedBy.delete(by)
  }

  /** The stores hold what is on disk, and of `unfinished` databases what an unfinished checkpoint left there. */
  async restart(unfinished: readonly number[] = []): Promise<void> {
    this.#logBytes = 0
    this.#dirtySinceMs = undefined
    await this.adopt(unfinished)
  }

  /**
   * The rows of these pages on disk are damaged: the next checkpoint writes them anew from memory. Resolves when that is
   * durable; never, if the stores turn out to be wrong, too.
   */
  rewrite(pages: readonly PagePosition[]): Promise<void> {
    return new Promise((resolve) => {
      this.#rewrites = [...this.#rewrites, { pages, onWritten: resolve }]
      void this.checkpoint()
    })
  }

  /** Begins a checkpoint of what is applied now, or joins the one that runs: somebody waits for it. Resolves when it is over. */
  checkpoint(): Promise<void> {
    const running = this.#begin()
    this.#pace.hurry()
    return running
  }

  #begin(): Promise<void> {
    if (this.#suspendedBy.size > 0) return Promise.resolve()
    this.#running ??= this.#run()
      .catch((cause: unknown) => {
        if (!isAborted(cause)) this.#env.onFailure(cause)
      })
      .finally(() => {
        this.#running = undefined
      })
    return this.#running
  }

  async #run(): Promise<void> {
    const { sql, storage } = this.#env
    const state = this.#env.state()
    // A node that has just joined has nothing yet.
    if (state.appliedIndex === 0) return
    // A checkpoint inside an unfinished commit would lose the pieces before it: wait for the commit.
    if (state.checkpointLimit < state.appliedIndex) return
    const beganMs = this.#env.clock.nowMs()
    this.#pace.begin()
    this.#logBytes = 0
    this.#dirtySinceMs = undefined
    const pin = this.#nextPin++
    const checkpoint = {
      index: state.appliedIndex,
      term: state.appliedTerm,
      confState: state.confState,
      state: state.encode(),
    }
    const added = this.#addedSince(state)
    const databases = [...state.catalogue.all()].map(({ id }) => id)
    // Posted in the same turn in which the state was taken: the port is FIFO, so the pin is at exactly this index.
    const pinned = sql.request({ kind: 'pinStores', pin }, 'pinned')
    let durable = false
    try {
      const { stores } = await pinned
      const living = new Set(stores.map(({ database }) => database))
      // What is not among them is deleted from the disk.
      assert(
        databases.every((database) => living.has(database)),
        'a checkpoint has every database of its state',
      )
      const isAdded = ({ database }: PinnedStore): boolean => added.has(database)
      await this.#writeAdded(pin, checkpoint.index, stores.filter(isAdded))
      await storage.beginCheckpoint(checkpoint.index)
      for (const store of stores) {
        if (!isAdded(store))
          await this.#writeStore(pin, store, (pages) => storage.writePages(pages))
      }
      const rewritten = await this.#rewriteDamaged(pin, stores)
      await storage.finishCheckpoint(checkpoint)
      durable = true
      for (const { onWritten } of rewritten) onWritten()
      await this.#clearDropped(living)
      this.#checkpointed = new Map(stores.map((store) => [store.database, store.version]))
      this.#unfinished.clear()
      this.#written.checkpoints += 1
      this.#lastCheckpointMs = Math.round(this.#env.clock.nowMs() - beganMs)
    } finally {
      sql.send({ kind: 'unpinStores', pin, durable })
    }
    await this.#cutLog(checkpoint.index)
  }

  #giveBackSpace(): void {
    const nowMs = this.#env.clock.nowMs()
    if (nowMs - this.#lookedAtSpaceMs < SPACE_LOOK_MS) return
    this.#lookedAtSpaceMs = nowMs
    this.#env.storage.giveBackSpace(SPACE_WRITTEN_BYTES_MAX)
  }

  async #cutLog(checkpointIndex: number): Promise<void> {
    const { storage, limits, logNeededFrom } = this.#env
    const { trailingEntries, trailingBytes, keptEntriesMax } = limits
    const end = Math.min(checkpointIndex, storage.lastIndex())
    const idle = Math.max(end - trailingEntries, storage.indexBeforeBytes(trailingBytes, end))
    const cut = Math.max(Math.min(idle, logNeededFrom()), end - keptEntriesMax)
    if (cut >= storage.firstIndex()) await storage.compact(cut)
  }

  /**
   * Databases that are not on disk in any state that counts. They are written whole before the marker: a copy among them must
   * not need its source any more when the source's pages begin to run ahead, since recovery would copy the wrong ones
   * (`loadNewStores`). Those that an unfinished checkpoint has written are not among them; they run ahead under the marker.
   */
  #addedSince(state: ReplicatedState): ReadonlySet<number> {
    const { checkpoint, checkpointTarget } = this.#env.storage
    const index = Math.max(checkpoint?.index ?? 0, checkpointTarget ?? 0)
    const databases = [...state.catalogue.all()]
    return new Set(databases.filter((it) => it.createdIndex > index).map(({ id }) => id))
  }

  async #writeAdded(pin: number, index: number, stores: readonly PinnedStore[]): Promise<void> {
    const { storage } = this.#env
    for (const store of stores) {
      const { database } = store
      // An attempt before this one may have had pages that are gone by now.
      if (this.#unfinished.has(database)) await storage.dropDatabasePages(database)
      this.#unfinished.add(database)
      await this.#writeStore(pin, store, (pages) => storage.writeNewPages(index, pages))
    }
  }

  /** What a crash leaves of it is cleared at the next start. */
  async #clearDropped(living: ReadonlySet<number>): Promise<void> {
    for (const database of new Set([...this.#checkpointed.keys(), ...this.#unfinished])) {
      if (!living.has(database)) await this.#env.storage.dropDatabasePages(database)
    }
  }

  async #writeStore(
    pin: number,
    store: PinnedStore,
    write: (pages: readonly PageWrite[]) => Promise<void>,
  ): Promise<void> {
    const { database } = store
    const sinceVersion = this.#checkpointed.get(database) ?? 0
    // Most of many databases have not changed, and a question costs a message to the other thread and one back.
    if (sinceVersion === store.version) return
    const { checkpointPagesPerBatch } = this.#env.limits
    let pagesMax = checkpointPagesPerBatch
    const read = async (fromPgno: number): Promise<PinnedPages> => {
      const beganMs = this.#env.clock.nowMs()
      const range = { pin, database, sinceVersion, fromPgno, pagesMax }
      const pages = await this.#env.sql.request({ kind: 'readPinned', ...range }, 'pinnedPages')
      // Behind statements that run long, few answers come: they bring more, or pages would fall behind what is written.
      const isLate = this.#env.clock.nowMs() - beganMs > LATE_ANSWER_MS
      pagesMax = checkpointPagesPerBatch * (isLate ? LATE_ANSWER_BATCHES : 1)
      return pages
    }
    let reading: Promise<PinnedPages> | undefined = read(1)
    while (reading) {
      if (this.#suspendedBy.size > 0) throw overtaken()
      const beganMs = this.#env.clock.nowMs()
      const { pages, next }: PinnedPages = await reading
      // The SQL half may be busy for a while: it is asked before these are written, and not after.
      reading = next > 0 ? read(next) : undefined
      reading?.catch(() => undefined)
      if (pages.length === 0) continue
      this.#count(pages)
      await write(pages.map((page) => toPageWrite(database, page)))
      if (reading) await this.#pace.rest(this.#env.clock.nowMs() - beganMs, this.#logBytes)
    }
  }

  async #rewriteDamaged(pin: number, stores: readonly PinnedStore[]): Promise<readonly Rewrite[]> {
    const looked = this.#rewrites
    const byId = new Map(stores.map((store) => [store.database, store]))
    const taken = looked.filter(({ pages }) => !this.#wantEvicted(pages, byId))
    for (const { database, pgno } of taken.flatMap(({ pages }) => pages)) {
      if (!byId.has(database)) continue
      const { pages } = await this.#env.sql.request(
        { kind: 'readPinned', pin, database, sinceVersion: 0, fromPgno: pgno, pagesMax: 1 },
        'pinnedPages',
      )
      // The first page from there on: if it is another one, this one does not exist.
      const page = pages.find((found) => found.pgno === pgno) ?? { pgno }
      this.#count([page])
      await this.#env.storage.writePages([toPageWrite(database, page)])
    }
    this.#rewrites = this.#rewrites.filter((rewrite) => !taken.includes(rewrite))
    return taken
  }

  /**
   * Memory has no better page of an evicted database: it is loaded, and then either the page is good, and the next checkpoint
   * writes it, or the stores are known to be wrong. Returns whether there is one among these.
   */
  #wantEvicted(pages: readonly PagePosition[], stores: ReadonlyMap<number, PinnedStore>): boolean {
    const evicted = pages.filter(({ database }) => stores.get(database)?.evicted)
    for (const { database } of evicted) this.#env.sql.send({ kind: 'wantStore', database })
    return evicted.length > 0
  }

  #count(pages: readonly PinnedPage[]): void {
    this.#written.checkpointPages += pages.length
    for (const { data } of pages) this.#written.checkpointBytes += data?.length ?? 0
  }
}

export function toPageWrite(database: number, page: PinnedPage): PageWrite {
  return { database, pgno: page.pgno, data: page.data, hash: page.hash }
}

function overtaken(): QuorumliteError {
  return new QuorumliteError('ABORTED', 'a snapshot replaces what is being check-pointed')
}

/** Its pins are gone: with a snapshot, or because the stores turned out to be wrong. The next one makes up for it. */
function isAborted(cause: unknown): boolean {
  return cause instanceof QuorumliteError && (cause.code === 'ABORTED' || cause.code === 'DIVERGED')
}
