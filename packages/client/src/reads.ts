// Reads: sent to a node that fits, and to another one when it does not answer. A read may run any number of times.

import {
  type ClientRequestBody,
  type ClientResponseBody,
  type ErrorCode,
  type ExportPiece,
  PIECES_WINDOW_MAX,
  type Position,
  QuorumliteError,
  type Rows as RowsPiece,
  type Statement,
} from '@quorumlite/wire'
import type { Deadline } from './deadline.ts'
import type { RowFormat } from './decode-result.ts'
import { expectAnswer, type NodeLink } from './node-link.ts'
import { STREAM_WINDOW } from './limits.ts'
import type { PieceOptions, ReadFrom, ReadOptions } from './options.ts'
import { PieceStream, type PieceStreamOptions } from './piece-stream.ts'
import type { PositionTracker } from './position-tracker.ts'
import type { Row, Rows } from './result.ts'
import type { Router } from './router.ts'
import { RowCollector } from './row-collector.ts'
import { RowsJoiner } from './rows-joiner.ts'

/** What a query or a BEGIN says about the state it wants to see. */
export interface ReadRequirement {
  readonly consistency: 'linearizable' | 'session' | 'stale'
  readonly minimum: Position | undefined
  readonly stalenessMaxMs: number
}

/** How long a stream waits for each piece, and for the whole of it. */
export type StreamPatience = Pick<PieceStreamOptions<never>, 'timeoutMs' | 'openScope'>

export class Reads {
  readonly #router: Router
  readonly #positions: PositionTracker

  constructor(router: Router, positions: PositionTracker) {
    this.#router = router
    this.#positions = positions
  }

  requirement({ consistency, position, maxStalenessMs }: ReadOptions): ReadRequirement {
    return {
      consistency: consistency ?? 'linearizable',
      minimum: consistency === 'session' ? (position ?? this.#positions.latest) : undefined,
      stalenessMaxMs: consistency === 'stale' ? (maxStalenessMs ?? 0) : 0,
    }
  }

  async query(
    database: string,
    statement: Statement,
    options: ReadOptions,
    format: RowFormat & { readonly bytesMax: number },
    deadline: Deadline,
  ): Promise<Rows<Row>> {
    // No window: what comes is decoded at once, and ends at the bound.
    const value = { database, statement, ...this.requirement(options), window: 0 }
    const body: ClientRequestBody = { kind: 'query', value }
    return this.anywhere(options.readFrom, deadline, async (link) => {
      const collector = new RowCollector(format, format.bytesMax)
      await link.exchange(body, deadline, (piece) => collector.add(expectAnswer(piece, 'rows')))
      return collector.finish(this.see(collector.position))
    })
  }

  stream(
    database: string,
    statement: Statement,
    options: PieceOptions,
    patience: StreamPatience,
  ): PieceStream<RowsPiece> {
    const window = options.window ?? STREAM_WINDOW
    const value = { database, statement, ...this.requirement(options), window }
    const openReader = (): ((body: ClientResponseBody) => RowsPiece | undefined) => {
      const joiner = new RowsJoiner()
      return (body) => joiner.add(expectAnswer(body, 'rows'))
    }
    return this.#pieces({ kind: 'query', value }, options, patience, openReader)
  }

  export(
    database: string,
    options: PieceOptions,
    patience: StreamPatience,
  ): PieceStream<ExportPiece> {
    const window = options.window ?? STREAM_WINDOW
    const value = { database, ...this.requirement(options), window }
    const read = (body: ClientResponseBody): ExportPiece => expectAnswer(body, 'exportPiece')
    return this.#pieces({ kind: 'export', value }, options, patience, () => read)
  }

  async waitFor(position: Position, deadline: Deadline): Promise<void> {
    const body: ClientRequestBody = { kind: 'waitFor', value: { position } }
    await this.anywhere(undefined, deadline, (link) => link.ask(body, 'done', deadline))
    this.see(position)
  }

  /** Every position in an answer is one that this client has seen. */
  see(position: Position | undefined): Position {
    if (position) return this.#positions.see(position)
    return this.#positions.latest ?? NOWHERE
  }

  /** Runs `read` at one node after another until one answers, or has an answer that another one would not change. */
  async anywhere<T>(
    readFrom: ReadFrom | undefined,
    deadline: Deadline,
    read: (link: NodeLink) => Promise<T>,
  ): Promise<T> {
    const avoid = new Set<number>()
    let trouble: unknown
    for (let attempt = 0; ; attempt++) {
      if (attempt > 1) await this.#router.pause(attempt - 1, deadline, trouble)
      const link = await this.#reader(readFrom, avoid, deadline, trouble)
      try {
        return await read(link)
      } catch (error) {
        if (deadline.reason) deadline.throwIfEnded(error === deadline.reason ? trouble : error)
        if (isStale(error)) {
          if (avoid.has(link.nodeId) || typeof readFrom === 'number') throw error
        } else if (!this.#router.noteFailure(link, error) || isOfTheRead(error)) {
          throw error
        }
        trouble = error
        avoid.add(link.nodeId)
      }
    }
  }

  #pieces<Piece extends { readonly last: boolean }>(
    body: Extract<ClientRequestBody, { kind: 'query' | 'export' }>,
    { readFrom }: PieceOptions,
    patience: StreamPatience,
    openReader: PieceStreamOptions<Piece>['openReader'],
  ): PieceStream<Piece> {
    const { window } = body.value
    if (!Number.isInteger(window) || window < 1 || window > PIECES_WINDOW_MAX) {
      const message = `a window is 1 to ${PIECES_WINDOW_MAX} pieces, not ${window}`
      throw new QuorumliteError('INVALID_ARGUMENT', message)
    }
    return new PieceStream({ reads: this, readFrom, body, window, openReader, ...patience })
  }

  /** A node that was asked for by its id may be away for a moment, as any other. */
  async #reader(
    readFrom: ReadFrom | undefined,
    avoid: ReadonlySet<number>,
    deadline: Deadline,
    trouble: unknown,
  ): Promise<NodeLink> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#router.reader(readFrom, avoid, deadline)
      } catch (error) {
        deadline.throwIfEnded(error === deadline.reason ? trouble : error)
        if (!(error instanceof QuorumliteError && error.retryable)) throw error
        await this.#router.pause(attempt, deadline, error)
      }
    }
  }
}

/** What an answer without a position stands for: the beginning of everything. */
const NOWHERE: Position = { group: 0, historyId: new Uint8Array(0), index: 0 }

function isStale(error: unknown): boolean {
  return error instanceof QuorumliteError && error.code === 'STALE'
}

/** Retryable, but by a caller who changes the read: at another node it would most likely end the same way. */
const READ_CODES: ReadonlySet<ErrorCode> = new Set(['SNAPSHOT_TOO_OLD'])

function isOfTheRead(error: unknown): boolean {
  return error instanceof QuorumliteError && READ_CODES.has(error.code)
}
