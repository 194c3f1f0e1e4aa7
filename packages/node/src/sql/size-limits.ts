import { DATABASE_PAGES_DEFAULT } from '@quorumlite/wire'

/** How large databases may become, as the log says: the same on every node, and looked at by the one that leads. */
export class SizeLimits {
  #pagesMax = DATABASE_PAGES_DEFAULT
  readonly #own = new Map<number, number>()

  /** `database` 0: all that have none of their own. `pagesMax` 0: none of its own. */
  set(database: number, pagesMax: number): void {
    if (database === 0) this.#pagesMax = pagesMax
    else if (pagesMax === 0) this.#own.delete(database)
    else this.#own.set(database, pagesMax)
  }

  of(database: number): number {
    return this.#own.get(database) ?? this.#pagesMax
  }

  forget(database: number): void {
    this.#own.delete(database)
  }

  /** Of databases; what holds for those that have none of their own stays. */
  forgetAll(): void {
    this.#own.clear()
  }
}
