import {
  coveredIndex,
  type Coverage,
  type PinnedCheckpoint,
  type StoredPage,
} from '@quorumlite/storage'
import type { PageChunk } from './page-chunk.ts'

/** 256 KiB of pages in one frame: a heartbeat on the raft stream never waits long behind it. */
const PAGES_PER_CHUNK = 64
/** Numbers of absent pages in one frame. */
const ABSENT_PER_CHUNK = 4_096
/** So often the peer hears how far it is, also where nothing changed. */
const SCANNED_PER_CHUNK = 16_384

export interface ChangesRequest {
  /** How new the peer's pages are. */
  readonly coverage: Coverage
  /** Pages that the peer wants whatever their index, by database. */
  readonly damaged: ReadonlyMap<number, ReadonlySet<number>>
  /** Databases of the checkpoint, with their sizes. Rows of others are rubbish. */
  readonly pageCounts: ReadonlyMap<number, number>
  readonly onScanned: (pages: number) => void
}

/**
 * What a peer lacks of a checkpoint: pages that changed since its own are of, and numbers of pages that do not exist. It
 * needs no proof of what the peer has: that is held against the checksums of the whole, before the peer makes it its state.
 */
export async function* changedPages(
  pinned: PinnedCheckpoint,
  { coverage, damaged, pageCounts, onScanned }: ChangesRequest,
): AsyncGenerator<PageChunk> {
  // A peer that has nothing has none that it should delete.
  const tellsAbsent = coverage.rest > 0 || coverage.ranges.length > 0
  let chunk: OpenChunk | undefined
  let upcoming = pinned.next(PAGES_PER_CHUNK)
  for (;;) {
    const rows = await upcoming
    if (rows.length === 0) break
    // Read ahead while these are packed and sent.
    upcoming = pinned.next(PAGES_PER_CHUNK)
    upcoming.catch(() => undefined)
    let scanned = 0
    for (const row of rows) {
      const { database, pgno } = row
      const pageCount = pageCounts.get(database)
      if (pageCount === undefined) continue
      if (chunk?.database !== database) {
        if (chunk) yield* chunk.end()
        chunk = new OpenChunk(database, pageCount, tellsAbsent)
      }
      const isWanted =
        row.changedIndex > coveredIndex(coverage, row) || damaged.get(database)?.has(pgno) === true
      chunk.add(row, isWanted)
      scanned++
      if (chunk.isFull) yield* chunk.take()
    }
    onScanned(scanned)
  }
  if (chunk) yield* chunk.end()
}

class OpenChunk {
  readonly database: number
  readonly #pageCount: number
  readonly #tellsAbsent: boolean
  #throughPgno = 0
  #toldThroughPgno = 0
  #scanned = 0
  #pages: StoredPage[] = []
  #absent: number[] = []

  constructor(database: number, pageCount: number, tellsAbsent: boolean) {
    this.database = database
    this.#pageCount = pageCount
    this.#tellsAbsent = tellsAbsent
  }

  get isFull(): boolean {
    return (
      this.#pages.length >= PAGES_PER_CHUNK ||
      this.#absent.length >= ABSENT_PER_CHUNK ||
      this.#scanned >= SCANNED_PER_CHUNK
    )
  }

  add(page: StoredPage, isWanted: boolean): void {
    this.#skipTo(page.pgno)
    this.#throughPgno = page.pgno
    this.#scanned++
    if (isWanted) this.#pages.push(page)
  }

  *take(): Generator<PageChunk> {
    const { database } = this
    while (this.#absent.length > ABSENT_PER_CHUNK) {
      const absent = this.#absent.splice(0, ABSENT_PER_CHUNK)
      // Pages before these are still to come, so nothing new is covered.
      yield { database, throughPgno: this.#toldThroughPgno, pages: [], absent }
    }
    const throughPgno = this.#throughPgno
    yield { database, throughPgno, pages: this.#pages, absent: this.#absent }
    this.#toldThroughPgno = throughPgno
    this.#pages = []
    this.#absent = []
    this.#scanned = 0
  }

  *end(): Generator<PageChunk> {
    this.#skipTo(this.#pageCount + 1)
    this.#throughPgno = this.#pageCount
    yield* this.take()
  }

  #skipTo(pgno: number): void {
    if (!this.#tellsAbsent) return
    for (let gap = this.#throughPgno + 1; gap < pgno; gap++) this.#absent.push(gap)
  }
}
