// What a batch of seeds has met. A simulator that never meets a case says nothing about it, so a counter that stays at
// zero fails the batch.

export class Coverage {
  readonly #counts: Map<string, number>

  /** With every name that has to be met. */
  constructor(names: readonly string[] = []) {
    this.#counts = new Map(names.map((name) => [name, 0]))
  }

  count(name: string, times = 1): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + times)
  }

  add(counts: Readonly<Record<string, number>>): void {
    for (const [name, times] of Object.entries(counts)) {
      this.count(name, times)
    }
  }

  get(name: string): number {
    return this.#counts.get(name) ?? 0
  }

  toRecord(): Record<string, number> {
    return Object.fromEntries(this.#counts)
  }

  /** Of these names, those of what was never met. */
  missing(names: readonly string[]): string[] {
    return names.filter((name) => this.get(name) === 0)
  }

  /** As lines for people, sorted by name. */
  format(): string[] {
    const rows = [...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1))
    const width = Math.max(...rows.map(([name]) => name.length))
    return rows.map(([name, times]) => `  ${name.padEnd(width)}  ${times}`)
  }
}
