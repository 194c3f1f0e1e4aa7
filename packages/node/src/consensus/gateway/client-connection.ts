import type { Channel } from '@quorumlite/transport'
import {
  QuorumliteError,
  STREAM_REQUESTS_MAX,
  decodeClientRequest,
  encodeClientResponse,
  errorToFailure,
  ownFrame,
  type ClientRequest,
} from '@quorumlite/wire'
import { assert } from '../../assert.ts'
import { handleAdminRequest } from './admin-requests.ts'
import type { Gateway } from './gateway.ts'
import { ReadRequests } from './read-requests.ts'
import type { PieceBody, Reply, ResponseBody } from './reply.ts'
import { TransactionRequests } from './transaction-requests.ts'
import { Uploads } from './uploads.ts'
import { WriteRequests } from './write-requests.ts'

/** One client stream, past the handshake: takes its requests apart and brings every answer back under its id. */
export class ClientConnection {
  readonly #channel: Channel
  readonly #gateway: Gateway
  readonly #uploads: Uploads
  readonly #writes: WriteRequests
  readonly #reads: ReadRequests
  readonly #transactions: TransactionRequests
  /** Ids of the requests that have not had their last answer. */
  readonly #inFlight = new Set<number>()
  #drained: Promise<void> | undefined

  constructor(channel: Channel, gateway: Gateway) {
    this.#channel = channel
    this.#gateway = gateway
    this.#uploads = new Uploads(gateway.uploads, gateway.limits)
    this.#writes = new WriteRequests(gateway, this.#uploads)
    this.#reads = new ReadRequests(gateway)
    this.#transactions = new TransactionRequests(gateway, this.#uploads)
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
      // What waits in a queue must neither keep the network buffer that it came in nor change with it.
      request = decodeClientRequest(ownFrame(frame))
    } catch (cause) {
      // Nothing after a frame that cannot be read can be trusted either.
      this.#channel.abort(cause as Error)
      return
    }
    const { id, body } = request
    // It has no answer, hence no place among the requests that wait for theirs.
    if (body.kind === 'takePieces') return this.#reads.takePieces(body.value)
    if (this.#inFlight.has(id)) {
      // Its answers could not be told apart.
      this.#channel.abort(malformed(`request id ${id} is in use`))
      return
    }
    this.#inFlight.add(id)
    const reply = new RequestReply(id, this.#put)
    try {
      if (this.#inFlight.size > STREAM_REQUESTS_MAX) throw tooMany()
      if (request.group !== this.#gateway.group) throw unknownGroup(request.group)
      this.#dispatch(request, reply)
    } catch (cause) {
      reply.fail(cause)
    }
    this.#gateway.wake()
  }

  #dispatch(request: ClientRequest, reply: Reply): void {
    const { body } = request
    const outOfService = isAnsweredFromPages(body) && this.#gateway.outOfService()
    if (outOfService) throw outOfService
    switch (body.kind) {
      case 'openSession':
      case 'keepSessions':
      case 'closeSession':
      case 'write':
      case 'outcome':
      case 'importChunk':
        return this.#writes.handle(body, reply)
      case 'query':
      case 'export':
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

  readonly #put: Put = (id, body, isLast) => {
    if (!this.#inFlight.has(id)) assert(false, `request ${id} is answered once`)
    const frame = encodeClientResponse({ id, body })
    if (isLast) this.#inFlight.delete(id)
    return this.#send(frame)
  }

  /** A client that does not read is not read from either. */
  #send(frame: Uint8Array): Promise<void> | undefined {
    if (this.#channel.send(frame)) return undefined
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
    this.#uploads.close()
  }
}

type Put = (id: number, body: ResponseBody, isLast: boolean) => Promise<void> | undefined

class RequestReply implements Reply {
  readonly #id: number
  readonly #put: Put

  constructor(id: number, put: Put) {
    this.#id = id
    this.#put = put
  }

  send(body: ResponseBody): void {
    void this.#put(this.#id, body, true)
  }

  sendPiece(body: PieceBody): Promise<void> | undefined {
    return this.#put(this.#id, body, body.value.last)
  }

  fail(error: unknown): void {
    this.send({ kind: 'failure', value: errorToFailure(error) })
  }
}

/** Of no use to a node whose pages may be wrong; the rest is about the cluster. */
function isAnsweredFromPages({ kind }: ClientRequest['body']): boolean {
  return !ABOUT_CLUSTER.has(kind)
}

const ABOUT_CLUSTER: ReadonlySet<ClientRequest['body']['kind']> = new Set([
  'cancel',
  'status',
  'join',
  'changeRole',
  'removeNode',
  'transferLeadership',
])

function tooMany(): QuorumliteError {
  return new QuorumliteError(
    'TOO_MANY_REQUESTS',
    `${STREAM_REQUESTS_MAX} requests are in flight on this stream`,
  )
}

function malformed(why: string): QuorumliteError {
  return new QuorumliteError('MALFORMED', why)
}

function unknownGroup(group: number): QuorumliteError {
  return new QuorumliteError('INVALID_ARGUMENT', `there is no group ${group} on this node`)
}
