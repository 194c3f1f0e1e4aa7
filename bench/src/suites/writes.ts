import { readFileSync } from 'node:fs'
import { clusterOf } from '@quorumlite/cluster'
import type { Client } from '@quorumlite/client'
import { BenchCluster } from '../cluster.ts'
import { runLoad } from '../load.ts'
import { labelOf, repeated, type Result, type Suite, type SuiteOptions } from '../suite.ts'

const CALLERS = [1, 16, 64, 256]
const WARM_UP_SECONDS = 10
const KEYS_PER_RUN = 100_000_000
/** Constants, measured on another day on a machine of this kind: two cores, fsync before acknowledgement. */
const REFERENCES: Readonly<Record<number, string>> = {
  1: 'dqlite 455, etcd 568',
  16: 'dqlite 464, etcd 3,299',
  64: 'dqlite 448, etcd 5,043',
}

export const writes: Suite = {
  name: 'writes',
  summary: 'one-row inserts of 100 random bytes, synced by a quorum of three node processes',
  async run(options) {
    await using cluster = await BenchCluster.start()
    await using client = await cluster.connect()
    await client.execute('CREATE TABLE kv(k INTEGER PRIMARY KEY, v BLOB)')
    const results: Result[] = []
    let firstKey = 0
    for (const shared of [true, false]) {
      for (const callers of CALLERS) {
        if (!shared && callers === 1) continue
        const connections = shared ? 1 : callers
        const label = labelOf({ name: 'insert', callers, connections })
        const runs = await repeated(options, label, () => {
          firstKey += KEYS_PER_RUN
          return measure({ cluster, client, callers, connections, firstKey, options })
        })
        results.push(...runs)
      }
    }
    return results
  },
}

interface Measurement {
  readonly cluster: BenchCluster
  readonly client: Client
  readonly callers: number
  readonly connections: number
  readonly firstKey: number
  readonly options: SuiteOptions
}

async function measure(measurement: Measurement): Promise<Result> {
  const { cluster, client, callers, connections, firstKey, options } = measurement
  const { seconds } = options
  const cpuBefore = cpuSeconds(cluster)
  let sentBefore = Promise.resolve(0)
  const load = {
    addresses: cluster.addresses,
    secretFile: cluster.secretFile,
    operation: 'insert',
    callers,
    connections,
    seconds,
    warmUpSeconds: WARM_UP_SECONDS,
    firstKey,
    keys: 0,
  } as const
  const summary = await runLoad(load, {
    onBegan: () => {
      sentBefore = sentToFollowers(client)
    },
  })
  const sent = (await sentToFollowers(client)) - (await sentBefore)
  const cpu = cpuSeconds(cluster) - cpuBefore
  const share = seconds / (seconds + WARM_UP_SECONDS)
  const reference = connections === 1 ? REFERENCES[callers] : undefined
  return {
    name: 'insert',
    callers,
    connections,
    opsPerSecond: summary.opsPerSecond,
    p50Ms: summary.p50Ms,
    p99Ms: summary.p99Ms,
    extra: {
      nodesCpuMicrosPerOp: (cpu * share * 1e6) / summary.operations,
      followerBytesPerOp: sent / (cluster.nodes.length - 1) / summary.operations,
    },
    ...(reference !== undefined && { reference }),
  }
}

/** Bytes of Raft messages that the leader has sent to all followers, heartbeats and all. */
async function sentToFollowers(client: Client): Promise<number> {
  const { nodes } = await clusterOf(client).status()
  const peers = nodes.flatMap(({ status }) => (status?.role === 'leader' ? status.peers : []))
  return peers.reduce((sum, { sentBytes }) => sum + sentBytes, 0)
}

const TICKS_PER_SECOND = 100

/** User and system time of all nodes so far; 0 where /proc does not tell. */
function cpuSeconds(cluster: BenchCluster): number {
  let ticks = 0
  for (const { child } of cluster.nodes) {
    try {
      const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
      ticks += Number(fields[11]) + Number(fields[12])
    } catch {
      return 0
    }
  }
  return ticks / TICKS_PER_SECOND
}
