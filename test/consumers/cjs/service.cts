// Never run: CommonJS in TypeScript.

import { open } from 'quorumlite'

export async function count(dataDir: string): Promise<number> {
  const service = await open({ dataDir })
  const [row] = await service.db.query<{ readonly n: number }>('select count(*) as n from job')
  await service.close()
  return row?.n ?? 0
}
