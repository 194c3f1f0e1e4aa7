// What a connection has to say about a failure, as a SqliteError.
import type { Pointer } from './abi.ts'
import {
  SQLITE_AUTH,
  SQLITE_ERROR_SNAPSHOT,
  SQLITE_INTERRUPT,
  SQLITE_MISUSE,
  SQLITE_NOMEM,
  SQLITE_PROTOCOL,
} from './abi.ts'
import { SqliteError } from './errors.ts'
import type { Runtime } from './runtime.ts'
import type { SqlText } from './sql-text.ts'

/** Asked right after the failure. `preparing`: the text that did not compile. */
export function sqliteError(
  runtime: Runtime,
  connection: Pointer,
  code: number,
  preparing?: SqlText,
): SqliteError {
  const { exports, heap, interrupts } = runtime
  // A refused function comes as a plain SQLITE_ERROR. What was refused before does not concern a statement that runs.
  const mayBeDenied = preparing !== undefined || (code & 0xff) === SQLITE_AUTH
  const deniedReason = mayBeDenied
    ? heap.readText(exports.ql_denied_reason(connection) >>> 0)
    : undefined
  const interruptedBy = code === SQLITE_INTERRUPT ? interrupts.reason : undefined
  const message = heap.readText(exports.sqlite3_errmsg(connection) >>> 0) ?? 'unknown error'
  const byteOffset = exports.sqlite3_error_offset(connection)
  return new SqliteError(deniedReason ?? ownMessage(runtime, code) ?? message, {
    code,
    offset: byteOffset < 0 ? undefined : preparing?.offsetAt(byteOffset),
    deniedReason,
    interruptedBy,
  })
}

/** `offset`: where the statement ends that should have been the only one. */
export function notOneStatement(found: 'none' | 'several', offset: number): SqliteError {
  return new SqliteError(`the SQL text should hold one statement, and holds ${found}`, {
    code: SQLITE_MISUSE,
    offset,
  })
}

/** Where we know more than SQLite. */
function ownMessage({ interrupts }: Runtime, code: number): string | undefined {
  if ((code & 0xff) === SQLITE_NOMEM) return 'out of memory, or nested too deeply'
  if (code === SQLITE_ERROR_SNAPSHOT) return 'the snapshot was given up'
  if (code === SQLITE_PROTOCOL) return 'readers in other threads pin too many versions'
  if (code !== SQLITE_INTERRUPT) return undefined
  if (interrupts.reason === 'step-limit') return 'interrupted: it took more steps than it may'
  if (interrupts.reason !== 'time-limit') return undefined
  return `interrupted: it ran longer than ${interrupts.timeLimitMs} ms without a pause`
}
