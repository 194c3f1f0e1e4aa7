// A service that embeds a node and reads its own copy: for local-reads.test.ts. Prints what it saw, as JSON.
import { open } from 'quorumlite'

const dataDir = process.argv[2]
const ql = await open({ dataDir, bootstrap: true })
const { db } = ql
await db.execute('create table account (id integer primary key, balance integer)')
const { position } = await db.execute(
  `with recursive n(i) as (select 1 union all select i + 1 from n where i < 1000)
   insert into account select i, 0 from n`,
)
await db.local.waitFor(position)
const afterWaiting = db.local.get('select count(*) as n from account')

// Transfers, while this thread reads between any two turns of its loop.
const total = db.local.prepare('select sum(balance) as total, max(balance) as most from account')
let wrong = 0
let reads = 0
let isOver = false
const transfers = (async () => {
  for (let i = 1; i <= 150; i++) {
    await db.batch([
      {
        sql: 'update account set balance = balance - ? where id = ?',
        params: [i, 1 + ((i * 7) % 1000)],
      },
      { sql: 'update account set balance = balance + ? where id = ?', params: [i, i] },
    ])
  }
})().then(() => (isOver = true))
while (!isOver) {
  const once = total.get()
  const twice = db.local.snapshot(() => [total.get(), total.get()])
  if (once.total !== 0 || twice[0].total !== 0 || twice[0].most !== twice[1].most) wrong++
  reads++
  await new Promise((resolve) => setImmediate(resolve))
}
await transfers
await db.local.waitFor()
const latest = total.get()
const [{ most: queried }] = await db.query('select max(balance) as most from account')

await ql.client.createDatabase('other')
const other = ql.database('other')
await other.execute('create table t (x)')
await other.local.waitFor()
const tables = other.local.query('select name from sqlite_schema')
await ql.close()
let closed
try {
  db.local.get('select 1')
} catch (error) {
  closed = error.code
}
const hasRead = reads > 0
console.log(JSON.stringify({ afterWaiting, wrong, hasRead, latest, queried, tables, closed }))
