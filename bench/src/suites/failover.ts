import { BenchCluster } from '../cluster.ts'
import type { Suite } from '../suite.ts'

const ROUNDS = 20

export const failover: Suite = {
  name: 'failover',
  summary: `${ROUNDS} rounds of SIGKILL to the leader: until the next write is acknowledged`,
  async run({ progress, selects }) {
    if (!selects('failover')) return []
    await using cluster = await BenchCluster.start()
    await using client = await cluster.connect()
    await client.execute('CREATE TABLE kv(k INTEGER PRIMARY KEY, v BLOB)')
    const awayMs: number[] = []
    for (let round = 0; round < ROUNDS; round++) {
      await client.execute('INSERT INTO kv(v) VALUES(1)')
      const leader = await cluster.leader(client)
      const began = performance.now()
      await cluster.kill(leader)
      await client.execute('INSERT INTO kv(v) VALUES(1)')
      awayMs.push(performance.now() - began)
      progress(`round ${round + 1}: ${Math.round(awayMs.at(-1)!)} ms`)
      await cluster.startNode(leader)
    }
    const sorted = awayMs.toSorted((a, b) => a - b)
    const medianMs = sorted[Math.floor(sorted.length / 2)]!
    const extra = { medianMs, worstMs: sorted.at(-1)!, rounds: ROUNDS }
    return [{ name: 'failover', extra, reference: 'dqlite 1.18.6 by default: 6,500 ms' }]
  },
}
