import { QuorumliteError, type RequestKey } from '@quorumlite/wire'
import type { NodeLimits } from '../limits.ts'
import type { PendingWrites } from './pending-writes.ts'
import type { Sessions } from './state/sessions.ts'

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

/** Why a request of this number does not run, by what is applied; undefined if it may. */
export function whyNumberRefused(
  sessions: Sessions,
  key: RequestKey,
  { outstandingRequestsMax }: NodeLimits,
): QuorumliteError | undefined {
  const { session, number } = key
  const { kind } = sessions.lookup(session, number)
  if (kind === 'unknownSession') return sessionExpired(key)
  const floor = sessions.floor(session)
  const request = `request ${number} of session ${session}`
  if (kind === 'belowFloor') {
    const message = `${request} is below its acknowledged floor ${floor}`
    return new QuorumliteError('NUMBER_TOO_OLD', message)
  }
  // The floor here lags behind the client's by what is in flight: hence twice what a client may have outstanding.
  if (number < floor + 2 * outstandingRequestsMax) return undefined
  return new QuorumliteError('TOO_MANY_REQUESTS', `${request} is too far above floor ${floor}`)
}

/** Why one more write of so many bytes does not fit; undefined if it does. One fits always. */
export function whyTooMany(
  { size, bytes: pendingBytes }: Pick<PendingWrites<unknown>, 'size' | 'bytes'>,
  bytes: number,
  { pendingWritesMax, pendingBytesMax }: NodeLimits,
): QuorumliteError | undefined {
  const fits = pendingBytes === 0 || pendingBytes + bytes <= pendingBytesMax
  if (size < pendingWritesMax && fits) return undefined
  const message = `${size} writes of ${pendingBytes} bytes are waiting at this leader`
  return new QuorumliteError('TOO_MANY_REQUESTS', message)
}
