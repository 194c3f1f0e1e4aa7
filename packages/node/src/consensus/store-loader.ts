import type { GroupStorage, StoredPage } from '@quorumlite/storage'
import { QuorumliteError } from '@quorumlite/wire'
import type { PagesWanted } from '../sql/eviction-messages.ts'
import { packPages } from '../sql/packed-pages.ts'
import type { ResidencyReport, SqlLink } from './sql-link.ts'

export interface StoreLoaderEnvironment {
  readonly storage: Pick<GroupStorage, 'readPages'>
  readonly sql: Pick<SqlLink, 'request' | 'send'>
  readonly onFailure: (cause: unknown) => void
}

/** Databases that are read at the same time: a large one does not hold up the small ones. */
const LOADS_MAX = 4

/**
 * Brings back the pages of databases that the SQL half has evicted. They are those of the last checkpoint: while a database is
 * evicted nothing changes it, and no checkpoint writes it.
 */
export class StoreLoader {
  readonly #env: StoreLoaderEnvironment
  readonly #evicted = new Set<number>()
  readonly #loads = new Set<Promise<void>>()
  readonly #queue: PagesWanted[] = []
  #suspended = false
  #loadCount = 0

  constructor(env: StoreLoaderEnvironment) {
    this.#env = env
  }

  /** Databases whose pages are on disk alone. */
  get evicted(): ReadonlySet<number> {
    return this.#evicted
  }

  /** Completed ones, since the node started. */
  get loads(): number {
    return this.#loadCount
  }

  onReport(report: ResidencyReport): void {
    if (report.kind === 'storeEvicted') this.#evicted.add(report.database)
    else if (report.kind === 'evictionEnded') this.#evicted.delete(report.database)
    else {
      this.#queue.push(report)
      this.#next()
    }
  }

  /** A snapshot is about to replace all pages: none is read any more when this resolves. */
  async suspend(): Promise<void> {
    this.#suspended = true
    await Promise.all(this.#loads)
  }

  /** The stores hold what is on disk. What was wanted of those before them is refused. */
  resume(): void {
    this.#suspended = false
    this.#next()
  }

  #next(): void {
    while (!this.#suspended && this.#loads.size < LOADS_MAX) {
      const wanted = this.#queue.shift()
      if (!wanted) return
      const load = this.#load(wanted)
        .catch((cause: unknown) => this.#onError(wanted, cause))
        .finally(() => {
          this.#loads.delete(load)
          this.#next()
        })
      this.#loads.add(load)
    }
  }

  /** Damage on the disk is the SQL half's to tell of, as damage in memory is: it knows whether the pages are still wanted. */
  #onError({ database, load }: PagesWanted, cause: unknown): void {
    const code = cause instanceof QuorumliteError ? cause.code : undefined
    // The node stops.
    if (code === 'CLOSED') return
    if (!(cause instanceof Error) || code !== 'STORAGE_DAMAGED') return this.#env.onFailure(cause)
    this.#env.sql.send({ kind: 'failLoad', database, load, message: cause.message })
  }

  /** The next pages are read while the SQL half takes these. */
  async #load(wanted: PagesWanted): Promise<void> {
    let pages: readonly StoredPage[] = []
    let taken = Promise.resolve(true)
    for await (const next of this.#env.storage.readPages(wanted.database)) {
      if (!(await taken) || this.#suspended) return
      if (pages.length > 0) taken = this.#send(wanted, pages, false)
      // What became of it is asked when the next pages are there.
      taken.catch(() => undefined)
      pages = next
    }
    if (!(await taken) || this.#suspended) return
    if (await this.#send(wanted, pages, true)) this.#loadCount++
  }

  /** Returns whether the SQL half took them. */
  async #send(
    { database, load }: PagesWanted,
    stored: readonly StoredPage[],
    last: boolean,
  ): Promise<boolean> {
    const pages = packPages(stored)
    const command = { kind: 'loadPages', database, load, pages, last } as const
    try {
      await this.#env.sql.request(command, 'loadedPages', [pages.bytes.buffer])
      return true
    } catch (cause) {
      if (isRefused(cause)) return false
      throw cause
    }
  }
}

/** The SQL half has no use for the pages any more, no memory for them, has given its stores up, or has ended. */
function isRefused(cause: unknown): boolean {
  return cause instanceof QuorumliteError && REFUSALS.has(cause.code)
}

const REFUSALS: ReadonlySet<string> = new Set([
  'ABORTED',
  'CLOSED',
  'DIVERGED',
  'MEMORY_LOW',
  'NODE_FAILED',
])
