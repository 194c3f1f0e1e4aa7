// What a node has staged of a snapshot when it ends is damaged before it starts again: it goes on with what is good, or
// asks for everything again. It never installs a page that is not the leader's.

import type { Client } from '@quorumlite/client'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { InlineCluster } from '../support/inline-cluster.ts'

const LIMITS = {
  checkpointLogBytes: 8 << 10,
  trailingEntries: 4,
  keptEntriesMax: 12,
  checkpointPagesPerBatch: 2,
}
const STAGING = '10000000' + '0104'
const CHECKPOINT = '10000000' + '0101'
const PAGE = '10000000' + '0103'

let cluster: InlineCluster
let client: Client
let leader: number
let lagging: number
/** The generation of the checkpoint. */
let present: string

beforeEach(async () => {
  cluster = await InlineCluster.start({ seed: 52, node: { limits: LIMITS } })
  client = await cluster.connect({ timeoutMs: 30_000 })
  await cluster.run(client.execute('create table t (a integer primary key, b)'))
  leader = await cluster.awaitLeader()
  lagging = [0, 1, 2].find((i) => i !== leader)!
  await interruptTransfer()
})

afterEach(async () => {
  await cluster.run(client.close())
  await cluster.close()
})

function service(i: number): ReturnType<InlineCluster['node']>['runtime']['service'] {
  return cluster.node(i).runtime.service
}

/** Leaves the lagging node down, with a part of a snapshot staged. */
async function interruptTransfer(): Promise<void> {
  for (let i = 0; i < 20; i++) {
    await cluster.run(client.execute('replace into t values (?, randomblob(3000))', [i % 20]))
  }
  const behind = service(leader).state.appliedIndex
  await cluster.until(() => service(lagging).state.appliedIndex >= behind, 'what was written')
  await cluster.run(service(lagging).checkpoint())
  cluster.crash(lagging)
  for (let i = 0; service(leader).gateway.core.status().firstIndex <= behind + 10; i++) {
    await cluster.run(client.execute('replace into t values (?, randomblob(3000))', [i % 300]))
  }
  const { disk } = cluster.machines[lagging]!
  let down = false
  disk.onStep = () => {
    const { node } = cluster.machines[lagging]!
    const pagesDone = node && service(lagging).gateway.status().receiving?.pagesDone
    if (down || !pagesDone) return
    down = true
    cluster.crash(lagging, 'none')
  }
  await cluster.launchNode(lagging)
  await cluster.until(() => down, 'a crash within the transfer')
  disk.onStep = undefined
  const keys = await rows((key) => key)
  present = keys.find((key) => key.startsWith(CHECKPOINT))!.slice(12)
  expect(keys.filter((key) => key.startsWith(STAGING))).toHaveLength(1)
  expect(keys.filter(isStaged).length).toBeGreaterThan(0)
}

/** Rows of a generation that is not the present one. */
function isStaged(key: string): boolean {
  return key.startsWith(PAGE) && key.slice(12, 20) !== present
}

async function rows(
  look: (key: string) => string,
  remove: (key: string) => boolean = () => false,
): Promise<string[]> {
  const level = cluster.machines[lagging]!.disk.openLevel()
  const work = (async () => {
    await level.open()
    const keys = await level.keys().all()
    const hex = (key: Uint8Array): string => Buffer.from(key).toString('hex')
    for (const key of keys.filter((each) => remove(hex(each)))) await level.del(key)
    await level.close()
    return keys.map((key) => look(hex(key)))
  })()
  return cluster.run(work)
}

async function expectCaughtUp(): Promise<void> {
  await cluster.run(client.execute('replace into t values (1000, 1)'))
  const states = (): string[] =>
    cluster.running().map((i) => {
      const { appliedIndex, catalogue } = service(i).state
      return `${appliedIndex} ${catalogue.find('main')?.checksum}`
    })
  await cluster.until(() => new Set(states()).size === 1, 'equal replicas')
  const { nodeId } = cluster.node(lagging).info
  const sum = 'select count(*) as n, sum(length(b)) as bytes, max(hex(b)) as top from t'
  const there = await cluster.run(client.query(sum))
  const here = await cluster.run(client.query(sum, [], { readFrom: nodeId }))
  expect(here).toEqual(there)
  expect(cluster.failures).toEqual([])
}

function flip(isIt: (key: string) => boolean, place: number): number {
  let flipped = 0
  cluster.machines[lagging]!.disk.corrupt((key, value) => {
    if (!isIt(Buffer.from(key).toString('hex'))) return undefined
    flipped += 1
    value[Math.floor(value.length * place)]! ^= 0x20
    return value
  })
  return flipped
}

test('nothing: the transfer goes on from there', async () => {
  await cluster.startNode(lagging)
  await expectCaughtUp()
})

test.each([0, 0.5, 0.99])('a bit flipped at %d of every staged page', async (place) => {
  expect(flip(isStaged, place)).toBeGreaterThan(0)
  await cluster.startNode(lagging)
  await expectCaughtUp()
})

test('staged pages that are gone', async () => {
  await rows((key) => key, isStaged)
  await cluster.startNode(lagging)
  await expectCaughtUp()
})

test('the staging row that is gone', async () => {
  await rows(
    (key) => key,
    (key) => key.startsWith(STAGING),
  )
  await cluster.startNode(lagging)
  await expectCaughtUp()
})

test('a staged page that another one stands in for', async () => {
  let first: Uint8Array | undefined
  cluster.machines[lagging]!.disk.corrupt((key, value) => {
    if (!isStaged(Buffer.from(key).toString('hex'))) return undefined
    first ??= value.slice()
    return first.slice()
  })
  await cluster.startNode(lagging)
  await expectCaughtUp()
})

test.each([0, 0.5, 0.99])(
  'a bit flipped at %d of the staging row stops the start',
  async (place) => {
    expect(flip((key) => key.startsWith(STAGING), place)).toBe(1)
    await expect(cluster.startNode(lagging)).rejects.toMatchObject({
      code: 'STORAGE_DAMAGED',
      message: expect.stringContaining('the staging row of group 1') as unknown,
      hint: expect.stringContaining('rejoin from a peer') as unknown,
    })
  },
)
