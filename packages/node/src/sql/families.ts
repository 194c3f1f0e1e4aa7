import type { PageStore } from '@quorumlite/sqlite'

/** A page that is not found in these is stored once more: a page is looked for in each, while it is restored. */
const RELATIVES_MAX = 4

/** Which stores may have pages in common, because they were copied from each other. */
export class Families {
  readonly #stores = new Map<number, Set<PageStore>>()

  add(family: number, store: PageStore): void {
    const stores = this.#stores.get(family)
    if (stores) stores.add(store)
    else this.#stores.set(family, new Set([store]))
  }

  remove(family: number, store: PageStore): void {
    const stores = this.#stores.get(family)
    stores?.delete(store)
    if (stores?.size === 0) this.#stores.delete(family)
  }

  /** The oldest member, and the newest ones. Of the largest databases if the family is not known (0). */
  relativesOf(family: number): PageStore[] {
    if (family === 0) return this.#largest()
    const [oldest, ...others] = this.#stores.get(family) ?? []
    if (!oldest) return []
    return [oldest, ...others.slice(1 - RELATIVES_MAX)]
  }

  #largest(): PageStore[] {
    const stores = [...this.#stores.values()].flatMap((members) => [...members])
    const sized = stores.map((store) => ({ store, pages: store.pageCount }))
    sized.sort((a, b) => b.pages - a.pages)
    return sized.slice(0, RELATIVES_MAX).map(({ store }) => store)
  }
}
