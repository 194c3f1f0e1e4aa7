import type { ClientResponseBody } from '@quorumlite/wire'
import type { FakeCluster } from './fake-cluster.ts'
import type { FakeStream } from './fake-node.ts'

/** Answers every query or export of a fake cluster in pieces, as its window and its reader allow. */
export class PieceSource {
  /** Sent and not taken: what the window bounds. */
  untaken = 0
  untakenMax = 0
  sent = 0
  cancelled = false
  /** Who was asked last. */
  nodeId = 0
  /** Sends nothing until it is set. */
  isOpen = true
  readonly #piece: (i: number, stream: FakeStream) => ClientResponseBody
  readonly #count: number
  #resume: () => void = () => undefined

  /** `piece(i)` is the i-th of `count` bodies, from 0. */
  constructor(
    cluster: FakeCluster,
    count: number,
    piece: (i: number, stream: FakeStream) => ClientResponseBody,
  ) {
    this.#count = count
    this.#piece = piece
    for (const node of cluster.nodes.values()) {
      node.script = ({ id, body }, stream) => {
        if (body.kind === 'query' || body.kind === 'export') {
          this.#serve(id, body.value.window, stream)
          return true
        }
        if (body.kind === 'takePieces') this.#take(body.value.pieces)
        if (body.kind === 'cancel') this.cancelled = true
        return body.kind === 'takePieces'
      }
    }
  }

  open(): void {
    this.isOpen = true
    this.#resume()
  }

  #serve(id: number, window: number, stream: FakeStream): void {
    this.nodeId = stream.node.nodeId
    this.sent = 0
    this.untaken = 0
    this.#resume = () => {
      while (this.isOpen && !this.cancelled && this.sent < this.#count && this.untaken < window) {
        this.untaken++
        this.untakenMax = Math.max(this.untakenMax, this.untaken)
        stream.reply(id, this.#piece(this.sent++, stream))
      }
    }
    this.#resume()
  }

  #take(pieces: number): void {
    if (pieces < 1 || pieces > this.untaken) throw new Error(`${pieces} of ${this.untaken} taken`)
    this.untaken -= pieces
    this.#resume()
  }
}

/** Piece `i` of rows `{ n }` that count up from 0, `rowsPerPiece` in each. */
export function countingRows(count: number, rowsPerPiece = 3) {
  return (i: number, stream: FakeStream): ClientResponseBody => {
    const rows = Array.from({ length: rowsPerPiece }, (_, k) => [i * rowsPerPiece + k])
    return stream.rowsBody(['n'], rows, i === count - 1)
  }
}
