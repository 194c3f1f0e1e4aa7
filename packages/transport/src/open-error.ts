// Why a channel could not be opened. Redialing and the closed-connection hint of peer-links.ts depend on the kind.

import { QuorumliteError } from '@quorumlite/wire'

/**
 * - `REFUSED`: the machine answered that nobody listens there: the process is gone.
 * - `TIMEOUT`: no answer in time: a hung process, a lost machine, a partition.
 * - `UNREACHABLE`: no route, or no such host name.
 * - `BROKEN`: a connection was made, and failed before the stream was open.
 * - `UNSUPPORTED`: the peer answered, and does not handle the protocol.
 */
export type OpenFailure = 'REFUSED' | 'TIMEOUT' | 'UNREACHABLE' | 'BROKEN' | 'UNSUPPORTED'

const SUMMARIES: Record<OpenFailure, string> = {
  REFUSED: 'nobody listens there',
  TIMEOUT: 'no answer in time',
  UNREACHABLE: 'the host cannot be reached',
  BROKEN: 'the connection failed while it was set up',
  UNSUPPORTED: 'the peer does not handle this protocol',
}

const OTHER_VERSION =
  'The number at its end is the version: upgrade the older side, or correct the address if no node of quorumlite is there.'

/** Code UNAVAILABLE, with the kind of failure. */
export class OpenError extends QuorumliteError {
  override readonly name: string = 'OpenError'
  readonly failure: OpenFailure

  constructor(failure: OpenFailure, address: string, protocol: string, cause?: unknown) {
    super('UNAVAILABLE', `cannot open ${protocol} to ${address}: ${SUMMARIES[failure]}`, {
      cause,
      ...(failure === 'UNSUPPORTED' && { hint: OTHER_VERSION }),
    })
    this.failure = failure
  }
}
