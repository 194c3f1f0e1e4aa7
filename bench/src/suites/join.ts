import { setTimeout as pause } from 'node:timers/promises'
import { clusterOf } from '@quorumlite/cluster'
import type { Client } from '@quorumlite/client'
import { BenchCluster } from '../cluster.ts'
import { fillDatabase, MIB, untilCaughtUp } from '../large-database.ts'
import { PacedWrites } from '../paced-writes.ts'
import { anonymousBytes } from '../process-figures.ts'
import { repeated, type Result, type Suite, type SuiteOptions } from '../suite.ts'

const WRITES_PER_SECOND = 500

export const join: Suite = {
  name: 'join',
  summary:
    'a fresh node joins a large database under 500 writes/s: until it votes, and at what cost',
  async run(options) {
    await using cluster = await BenchCluster.start()
    await using client = await cluster.connect()
    await fillDatabase(client, options.databaseMib, options.progress)
    return await repeated(options, 'join', () => measure(cluster, client, options))
  },
}

async function measure(
  cluster: BenchCluster,
  client: Client,
  { databaseMib, warmUpSeconds }: SuiteOptions,
): Promise<Result> {
  const management = clusterOf(client)
  const sender = cluster.nodes[await cluster.leader(client)]!
  const writes = await PacedWrites.start(client, WRITES_PER_SECOND)
  await pause(warmUpSeconds * 1000)
  const { term } = await management.status()
  const before = anonymousBytes(sender.child.pid!)
  let senderBytes = 0
  let pinnedBytes = 0
  const i = cluster.nodes.length
  const beganMs = performance.now()
  await cluster.startNode(i)
  const { nodeId } = cluster.nodes[i]!
  const joined = await untilCaughtUp(client, nodeId, beganMs, {
    onLook: (leader) => {
      senderBytes = Math.max(senderBytes, anonymousBytes(sender.child.pid!))
      pinnedBytes = Math.max(pinnedBytes, leader.memory.pinnedBytes)
    },
  })
  const { opsPerSecond, p50Ms, p99Ms, maxMs } = await writes.stop()
  await management.removeNode(nodeId)
  await cluster.kill(i)
  cluster.nodes.pop()
  return {
    name: `join ${databaseMib} MiB`,
    p50Ms,
    p99Ms,
    extra: {
      seconds: joined.seconds,
      senderExtraMiB: (senderBytes - before) / MIB,
      pinnedMaxMiB: pinnedBytes / MIB,
      elections: joined.term - term,
      sentMiB: joined.bytes / MIB,
      writesPerSecond: opsPerSecond,
      writeMaxMs: maxMs,
    },
    reference: 'bars: 90 s, +64 MiB beyond pinned, no election; dqlite 1.18.6: cannot',
  }
}
