// The measurement of `writes` and `peers`: one-row inserts into three node processes, in turns with the same to peers.

import { clusterOf } from '@quorumlite/cluster'
import type { Client } from '@quorumlite/client'
import { BenchCluster } from './cluster.ts'
import { runLoad } from './load.ts'
import { loadPeer, type Peer } from './peers/find-peers.ts'
import { cpuSeconds } from './process-figures.ts'
import { CREATE_TABLE } from './rows.ts'
import { inTurns, labelOf, type Measurement, type Result, type SuiteOptions } from './suite.ts'

export interface InsertLoad {
  readonly callers: number
  readonly connections: number
}

/**
 * Constants, measured on another day on a machine of this kind, two cores, fsync before acknowledgement: what a line is
 * held against if the peer itself is not there.
 */
const ANOTHER_DAY: Readonly<Record<number, Readonly<Record<Peer['kind'], string>>>> = {
  1: { dqlite: '455', etcd: '568' },
  16: { dqlite: '464', etcd: '3,299' },
  64: { dqlite: '448', etcd: '5,043' },
}
const KEYS_PER_RUN = 100_000_000

/** Peers have a line for each number of callers that has a line with one connection here. */
export async function measureInserts(
  options: SuiteOptions,
  loads: readonly InsertLoad[],
  peers: readonly Peer[],
): Promise<Result[]> {
  await using cluster = await BenchCluster.start()
  await using client = await cluster.connect()
  await client.execute(CREATE_TABLE)
  let firstKey = 0
  const results: Result[] = []
  for (const load of loads) {
    const isShared = load.connections === 1
    const others = isShared && ANOTHER_DAY[load.callers] ? peers : []
    const measured = await inTurns(options, [
      ...others.map((peer) => measurementOf(peer, load.callers, options)),
      {
        label: labelOf({ name: 'insert', ...load }),
        once: () => measure(cluster, client, load, (firstKey += KEYS_PER_RUN), options),
      },
    ])
    const reference = isShared ? referenceOf(load.callers, measured) : undefined
    for (const result of measured) {
      const isOurs = result.name === 'insert'
      results.push({ ...result, ...(isOurs && reference !== undefined && { reference }) })
    }
  }
  return results
}

function measurementOf(peer: Peer, callers: number, options: SuiteOptions): Measurement {
  const name = nameOf(peer.kind)
  return {
    label: labelOf({ name, callers }),
    once: async () => {
      const { opsPerSecond, p50Ms, p99Ms } = await loadPeer(peer, callers, options)
      return { name, callers, opsPerSecond, p50Ms, p99Ms }
    },
  }
}

const nameOf = (kind: Peer['kind']): string => `${kind} put`

/** Of each peer: what was measured in this run, or else another day's constant, and says which. */
function referenceOf(callers: number, measured: readonly Result[]): string | undefined {
  const constants = ANOTHER_DAY[callers]
  if (!constants) return undefined
  return (['dqlite', 'etcd'] as const)
    .map((kind) => {
      const now = measured.find(({ name }) => name === nameOf(kind))?.opsPerSecond
      return now === undefined
        ? `${kind} ${constants[kind]} another day`
        : `${kind} ${Math.round(now).toLocaleString('en')} now`
    })
    .join(', ')
}

async function measure(
  cluster: BenchCluster,
  client: Client,
  { callers, connections }: InsertLoad,
  firstKey: number,
  { seconds, warmUpSeconds }: SuiteOptions,
): Promise<Result> {
  let before: Promise<Usage> | undefined
  const settings = {
    addresses: cluster.addresses,
    secretFile: cluster.secretFile,
    operation: 'insert',
    callers,
    connections,
    seconds,
    warmUpSeconds,
    firstKey,
    keys: 0,
  } as const
  const { operations, opsPerSecond, p50Ms, p99Ms, cpuMicrosPerOp } = await runLoad(settings, {
    onBegan: () => {
      before = usageOf(cluster, client)
    },
  })
  const [from, to] = [await before, await usageOf(cluster, client)]
  if (!from) throw new Error('a load begins before it ends')
  const followers = cluster.nodes.length - 1
  return {
    name: 'insert',
    callers,
    connections,
    opsPerSecond,
    p50Ms,
    p99Ms,
    extra: {
      nodesCpuMicrosPerOp: ((to.cpuSeconds - from.cpuSeconds) * 1e6) / operations,
      clientCpuMicrosPerOp: cpuMicrosPerOp,
      followerBytesPerOp: (to.sentBytes - from.sentBytes) / followers / operations,
    },
  }
}

/** Of all nodes, so far. */
interface Usage {
  readonly cpuSeconds: number
  /** Bytes of Raft messages that the leader has sent to all followers, heartbeats and all. */
  readonly sentBytes: number
}

async function usageOf(cluster: BenchCluster, client: Client): Promise<Usage> {
  const spent = cluster.nodes.reduce((sum, { child }) => sum + cpuSeconds(child.pid!), 0)
  const { nodes } = await clusterOf(client).status()
  const peers = nodes.flatMap(({ status }) => (status?.role === 'leader' ? status.peers : []))
  return { cpuSeconds: spent, sentBytes: peers.reduce((sum, peer) => sum + peer.sentBytes, 0) }
}
