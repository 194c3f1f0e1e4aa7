import { BenchCluster } from '../cluster.ts'
import { CREATE_TABLE, insertRows } from '../rows.ts'
import { repeated, type Suite } from '../suite.ts'

const ROWS = 1_000_000

export const restart: Suite = {
  name: 'restart',
  summary: 'a killed follower with 1 million rows: from the start of its process until it serves',
  async run(options) {
    await using cluster = await BenchCluster.start()
    await using client = await cluster.connect()
    await client.execute(CREATE_TABLE)
    options.progress('filling')
    await insertRows(client, 0, ROWS)
    return await repeated(options, 'restart', async () => {
      const leader = await cluster.leader(client)
      const follower = (leader + 1) % cluster.nodes.length
      await cluster.kill(follower)
      const began = performance.now()
      await cluster.startNode(follower)
      const readyMs = performance.now() - began
      // Says that it serves; now it has to.
      const readFrom = cluster.nodes[follower]!.nodeId
      await client.query('SELECT v FROM kv WHERE k=?', [ROWS - 1], {
        consistency: 'stale',
        readFrom,
      })
      const firstReadMs = performance.now() - began
      const reference = 'dqlite 1.18.6: 1,900 ms; bar 1,500 ms'
      return { name: 'restart', extra: { readyMs, firstReadMs }, reference }
    })
  },
}
