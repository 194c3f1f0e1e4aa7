import {
  encodeParameters,
  INLINE_PARAMETERS_BYTES_MAX,
  NO_PARAMETERS,
  QuorumliteError,
  SQL_TEXT_BYTES_MAX,
  type SqlParameters,
  type Statement,
} from '@quorumlite/wire'
import { type StatementInput, toStatement } from './statement.ts'

/** Of a query, which is sent as one request. @throws as `encodeStatement` */
export function encodeQuery(input: StatementInput, params?: SqlParameters): Statement {
  const statement = encodeStatement(input, params)
  const bytes = statement.parameters.cells.length
  if (bytes > INLINE_PARAMETERS_BYTES_MAX) {
    throw new QuorumliteError(
      'INVALID_ARGUMENT',
      `the parameters of the query take ${bytes} bytes, more than ${INLINE_PARAMETERS_BYTES_MAX}`,
      { hint: 'Write them into a table first, and have the query read it.' },
    )
  }
  return statement
}

/** @throws QuorumliteError PARAMETER_TYPE, INTEGER_OUT_OF_RANGE, INVALID_ARGUMENT */
export function encodeStatement(input: StatementInput, params?: SqlParameters): Statement {
  if (typeof input !== 'string' && (typeof input !== 'object' || input === null)) {
    throw new QuorumliteError('INVALID_ARGUMENT', `a statement is a string, not ${typeof input}`)
  }
  const { sql, params: given } = toStatement(input, params)
  if (typeof sql !== 'string') {
    throw new QuorumliteError('INVALID_ARGUMENT', `a statement is a string, not ${typeof sql}`)
  }
  if (Buffer.byteLength(sql) > SQL_TEXT_BYTES_MAX) {
    const message = `a statement has more than ${SQL_TEXT_BYTES_MAX} bytes of text`
    throw new QuorumliteError('INVALID_ARGUMENT', message)
  }
  return { sql, parameters: given === undefined ? NO_PARAMETERS : encodeParameters(given) }
}
