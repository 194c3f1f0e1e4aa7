// From the module's codes to PageStoreError.
import {
  QL_CHECKSUM_AFTER,
  QL_CHECKSUM_BEFORE,
  QL_EXISTS,
  QL_MALFORMED,
  QL_NOT_A_DATABASE,
  QL_NOT_EMPTY,
  QL_NO_IMPORT,
  QL_OUT_OF_RANGE,
  QL_PAGE_DAMAGED,
  QL_SPECULATIVE,
  SQLITE_BUSY,
  SQLITE_MISUSE,
  SQLITE_NOMEM,
  SQLITE_TOOBIG,
} from './abi.ts'
import { AssertionError } from './assert.ts'
import type { PageStoreErrorCode } from './errors.ts'
import { PageStoreError } from './errors.ts'

/** `operation` completes the sentence "cannot ...". */
export function pageStoreError(code: number, operation: string): Error {
  const known = CODES[code]
  if (known === undefined) return new AssertionError(`${operation}: unexpected code ${code}`)
  return new PageStoreError(known.code, `cannot ${operation}: ${known.why}`)
}

const CODES: Readonly<Record<number, { code: PageStoreErrorCode; why: string }>> = {
  [QL_MALFORMED]: { code: 'MALFORMED', why: 'the bytes are not an encoded commit' },
  [QL_CHECKSUM_BEFORE]: {
    code: 'BASE_MISMATCH',
    why: 'the commit was made upon another content than this database has',
  },
  [QL_CHECKSUM_AFTER]: {
    code: 'DIVERGED',
    why: 'the pages came out different from what the commit promises',
  },
  [QL_PAGE_DAMAGED]: {
    code: 'PAGE_DAMAGED',
    why: 'a page does not have the hash that was stored with it',
  },
  [QL_SPECULATIVE]: {
    code: 'STATE',
    why: 'speculative versions exist; publish or abort them first',
  },
  [QL_EXISTS]: { code: 'EXISTS', why: 'a store of that name exists' },
  [QL_NOT_EMPTY]: { code: 'STATE', why: 'the store has pages already' },
  [QL_NO_IMPORT]: { code: 'STATE', why: 'no import is open' },
  [SQLITE_BUSY]: { code: 'STATE', why: 'a write transaction or an import is open' },
  [SQLITE_MISUSE]: { code: 'OUT_OF_RANGE', why: 'the name is empty or too long' },
  [QL_OUT_OF_RANGE]: { code: 'OUT_OF_RANGE', why: 'there can be no page of that number' },
  [SQLITE_NOMEM]: { code: 'NO_MEMORY', why: 'the WebAssembly memory is used up' },
  [SQLITE_TOOBIG]: { code: 'NO_MEMORY', why: 'the commit is larger than 2 GiB' },
  [QL_NOT_A_DATABASE]: {
    code: 'UNSUPPORTED_DATABASE_FILE',
    why: 'page 1 is not that of a SQLite database with 4096-byte pages',
  },
}
