import { ClosedError, type PageStore, type PinnedVersion } from '@quorumlite/sqlite'
import {
  EXPORT_PIECE_BYTES_MAX,
  PAGE_BYTES,
  QuorumliteError,
  errorToFailure,
} from '@quorumlite/wire'
import { transferable } from './result-encoding.ts'
import type { SqlEnvironment } from './sql-environment.ts'
import type { OpenSnapshot, Snapshots } from './snapshots.ts'

const PIECE_PAGES = EXPORT_PIECE_BYTES_MAX / PAGE_BYTES
/** The file format write and read versions of the header: https://sqlite.org/fileformat2.html#file_format_version_numbers */
const FORMAT_VERSION_OFFSETS = [18, 19] as const
const ROLLBACK_JOURNAL_MODE = 1

interface RunningExport extends OpenSnapshot {
  readonly ticket: number
  readonly pin: PinnedVersion
  nextPgno: number
  /** Pieces that may still be sent before some are taken. */
  windowLeft: number
}

/**
 * Databases on their way out as SQLite files. Each is one pinned version: it holds up no writer and no reader, and is
 * given up like any snapshot when the old pages that it keeps take too much memory.
 */
export class Exports {
  readonly #env: SqlEnvironment
  readonly #snapshots: Snapshots
  readonly #running = new Map<number, RunningExport>()

  constructor(env: SqlEnvironment, snapshots: Snapshots) {
    this.#env = env
    this.#snapshots = snapshots
  }

  start(ticket: number, store: PageStore, windowMax: number): void {
    const running: RunningExport = {
      ticket,
      store,
      pin: this.#env.withMemory(() => store.pin()),
      openedAtMs: this.#env.clock.nowMs(),
      ageMaxMs: this.#env.limits.exportAgeMaxMs,
      nextPgno: 1,
      windowLeft: windowMax,
      evict: (why) => this.#refuse(running, why),
    }
    this.#running.set(ticket, running)
    this.#snapshots.add(running)
    this.#sendPiece(running)
  }

  /** `count` of the pieces have reached their reader. */
  takePieces(ticket: number, count: number): void {
    const running = this.#running.get(ticket)
    if (!running) return
    const wasBlocked = running.windowLeft <= 0
    running.windowLeft += count
    if (wasBlocked && running.windowLeft > 0) this.#sendLater(running)
  }

  cancel(ticket: number): void {
    const running = this.#running.get(ticket)
    if (running) this.#refuse(running, new QuorumliteError('ABORTED', 'the export was cancelled'))
  }

  /** One piece at a time, so that commands and queries get their turns in between. */
  #sendLater(running: RunningExport): void {
    this.#env.defer(() => {
      if (this.#running.get(running.ticket) === running) this.#sendPiece(running)
    })
  }

  #sendPiece(running: RunningExport): void {
    const { ticket, pin, nextPgno } = running
    const { pageCount } = pin
    const pages = Math.min(PIECE_PAGES, pageCount - nextPgno + 1)
    let data: Uint8Array
    try {
      data = readPages(pin, nextPgno, pages)
    } catch (error) {
      if (!(error instanceof ClosedError)) throw error
      return this.#refuse(running, new QuorumliteError('SNAPSHOT_TOO_OLD', error.message))
    }
    running.nextPgno += pages
    running.windowLeft--
    const last = running.nextPgno > pageCount
    this.#env.report({ kind: 'exportPiece', ticket, pageCount, data, last }, transferable(data))
    if (last) this.#end(running)
    else if (running.windowLeft > 0) this.#sendLater(running)
  }

  #refuse(running: RunningExport, why: QuorumliteError): void {
    this.#end(running)
    const failure = errorToFailure(why)
    this.#env.report({ kind: 'refused', ticket: running.ticket, failure })
  }

  #end(running: RunningExport): void {
    this.#running.delete(running.ticket)
    this.#snapshots.remove(running)
    running.pin.release()
  }
}

/** Holes are zeros. The file is in rollback-journal mode, so that it opens on a read-only medium too. */
function readPages(pin: PinnedVersion, first: number, count: number): Uint8Array {
  const { damaged } = pin.verify(first, count)
  if (damaged.length > 0) {
    throw new QuorumliteError('DIVERGED', `page ${damaged[0]} is damaged in memory`)
  }
  const data = new Uint8Array(count * PAGE_BYTES)
  for (let i = 0; i < count; i++) {
    const page = pin.page(first + i)
    if (page) data.set(page, i * PAGE_BYTES)
  }
  if (first === 1) for (const at of FORMAT_VERSION_OFFSETS) data[at] = ROLLBACK_JOURNAL_MODE
  return data
}
