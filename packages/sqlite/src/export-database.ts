// A database as a file that any SQLite opens.
import { PAGE_BYTES } from './abi.ts'
import type { PinnedVersion } from './pinned-version.ts'

const CHUNK_PAGES = 64
/** The file format write and read versions of the header: https://sqlite.org/fileformat2.html#file_format_version_numbers */
const FORMAT_VERSION_OFFSETS = [18, 19] as const
const ROLLBACK_JOURNAL_MODE = 1

/**
 * The pages of a pinned version in order, in chunks of up to 256 KiB that the caller owns. The file is in rollback-journal
 * mode, so that it opens on a read-only medium too. The pin must live until the last chunk was read.
 *
 * @example
 * using pin = store.pin()
 * for (const chunk of exportDatabase(pin)) writeSync(file, chunk)
 */
export function* exportDatabase(pin: PinnedVersion): Generator<Uint8Array, void, undefined> {
  for (let first = 1; first <= pin.pageCount; first += CHUNK_PAGES) {
    const pages = Math.min(CHUNK_PAGES, pin.pageCount - first + 1)
    const chunk = new Uint8Array(pages * PAGE_BYTES)
    for (let index = 0; index < pages; index++) {
      const page = pin.page(first + index)
      if (page !== undefined) chunk.set(page, index * PAGE_BYTES)
    }
    if (first === 1) for (const at of FORMAT_VERSION_OFFSETS) chunk[at] = ROLLBACK_JOURNAL_MODE
    yield chunk
  }
}
