import type { PageStore } from '@quorumlite/sqlite'
import type { VolatileDisk } from '@quorumlite/storage'

/** The store of a database among all that an inline node has made. */
export function storeOf(stores: readonly PageStore[], database = 1): PageStore {
  const found = stores.find(({ closed, name }) => !closed && name.startsWith(`${database}.`))
  if (!found) throw new Error(`there is no store of database ${database}`)
  return found
}

/** Flips one bit of a page in memory, as a bad cell would. */
export function flipInMemory(store: PageStore, pgno: number, at = 2_000): void {
  using pin = store.pin()
  const page = pin.page(pgno)
  if (!page) throw new Error(`page ${pgno} is a hole`)
  page[at]! ^= 1
}

const PAGE_KEY_BYTES = 22
const PAGE_KIND = 3

/** Flips one bit in the row of a page on disk; returns how many rows there were. */
export function flipOnDisk(disk: VolatileDisk, pgno: number, database = 1): number {
  let flipped = 0
  disk.corrupt((key, value) => {
    if (key.length !== PAGE_KEY_BYTES || key[5] !== PAGE_KIND) return undefined
    const view = new DataView(key.buffer, key.byteOffset)
    if (view.getUint32(14) !== database || view.getUint32(18) !== pgno) return undefined
    value[value.length - 100]! ^= 4
    flipped += 1
    return value
  })
  return flipped
}
