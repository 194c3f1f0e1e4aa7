import {
  PAGE_BYTES,
  PIECES_WINDOW_MAX,
  QuorumliteError,
  ROWS_CUT_BYTES,
  failureToError,
  piecesOfRows,
  type ExportRequest,
  type QueryRequest,
  type Rows,
  type TakePiecesRequest,
} from '@quorumlite/wire'
import type { PieceBody, Reply } from './reply.ts'
import { positionAt, requireDatabase, type Gateway } from './gateway.ts'
import { whenReadable } from './when-readable.ts'

/** Pieces of a result under way to a client that grants none itself: what a stream that is slow costs in memory. */
const STREAM_WINDOW = 8

type Body =
  | { readonly kind: 'query'; readonly value: QueryRequest }
  | { readonly kind: 'export'; readonly value: ExportRequest }

interface PieceRead {
  /** The client takes the pieces one by one, and says so. */
  readonly isGranted: boolean
  /** Undefined while it waits for the state that it asked for. */
  ticket: number | undefined
  isCancelled: boolean
  /** Sent, and not taken by the client. */
  untaken: number
  bytesSent: number
  /** Of rows so large that they travel in many pieces: the next one goes when the stream has taken the one before. */
  readonly queue: PieceBody[]
  isSending: boolean
}

/** Where a result is from. */
type PieceFacts = Pick<Rows, 'position' | 'nodeId'>

/** Queries and exports of one client stream: whatever is answered in pieces. */
export class PieceReads {
  readonly #gateway: Gateway
  readonly #reads = new Map<number, PieceRead>()

  constructor(gateway: Gateway) {
    this.#gateway = gateway
  }

  start(requestId: number, body: Body, timeoutMs: number, reply: Reply): void {
    const isGranted = body.value.window > 0
    const read: PieceRead = {
      isGranted,
      ticket: undefined,
      isCancelled: false,
      untaken: 0,
      bytesSent: 0,
      queue: [],
      isSending: false,
    }
    const settled: Reply = {
      send: (answer) => reply.send(answer),
      sendPiece: (piece) => reply.sendPiece(piece),
      fail: (error) => {
        this.#reads.delete(requestId)
        read.queue.length = 0
        reply.fail(error)
      },
    }
    this.#reads.set(requestId, read)
    try {
      whenReadable(this.#gateway, body.value, timeoutMs, settled, () =>
        this.#run(requestId, read, body, settled),
      )
    } catch (cause) {
      settled.fail(cause)
    }
  }

  /** Whatever a client claims, it cannot take what it was not sent. */
  takePieces({ requestId, pieces }: TakePiecesRequest): void {
    const read = this.#reads.get(requestId)
    if (!read?.isGranted) return
    const count = Math.min(pieces, read.untaken)
    read.untaken -= count
    if (count > 0) this.#grant(read, count)
  }

  /** One that still waits for its state is dropped when that has come. */
  cancel(requestId: number): void {
    const read = this.#reads.get(requestId)
    if (!read) return
    read.isCancelled = true
    if (read.ticket !== undefined) this.#gateway.sql.cancel(read.ticket)
  }

  close(): void {
    for (const requestId of this.#reads.keys()) this.cancel(requestId)
    this.#reads.clear()
  }

  #run(requestId: number, read: PieceRead, body: Body, reply: Reply): void {
    if (read.isCancelled) throw new QuorumliteError('ABORTED', 'the read was cancelled')
    const gateway = this.#gateway
    const { window } = body.value
    const database = requireDatabase(gateway, body.value.database)
    const windowMax = read.isGranted ? Math.min(window, PIECES_WINDOW_MAX) : STREAM_WINDOW
    // The port is FIFO: the read sees everything that was posted for publishing before it, which is more than is known to
    // be published now. By the time that its first piece is here, what it saw is known to be: who reads this position
    // elsewhere does not go back.
    let facts: PieceFacts | undefined
    const factsOf = (): PieceFacts =>
      (facts ??= {
        position: positionAt(gateway, gateway.published.index),
        nodeId: gateway.nodeId,
      })
    const send = (piece: PieceBody): void => {
      read.queue.push(piece)
      void this.#sendQueued(requestId, read, reply)
    }
    if (body.kind === 'query') {
      const { statement } = body.value
      const rows = gateway.points.query(database, statement)
      if (rows) {
        // It is not newer than what is applied.
        const position = positionAt(gateway, gateway.state().appliedIndex)
        const { nodeId } = gateway
        const whole = { ...rows, last: true, unfinished: false, position, nodeId }
        for (const value of cut(whole)) send({ kind: 'rows', value })
        return
      }
      const command = { kind: 'query' as const, database, statement, windowMax }
      read.ticket = gateway.sql.ask(command, (report) => {
        if (report.kind === 'refused') return reply.fail(failureToError(report.failure))
        if (report.kind !== 'rows') return
        const { columns, rowCount, cells, last } = report
        const rows = { columns, rowCount, cells, last, unfinished: false, ...factsOf() }
        for (const value of cut(rows)) send({ kind: 'rows', value })
      })
      return
    }
    read.ticket = gateway.sql.ask({ kind: 'export', database, windowMax }, (report) => {
      if (report.kind === 'refused') return reply.fail(failureToError(report.failure))
      if (report.kind !== 'exportPiece') return
      const { data, last, pageCount } = report
      const offset = read.bytesSent
      read.bytesSent += data.length
      const bytesTotal = pageCount * PAGE_BYTES
      send({ kind: 'exportPiece', value: { offset, data, last, bytesTotal, ...factsOf() } })
    })
  }

  async #sendQueued(requestId: number, read: PieceRead, reply: Reply): Promise<void> {
    if (read.isSending) return
    read.isSending = true
    for (let piece = read.queue.shift(); piece; piece = read.queue.shift()) {
      if (piece.value.last) this.#reads.delete(requestId)
      if (read.isGranted) read.untaken++
      const full = reply.sendPiece(piece)
      if (full) await full
      if (!read.isGranted) this.#grant(read, 1)
    }
    read.isSending = false
  }

  #grant(read: PieceRead, count: number): void {
    const { ticket } = read
    if (ticket !== undefined) this.#gateway.sql.send({ kind: 'takePieces', ticket, count })
  }
}

/** Rows as the pieces they travel in: one, unless a row is very large. */
function* cut(rows: Rows): Generator<Rows> {
  const pieces = piecesOfRows(rows.cells.length)
  for (let i = 1; i < pieces; i++) {
    const cells = rows.cells.subarray((i - 1) * ROWS_CUT_BYTES, i * ROWS_CUT_BYTES)
    yield { ...rows, rowCount: 0, cells, last: false, unfinished: true }
  }
  yield pieces === 1 ? rows : { ...rows, cells: rows.cells.subarray((pieces - 1) * ROWS_CUT_BYTES) }
}
