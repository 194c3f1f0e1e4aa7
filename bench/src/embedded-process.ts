// Reads in a service that embeds a node: this process is the service, and a cluster of one node is in it.

import { open, type Quorumlite } from 'quorumlite'
import { Latencies } from './latencies.ts'
import { serveFork, type LoadSummary } from './load.ts'
import { measureCalls } from './measure-calls.ts'

export interface EmbeddedSettings {
  readonly directory: string
  /** `local`: synchronously in this thread; `stale`: by the driver, through the node's workers. */
  readonly reads: 'local' | 'stale'
  /** Of `stale`: reads that are under way at a time. */
  readonly callers: number
  readonly rows: number
  readonly seconds: number
  readonly warmUpSeconds: number
}

const SELECT = 'SELECT v FROM kv WHERE k=?'
/** Synchronous reads between two looks at the clock, which would cost as much as one of them. */
const READS_PER_LOOK = 100

await serveFork<EmbeddedSettings>(async (settings, began) => {
  await using service = await open({ dataDir: settings.directory, bootstrap: true })
  await service.db.execute('CREATE TABLE kv(k INTEGER PRIMARY KEY, v BLOB)')
  const { position } = await service.db.execute(
    `INSERT INTO kv(k,v) WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i+1 FROM n WHERE i<${settings.rows - 1})
     SELECT i, randomblob(100) FROM n`,
  )
  await service.db.local.waitFor(position)
  const measure = settings.reads === 'local' ? measureLocal : measureStale
  await measure(service, settings, settings.warmUpSeconds)
  began()
  return await measure(service, settings, settings.seconds)
})

async function measureLocal(
  { db }: Quorumlite,
  { rows }: EmbeddedSettings,
  seconds: number,
): Promise<LoadSummary> {
  const select = db.local.prepare(SELECT)
  const latencies = new Latencies()
  const began = performance.now()
  const endsMs = began + seconds * 1000
  let n = 0
  for (let now = began; now < endsMs;) {
    for (let i = 0; i < READS_PER_LOOK; i++) select.get([(n++ * 7919) % rows])
    const then = now
    now = performance.now()
    latencies.add(now - then, READS_PER_LOOK)
  }
  return latencies.summary()
}

function measureStale(
  { db }: Quorumlite,
  { rows, callers }: EmbeddedSettings,
  seconds: number,
): Promise<LoadSummary> {
  let n = 0
  const read = (): Promise<unknown> =>
    db.query(SELECT, [(n++ * 7919) % rows], { consistency: 'stale' })
  return measureCalls(
    Array.from({ length: callers }, () => read),
    seconds,
  )
}
