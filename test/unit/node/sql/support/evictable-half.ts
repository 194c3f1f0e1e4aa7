import { expect } from 'vitest'
import type { PagesWanted } from '../../../../../packages/node/src/sql/eviction-messages.ts'
import type { SqlCommand, StoredPage } from '../../../../../packages/node/src/sql/messages.ts'
import type { PinnedStore } from '../../../../../packages/node/src/sql/pin-messages.ts'
import { packPages } from '../../../../../packages/node/src/sql/packed-pages.ts'
import { openLeader, outcomeOf, sql, type Half } from './sql-half.ts'

// The SQL half of a node, with two databases, whose checkpoints and loads go to a disk that is a map. One at a time per test file.

export const IDLE_MS = 1_000
export const MAIN = 1
export const OTHER = 2

export let half: Half = undefined as never
/** What checkpoints wrote: the pages of each database, and the versions that it has them of. */
export let disk: Map<number, { version: number; pages: Map<number, StoredPage> }>
let nextPin: number
let loaded: Set<number>

export async function begin(options: Parameters<typeof openLeader>[0] = {}): Promise<void> {
  half?.[Symbol.dispose]()
  half = await openLeader({ ...options, limits: { evictIdleMs: IDLE_MS, ...options.limits } })
  half.createDatabase(OTHER)
  disk = new Map()
  loaded = new Set()
  nextPin = 1
}

export function batchOf(text: string): Extract<SqlCommand, { kind: 'execute' }>['batch'] {
  return { database: 'any', statements: [sql(text)], foreignKeysOff: false }
}

export async function run(text: string, database = MAIN): Promise<void> {
  const ticket = half.ask({ kind: 'execute', database, batch: batchOf(text) })
  await settle()
  const executed = half.answer(ticket, 'executed')
  half.publish(executed)
  expect(outcomeOf(executed).error).toBeUndefined()
}

export function query(database = MAIN): number {
  return half.ask({ kind: 'query', database, statement: sql('SELECT v FROM t ORDER BY rowid') })
}

export async function values(database = MAIN): Promise<unknown[]> {
  const ticket = query(database)
  await settle()
  return half.rowsOf(ticket).map(([value]) => value)
}

/** Changes since the last one, as the consensus half would write them. Returns what was pinned, and the pages of each. */
export async function checkpoint(): Promise<Map<number, number[]>> {
  const pin = nextPin++
  const ticket = half.ask({ kind: 'pinStores', pin })
  await settle()
  const { stores } = half.answer(ticket, 'pinned')
  return await write(pin, stores)
}

export async function write(
  pin: number,
  stores: readonly PinnedStore[],
): Promise<Map<number, number[]>> {
  const written = new Map<number, number[]>()
  for (const { database, version } of stores) {
    const known = disk.get(database) ?? { version: 0, pages: new Map<number, StoredPage>() }
    disk.set(database, known)
    written.set(database, [])
    if (known.version === version) continue
    for (let fromPgno = 1; fromPgno > 0;) {
      const range = { sinceVersion: known.version, fromPgno, pagesMax: 1_000 }
      const read = half.ask({ kind: 'readPinned', pin, database, ...range })
      await half.settle()
      const { pages, next } = half.answer(read, 'pinnedPages')
      for (const { pgno, data, hash } of pages) {
        written.get(database)!.push(pgno)
        if (data && hash) known.pages.set(pgno, { pgno, data, hash })
        else known.pages.delete(pgno)
      }
      fromPgno = next
    }
    known.version = version
  }
  half.post({ kind: 'unpinStores', pin, durable: true })
  await half.settle()
  return written
}

export function wanted(): PagesWanted[] {
  return half.of('pagesWanted').filter(({ load }) => !loaded.has(load))
}

/** Sends the pages that are wanted, in two messages. */
export async function load(): Promise<void> {
  for (const { database, load: number } of wanted()) {
    loaded.add(number)
    const pages = [...disk.get(database)!.pages.values()].sort((a, b) => a.pgno - b.pgno)
    const command = { kind: 'loadPages', database, load: number } as const
    half.ask({ ...command, pages: packPages(pages.slice(0, 1)), last: false })
    half.ask({ ...command, pages: packPages(pages.slice(1)), last: true })
  }
  await half.settle()
}

export async function settle(): Promise<void> {
  await half.settle()
  while (wanted().length > 0) await load()
}

/** Databases without pages in memory. */
export function evicted(): number[] {
  const away = new Set<number>()
  for (const report of half.reports) {
    if (report.kind === 'storeEvicted') away.add(report.database)
    else if (report.kind === 'evictionEnded') away.delete(report.database)
  }
  return [...away].toSorted((a, b) => a - b)
}

export async function beIdle(): Promise<void> {
  await half.clock.advance(2 * IDLE_MS)
  half.expectHealthy()
}

/** Both databases have a table with a row, are on disk, and in memory no more. */
export async function evictBoth(): Promise<void> {
  for (const database of [MAIN, OTHER]) {
    await run('CREATE TABLE t (v)', database)
    await run(`INSERT INTO t VALUES (${database})`, database)
  }
  await checkpoint()
  await beIdle()
  expect(evicted()).toEqual([MAIN, OTHER])
}

export const memory = (): { pageBytes: number; connections: number } => half.engine.memoryUsage()

export async function pinnedStores(): Promise<readonly PinnedStore[]> {
  const pin = nextPin++
  const ticket = half.ask({ kind: 'pinStores', pin })
  await half.settle()
  half.post({ kind: 'unpinStores', pin, durable: false })
  return half.answer(ticket, 'pinned').stores
}

/** A copy of it, as of now. */
export async function forkOf(source: number, database: number): Promise<void> {
  const { pageCount, checksum } = (await pinnedStores()).find((it) => it.database === source)!
  const name = `name ${database}`
  const fork = { kind: 'forkStore', database, name, family: 1, source } as const
  half.post({ ...fork, pageCount, checksum, verify: true })
}
