import type { Database } from './databases.ts'

/** Busy databases that are passed over to find one to disconnect: the work of one call is bounded. */
const BUSY_MAX = 16

/**
 * Which databases may have connections open, those used last at the end. What SQLite caches and has compiled in a connection
 * takes more memory than a small database: it is worth that only where somebody comes again soon.
 */
export class ConnectedDatabases {
  readonly #databasesMax: number
  readonly #recent = new Set<Database>()
  #last: Database | undefined

  constructor(databasesMax: number) {
    this.#databasesMax = databasesMax
  }

  /** It is about to be used. Closes the connections of those that were not for the longest time, unless they are busy. */
  touch(database: Database): void {
    if (this.#last === database) return
    this.#last = database
    this.#recent.delete(database)
    this.#recent.add(database)
    if (this.#recent.size > this.#databasesMax) this.#disconnectOldest(database)
  }

  forget(database: Database): void {
    this.#recent.delete(database)
    if (this.#last === database) this.#last = undefined
  }

  /** Closes its connections, unless it is busy. Returns whether it did. */
  disconnect(database: Database): boolean {
    const { executor, readers } = database
    if (!readers.isIdle || !executor.disconnect()) return false
    readers.close()
    this.forget(database)
    return true
  }

  #disconnectOldest(used: Database): void {
    let busy = 0
    for (const database of this.#recent) {
      if (database === used || busy > BUSY_MAX) return
      if (!this.disconnect(database)) busy++
      if (this.#recent.size <= this.#databasesMax) return
    }
  }
}
