import { PACKED_BYTES_MAX } from '../sql/message-packing.ts'
import { PartStaging } from './part-staging.ts'
import type { SqlLink } from './sql-link.ts'
import { ownCopy, storeCommand } from './store-commands.ts'
import type { Effect } from './state/replicated-state.ts'

/** What an entry that was executed elsewhere did to pages, or to the list of databases. */
export type StoreEffect = Extract<
  Effect,
  { kind: 'committed' | 'part' | 'created' | 'copied' | 'dropped' | 'limited' }
>

/** Brings into the page stores what applied entries did, in the order of the log. */
export class StoreFeed {
  readonly #sql: SqlLink
  readonly #staging: PartStaging
  #isOpen = true

  /** `readEntry`: the data of an applied entry that a checkpoint has not overtaken. */
  constructor(sql: SqlLink, readEntry: (index: number) => Uint8Array) {
    this.#sql = sql
    this.#staging = new PartStaging(sql, readEntry)
  }

  /** The stores are of no use any more: until they are made anew, nothing that is applied goes there. */
  close(): void {
    this.#isOpen = false
    this.#staging.reset()
  }

  /** The stores are as the state says, as of that index. */
  open(index: number): void {
    this.#isOpen = true
    this.markApplied(index)
  }

  /** The stores are new, and the feed goes on from what they hold. */
  reset(): void {
    this.#staging.reset()
  }

  /** An entry was applied. */
  follow(effect: StoreEffect, verify: boolean): void {
    if (this.#isOpen) this.replay(effect, verify)
  }

  /** As `follow`, by whoever makes the stores anew. */
  replay(effect: StoreEffect, verify: boolean): void {
    if (effect.kind === 'part') return this.#staging.add(effect.parted, effect.pages)
    if (effect.kind === 'limited') return this.#limit(effect)
    if (effect.kind !== 'committed') {
      this.#sql.send(storeCommand(effect, verify))
      const { id, pagesMax } = effect.database
      // A copy has the limit of its source.
      if (effect.kind === 'copied' && pagesMax > 0) this.#limit({ database: id, pagesMax })
      return
    }
    const { pages, parted } = effect
    if (!pages) return
    const database = effect.database.id
    if (parted) this.#staging.complete(parted, ownCopy(pages), verify)
    else this.#sql.send({ kind: 'applyCommit', database, pages: forOtherThread(pages), verify })
  }

  /** What was staged of these databases will not be completed. */
  forget(databases: readonly number[]): void {
    if (databases.length > 0) this.#staging.forget(databases)
  }

  /** Everything up to there was posted. */
  markApplied(index: number): void {
    if (this.#isOpen) this.#sql.send({ kind: 'markApplied', index })
  }

  #limit({ database, pagesMax }: { readonly database: number; readonly pagesMax: number }): void {
    this.#sql.send({ kind: 'limitSize', database, pagesMax })
  }
}

/** What is packed is copied then. */
function forOtherThread(pages: Uint8Array): Uint8Array {
  return pages.length > PACKED_BYTES_MAX ? ownCopy(pages) : pages
}
