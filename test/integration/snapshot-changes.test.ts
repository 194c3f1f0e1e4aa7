import type { Client } from '@quorumlite/client'
import { inlineCompression, type Compression } from '@quorumlite/node'
import type { SnapshotProgress } from '@quorumlite/wire'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { InlineCluster } from '../support/inline-cluster.ts'

// What a snapshot moves: what changed, once, whatever comes between.

const LIMITS = {
  checkpointLogBytes: 64 << 10,
  trailingEntries: 4,
  keptEntriesMax: 64,
  checkpointPagesPerBatch: 64,
}
const ROWS = 240
const PAGE_BYTES = 4096

let cluster: InlineCluster
let client: Client
let leader: number
let lagging: number
/** What the world does to a chunk that arrives. */
let damage: ((bytes: Uint8Array) => Uint8Array) | undefined

beforeEach(async () => {
  damage = undefined
  const compression: Compression = {
    ...inlineCompression,
    async decompress(codec, bytes, bytesMax) {
      const plain = await inlineCompression.decompress(codec, bytes, bytesMax)
      return damage ? damage(plain.slice()) : plain
    },
  }
  cluster = await InlineCluster.start({ seed: 77, node: { limits: LIMITS }, compression })
  client = await cluster.connect({ timeoutMs: 60_000 })
  await cluster.run(client.execute('create table t (a integer primary key, b)'))
  for (let a = 0; a < ROWS; a += 40) await insert(a, a + 40)
  leader = await cluster.awaitLeader()
  lagging = [0, 1, 2].find((i) => i !== leader)!
  await cluster.until(() => sum(lagging) === sum(leader), 'all rows everywhere')
  await cluster.run(service(lagging).checkpoint())
  await cluster.run(service(leader).checkpoint())
})

afterEach(async () => {
  expect(cluster.failures).toEqual([])
  await cluster.run(client.close())
  await cluster.close()
})

function service(i: number): ReturnType<InlineCluster['node']>['runtime']['service'] {
  return cluster.node(i).runtime.service
}

function sum(i: number): string | undefined {
  return service(i).state.catalogue.find('main')?.checksum
}

function pages(): number {
  return service(leader).state.catalogue.find('main')!.pageCount
}

function insert(from: number, to: number): Promise<unknown> {
  const sql = `with recursive n(i) as (select ? union all select i + 1 from n where i < ?)
    insert into t select i, randomblob(8000) from n`
  return cluster.run(client.execute(sql, [from, to - 1]))
}

/** Small writes to a few rows until the log does not reach back any more. */
async function leaveBehind(): Promise<void> {
  const behind = service(leader).state.appliedIndex
  cluster.crash(lagging)
  for (let i = 0; service(leader).gateway.core.status().firstIndex <= behind + 10; i++) {
    await cluster.run(client.execute('update t set b = randomblob(8000) where a = ?', [i % 5]))
  }
}

/** Looks at the receiver as often as virtual time moves; returns every transfer that was seen, as it was last. */
async function catchUp(disturb: () => void = () => undefined): Promise<SnapshotProgress[]> {
  const seen: SnapshotProgress[] = []
  await cluster.launchNode(lagging)
  await cluster.until(() => {
    disturb()
    const { node } = cluster.machines[lagging]!
    const progress = node?.runtime.service.gateway?.status().receiving
    const last = seen.at(-1)
    if (progress && last?.resumed === progress.resumed) seen[seen.length - 1] = progress
    else if (progress) seen.push(progress)
    return node !== undefined && sum(lagging) === sum(leader)
  }, 'equal replicas')
  return seen
}

test('a node that was away gets the pages that changed, and no others', async () => {
  await leaveBehind()
  const seen = await catchUp()
  expect(seen).toHaveLength(1)
  expect(pages()).toBeGreaterThan(450)
  expect(seen[0]?.pagesTotal).toBe(pages())
  expect(seen[0]?.bytes).toBeGreaterThan(5 * PAGE_BYTES)
  expect(seen[0]?.bytes).toBeLessThan(0.1 * pages() * PAGE_BYTES)
})

test('a node whose pages turn out to be no base gets all of them', async () => {
  await leaveBehind()
  const { disk } = cluster.machines[lagging]!
  let damagedPages = 0
  const seen = await catchUp(() => {
    const progress = cluster.machines[lagging]!.node?.runtime.service.gateway?.status().receiving
    if (!progress || damagedPages > 0) return
    disk.corrupt((key, value) => {
      if (key.length !== 22 || key[5] !== 3 || damagedPages > 0) return undefined
      damagedPages += 1
      value[100]! ^= 4
      return value
    })
  })
  expect(damagedPages).toBe(1)
  const bytes = seen.reduce((most, progress) => Math.max(most, progress.bytes), 0)
  expect(bytes).toBeGreaterThan(0.9 * pages() * PAGE_BYTES)
})

test('what arrived before a break is not sent again', async () => {
  cluster.crash(lagging)
  const added = cluster.addMachine()
  lagging = added
  let cuts = 0
  let bytesAtCut = 0
  const seen = await catchUp(() => {
    const progress = cluster.machines[added]!.node?.runtime.service.gateway?.status().receiving
    if (!progress || cuts >= 6 || progress.pagesDone < (cuts + 1) * 64) return
    bytesAtCut += progress.bytes
    cuts += 1
    cluster.network.resetConnections(
      cluster.machines[added]!.peerId,
      cluster.machines[leader]!.peerId,
    )
  })
  expect(cuts).toBe(6)
  expect(seen.length).toBeGreaterThanOrEqual(6)
  const bytes = seen.reduce((total, progress) => total + progress.bytes, 0)
  expect(bytesAtCut).toBeGreaterThan(0)
  expect(bytes).toBeLessThan(1.4 * pages() * PAGE_BYTES)
})

test('what was staged outlives a restart of the receiver', async () => {
  cluster.crash(lagging)
  const added = cluster.addMachine()
  lagging = added
  await cluster.launchNode(added)
  const receiving = (): SnapshotProgress | undefined =>
    cluster.machines[added]!.node?.runtime.service.gateway?.status().receiving
  await cluster.until(() => (receiving()?.pagesDone ?? 0) > pages() / 2, 'half of the pages')
  cluster.crash(added, 'all')
  const seen = await catchUp()
  const bytes = seen.reduce((total, progress) => total + progress.bytes, 0)
  expect(seen.length).toBeGreaterThan(0)
  expect(bytes).toBeLessThan(0.6 * pages() * PAGE_BYTES)
})

test('a chunk that does not arrive as it was sent is noticed and asked for again', async () => {
  await leaveBehind()
  let flipped = 0
  damage = (bytes) => {
    if (flipped++ === 0) bytes[bytes.length - 1]! ^= 1
    return bytes
  }
  await catchUp()
  expect(flipped).toBeGreaterThan(1)
  const rows = await cluster.run(
    client.query('pragma integrity_check', [], {
      values: true,
      readFrom: cluster.node(lagging).info.nodeId,
    }),
  )
  expect(rows.flat()).toEqual(['ok'])
})
