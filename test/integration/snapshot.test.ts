import type { Client } from '@quorumlite/client'
import { SNAPSHOT_PROTOCOL, initiateHandshake, type Channel } from '@quorumlite/transport'
import { decodeSnapshotFrame, encodeSnapshotFrame, type SnapshotBegin } from '@quorumlite/wire'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { InlineCluster, address } from '../support/inline-cluster.ts'

// A node that lags behind the log gets the state from a peer, whatever happens to either of them meanwhile.

const LIMITS = {
  checkpointLogBytes: 8 << 10,
  trailingEntries: 4,
  keptEntriesMax: 12,
  checkpointPagesPerBatch: 2,
  partBytesMax: 8 << 10,
}

let cluster: InlineCluster
let client: Client
let leader: number
let lagging: number

beforeEach(async () => {
  cluster = await InlineCluster.start({ seed: 51, node: { limits: LIMITS } })
  client = await cluster.connect({ timeoutMs: 30_000 })
  await cluster.run(client.execute('create table t (a integer primary key, b)'))
  leader = await cluster.awaitLeader()
  lagging = [0, 1, 2].find((i) => i !== leader)!
  await cluster.until(
    () => service(lagging).state.catalogue.find('main')?.sequence === 1,
    'a table',
  )
})

afterEach(async () => {
  await cluster.run(client.close())
  await cluster.close()
})

function service(i: number): ReturnType<InlineCluster['node']>['runtime']['service'] {
  return cluster.node(i).runtime.service
}

/** Writes until the log no longer reaches back to where the lagging node is. */
async function leaveBehind(): Promise<void> {
  const behind = service(leader).state.appliedIndex
  if (cluster.machines[lagging]!.node) cluster.crash(lagging)
  for (let i = 0; service(leader).gateway.core.status().firstIndex <= behind + 10; i++) {
    await cluster.run(client.execute('replace into t values (?, randomblob(3000))', [i % 60]))
  }
}

async function expectCaughtUp(limitMs?: number): Promise<void> {
  await cluster.run(client.execute('replace into t values (1000, 1)'))
  const states = (): string[] =>
    cluster.running().map((i) => {
      const { appliedIndex, catalogue } = service(i).state
      return `${appliedIndex} ${catalogue.find('main')?.checksum}`
    })
  await cluster.until(() => new Set(states()).size === 1, 'equal replicas', limitMs)
  expect(cluster.running()).toHaveLength(3)
  const { nodeId } = cluster.node(lagging).info
  const rows = await cluster.run(
    client.query('pragma integrity_check', [], { values: true, readFrom: nodeId }),
  )
  expect(rows.flat()).toEqual(['ok'])
  expect(cluster.failures).toEqual([])
}

