import type { Client } from '@quorumlite/client'
import type { CrashLoss } from '@quorumlite/storage'
import { expect, test } from 'vitest'
import { InlineCluster } from '../support/inline-cluster.ts'

// A crash at every single step that the disk makes in a short life of one node: about to write, about to sync, synced and
// the writer not told. What was acknowledged is there afterwards, once; what was not may be.

const WRITES = 12
/** So small that checkpoints and commits in parts are among the steps. */
const LIMITS = { checkpointLogBytes: 16 << 10, trailingEntries: 2, checkpointPagesPerBatch: 2 }

interface Life {
  readonly acknowledged: ReadonlySet<number>
  readonly steps: number
}

async function live(cluster: InlineCluster, crashAt: number, loss: CrashLoss): Promise<Life> {
  const client = await cluster.connect({ timeoutMs: 60_000 })
  await cluster.run(client.execute('create table written (number integer, content blob)'))
  const acknowledged = new Set<number>()
  let steps = 0
  let isDown = false
  cluster.machines[0]!.disk.onStep = () => {
    if (++steps !== crashAt) return
    isDown = true
    cluster.crash(0, loss)
  }
  let isOver = false
  void write(client, acknowledged).then(
    () => (isOver = true),
    () => undefined,
  )
  await cluster.until(() => isDown || isOver, 'end of the life')
  // What a checkpoint still has to write belongs to it.
  if (!isDown) await cluster.clock.advance(200)
  if (isDown) await cluster.startNode(0)
  await cluster.until(() => isOver, 'all writes')
  cluster.machines[0]!.disk.onStep = undefined
  await check(cluster, client, acknowledged)
  await cluster.run(client.close())
  await cluster.close()
  return { acknowledged, steps }
}

async function write(client: Client, acknowledged: Set<number>): Promise<void> {
  for (let number = 0; number < WRITES; number++) {
    const bytes = number % 4 === 3 ? 30_000 : 100
    await client.execute('insert into written values (?, randomblob(?))', [number, bytes])
    acknowledged.add(number)
  }
}

async function check(
  cluster: InlineCluster,
  client: Client,
  acknowledged: ReadonlySet<number>,
): Promise<void> {
  const query = client.query('select number from written order by number', [], { values: true })
  const numbers = (await cluster.run(query)).map(([number]) => Number(number))
  expect(numbers).toEqual([...acknowledged])
  const integrity = await cluster.run(client.query('pragma integrity_check', [], { values: true }))
  expect([...integrity]).toEqual([['ok']])
}

const start = (): Promise<InlineCluster> =>
  InlineCluster.start({ seed: 1, nodes: 1, node: { limits: LIMITS } })

test.each<CrashLoss>(['all', 'none'])(
  'a crash at any step of the disk that loses %s of what is not synced costs nothing that was acknowledged',
  async (loss) => {
    const golden = await live(await start(), 0, loss)
    expect(golden.acknowledged.size).toBe(WRITES)
    expect(golden.steps).toBeGreaterThan(90)
    for (let crashAt = 1; crashAt <= golden.steps; crashAt++) {
      const { acknowledged } = await live(await start(), crashAt, loss)
      expect(acknowledged.size, `crash at step ${crashAt}`).toBe(WRITES)
    }
  },
  300_000,
)
