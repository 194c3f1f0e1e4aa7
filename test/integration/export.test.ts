import { execFileSync, spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Client, type Database, type ExportOptions, StreamError } from '@quorumlite/client'
import { QuorumliteError } from '@quorumlite/wire'
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  onTestFinished,
  test,
} from 'vitest'
import { exportToFile } from '../../packages/quorumlite/src/cli/database-file.ts'
import { InlineCluster } from '../support/inline-cluster.ts'
import { PieceCounter } from '../support/piece-counter.ts'

// Databases on their way out as files, over a whole cluster in virtual time. The stock sqlite3 shell judges them.

let cluster: InlineCluster
let counter: PieceCounter
let client: Client

beforeAll(async () => {
  cluster = await InlineCluster.start({ seed: 13 })
  counter = new PieceCounter(cluster.network.createTransport('reader', { listen: false }))
  client = await cluster.connect({ transport: counter })
  await run(client.execute('create table note (id integer primary key, text text)'))
  await run(client.execute('create index note_text on note (text)'))
  await run(
    client.execute(
      `with recursive n(i) as (select 1 union all select i + 1 from n where i < 5000)
       insert into note select i, hex(zeroblob(300)) || i from n`,
    ),
  )
})

afterAll(async () => {
  await run(client.close())
  await cluster.close()
  expect(cluster.failures).toEqual([])
})

const run = <T>(promise: Promise<T>): Promise<T> => cluster.run(promise)
const idOf = (i: number): number => cluster.node(i).info.nodeId
const totalPins = (): number => cluster.running().reduce((sum, i) => sum + cluster.pins(i), 0)

async function exported(
  options: ExportOptions = {},
  onChunk: (i: number) => Promise<unknown> | undefined = () => undefined,
  database: Database = client,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of database.export(options)) {
    chunks.push(chunk)
    await onChunk(chunks.length)
  }
  return Buffer.concat(chunks)
}

/** Whether the file is intact, and what another build of SQLite finds in it. */
function inStockSqlite(file: Uint8Array, sql: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'quorumlite-export-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  const path = join(directory, 'export.db')
  writeFileSync(path, file)
  const script = `pragma integrity_check; ${sql}`
  return execFileSync('sqlite3', ['-readonly', path, script], { encoding: 'utf8' })
}

const stock = test.skipIf(spawnSync('sqlite3', ['--version']).status !== 0)

stock.each(['leader', 'follower'])('a %s exports what stock SQLite finds intact', async (role) => {
  const leader = await cluster.awaitLeader()
  const machine = role === 'leader' ? leader : cluster.running().find((i) => i !== leader)!
  const stream = client.export({ readFrom: idOf(machine) })
  const { nodeId, bytesTotal } = await run(stream.head())
  expect(nodeId).toBe(idOf(machine))
  const file = await run(exported({ readFrom: idOf(machine) }))
  expect(file.length).toBe(bytesTotal)
  await run(stream.close())
  const answer = inStockSqlite(
    file,
    "select count(*), count(distinct text) from note where text > ''",
  )
  expect(answer).toBe('ok\n5000|5000\n')
})

stock('an export is of one moment, and writers go on', async () => {
  let writes = 0
  const write = async (): Promise<void> => {
    await client.execute('insert into note (text) values (?)', [`late ${++writes}`])
    await client.execute('delete from note where id = ?', [writes])
  }
  const [before] = await run(client.query('select count(*) as n from note'))
  const file = await run(exported({ window: 1 }, write))
  expect(writes).toBeGreaterThan(10)
  expect(inStockSqlite(file, "select count(*) from note where text not like 'late%'")).toBe(
    `ok\n${Number(before!['n'])}\n`,
  )
  expect(counter.underWayMax).toBeLessThanOrEqual(8)
  expect(totalPins()).toBe(0)
})

test('an exported file, imported elsewhere, is the same database', async () => {
  const file = await run(exported())
  await run(client.importDatabase('copy', file))
  const copy = client.database('copy')
  const sum = 'select count(*) as n, sum(length(text)) as bytes, min(text) as least from note'
  expect(await run(copy.query(sum))).toEqual(await run(client.query(sum)))
  expect(await run(exported({}, undefined, copy))).toHaveLength(file.length)
})

test('an export that its reader leaves lets its version go', async () => {
  const stream = client.export({ window: 1 })
  const chunks = stream[Symbol.asyncIterator]()
  await run(chunks.next())
  expect(totalPins()).toBe(1)
  await run(chunks.return!())
  await cluster.until(() => totalPins() === 0, 'end of the export')
})

