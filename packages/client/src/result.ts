// What statements answer with.

import type { Position, SqlValue } from '@quorumlite/wire'

/** A row by column name. Where two columns have one name, the last one stands. */
export type Row = Record<string, SqlValue>

/** The rows of one query: an array, with the facts about them beside it (not enumerable). */
export type Rows<T = Row> = T[] & {
  /** In the order of the statement, duplicates included. */
  readonly columns: readonly string[]
  /** The place in the log that these rows reflect. */
  readonly position: Position
  /** The node that answered; 0 for rows that a write returned. */
  readonly nodeId: number
}

/** What one statement of a write did. */
export interface ExecuteResult<T = Row> {
  /** Rows inserted, changed or deleted by this statement, as `sqlite3_changes()` counts them. */
  readonly changes: number
  /** A bigint where a number would not be exact; undefined when the statement inserted nothing. */
  readonly lastInsertRowid: number | bigint | undefined
  /** What RETURNING gave. */
  readonly rows: Rows<T>
  readonly columns: readonly string[]
  /** Where in the log the write stands. A read that is given this position sees the write. */
  readonly position: Position
}

/** What became of a numbered request. */
export type WriteOutcome =
  | { readonly kind: 'executed'; readonly results: readonly ExecuteResult[] }
  /** It ran, failed, and changed nothing. */
  | { readonly kind: 'failed'; readonly error: Error }
  /** It never ran, and never will. */
  | { readonly kind: 'not-executed' }

/** Names a numbered request for ever, in any process: what to keep of an OUTCOME_UNKNOWN error. */
export interface WriteHandle {
  readonly session: number
  readonly number: number
}
