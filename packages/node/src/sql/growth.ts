import type { PageStore } from '@quorumlite/sqlite'
import { PAGE_BYTES, QuorumliteError } from '@quorumlite/wire'
import { databaseFull, memoryLow, sizeOf } from '../size-errors.ts'
import { heapRoom } from './heap-room.ts'
import type { SqlEnvironment } from './sql-environment.ts'
import type { RoomOfWriter } from './sql-failure.ts'

type GrowthEnvironment = Pick<SqlEnvironment, 'engine' | 'limits' | 'makeRoom' | 'sizeLimits'>

/**
 * How far one database may grow, and what a transaction may write in it: by its limit of size, by what a commit can carry, and
 * by what memory the node has left. Where memory is short, no database grows any more; what is there can be changed, and
 * deleted.
 */
export class Growth implements RoomOfWriter {
  readonly #env: GrowthEnvironment
  readonly #store: PageStore
  readonly #database: number
  readonly #name: string
  /** As the store knows them. */
  #pagesMax = 0
  #transactionPagesMax = 0
  /** Pages that memory has room for, as of the last look. */
  #room = Infinity
  #isShort = false

  constructor(env: GrowthEnvironment, store: PageStore, database: number, name: string) {
    this.#env = env
    this.#store = store
    this.#database = database
    this.#name = name
  }

  /** Before anything is written. */
  look(): void {
    const { engine, limits, sizeLimits } = this.#env
    this.#env.makeRoom()
    const { growthPages, transactionPages, isShort } = heapRoom(engine)
    this.#room = growthPages
    this.#isShort = isShort
    this.#setPagesMax(sizeLimits.of(this.#database))
    const transactionPagesMax = Math.min(limits.transactionPagesMax, transactionPages)
    if (transactionPagesMax === this.#transactionPagesMax) return
    this.#transactionPagesMax = transactionPagesMax
    this.#store.setMaxTransactionBytes(transactionPagesMax * PAGE_BYTES)
  }

  /**
   * Which limit SQLite ran into: it has one code for all. A transaction adds at most as many pages as it writes: with room for
   * more than that, it was too large itself.
   */
  whyFull(): QuorumliteError {
    const { limits, sizeLimits } = this.#env
    const limit = sizeLimits.of(this.#database)
    const pages = this.#store.info().speculativePageCount
    if (this.#pagesMax - pages >= this.#transactionPagesMax) {
      const { transactionPagesMax } = limits
      const isMemory = this.#transactionPagesMax < transactionPagesMax
      return isMemory ? this.#memoryLow() : transactionTooLarge(transactionPagesMax)
    }
    return this.#pagesMax < limit ? this.#memoryLow() : databaseFull(this.#name, pages, limit)
  }

  /**
   * VACUUM copies what is in use into memory, and then writes it as one transaction: one that cannot succeed would take all the
   * memory there is before it fails, and a node never gives memory back.
   *
   * @throws QuorumliteError TRANSACTION_TOO_LARGE, MEMORY_LOW
   */
  checkVacuum(pagesInUse: number): void {
    if (pagesInUse <= this.#transactionPagesMax) return
    const what = `VACUUM of database '${this.#name}' writes ${sizeOf(pagesInUse)}`
    const { transactionPagesMax } = this.#env.limits
    if (pagesInUse <= transactionPagesMax) {
      throw memoryLow(`${what} twice, which is more than half of the memory left`, this.#room)
    }
    throw new QuorumliteError(
      'TRANSACTION_TOO_LARGE',
      `${what}, more than the ${sizeOf(transactionPagesMax)} of one transaction`,
      {
        hint: 'Free pages are used again without it. To make the file smaller, copy the rows into a new database.',
      },
    )
  }

  /** SQLite has one answer to a want of memory and to what is nested too deeply. */
  whyNoMemory(): QuorumliteError | undefined {
    return this.#isShort ? this.#memoryLow() : undefined
  }

  /** One that has more already may stay as it is, and becomes smaller with its pages. */
  #setPagesMax(limit: number): void {
    if (this.#pagesMax === limit && this.#room >= limit) return
    const pages = this.#store.info().speculativePageCount
    const pagesMax = Math.max(1, pages, Math.min(limit, pages + this.#room))
    if (pagesMax === this.#pagesMax) return
    this.#pagesMax = pagesMax
    this.#store.setMaxPages(pagesMax)
  }

  #memoryLow(): QuorumliteError {
    const writable = sizeOf(this.#transactionPagesMax)
    const what = `the write to database '${this.#name}' needs more memory than there is: one transaction can write ${writable}`
    return memoryLow(what, this.#room)
  }
}

function transactionTooLarge(pagesMax: number): QuorumliteError {
  const mib = Math.floor((pagesMax * PAGE_BYTES) / (1024 * 1024))
  return new QuorumliteError(
    'TRANSACTION_TOO_LARGE',
    `the transaction would write more than ${pagesMax} pages (${mib} MiB)`,
    { hint: 'Write less in one transaction: several smaller ones, for example by ranges of keys.' },
  )
}
