import { clusterOf, type ClusterStatus } from '@quorumlite/cluster'
import type { SnapshotProgress } from '@quorumlite/wire'
import { CONNECT_HELP, CONNECT_OPTIONS, type Command } from './command.ts'
import { connectBy } from './connection.ts'
import { table, toJson } from './output.ts'
import { pagesToMib, toMib } from './size.ts'

export const statusCommand: Command = {
  name: 'status',
  help: `Usage: quorumlite status --connect MULTIADDR... --secret FILE

Asks every member of the cluster. Ends with 1 when there is no leader, or when two nodes disagree.

${CONNECT_HELP}`,
  options: CONNECT_OPTIONS,
  async run({ options, io }) {
    await using client = await connectBy(options, 'status')
    const status = await clusterOf(client).status()
    if (options['json']) {
      io.out(toJson(status))
      return status.healthy ? 0 : 1
    }
    io.out(describeStatus(status))
    return status.healthy ? 0 : 1
  },
}

/** What an operator watches of each node's disk. */
function describeStorage(status: ClusterStatus): string {
  const rows = status.nodes.flatMap(({ member, status: seen }) => {
    if (!seen) return []
    const { storage, checkpointIndex } = seen
    const { diskFreeBytes, diskReserveBytes } = storage
    return [
      [
        member.nodeId,
        checkpointIndex,
        storage.checkpoints,
        storage.checkpointPages,
        toMib(storage.checkpointBytes),
        storage.checkpointRunning ? 'running' : `${storage.lastCheckpointMs} ms`,
        toMib(storage.logBytesSinceCheckpoint),
        diskFreeBytes === undefined ? null : toMib(diskFreeBytes),
        toMib(diskReserveBytes),
      ],
    ]
  })
  return table(STORAGE_COLUMNS, rows)
}

const STORAGE_COLUMNS = [
  'node',
  'checkpoint',
  'written',
  'pages',
  'MiB',
  'last',
  'log MiB since',
  'disk MiB free',
  'reserve',
]

/** What all databases of a node take of its memory. */
function describeMemory(status: ClusterStatus): string {
  const rows = status.nodes.flatMap(({ member, status: seen }) => {
    if (!seen) return []
    const { memory } = seen
    const { residentBytes } = memory
    return [
      [
        member.nodeId,
        toMib(memory.wasmBytes),
        toMib(memory.wasmLimitBytes),
        toMib(memory.pageBytes),
        toMib(memory.pinnedBytes),
        toMib(memory.freePageBytes),
        toMib(memory.otherBytes),
        toMib(memory.growthBytes),
        residentBytes === undefined ? null : toMib(residentBytes),
      ],
    ]
  })
  return table(MEMORY_COLUMNS, rows)
}

/** What the nodes found in their own pages, and what they did about it. */
function describeIntegrity(status: ClusterStatus): string {
  const rows = status.nodes.flatMap(({ member, status: seen }) => {
    if (!seen) return []
    const { memoryPagesScrubbed, diskPagesScrubbed, mismatches, repairs, lastRepair } =
      seen.integrity
    const from = lastRepair?.from === 'peer' ? `node ${lastRepair.nodeId}` : lastRepair?.from
    const last = lastRepair && `${new Date(lastRepair.atMs).toISOString()} from ${from}`
    return [
      [member.nodeId, memoryPagesScrubbed, diskPagesScrubbed, mismatches, repairs, last ?? null],
    ]
  })
  return table(['node', 'scrubbed in memory', 'on disk', 'wrong', 'repairs', 'last'], rows)
}

const MEMORY_COLUMNS = [
  'node',
  'memory MiB',
  'of',
  'pages',
  'pinned',
  'free',
  'other',
  'may grow',
  'process MiB',
]

/** With thousands of databases the nodes would be out of sight. Disagreements are looked for in all of them. */
const DATABASE_ROWS_MAX = 60

/** Nodes, databases and problems, as tables. */
export function describeStatus(status: ClusterStatus): string {
  const columns = ['node', 'name', 'role', 'term', 'commit', 'applied', 'address']
  const rows = status.nodes.map((node) => {
    const { nodeId, name, addresses } = node.member
    const seen = node.status
    const role = seen ? `${seen.role}${node.voter ? '' : ' (learner)'}` : 'unreachable'
    const address = addresses[0] ?? ''
    return [
      nodeId,
      name,
      role,
      seen?.term ?? null,
      seen?.commitIndex ?? null,
      seen?.appliedIndex ?? null,
      address,
    ]
  })
  const parts = [table(columns, rows)]
  parts.push(describeStorage(status), describeMemory(status))
  parts.push(describeIntegrity(status))
  const databases = status.nodes.flatMap(({ member, status: seen }) =>
    (seen?.databases ?? []).map(({ id, name, sequence, pageCount, pagesMax, checksum }) => [
      name,
      member.nodeId,
      sequence,
      pageCount,
      pagesToMib(pageCount),
      pagesToMib(pagesMax || (seen?.databasePagesMax ?? 0)),
      checksum,
      seen?.evictedDatabases.includes(id) ? 'disk' : 'memory',
    ]),
  )
  databases.sort((a, b) => String(a[0]).localeCompare(String(b[0])))
  const shown = databases.slice(0, DATABASE_ROWS_MAX)
  const headings = ['database', 'node', 'commits', 'pages', 'MiB', 'of', 'checksum', 'pages in']
  parts.push(table(headings, shown))
  if (shown.length < databases.length) {
    const more = databases.length - shown.length
    parts.push(`and ${more} rows more: --json has all of them, 'quorumlite databases' the leader's`)
  }
  const transfers = snapshotTransfers(status)
  if (transfers.length > 0) {
    parts.push(
      table(['snapshot to', 'from', 'pages', 'of', 'bytes', 'seconds', 'resumed'], transfers),
    )
  }
  for (const problem of status.problems) parts.push(`! ${problem}`)
  return parts.join('\n\n')
}

/** As the receiver tells it; as the sender does where the receiver says nothing yet. */
function snapshotTransfers(status: ClusterStatus): (string | number)[][] {
  const rows = new Map<number, (string | number)[]>()
  const add = (to: number, from: number, progress: SnapshotProgress): void => {
    const { pagesDone, pagesTotal, bytes, elapsedMs, resumed } = progress
    rows.set(to, [to, from, pagesDone, pagesTotal, bytes, Math.floor(elapsedMs / 1000), resumed])
  }
  for (const { member, status: seen } of status.nodes) {
    for (const { nodeId, snapshot } of seen?.peers ?? []) {
      if (snapshot) add(nodeId, member.nodeId, snapshot)
    }
  }
  for (const { member, status: seen } of status.nodes) {
    if (seen?.receiving) add(member.nodeId, seen.receiving.nodeId, seen.receiving)
  }
  return [...rows.values()]
}
