import { setTimeout as pause } from 'node:timers/promises'
import { BenchCluster } from '../cluster.ts'
import { runLoad } from '../load.ts'
import { anonymousBytes } from '../process-figures.ts'
import { CREATE_TABLE, insertRows } from '../rows.ts'
import type { Result, Suite } from '../suite.ts'

const ROWS = 1_000_000
const CONNECTIONS = 16
const SETTLE_MS = 3_000
const FIRST_KEY = 100_000_000
const REFERENCE = 'dqlite 1.18.6: 270-311 MB; bar 330 MB'

/** Also what the load before left behind counts: nobody collects garbage for the figure. */
export const memory: Suite = {
  name: 'memory',
  summary:
    'RssAnon of nodes with 1 million rows of 100 bytes: filled, under inserts, and started again',
  async run({ seconds, progress }) {
    await using cluster = await BenchCluster.start()
    await using client = await cluster.connect()
    await client.execute(CREATE_TABLE)
    progress('filling')
    await insertRows(client, 0, ROWS)
    await pause(SETTLE_MS)
    const results: Result[] = [await figures(cluster, 'after filling')]
    progress('under inserts')
    const { opsPerSecond, p50Ms, p99Ms } = await runLoad({
      addresses: cluster.addresses,
      secretFile: cluster.secretFile,
      operation: 'insert',
      callers: CONNECTIONS,
      connections: CONNECTIONS,
      seconds,
      warmUpSeconds: 0,
      firstKey: FIRST_KEY,
      keys: 0,
    })
    const load = { callers: CONNECTIONS, connections: CONNECTIONS, opsPerSecond, p50Ms, p99Ms }
    results.push({ ...(await figures(cluster, 'after inserts')), ...load })
    progress('starting again')
    for (const i of cluster.nodes.keys()) {
      await cluster.kill(i)
      await cluster.startNode(i)
    }
    await cluster.leader(client)
    await pause(SETTLE_MS)
    results.push(await figures(cluster, 'after a restart'))
    return results
  },
}

async function figures(cluster: BenchCluster, name: string): Promise<Result> {
  await using client = await cluster.connect()
  const leader = await cluster.leader(client)
  const megabytes = cluster.nodes.map(({ child }) => anonymousBytes(child.pid!) / 1e6)
  const extra = { mostMb: Math.max(...megabytes), leaderMb: megabytes[leader]! }
  return { name, extra, reference: REFERENCE }
}