test('an export of a database that is dropped, or never was, says so', async () => {
  await run(client.importDatabase('gone', await run(exported())))
  const gone = client.database('gone')
  const cut = exported(
    { window: 1 },
    (i) => (i === 1 ? client.dropDatabase('gone') : undefined),
    gone,
  )
  const error = await run(cut).catch((cause: unknown) => cause)
  expect(error).toBeInstanceOf(StreamError)
  expect(error).toMatchObject({ code: 'DATABASE_NOT_FOUND', retryable: false })
  expect((error as StreamError).delivered).toBeGreaterThan(0)
  const never = await run(exported({}, undefined, gone)).catch((cause: unknown) => cause)
  expect(never).toMatchObject({ code: 'DATABASE_NOT_FOUND', delivered: 0 })
})

test('an export ends with its node, and says how much had come', async () => {
  const leader = await cluster.awaitLeader()
  const machine = cluster.running().find((i) => i !== leader)!
  let bytes = 0
  const cut = (async () => {
    for await (const chunk of client.export({ readFrom: idOf(machine), window: 1 })) {
      if (bytes === 0) cluster.crash(machine)
      bytes += chunk.length
    }
  })()
  const error = await run(cut).catch((cause: unknown) => cause)
  expect(error).toMatchObject({ code: 'UNAVAILABLE', retryable: false, delivered: bytes })
  expect((error as StreamError).message).toContain(`after ${bytes} bytes were delivered`)
  await cluster.startNode(machine)
})

describe('a file', () => {
  let directory: string
  let file: string
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'quorumlite-export-'))
    file = join(directory, 'backup.db')
  })
  afterEach(() => rmSync(directory, { recursive: true }))

  /** A database whose export is these chunks; an error among them cuts it off. */
  function database(...chunks: (string | Error)[]): Database {
    const bytesTotal = chunks.filter((chunk) => typeof chunk === 'string').join('').length
    const position = { group: 1, historyId: new Uint8Array(0), index: 7 }
    const stream = {
      head: () => Promise.resolve({ bytesTotal, position, nodeId: 3 }),
      close: () => Promise.resolve(),
      [Symbol.asyncDispose]: () => Promise.resolve(),
      async *[Symbol.asyncIterator]() {
        for (const chunk of chunks) {
          if (chunk instanceof Error) throw chunk
          yield await Promise.resolve(Buffer.from(chunk))
        }
        return undefined
      },
    }
    return { export: () => stream } as Partial<Database> as Database
  }
  const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
    promise.then(
      () => 'no error',
      (cause: unknown) => cause,
    )

  test('has its name once it is whole', async () => {
    const progress: string[] = []
    const seen: string[][] = []
    const exported = await exportToFile(database('one', 'two', 'three'), file, {
      onProgress: (bytes, total) => {
        progress.push(`${bytes}/${total}`)
        seen.push(readdirSync(directory))
      },
    })
    expect(exported).toEqual({ bytes: 11, nodeId: 3, index: 7 })
    expect(progress).toEqual(['3/11', '6/11', '11/11'])
    expect(seen).toEqual([['backup.db.tmp'], ['backup.db.tmp'], ['backup.db.tmp']])
    expect(readdirSync(directory)).toEqual(['backup.db'])
    expect(readFileSync(file, 'utf8')).toBe('onetwothree')
  })

  test('that is there already is kept, unless it may be replaced', async () => {
    writeFileSync(file, 'precious')
    const refused = await failureOf(exportToFile(database('new'), file))
    expect(refused).toMatchObject({ code: 'INVALID_ARGUMENT' })
    expect(readFileSync(file, 'utf8')).toBe('precious')
    await exportToFile(database('new'), file, { replace: true })
    expect(readFileSync(file, 'utf8')).toBe('new')
  })

  test('that is cut off leaves nothing behind, and what was there as it was', async () => {
    writeFileSync(file, 'precious')
    const cut = new QuorumliteError('UNAVAILABLE', 'the stream to node 3 closed')
    const partial = database('one', cut)
    expect(await failureOf(exportToFile(partial, file, { replace: true }))).toBe(cut)
    expect(readdirSync(directory)).toEqual(['backup.db'])
    expect(readFileSync(file, 'utf8')).toBe('precious')
  })

  test.skipIf(!existsSync('/dev/full'))('for which there is no room leaves none', async () => {
    symlinkSync('/dev/full', `${file}.tmp`)
    const error = await failureOf(exportToFile(database('one', 'two'), file))
    expect(error).toMatchObject({ code: 'DISK_FULL' })
    expect((error as Error).message).toContain(file)
    expect(readdirSync(directory)).toEqual([])
  })

  test('in a directory that does not exist is refused by name', async () => {
    const error = await failureOf(exportToFile(database('one'), join(directory, 'no', 'x.db')))
    expect(error).toMatchObject({ code: 'INVALID_ARGUMENT' })
    expect((error as Error).message).toContain('ENOENT')
  })
})
