import {
  CLIENT_PROTOCOL,
  initiateHandshake,
  type HandshakeSide,
  type Channel,
  type Clock,
  type Random,
  type Transport,
} from '@quorumlite/transport'
import {
  QuorumliteError,
  decodeClientResponse,
  encodeClientRequest,
  failureToError,
  type ClientRequestBody,
  type ClientResponseBody,
} from '@quorumlite/wire'
import { FIRST_GROUP } from '../consensus/consensus-service.ts'

export interface ClientCaller {
  readonly transport: Transport
  readonly clock: Clock
  readonly random: Random
  readonly key: Uint8Array
  /** Of a node that has joined nothing yet: an empty cluster id, and node 0. */
  readonly side: HandshakeSide
}

/**
 * One request to another node, as its client: how a node asks to join and to be promoted. Follows a leader's address
 * when the answer names one, and otherwise tries the next address, until one answers or the time is over.
 *
 * @throws QuorumliteError the last answer, if it cannot be retried or time is over
 */
export async function callLeader(
  caller: ClientCaller,
  addresses: readonly string[],
  body: ClientRequestBody,
  timeoutMs: number,
): Promise<ClientResponseBody> {
  const { clock } = caller
  const deadlineMs = clock.nowMs() + timeoutMs
  let queue = [...addresses]
  let last: QuorumliteError | undefined
  while (clock.nowMs() < deadlineMs) {
    const address = queue.shift()
    if (address === undefined) {
      await pause(clock, RETRY_MS)
      queue = [...addresses]
      continue
    }
    try {
      return await call(caller, address, body, deadlineMs - clock.nowMs())
    } catch (cause) {
      const error = asError(cause, address)
      const { leaderAddresses } = error.details
      if (leaderAddresses && leaderAddresses.length > 0) queue = [...leaderAddresses, ...queue]
      else if (!error.retryable) throw error
      last = error
    }
  }
  throw last ?? new QuorumliteError('UNAVAILABLE', `no answer from ${addresses.join(', ')}`)
}

const RETRY_MS = 250
const CALL_TIMEOUT_MS = 5_000

async function call(
  caller: ClientCaller,
  address: string,
  body: ClientRequestBody,
  timeoutMs: number,
): Promise<ClientResponseBody> {
  const { transport, clock, random, key, side } = caller
  const anyPeer = !address.includes('/p2p/')
  const channel = await transport.open(address, CLIENT_PROTOCOL, { anyPeer })
  try {
    await initiateHandshake(channel, {
      localPeer: transport.peerId,
      side,
      credential: { role: 'member', key },
      clock,
      random,
    })
    const patienceMs = Math.ceil(Math.min(timeoutMs, CALL_TIMEOUT_MS))
    channel.send(encodeClientRequest({ id: 1, group: FIRST_GROUP, timeoutMs: patienceMs, body }))
    const response = await firstAnswer(channel, clock, patienceMs)
    if (response.kind === 'failure') throw failureToError(response.value)
    return response
  } finally {
    void channel.close()
  }
}

function firstAnswer(
  channel: Channel,
  clock: Clock,
  timeoutMs: number,
): Promise<ClientResponseBody> {
  return new Promise((resolve, reject) => {
    const timer = clock.setTimer(timeoutMs, () =>
      reject(new QuorumliteError('TIMEOUT', 'no answer in time')),
    )
    channel.onFrame((frame) => {
      timer.cancel()
      try {
        resolve(decodeClientResponse(new Uint8Array(frame)).body)
      } catch (cause) {
        reject(cause as Error)
      }
    })
    void channel.closed.then((cause) => {
      timer.cancel()
      reject(new QuorumliteError('UNAVAILABLE', 'the stream closed before an answer', { cause }))
    })
  })
}

function asError(cause: unknown, address: string): QuorumliteError {
  if (cause instanceof QuorumliteError) return cause
  return new QuorumliteError('UNAVAILABLE', `calling ${address} failed`, { cause })
}

export function pause(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.setTimer(ms, resolve)
  })
}
