import { PAGE_BYTES, QuorumliteError } from '@quorumlite/wire'

/** An SQLite database file that can be imported as it is. */
export interface DatabaseFile {
  readonly pageCount: number
  page(pgno: number): Uint8Array
}

// Offsets of the header of a database file: https://sqlite.org/fileformat2.html#the_database_header
const MAGIC = 'SQLite format 3\0'
const HEADER_BYTES = 100
const AT_PAGE_SIZE = 16
const AT_WRITE_VERSION = 18
const AT_READ_VERSION = 19
const AT_RESERVED_BYTES = 20
const AT_CHANGE_COUNTER = 24
const AT_PAGE_COUNT = 28
const AT_TEXT_ENCODING = 56
const AT_VERSION_VALID_FOR = 92

const ROLLBACK_MODE = 1
const WAL_MODE = 2
const UTF_8 = 1
/** The page that holds the byte at 1 GiB, which file locks use: SQLite leaves it alone. */
const LOCK_PGNO: number = 2 ** 30 / PAGE_BYTES + 1

const REWRITE = `sqlite3 app.db "PRAGMA journal_mode = DELETE; PRAGMA page_size = 4096; VACUUM INTO 'import.db'"`
const RELOAD = 'sqlite3 app.db .dump | sqlite3 import.db'

/**
 * Looks at the head of a file and says what stands in the way of importing it, and how to convert it. The content is
 * not looked at.
 * @throws QuorumliteError UNSUPPORTED_DATABASE_FILE
 */
export function openDatabaseFile(bytes: Uint8Array): DatabaseFile {
  if (bytes.length < HEADER_BYTES || headText(bytes) !== MAGIC) {
    throw unsupported('it is not an SQLite 3 database, or it is encrypted')
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  checkFormat(view)
  const pageCount = readPageCount(view)
  return {
    pageCount,
    page: (pgno) => bytes.subarray((pgno - 1) * PAGE_BYTES, pgno * PAGE_BYTES),
  }
}

/** The pages that have content. */
export function* contentPages(file: DatabaseFile): Generator<{ pgno: number; page: Uint8Array }> {
  for (let pgno = 1; pgno <= file.pageCount; pgno++) {
    if (pgno !== LOCK_PGNO) yield { pgno, page: file.page(pgno) }
  }
}

function checkFormat(view: DataView): void {
  const pageBytes = view.getUint16(AT_PAGE_SIZE)
  if (pageBytes !== PAGE_BYTES) {
    const found = pageBytes === 1 ? 65_536 : pageBytes
    throw unsupported(`its pages have ${found} bytes instead of ${PAGE_BYTES}`, REWRITE)
  }
  const reserved = view.getUint8(AT_RESERVED_BYTES)
  if (reserved !== 0) throw unsupported(`it reserves ${reserved} bytes of every page`, RELOAD)
  const encoding = view.getUint32(AT_TEXT_ENCODING)
  // 0: a database without a schema, which has no encoding yet.
  if (encoding !== UTF_8 && encoding !== 0) throw unsupported('its text encoding is UTF-16', RELOAD)
  const write = view.getUint8(AT_WRITE_VERSION)
  const read = view.getUint8(AT_READ_VERSION)
  if (write === WAL_MODE && read === WAL_MODE) {
    const why = 'it is in WAL mode: what is only in its -wal file would be lost without a word'
    throw unsupported(why, REWRITE)
  }
  if (write !== ROLLBACK_MODE || read !== ROLLBACK_MODE) {
    throw unsupported(`its file format version is ${write}/${read}`, RELOAD)
  }
}

function readPageCount(view: DataView): number {
  const filePages = view.byteLength / PAGE_BYTES
  if (!Number.isInteger(filePages)) {
    throw unsupported(`its ${view.byteLength} bytes are no whole number of pages: it was cut off`)
  }
  // Very old versions of SQLite left the field alone: the counters tell whether it is current.
  const isCurrent = view.getUint32(AT_CHANGE_COUNTER) === view.getUint32(AT_VERSION_VALID_FOR)
  const headerPages = view.getUint32(AT_PAGE_COUNT)
  if (!isCurrent || headerPages === 0) return filePages
  if (headerPages > filePages) {
    throw unsupported(
      `it has ${filePages} of the ${headerPages} pages of its header: it was cut off`,
    )
  }
  return headerPages
}

function headText(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, MAGIC.length).toString('latin1')
}

export function unsupported(why: string, conversion?: string): QuorumliteError {
  return new QuorumliteError(
    'UNSUPPORTED_DATABASE_FILE',
    `the database file cannot be imported: ${why}`,
    conversion === undefined
      ? { hint: 'Import an SQLite 3 file that `PRAGMA integrity_check` finds nothing wrong with.' }
      : { hint: `Convert it first: ${conversion}` },
  )
}
