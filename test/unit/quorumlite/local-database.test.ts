import { MessageChannel } from 'node:worker_threads'
import {
  createEngine,
  createMemory,
  type Connection,
  type Engine,
  type PageStore,
} from '@quorumlite/sqlite'
import { systemClock } from '@quorumlite/transport'
import type { QuorumliteError } from '@quorumlite/wire'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
// Internal to their packages: the doors that users come in by are open() and openNode().
import { InlineStores, openThreadStores } from '../../../packages/node/src/local-stores.ts'
import type { LocalStores } from '../../../packages/node/src/local-stores.ts'
import {
  LocalReaders,
  type LocalCommand,
  type LocalReport,
} from '../../../packages/node/src/sql/local-readers.ts'
import type { StoreListener } from '../../../packages/node/src/sql/databases.ts'
import { failure } from '../../../packages/node/src/sql/sql-failure.ts'
import { createThreadPort } from '../../../packages/node/src/thread-port.ts'
import {
  createLocalDatabase,
  type LocalDatabase,
} from '../../../packages/quorumlite/src/local-database.ts'

/** The part of a node that has the pages; here in the same thread, at the other end of a port all the same. */
class Pages {
  readonly engine: Engine
  readonly listener: StoreListener
  store: PageStore
  writer: Connection

  constructor(engine: Engine, listener: StoreListener) {
    this.engine = engine
    this.listener = listener
    this.store = this.#create()
    this.writer = this.#openWriter()
    this.commit('CREATE TABLE t (id INTEGER PRIMARY KEY, v)')
    this.listener.opened('main', this.store)
  }

  commit(sql: string): void {
    this.writer.exec(sql)
    this.store.publish(this.store.speculativeCount)
  }

