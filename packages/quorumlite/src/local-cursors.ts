import type { Connection, Statement } from '@quorumlite/sqlite'
import {
  QuorumliteError,
  type IntegerMode,
  type SqlParameters,
  type SqlValue,
} from '@quorumlite/wire'

const OPEN_MAX = 64
const IDLE_MAX = 4
const ROWS_PER_BATCH = 256

/** An open iteration, with some of its rows. */
export interface LocalCursor extends Disposable {
  readonly batch: {
    readonly rows: readonly SqlValue[][]
    readonly columns: readonly string[]
    /** These are the last. */
    readonly done: boolean
  }
  /** Makes `batch` the next rows. Throws as SQLite does. */
  advance(): void
}

export interface CursorRequest {
  readonly sql: string
  readonly params: SqlParameters
  readonly integers: IntegerMode
  /** The connection that is in a snapshot, if the iteration is to see it. */
  readonly inSnapshot: Connection | undefined
}

/**
 * Iterations of one database. Each has a connection of its own, because a connection that is in the middle of a statement
 * reads everything else of the same version.
 */
export class LocalCursors {
  readonly #connect: () => Connection
  readonly #idle: Connection[] = []
  readonly #inSnapshot = new Set<WasmCursor>()
  #open = 0

  constructor(connect: () => Connection) {
    this.#connect = connect
  }

  /** @throws QuorumliteError TOO_MANY_REQUESTS, and what SQLite throws */
  open(request: CursorRequest): LocalCursor {
    if (request.inSnapshot) return this.#openInSnapshot(request.inSnapshot, request)
    if (this.#open >= OPEN_MAX) {
      const message = `${OPEN_MAX} iterations of this database are open`
      throw new QuorumliteError('TOO_MANY_REQUESTS', message)
    }
    const connection = this.#take()
    this.#open++
    const onEnd = (isSound: boolean): void => {
      this.#open--
      if (isSound) this.#keep(connection)
      else connection[Symbol.dispose]()
    }
    return begin(connection, request, onEnd)
  }

  /** What is still open of it hears that its statement is closed. */
  endSnapshot(): void {
    for (const cursor of this.#inSnapshot) cursor[Symbol.dispose]()
  }

  /** The store was replaced. */
  forget(): void {
    for (const connection of this.#idle.splice(0)) connection[Symbol.dispose]()
  }

  #openInSnapshot(connection: Connection, request: CursorRequest): LocalCursor {
    let cursor: WasmCursor | undefined
    const onEnd = (): void => {
      if (cursor) this.#inSnapshot.delete(cursor)
    }
    cursor = begin(connection, request, onEnd)
    this.#inSnapshot.add(cursor)
    return cursor
  }

  #take(): Connection {
    for (;;) {
      const connection = this.#idle.pop() ?? this.#connect()
      if (!connection.closed) return connection
    }
  }

  #keep(connection: Connection): void {
    if (connection.closed) return
    if (this.#idle.length >= IDLE_MAX) return connection[Symbol.dispose]()
    this.#idle.push(connection)
  }
}

function begin(
  connection: Connection,
  { sql, params, integers }: CursorRequest,
  onEnd: (isSound: boolean) => void,
): WasmCursor {
  let cursor: WasmCursor | undefined
  try {
    const { statement } = connection.prepare(sql)
    if (!statement) throw new QuorumliteError('INVALID_ARGUMENT', 'the text holds no statement')
    cursor = new WasmCursor(statement, integers, onEnd)
    statement.bind(params)
    cursor.advance()
    return cursor
  } catch (error) {
    if (cursor) cursor[Symbol.dispose]()
    else onEnd(false)
    throw error
  }
}

class WasmCursor implements LocalCursor {
  batch: LocalCursor['batch'] = { rows: [], columns: [], done: false }
  readonly #statement: Statement
  readonly #integers: IntegerMode
  readonly #onEnd: (isSound: boolean) => void
  #isSound = false
  #isOpen = true

  constructor(statement: Statement, integers: IntegerMode, onEnd: (isSound: boolean) => void) {
    this.#statement = statement
    this.#integers = integers
    this.#onEnd = onEnd
  }

  advance(): void {
    this.#isSound = false
    const { rows, done } = this.#statement.step(ROWS_PER_BATCH, { integers: this.#integers })
    this.batch = { rows, columns: this.#statement.columns, done }
    this.#isSound = true
  }

  [Symbol.dispose](): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    this.#statement[Symbol.dispose]()
    this.#onEnd(this.#isSound)
  }
}
