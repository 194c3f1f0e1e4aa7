// One stream to one node, past the handshake: many requests in flight, each answer brought back to who waits for it.

import type { Channel, Clock, Timer } from '@quorumlite/transport'
import {
  type ClientRequestBody,
  type ClientResponse,
  type ClientResponseBodies,
  type ClientResponseBody,
  decodeClientResponse,
  encodeClientRequest,
  failureToError,
  malformed,
  ownFrame,
  QuorumliteError,
} from '@quorumlite/wire'
import type { Deadline } from './deadline.ts'
import { GROUP, LINK_REQUESTS_MAX, LINK_SIGN_OF_LIFE_MS, LINK_SILENCE_MS } from './limits.ts'
import { LinkUploads } from './upload.ts'

/** The stream closed before the answer came: what was asked may or may not have happened. */
export class LinkLostError extends QuorumliteError {
  override readonly name: string = 'LinkLostError'

  constructor(node: string, cause: unknown) {
    const why = cause instanceof Error ? `: ${cause.message}` : ''
    super('UNAVAILABLE', `the stream to ${node} closed${why}`, { cause })
  }
}

export interface LinkOptions {
  readonly channel: Channel
  readonly nodeId: number
  readonly address: string
  readonly clock: Clock
}

export interface RequestOptions {
  /** Called when the request is on its way: from then on it may be executed. */
  readonly onSent?: (requestId: number) => void
  /** Called with an answer that came after the deadline. */
  readonly onLate?: (body: ClientResponseBody) => void
  /** How long the node is told that somebody waits, if not as long as the deadline leaves. */
  readonly timeoutMs?: number
}

/** What the body of an answer holds. */
export type AnswerOf<Kind extends AnswerKind> = ClientResponseBodies[Kind]
export type AnswerKind = keyof ClientResponseBodies

interface Pending {
  /** Returns true with the last piece of the answer. */
  deliver(body: ClientResponseBody): boolean
  fail(error: Error): void
}

export class NodeLink {
  readonly nodeId: number
  readonly address: string
  readonly peerId: string
  readonly uploads: LinkUploads = new LinkUploads()
  readonly #channel: Channel
  readonly #clock: Clock
  readonly #pending = new Map<number, Pending>()
  readonly #closedListeners: (() => void)[] = []
  #nextId = 1
  /** Requests of the kinds that wait for room. */
  #ordinary = 0
  #roomWaiters: (() => void)[] = []
  #congested = false
  #lost: LinkLostError | undefined
  #watch: Timer | undefined
  /** When the last frame came, or the first request went to a node that owed nothing. */
  #quietSinceMs = 0
  #askedAtMs: number | undefined

