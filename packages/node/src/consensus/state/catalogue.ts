import type { DatabaseState } from '@quorumlite/wire'
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
}

/** The databases of a group, by id and by name. Changes only by applying entries. Ids are never reused. */
export class Catalogue {
  readonly #byId = new Map<number, Database>()
  readonly #byName = new Map<string, Database>()
  #nextId = 1

  get nextId(): number {
    return this.#nextId
  }

  get size(): number {
    return this.#byId.size
  }

  create(name: string, checksum: string, createdIndex: number): Database {
    const family = this.#nextId
    return this.#add({ name, checksum, pageCount: 1, createdIndex, family })
  }

  /** A database with the content that `source` has now. */
  copy({ checksum, pageCount, family }: Database, name: string, createdIndex: number): Database {
    return this.#add({ name, checksum, pageCount, createdIndex, family })
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

  all(): IterableIterator<Database> {
    return this.#byId.values()
  }

  encode(): DatabaseState[] {
    return [...this.#byId.values()].map((database) => ({ ...database }))
  }

  static decode(states: readonly DatabaseState[], nextId: number): Catalogue {
    const catalogue = new Catalogue()
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