describe('the receiver', () => {
  test('may crash at any step of its disk', async () => {
    for (let steps = 1; ; steps++) {
      await leaveBehind()
      const { disk } = cluster.machines[lagging]!
      let left = steps
      let down = false
      disk.onStep = () => {
        if (down || --left > 0) return
        down = true
        cluster.crash(lagging, 'any')
      }
      await cluster.launchNode(lagging)
      const arrived = (): boolean =>
        cluster.machines[lagging]!.node !== undefined &&
        service(lagging).state.appliedIndex >= service(leader).state.appliedIndex
      await cluster.until(() => down || arrived(), 'a crash or the state')
      disk.onStep = undefined
      if (!down) {
        expect(steps).toBeGreaterThan(5)
        break
      }
    }
    await expectCaughtUp()
  })

  test('makes checkpoints while the snapshot comes, and serves reads of one state or the other', async () => {
    await leaveBehind()
    await cluster.startNode(lagging)
    const { nodeId } = cluster.node(lagging).info
    const before = service(lagging).gateway.published.index
    let reads = 0
    while (service(lagging).gateway.published.index === before) {
      void service(lagging).checkpoint()
      const read = client.query('select count(*) as n from t', [], {
        consistency: 'stale',
        readFrom: nodeId,
        timeoutMs: 5_000,
      })
      // Before the snapshot it may not even know that its last entries are committed.
      const none = (cause: unknown): { n: number }[] => {
        expect(String(cause)).toContain('no such table')
        return [{ n: 0 }]
      }
      const rows = await cluster.run(read.catch(none))
      expect([0, 60]).toContain(rows[0]?.['n'])
      reads++
    }
    expect(reads).toBeGreaterThan(0)
    await expectCaughtUp()
  })

  test('takes a new stream in place of one that is silent, and none of an older term', async () => {
    await leaveBehind()
    const { term } = service(leader).gateway.core
    for (const other of cluster.machines.keys()) {
      if (other === lagging) continue
      cluster.network.partition(cluster.machines[other]!.peerId, cluster.machines[lagging]!.peerId)
    }
    await cluster.startNode(lagging)
    const silent = await openSnapshot(term, 'silent')
    const old = await openSnapshot(term - 1, 'old')
    await cluster.until(() => old.answers.length > 0, 'an answer')
    expect(old.answers[0]).toMatchObject({ kind: 'answer', value: { accepted: false } })
    cluster.network.heal()
    // Well before the silent one would be given up.
    await expectCaughtUp(10_000)
    expect(silent.closed()).toBe(true)
  })

  test('ends with its node when the disk fails under a page that comes', async () => {
    await leaveBehind()
    await cluster.startNode(lagging)
    await cluster.until(
      () => service(lagging).gateway.status().receiving !== undefined,
      'a transfer',
    )
    cluster.machines[lagging]!.disk.failNextSync('EIO')
    await cluster.until(() => cluster.failures.length > 0, 'a failed node', 5_000)
    expect(cluster.failures.splice(0)).toMatchObject([
      { machine: lagging, cause: { code: 'NODE_FAILED' } },
    ])
    cluster.crash(lagging, 'any')
    await cluster.startNode(lagging)
    await expectCaughtUp()
  })

  test('gives a silent stream up in the end', async () => {
    const { term } = service(leader).gateway.core
    const silent = await openSnapshot(term, 'silent')
    await cluster.until(() => silent.closed(), 'the end of its patience', 40_000)
  })

  test.each([1, 3])('refuses a state of format %i by name, before its pages', async (format) => {
    const { term } = service(leader).gateway.core
    const stream = await openSnapshot(term, 'other', (state) => {
      expect([...state.subarray(0, 2)]).toEqual([0x08, 2])
      state[1] = format
      return state
    })
    await cluster.until(() => stream.closed(), 'a closed stream')
    expect(stream.answers.at(-1)).toEqual({
      kind: 'answer',
      value: {
        accepted: false,
        reason: `the replicated state has format ${format}; this version reads format 2`,
        newestIndex: 0,
      },
    })
    await expectCaughtUp()
  })

  test('refuses a stream that makes no sense, and harms nothing', async () => {
    const { term } = service(leader).gateway.core
    const broken = await openSnapshot(term, 'broken')
    broken.channel.send(new Uint8Array([0xff, 0xff, 0xff]))
    await cluster.until(() => broken.closed(), 'a closed stream')
    const short = await openSnapshot(term, 'short')
    short.channel.send(encodeSnapshotFrame({ kind: 'end', value: { pagesSent: 5 } }))
    await cluster.until(() => short.closed(), 'a closed stream')
    await expectCaughtUp()
  })
})

