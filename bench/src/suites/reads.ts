import { fileURLToPath } from 'node:url'
import { BenchCluster } from '../cluster.ts'
import type { EmbeddedSettings } from '../embedded-process.ts'
import { makeDirectory, removeDirectory } from '../leftovers.ts'
import { runForked, runLoad, type LoadSummary } from '../load.ts'
import { labelOf, repeated, type Result, type Suite, type SuiteOptions } from '../suite.ts'

const ROWS = 10_000
const FILL = `INSERT INTO kv(k,v) WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i+1 FROM n WHERE i<${ROWS - 1})
  SELECT i, randomblob(100) FROM n`
/** Constants, measured on another day on a machine of this kind: a linearizable get of etcd 3.4. */
const REFERENCES: Readonly<Record<string, string>> = {
  'linearizable callers=1 connections=1': 'etcd 1,926',
  'linearizable callers=16 connections=1': 'etcd 4,516',
}

export const reads: Suite = {
  name: 'reads',
  summary: 'SELECT by key: through one connect(), and in a service that embeds a node',
  async run(options) {
    return [...(await measureRemote(options)), ...(await measureEmbedded(options))]
  },
}

async function measureRemote(options: SuiteOptions): Promise<Result[]> {
  const wanted = (['linearizable', 'stale'] as const)
    .flatMap((name) => [1, 16, 64].map((callers) => ({ name, callers, connections: 1 })))
    .filter((what) => options.selects(labelOf(what)))
  if (wanted.length === 0) return []
  await using cluster = await BenchCluster.start()
  await using client = await cluster.connect()
  await client.execute('CREATE TABLE kv(k INTEGER PRIMARY KEY, v BLOB)')
  await client.execute(FILL)
  const results: Result[] = []
  for (const what of wanted) {
    const label = labelOf(what)
    const reference = REFERENCES[label]
    const runs = await repeated(options, label, async () => ({
      ...what,
      ...figuresOf(
        await runLoad({
          addresses: cluster.addresses,
          secretFile: cluster.secretFile,
          operation: 'read',
          consistency: what.name,
          callers: what.callers,
          connections: 1,
          seconds: options.seconds,
          warmUpSeconds: options.warmUpSeconds,
          firstKey: 0,
          keys: ROWS,
        }),
      ),
      ...(reference !== undefined && { reference }),
    }))
    results.push(...runs)
  }
  return results
}

async function measureEmbedded(options: SuiteOptions): Promise<Result[]> {
  const module = fileURLToPath(new URL('../embedded-process.js', import.meta.url))
  const results: Result[] = []
  for (const what of [
    { name: 'db.local', reads: 'local', callers: 1 },
    { name: 'embedded stale', reads: 'stale', callers: 1 },
    { name: 'embedded stale', reads: 'stale', callers: 16 },
  ] as const) {
    const { name, callers, reads: kind } = what
    const runs = await repeated(options, labelOf({ name, callers }), async () => {
      const directory = makeDirectory('bench')
      const settings: EmbeddedSettings = {
        directory,
        reads: kind,
        callers,
        rows: ROWS,
        seconds: options.seconds,
        warmUpSeconds: options.warmUpSeconds,
      }
      const summary = await runForked<LoadSummary>(module, settings)
      removeDirectory(directory)
      return { name, callers, ...figuresOf(summary) }
    })
    results.push(...runs)
  }
  return results
}

function figuresOf({
  opsPerSecond,
  p50Ms,
  p99Ms,
}: LoadSummary): Pick<Result, 'opsPerSecond' | 'p50Ms' | 'p99Ms'> {
  return { opsPerSecond, p50Ms, p99Ms }
}
