/**
 * How far the SQL half has published, and who waits for it. A position that somebody has heard of must be visible to
 * whatever that somebody reads next, so answers wait here.
 */
export class PublishedIndex {
  #index: number
  #waiters: { readonly index: number; readonly run: () => void }[] = []

  constructor(index: number) {
    this.#index = index
  }

  get index(): number {
    return this.#index
  }

  /** Runs at once if `index` is published, else as soon as it is; in the order of the calls. */
  whenPublished(index: number, run: () => void): void {
    if (index <= this.#index) run()
    else this.#waiters.push({ index, run })
  }

  advance(index: number): void {
    if (index <= this.#index) return
    this.#index = index
    const ready = this.#waiters.filter((waiter) => waiter.index <= index)
    if (ready.length === 0) return
    this.#waiters = this.#waiters.filter((waiter) => waiter.index > index)
    for (const waiter of ready) waiter.run()
  }
}
