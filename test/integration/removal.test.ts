import { clusterOf } from '@quorumlite/cluster'
import { expect, test } from 'vitest'
import { InlineCluster } from '../support/inline-cluster.ts'

// What is left of a cluster must know that a removal is committed (packages/raft/README.md, duty 2): who could tell it
// may be gone for good, and then it would wait for votes that nobody can give.
test.each([2, 3])(
  'a cluster of %d can do without a removed machine after a power failure right behind the removal',
  async (nodes) => {
    const cluster = await InlineCluster.start({ seed: nodes, nodes })
    const client = await cluster.connect({ timeoutMs: 20_000 })
    await cluster.run(client.execute('create table t (a)'))
    while (cluster.running().length > 1) {
      const leader = await cluster.awaitLeader()
      const [other] = cluster.running().filter((i) => i !== leader)
      await cluster.run(clusterOf(client).removeNode(cluster.node(other!).info.nodeId))
      cluster.crash(other!, 'all')
    }
    const [last] = cluster.running()
    cluster.crash(last!, 'all')
    await cluster.startNode(last!)
    expect(await cluster.awaitLeader()).toBe(last)
    await cluster.run(client.execute('insert into t values (1)'))
    await cluster.run(client.close())
    await cluster.close()
  },
)
