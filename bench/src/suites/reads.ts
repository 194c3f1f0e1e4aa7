import { BenchCluster } from '../cluster.ts'
import { runLoad } from '../load.ts'
import { labelOf, repeated, type Result, type Suite } from '../suite.ts'

const ROWS = 10_000
const WARM_UP_SECONDS = 3
const FILL = `INSERT INTO kv(k,v) WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i+1 FROM n WHERE i<${ROWS - 1})
  SELECT i, randomblob(100) FROM n`

export const reads: Suite = {
  name: 'reads',
  summary: 'SELECT by key through one connect(): linearizable, and stale',
  async run(options) {
    await using cluster = await BenchCluster.start()
    await using client = await cluster.connect()
    await client.execute('CREATE TABLE kv(k INTEGER PRIMARY KEY, v BLOB)')
    await client.execute(FILL)
    const results: Result[] = []
    for (const consistency of ['linearizable', 'stale'] as const) {
      for (const callers of [1, 16, 64]) {
        const what = { name: consistency, callers, connections: 1 }
        const runs = await repeated(options, labelOf(what), async () => {
          const { opsPerSecond, p50Ms, p99Ms } = await runLoad({
            addresses: cluster.addresses,
            secretFile: cluster.secretFile,
            operation: 'read',
            consistency,
            callers,
            connections: 1,
            seconds: options.seconds,
            warmUpSeconds: WARM_UP_SECONDS,
            firstKey: 0,
            keys: ROWS,
          })
          return { ...what, opsPerSecond, p50Ms, p99Ms }
        })
        results.push(...runs)
      }
    }
    return results
  },
}
