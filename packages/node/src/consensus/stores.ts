import type { GroupStorage, StoredPage } from '@quorumlite/storage'
import { packPages } from '../sql/packed-pages.ts'
import type { SqlLink } from './sql-link.ts'
import { sizeLimitCommands } from './store-commands.ts'
import type { ReplicatedState } from './state/replicated-state.ts'

/** Told now and then how far the loading of pages is. */
export type LoadProgress = (progress: {
  readonly pages: number
  readonly pagesTotal: number
}) => void

/**
 * Fills the SQL half's stores with the pages on disk. `exact`: they are those of the checkpoint, so checksums must
 * match; otherwise a checkpoint was under way when the node died, and the replay of the log has to make them whole.
 */
export async function loadStores(
  storage: GroupStorage,
  sql: SqlLink,
  state: ReplicatedState,
  exact: boolean,
  onProgress?: LoadProgress,
): Promise<void> {
  const databases = [...state.catalogue.all()]
  const pagesTotal = databases.reduce((pages, database) => pages + database.pageCount, 0)
  let pages = 0
  sql.send({ kind: 'resetStores' })
  for (const command of sizeLimitCommands(state.catalogue)) sql.send(command)
  for (const { id, name, family, pageCount, checksum } of databases) {
    sql.send({ kind: 'createStore', database: id, name, family })
    let highestPgno = 0
    for await (const batch of storage.readPages(id)) {
      if (batch.length === 0) continue
      highestPgno = Math.max(highestPgno, batch.at(-1)?.pgno ?? 0)
      pages += batch.length
      sendPages(sql, id, batch)
      onProgress?.({ pages, pagesTotal })
    }
    if (exact) sql.send({ kind: 'finishRestore', database: id, pageCount, checksum })
    else {
      // Pages that ran ahead may lie beyond the size of the older state; the replay settles the size.
      const extent = Math.max(pageCount, highestPgno)
      sql.send({ kind: 'finishRestore', database: id, pageCount: extent })
    }
  }
}

function sendPages(sql: SqlLink, database: number, batch: readonly StoredPage[]): void {
  const pages = packPages(batch)
  sql.send({ kind: 'restorePages', database, pages }, [pages.bytes.buffer])
}

/**
 * A checkpoint that was under way has written the databases that came since the one before it whole (checkpointer.ts). The
 * content of copies among them is what they have on disk: their sources have run ahead, and cannot be copied any more. Which
 * ones are copies shows when the entries that made them are replayed.
 */
export async function loadNewStores(
  storage: GroupStorage,
  sql: SqlLink,
  state: ReplicatedState,
): Promise<number[]> {
  const databases = await storage.databasesWithPages()
  const added = databases.filter((database) => database >= state.catalogue.nextId)
  for (const database of added) {
    sql.send({ kind: 'createStore', database, name: '', family: 0 })
    for await (const pages of storage.readPages(database)) {
      if (pages.length > 0) sendPages(sql, database, pages)
    }
  }
  return added
}

/** Deletes the pages on disk of all databases but those of the checkpoint. */
export async function keepPagesOf(
  checkpointed: ReadonlySet<number>,
  storage: GroupStorage,
): Promise<void> {
  for (const database of await storage.databasesWithPages()) {
    if (!checkpointed.has(database)) await storage.dropDatabasePages(database)
  }
}
