import { QuorumliteError, type RequestKey } from '@quorumlite/wire'

export function databaseNotFound(name: string): QuorumliteError {
  return new QuorumliteError('DATABASE_NOT_FOUND', `there is no database '${name}'`)
}

export function transactionLost(): QuorumliteError {
  return new QuorumliteError(
    'TRANSACTION_LOST',
    'the transaction was rolled back before its commit',
  )
}

export function sessionExpired(key: RequestKey): QuorumliteError {
  return new QuorumliteError('SESSION_EXPIRED', `there is no session ${key.session} any more`)
}

export function numberTooOld(key: RequestKey, floor: number): QuorumliteError {
  return new QuorumliteError(
    'NUMBER_TOO_OLD',
    `request ${key.number} of session ${key.session} is below its acknowledged floor ${floor}`,
  )
}
