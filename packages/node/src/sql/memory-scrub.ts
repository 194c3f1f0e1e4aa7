import type { Engine, PageStore } from '@quorumlite/sqlite'
import type { CheckPages, CheckedPages, DamagedPage } from './integrity-messages.ts'
import { damagedPage } from './pinned-stores.ts'

type Stores = Iterable<readonly [database: number, PageStore]>

/** Goes round the pages in memory, some at a time, and holds the committed version of each against its hash. */
export class MemoryScrub {
  readonly #stores: () => Stores
  /** Where the next look begins. */
  #database = 0
  #pgno = 1

  constructor(stores: () => Stores) {
    this.#stores = stores
  }

  /**
   * Looks at the next pages, at most so many and none twice. Returns how many there were.
   * @throws PageStoreError PAGE_DAMAGED
   */
  next(pagesMax: number): number {
    const stores = [...this.#stores()].toSorted(([a], [b]) => a - b)
    const begun = Math.max(
      0,
      stores.findIndex(([database]) => database >= this.#database),
    )
    let looked = 0
    for (let i = 0; i < stores.length && looked < pagesMax; i++) {
      const [database, store] = stores[(begun + i) % stores.length]!
      if (database !== this.#database) this.#goTo(database)
      looked += this.#lookAt(database, store, pagesMax - looked)
      if (this.#pgno > store.pageCount) this.#goTo(database + 1)
    }
    return looked
  }

  #goTo(database: number): void {
    this.#database = database
    this.#pgno = 1
  }

  #lookAt(database: number, store: PageStore, pagesMax: number): number {
    const from = this.#pgno
    using pin = store.pin()
    if (from > pin.pageCount) return 0
    const { damaged, next = pin.pageCount + 1 } = pin.verify(from, pagesMax)
    if (damaged.length > 0) throw damagedPage(database, damaged[0]!)
    this.#pgno = next
    return next - from
  }
}

/** Every page in memory that does not match its hash, at most so many. */
export function findDamage(stores: Stores, pagesMax: number): DamagedPage[] {
  const found: DamagedPage[] = []
  for (const [database, store] of stores) {
    using pin = store.pin()
    for (let next: number | undefined = 1; next !== undefined;) {
      const verified = pin.verify(next, VERIFIED_PAGES)
      for (const pgno of verified.damaged) found.push({ database, pgno })
      if (found.length >= pagesMax) return found.slice(0, pagesMax)
      next = verified.next
    }
  }
  return found
}

const VERIFIED_PAGES = 4_096

/** Holds pages from elsewhere against the hashes that came with them. */
export function checkPages(
  engine: Pick<Engine, 'matchesHash'>,
  { ticket, pages }: CheckPages,
): CheckedPages {
  const damaged = pages.flatMap(({ pgno, data, hash }, place) =>
    engine.matchesHash(pgno, data, hash) ? [] : [place],
  )
  return { kind: 'checkedPages', ticket, damaged }
}
