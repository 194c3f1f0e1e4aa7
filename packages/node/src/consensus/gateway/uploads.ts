import { QuorumliteError } from '@quorumlite/wire'
import type { NodeLimits } from '../../limits.ts'

/** The memory that uploads of all streams take on this node. */
export class UploadBudget {
  readonly #bytesMax: number
  #bytes = 0

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax
  }

  get bytes(): number {
    return this.#bytes
  }

  /** @throws QuorumliteError TOO_MANY_REQUESTS */
  take(bytes: number): void {
    if (this.#bytes + bytes > this.#bytesMax) {
      throw new QuorumliteError(
        'TOO_MANY_REQUESTS',
        `files under way to this node would take more than ${this.#bytesMax} bytes`,
      )
    }
    this.#bytes += bytes
  }

  give(bytes: number): void {
    this.#bytes -= bytes
  }
}

interface Upload {
  readonly chunks: Uint8Array[]
  bytes: number
}

export interface Chunk {
  readonly upload: number
  readonly offset: number
  readonly data: Uint8Array
}

/** Files and large batches that arrive on one stream in consecutive chunks, each until it is taken or the stream closes. */
export class Uploads {
  readonly #budget: UploadBudget
  readonly #limits: NodeLimits
  readonly #uploads = new Map<number, Upload>()

  constructor(budget: UploadBudget, limits: NodeLimits) {
    this.#budget = budget
    this.#limits = limits
  }

  /** A chunk at offset 0 begins the file anew. @throws QuorumliteError when it does not fit */
  append({ upload, offset, data }: Chunk): void {
    if (offset === 0) this.discard(upload)
    const file = this.#uploads.get(upload) ?? this.#begin(upload)
    if (offset !== file.bytes) {
      throw new QuorumliteError('INVALID_ARGUMENT', `chunk at ${offset}, expected ${file.bytes}`)
    }
    const { importBytesMax } = this.#limits
    if (file.bytes + data.length > importBytesMax) {
      throw new QuorumliteError(
        'UNSUPPORTED_DATABASE_FILE',
        `the file is larger than ${importBytesMax} bytes`,
      )
    }
    if (data.length === 0) return
    this.#budget.take(data.length)
    file.chunks.push(new Uint8Array(data))
    file.bytes += data.length
  }

  /** Takes the whole file out. @throws QuorumliteError INVALID_ARGUMENT */
  take(upload: number): Uint8Array {
    const file = this.#uploads.get(upload)
    if (!file) {
      throw new QuorumliteError('INVALID_ARGUMENT', `upload ${upload} is not on this stream`)
    }
    this.discard(upload)
    const whole = new Uint8Array(file.bytes)
    let offset = 0
    for (const chunk of file.chunks) {
      whole.set(chunk, offset)
      offset += chunk.length
    }
    return whole
  }

  discard(upload: number): void {
    const file = this.#uploads.get(upload)
    if (!file) return
    this.#uploads.delete(upload)
    this.#budget.give(file.bytes)
  }

  close(): void {
    for (const upload of this.#uploads.keys()) this.discard(upload)
  }

  #begin(upload: number): Upload {
    if (this.#uploads.size >= this.#limits.uploadsPerStreamMax) {
      throw new QuorumliteError(
        'TOO_MANY_REQUESTS',
        `${this.#uploads.size} files are under way on this stream`,
      )
    }
    const file: Upload = { chunks: [], bytes: 0 }
    this.#uploads.set(upload, file)
    return file
  }
}
