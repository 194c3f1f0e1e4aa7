import {
  BATCH_STATEMENTS_MAX,
  DATABASE_PAGES_MAX,
  QuorumliteError,
  SQL_TEXT_BYTES_MAX,
  type ExecuteBatch,
  type RequestKey,
  type SetSizeLimitRequest,
  type Statement,
} from '@quorumlite/wire'

// What a frame can carry and a node must not take. The codecs know bytes and types; these are limits and promises.

/** @throws QuorumliteError INVALID_ARGUMENT */
export function checkRequestKey({ session, number, acknowledgedFloor }: RequestKey): void {
  if (session === 0 || number === 0) throw invalid('a write needs a session and a number from 1')
  // It would make the cluster forget the outcome of the very request that says so.
  if (acknowledgedFloor > number) {
    throw invalid(`request ${number} acknowledges a floor above itself: ${acknowledgedFloor}`)
  }
}

/** @throws QuorumliteError INVALID_ARGUMENT */
export function checkBatch({ statements }: ExecuteBatch): void {
  if (statements.length > BATCH_STATEMENTS_MAX) {
    throw invalid(`a batch of ${statements.length} statements; at most ${BATCH_STATEMENTS_MAX}`)
  }
  for (const statement of statements) checkStatement(statement)
}

/** @throws QuorumliteError INVALID_ARGUMENT */
export function checkedSizeLimit(request: SetSizeLimitRequest): SetSizeLimitRequest {
  if (request.pagesMax <= DATABASE_PAGES_MAX) return request
  throw invalid(`a limit of ${request.pagesMax} pages; at most ${DATABASE_PAGES_MAX}`)
}

/** @throws QuorumliteError INVALID_ARGUMENT */
export function checkStatement({ sql }: Statement): void {
  // Most texts are so short that their bytes need no counting.
  if (sql.length * UTF8_BYTES_PER_UNIT_MAX <= SQL_TEXT_BYTES_MAX) return
  const bytes = Buffer.byteLength(sql)
  if (bytes <= SQL_TEXT_BYTES_MAX) return
  throw invalid(`a statement of ${bytes} bytes; at most ${SQL_TEXT_BYTES_MAX}`)
}

const UTF8_BYTES_PER_UNIT_MAX = 3

function invalid(message: string): QuorumliteError {
  return new QuorumliteError('INVALID_ARGUMENT', message)
}
