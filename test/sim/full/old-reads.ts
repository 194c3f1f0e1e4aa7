// Reads that may see an old state.

import type { Database, QueryOptions, Row } from '@quorumlite/client'
import { QuorumliteError } from '@quorumlite/wire'

/** As `query`; undefined if the state is so old that it has no schema, which a linearizable read is never told. */
export async function queryOld(
  database: Database,
  sql: string,
  options: QueryOptions,
): Promise<readonly Row[] | undefined> {
  try {
    return await database.query(sql, [], options)
  } catch (error) {
    if (options.consistency === 'linearizable' || !isBeforeSchema(error)) throw error
    return undefined
  }
}

/**
 * A node that has just started knows only how much of its log is committed that it had stored; what lies behind, the
 * schema too if it is young, comes back when there is a leader. The session of a client that wrote nothing asks for no
 * more.
 */
function isBeforeSchema(error: unknown): boolean {
  return (
    error instanceof QuorumliteError &&
    error.code === 'SQL_ERROR' &&
    error.message.includes('no such table')
  )
}
