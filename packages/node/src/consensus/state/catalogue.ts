import { DATABASE_PAGES_DEFAULT, type DatabaseState } from '@quorumlite/wire'
import { assert } from '../../assert.ts'

/** One database as the log knows it. Its pages are the SQL half's business. */
export interface Database {
  readonly id: number
  readonly name: string
  /** How many commits have changed it. An entry with another base is a no-op on every node. */
  sequence: number
  /** XOR of the hashes of its pages, 16 hex digits. */
  checksum: string
  pageCount: number
  /** Of the entry that made it. */
  readonly createdIndex: number
  /** The database that it and its relatives were copied from; its own id if it is no copy. */
  readonly family: number
  /** Its own size limit; 0: that of the cluster. */
  pagesMax: number
}

/** The databases of a group, by id and by name. Changes only by applying entries. Ids are never reused. */
export class Catalogue {
  readonly #byId = new Map<number, Database>()
  readonly #byName = new Map<string, Database>()
  #nextId = 1
  /** The size limit of databases that have none of their own; 0: not set. */
  pagesMax = 0

  get nextId(): number {
    return this.#nextId
  }

  get size(): number {
    return this.#byId.size
  }

  create(name: string, checksum: string, createdIndex: number): Database {
    const family = this.#nextId
    return this.#add({ name, checksum, pageCount: 1, createdIndex, family, pagesMax: 0 })
  }

  /** A database with the content and the limit that `source` has now. */
  copy(source: Database, name: string, createdIndex: number): Database {
    const { checksum, pageCount, family, pagesMax } = source
    return this.#add({ name, checksum, pageCount, createdIndex, family, pagesMax })
  }

  drop(name: string): Database | undefined {
    const database = this.#byName.get(name)
    if (!database) return undefined
    this.#byName.delete(name)
    this.#byId.delete(database.id)
    return database
  }

  get(id: number): Database | undefined {
    return this.#byId.get(id)
  }

  find(name: string): Database | undefined {
    return this.#byName.get(name)
  }

  /** The size limit of databases that have none of their own. */
  get defaultPagesMax(): number {
    return this.pagesMax || DATABASE_PAGES_DEFAULT
  }

  /** How large the database may become. */
  pagesMaxOf(database: Database): number {
    return database.pagesMax || this.defaultPagesMax
  }

  all(): IterableIterator<Database> {
    return this.#byId.values()
  }

  encode(): DatabaseState[] {
    return [...this.#byId.values()].map((database) => ({ ...database }))
  }

  static decode(states: readonly DatabaseState[], nextId: number, pagesMax: number): Catalogue {
    const catalogue = new Catalogue()
    catalogue.pagesMax = pagesMax
    for (const state of states) catalogue.#put({ ...state })
    catalogue.#nextId = Math.max(1, nextId)
    return catalogue
  }

  #add(content: Omit<Database, 'id' | 'sequence'>): Database {
    assert(!this.#byName.has(content.name), `database '${content.name}' exists`)
    const database = { ...content, id: this.#nextId++, sequence: 0 }
    this.#put(database)
    return database
  }

  #put(database: Database): void {
    this.#byId.set(database.id, database)
    this.#byName.set(database.name, database)
  }
}
