import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { SqlValue } from '@quorumlite/wire'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadImage, readImage } from '../../packages/quorumlite/dist/cli/load.js'
import { ProcessCluster } from '../support/process-cluster.ts'

// The Chinook sample database is no part of this repository: QUORUMLITE_CHINOOK names a directory with chinook.sqlite and
// chinook.sql. The stock sqlite3 shell gives the answers to compare with.
const directory = process.env['QUORUMLITE_CHINOOK'] ?? ''
const file = join(directory, 'chinook.sqlite')
const script = join(directory, 'chinook.sql')
const shell = spawnSync('sqlite3', ['--version']).status === 0
const ready = directory !== '' && existsSync(file) && shell
const why = ready ? '' : ' (skipped: needs QUORUMLITE_CHINOOK and the sqlite3 shell)'

const QUERIES = [
  `select count(*) from Track`,
  `select ar.Name, count(*) as n from Artist ar join Album al using (ArtistId) join Track t using (AlbumId)
   group by ar.ArtistId order by n desc, ar.Name limit 20`,
  `select BillingCountry, round(sum(Total), 2), count(*) from Invoice group by 1 order by 2 desc, 1`,
  `select e.LastName, m.LastName from Employee e left join Employee m on e.ReportsTo = m.EmployeeId order by e.EmployeeId`,
  `select Name, rank() over (order by Milliseconds desc, TrackId) from Track order by 2 limit 15`,
  `with recursive boss(id, level) as (select EmployeeId, 0 from Employee where ReportsTo is null
   union all select e.EmployeeId, level + 1 from Employee e join boss on e.ReportsTo = boss.id)
   select level, count(*) from boss group by level`,
  `select g.Name, printf('%.3f', avg(t.UnitPrice)) from Genre g join Track t using (GenreId) group by g.GenreId order by g.GenreId`,
  `select CustomerId, group_concat(InvoiceId, '|') from (select * from Invoice order by InvoiceId) group by CustomerId order by 1 limit 10`,
  `select name from sqlite_schema where type in ('table', 'index') order by name`,
]

describe.skipIf(!ready)(`Chinook${why}`, () => {
  let cluster: ProcessCluster
  let client: Awaited<ReturnType<ProcessCluster['connect']>>

  beforeAll(async () => {
    cluster = await ProcessCluster.start()
    client = await cluster.connect()
    await loadImage(client, 'from_file', await readImage(file), false)
    await loadImage(client, 'from_script', await readImage(script), false)
  }, 120_000)

  afterAll(async () => {
    await cluster[Symbol.asyncDispose]()
  })

  test.each(['from_file', 'from_script'])(
    "%s gives the stock shell's answers on every node",
    async (name) => {
      for (const query of QUERIES) {
        const expected = stockAnswer(query)
        for (const node of cluster.nodes) {
          const rows = await client
            .database(name)
            .query(query, undefined, { values: true, readFrom: node.ready.nodeId })
          expect(asShell(rows)).toBe(expected)
        }
      }
    },
  )

  test('has equal checksums and sound pages on every node', async () => {
    for (const name of ['from_file', 'from_script']) {
      expect(new Set(await cluster.checksums(client, name)).size).toBe(1)
      for (const node of cluster.nodes) {
        const database = client.database(name)
        const options = { values: true, readFrom: node.ready.nodeId } as const
        expect([...(await database.query('pragma integrity_check', undefined, options))]).toEqual([
          ['ok'],
        ])
        expect([...(await database.query('pragma foreign_key_check', undefined, options))]).toEqual(
          [],
        )
      }
    }
  })
})

function stockAnswer(query: string): string {
  const { stdout, status } = spawnSync('sqlite3', ['-readonly', '-list', file, query], {
    encoding: 'utf8',
  })
  expect(status).toBe(0)
  return stdout.trimEnd()
}

/** As the shell's list mode prints rows. */
function asShell(rows: readonly (readonly SqlValue[])[]): string {
  return rows.map((row) => row.map(showValue).join('|')).join('\n')
}

function showValue(value: SqlValue): string {
  if (value === null) return ''
  if (typeof value === 'number' && !Number.isInteger(value)) return String(value)
  return String(value)
}
