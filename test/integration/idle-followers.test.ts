import { expect, test } from 'vitest'
import { InlineCluster } from '../support/inline-cluster.ts'

/** So rare that no follower hears of a commit by one. */
const TIMING = { tickMs: 50, heartbeatMs: 20_000, electionTimeoutMs: 200_000 }

test('followers of an idle leader hear of its last commit long before the next heartbeat', async () => {
  const cluster = await InlineCluster.start({ seed: 1, node: { timing: TIMING } })
  const client = await cluster.connect()
  await cluster.run(client.createDatabase('app'))
  const db = client.database('app')
  await cluster.run(db.execute('create table t (id integer primary key)'))
  for (let id = 1; id <= 20; id++) {
    await cluster.run(db.execute('insert into t values (?)', [id]))
    const applied = (i: number): number => cluster.node(i).runtime.service.state.appliedIndex
    const index = applied(await cluster.awaitLeader())
    const everywhere = (): boolean => cluster.running().every((i) => applied(i) >= index)
    await cluster.until(everywhere, 'the commit on every node', 100)
  }
  await cluster.run(client.close())
  await cluster.close()
  expect(cluster.failures).toEqual([])
})
