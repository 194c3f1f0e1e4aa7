import type { Client } from '@quorumlite/client'
import { BenchCluster } from '../cluster.ts'
import { fillDatabase, MIB, rowsOf, untilCaughtUp, untilCheckpointed } from '../large-database.ts'
import { repeated, type Result, type Suite, type SuiteOptions } from '../suite.ts'

/** One row, and page, in so many. */
const CHANGED_EACH = 10
const WRITES = 16
/** Each of them is changed so often: the log that all of it makes is cut before the node comes back. */
const CHANGES = 3

export const rejoin: Suite = {
  name: 'rejoin',
  summary: 'a node back after 10 % of the pages of a large database changed: what has to be moved',
  async run(options) {
    await using cluster = await BenchCluster.start()
    await using client = await cluster.connect()
    await fillDatabase(client, options.databaseMib, options.progress)
    return await repeated(options, 'rejoin', (repeat) => measure(cluster, client, options, repeat))
  },
}

async function measure(
  cluster: BenchCluster,
  client: Client,
  { databaseMib, progress }: SuiteOptions,
  repeat: number,
): Promise<Result> {
  const leader = await cluster.leader(client)
  const follower = (leader + 1) % cluster.nodes.length
  const { nodeId } = cluster.nodes[follower]!
  await untilCheckpointed(client)
  await cluster.stop(follower)
  progress('changing pages')
  const rows = rowsOf(databaseMib)
  for (let i = 0; i < CHANGES * WRITES; i++) {
    const part = i % WRITES
    const first = Math.floor((rows * part) / WRITES)
    const last = Math.floor((rows * (part + 1)) / WRITES) - 1
    await client.execute(
      `UPDATE kv SET v = randomblob(length(v)) WHERE k BETWEEN ? AND ? AND k % ${CHANGED_EACH} = ?`,
      [first, last, repeat % CHANGED_EACH],
    )
  }
  progress('waiting for checkpoints')
  await untilCheckpointed(client)
  const sentBefore = await sentTo(client, leader, cluster, nodeId)
  const beganMs = performance.now()
  await cluster.startNode(follower)
  const { seconds, bytes, snapshotBytes } = await untilCaughtUp(client, nodeId, beganMs)
  const movedMiB = (bytes - sentBefore) / MIB
  return {
    name: `rejoin ${databaseMib} MiB`,
    extra: {
      movedPercent: (100 * movedMiB) / databaseMib,
      movedMiB,
      snapshotMiB: snapshotBytes / MIB,
      seconds,
    },
    reference: 'bar: at most 15 %; dqlite 1.18.6: all of it',
  }
}

/** Bytes of Raft messages that the leader had sent the node already. */
async function sentTo(
  client: Client,
  leader: number,
  cluster: BenchCluster,
  nodeId: number,
): Promise<number> {
  const { peers } = await client.status(cluster.nodes[leader]!.nodeId)
  return peers.find((peer) => peer.nodeId === nodeId)?.sentBytes ?? 0
}