  fill(rows: number): void {
    this.commit(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${rows})
       INSERT INTO t SELECT i, 'value ' || i FROM n`,
    )
  }

  drop(): void {
    const why = failure('DATABASE_NOT_FOUND', 'dropped by the test')
    this.listener.closing('main', this.store, why)
    this.store[Symbol.dispose]()
  }

  /** As when a snapshot takes the place of everything. */
  replace(): void {
    this.drop()
    this.store = this.#create()
    this.writer = this.#openWriter()
    this.commit("CREATE TABLE t (id, v, w); INSERT INTO t VALUES (1, 'new', 'column')")
    this.listener.opened('main', this.store)
  }

  #create(): PageStore {
    const store = this.engine.createStore(`store ${++made}`)
    const restore = store.restore()
    restore.put(1, this.engine.blankPage1())
    restore.finish(1)
    return store
  }

  #openWriter(): Connection {
    return this.store.connect({ view: 'speculative', writable: true, profile: 'writer' })
  }
}

let made = 0
let pages: Pages
let stores: LocalStores
let local: LocalDatabase
let close: () => void

async function openThreaded(timeLimitMs?: number): Promise<void> {
  const engine = await createEngine({ memory: createMemory({ shared: true }) })
  const { port1, port2 } = new MessageChannel()
  pages = new Pages(
    engine,
    new LocalReaders(createThreadPort<LocalReport, LocalCommand>(port1, systemClock), engine),
  )
  stores = await openThreadStores(port2, timeLimitMs === undefined ? {} : { timeLimitMs })
  close = () => {
    stores.close()
    port1.close()
    engine[Symbol.dispose]()
  }
}

async function openInline(): Promise<void> {
  const inline = new InlineStores()
  pages = new Pages(await createEngine(), inline)
  stores = inline
  close = () => pages.engine[Symbol.dispose]()
}

/** Lets messages arrive. */
const arrival = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0))

const codeOf = (work: () => unknown): string => {
  try {
    work()
  } catch (error) {
    return (error as QuorumliteError).code
  }
  return 'nothing was thrown'
}

afterEach(() => close())

describe.each([
  ['of a node with threads', () => openThreaded()],
  ['of an inline node', openInline],
] as const)('the local copy %s', (_, openPages) => {
  beforeEach(async () => {
    await openPages()
    local = createLocalDatabase({ name: 'main', stores, waitFor: () => Promise.resolve() })
  })

  test('gives rows as objects', () => {
    pages.commit("INSERT INTO t VALUES (1, 'one'), (2, x'00ff'), (3, 1.5), (4, NULL)")
    expect(local.query('SELECT * FROM t')).toEqual([
      { id: 1, v: 'one' },
      { id: 2, v: new Uint8Array([0, 255]) },
      { id: 3, v: 1.5 },
      { id: 4, v: null },
    ])
    expect(local.get('SELECT v FROM t WHERE id = ?', [1])).toEqual({ v: 'one' })
    expect(local.get('SELECT v FROM t WHERE id = :id', { id: 3 })).toEqual({ v: 1.5 })
    expect(local.get({ sql: 'SELECT ? AS x', params: [7] })).toEqual({ x: 7 })
    expect(local.get('SELECT v FROM t WHERE id = 9')).toBeUndefined()
    expect(local.query('SELECT 1 AS a, 2 AS a')).toEqual([{ a: 2 }])
    const odd = local.get('SELECT 1 AS "__proto__"') as object
    expect(Object.keys(odd)).toEqual(['__proto__'])
    expect(Object.getPrototypeOf(odd)).toBe(Object.prototype)
  })

  test('shows what is published when a read begins, and its columns', () => {
    const all = local.prepare('SELECT * FROM t')
    expect(all.all()).toEqual([])
    pages.fill(2)
    expect(all.get()).toEqual({ id: 1, v: 'value 1' })
    pages.commit('ALTER TABLE t RENAME COLUMN v TO w; ALTER TABLE t ADD COLUMN x DEFAULT 5')
    expect(local.get('SELECT count(*) AS n FROM t')).toEqual({ n: 2 })
    expect(all.get()).toEqual({ id: 1, w: 'value 1', x: 5 })
    expect(all.all()).toEqual([
      { id: 1, w: 'value 1', x: 5 },
      { id: 2, w: 'value 2', x: 5 },
    ])
  })

  test('iterates over one version, and reads newer ones meanwhile', () => {
    pages.fill(1_000)
    const seen: unknown[] = []
    for (const { id } of local.prepare<{ id: number }>('SELECT id FROM t').iterate()) {
      if (id === 1) pages.commit('DELETE FROM t WHERE id > 500')
      if (id === 2) expect(local.get('SELECT count(*) AS n FROM t')).toEqual({ n: 500 })
      seen.push(id)
    }
    expect(seen).toHaveLength(1_000)
  })

  test('lets go of a version when a loop is left', () => {
    pages.fill(1_000)
    for (const row of local.prepare('SELECT * FROM t').iterate()) {
      expect(row).toEqual({ id: 1, v: 'value 1' })
      break
    }
    pages.commit('DELETE FROM t')
    pages.engine.collectReaders()
    expect(pages.store.info()).toMatchObject({ pinnedVersions: 0, heldPages: 0 })
  })

  test('bounds how many iterations are open', () => {
    pages.fill(1_000)
    const all = local.prepare('SELECT * FROM t')
    const open = Array.from({ length: 64 }, () => all.iterate())
    for (const rows of open) rows.next()
    expect(codeOf(() => all.iterate().next())).toBe('TOO_MANY_REQUESTS')
    open[0]?.return?.()
    expect(all.iterate().next().value).toEqual({ id: 1, v: 'value 1' })
  })

  test('reads one version within a snapshot', () => {
    pages.fill(600)
    const counted = local.snapshot(() => {
      pages.commit('DELETE FROM t WHERE id > 1')
      const rows = [...local.prepare('SELECT * FROM t').iterate()]
      return [
        rows.length,
        local.get('SELECT count(*) AS n FROM t'),
        local.query('SELECT id FROM t').length,
      ]
    })
    expect(counted).toEqual([600, { n: 600 }, 600])
    expect(local.get('SELECT count(*) AS n FROM t')).toEqual({ n: 1 })
  })

  test('ends a snapshot whatever happens in it', () => {
    pages.fill(600)
    const wrong = new Error('wrong')
    expect(() =>
      local.snapshot(() => {
        local.prepare('SELECT * FROM t').iterate().next()
        throw wrong
      }),
    ).toThrow(wrong)
    expect(codeOf(() => local.snapshot(() => local.snapshot(() => 1)))).toBe('INVALID_ARGUMENT')
    expect(codeOf(() => local.snapshot(() => Promise.resolve(1)))).toBe('INVALID_ARGUMENT')
    pages.commit('DELETE FROM t')
    expect(local.query('SELECT * FROM t')).toEqual([])
    pages.engine.collectReaders()
    expect(pages.store.info().pinnedVersions).toBe(0)
  })

  test.each([
    ['DELETE FROM t', 'STATEMENT_REFUSED'],
    ['BEGIN', 'STATEMENT_REFUSED'],
    ['SELECT * FROM missing', 'SQL_ERROR'],
    ['SELECT ?', 'PARAMETER_COUNT'],
    ['SELECT 9007199254740993', 'INTEGER_OUT_OF_RANGE'],
    ['-- nothing', 'SQL_ERROR'],
  ])('refuses %j with %s', (sql, code) => {
    expect(codeOf(() => local.query(sql))).toBe(code)
    expect(codeOf(() => local.get(sql))).toBe(code)
    expect(local.get('SELECT 1 AS x')).toEqual({ x: 1 })
  })

  test('refuses in a statement as well', () => {
    expect(codeOf(() => local.prepare('-- nothing').all())).toBe('INVALID_ARGUMENT')
    expect(codeOf(() => local.prepare('-- nothing').iterate().next())).toBe('INVALID_ARGUMENT')
    expect(codeOf(() => local.prepare('SELECT * FROM missing').get())).toBe('SQL_ERROR')
    expect(codeOf(() => local.prepare('SELECT ?').iterate().next())).toBe('PARAMETER_COUNT')
    const other = createLocalDatabase({ name: 'x', stores, waitFor: () => Promise.resolve() })
    expect(codeOf(() => other.query('SELECT 1'))).toBe('DATABASE_NOT_FOUND')
  })

  test('goes on with what takes the place of the database', async () => {
    const all = local.prepare('SELECT * FROM t')
    pages.fill(1)
    expect(all.all()).toEqual([{ id: 1, v: 'value 1' }])
    const left = all.iterate()
    left.next()
    left.return?.()
    pages.drop()
    await arrival()
    expect(codeOf(() => all.all())).toBe('UNAVAILABLE')
  })

  test('reads the new content by statements of the old', async () => {
    const all = local.prepare('SELECT * FROM t')
    pages.fill(1)
    for (const row of all.iterate()) expect(row).toEqual({ id: 1, v: 'value 1' })
    pages.replace()
    await arrival()
    expect([...all.iterate()]).toEqual([{ id: 1, v: 'new', w: 'column' }])
    expect(all.get()).toEqual({ id: 1, v: 'new', w: 'column' })
    expect(local.query('SELECT w FROM t')).toEqual([{ w: 'column' }])
  })

  test('does not mix versions when the database is replaced in a snapshot', () => {
    pages.fill(1_000)
    const code = codeOf(() =>
      local.snapshot(() => {
        pages.replace()
        local.query('SELECT v FROM t WHERE id > 900 ORDER BY v')
      }),
    )
    expect(code).toBe('SNAPSHOT_TOO_OLD')
  })
})

describe('the local copy of a node with threads', () => {
  test('hears of changes in a loop that never lets go of the thread', async () => {
    await openThreaded()
    local = createLocalDatabase({ name: 'main', stores, waitFor: () => Promise.resolve() })
    expect(local.query('SELECT * FROM t')).toEqual([])
    pages.replace()
    // The port posts in a task of its own; what it has posted is there without another one.
    await new Promise((resolve) => setImmediate(resolve))
    expect(local.query('SELECT v FROM t')).toEqual([{ v: 'new' }])
  })

  test('interrupts what holds the thread up for too long', async () => {
    await openThreaded(1)
    local = createLocalDatabase({ name: 'main', stores, waitFor: () => Promise.resolve() })
    const endless =
      'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n'
    expect(codeOf(() => local.get(endless))).toBe('INTERRUPTED')
  })

  test('is closed with the node, and its reader detached', async () => {
    await openThreaded()
    local = createLocalDatabase({ name: 'main', stores, waitFor: () => Promise.resolve() })
    local.query('SELECT * FROM t')
    stores.close()
    expect(codeOf(() => local.query('SELECT * FROM t'))).toBe('CLOSED')
    await arrival()
    await arrival()
    expect(pages.engine.attachReader()).toBe(0)
  })

  test('is refused by a node without shared memory', async () => {
    const engine = await createEngine()
    const { port1, port2 } = new MessageChannel()
    new LocalReaders(createThreadPort<LocalReport, LocalCommand>(port1, systemClock), engine)
    close = () => {
      port1.close()
      engine[Symbol.dispose]()
    }
    await expect(openThreadStores(port2, {})).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  })
})
