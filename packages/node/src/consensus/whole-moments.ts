/**
 * The moments at which no commit is half in the log. What is applied at one can be the base of a snapshot; in between, the
 * parts that were applied would be missing from it.
 */
export class WholeMoments {
  readonly #isWhole: () => boolean
  #waiting: (() => void)[] = []

  constructor(isWhole: () => boolean) {
    this.#isWhole = isWhole
  }

  /** `run` is called in such a moment, at once if this is one: before anything else is applied. */
  when(run: () => void): void {
    this.#waiting.push(run)
    this.look()
  }

  /** An entry was applied, and the SQL half was told. */
  look(): void {
    if (this.#waiting.length === 0 || !this.#isWhole()) return
    const waiting = this.#waiting
    this.#waiting = []
    for (const run of waiting) run()
  }
}
