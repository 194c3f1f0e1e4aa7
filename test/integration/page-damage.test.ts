import type { Client } from '@quorumlite/client'
import type { NodeEvent, NodeLimits } from '@quorumlite/node'
import { PAGE_BYTES, QuorumliteError, type IntegrityStatus } from '@quorumlite/wire'
import { afterEach, describe, expect, test } from 'vitest'
import { InlineCluster } from '../support/inline-cluster.ts'
import { flipInMemory, flipOnDisk, storeOf } from '../support/page-damage.ts'

// A bit flips, in memory or on disk, while a cluster works: the node that is wrong finds out, serves nobody, and is repaired.

const ROWS = 200
/** Values take one byte, so that an update is a small change to its page, and not a new page. */
const FIRST_VALUE = 50
const SCRUB = 64 << 20

let cluster: InlineCluster
let client: Client
let writers: Promise<void>[] = []
let isWriting = false
/** Of every row: the last value that was acknowledged. */
let acknowledged: Map<number, number>

interface Setup {
  readonly nodes?: number
  readonly limits?: Partial<NodeLimits>
}

async function start({ nodes = 3, limits = {} }: Setup = {}): Promise<void> {
  acknowledged = new Map()
  const node = { limits: { scrubBytesPerSecond: 0, ...limits } }
  cluster = await InlineCluster.start({ seed: 4_100, nodes, node })
  client = await cluster.connect({ timeoutMs: 60_000 })
  await cluster.awaitLeader()
  await cluster.run(client.execute('create table t (id integer primary key, v, filler)'))
  const fill = `with recursive n(i) as (select 0 union all select i + 1 from n where i < ?)
    insert into t select i, ${FIRST_VALUE}, randomblob(1000) from n`
  await cluster.run(client.execute(fill, [ROWS - 1]))
  for (let id = 0; id < ROWS; id++) acknowledged.set(id, FIRST_VALUE)
  await until(() => isInStep(), 'equal replicas')
  for (const i of cluster.running()) await cluster.run(service(i).checkpoint())
}

/** In virtual time: long enough for any repair here. */
const SOON_MS = 20_000

function until(condition: () => boolean, what: string): Promise<void> {
  return cluster.until(condition, what, SOON_MS)
}

/** Each has rows of its own, so that the last acknowledged value is what the row must hold. */
function write(count = 4): void {
  isWriting = true
  writers = Array.from({ length: count }, async (_none, writer) => {
    for (let n = 1; isWriting; n++) {
      const id = ((n * 7) % (ROWS / count)) * count + writer
      const value = FIRST_VALUE + (n % 50)
      await client.execute('update t set v = ? where id = ?', [value, id])
      acknowledged.set(id, value)
    }
  })
}

async function endWriting(): Promise<void> {
  isWriting = false
  await cluster.run(Promise.all(writers))
  writers = []
}

afterEach(async () => {
  isWriting = false
  await cluster.run(Promise.allSettled(writers))
  expect(cluster.failures).toEqual([])
  await cluster.run(client.close())
  await cluster.close()
})

function service(i: number): ReturnType<InlineCluster['node']>['runtime']['service'] {
  return cluster.node(i).runtime.service
}

function integrity(i: number): IntegrityStatus {
  return service(i).gateway.status().integrity
}

function store(i: number): ReturnType<typeof storeOf> {
  return storeOf(cluster.machines[i]!.stores)
}

function eventsOf(i: number): NodeEvent[] {
  return cluster.events.filter(({ machine }) => machine === i).map(({ event }) => event)
}

function eventOf<Kind extends NodeEvent['kind']>(
  i: number,
  kind: Kind,
): Extract<NodeEvent, { kind: Kind }> | undefined {
  return eventsOf(i).find((event) => event.kind === kind) as never
}

/** Every running node has everything, and its pages in memory are what the log says. */
function isInStep(): boolean {
  const running = cluster.running()
  const indexes = new Set(running.map((i) => service(i).gateway.published.index))
  const sums = new Set(running.map((i) => service(i).state.catalogue.find('main')?.checksum))
  return indexes.size === 1 && sums.size === 1
}

/** Nothing acknowledged is missing, on any node, in memory or on disk. */
async function expectAllWell(): Promise<void> {
  await until(
    () => cluster.running().every((i) => integrity(i).outOfService === ''),
    'all nodes in service',
  )
  await endWriting()
  await until(isInStep, 'equal replicas')
  for (const i of cluster.running()) {
    expect(store(i).verify()).toEqual([])
    expect(store(i).checksum).toBe(service(i).state.catalogue.find('main')?.checksum)
    const readFrom = cluster.node(i).info.nodeId
    const rows = await cluster.run(client.query('select id, v from t', [], { readFrom }))
    expect(new Map(rows.map(({ id, v }) => [Number(id), Number(v)]))).toEqual(acknowledged)
  }
}

/** A leaf of the table, which nobody writes unless the writers run. */
function somePage(i: number): number {
  return Math.floor(store(i).pageCount / 2)
}

