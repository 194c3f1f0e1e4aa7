import { decodeEntryPayload } from '@quorumlite/wire'
import { assert } from '../assert.ts'
import type { SqlLink } from './sql-link.ts'
import type { PartedCommit } from './state/part-buffer.ts'

/**
 * Brings the parts of commits that were executed elsewhere into the page stores as they are applied: what is left to do
 * when the last one comes is little, however large the commit. A leader does without for its own; should it lose its
 * speculation in between, it catches up from the log.
 */
export class PartStaging {
  readonly #sql: SqlLink
  readonly #readEntry: (index: number) => Uint8Array
  /** By database: how many parts the SQL half has been sent of the commit that is under way. */
  readonly #staged = new Map<number, number>()

  /** `readEntry`: the data of an applied entry of the log. */
  constructor(sql: SqlLink, readEntry: (index: number) => Uint8Array) {
    this.#sql = sql
    this.#readEntry = readEntry
  }

  /** The last of the parts has just been applied. */
  add(parted: PartedCommit, pages: Uint8Array): void {
    const { database, indexes } = parted
    if (indexes.length === 1) this.#staged.delete(database)
    this.#catchUp(parted, indexes.length - 1)
    this.#send(database, pages)
  }

  complete(parted: PartedCommit, header: Uint8Array, verify: boolean): void {
    this.#catchUp(parted, parted.indexes.length)
    this.#staged.delete(parted.database)
    this.#sql.send({ kind: 'applyStaged', database: parted.database, header, verify })
  }

  /** What was staged of these databases will not be completed. */
  forget(databases: readonly number[]): void {
    for (const database of databases) {
      if (!this.#staged.delete(database)) continue
      this.#sql.send({ kind: 'dropStaged', database })
    }
  }

  /** The stores are new. */
  reset(): void {
    this.#staged.clear()
  }

  #catchUp({ database, indexes }: PartedCommit, through: number): void {
    for (let i = this.#staged.get(database) ?? 0; i < through; i++) {
      const { body } = decodeEntryPayload(this.#readEntry(indexes[i]!))
      assert(body.kind === 'part', 'the log holds a part where one was applied')
      this.#send(database, body.value.pages)
    }
  }

  #send(database: number, pages: Uint8Array): void {
    const staged = this.#staged.get(database) ?? 0
    this.#staged.set(database, staged + 1)
    // Moved, not cloned; and not a view of the log's memory.
    const own = new Uint8Array(pages)
    this.#sql.send({ kind: 'stagePart', database, first: staged === 0, pages: own }, [own.buffer])
  }
}
