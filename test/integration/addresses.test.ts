import { clusterOf } from '@quorumlite/cluster'
import { expect, test } from 'vitest'
import { ProcessCluster } from '../support/process-cluster.ts'

test.each([1, 3])(
  'each of %i members that comes back at another address is found there',
  async (size) => {
    await using cluster = await ProcessCluster.start(size)
    // One after the other: at the end nobody is where the first connection was made.
    for (let i = 0; i < size; i++) {
      const { nodeId, addresses } = cluster.nodes[i]!.ready
      await cluster.nodes[i]!.kill()
      const { ready } = await cluster.startNode(i, {}, '/ip4/127.0.0.1/tcp/0')
      expect(ready.addresses).not.toEqual(addresses)
      const client = await cluster.connect()
      await cluster.until(async () => {
        const { nodes } = await clusterOf(client).status()
        const found = nodes.find(({ member }) => member.nodeId === nodeId)
        return found?.status !== undefined && found.member.addresses[0] === ready.addresses[0]
      }, 'a member at its new address')
    }
    const client = await cluster.connect()
    await client.execute('create table t (a)')
    expect(new Set(await cluster.checksums(client)).size).toBe(1)
  },
)