function scrubNow(i: number): void {
  service(i).gateway.sql.ask({ kind: 'scrubMemory', pagesMax: 1_000 }, () => undefined)
}

/** The codes of what an operation failed with, and of what stood in its way. */
async function codesOf(promise: Promise<unknown>): Promise<(string | undefined)[]> {
  const refusal = await failureOf(promise)
  return [refusal, refusal?.cause].map((error) => (error as QuorumliteError | undefined)?.code)
}

async function failureOf(promise: Promise<unknown>): Promise<QuorumliteError | undefined> {
  const failure = await cluster.run(promise.catch((error: unknown) => error))
  return failure instanceof QuorumliteError ? failure : undefined
}

const others = (i: number): number[] => cluster.running().filter((other) => other !== i)

describe.each(['leader', 'follower'] as const)('a bit that flips in memory of the %s', (role) => {
  async function victimOf(): Promise<number> {
    const leader = await cluster.awaitLeader()
    return role === 'leader' ? leader : others(leader)[0]!
  }

  test('is found by the next write to its page, which takes nothing wrong further', async () => {
    await start()
    const victim = await victimOf()
    const pgno = somePage(victim)
    write()
    await until(() => acknowledged.get(ROWS / 2) !== FIRST_VALUE, 'writes')
    flipInMemory(store(victim), pgno)
    await until(() => eventOf(victim, 'damaged') !== undefined, 'damage')
    if (role === 'leader') expect(service(victim).gateway.writes.isOpen).toBe(false)
    expect(eventOf(victim, 'damaged')?.pages).toEqual([{ database: 'main', pgno }])
    await until(() => eventOf(victim, 'repaired') !== undefined, 'repair')
    expect(eventOf(victim, 'repaired')?.from).toBe('disk')
    for (const i of others(victim)) expect(eventsOf(i)).toEqual([])
    if (role === 'leader') {
      await until(() => others(victim).includes(cluster.leader() ?? victim), 'another leader')
    }
    await expectAllWell()
    expect(integrity(victim)).toMatchObject({ mismatches: 1, repairs: 1, outOfService: '' })
    expect(integrity(victim).lastRepair).toMatchObject({ from: 'disk', nodeId: 0 })
  })

  test('is found by the scrubber where nobody writes', async () => {
    await start({ limits: { scrubBytesPerSecond: SCRUB } })
    const victim = await victimOf()
    flipInMemory(store(victim), somePage(victim))
    await until(() => eventOf(victim, 'repaired') !== undefined, 'repair')
    await expectAllWell()
    expect(integrity(victim).memoryPagesScrubbed).toBeGreaterThan(0)
  })

  test('is repaired from a peer if the page on disk is wrong, too', async () => {
    await start()
    const victim = await victimOf()
    const pgno = somePage(victim)
    write()
    expect(flipOnDisk(cluster.machines[victim]!.disk, pgno)).toBe(1)
    flipInMemory(store(victim), pgno)
    await until(() => eventOf(victim, 'repaired') !== undefined, 'repair')
    expect(eventOf(victim, 'repaired')?.from).toBe('peer')
    await expectAllWell()
    // What is on disk is right again: a start loads it, and holds it against its checksum.
    cluster.crash(victim, 'all')
    await cluster.startNode(victim)
    await expectAllWell()
  })

  test('does not reach the disk, a peer, or an export', async () => {
    await start()
    const victim = await victimOf()
    const pgno = somePage(victim)
    await cluster.run(client.execute('update t set v = 99'))
    for (let id = 0; id < ROWS; id++) acknowledged.set(id, 99)
    await until(isInStep, 'equal replicas')
    flipInMemory(store(victim), pgno)
    // It has changed since the last checkpoint, which reads it now.
    await cluster.run(service(victim).checkpoint())
    await until(() => eventOf(victim, 'repaired') !== undefined, 'repair')
    expect(eventOf(victim, 'damaged')?.pages).toEqual([{ database: 'main', pgno }])
    flipInMemory(store(victim), pgno)
    const readFrom = cluster.node(victim).info.nodeId
    // The driver tries again, and gets what is right.
    const file = await cluster.run(collect(client.export({ readFrom })))
    expect(integrity(victim)).toMatchObject({ mismatches: 2, repairs: 2 })
    const at = (pgno - 1) * PAGE_BYTES
    expect(file.subarray(at, at + PAGE_BYTES)).toEqual(pageOf(others(victim)[0]!, pgno))
    await expectAllWell()
  })
})

function pageOf(i: number, pgno: number): Buffer {
  using pin = store(i).pin()
  return Buffer.from(pin.page(pgno)!)
}

async function collect(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = []
  for await (const piece of pieces) all.push(piece)
  return Buffer.concat(all)
}

