import type { Part } from '@quorumlite/wire'

/** A commit that is larger than one entry, while its parts arrive. */
export interface PartedCommit {
  readonly database: number
  readonly commitId: number
  /** The database's sequence number when the first part came: no other commit may come in between. */
  readonly sequence: number
  /** Where in the log its parts are, in order. */
  readonly indexes: number[]
}

/**
 * The commits whose parts have begun to arrive, one per database, until the entry that completes them is applied. The
 * pages themselves are not kept: they are in the log, and on their way into the page stores. A checkpoint must not pass
 * the first part of an unfinished commit: `firstIndex` says where that is.
 */
export class PartBuffer {
  readonly #commits = new Map<number, PartedCommit>()
  #forgotten: number[] = []
  #term = 0

  /** Every entry says its term here first: a later term means that whoever was sending the parts leads no more. */
  enterTerm(term: number): void {
    if (term === this.#term) return
    this.#term = term
    for (const database of this.#commits.keys()) this.forget(database)
  }

  /** Returns the commit that the part belongs to; undefined for one that can never complete. */
  add(part: Part, index: number, sequence: number): PartedCommit | undefined {
    const { database, commitId, ordinal } = part
    if (ordinal === 0) {
      const commit = { database, commitId, sequence, indexes: [index] }
      this.#commits.set(database, commit)
      return commit
    }
    const commit = this.#commits.get(database)
    if (commit?.commitId === commitId && commit.indexes.length === ordinal) {
      commit.indexes.push(index)
      return commit
    }
    this.forget(database)
    return undefined
  }

  /** The commit of this database, if its parts are complete and nothing came in between. */
  find(
    database: number,
    wanted: { readonly commitId: number; readonly parts: number; readonly sequence: number },
  ): PartedCommit | undefined {
    const commit = this.#commits.get(database)
    const isComplete =
      commit?.commitId === wanted.commitId &&
      commit.indexes.length === wanted.parts &&
      commit.sequence === wanted.sequence
    return isComplete ? commit : undefined
  }

  /** Its last entry is applied. */
  complete({ database }: PartedCommit): void {
    this.#commits.delete(database)
  }

  forget(database: number): void {
    if (this.#commits.delete(database)) this.#forgotten.push(database)
  }

  /** The databases whose parts were forgotten since this was asked last: what was made of them is worthless. */
  takeForgotten(): readonly number[] {
    if (this.#forgotten.length === 0) return NONE
    const forgotten = this.#forgotten
    this.#forgotten = []
    return forgotten
  }

  /** The index of the oldest part that still waits for its commit, or Infinity. */
  get firstIndex(): number {
    let first = Infinity
    for (const { indexes } of this.#commits.values()) first = Math.min(first, indexes[0]!)
    return first
  }
}

const NONE: readonly number[] = []