describe('the sender', () => {
  test('may be cut off at any moment: it, or the next leader, begins again', async () => {
    await leaveBehind()
    await cluster.startNode(lagging)
    for (let round = 0; round < 8; round++) {
      await cluster.clock.advance(round * 0.7)
      cluster.network.resetConnections(
        cluster.machines[lagging]!.peerId,
        cluster.machines[await cluster.awaitLeader()]!.peerId,
      )
    }
    await expectCaughtUp()
  })

  test('tells the operator of a transfer that breaks, once', async () => {
    await leaveBehind()
    await cluster.startNode(lagging)
    const { nodeId } = cluster.node(lagging).info
    const sending = (): boolean =>
      service(leader)
        .gateway.status()
        .peers.some((peer) => peer.nodeId === nodeId && peer.snapshot !== undefined)
    for (let round = 0; round < 3; round++) {
      await cluster.until(sending, 'a transfer')
      cluster.network.resetConnections(
        cluster.machines[lagging]!.peerId,
        cluster.machines[leader]!.peerId,
      )
      await cluster.until(() => !sending(), 'its end')
    }
    expect(cluster.events).toEqual([
      {
        machine: leader,
        event: { kind: 'snapshotFailed', nodeId, message: expect.any(String), attempts: 1 },
      },
    ])
    await expectCaughtUp()
  })

  test('may lose its leadership in the middle', async () => {
    await leaveBehind()
    await cluster.startNode(lagging)
    await cluster.until(() => service(leader).gateway.sql.pending > 0, 'pages being read')
    cluster.crash(leader)
    await cluster.awaitLeader()
    await cluster.startNode(leader)
    await expectCaughtUp()
  })

  test('does not wait for ever for a peer that went away in silence', async () => {
    await leaveBehind()
    await cluster.startNode(lagging)
    await cluster.until(() => service(leader).gateway.sql.pending > 0, 'pages being read')
    cluster.network.freeze(cluster.machines[lagging]!.peerId)
    await cluster.clock.advance(60_000)
    cluster.network.thaw(cluster.machines[lagging]!.peerId)
    await expectCaughtUp()
  })
})

interface Stream {
  readonly channel: Channel
  readonly answers: ReturnType<typeof decodeSnapshotFrame>[]
  readonly closed: () => boolean
}

/** A snapshot stream to the lagging node, as a member opens it, that has said how it begins. */
async function openSnapshot(
  term: number,
  name: string,
  change = (state: Uint8Array): Uint8Array => state,
): Promise<Stream> {
  const transport = cluster.network.createTransport(name, { listen: false })
  const connect = async (): Promise<Channel> => {
    const channel = await transport.open(
      address(cluster.machines[lagging]!.peerId),
      SNAPSHOT_PROTOCOL,
    )
    await initiateHandshake(channel, {
      localPeer: transport.peerId,
      side: { clusterId: new Uint8Array(0), nodeId: 0, storageId: '' },
      credential: { role: 'member', key: cluster.key },
      clock: cluster.clock,
      random: { next: () => 0.5, bytes: (n: number) => new Uint8Array(n) },
    })
    return channel
  }
  const channel = await cluster.run(connect())
  const answers: Stream['answers'] = []
  let closed = false
  channel.onFrame((frame) => answers.push(decodeSnapshotFrame(new Uint8Array(frame))))
  void channel.closed.then(() => {
    closed = true
  })
  const { state } = service(leader)
  const { nodeId: from } = cluster.node(leader).info
  channel.send(encodeSnapshotFrame({ kind: 'offer', value: { group: 1, term, from } }))
  const value: SnapshotBegin = {
    metadata: { index: state.appliedIndex, term: state.appliedTerm, confState: state.confState },
    state: change(state.encode().slice()),
    pagesTotal: 100,
  }
  channel.send(encodeSnapshotFrame({ kind: 'begin', value }))
  await cluster.clock.advance(20)
  return { channel, answers, closed: () => closed }
}

test('a commit in parts that cannot go on without the peer does not hold up its snapshot', async () => {
  await leaveBehind()
  const other = [0, 1, 2].find((i) => i !== leader && i !== lagging)!
  const { parts } = service(leader).state
  const writing = client.execute(
    'insert into t with recursive n (k) as (values (2000) union all select k + 1 from n where k < 2100) ' +
      'select k, randomblob(3000) from n',
  )
  // Lost with a power failure, so that it cannot acknowledge what it was sent.
  await cluster.until(() => parts.firstIndex < Infinity, 'a part')
  cluster.crash(other, 'all')
  expect(service(leader).state.parts.firstIndex).toBeLessThan(Infinity)
  const { lastIndex, commit } = service(leader).gateway.core.status()
  expect(lastIndex).toBeGreaterThan(commit)
  // A quorum is the leader and the one that needs a snapshot.
  await cluster.startNode(lagging)
  await cluster.run(writing)
  await cluster.startNode(other)
  await expectCaughtUp()
})
