import type { Client } from '@quorumlite/client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { InlineCluster } from '../support/inline-cluster.ts'

// What a read's position says: wherever it is read again with it, nothing that was seen is missing.

let cluster: InlineCluster
let client: Client

beforeAll(async () => {
  cluster = await InlineCluster.start({ seed: 5 })
  client = await cluster.connect()
})

afterAll(async () => {
  await cluster.run(client.close())
  await cluster.close()
  expect(cluster.failures).toEqual([])
})

test.each(['stale', 'session', 'linearizable', 'streamed'] as const)(
  'the position of a %s read beside writers covers every write that it saw',
  async (kind) => {
    await cluster.run(client.execute(`create table ${kind} (id integer primary key)`))
    const positions = new Map<number, number>()
    const write = async (id: number): Promise<void> => {
      const { position } = await client.execute(`insert into ${kind} values (?)`, [id])
      positions.set(id, position.index)
    }
    const seen: { ids: number[]; index: number }[] = []
    const sql = `select id from ${kind}`
    const read = async (): Promise<void> => {
      if (kind === 'streamed') {
        const rows = client.stream<{ id: number }>(sql, [], { consistency: 'stale' })
        const { position } = await rows.head()
        const ids: number[] = []
        for await (const { id } of rows) ids.push(id)
        seen.push({ ids, index: position.index })
        return
      }
      const rows = await client.query<{ id: number }>(sql, [], { consistency: kind })
      seen.push({ ids: rows.map(({ id }) => id), index: rows.position.index })
    }
    const work: Promise<void>[] = []
    for (let id = 1; id <= 100; id++) {
      work.push(write(id), read(), read())
      if (id % 3 === 0) await cluster.clock.advance(0.1)
    }
    await cluster.run(Promise.all(work))
    const missing = seen.flatMap(({ ids, index }) =>
      ids.filter((id) => positions.get(id)! > index).map((id) => ({ id, index })),
    )
    expect(missing).toEqual([])
    // Reads did overtake what was known to be published.
    expect(new Set(seen.map(({ ids }) => ids.length)).size).toBeGreaterThan(3)
  },
)
