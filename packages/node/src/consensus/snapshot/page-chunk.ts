import { crc32 } from 'node:zlib'
import type { Coverage, PageWrite, StoredPage } from '@quorumlite/storage'
import {
  PAGE_BYTES,
  QuorumliteError,
  type SnapshotPages,
  type SnapshotWant,
} from '@quorumlite/wire'
import { CODEC, type Codec, type Compression } from '../../compression.ts'

/** Pages of one database on their way, not packed yet. */
export interface PageChunk {
  readonly database: number
  /** Everything before and at this page is told of. */
  readonly throughPgno: number
  readonly pages: readonly StoredPage[]
  /** Numbers of pages that do not exist in the snapshot. */
  readonly absent: readonly number[]
}

const HASH_BYTES = 8
/** Below this share of its size a chunk is worth the work of packing it. */
const WORTHWHILE = 7 / 8
/** How many chunks go as they are after one that could not be made smaller. */
const SKIPPED_CHUNKS = 15

/** Packs chunks with what both sides know, unless the pages are of a kind that does not get smaller. */
export class ChunkPacker {
  readonly #compression: Compression
  readonly #codec: Codec
  #skip = 0

  constructor(compression: Compression, codecsOfPeer: readonly number[]) {
    this.#compression = compression
    this.#codec = compression.codecs.find((codec) => codecsOfPeer.includes(codec)) ?? CODEC.none
  }

  async pack({ database, throughPgno, pages, absent }: PageChunk): Promise<SnapshotPages> {
    const pageNumbers = pages.map(({ pgno }) => pgno)
    const hashes = Buffer.concat(pages.map(({ hash }) => hash))
    const plain = Buffer.concat(pages.map(({ data }) => data))
    const packed = await this.#compress(plain)
    return {
      database,
      throughPgno,
      pageNumbers,
      changedIndexes: pages.map(({ changedIndex }) => changedIndex),
      absent,
      hashes,
      codec: packed ? this.#codec : CODEC.none,
      data: packed ?? plain,
      checksum: chunkChecksum(pageNumbers, hashes, plain),
    }
  }

  async #compress(plain: Uint8Array): Promise<Uint8Array | undefined> {
    if (this.#codec === CODEC.none || plain.length === 0) return undefined
    if (this.#skip > 0) {
      this.#skip -= 1
      return undefined
    }
    const packed = await this.#compression.compress(this.#codec, plain)
    if (packed.length < plain.length * WORTHWHILE) return packed
    this.#skip = SKIPPED_CHUNKS
    return undefined
  }
}

/** @throws QuorumliteError MALFORMED if the chunk is not what was sent */
export async function unpackChunk(
  chunk: SnapshotPages,
  compression: Compression,
): Promise<PageWrite[]> {
  const { database, pageNumbers, changedIndexes, hashes, absent } = chunk
  const count = pageNumbers.length
  if (changedIndexes.length !== count || hashes.length !== count * HASH_BYTES) {
    throw malformed(`${count} page numbers with ${hashes.length} bytes of hashes`)
  }
  const plain = await compression
    .decompress(chunk.codec as Codec, chunk.data, count * PAGE_BYTES)
    .catch((cause: unknown) => {
      throw malformed('a chunk cannot be unpacked', cause)
    })
  if (plain.length !== count * PAGE_BYTES) throw malformed(`a chunk has ${plain.length} bytes`)
  if (chunkChecksum(pageNumbers, hashes, plain) !== chunk.checksum) {
    throw malformed('a chunk does not have the checksum that it was sent with')
  }
  const present = pageNumbers.map((pgno, i): PageWrite => {
    const data = plain.subarray(i * PAGE_BYTES, (i + 1) * PAGE_BYTES)
    const hash = hashes.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES)
    return { database, pgno, data, hash, changedIndex: changedIndexes[i] ?? 0 }
  })
  return [
    ...present,
    ...absent.map((pgno) => ({ database, pgno, data: undefined, hash: undefined })),
  ]
}

function chunkChecksum(
  pageNumbers: readonly number[],
  hashes: Uint8Array,
  plain: Uint8Array,
): number {
  const numbers = Buffer.alloc(pageNumbers.length * 4)
  for (const [i, pgno] of pageNumbers.entries()) numbers.writeUInt32LE(pgno, i * 4)
  return crc32(plain, crc32(hashes, crc32(numbers)))
}

/** What a want says of how new the receiver's pages are. */
export function coverageOf({ ranges, restIndex }: SnapshotWant): Coverage {
  return {
    ranges: ranges.map(({ database, pgno, index }) => ({ through: { database, pgno }, index })),
    rest: restIndex,
  }
}

function malformed(what: string, cause?: unknown): QuorumliteError {
  const options = cause === undefined ? {} : { cause }
  return new QuorumliteError('MALFORMED', `snapshot stream: ${what}`, options)
}
