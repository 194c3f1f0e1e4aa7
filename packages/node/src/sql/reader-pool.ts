import type { Connection } from '@quorumlite/sqlite'
import { QuorumliteError } from '@quorumlite/wire'
import type { ReadableStore } from './snapshots.ts'
import type { SqlLimits } from './sql-limits.ts'

/** Connections to the committed version of one database. Each serves one read at a time, on a snapshot of its own. */
export class ReaderPool {
  readonly store: ReadableStore
  readonly #limits: SqlLimits
  readonly #idle: Connection[] = []
  #taken = 0

  constructor(store: ReadableStore, limits: SqlLimits) {
    this.store = store
    this.#limits = limits
  }

  /** No read is running. */
  get isIdle(): boolean {
    return this.#taken === 0
  }

  /**
   * `fresh`: one that remembers nothing of earlier versions.
   *
   * @throws QuorumliteError TOO_MANY_REQUESTS
   */
  take({ fresh = false }: { fresh?: boolean } = {}): Connection {
    const { readersMax } = this.#limits
    if (this.#taken >= readersMax) {
      const message = `${readersMax} reads of this database are running`
      throw new QuorumliteError('TOO_MANY_REQUESTS', message)
    }
    const connection = (fresh ? undefined : this.#idleConnection()) ?? this.#connect()
    this.#taken++
    return connection
  }

  /** The read is over: its snapshot and everything that it set are forgotten. */
  giveBack(connection: Connection): void {
    this.#taken--
    if (connection.closed) return
    if (this.#idle.length >= this.#limits.idleReadersMax) return connection[Symbol.dispose]()
    connection.resetRequestState()
    this.#idle.push(connection)
  }

  /** The memory of the connection is wanted, too. */
  discard(connection: Connection): void {
    this.#taken--
    connection[Symbol.dispose]()
  }

  close(): void {
    for (const connection of this.#idle.splice(0)) connection[Symbol.dispose]()
  }

  #idleConnection(): Connection | undefined {
    for (;;) {
      const connection = this.#idle.pop()
      // An import closes connections that remember the old schema.
      if (!connection?.closed) return connection
    }
  }

  #connect(): Connection {
    return this.store.connect({ view: 'committed', profile: 'reader' })
  }
}
