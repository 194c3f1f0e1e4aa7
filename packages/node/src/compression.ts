import * as zlib from 'node:zlib'
import { promisify } from 'node:util'

/** How the pages of a snapshot chunk are packed; the numbers are those on the wire. */
export const CODEC = { none: 0, deflate: 1, zstd: 2 } as const
export type Codec = (typeof CODEC)[keyof typeof CODEC]

/** Packs bytes for a stream. */
export interface Compression {
  /** Besides none; the preferred one first. */
  readonly codecs: readonly Codec[]
  compress(codec: Codec, bytes: Uint8Array): Promise<Uint8Array>
  /** Rejects when the bytes are no such thing, or would become more than `bytesMax`. */
  decompress(codec: Codec, bytes: Uint8Array, bytesMax: number): Promise<Uint8Array>
}

/** Node has it from 22.15 on; its type declarations, which are those of the oldest Node supported, do not. */
interface ZstdModule {
  readonly zstdCompress?: (bytes: Uint8Array, options: object, done: Done) => void
  readonly zstdDecompress?: (bytes: Uint8Array, options: object, done: Done) => void
}
type Done = (error: Error | null, bytes: Uint8Array) => void

const { zstdCompress, zstdDecompress } = zlib as ZstdModule
const ZSTD = zstdCompress &&
  zstdDecompress && {
    compress: promisify(zstdCompress),
    decompress: promisify(zstdDecompress),
  }
const deflate = promisify<Uint8Array, zlib.ZlibOptions, Uint8Array>(zlib.deflateRaw)
const inflate = promisify<Uint8Array, zlib.ZlibOptions, Uint8Array>(zlib.inflateRaw)

/** Fast rather than small: what it saves is time on the way. */
const LEVEL = 1

/** In the thread pool of libuv: the consensus thread goes on meanwhile. */
export const threadPoolCompression: Compression = {
  codecs: ZSTD ? [CODEC.zstd, CODEC.deflate] : [CODEC.deflate],
  async compress(codec, bytes) {
    if (codec === CODEC.none) return bytes
    if (codec === CODEC.deflate) return deflate(bytes, { level: LEVEL })
    if (!ZSTD) throw new Error('this version of Node has no zstd')
    return ZSTD.compress(bytes, { params: { [ZSTD_LEVEL_PARAMETER]: LEVEL } })
  },
  async decompress(codec, bytes, bytesMax) {
    if (codec === CODEC.none) return bytes
    const options = { maxOutputLength: Math.max(1, bytesMax) }
    if (codec === CODEC.deflate) return inflate(bytes, options)
    if (codec !== CODEC.zstd || !ZSTD) throw new Error(`compression ${codec} is not known here`)
    return ZSTD.decompress(bytes, options)
  },
}

/** ZSTD_c_compressionLevel of zstd.h. */
const ZSTD_LEVEL_PARAMETER = 100

/** In the calling thread, so that a simulated world knows when it is done. */
export const inlineCompression: Compression = {
  codecs: [CODEC.deflate],
  compress: (codec, bytes) =>
    Promise.resolve(codec === CODEC.none ? bytes : zlib.deflateRawSync(bytes, { level: LEVEL })),
  async decompress(codec, bytes, bytesMax) {
    if (codec === CODEC.none) return bytes
    return zlib.inflateRawSync(bytes, { maxOutputLength: Math.max(1, bytesMax) })
  },
}
