import type { GroupStorage, PagePosition } from '@quorumlite/storage'
import type { Clock, Timer } from '@quorumlite/transport'
import { PAGE_BYTES, QuorumliteError, type IntegrityStatus } from '@quorumlite/wire'
import type { NodeLimits } from '../../limits.ts'
import type { Checkpointer } from '../checkpointer.ts'
import type { SqlLink } from '../sql-link.ts'
import type { Repair } from './repair.ts'

export interface ScrubberEnvironment {
  readonly clock: Clock
  readonly limits: Pick<NodeLimits, 'scrubBytesPerSecond'>
  readonly sql: Pick<SqlLink, 'request'>
  readonly storage: Pick<GroupStorage, 'inspectPages'>
  readonly checkpointer: Pick<Checkpointer, 'rewrite'>
  readonly repair: Pick<Repair, 'outOfService' | 'noteDamage' | 'noteRepair'>
  readonly onFailure: (cause: unknown) => void
}

/** Looked at in one go, of memory and of disk: half a millisecond there, some milliseconds here. */
const SLICE_PAGES = 256

/**
 * Goes round the pages, in memory and on disk, and holds them against their hashes: a bit that flips where nobody looks is
 * found while there is still somebody to repair it from. As many bytes of either each second, however large they are.
 */
export class Scrubber {
  readonly #env: ScrubberEnvironment
  readonly #intervalMs: number
  #timer: Timer | undefined
  #stopped = false
  #after: PagePosition | undefined
  /** Being written anew. */
  #rewriting = false
  readonly #scrubbed = { memoryPagesScrubbed: 0, diskPagesScrubbed: 0 }

  constructor(env: ScrubberEnvironment) {
    this.#env = env
    this.#intervalMs = (SLICE_PAGES * PAGE_BYTES * 1_000) / env.limits.scrubBytesPerSecond
  }

  get status(): Pick<IntegrityStatus, 'memoryPagesScrubbed' | 'diskPagesScrubbed'> {
    return this.#scrubbed
  }

  start(): void {
    if (this.#stopped || this.#env.limits.scrubBytesPerSecond === 0) return
    this.#timer = this.#env.clock.setTimer(this.#intervalMs, () => void this.#look())
  }

  stop(): void {
    this.#stopped = true
    this.#timer?.cancel()
  }

  async #look(): Promise<void> {
    try {
      if (!this.#env.repair.outOfService) await this.#lookAtMemory()
      if (!this.#env.repair.outOfService && !this.#rewriting) await this.#lookAtDisk()
    } catch (cause) {
      // The stores were given up, or the node stops: then somebody else has heard of it.
      const code = cause instanceof QuorumliteError ? cause.code : undefined
      if (code !== 'DIVERGED' && code !== 'CLOSED' && !this.#stopped) this.#env.onFailure(cause)
    }
    this.start()
  }

  async #lookAtMemory(): Promise<void> {
    const command = { kind: 'scrubMemory', pagesMax: SLICE_PAGES } as const
    const { pages } = await this.#env.sql.request(command, 'scrubbed')
    this.#scrubbed.memoryPagesScrubbed += pages
  }

  async #lookAtDisk(): Promise<void> {
    const { pages, damaged, next } = await this.#env.storage.inspectPages(this.#after, SLICE_PAGES)
    this.#after = next
    this.#scrubbed.diskPagesScrubbed += pages.length + damaged.length
    const found = [...damaged]
    if (pages.length > 0) {
      const answer = await this.#env.sql.request({ kind: 'checkPages', pages }, 'checkedPages')
      for (const place of answer.damaged) {
        const { database, pgno } = pages[place]!
        found.push({ database, pgno })
      }
    }
    if (found.length > 0) void this.#rewrite(found)
  }

  /** What is served comes from memory, where the page is as it should be: its hash is looked at before it is written. */
  async #rewrite(found: readonly PagePosition[]): Promise<void> {
    const { clock, repair, checkpointer } = this.#env
    this.#rewriting = true
    const beganMs = clock.nowMs()
    const [{ database, pgno } = { database: 0, pgno: 0 }] = found
    const more = found.length > 1 ? `, and ${found.length - 1} more` : ''
    const message = `page ${pgno} of database #${database} on disk does not match its hash${more}`
    repair.noteDamage('disk', message, found)
    await checkpointer.rewrite(found)
    this.#rewriting = false
    repair.noteRepair({ from: 'memory', tookMs: Math.round(clock.nowMs() - beganMs) })
  }
}
