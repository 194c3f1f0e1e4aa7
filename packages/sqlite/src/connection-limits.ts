// What every connection is given at once, whoever opened it: interrupts, and limits that keep one SQL text from
// stopping the engine. https://sqlite.org/limits.html
import type { Exports, Pointer } from './abi.ts'

/** Some tens of microseconds between polls; costs about 2 % of a statement's time. */
export const POLL_EVERY_STEPS = 1000

/**
 * LIKE and GLOB recurse for each wildcard without asking for memory, and so past every guard: 12,000 bytes of `%a%a...`
 * use up the stack of a main thread, which nothing survives. (Stock SQLite: 50,000.)
 */
const LIKE_PATTERN_BYTES_MAX = 4096

const SQLITE_LIMIT_LENGTH = 0
const SQLITE_LIMIT_LIKE_PATTERN_LENGTH = 8

/** `valueBytesMax`: the largest text, blob or row; undefined for SQLite's own limit of 1 GB. */
export function limitConnection(
  exports: Exports,
  connection: Pointer,
  valueBytesMax: number | undefined,
): void {
  exports.ql_conn_poll_every(connection, POLL_EVERY_STEPS)
  exports.sqlite3_limit(connection, SQLITE_LIMIT_LIKE_PATTERN_LENGTH, LIKE_PATTERN_BYTES_MAX)
  if (valueBytesMax !== undefined) {
    exports.sqlite3_limit(connection, SQLITE_LIMIT_LENGTH, valueBytesMax)
  }
}
