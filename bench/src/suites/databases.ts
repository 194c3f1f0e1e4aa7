import { BenchCluster } from '../cluster.ts'
import { runLoad } from '../load.ts'
import { cpuSeconds } from '../process-figures.ts'
import { inTurns, labelOf, type Result, type Suite } from '../suite.ts'

const CALLERS = 16
const KEYS_PER_RUN = 100_000_000

export const databases: Suite = {
  name: 'databases',
  summary: 'one-row inserts of 16 connections: into one database, and into 16',
  async run(options) {
    await using cluster = await BenchCluster.start()
    await using client = await cluster.connect()
    const names = Array.from({ length: CALLERS }, (_, i) => `database-${i}`)
    for (const name of names) {
      await client.createDatabase(name)
      await client.database(name).execute('CREATE TABLE kv(k INTEGER PRIMARY KEY, v BLOB)')
    }
    let firstKey = 0
    const measure = async (count: number): Promise<Result> => {
      let before = 0
      const settings = {
        addresses: cluster.addresses,
        secretFile: cluster.secretFile,
        operation: 'insert',
        databases: names.slice(0, count),
        callers: CALLERS,
        connections: CALLERS,
        seconds: options.seconds,
        warmUpSeconds: options.warmUpSeconds,
        firstKey: (firstKey += KEYS_PER_RUN),
        keys: 0,
      } as const
      const onBegan = (): void => void (before = nodesCpuSeconds(cluster))
      const { operations, opsPerSecond, p50Ms, p99Ms } = await runLoad(settings, { onBegan })
      const nodesCpuMicrosPerOp = ((nodesCpuSeconds(cluster) - before) * 1e6) / operations
      const load = { callers: CALLERS, connections: CALLERS, opsPerSecond, p50Ms, p99Ms }
      return { name: nameOf(count), ...load, extra: { nodesCpuMicrosPerOp } }
    }
    const results = await inTurns(
      options,
      [1, CALLERS].map((count) => ({
        label: labelOf({ name: nameOf(count), callers: CALLERS, connections: CALLERS }),
        once: () => measure(count),
      })),
    )
    const [one, many] = results
    if (one?.opsPerSecond && many?.opsPerSecond) {
      const ratio = many.opsPerSecond / one.opsPerSecond
      options.remark(`${CALLERS} databases do ${ratio.toFixed(2)} times what one does.`)
    }
    return results
  },
}

function nodesCpuSeconds({ nodes }: BenchCluster): number {
  return nodes.reduce((sum, { child }) => sum + cpuSeconds(child.pid!), 0)
}

function nameOf(count: number): string {
  return count === 1 ? 'insert into one' : `insert into ${count}`
}
