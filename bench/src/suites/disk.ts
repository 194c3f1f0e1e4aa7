import { setTimeout as pause } from 'node:timers/promises'
import { clusterOf } from '@quorumlite/cluster'
import type { Client } from '@quorumlite/client'
import { BenchCluster } from '../cluster.ts'
import { runLoad } from '../load.ts'
import { diskBytesWritten } from '../process-figures.ts'
import { CREATE_TABLE, insertRows } from '../rows.ts'
import type { Result, Suite } from '../suite.ts'

const CONNECTIONS = 16
const POLL_MS = 20
const FIRST_KEY = 100_000_000
const TABLES: readonly { rows: number; reference: string }[] = [
  { rows: 10_000, reference: 'dqlite 1.18.6: 8.6 KB; bar 6 KB' },
  { rows: 1_000_000, reference: 'dqlite 1.18.6: 117 KB; bar 6 KB, 1.3x of the small one' },
]

/** A node at the end of one of its checkpoints. */
interface Mark {
  readonly appliedIndex: number
  readonly bytes: number
}

/**
 * Bytes per insert and node are taken from the end of one checkpoint to the end of a later one, so that each span has
 * whole checkpoints in it; LevelDB's merging goes on in the background and is in it, too.
 */
export const disk: Suite = {
  name: 'disk',
  summary: `bytes written to disk per one-row insert and node, ${CONNECTIONS} connections, small table and large one`,
  async run({ seconds, warmUpSeconds, selects, progress, remark }) {
    const results: Result[] = []
    for (const { rows, reference } of TABLES) {
      const name = `insert into ${rows.toLocaleString('en')} rows`
      if (!selects(name)) continue
      await using cluster = await BenchCluster.start()
      await using client = await cluster.connect()
      await client.execute(CREATE_TABLE)
      progress(`${name}: filling`)
      await insertRows(client, 0, rows)
      progress(name)
      const marks = watchCheckpoints(cluster, client)
      const { opsPerSecond, p50Ms, p99Ms } = await runLoad({
        addresses: cluster.addresses,
        secretFile: cluster.secretFile,
        operation: 'insert',
        callers: CONNECTIONS,
        connections: CONNECTIONS,
        seconds,
        warmUpSeconds,
        firstKey: FIRST_KEY,
        keys: 0,
      })
      const spans = await marks.stop()
      const extra = spread(spans)
      if (extra.checkpoints === 0) remark(`${name}: no node made two checkpoints; use --seconds`)
      const load = { callers: CONNECTIONS, connections: CONNECTIONS, opsPerSecond, p50Ms, p99Ms }
      results.push({ name, ...load, extra, reference })
    }
    return results
  },
}

function watchCheckpoints(
  cluster: BenchCluster,
  client: Client,
): { stop: () => Promise<Mark[][]> } {
  const marks: Mark[][] = cluster.nodes.map(() => [])
  const seen = new Map<number, number>()
  let isOver = false
  const watch = async (): Promise<void> => {
    while (!isOver) {
      const { nodes } = await clusterOf(client).status()
      for (const { member, status } of nodes) {
        if (!status) continue
        const { checkpoints } = status.storage
        const before = seen.get(member.nodeId)
        seen.set(member.nodeId, checkpoints)
        if (before === undefined || before === checkpoints) continue
        const i = cluster.nodes.findIndex(({ nodeId }) => nodeId === member.nodeId)
        const bytes = diskBytesWritten(cluster.nodes[i]!.child.pid!)
        marks[i]!.push({ appliedIndex: status.appliedIndex, bytes })
      }
      await pause(POLL_MS)
    }
  }
  const watching = watch()
  return {
    stop: async () => {
      isOver = true
      await watching
      return marks
    },
  }
}

/** Of all nodes together, and of the one that wrote most. */
function spread(marks: readonly Mark[][]): Record<string, number> {
  let bytes = 0
  let inserts = 0
  let most = 0
  let checkpoints = 0
  for (const each of marks) {
    const [first, last] = [each[0], each.at(-1)]
    if (!first || !last || each.length < 2) continue
    const [moreBytes, moreInserts] = [
      last.bytes - first.bytes,
      last.appliedIndex - first.appliedIndex,
    ]
    bytes += moreBytes
    inserts += moreInserts
    most = Math.max(most, moreBytes / moreInserts)
    checkpoints += each.length - 1
  }
  const kbPerInsert = inserts === 0 ? 0 : bytes / inserts / 1000
  return { kbPerInsert, mostKbPerInsert: most / 1000, checkpoints }
}
