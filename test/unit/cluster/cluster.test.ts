import { clusterOf, openCluster } from '@quorumlite/cluster'
import { type ClientRequest, QuorumliteError } from '@quorumlite/wire'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FakeCluster, SECRET } from '../client/support/fake-cluster.ts'

let fake: FakeCluster

beforeEach(async () => {
  fake = await FakeCluster.start()
})

afterEach(async () => {
  await fake.stop()
})

const database = { id: 1, name: 'main', pageCount: 2, createdIndex: 3, family: 1, pagesMax: 0 }

function received(nodeId: number, kind: ClientRequest['body']['kind']): unknown[] {
  return fake
    .node(nodeId)
    .received(kind)
    .map(({ body }) => body.value)
}

describe('the status of a cluster', () => {
  it('tells of every member, by node id', async () => {
    const cluster = clusterOf(await fake.connect())
    const status = await fake.settle(cluster.status())
    expect(status).toMatchObject({ healthy: true, problems: [], leaderId: 1, term: fake.term })
    expect(status.nodes.map(({ member }) => member.nodeId)).toEqual([1, 2, 3])
    expect(status.nodes.map((node) => node.status?.role)).toEqual([
      'leader',
      'follower',
      'follower',
    ])
    expect(status.nodes.every(({ voter }) => voter)).toBe(true)
  })

  it('asks members of which it hears from other members', async () => {
    const client = await fake.connect({ addresses: ['/memory/peer-1'] })
    await fake.startNode(4)
    fake.log.index++
    const { nodes } = await fake.settle(clusterOf(client).status())
    expect(nodes.map(({ member, status }) => [member.nodeId, status?.nodeId])).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
      [4, 4],
    ])
  })

  it('tells votes from learners by the node that has applied the most', async () => {
    const confState = {
      voters: [1, 2],
      learners: [3],
      votersOutgoing: [],
      learnersNext: [],
      autoLeave: false,
    }
    fake.node(2).status = { confState, appliedIndex: 1000 }
    const cluster = clusterOf(await fake.connect())
    const nodes = await fake.settle(cluster.nodes())
    expect(nodes).toMatchObject([
      { nodeId: 1, voter: true, leader: true },
      { nodeId: 2, voter: true, leader: false },
      { nodeId: 3, voter: false, leader: false },
    ])
  })

  it('lists a member that does not answer, with the reason, and is healthy without it', async () => {
    const cluster = clusterOf(await fake.connect({ addresses: ['/memory/peer-1'] }))
    fake.kill(3)
    const status = await fake.settle(cluster.status())
    expect(status.healthy).toBe(true)
    expect(status.nodes[2]!.status).toBeUndefined()
    expect(status.nodes[2]!.error).toMatchObject({ code: 'UNAVAILABLE' })
    expect(status.problems).toEqual([
      expect.stringContaining('node 3 does not answer'),
      '2 of 3 voters are up: the loss of one more stops all writes',
    ])
  })

  it('does not wait for a member that hangs', async () => {
    const cluster = clusterOf(await fake.connect())
    fake.node(2).script = ({ body }) => body.kind === 'status'
    const status = await fake.settle(cluster.status({ timeoutMs: 500 }), 1000)
    expect(status.nodes[1]!.error).toMatchObject({ code: 'TIMEOUT' })
  })

  it('is not healthy without a leader', async () => {
    const cluster = clusterOf(await fake.connect())
    fake.lead(undefined)
    const status = await fake.settle(cluster.status())
    expect(status.healthy).toBe(false)
    expect(status.leaderId).toBeUndefined()
    expect(status.problems).toContain('there is no leader: nothing can be written')
  })

  it('is not healthy when two nodes differ after the same commit', async () => {
    const good = { ...database, sequence: 5, checksum: '00000000000000aa' }
    const bad = { ...database, sequence: 5, checksum: '00000000000000bb' }
    fake.databases.push(good)
    fake.node(3).status = { databases: [bad] }
    const cluster = clusterOf(await fake.connect())
    const status = await fake.settle(cluster.status())
    expect(status.healthy).toBe(false)
    expect(status.problems[0]).toContain("after commit 5 of database 'main' nodes 1 and 3")
  })

  it('does not compare nodes that are at different commits', async () => {
    fake.databases.push({ ...database, sequence: 5, checksum: '00000000000000aa' })
    const behind = { ...database, sequence: 4, checksum: '00000000000000bb' }
    fake.node(3).status = { databases: [behind] }
    const cluster = clusterOf(await fake.connect())
    expect(await fake.settle(cluster.status())).toMatchObject({ healthy: true, problems: [] })
  })

  it('does not take a leader of an older term for one', async () => {
    const cluster = clusterOf(await fake.connect())
    fake.lead(2)
    fake.node(1).status = { role: 'leader', term: fake.term - 1 }
    const status = await fake.settle(cluster.status())
    expect(status).toMatchObject({ healthy: true, leaderId: 2 })
  })

  it('names nodes that have failed, and members of another history', async () => {
    const cluster = clusterOf(await fake.connect())
    fake.node(2).status = { failure: 'the disk is full' }
    fake.node(3).status = { historyId: new Uint8Array([9]), appliedIndex: 1 }
    const status = await fake.settle(cluster.status())
    expect(status.healthy).toBe(false)
    expect(status.problems).toContain('node 2 has failed: the disk is full')
    expect(status.problems[0]).toContain('node 3 goes on with another history')
  })

  it('throws when no member answers, with every reason', async () => {
    const cluster = clusterOf(await fake.connect())
    for (const nodeId of [1, 2, 3]) fake.kill(nodeId)
    await fake.clock.advance(100)
    const error = await fake.failure(cluster.status())
    expect(error).toMatchObject({ code: 'UNAVAILABLE' })
    expect((error as Error).message).toMatch(/node 1: .*node 2: .*node 3: /)
  })

  it('ends with its signal', async () => {
    const cluster = clusterOf(await fake.connect())
    for (const node of fake.nodes.values()) node.script = ({ body }) => body.kind === 'status'
    const aborting = new AbortController()
    fake.clock.setTimer(100, () => aborting.abort())
    const status = cluster.status({ signal: aborting.signal })
    expect(await fake.failure(status)).toMatchObject({ code: 'ABORTED' })
  })
})

