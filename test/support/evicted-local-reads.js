// A service that reads its own copy of a database that was idle for so long that it is in memory no more: for
// local-reads.test.ts. Prints what it saw, as JSON.
import { open } from 'quorumlite'

const dataDir = process.argv[2]
const EVICT_IDLE_MS = 100
const ql = await open({
  dataDir,
  bootstrap: true,
  limits: { evictIdleMs: EVICT_IDLE_MS, checkpointIntervalMs: 50 },
})
await ql.client.createDatabase('rare')
const rare = ql.database('rare')
await rare.batch(['create table t (v)', "insert into t values ('here')"])
await rare.local.waitFor()
const first = rare.local.get('select v from t')

const until = async (isSo) => {
  while (!(await isSo())) await new Promise((resolve) => setImmediate(resolve))
}
const statusOfNode = async () => (await ql.cluster.status()).nodes[0].status
const isEvicted = async () => {
  const { databases, evictedDatabases } = await statusOfNode()
  return evictedDatabases.includes(databases.find(({ name }) => name === 'rare').id)
}
// While this thread reads, the database is not idle, though no message tells of the reads.
const endsMs = performance.now() + 5 * EVICT_IDLE_MS
let lastMs = performance.now()
let longestMs = 0
let evictedInUse = false
await until(async () => {
  rare.local.get('select v from t')
  const nowMs = performance.now()
  longestMs = Math.max(longestMs, nowMs - lastMs)
  lastMs = nowMs
  // Where the machine stood still, it was idle after all.
  evictedInUse ||= (await isEvicted()) && longestMs < EVICT_IDLE_MS / 2
  return nowMs > endsMs
})
await until(isEvicted)
const loadsBefore = (await statusOfNode()).storage.databaseLoads
// In one turn: nobody is told of the need for the pages but by this thread, which waits for them.
const again = rare.local.get('select v from t')
const { databaseLoads } = (await statusOfNode()).storage

await until(isEvicted)
const inSnapshot = rare.local.snapshot(() => rare.local.query('select v from t'))
await until(isEvicted)
const prepared = rare.local.prepare('select v from t')
const rows = [...prepared.iterate()]
await until(isEvicted)
await ql.client.dropDatabase('rare')
let dropped
try {
  rare.local.get('select 1')
} catch (error) {
  dropped = error.code
}
await ql.close()
const loads = databaseLoads - loadsBefore
console.log(JSON.stringify({ first, evictedInUse, again, loads, inSnapshot, rows, dropped }))
