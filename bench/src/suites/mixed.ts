import { BenchCluster } from '../cluster.ts'
import { runLoad, type LoadSettings } from '../load.ts'
import { median, type Result, type Suite } from '../suite.ts'

const ROWS = 200_000
const FILL_AT_ONCE = 20_000
/** Some seconds or less of stepping, by the machine; `scansPerSecond` tells. */
const SCAN =
  'SELECT count(*), sum(length(a.v)) FROM kv a, (SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4) b WHERE a.v LIKE a.v'
const WRITERS = 16

export const mixed: Suite = {
  name: 'mixed',
  summary: 'writes alone, and beside a long scan that never ends: what that costs their p99',
  async run({ seconds, warmUpSeconds, repeats, progress, selects }) {
    if (!selects('writes alone and beside a scan')) return []
    await using cluster = await BenchCluster.start()
    await using client = await cluster.connect()
    await client.execute('CREATE TABLE kv(k INTEGER PRIMARY KEY, v BLOB)')
    for (let from = 0; from < ROWS; from += FILL_AT_ONCE) {
      await client.execute(
        `INSERT INTO kv(k,v) WITH RECURSIVE n(i) AS (SELECT ${from} UNION ALL SELECT i+1 FROM n WHERE i<${from + FILL_AT_ONCE - 1})
         SELECT i, hex(randomblob(50)) FROM n`,
      )
    }
    let firstKey = 10_000_000
    const load = (operation: 'insert' | 'scan'): LoadSettings => ({
      addresses: cluster.addresses,
      secretFile: cluster.secretFile,
      operation,
      sql: SCAN,
      callers: operation === 'insert' ? WRITERS : 1,
      connections: 1,
      seconds,
      warmUpSeconds,
      firstKey: (firstKey += 10_000_000),
      keys: 0,
    })
    const alone: Result[] = []
    const beside: Result[] = []
    for (let repeat = 0; repeat < repeats; repeat++) {
      progress(`writes alone, ${repeat + 1}`)
      alone.push({
        name: 'writes alone',
        callers: WRITERS,
        connections: 1,
        ...(await rate(load('insert'))),
      })
      progress(`writes beside a scan, ${repeat + 1}`)
      const [written, scanned] = await Promise.all([runLoad(load('insert')), runLoad(load('scan'))])
      const { opsPerSecond, p50Ms, p99Ms } = written
      beside.push({
        name: 'writes beside a scan',
        callers: WRITERS,
        connections: 1,
        opsPerSecond,
        p50Ms,
        p99Ms,
        extra: { scansPerSecond: scanned.opsPerSecond },
      })
    }
    const [before, after] = [median(alone), median(beside)]
    const p99Ratio = (after.p99Ms ?? 0) / (before.p99Ms ?? Number.NaN)
    const extra = { ...after.extra, p99Ratio }
    return [before, { ...after, extra, reference: 'bar: p99Ratio at most 3' }]
  },
}

async function rate(
  settings: LoadSettings,
): Promise<Pick<Result, 'opsPerSecond' | 'p50Ms' | 'p99Ms'>> {
  const { opsPerSecond, p50Ms, p99Ms } = await runLoad(settings)
  return { opsPerSecond, p50Ms, p99Ms }
}
