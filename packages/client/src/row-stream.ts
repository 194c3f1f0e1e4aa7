import type { Position } from '@quorumlite/wire'
import type { Row } from './result.ts'

/** What is known of the rows as soon as the first ones have come. */
export interface StreamHead {
  /** In the order of the statement, duplicates included. */
  readonly columns: readonly string[]
  /** The place in the log that the rows reflect: all of them, however long the stream lasts. */
  readonly position: Position
  /** The node that answers. */
  readonly nodeId: number
}

/**
 * The rows of a query, as they come: one snapshot, of any size, in bounded memory on both sides. Nothing is sent before
 * the first row, or the head, is asked for. Whoever stops asking stops the node, too; a node gives a snapshot up that has
 * been open for a minute (SNAPSHOT_TOO_OLD), so do not wait for people in between.
 *
 * It is read once, either row by row or batch by batch. Leaving the loop early cancels it at the node.
 *
 * @throws StreamError, from whatever waits for rows
 * @example
 * for await (const row of db.stream('select * from event order by id')) {
 *   if (!(await send(row))) break
 * }
 */
export interface RowStream<T = Row> extends AsyncIterable<T, undefined>, AsyncDisposable {
  /** Waits for the first rows, and takes none. */
  head(): Promise<StreamHead>
  /** Rows as they travel together, up to about a thousand: the cheaper way through many. None is empty. */
  batches(): AsyncIterable<T[], undefined>
  /** Cancels it, at the node as well. Idempotent. */
  close(): Promise<void>
}
