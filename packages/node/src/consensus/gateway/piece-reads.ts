import {
  PAGE_BYTES,
  PIECES_WINDOW_MAX,
  QuorumliteError,
  failureToError,
  type ExportRequest,
  type QueryRequest,
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
}

/** Queries and exports of one client stream: whatever is answered in pieces. */
export class PieceReads {
  readonly #gateway: Gateway
  readonly #reads = new Map<number, PieceRead>()

  constructor(gateway: Gateway) {
    this.#gateway = gateway
  }

  start(requestId: number, body: Body, timeoutMs: number, reply: Reply): void {
    const isGranted = body.value.window > 0
    const read = { isGranted, ticket: undefined, isCancelled: false, untaken: 0, bytesSent: 0 }
    const settled: Reply = {
      ...reply,
      fail: (error) => {
        this.#reads.delete(requestId)
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
    // The port is FIFO: the read sees everything that was posted for publishing before it.
    const position = positionAt(gateway, gateway.published.index)
    const facts = { position, nodeId: gateway.nodeId }
    const send = (piece: PieceBody): void => {
      if (piece.value.last) this.#reads.delete(requestId)
      this.#send(read, piece, reply)
    }
    if (body.kind === 'query') {
      const { statement } = body.value
      const command = { kind: 'query' as const, database, statement, windowMax }
      read.ticket = gateway.sql.ask(command, (report) => {
        if (report.kind === 'refused') return reply.fail(failureToError(report.failure))
        if (report.kind !== 'rows') return
        const { columns, rowCount, cells, last } = report
        send({ kind: 'rows', value: { columns, rowCount, cells, last, ...facts } })
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
      send({ kind: 'exportPiece', value: { offset, data, last, bytesTotal, ...facts } })
    })
  }

  #send(read: PieceRead, piece: PieceBody, reply: Reply): void {
    const full = reply.sendPiece(piece)
    if (read.isGranted) {
      read.untaken++
      return
    }
    if (full) void full.then(() => this.#grant(read, 1))
    else this.#grant(read, 1)
  }

  #grant(read: PieceRead, count: number): void {
    const { ticket } = read
    if (ticket !== undefined) this.#gateway.sql.send({ kind: 'takePieces', ticket, count })
  }
}