describe('a change of the cluster', () => {
  it('is done by the leader', async () => {
    fake.lead(2)
    const cluster = clusterOf(await fake.connect())
    await fake.settle(cluster.promote(3))
    await fake.settle(cluster.addNode(3))
    await fake.settle(cluster.demote(3))
    await fake.settle(cluster.removeNode(1))
    await fake.settle(cluster.transferLeadership(3))
    await fake.settle(cluster.transferLeadership())
    expect(received(2, 'changeRole')).toEqual([
      { nodeId: 3, role: 'voter' },
      { nodeId: 3, role: 'voter' },
      { nodeId: 3, role: 'learner' },
    ])
    expect(received(2, 'removeNode')).toEqual([{ nodeId: 1 }])
    expect(received(2, 'transferLeadership')).toEqual([{ nodeId: 3 }, { nodeId: 0 }])
  })

  it('follows the leadership, and is asked for again when it is lost meanwhile', async () => {
    const cluster = clusterOf(await fake.connect())
    fake.node(1).script = ({ body }, stream) => {
      if (body.kind !== 'removeNode') return false
      fake.lead(3)
      stream.drop()
      return true
    }
    await fake.settle(cluster.removeNode(2))
    expect(received(3, 'removeNode')).toEqual([{ nodeId: 2 }])
  })

  it('waits for a learner to catch up', async () => {
    const cluster = clusterOf(await fake.connect())
    let asked = 0
    fake.node(1).script = ({ id, body }, stream) => {
      if (body.kind !== 'changeRole' || ++asked > 3) return false
      stream.fail(id, new QuorumliteError('UNAVAILABLE', 'node 3 has not caught up'))
      return true
    }
    await fake.settle(cluster.promote(3))
    expect(asked).toBe(4)
  })

  it('tells in the end what stood in its way', async () => {
    const cluster = clusterOf(await fake.connect())
    fake.node(1).script = ({ id, body }, stream) => {
      if (body.kind !== 'changeRole') return false
      stream.fail(id, new QuorumliteError('UNAVAILABLE', 'node 3 has not caught up'))
      return true
    }
    const error = await fake.failure(cluster.promote(3, { timeoutMs: 1000 }))
    expect(error).toMatchObject({ code: 'TIMEOUT', cause: { code: 'UNAVAILABLE' } })
    expect((error as Error).message).toContain('has not caught up')
  })

  it('fails at once for a node that is no member', async () => {
    const cluster = clusterOf(await fake.connect())
    fake.node(1).script = ({ id, body }, stream) => {
      if (body.kind !== 'removeNode') return false
      stream.fail(id, new QuorumliteError('NOT_A_MEMBER', 'no member has node id 7'))
      return true
    }
    expect(await fake.failure(cluster.removeNode(7))).toMatchObject({ code: 'NOT_A_MEMBER' })
    expect(received(1, 'removeNode')).toHaveLength(1)
  })

  it('is not sent for what cannot be a node id', async () => {
    const cluster = clusterOf(await fake.connect())
    for (const nodeId of [0, -1, 1.5, Number.NaN]) {
      const error = await fake.failure(cluster.promote(nodeId))
      expect(error).toMatchObject({ code: 'INVALID_ARGUMENT' })
    }
    expect(received(1, 'changeRole')).toEqual([])
  })
})

describe('waiting for a leader', () => {
  it('ends when one is elected', async () => {
    const cluster = clusterOf(await fake.connect())
    fake.lead(undefined)
    const waiting = cluster.waitForLeader()
    await fake.clock.advance(2000)
    fake.lead(3)
    expect(await fake.settle(waiting)).toBe(3)
  })

  it('does not take the word of the last one it knew', async () => {
    const client = await fake.connect()
    const cluster = clusterOf(client)
    expect(await fake.settle(cluster.waitForLeader())).toBe(1)
    fake.lead(2)
    expect(await fake.settle(cluster.waitForLeader())).toBe(2)
  })
})

describe('openCluster', () => {
  it('connects, and closes what it connected', async () => {
    const cluster = await fake.settle(
      openCluster({
        addresses: ['/memory/peer-1'],
        secret: SECRET,
        transport: fake.network.createTransport('operator', { listen: false }),
        clock: fake.clock,
        random: fake.random,
      }),
    )
    expect(await fake.settle(cluster.nodes())).toHaveLength(3)
    await fake.settle(cluster.close())
    expect(await fake.failure(cluster.status())).toMatchObject({ code: 'CLOSED' })
  })
})
