// Prepared statements by their text, least recently used first, bounded in number and in text.
import type { WasmStatement } from './statement.ts'

/** A compiled statement takes some times its text: SQL of megabytes is not worth keeping. */
const SQL_UNITS_MAX = 1024 * 1024

export class StatementCache {
  readonly #bySql = new Map<string, WasmStatement>()
  readonly #sqlOf = new Map<WasmStatement, string>()
  readonly #statementsMax: number
  #sqlUnits = 0
  /** The last one of the map, which need not be moved there. */
  #newest: WasmStatement | undefined

  constructor(statementsMax: number) {
    this.#statementsMax = statementsMax
  }

  /** The statement of this text, now the most recently used. */
  take(sql: string): WasmStatement | undefined {
    const statement = this.#bySql.get(sql)
    if (statement === undefined || statement === this.#newest) return statement
    this.#bySql.delete(sql)
    this.#bySql.set(sql, statement)
    this.#newest = statement
    return statement
  }

  /**
   * Keeps a statement, and closes the least recently used ones beyond the bounds. One that is running stays: somebody
   * is reading from it.
   */
  put(sql: string, statement: WasmStatement): void {
    this.#bySql.set(sql, statement)
    this.#sqlOf.set(statement, sql)
    this.#newest = statement
    this.#sqlUnits += sql.length
    for (const other of this.#bySql.values()) {
      if (this.#bySql.size <= this.#statementsMax && this.#sqlUnits <= SQL_UNITS_MAX) return
      if (other === statement || other.running) continue
      this.remove(other)
      other[Symbol.dispose]()
    }
  }

  remove(statement: WasmStatement): void {
    const sql = this.#sqlOf.get(statement)
    if (sql === undefined) return
    this.#sqlOf.delete(statement)
    this.#bySql.delete(sql)
    if (this.#newest === statement) this.#newest = undefined
    this.#sqlUnits -= sql.length
  }
}
