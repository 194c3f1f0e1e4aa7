import type { Connection, PageStore } from '@quorumlite/sqlite'
import { assert } from '../assert.ts'

/** Statements kept compiled: a service has some hundred, and each costs a few kilobytes. */
const CACHED_STATEMENTS = 256

/**
 * The one connection of a database that runs everybody's writes. It is opened when it is first needed, again after the
 * state that it saw is gone, and made as good as new between two requests, so that none hears of the other.
 */
export class WriterConnection {
  readonly #store: PageStore
  #connection: Connection | undefined

  constructor(store: PageStore) {
    this.#store = store
  }

  /** As good as new. */
  get connection(): Connection {
    if (this.#connection && !this.#connection.closed) return this.#connection
    this.#connection = this.#store.connect({
      view: 'speculative',
      writable: true,
      profile: 'writer',
      cachedStatements: CACHED_STATEMENTS,
    })
    return this.#connection
  }

  /** A request is over: nothing of it may reach the next. */
  endRequest(): void {
    const connection = this.#connection
    if (!connection || connection.closed) return
    connection.resetRequestState()
    assert(connection.autocommit, 'no transaction outlives its request')
  }

  close(): void {
    this.#connection?.[Symbol.dispose]()
    this.#connection = undefined
  }
}
