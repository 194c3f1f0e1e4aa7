// What libp2p throws while a stream is opened, in our terms.

import { QuorumliteError } from '@quorumlite/wire'
import { OpenError, type OpenFailure } from './open-error.ts'

export interface OpenAttempt {
  readonly address: string
  readonly protocol: string
  readonly timedOut: boolean
}

export function toOpenError(error: unknown, attempt: OpenAttempt): QuorumliteError {
  const { address, protocol } = attempt
  const { name, message } = error as Error
  if (attempt.timedOut) return new OpenError('TIMEOUT', address, protocol, error)
  if (/does not match expected remote identity/.test(message)) {
    return new QuorumliteError('WRONG_PEER', `another peer answers at ${address}`, {
      cause: error,
      hint: 'The address is out of date, or the node there has lost its key file.',
    })
  }
  if (name === 'NoValidAddressesError' || name === 'InvalidPeerIdError') {
    return new QuorumliteError('INVALID_ARGUMENT', `${address} cannot be dialled: ${message}`, {
      cause: error,
    })
  }
  return new OpenError(classify(error as Error), address, protocol, error)
}

const FAILURES_BY_CODE: Record<string, OpenFailure> = {
  ECONNREFUSED: 'REFUSED',
  ETIMEDOUT: 'TIMEOUT',
  EAI_AGAIN: 'UNREACHABLE',
  ENOTFOUND: 'UNREACHABLE',
  EHOSTDOWN: 'UNREACHABLE',
  EHOSTUNREACH: 'UNREACHABLE',
  ENETDOWN: 'UNREACHABLE',
  ENETUNREACH: 'UNREACHABLE',
}

const FAILURES_BY_NAME: Record<string, OpenFailure> = {
  UnsupportedProtocolError: 'UNSUPPORTED',
  AbortError: 'TIMEOUT',
  TimeoutError: 'TIMEOUT',
}

function classify(error: Error & { code?: unknown }): OpenFailure {
  // A host name may stand for several addresses: only if each of them refuses is the process gone.
  if (error instanceof AggregateError && error.errors.length > 0) {
    const failures = new Set(error.errors.map((each) => classify(each as Error)))
    failures.delete('REFUSED')
    return [...failures][0] ?? 'REFUSED'
  }
  return FAILURES_BY_CODE[String(error.code)] ?? FAILURES_BY_NAME[error.name] ?? 'BROKEN'
}
