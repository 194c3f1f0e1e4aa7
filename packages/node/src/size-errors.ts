// What a writer is told who has reached a limit of size, here or in an entry: where it stands, and how to go on.

import { PAGE_BYTES, QuorumliteError } from '@quorumlite/wire'

const MIB = 1024 * 1024

export function sizeOf(pages: number): string {
  return `${((pages * PAGE_BYTES) / MIB).toFixed(1)} MiB`
}

/** @param pages that it has, or would have */
export function databaseFull(name: string, pages: number, pagesMax: number): QuorumliteError {
  return new QuorumliteError(
    'DATABASE_FULL',
    `database '${name}' has reached its limit: ${sizeOf(pages)} (${pages} pages) of at most ${sizeOf(pagesMax)} (${pagesMax} pages)`,
    {
      hint: `Delete rows (then VACUUM makes it smaller), or raise the limit: 'quorumlite databases limit SIZE ${name}', or setSizeLimit() of a client.`,
    },
  )
}

/** @param room pages that databases may still grow by */
export function memoryLow(what: string, room: number): QuorumliteError {
  return new QuorumliteError(
    'MEMORY_LOW',
    `${what}; in the memory of the leader databases can grow by ${sizeOf(room)} (${room} pages)`,
  )
}
