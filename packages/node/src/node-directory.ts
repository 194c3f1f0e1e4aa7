import { mkdir } from 'node:fs/promises'
import { join as joinPath } from 'node:path'
import { openStorage, type NodeStorage } from '@quorumlite/storage'
import type { ResolvedNodeOptions } from './options.ts'

export const STORAGE_DIRECTORY = 'storage'

/** Opens (and locks) what a node keeps on disk; makes its directory. */
export async function openNodeStorage({ dataDir }: ResolvedNodeOptions): Promise<NodeStorage> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  return openStorage({ location: joinPath(dataDir, STORAGE_DIRECTORY) })
}
