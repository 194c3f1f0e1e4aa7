import type { Position } from '@quorumlite/wire'

/** The latest place in the log that this client has seen. */
export class PositionTracker {
  #latest: Position | undefined

  get latest(): Position | undefined {
    return this.#latest
  }

  /** Returns a copy that the caller may keep: what comes off a stream is a view into its bytes. */
  see(position: Position): Position {
    const { group, historyId, index } = position
    const seen: Position = { group, historyId: historyId.slice(), index }
    // Of two histories the one that answers now is the one that goes on.
    const latest = this.#latest
    if (!latest || !isSameHistory(latest, seen) || latest.index < index) this.#latest = seen
    return seen
  }
}

function isSameHistory(a: Position, b: Position): boolean {
  return a.group === b.group && Buffer.compare(a.historyId, b.historyId) === 0
}