test('a bit that flips on disk is found by the scrubber and written anew, while the node serves', async () => {
  await start({ limits: { scrubBytesPerSecond: SCRUB } })
  const leader = await cluster.awaitLeader()
  write()
  const { disk } = cluster.machines[leader]!
  expect(flipOnDisk(disk, somePage(leader))).toBe(1)
  await until(() => eventOf(leader, 'repaired') !== undefined, 'repair')
  expect(eventOf(leader, 'damaged')).toMatchObject({ where: 'disk' })
  expect(eventOf(leader, 'repaired')).toMatchObject({ from: 'memory' })
  expect(cluster.leader()).toBe(leader)
  await expectAllWell()
  cluster.crash(leader, 'all')
  await cluster.startNode(leader)
  await expectAllWell()
})

test('a peer sends the pages that are wrong, and no others', async () => {
  await start()
  const leader = await cluster.awaitLeader()
  const victim = others(leader)[0]!
  const pgno = somePage(victim)
  flipOnDisk(cluster.machines[victim]!.disk, pgno)
  flipInMemory(store(victim), pgno)
  scrubNow(victim)
  let bytes = 0
  await until(() => {
    bytes = Math.max(bytes, service(victim).gateway.status().receiving?.bytes ?? 0)
    return eventOf(victim, 'repaired') !== undefined
  }, 'repair')
  expect(eventOf(victim, 'repaired')).toMatchObject({ from: 'peer', nodeId: leader + 1 })
  expect(bytes).toBeGreaterThan(0)
  expect(bytes).toBeLessThan(5 * PAGE_BYTES)
  expect(store(victim).pageCount).toBeGreaterThan(50)
  await expectAllWell()
})

test('a node that nobody can repair refuses to answer, says why, and is repaired once somebody can', async () => {
  await start()
  const leader = await cluster.awaitLeader()
  const victim = others(leader)[0]!
  const rest = others(victim)
  const pgno = somePage(victim)
  flipOnDisk(cluster.machines[victim]!.disk, pgno)
  flipInMemory(store(victim), pgno)
  for (const i of rest) cluster.crash(i)
  // Nobody writes any more.
  scrubNow(victim)
  await until(() => eventOf(victim, 'repairFailed') !== undefined, 'word of it')
  expect(eventOf(victim, 'repairFailed')?.message).toContain('Start the other nodes')
  expect(integrity(victim).outOfService).toContain(`page ${pgno}`)
  const readFrom = cluster.node(victim).info.nodeId
  const stale = { consistency: 'stale', readFrom, timeoutMs: 3_000 } as const
  expect(await codesOf(client.query('select 1', [], stale))).toContain('DIVERGED')
  for (const i of rest) await cluster.startNode(i)
  await until(() => eventOf(victim, 'repaired') !== undefined, 'repair')
  expect(eventOf(victim, 'repaired')?.from).toBe('peer')
  await expectAllWell()
})

test('a node on its own repairs its memory from its disk, and its disk from its memory', async () => {
  await start({ nodes: 1, limits: { scrubBytesPerSecond: SCRUB } })
  write()
  flipInMemory(store(0), somePage(0))
  await until(() => integrity(0).repairs === 1, 'repair of the memory')
  flipOnDisk(cluster.machines[0]!.disk, somePage(0))
  await until(() => integrity(0).repairs === 2, 'repair of the disk')
  await expectAllWell()
  expect(eventsOf(0).map((event) => ('from' in event ? event.from : event.kind))).toEqual([
    'damaged',
    'disk',
    'damaged',
    'memory',
  ])
})

test('a node on its own with nothing to repair itself from takes no writes', async () => {
  await start({ nodes: 1 })
  flipOnDisk(cluster.machines[0]!.disk, somePage(0))
  flipInMemory(store(0), somePage(0))
  scrubNow(0)
  await until(() => eventOf(0, 'repairFailed') !== undefined, 'word of it')
  expect(eventOf(0, 'repairFailed')?.message).toContain('its last copy')
  const written = client.execute('update t set v = 1', [], { timeoutMs: 3_000 })
  expect(await codesOf(written)).toContain('DIVERGED')
  expect(integrity(0)).toMatchObject({ mismatches: 1, repairs: 0 })
})

test('a bit that flips while a node repairs itself makes it begin again', async () => {
  await start({ nodes: 1 })
  const pgno = somePage(0)
  await cluster.run(client.execute('update t set v = 77'))
  for (let id = 0; id < ROWS; id++) acknowledged.set(id, 77)
  flipInMemory(store(0), pgno)
  const seen = new Set(cluster.machines[0]!.stores)
  // It ends half-way, so that the log is replayed over pages that may run ahead, and looked at as a whole at its end.
  await cluster.run(service(0).checkpoint())
  const anew = (): boolean =>
    cluster.machines[0]!.stores.some(
      (each) => !seen.has(each) && !each.closed && each.pageCount > 0,
    )
  await until(anew, 'stores that are being made anew')
  expect(integrity(0).outOfService).not.toBe('')
  flipInMemory(store(0), pgno)
  await until(() => eventOf(0, 'repaired') !== undefined, 'repair')
  expect(integrity(0)).toMatchObject({ repairs: 1, outOfService: '' })
  expect(integrity(0).mismatches).toBeGreaterThan(1)
  await expectAllWell()
})
