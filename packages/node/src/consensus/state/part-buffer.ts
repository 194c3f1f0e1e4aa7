import type { Part } from '@quorumlite/wire'

/**
 * Pieces of commits that are larger than one message, until the entry that completes them is applied. A checkpoint must
 * not pass the first piece of an unfinished commit: `firstIndex` says where that is.
 */
export class PartBuffer {
  readonly #commits = new Map<
    number,
    { readonly firstIndex: number; readonly pieces: Uint8Array[] }
  >()
  #term = 0

  /** Every entry says its term here first: a later term means that whoever was sending the pieces leads no more. */
  enterTerm(term: number): void {
    if (term === this.#term) return
    this.#term = term
    this.#commits.clear()
  }

  add(part: Part, index: number): void {
    const commit = this.#commits.get(part.commitId)
    if (part.ordinal === 0) {
      this.#commits.set(part.commitId, { firstIndex: index, pieces: [part.pages.slice()] })
    } else if (commit && commit.pieces.length === part.ordinal) {
      commit.pieces.push(part.pages.slice())
    } else {
      // A piece whose predecessor is missing belongs to a commit that can never complete.
      this.#commits.delete(part.commitId)
    }
  }

  /** The whole, or undefined when it is not complete. Either way it is forgotten. */
  take(commitId: number, parts: number): Uint8Array | undefined {
    const commit = this.#commits.get(commitId)
    this.#commits.delete(commitId)
    if (!commit || commit.pieces.length !== parts) return undefined
    const whole = new Uint8Array(commit.pieces.reduce((bytes, piece) => bytes + piece.length, 0))
    let offset = 0
    for (const piece of commit.pieces) {
      whole.set(piece, offset)
      offset += piece.length
    }
    return whole
  }

  /** The index of the oldest piece that still waits for its commit, or Infinity. */
  get firstIndex(): number {
    let first = Infinity
    for (const commit of this.#commits.values()) first = Math.min(first, commit.firstIndex)
    return first
  }
}
