import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Client } from '@quorumlite/client'
import { clusterOf } from '@quorumlite/cluster'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { InlineCluster } from '../support/inline-cluster.ts'
import { ClusterTarget } from './cluster-target.ts'
import { runScript, type Deviation, type ScriptReport } from './run-script.ts'
import { parseScript } from './script.ts'

// Every script runs through the driver on three nodes, under virtual time. Its queries are asked on the leader and on both
// followers; the expected answers come from a SQLite that a C compiler built, without a cluster (see README.md).

const RECORDS_MIN = 5000
const DEVIATIONS_SHOWN = 10
const SCRIPTS = ['cases', 'generated'].flatMap((folder) =>
  readdirSync(new URL(folder, import.meta.url)).map((file) => `${folder}/${file}`),
)

let cluster: InlineCluster
let client: Client
let records = 0
let answers = 0

beforeAll(async () => {
  cluster = await InlineCluster.start({ seed: 353 })
  client = await cluster.connect()
})

afterAll(async () => {
  await cluster.run(client.close())
  await cluster.close()
  console.log(`sqllogictest: ${records} records, ${answers} answers compared`)
})

/** Each of these expects something that SQLite does not answer; the line is that of the record. */
const PLANTED = `statement ok
create table t(a integer, b text)

statement count 3
insert into t values (1, 'x'), (2, null)

query IT rowsort
select a, b from t
----
1
x
2
y

query I
select a from t order by a
----
1

statement ok
insert into nowhere values (1)

statement error SQLITE_CONSTRAINT_UNIQUE
insert into t(c) values (1)

statement error
insert into t values (3, 'z')

query I
select a, b from t
----
1

query I nosort same
select max(a) from t
----
3

query I nosort same
select min(a) from t
----
1

hash-threshold 2

query I
select a from t order by a
----
3 values hashing to 00000000000000000000000000000000

query I
select a from nowhere
----
1
`

test('finds every wrong answer that was planted, on each node', async () => {
  const { deviations, records: ran } = await runIn('planted', PLANTED)
  const nodes = ['the leader', 'follower 1', 'follower 2']
  const everywhere = (line: number): string[] => nodes.map((place) => `${line} ${place}`)
  expect(ran).toBe(12)
  expect(deviations.map(({ line, place }) => `${line} ${place}`)).toEqual([
    '4 quorumlite',
    ...everywhere(7),
    ...everywhere(15),
    '20 quorumlite',
    '23 quorumlite',
    '26 quorumlite',
    '29 quorumlite',
    '39 label same',
    ...everywhere(46),
    '51 quorumlite',
  ])
})

test.each(SCRIPTS)("%s gives native SQLite's answers on every node", async (file) => {
  const report = await runIn(
    file.replace(/\W/g, '_'),
    readFileSync(new URL(file, import.meta.url), 'utf8'),
  )
  records += report.records
  answers += report.answers
  const path = fileURLToPath(new URL(file, import.meta.url))
  const { deviations } = report
  const shown = deviations.slice(0, DEVIATIONS_SHOWN).map((deviation) => explain(path, deviation))
  expect(shown, `${deviations.length} deviations`).toEqual([])
})

test('that were enough, and no node failed', () => {
  expect(records).toBeGreaterThanOrEqual(RECORDS_MIN)
  expect(answers).toBeGreaterThan(2 * records)
  expect(cluster.failures).toEqual([])
})

/** In a database of its own, which is the same on every node in the end. */
async function runIn(name: string, text: string): Promise<ScriptReport> {
  await cluster.run(client.createDatabase(name))
  const report = await runScript(parseScript(text), new ClusterTarget(cluster, client, name))
  const checksums = await cluster.run(checksumsOf(name))
  expect(checksums).toHaveLength(3)
  expect(new Set(checksums).size).toBe(1)
  await cluster.run(client.dropDatabase(name))
  return report
}

/** Of each node, once all of them stand at one place in the log. */
async function checksumsOf(name: string): Promise<string[]> {
  for (;;) {
    const { nodes } = await clusterOf(client).status()
    const indexes = new Set(nodes.map(({ status }) => status?.appliedIndex))
    if (indexes.size > 1 || indexes.has(undefined)) continue
    return nodes.map(({ status }) => {
      const found = status?.databases.find((database) => database.name === name)
      return found?.checksum ?? 'none'
    })
  }
}

function explain(path: string, { line, sql, place, expected, found }: Deviation): string {
  return `${path}:${line}, ${place}\n${sql}\nexpected:\n${expected.join('\n')}\nfound:\n${found.join('\n')}`
}
