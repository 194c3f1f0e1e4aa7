import type { GroupStorage } from '@quorumlite/storage'
import type { SqlLink } from './sql-link.ts'
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
  for (const { id, name, pageCount, checksum } of databases) {
    sql.send({ kind: 'createStore', database: id, name })
    let highestPgno = 0
    for await (const batch of storage.readPages(id)) {
      if (batch.length === 0) continue
      highestPgno = Math.max(highestPgno, batch.at(-1)?.pgno ?? 0)
      pages += batch.length
      sql.send({ kind: 'restorePages', database: id, pages: batch })
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

/** Deletes the pages on disk of all databases but those of the checkpoint. */
export async function keepPagesOf(
  checkpointed: ReadonlySet<number>,
  storage: GroupStorage,
): Promise<void> {
  for (const database of await storage.databasesWithPages()) {
    if (!checkpointed.has(database)) await storage.dropDatabasePages(database)
  }
}
