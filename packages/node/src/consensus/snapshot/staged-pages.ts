import type { GroupStorage, PagePosition, PageWrite, SnapshotStaging } from '@quorumlite/storage'
import {
  QuorumliteError,
  checksumToHex,
  decodeReplicatedState,
  type DamagedPages,
} from '@quorumlite/wire'

const HASH_BYTES = 8

/**
 * Reads everything back as it would be after the switch and holds it against the checksums of the snapshot's state: pages
 * that are there and stay, and those that were received. Pages beyond the end of a database are staged as gone. Returns
 * what is wrong, or undefined.
 */
export async function verifyStaged(
  staging: SnapshotStaging,
  state: Uint8Array,
): Promise<string | undefined> {
  try {
    return await verifyPages(staging, state)
  } catch (error) {
    // A page that is there cannot be gone over; one that was received, and is damaged already, is for the disk to blame.
    if (!isDamage(error)) throw error
    return error.message
  }
}

function isDamage(error: unknown): error is QuorumliteError {
  return error instanceof QuorumliteError && error.code === 'STORAGE_DAMAGED'
}

async function verifyPages(
  staging: SnapshotStaging,
  state: Uint8Array,
): Promise<string | undefined> {
  for (const { id, name, checksum, pageCount } of decodeReplicatedState(state).databases) {
    const beyond: PageWrite[] = []
    const sum = new Uint8Array(HASH_BYTES)
    for await (const pages of staging.readPages(id)) {
      for (const { pgno, hash } of pages) {
        if (pgno > pageCount) beyond.push({ database: id, pgno, data: undefined, hash: undefined })
        else for (let byte = 0; byte < HASH_BYTES; byte++) sum[byte]! ^= hash[byte]!
      }
    }
    const found = checksumToHex(sum)
    if (found !== checksum) {
      return `the pages of database '${name}' have checksum ${found}, the snapshot says ${checksum}`
    }
    if (beyond.length > 0) await staging.putPages(beyond)
  }
  return undefined
}

const INSPECTED_ROWS = 256

/** Pages whose rows on disk are not what was written there, as a want names them. */
export async function damagedPages(storage: GroupStorage): Promise<DamagedPages[]> {
  const found = new Map<number, number[]>()
  let after: PagePosition | undefined
  do {
    const { damaged, next } = await storage.inspectPages(after, INSPECTED_ROWS)
    for (const { database, pgno } of damaged) {
      const pages = found.get(database)
      if (pages) pages.push(pgno)
      else found.set(database, [pgno])
    }
    after = next
  } while (after)
  return [...found].map(([database, pageNumbers]) => ({ database, pageNumbers }))
}
