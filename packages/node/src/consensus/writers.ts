/** A database as this leader's writer sees it: ahead of the log by what is on its way. */
export interface Writer {
  /** Counts the aborts of its speculation; whatever ran in an earlier epoch is worthless. */
  epoch: number
  /** The sequence number that the next commit builds upon. */
  sequence: number
}

/** Of all databases, by their ids. Epochs outlive terms: an answer to a writer of an earlier one may still be on its way. */
export class Writers {
  readonly #byDatabase = new Map<number, Writer>()

  /** Made when it is asked for first. */
  of(database: number): Writer {
    let writer = this.#byDatabase.get(database)
    if (!writer) this.#byDatabase.set(database, (writer = { epoch: 0, sequence: 0 }))
    return writer
  }

  find(database: number): Writer | undefined {
    return this.#byDatabase.get(database)
  }

  /** What ran is worth nothing; the next commit builds upon this one. Returns the epoch that begins. */
  abort(database: number, sequence: number): number {
    const writer = this.of(database)
    writer.sequence = sequence
    return ++writer.epoch
  }

  /** Nothing that ran anywhere is worth anything. */
  abortAll(): void {
    for (const writer of this.#byDatabase.values()) writer.epoch++
  }

  /** The database was dropped. */
  delete(database: number): void {
    this.#byDatabase.delete(database)
  }

  epochs(): { readonly database: number; readonly epoch: number }[] {
    return [...this.#byDatabase].map(([database, { epoch }]) => ({ database, epoch }))
  }
}
