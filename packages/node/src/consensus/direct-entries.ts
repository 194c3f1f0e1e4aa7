import { checksumFromHex, type EntryPayload, type RequestKey } from '@quorumlite/wire'
import type { Started } from '../sql/messages.ts'
import type { Catalogue } from './state/catalogue.ts'
import type { WriteOperation } from './write-operation.ts'

/** What no writer has to run: it is proposed as it is, and carried out where it is applied. */
export type DirectOperation = Exclude<WriteOperation, { kind: 'execute' | 'import' | 'commit' }>

/** @param blank what a new database starts from */
export function directEntry(
  operation: DirectOperation,
  request: RequestKey,
  blank: () => Started,
): EntryPayload['body'] {
  switch (operation.kind) {
    case 'createDatabase': {
      const { name, ifNotExists } = operation
      const { blankPage1: page1, blankChecksum } = blank()
      const checksum = checksumFromHex(blankChecksum)
      return { kind: 'createDatabase', value: { name, page1, request, ifNotExists, checksum } }
    }
    case 'dropDatabase': {
      const { name, ifExists } = operation
      return { kind: 'dropDatabase', value: { name, request, ifExists } }
    }
    case 'copyDatabase': {
      const { source, name, ifNotExists } = operation
      return { kind: 'copyDatabase', value: { source, name, ifNotExists, request } }
    }
    case 'setSizeLimit': {
      const { database, pagesMax } = operation
      return { kind: 'setSizeLimit', value: { database, pagesMax, request } }
    }
    case 'outcome':
      return { kind: 'notExecuted', value: { request } }
  }
}

/** Of a database that is open, beside its pages. */
const DATABASE_BYTES = 64 * 1024
/** A copy shares its pages, and has a table of its own that finds them. */
const SHARED_PAGE_BYTES = 40

/** The memory that every node needs for it, as soon as it is applied; 0: none to speak of. */
export function memoryNeeded(operation: DirectOperation, catalogue: Catalogue): number {
  switch (operation.kind) {
    case 'createDatabase':
      return DATABASE_BYTES
    case 'copyDatabase': {
      const pages = catalogue.find(operation.source)?.pageCount ?? 0
      return DATABASE_BYTES + pages * SHARED_PAGE_BYTES
    }
    default:
      return 0
  }
}
