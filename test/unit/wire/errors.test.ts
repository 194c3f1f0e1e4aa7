import {
  decodeRecordedResult,
  encodeRecordedResult,
  ERROR_CODES,
  errorToFailure,
  failureToError,
  isErrorCode,
  QuorumliteError,
  type ErrorCode,
} from '@quorumlite/wire'
import { describe, expect, test } from 'vitest'

describe('error codes', () => {
  test.each(Object.entries(ERROR_CODES))('%s has a hint that is a sentence', (code, { hint }) => {
    expect(code).toMatch(/^[A-Z]+(_[A-Z]+)*$/)
    expect(hint).toMatch(/^[A-Z].*\.$/)
  })

  test('are known by their own names only', () => {
    expect(isErrorCode('NOT_LEADER')).toBe(true)
    expect(isErrorCode('toString')).toBe(false)
    expect(isErrorCode('')).toBe(false)
  })
})

describe('QuorumliteError', () => {
  test('takes what its code says unless it knows better', () => {
    const plain = new QuorumliteError('NO_LEADER', 'nobody leads')
    expect(plain).toMatchObject({
      name: 'QuorumliteError',
      code: 'NO_LEADER',
      retryable: true,
      hint: ERROR_CODES.NO_LEADER.hint,
      details: {},
    })
    expect('cause' in plain).toBe(false)
    const cause = new Error('why')
    const own = new QuorumliteError('NO_LEADER', 'x', { retryable: false, hint: 'Wait.', cause })
    expect(own).toMatchObject({ retryable: false, hint: 'Wait.', cause })
  })
})

describe('failures', () => {
  const details = {
    sqliteCode: 2067,
    sqlOffset: 0,
    statementIndex: 0,
    leaderId: 3,
    leaderAddresses: ['/ip4/127.0.0.1/tcp/4001/p2p/x'],
  }

  /** Through the bytes that the log and the streams hold. */
  function afterTravel(error: unknown): QuorumliteError {
    const value = errorToFailure(error)
    const result = decodeRecordedResult(encodeRecordedResult({ kind: 'failure', value }))
    if (result.kind !== 'failure') throw new Error(`a failure became ${result.kind}`)
    return failureToError(result.value)
  }

  test.each(Object.keys(ERROR_CODES) as ErrorCode[])('of code %s stay what they were', (code) => {
    const error = new QuorumliteError(code, 'message', { details })
    const { message, retryable, hint } = error
    expect(afterTravel(error)).toMatchObject({ code, message, retryable, hint, details })
  })

  test('tell the first statement and the first byte from none', () => {
    expect(afterTravel(new QuorumliteError('SQL_ERROR', 'x', { details })).details).toEqual(details)
    expect(afterTravel(new QuorumliteError('SQL_ERROR', 'x')).details).toEqual({})
  })

  test('keep the retryable of the error, not of the code', () => {
    expect(afterTravel(new QuorumliteError('TIMEOUT', 'x', { retryable: false })).retryable).toBe(
      false,
    )
  })

  test('of a newer version become INTERNAL and keep their name', () => {
    const failure = { ...errorToFailure(new QuorumliteError('STALE', 'old')), code: 'FROM_2030' }
    expect(failureToError(failure)).toMatchObject({
      code: 'INTERNAL',
      message: 'FROM_2030: old',
      retryable: true,
    })
  })

  test.each([
    [new TypeError('a bug'), 'a bug'],
    ['text', 'text'],
    [undefined, 'undefined'],
  ])('of something else are INTERNAL with its message', (thrown, message) => {
    expect(afterTravel(thrown)).toMatchObject({ code: 'INTERNAL', message, retryable: false })
  })
})
