import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest'
import { MAIN, openLeader, type Half, type HalfOptions } from './support/sql-half.ts'

let half: Half

async function open(options: HalfOptions = {}): Promise<void> {
  half = await openLeader(options)
  await half.result('CREATE TABLE t (id INTEGER PRIMARY KEY, v)')
}

beforeEach(() => open())
afterEach(() => half[Symbol.dispose]())

const fill = (rows: number): Promise<unknown> =>
  half.result(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${rows}) INSERT INTO t SELECT i, hex(zeroblob(400)) FROM n`,
  )
const startExport = (windowMax: number): number =>
  half.ask({ kind: 'export', database: MAIN, windowMax })

async function take(ticket: number, count: number): Promise<void> {
  half.post({ kind: 'takePieces', ticket, count })
  await half.settle()
}

function fileOf(ticket: number): Uint8Array {
  const pieces = half.answers(ticket).map((report) => {
    if (report.kind !== 'exportPiece') throw new Error(`the export was answered '${report.kind}'`)
    return report
  })
  expect(pieces.map(({ last }) => last).lastIndexOf(false)).toBe(pieces.length - 2)
  expect(pieces.at(-1)?.last).toBe(true)
  const file = Buffer.concat(pieces.map(({ data }) => data))
  for (const { pageCount } of pieces) expect(pageCount * 4096).toBe(file.length)
  return file
}

/** Asks another build of SQLite; it answers one line for each row. */
function inStockSqlite(file: Uint8Array, sql: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'quorumlite-export-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  const path = join(directory, 'export.db')
  writeFileSync(path, file)
  const script = `PRAGMA integrity_check; ${sql}`
  return execFileSync('sqlite3', ['-readonly', path, script], { encoding: 'utf8' })
}

const stock = test.skipIf(spawnSync('sqlite3', ['--version']).status !== 0)

stock('an export is a file that stock SQLite finds intact', async () => {
  await fill(2_000)
  const ticket = startExport(64)
  await half.settle()
  const answer = inStockSqlite(fileOf(ticket), 'SELECT count(*), max(id) FROM t')
  expect(answer).toBe('ok\n2000|2000\n')
})

stock(
  'an export is of the moment at which it began, whatever is committed or dropped meanwhile',
  async () => {
    await fill(2_000)
    const ticket = startExport(1)
    await half.settle()
    await half.result('DELETE FROM t WHERE id > 10')
    await half.result('VACUUM')
    await take(ticket, 64)
    expect(inStockSqlite(fileOf(ticket), 'SELECT count(*) FROM t')).toBe('ok\n2000\n')
    expect(await half.rows('SELECT count(*) FROM t')).toEqual([[10]])
  },
)

stock('pages that SQLite never wrote are zeros', async () => {
  await fill(2_000)
  await half.result('DELETE FROM t')
  const ticket = startExport(64)
  await half.settle()
  expect(inStockSqlite(fileOf(ticket), 'SELECT * FROM t')).toBe('ok\n')
})

test('an export goes on only as its pieces are taken', async () => {
  await fill(3_000)
  const ticket = startExport(2)
  await half.settle()
  expect(half.answers(ticket)).toHaveLength(2)
  await take(ticket, 1)
  expect(half.answers(ticket)).toHaveLength(3)
  await take(ticket, 64)
  fileOf(ticket)
  await take(ticket, 64)
})

test('a cancelled export lets its version go', async () => {
  await fill(3_000)
  const ticket = startExport(1)
  await half.settle()
  half.post({ kind: 'cancel', ticket })
  await take(ticket, 64)
  expect(half.answers(ticket).map((report) => report.kind)).toEqual(['exportPiece', 'refused'])
  // Nothing looks at snapshots any more: there are none.
  await half.clock.advance(1_000)
  expect(half.clock.timerCount).toBe(0)
})

test('an export that is not taken is given up once it keeps too many old pages', async () => {
  half[Symbol.dispose]()
  await open({ limits: { snapshotBytesMax: 1 << 20 } })
  await fill(3_000)
  const ticket = startExport(1)
  await half.settle()
  await half.result("UPDATE t SET v = v || 'x'")
  await half.clock.advance(1_000)
  expect(half.answers(ticket).at(-1)).toMatchObject({ failure: { code: 'SNAPSHOT_TOO_OLD' } })
})

test('an export outlives the age that queries are limited to, and has a limit of its own', async () => {
  half[Symbol.dispose]()
  await open({ limits: { snapshotAgeMaxMs: 1_000, exportAgeMaxMs: 10_000 } })
  await fill(3_000)
  const ticket = startExport(1)
  const query = half.query('SELECT * FROM t', [], 1)
  await half.settle()
  await half.clock.advance(2_000)
  expect(half.answers(query).at(-1)).toMatchObject({ failure: { code: 'SNAPSHOT_TOO_OLD' } })
  expect(half.answers(ticket)).toHaveLength(1)
  await half.clock.advance(10_000)
  expect(half.answers(ticket).at(-1)).toMatchObject({ failure: { code: 'SNAPSHOT_TOO_OLD' } })
})

test('an export of a database that is dropped ends with it', async () => {
  await fill(3_000)
  const ticket = startExport(1)
  await half.settle()
  half.post({ kind: 'dropStore', database: MAIN })
  await half.settle()
  expect(half.answers(ticket).at(-1)).toMatchObject({ failure: { code: 'DATABASE_NOT_FOUND' } })
})
