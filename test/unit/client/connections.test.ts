import { connect } from '@quorumlite/client'
import { encodeFrame } from '@quorumlite/wire'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FakeCluster } from './support/fake-cluster.ts'

let cluster: FakeCluster

beforeEach(async () => {
  cluster = await FakeCluster.start()
})

afterEach(async () => {
  await cluster.stop()
})

describe('connecting', () => {
  it('takes one address that answers, and learns the others', async () => {
    const client = await cluster.connect({ addresses: ['/memory/nobody', '/memory/peer-2'] })
    expect(client.members.map(({ nodeId }) => nodeId)).toEqual([1, 2, 3])
    await cluster.settle(client.execute('insert'))
    expect(cluster.node(1).received('write')).toHaveLength(1)
  })

  it('accepts addresses with a peer id, and no other peer there', async () => {
    const client = await cluster.connect({ addresses: ['/memory/peer-2/p2p/peer-2'] })
    expect(client.members).toHaveLength(3)
    const wrong = cluster.connecting({ addresses: ['/memory/peer-2/p2p/peer-9'], timeoutMs: 900 })
    const error = await cluster.failure(wrong)
    expect(error).toMatchObject({ code: 'UNAVAILABLE' })
    expect((error as Error).cause).toMatchObject({ cause: { code: 'WRONG_PEER' } })
  })

  it('to nobody fails with each address and what stood in its way', async () => {
    cluster.kill(1)
    cluster.network.loseMachine('peer-2')
    const connecting = cluster.connecting({
      addresses: ['/memory/peer-1', '/memory/peer-2'],
      timeoutMs: 5000,
    })
    const error = await cluster.failure(connecting)
    expect(error).toMatchObject({ code: 'UNAVAILABLE' })
    const { message } = error as Error
    expect(message).toMatch(/\/memory\/peer-1: .*nobody listens/)
    expect(message).toMatch(/\/memory\/peer-2: .*no answer in time/)
  })

  it('waits for a node that is still starting', async () => {
    const connecting = cluster.connecting({ addresses: ['/memory/peer-4'] })
    await cluster.clock.advance(2000)
    await cluster.startNode(4)
    const client = await cluster.settle(connecting)
    cluster.clients.push(client)
    expect(client.members).toHaveLength(4)
  })

  it('with the wrong secret fails at once', async () => {
    const connecting = cluster.connecting({ secret: 'not the secret of this cluster' })
    const error = await cluster.failure(connecting, 1000)
    expect(error).toMatchObject({ code: 'AUTHENTICATION_FAILED', retryable: false })
  })

  it('with an address that is none fails at once', async () => {
    const connecting = cluster.connecting({ addresses: ['localhost:4100'] })
    expect(await cluster.failure(connecting, 1000)).toMatchObject({ code: 'INVALID_ARGUMENT' })
  })

  it('without an address, or with a bad database name, fails at once', async () => {
    const none = connect({ addresses: [], secret: 'a secret that is long enough' })
    await expect(none).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
    const bad = cluster.connecting({ database: '../x' })
    await expect(bad).rejects.toMatchObject({ code: 'INVALID_NAME' })
  })

  it('ends with its signal', async () => {
    cluster.kill(1)
    const signal = AbortSignal.abort()
    const connecting = cluster.connecting({ addresses: ['/memory/peer-1'], signal })
    expect(await cluster.failure(connecting)).toMatchObject({ code: 'ABORTED' })
  })

  it('gives a node up that never ends the handshake', async () => {
    cluster.network.partition('peer-1', 'client-1')
    const client = await cluster.connect()
    expect(client.members).toHaveLength(3)
  })
})

