import {
  QuorumliteError,
  encodeCells,
  encodeRecordedResult,
  encodeStatementResult,
  type Failure,
  type StatementResult,
} from '@quorumlite/wire'

const NO_BYTES = new Uint8Array(0)

/** Counts the bytes of results down, so that what is too large is refused before it is committed. */
export class ResultRoom {
  readonly #bytesMax: number
  #bytes = 0

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax
  }

  get bytesLeft(): number {
    return this.#bytesMax - this.#bytes
  }

  /** @throws QuorumliteError RESULT_TOO_LARGE */
  take(bytes: number): void {
    this.#bytes += bytes
    if (this.#bytes > this.#bytesMax) throw this.exceeded()
  }

  exceeded(): QuorumliteError {
    const message = `the result is larger than ${this.#bytesMax} bytes`
    return new QuorumliteError('RESULT_TOO_LARGE', message)
  }
}

/** @throws QuorumliteError RESULT_TOO_LARGE */
export function encodeOk(results: readonly StatementResult[], bytesMax: number): Uint8Array {
  const encoded = encodeRecordedResult({ kind: 'ok', value: { results } })
  if (encoded.length > bytesMax) throw new ResultRoom(bytesMax).exceeded()
  return encoded
}

export function encodeFailed(failure: Failure): Uint8Array {
  return encodeRecordedResult({ kind: 'failure', value: failure })
}

/** @throws QuorumliteError RESULT_TOO_LARGE */
export function encodeStepped(result: StatementResult, bytesMax: number): Uint8Array {
  const encoded = encodeStatementResult(result)
  if (encoded.length > bytesMax) throw new ResultRoom(bytesMax).exceeded()
  // A view of a pool: cloned to another thread, it would take the whole pool along.
  return encoded.slice()
}

/** SQLite begins a request with 0, so 0 means that nothing was inserted yet. */
export function rowidCell(rowid: number | bigint): Uint8Array {
  return rowid === 0 ? NO_BYTES : encodeCells([rowid])
}

export const EMPTY_RESULT: StatementResult = {
  changes: 0,
  lastInsertRowid: NO_BYTES,
  columns: [],
  rowCount: 0,
  cells: NO_BYTES,
}

/** Small buffers are copied to the other thread sooner than they are moved. */
const TRANSFER_BYTES_MIN = 16 * 1024

/** The buffers among these that are worth moving instead of cloning. Each must be the only view of its buffer. */
export function transferable(...all: readonly Uint8Array[]): ArrayBuffer[] {
  const buffers: ArrayBuffer[] = []
  for (const bytes of all) {
    // Looked at first: asking a small array for its buffer makes one.
    if (bytes.length < TRANSFER_BYTES_MIN) continue
    const { buffer } = bytes
    if (buffer instanceof ArrayBuffer) buffers.push(buffer)
  }
  return buffers
}
