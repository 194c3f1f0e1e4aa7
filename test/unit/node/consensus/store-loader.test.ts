import type { StoredPage } from '@quorumlite/storage'
import { QuorumliteError, type ErrorCode } from '@quorumlite/wire'
import { expect, test } from 'vitest'
import { StoreLoader } from '../../../../packages/node/src/consensus/store-loader.ts'

const PAGE: StoredPage = {
  pgno: 1,
  changedIndex: 1,
  data: new Uint8Array(4096),
  hash: new Uint8Array(8),
}

/** Loads databases, each of two batches of pages, of which `read` and `take` may say how they fail. */
async function load(
  databases: readonly number[],
  fails: {
    readonly read?: (database: number, batch: number) => Error | undefined
    readonly take?: (database: number, last: boolean) => ErrorCode | undefined
  },
): Promise<{ loads: number; failures: unknown[]; sent: string[] }> {
  const failures: unknown[] = []
  const sent: string[] = []
  async function* readPages(database: number): AsyncGenerator<StoredPage[]> {
    for (const batch of [1, 2]) {
      const error = fails.read?.(database, batch)
      if (error) throw error
      yield [PAGE]
    }
  }
  const sql = {
    send: ({ kind, database }: { kind: string; database: number }) => {
      sent.push(`${kind} ${database}`)
    },
    request: ({ database, last }: { database: number; last: boolean }) => {
      const code = fails.take?.(database, last)
      sent.push(`${code ?? (last ? 'last pages' : 'pages')} ${database}`)
      return code ? Promise.reject(new QuorumliteError(code, 'no')) : Promise.resolve({})
    },
  }
  const onFailure = (cause: unknown): void => void failures.push(cause)
  const loader = new StoreLoader({ storage: { readPages }, sql: sql as never, onFailure })
  for (const database of databases) loader.onReport({ kind: 'pagesWanted', database, load: 1 })
  await new Promise((resolve) => setImmediate(resolve))
  return { loads: loader.loads, failures, sent }
}

test.each([1, 2])('a disk that cannot be read, at batch %i, ends the node', async (batch) => {
  const broken = new QuorumliteError('NODE_FAILED', 'cannot read a row: EIO')
  const { failures, sent } = await load([7], {
    read: (_, at) => (at === batch ? broken : undefined),
  })
  expect(failures).toEqual([broken])
  expect(sent).not.toContain('last pages 7')
})

test('damage on the disk is told to the SQL half', async () => {
  const damaged = new QuorumliteError('STORAGE_DAMAGED', 'a row does not match')
  const { failures, sent } = await load([7], { read: () => damaged })
  expect(failures).toEqual([])
  expect(sent).toEqual(['failLoad 7'])
})

test.each(['ABORTED', 'CLOSED', 'DIVERGED', 'MEMORY_LOW', 'NODE_FAILED'] as const)(
  'pages that are refused with %s are sent no more, and others get on',
  async (code) => {
    const { loads, failures, sent } = await load([1, 2, 3, 4, 5, 6], {
      take: (database, last) => (database !== 6 && (last || database > 3) ? code : undefined),
    })
    expect(failures).toEqual([])
    expect(loads).toBe(1)
    expect(sent.filter((what) => what.endsWith(' 5'))).toEqual([`${code} 5`])
    expect(sent.filter((what) => what.endsWith(' 6'))).toEqual(['pages 6', 'last pages 6'])
  },
)

test('a storage that closes meanwhile is no failure', async () => {
  const closed = new QuorumliteError('CLOSED', 'the storage is closed')
  expect((await load([7], { read: () => closed })).failures).toEqual([])
})