describe('the list of members', () => {
  it('is refreshed, so that the client outlives every node it was told of', async () => {
    const client = await cluster.connect({ addresses: ['/memory/peer-1'] })
    await cluster.startNode(4)
    await cluster.startNode(5)
    await cluster.clock.advance(31_000)
    expect(client.members).toHaveLength(5)
    for (const nodeId of [1, 2, 3]) cluster.kill(nodeId)
    cluster.lead(5)
    await cluster.settle(client.execute('insert'))
    expect(cluster.node(5).received('write')).toHaveLength(1)
  })

  it('is refreshed also by an idle client that has no stream left', async () => {
    const client = await cluster.connect()
    for (const node of cluster.nodes.values()) node.dropStreams()
    await cluster.startNode(4)
    await cluster.clock.advance(31_000)
    expect(client.members.map(({ nodeId }) => nodeId)).toEqual([1, 2, 3, 4])
  })

  it('is refreshed after a change of the members by this client', async () => {
    const client = await cluster.connect()
    await cluster.settle(client.execute('insert'))
    await cluster.startNode(4)
    const asked = cluster.leader!.received('status').length
    await cluster.settle(client.administer({ kind: 'removeNode', nodeId: 2 }))
    await cluster.clock.advance(100)
    expect(cluster.leader!.received('status')).toHaveLength(asked + 1)
    expect(client.members).toHaveLength(4)
  })

  it('is refreshed within seconds once somebody answers again', async () => {
    const client = await cluster.connect()
    const before = [...cluster.nodes.keys()]
    for (const id of before) cluster.network.partition(`peer-${id}`, 'client-1')
    for (const node of cluster.nodes.values()) node.dropStreams()
    await cluster.clock.advance(35_000)
    await cluster.startNode(4)
    cluster.network.heal()
    await cluster.clock.advance(5_000)
    expect(client.members).toHaveLength(4)
  })

  it('is refreshed within a second while only one node is known', async () => {
    for (const nodeId of [2, 3]) cluster.nodes.delete(nodeId)
    cluster.log.index++
    const client = await cluster.connect({ addresses: ['/memory/peer-1'] })
    await cluster.settle(client.status(1))
    expect(client.members).toHaveLength(1)
    await cluster.startNode(4)
    await cluster.clock.advance(1_500)
    expect(client.members).toHaveLength(2)
  })

  it('does not go back to an older one', async () => {
    const client = await cluster.connect({ addresses: ['/memory/peer-1'] })
    cluster.node(2).status = { members: [], appliedIndex: 1 }
    cluster.node(3).status = { members: cluster.members.slice(0, 1), appliedIndex: 1 }
    await cluster.settle(client.status(2))
    await cluster.settle(client.status(3))
    expect(client.members).toHaveLength(3)
  })

  it('is learned from a status alone, whatever the seeds say', async () => {
    const client = await cluster.connect({ addresses: ['/memory/peer-1'] })
    cluster.log.index++
    cluster.nodes.delete(3)
    await cluster.settle(client.status(1))
    expect(client.members.map(({ nodeId }) => nodeId)).toEqual([1, 2])
    expect(await cluster.failure(client.status(3))).toMatchObject({ code: 'NOT_A_MEMBER' })
  })
})

describe('a node that sends what cannot be read', () => {
  it('loses its stream, and the request goes to another one', async () => {
    const client = await cluster.connect()
    for (const node of cluster.nodes.values()) {
      node.script = ({ body }, stream) => {
        if (body.kind !== 'query' || node.nodeId === 3) return false
        stream.channel.send(encodeFrame(new Uint8Array([255, 255, 255])))
        return true
      }
    }
    const rows = await cluster.settle(client.query('select'))
    expect(rows.nodeId).toBe(3)
  })

  it('when there is no other one, is what the error tells', async () => {
    const client = await cluster.connect()
    cluster.node(2).script = ({ body }, stream) => {
      if (body.kind !== 'query') return false
      stream.channel.send(new Uint8Array([255, 255, 255]))
      return true
    }
    const query = client.query('select', [], { readFrom: 2, timeoutMs: 500 })
    const error = await cluster.failure(query)
    expect(error).toMatchObject({ code: 'TIMEOUT', cause: { cause: { code: 'MALFORMED' } } })
    const write = client.execute('insert')
    await cluster.settle(write)
    expect(cluster.log.count('insert')).toBe(1)
  })

  it('loses its stream for an answer of the wrong kind, or to nothing that was asked', async () => {
    const client = await cluster.connect()
    let wrong = 0
    for (const node of cluster.nodes.values()) {
      node.script = ({ id, body }, stream) => {
        if (body.kind !== 'query' || wrong === 2) return false
        wrong++
        if (wrong === 1) stream.reply(id, { kind: 'done', value: {} })
        else stream.reply(id + 1000, { kind: 'done', value: {} })
        return true
      }
    }
    expect(await cluster.settle(client.query('select'))).toHaveLength(1)
    expect(wrong).toBe(2)
  })

  it('does not have a write executed twice', async () => {
    const client = await cluster.connect()
    let broken = false
    cluster.node(1).script = ({ id, body }, stream) => {
      if (body.kind !== 'write' || broken) return false
      broken = true
      cluster.log.execute(body.value.request, ['insert'])
      const result = new Uint8Array([255])
      stream.reply(id, { kind: 'recorded', value: { position: cluster.log.position(), result } })
      return true
    }
    await cluster.settle(client.execute('insert'))
    expect(cluster.log.count('insert')).toBe(1)
    expect(cluster.node(1).received('write')).toHaveLength(2)
  })
})