  constructor({ channel, nodeId, address, clock }: LinkOptions) {
    this.#channel = channel
    this.#clock = clock
    this.nodeId = nodeId
    this.address = address
    this.peerId = channel.remotePeer
    channel.onFrame((frame) => this.#onFrame(frame))
    void channel.closed.then((error) => this.#onClosed(error))
  }

  get isOpen(): boolean {
    return this.#lost === undefined
  }

  get inFlight(): number {
    return this.#pending.size
  }

  onClosed(listener: () => void): void {
    this.#closedListeners.push(listener)
  }

  /**
   * Sends a request and resolves with its one answer, which must be of the kind that is `expected`.
   *
   * @throws LinkLostError; the deadline's reason; otherwise the error that the node answered with.
   */
  async ask<Kind extends AnswerKind>(
    body: ClientRequestBody,
    expected: Kind,
    deadline: Deadline,
    options?: RequestOptions,
  ): Promise<AnswerOf<Kind>> {
    let answer: AnswerOf<Kind> | undefined
    await this.exchange(
      body,
      deadline,
      (piece) => {
        answer = expectAnswer(piece, expected)
        return true
      },
      options,
    )
    return answer as AnswerOf<Kind>
  }

  /**
   * As `ask`, for an answer in pieces: `deliver` returns true with the last one. What it throws ends the request and is
   * thrown; bytes that are MALFORMED end the stream as well.
   */
  exchange(
    body: ClientRequestBody,
    deadline: Deadline,
    deliver: (body: ClientResponseBody) => boolean,
    options: RequestOptions = {},
  ): Promise<void> {
    if (!this.#hasRoom(body)) return this.#exchangeLater(body, deadline, deliver, options)
    return this.#exchange(body, deadline, deliver, options)
  }

  /** Sends what needs no answer; if the stream is gone, so is the reason to send it. */
  tell(body: ClientRequestBody): void {
    if (this.isOpen) this.#send(this.#nextId++, body, 0)
  }

  /** Gives the stream up: everything in flight fails with LinkLostError. */
  lose(reason: Error): void {
    this.#channel.abort(reason)
    this.#onClosed(reason)
  }

  close(): Promise<void> {
    return this.#channel.close()
  }

  #hasRoom(body: ClientRequestBody): boolean {
    if (!this.isOpen) return true
    return !this.#congested && (this.#ordinary < LINK_REQUESTS_MAX || !isOrdinary(body))
  }

  async #exchangeLater(
    body: ClientRequestBody,
    deadline: Deadline,
    deliver: (body: ClientResponseBody) => boolean,
    options: RequestOptions,
  ): Promise<void> {
    while (!this.#hasRoom(body)) {
      await deadline.race(new Promise<void>((resolve) => this.#roomWaiters.push(resolve)))
    }
    await this.#exchange(body, deadline, deliver, options)
  }

  #exchange(
    body: ClientRequestBody,
    deadline: Deadline,
    deliver: (body: ClientResponseBody) => boolean,
    { onSent, onLate, timeoutMs = deadline.requestTimeoutMs }: RequestOptions,
  ): Promise<void> {
    return new Promise((resolve, reject) => {
      deadline.throwIfEnded()
      if (this.#lost) throw this.#lost
      const id = this.#nextId++
      this.#send(id, body, timeoutMs)
      onSent?.(id)
      const ordinary = isOrdinary(body)
      if (ordinary) this.#ordinary++
      const over = (): void => {
        leave()
        if (ordinary) this.#ordinary--
        this.#roomWaiters.shift()?.()
      }
      const fail = (error: Error): void => {
        over()
        reject(error)
      }
      const leave = deadline.onEnd(() => {
        this.tell({ kind: 'cancel', value: { requestId: id } })
        this.#pending.delete(id)
        if (onLate) this.#pending.set(id, lateAnswer(onLate))
        fail(deadline.reason as QuorumliteError)
      })
      if (this.#pending.size === 0) this.#quietSinceMs = this.#clock.nowMs()
      this.#pending.set(id, {
        deliver: (piece) => {
          if (piece.kind === 'failure') {
            fail(failureToError(piece.value))
            return true
          }
          const last = deliver(piece)
          if (last) {
            over()
            resolve()
          }
          return last
        },
        fail,
      })
      this.#keepWatch()
    })
  }

  #send(id: number, body: ClientRequestBody, timeoutMs: number): void {
    const frame = encodeClientRequest({ id, group: GROUP, timeoutMs, body })
    if (this.#channel.send(frame) || this.#congested || !this.isOpen) return
    this.#congested = true
    const go = (): void => {
      this.#congested = false
      const waiters = this.#roomWaiters
      this.#roomWaiters = []
      for (const waiter of waiters) waiter()
    }
    this.#channel.drained().then(go, go)
  }

  #onFrame(frame: Uint8Array): void {
    if (!this.isOpen) return
    this.#quietSinceMs = this.#clock.nowMs()
    this.#askedAtMs = undefined
    try {
      // Answers outlive the call, and a frame does not.
      this.#deliver(decodeClientResponse(ownFrame(frame)))
    } catch (error) {
      this.lose(error as Error)
    }
  }

  #deliver({ id, body }: ClientResponse): void {
    const pending = this.#pending.get(id)
    if (!pending) {
      // The answer to what was given up, or to a cancellation.
      if (id > 0 && id < this.#nextId) return
      throw malformed(`an answer to request ${id}, which was never sent`)
    }
    try {
      if (pending.deliver(body)) this.#pending.delete(id)
    } catch (error) {
      if ((error as QuorumliteError).code === 'MALFORMED') throw error
      this.#pending.delete(id)
      this.tell({ kind: 'cancel', value: { requestId: id } })
      pending.fail(error as Error)
    }
  }

  #onClosed(error: Error | undefined): void {
    if (this.#lost) return
    this.#lost = new LinkLostError(`node ${this.nodeId} (${this.address})`, error)
    this.#watch?.cancel()
    const pending = [...this.#pending.values()]
    this.#pending.clear()
    for (const listener of this.#closedListeners) listener()
    for (const request of pending) request.fail(this.#lost)
    for (const waiter of this.#roomWaiters) waiter()
    this.#roomWaiters = []
  }

  /** While answers are owed, silence is looked into. */
  #keepWatch(): void {
    if (this.#watch || !this.isOpen) return
    const untilMs =
      this.#askedAtMs === undefined
        ? this.#quietSinceMs + LINK_SILENCE_MS
        : this.#askedAtMs + LINK_SIGN_OF_LIFE_MS
    this.#watch = this.#clock.setTimer(untilMs - this.#clock.nowMs(), () => {
      this.#watch = undefined
      if (this.#pending.size > 0) this.#lookIntoSilence()
    })
  }

  #lookIntoSilence(): void {
    const nowMs = this.#clock.nowMs()
    if (this.#askedAtMs !== undefined && nowMs >= this.#askedAtMs + LINK_SIGN_OF_LIFE_MS) {
      const silentMs = Math.round(nowMs - this.#quietSinceMs)
      this.lose(new QuorumliteError('UNAVAILABLE', `there was no sign of life for ${silentMs} ms`))
      return
    }
    if (this.#askedAtMs === undefined && nowMs >= this.#quietSinceMs + LINK_SILENCE_MS) {
      this.#askedAtMs = nowMs
      this.tell({ kind: 'status', value: {} })
    }
    this.#keepWatch()
  }
}

function lateAnswer(onLate: (body: ClientResponseBody) => void): Pending {
  return {
    deliver: (body) => {
      onLate(body)
      return true
    },
    fail: () => undefined,
  }
}

const ORDINARY_KINDS: ReadonlySet<ClientRequestBody['kind']> = new Set([
  'write',
  'query',
  'export',
  'begin',
])

/** What may have to wait for others: everything but what ends or settles them. */
function isOrdinary(body: ClientRequestBody): boolean {
  return ORDINARY_KINDS.has(body.kind)
}

/** @throws QuorumliteError MALFORMED for an answer of another kind. */
export function expectAnswer<Kind extends AnswerKind>(
  body: ClientResponseBody,
  kind: Kind,
): AnswerOf<Kind> {
  if (isOfKind(body, kind)) return body.value
  throw malformed(`a node answered with '${body.kind}' where '${kind}' was due`)
}

function isOfKind<Kind extends AnswerKind>(
  body: ClientResponseBody,
  kind: Kind,
): body is Extract<ClientResponseBody, { kind: Kind }> & { readonly value: AnswerOf<Kind> } {
  return body.kind === kind
}
