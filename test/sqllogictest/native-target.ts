import type { Value } from './result-text.ts'
import { Refusal, type Answer, type Target } from './run-script.ts'

/** As much of better-sqlite3 as is used here. */
export interface NativeDatabase {
  prepare(sql: string): NativeStatement
  pragma(text: string): unknown
  close(): void
}

interface NativeStatement {
  /** True for what gives rows. */
  readonly reader: boolean
  run(): { readonly changes: number }
  all(): Value[][]
  raw(): this
  safeIntegers(): this
}

/** SQLite as a C compiler built it, without a cluster: what the expected answers come from. */
export class NativeTarget implements Target {
  readonly name = 'sqlite'
  readonly #database: NativeDatabase

  constructor(database: NativeDatabase) {
    this.#database = database
    database.pragma('recursive_triggers = 0')
  }

  execute(sql: string): Promise<number> {
    return this.#attempt(() => {
      const statement = this.#database.prepare(sql)
      if (!statement.reader) return statement.run().changes
      statement.raw().all()
      return this.#database.prepare('select changes()').raw().all()[0]![0] as number
    })
  }

  query(sql: string): Promise<Answer[]> {
    return this.#attempt(() => {
      const rows = this.#database.prepare(sql).raw().safeIntegers().all()
      return [{ place: 'native', rows }]
    })
  }

  async #attempt<T>(work: () => T): Promise<T> {
    try {
      return work()
    } catch (error) {
      const { code, message } = error as Error & { code?: unknown }
      if (typeof code !== 'string' || !code.startsWith('SQLITE_')) throw error
      throw new Refusal(code, message)
    }
  }
}
