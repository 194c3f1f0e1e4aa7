import type { Channel } from '@quorumlite/transport'
import {
  QuorumliteError,
  decodeClientRequest,
  encodeClientResponse,
  errorToFailure,
  type ClientRequest,
  type ClientResponse,
} from '@quorumlite/wire'
import { handleAdminRequest } from './admin-requests.ts'
import type { Gateway } from './gateway.ts'
import { ReadRequests } from './read-requests.ts'
import { TransactionRequests } from './transaction-requests.ts'
import { WriteRequests } from './write-requests.ts'

type ResponseBody = ClientResponse['body']

/** How the parts of a connection answer one request. */
export interface Reply {
  /**
   * The last answer to the request, or, for rows, one piece. Returns what to wait for before the next piece: undefined
   * while the client keeps up.
   */
  send(body: ResponseBody): Promise<void> | undefined
  fail(error: unknown): void
}

/** Parallel requests of one stream; the driver keeps far below it. */
const REQUESTS_IN_FLIGHT_MAX = 4_096

/** One client stream, past the handshake: takes its requests apart and brings every answer back under its id. */
export class ClientConnection {
  readonly #channel: Channel
  readonly #gateway: Gateway
  readonly #writes: WriteRequests
  readonly #reads: ReadRequests
  readonly #transactions: TransactionRequests
  #inFlight = 0
  #drained: Promise<void> | undefined

  constructor(channel: Channel, gateway: Gateway) {
    this.#channel = channel
    this.#gateway = gateway
    this.#writes = new WriteRequests(gateway)
    this.#reads = new ReadRequests(gateway)
    this.#transactions = new TransactionRequests(gateway)
    channel.onFrame((frame) => this.#onFrame(frame))
    void channel.closed.then(() => this.#onClosed())
  }

  /** The node stops or has failed: the driver goes elsewhere. */
  close(reason: Error): void {
    this.#channel.abort(reason)
  }

  #onFrame(frame: Uint8Array): void {
    let request: ClientRequest
    try {
      request = decodeClientRequest(frame)
    } catch (cause) {
      // Nothing after a frame that cannot be read can be trusted either.
      this.#channel.abort(cause as Error)
      return
    }
    const reply = this.#replyTo(request.id)
    try {
      if (this.#inFlight >= REQUESTS_IN_FLIGHT_MAX) throw tooMany()
      if (request.group !== this.#gateway.group) throw unknownGroup(request.group)
      this.#inFlight++
      this.#dispatch(request, reply)
    } catch (cause) {
      reply.fail(cause)
    }
    this.#gateway.wake()
  }

  #dispatch(request: ClientRequest, reply: Reply): void {
    const { body } = request
    switch (body.kind) {
      case 'openSession':
      case 'keepSessions':
      case 'closeSession':
      case 'write':
      case 'outcome':
      case 'importChunk':
        return this.#writes.handle(body, reply)
      case 'query':
      case 'waitFor':
      case 'listDatabases':
        return this.#reads.handle(request.id, body, request.timeoutMs, reply)
      case 'begin':
      case 'step':
      case 'commit':
      case 'rollback':
        return this.#transactions.handle(body, request.timeoutMs, reply)
      case 'cancel':
        this.#reads.cancel(body.value.requestId)
        reply.send({ kind: 'done', value: { position: undefined } })
        return
      case 'status':
      case 'join':
      case 'changeRole':
      case 'removeNode':
      case 'transferLeadership':
        return handleAdminRequest(this.#gateway, this.#channel.remotePeer, body, reply)
    }
  }

  #replyTo(id: number): Reply {
    const send = (body: ResponseBody): Promise<void> | undefined => {
      if (body.kind !== 'rows' || body.value.last) this.#inFlight--
      return this.#send({ id, body })
    }
    return {
      send,
      fail: (error) => void send({ kind: 'failure', value: errorToFailure(error) }),
    }
  }

  /** A client that does not read is not read from either. */
  #send(response: ClientResponse): Promise<void> | undefined {
    if (this.#channel.send(encodeClientResponse(response))) return undefined
    if (this.#drained) return this.#drained
    this.#channel.pause()
    const resume = (): void => {
      this.#drained = undefined
      this.#channel.resume()
    }
    // A channel that closes instead takes its requests with it.
    this.#drained = this.#channel.drained().then(resume, () => undefined)
    return this.#drained
  }

  #onClosed(): void {
    this.#reads.close()
    this.#transactions.close()
    this.#writes.close()
  }
}

function tooMany(): QuorumliteError {
  return new QuorumliteError(
    'TOO_MANY_REQUESTS',
    `${REQUESTS_IN_FLIGHT_MAX} requests are in flight on this stream`,
  )
}

function unknownGroup(group: number): QuorumliteError {
  return new QuorumliteError('INVALID_ARGUMENT', `there is no group ${group} on this node`)
}