describe('closing', () => {
  it('rejects what is pending, and says what became of writes', async () => {
    const client = await cluster.connect()
    await cluster.settle(client.execute('warm up'))
    for (const node of cluster.nodes.values()) {
      node.script = ({ body }) => {
        if (body.kind === 'write') {
          const [statement] =
            body.value.operation.kind === 'execute' ? body.value.operation.value.statements : []
          if (statement?.sql === 'done') cluster.log.execute(body.value.request, ['done'])
          return true
        }
        return body.kind === 'query'
      }
    }
    const done = client.execute('done')
    const lost = client.execute('lost')
    const query = client.query('select')
    const failures = [done, lost, query].map((pending) => cluster.failure.bind(cluster, pending))
    for (const pending of [done, lost, query]) pending.catch(() => undefined)
    await cluster.until(() => cluster.node(1).received('write').length === 3)
    await cluster.settle(client.close())
    expect(await failures[0]!()).toMatchObject({ code: 'CLOSED', outcome: 'executed' })
    expect(await failures[1]!()).toMatchObject({ code: 'CLOSED', outcome: 'not-executed' })
    expect(await failures[2]!()).toMatchObject({ code: 'CLOSED' })
  })

  it('does not wait for a leader for long, and leaves unknown outcomes to be asked for', async () => {
    const client = await cluster.connect()
    await cluster.settle(client.execute('warm up'))
    const session = [...cluster.log.sessions.keys()][0]!
    cluster.node(1).script = ({ body }) => {
      if (body.kind !== 'write') return false
      cluster.log.execute(body.value.request, ['insert'])
      cluster.lead(undefined)
      return true
    }
    const write = client.execute('insert')
    write.catch(() => undefined)
    await cluster.until(() => cluster.leaderId === undefined)
    await cluster.settle(client.close(), 5000)
    const error = await cluster.failure(write)
    expect(error).toMatchObject({ code: 'CLOSED', outcome: 'unknown', details: { session } })
    expect(cluster.log.sessions.has(session)).toBe(true)
  })

  it('is the end: every later call rejects, and closing again is nothing', async () => {
    const client = await cluster.connect()
    await cluster.settle(client.close())
    await cluster.settle(client.close())
    const calls = [
      client.execute('insert'),
      client.query('select'),
      client.transaction(() => Promise.resolve()),
      client.databases(),
      client.status(1),
      client.waitFor(cluster.log.position()),
    ]
    for (const call of calls) call.catch(() => undefined)
    for (const call of calls) expect(await cluster.failure(call)).toMatchObject({ code: 'CLOSED' })
  })

  it('leaves no timer behind', async () => {
    const client = await cluster.connect()
    await cluster.settle(client.execute('insert'))
    await cluster.settle(client.query('select'))
    await cluster.settle(client.close())
    await cluster.clock.advance(20_000)
    expect(cluster.clock.timerCount).toBe(0)
  })
})
