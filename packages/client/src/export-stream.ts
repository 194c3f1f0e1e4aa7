import type { Position } from '@quorumlite/wire'

/** What is known of an export as soon as its first bytes have come. */
export interface ExportHead {
  readonly bytesTotal: number
  /** The place in the log that the file reflects. */
  readonly position: Position
  /** The node that it comes from. */
  readonly nodeId: number
}

/**
 * A database as the bytes of an SQLite file, as they come: one moment, however long it takes, and no writer waits for it.
 * The chunks are consecutive. A file is whole only when the loop has ended without an error.
 *
 * @throws StreamError, from whatever waits for bytes
 * @example
 * const file = await open('backup.db', 'wx')
 * for await (const chunk of db.export()) await file.writeFile(chunk)
 */
export interface ExportStream extends AsyncIterable<Uint8Array, undefined>, AsyncDisposable {
  /** Waits for the first bytes, and takes none. */
  head(): Promise<ExportHead>
  /** Cancels it, at the node as well. Idempotent. */
  close(): Promise<void>
}
