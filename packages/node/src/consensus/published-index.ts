/** Patience of somebody who waits: `expire` is called instead of `run` when it is over. */
export interface Patience {
  readonly deadlineMs: number
  readonly expire: () => void
}

interface Waiter {
  readonly index: number
  readonly run: () => void
  readonly patience: Patience | undefined
}

/**
 * How far the SQL half has published, and who waits for it. A position that somebody has heard of must be visible to
 * whatever that somebody reads next, so answers wait here.
 */
export class PublishedIndex {
  #index: number
  #waiters: Waiter[] = []

  constructor(index: number) {
    this.#index = index
  }

  get index(): number {
    return this.#index
  }

  get waiting(): number {
    return this.#waiters.length
  }

  /** Runs at once if `index` is published, else as soon as it is; in the order of the calls. */
  whenPublished(index: number, run: () => void, patience?: Patience): void {
    if (index <= this.#index) run()
    else this.#waiters.push({ index, run, patience })
  }

  advance(index: number): void {
    if (index <= this.#index) return
    this.#index = index
    const ready = this.#waiters.filter((waiter) => waiter.index <= index)
    if (ready.length === 0) return
    this.#waiters = this.#waiters.filter((waiter) => waiter.index > index)
    for (const waiter of ready) waiter.run()
  }

  /** The stores are gone, and with them what would be published next: nobody who can be told otherwise waits on. */
  abandon(): void {
    const abandoned = this.#waiters
    this.#waiters = abandoned.filter(({ patience }) => !patience)
    for (const { patience } of abandoned) patience?.expire()
  }

  /** Called every tick. */
  expire(nowMs: number): void {
    const isLate = ({ patience }: Waiter): boolean => !!patience && patience.deadlineMs <= nowMs
    if (!this.#waiters.some(isLate)) return
    const late = this.#waiters.filter(isLate)
    this.#waiters = this.#waiters.filter((waiter) => !isLate(waiter))
    for (const { patience } of late) patience?.expire()
  }
}
