// A service that embeds a node and reads by key while its SQL worker is busy: for local-reads.test.ts. Prints what it saw, as JSON.
import { open } from 'quorumlite'

const dataDir = process.argv[2]
const ql = await open({ dataDir, bootstrap: true })
const { db } = ql
await db.execute('create table item (id integer primary key, version integer)')
await db.execute(
  `with recursive n(i) as (select 1 union all select i + 1 from n where i < 1000)
   insert into item select i, 0 from n`,
)
const SELECT = 'select version from item where id = ?'

// What was acknowledged is seen, and what was seen is covered by the position that came with it.
let wrong = 0
const positions = [0]
const newest = Array.from({ length: 10 }, () => 0)
const write = async (id) => {
  for (let version = 1; version <= 50; version++) {
    const sql = 'update item set version = ? where id = ?'
    const { position } = await db.execute(sql, [version, id])
    positions[id * 100 + version] = position.index
    newest[id] = version
  }
}
const read = async (id, consistency) => {
  while (newest[id] < 50) {
    const before = newest[id]
    const rows = await db.query(SELECT, [id], { consistency })
    const [{ version }] = rows
    if (version < before) wrong++
    seen.push([id * 100 + version, rows.position.index])
  }
}
const seen = []
const work = []
for (let id = 1; id <= 9; id++) {
  work.push(write(id), read(id, ['linearizable', 'session', 'stale'][id % 3]))
}
await Promise.all(work)
const uncovered = seen.filter(([write, index]) => positions[write] > index).length

// Statements that hold the SQL worker up: reads behind them would be one for each.
let beside = 0
for (let statement = 0; statement < 5; statement++) {
  let isBusy = true
  const busy = db
    .execute(
      `with recursive n(i) as (select 1 union all select i + 1 from n where i < 300000)
       insert into item select ?, max(i) from n`,
      [10_000 + statement],
    )
    .finally(() => (isBusy = false))
  while (isBusy) {
    await db.query(SELECT, [5], { consistency: 'stale' })
    if (isBusy) beside++
  }
  await busy
}
await ql.close()
console.log(JSON.stringify({ wrong, uncovered, hasSeen: seen.length > 0, beside }))
