// An answer in pieces that its reader takes one by one. Only `window` of them are ever under way or waiting here: the node
// sends another one when one was taken, so that a slow reader holds up neither memory nor its stream's other requests.

import type { Timer } from '@quorumlite/transport'
import { type ClientRequestBody, type ClientResponseBody, QuorumliteError } from '@quorumlite/wire'
import assert from 'node:assert'
import { toRequestTimeout, type Deadline } from './deadline.ts'
import type { NodeLink } from './node-link.ts'
import type { ReadFrom } from './options.ts'
import type { Reads } from './reads.ts'

export interface PieceStreamOptions<Piece> {
  readonly reads: Reads
  readonly readFrom: ReadFrom | undefined
  readonly body: ClientRequestBody
  /** As the request says it. */
  readonly window: number
  /** How long to wait for a piece, each time. */
  readonly timeoutMs: number
  /** Opens the patience of the whole, which the stream closes. Not called before somebody waits. */
  readonly openScope: () => Deadline
  /**
   * Makes what reads the answers of one node, in order: each is a piece, or undefined for a part of one that is not whole
   * yet. That throws QuorumliteError.
   */
  readonly openReader: () => (body: ClientResponseBody) => Piece | undefined
}

interface LastMarked {
  readonly last: boolean
}

export class PieceStream<Piece extends LastMarked> {
  readonly #options: PieceStreamOptions<Piece>
  /** Came, and not taken yet. */
  readonly #waiting: Piece[] = []
  /** Taken, and not granted again yet. */
  #owed = 0
  #grant: (pieces: number) => void = () => undefined
  #scope: Deadline | undefined
  /** Settles once a node has sent a piece, or none will. Never rejects. */
  #opening: Promise<void> | undefined
  #lastHasCome = false
  #lastIsTaken = false
  #failure: QuorumliteError | undefined
  #waiters: (() => void)[] = []

  constructor(options: PieceStreamOptions<Piece>) {
    this.#options = options
  }

  /** Why nothing more will come, if the caller, its time limit or the client ended it. */
  get reason(): QuorumliteError | undefined {
    return this.#scope?.reason
  }

  /** The next piece, which stays the next one until it is taken. Undefined after the last. @throws QuorumliteError */
  async peek(): Promise<Piece | undefined> {
    if (this.#lastIsTaken) return undefined
    this.#scope ??= this.#options.openScope()
    this.#opening ??= this.#open(this.#scope)
    using patience = this.#patience(this.#scope)
    for (;;) {
      // What the reader or the client has ended is over at once; what was lost ends after what had come.
      if (this.reason) {
        // It knows what stood in the way.
        await this.#opening
        throw this.#end(this.#failure ?? this.reason)
      }
      const [piece] = this.#waiting
      if (piece) return piece
      if (this.#failure) throw this.#end(this.#failure)
      patience.start()
      await new Promise<void>((resolve) => this.#waiters.push(resolve))
    }
  }

  /** Takes the piece that was peeked at: the node may send another one for it. */
  take(): void {
    const piece = this.#waiting.shift()
    assert(piece, 'a piece is taken after it was seen')
    if (piece.last) {
      this.#lastIsTaken = true
      this.#scope?.[Symbol.dispose]()
    }
    this.#grantOne()
  }

  /** Nothing more is wanted: the node is told, and lets its snapshot go. Idempotent. */
  close(): void {
    this.#scope ??= this.#options.openScope()
    this.#scope.end(new QuorumliteError('CLOSED', 'the stream was closed'))
  }

  /** Granting by halves of the window keeps the node busy with half as many messages. */
  #grantOne(): void {
    this.#owed++
    if (this.#lastHasCome || this.#owed * 2 < this.#options.window) return
    this.#grant(this.#owed)
    this.#owed = 0
  }

  /** At one node after another, until one has sent a piece; from then on it is that node's. */
  async #open(scope: Deadline): Promise<void> {
    const { reads, readFrom } = this.#options
    try {
      await reads.anywhere(readFrom, scope, (link) => this.#openAt(link, scope))
    } catch (error) {
      this.#fail(error)
    }
  }

  #openAt(link: NodeLink, scope: Deadline): Promise<void> {
    const { body, openReader, timeoutMs } = this.#options
    const read = openReader()
    return new Promise((resolve, reject) => {
      let any = false
      const deliver = (answer: ClientResponseBody): boolean => {
        const piece = read(answer)
        any = true
        if (!piece) {
          // Its reader has to have all of it: the node goes on without being asked to.
          this.#grantOne()
          return false
        }
        this.#waiting.push(piece)
        this.#lastHasCome = piece.last
        resolve()
        this.#wake()
        return piece.last
      }
      const onSent = (requestId: number): void => {
        this.#grant = (pieces) => {
          link.tell({ kind: 'takePieces', value: { requestId, pieces } })
        }
      }
      link
        .exchange(body, scope, deliver, { onSent, timeoutMs: toRequestTimeout(timeoutMs) })
        .catch((error: unknown) => {
          if (any) this.#fail(error)
          else reject(error as Error)
        })
    })
  }

  #fail(error: unknown): void {
    assert(error instanceof QuorumliteError, error instanceof Error ? error : String(error))
    this.#failure ??= error
    this.#wake()
  }

  #wake(): void {
    const waiters = this.#waiters
    this.#waiters = []
    for (const waiter of waiters) waiter()
  }

  #end(failure: QuorumliteError): QuorumliteError {
    this.#failure = failure
    this.#waiting.length = 0
    this.#scope?.[Symbol.dispose]()
    return failure
  }

  /** Runs while somebody waits: time that the reader takes for itself is not the node's. */
  #patience(scope: Deadline): Disposable & { start(): void } {
    const { timeoutMs } = this.#options
    let timer: Timer | undefined
    const end = (): void => {
      scope.end(new QuorumliteError('TIMEOUT', `nothing more came within ${timeoutMs} ms`))
    }
    const leave = scope.onEnd(() => this.#wake())
    return {
      start: () => {
        if (timeoutMs !== Infinity) timer ??= scope.clock.setTimer(timeoutMs, end)
      },
      [Symbol.dispose]: () => {
        timer?.cancel()
        leave()
      },
    }
  }
}
