import { openStorage, type NodeStorage } from '@quorumlite/storage'
import { encodeEntryPayload } from '@quorumlite/wire'
import { afterEach, expect, test } from 'vitest'
import { InlineCluster } from '../support/inline-cluster.ts'

let cluster: InlineCluster

afterEach(() => cluster.close())

/**
 * Leaves a directory whose marker of a checkpoint stands beyond the commit index beside it. The commit index goes with the
 * next append; that one waited behind another urgent write (members that changed), so that the marker had its turn first.
 */
async function crashBetweenMarkerAndCommit(storage: NodeStorage): Promise<number> {
  const group = storage.group(1)
  const { hardState } = group.initialState()
  const { term } = hardState
  const target = group.lastIndex() + 1
  const body = { kind: 'keepSessions', value: { sessions: [] } } as const
  const data = encodeEntryPayload({ logClockMs: 0, body })
  await group.append({ entries: [{ index: target, term, type: 0, data }] })
  const { disk } = cluster.machines[0]!
  let writes = 0
  disk.onStep = ({ kind }) => {
    if (kind === 'write' && ++writes === 3) disk.crash('all')
  }
  await Promise.allSettled([
    storage.writeIdentity(storage.identity!),
    group.append({
      hardState: { ...hardState, commit: target },
      entries: [{ index: target + 1, term, type: 0, data }],
    }),
    group.beginCheckpoint(target),
  ])
  disk.onStep = undefined
  return target
}

test('a marker may be on disk before the commit index that covers it: a start replays up to it', async () => {
  cluster = await InlineCluster.start({ seed: 71, nodes: 1 })
  const client = await cluster.connect()
  await cluster.run(client.execute('create table t (a)'))
  await cluster.run(client.execute('insert into t values (1)'))
  await cluster.run(client.close())
  await cluster.stopNode(0)
  const { disk } = cluster.machines[0]!
  const open = async (): Promise<NodeStorage> => openStorage({ level: disk.openLevel() })
  const target = await cluster.run(open().then(crashBetweenMarkerAndCommit))
  const left = await cluster.run(open())
  expect(left.group(1).checkpointTarget).toBe(target)
  expect(left.group(1).initialState().hardState.commit).toBeLessThan(target)
  expect(left.group(1).lastIndex()).toBe(target)
  await cluster.run(left.close())
  await cluster.startNode(0)
  expect(cluster.node(0).runtime.service.state.appliedIndex).toBeGreaterThanOrEqual(target)
  const again = await cluster.connect()
  expect(await cluster.run(again.query('select a from t'))).toEqual([{ a: 1 }])
  await cluster.run(again.close())
  expect(cluster.failures).toEqual([])
})
