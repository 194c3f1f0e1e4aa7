import type { GroupStorage } from '@quorumlite/storage'

/** Leaves a snapshot staged over the checkpoint, as a transfer does that broke after all pages had come. */
export async function stageAllPages(group: GroupStorage): Promise<void> {
  const { checkpoint } = group
  if (!checkpoint) throw new Error('there is no checkpoint to stage over')
  const staging = await group.beginInstall({ merge: true })
  for (const database of await group.databasesWithPages()) {
    for await (const pages of group.readPages(database)) {
      const writes = pages.map(({ pgno, data, hash }) => ({ database, pgno, data, hash }))
      const through = { database, pgno: pages.at(-1)!.pgno }
      await staging.putPages(writes, { through, index: checkpoint.index })
    }
  }
  await staging.suspend()
}
