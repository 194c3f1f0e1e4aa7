import { sql } from '@quorumlite/client'
import { decodeParameters, QuorumliteError } from '@quorumlite/wire'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FakeCluster } from './support/fake-cluster.ts'
import type { Script } from './support/fake-node.ts'

let cluster: FakeCluster

beforeEach(async () => {
  cluster = await FakeCluster.start()
})

afterEach(async () => {
  await cluster.stop()
})

function queries(nodeId: number) {
  return cluster
    .node(nodeId)
    .received('query')
    .map(({ body }) => {
      if (body.kind !== 'query') throw new Error('not a query')
      return body.value
    })
}

function scriptQueries(act: Script): void {
  for (const node of cluster.nodes.values()) {
    node.script = (request, stream) => request.body.kind === 'query' && act(request, stream)
  }
}

function answerWith(columns: readonly string[], rows: readonly (readonly never[])[]): void
function answerWith(columns: readonly string[], rows: readonly (readonly unknown[])[]): void
function answerWith(columns: readonly string[], rows: readonly (readonly unknown[])[]): void {
  cluster.answerQuery = () => ({ columns, rows: rows as never })
}

describe('a read from any node', () => {
  it('is not kept waiting by machines that are gone without a word', async () => {
    const clients = []
    for (let i = 0; i < 6; i++) clients.push(await cluster.connect())
    cluster.network.loseMachine('peer-1')
    cluster.network.loseMachine('peer-2')
    // A stream that is open is tried first, and found silent after three seconds.
    const options = { readFrom: 'any', timeoutMs: 5_000 } as const
    const answers = clients.map((client) => client.query('select 1', [], options))
    for (const rows of await cluster.settle(Promise.all(answers))) expect(rows.nodeId).toBe(3)
  })
})

describe('a read that failed at every node', () => {
  it('goes back to them, also when an address is left where nobody answers', async () => {
    const failed = new Set<number>()
    scriptQueries(({ id }, stream) => {
      const { nodeId } = stream.node
      if (failed.has(nodeId)) return false
      failed.add(nodeId)
      stream.fail(id, new QuorumliteError('ABORTED', 'not now'))
      return true
    })
    const addresses = [1, 2, 3, 9].map((machine) => `/memory/peer-${machine}`)
    const client = await cluster.connect({ addresses })
    const rows = await cluster.settle(client.query('select 1', [], { timeoutMs: 10_000 }))
    expect(failed.size).toBe(3)
    expect(failed.has(rows.nodeId)).toBe(true)
  })
})

describe('rows', () => {
  it('are objects, with columns, position and node beside them', async () => {
    answerWith(
      ['id', 'name'],
      [
        [1, 'ann'],
        [2, null],
      ],
    )
    const client = await cluster.connect()
    const rows = await cluster.settle(client.query('select id, name from t'))
    expect(rows).toEqual([
      { id: 1, name: 'ann' },
      { id: 2, name: null },
    ])
    expect(Array.isArray(rows)).toBe(true)
    expect(rows.columns).toEqual(['id', 'name'])
    expect(rows.position).toEqual(cluster.log.position())
    expect([1, 2, 3]).toContain(rows.nodeId)
    expect(JSON.parse(JSON.stringify(rows))).toHaveLength(2)
  })

  it('keep the last of two columns with one name, and both as arrays', async () => {
    answerWith(['a', 'b', 'a'], [[1, 2, 3]])
    const client = await cluster.connect()
    expect(await cluster.settle(client.query('select'))).toEqual([{ a: 3, b: 2 }])
    const exact = await cluster.settle(client.query('select', [], { values: true }))
    expect(exact).toEqual([[1, 2, 3]])
    expect(exact.columns).toEqual(['a', 'b', 'a'])
  })

  it('hold a column that is called __proto__ as any other', async () => {
    answerWith(['__proto__'], [['own']])
    const client = await cluster.connect()
    const [row] = await cluster.settle(client.query('select'))
    expect(Object.hasOwn(row!, '__proto__')).toBe(true)
    expect(Object.getPrototypeOf(row)).toBe(Object.prototype)
  })

  it('give integers as the caller wants them', async () => {
    const large = 2n ** 60n
    answerWith(['small', 'large'], [[1, large]])
    const client = await cluster.connect({ integers: 'mixed' })
    expect(await cluster.settle(client.query('select'))).toEqual([{ small: 1, large }])
    const all = client.query('select', [], { integers: 'bigint' })
    expect(await cluster.settle(all)).toEqual([{ small: 1n, large }])
    const none = client.query('select', [], { integers: 'number' })
    const error = await cluster.failure(none)
    expect(error).toMatchObject({ code: 'INTEGER_OUT_OF_RANGE' })
    expect((error as Error).message).toContain("'large'")
  })

  it('hold blobs of their own', async () => {
    answerWith(['blob'], [[new Uint8Array([1, 2, 3])]])
    const client = await cluster.connect()
    const [row] = await cluster.settle(client.query('select'))
    const blob = row!['blob'] as Uint8Array
    expect(blob).toEqual(new Uint8Array([1, 2, 3]))
    expect(blob.buffer.byteLength).toBe(3)
  })

  it('may come in several pieces', async () => {
    scriptQueries(({ id }, stream) => {
      stream.rows(id, ['n'], [[1], [2]], false)
      stream.rows(id, ['n'], [[3]], true)
      return true
    })
    const client = await cluster.connect()
    expect(await cluster.settle(client.query('select'))).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }])
  })

  it('are given up when they are more than the client wants to hold', async () => {
    scriptQueries(({ id }, stream) => {
      for (let i = 0; i < 4; i++) stream.rows(id, ['n'], [['x'.repeat(400)]], false)
      return true
    })
    const client = await cluster.connect()
    const query = client.query('select', [], { rowsBytesMax: 1000 })
    expect(await cluster.failure(query)).toMatchObject({ code: 'RESULT_TOO_LARGE' })
    await cluster.clock.advance(10)
    expect(
      cluster.node(1).received('cancel').length +
        cluster.node(2).received('cancel').length +
        cluster.node(3).received('cancel').length,
    ).toBe(1)
    // The stream is as good as before.
    scriptQueries(() => false)
    expect(await cluster.settle(client.query('select'))).toHaveLength(1)
  })
})

describe('a query', () => {
  it('carries its parameters, by position, by name, or from a template', async () => {
    const client = await cluster.connect()
    await cluster.settle(client.execute('insert'))
    await cluster.settle(client.query('select ?', [true]))
    await cluster.settle(client.query('select :a, :b', { a: 1, b: 'two' }))
    await cluster.settle(client.query(sql`select ${1} where ${'x'} = ${null}`))
    const sent = queries(1).map(({ statement }) => statement)
    expect(sent.map((statement) => statement.sql)).toEqual([
      'select ?',
      'select :a, :b',
      'select ? where ? = ?',
    ])
    expect(sent.map(({ parameters }) => decodeParameters(parameters.cells))).toEqual([
      [1],
      [1, 'two'],
      [1, 'x', null],
    ])
    expect(sent[1]!.parameters.names).toEqual(['a', 'b'])
  })

  it('prefers the leader, once there is a stream to it', async () => {
    const client = await cluster.connect()
    await cluster.settle(client.execute('insert'))
    cluster.lead(2)
    await cluster.settle(client.execute('insert'))
    expect((await cluster.settle(client.query('select'))).nodeId).toBe(2)
  })

  it.each([1, 2, 3])('goes to node %i when asked to', async (nodeId) => {
    const client = await cluster.connect()
    const rows = await cluster.settle(client.query('select', [], { readFrom: nodeId }))
    expect(rows.nodeId).toBe(nodeId)
  })

  it('goes to the leader when asked to', async () => {
    cluster.lead(3)
    const client = await cluster.connect()
    const rows = await cluster.settle(client.query('select', [], { readFrom: 'leader' }))
    expect(rows.nodeId).toBe(3)
  })

  it('refuses to go to a node that is no member', async () => {
    const client = await cluster.connect()
    const query = client.query('select', [], { readFrom: 9 })
    expect(await cluster.failure(query)).toMatchObject({ code: 'NOT_A_MEMBER' })
  })

  it('goes to another node when its stream breaks half way, from the beginning', async () => {
    let dropped = 0
    scriptQueries(({ id }, stream) => {
      if (dropped > 0) return false
      dropped = stream.node.nodeId
      stream.rows(id, ['node'], [[0]], false)
      cluster.clock.setTimer(5, () => cluster.kill(dropped))
      return true
    })
    const client = await cluster.connect()
    const rows = await cluster.settle(client.query('select'))
    expect(rows).toHaveLength(1)
    expect(rows.nodeId).not.toBe(dropped)
  })

  it.each(['UNAVAILABLE', 'DIVERGED', 'NODE_FAILED', 'NO_LEADER', 'STALE'] as const)(
    'goes to another node after %s',
    async (code) => {
      let refused = 0
      scriptQueries(({ id }, stream) => {
        if (refused > 0) return false
        refused = stream.node.nodeId
        stream.fail(id, new QuorumliteError(code, 'not here'))
        return true
      })
      const client = await cluster.connect()
      const rows = await cluster.settle(client.query('select'))
      expect(rows.nodeId).not.toBe(refused)
    },
  )

  it('is refused as STALE once every node has refused', async () => {
    scriptQueries(({ id }, stream) => {
      stream.fail(id, new QuorumliteError('STALE', 'too old'))
      return true
    })
    const client = await cluster.connect()
    const query = client.query('select', [], { consistency: 'stale', maxStalenessMs: 10 })
    expect(await cluster.failure(query)).toMatchObject({ code: 'STALE' })
    for (const nodeId of [1, 2, 3]) expect(queries(nodeId).length).toBeGreaterThan(0)
  })

  it('throws what SQLite says of it, from the first node', async () => {
    scriptQueries(({ id }, stream) => {
      stream.fail(id, new QuorumliteError('SQL_ERROR', 'no such table: t'))
      return true
    })
    const client = await cluster.connect()
    expect(await cluster.failure(client.query('select'))).toMatchObject({ code: 'SQL_ERROR' })
    expect([1, 2, 3].flatMap(queries)).toHaveLength(1)
  })

  it('ends with its time limit, and the node is told', async () => {
    scriptQueries(() => true)
    const client = await cluster.connect()
    const query = client.query('select', [], { timeoutMs: 500, readFrom: 1 })
    expect(await cluster.failure(query)).toMatchObject({ code: 'TIMEOUT' })
    await cluster.clock.advance(10)
    const [sent] = cluster.node(1).received('query')
    expect(cluster.node(1).received('cancel')[0]!.body.value).toEqual({ requestId: sent!.id })
    expect(sent!.timeoutMs).toBeGreaterThan(0)
    expect(sent!.timeoutMs).toBeLessThanOrEqual(500)
  })

  it('ends with its signal', async () => {
    scriptQueries(() => true)
    const client = await cluster.connect()
    const aborting = new AbortController()
    const query = client.query('select', [], { signal: aborting.signal })
    cluster.clock.setTimer(50, () => aborting.abort(new Error('enough')))
    const error = await cluster.failure(query)
    expect(error).toMatchObject({ code: 'ABORTED' })
    expect((error as Error).cause).toMatchObject({ message: 'enough' })
  })
})

describe('consistency', () => {
  it('is linearizable unless the caller says otherwise', async () => {
    const client = await cluster.connect()
    await cluster.settle(client.query('select', [], { readFrom: 1 }))
    expect(queries(1)[0]).toMatchObject({ consistency: 'linearizable', minimum: undefined })
  })

  it('of a session asks for what this client has seen', async () => {
    const client = await cluster.connect()
    const { position } = await cluster.settle(client.execute('insert'))
    const options = { consistency: 'session', readFrom: 2 } as const
    await cluster.settle(client.query('select', [], options))
    expect(queries(2)[0]).toMatchObject({ consistency: 'session', minimum: position })
  })

  it('of a session asks for a position from elsewhere', async () => {
    const client = await cluster.connect()
    const other = await cluster.connect()
    const { position } = await cluster.settle(other.execute('insert'))
    const options = { consistency: 'session', position, readFrom: 2 } as const
    await cluster.settle(client.query('select', [], options))
    expect(queries(2)[0]!.minimum).toEqual(position)
  })

  it('of stale reads carries its bound', async () => {
    const client = await cluster.connect()
    const options = { consistency: 'stale', maxStalenessMs: 250, readFrom: 2 } as const
    await cluster.settle(client.query('select', [], options))
    expect(queries(2)[0]).toMatchObject({ consistency: 'stale', stalenessMaxMs: 250 })
  })
})

describe('the position of a client', () => {
  it('is the latest that it has seen, not the last', async () => {
    const client = await cluster.connect()
    expect(client.position).toBeUndefined()
    const { position } = await cluster.settle(client.execute('insert'))
    scriptQueries(({ id }, stream) => {
      stream.rows(id, ['n'], [[1]], true, cluster.log.position(1))
      return true
    })
    await cluster.settle(client.query('select'))
    expect(client.position).toEqual(position)
  })

  it('follows a cluster into a new history', async () => {
    const client = await cluster.connect()
    await cluster.settle(client.execute('insert'))
    cluster.log.historyId = new TextEncoder().encode('history-2')
    cluster.log.index = 5
    await cluster.settle(client.query('select'))
    expect(client.position).toEqual(cluster.log.position(5))
  })

  it('can be waited for', async () => {
    const client = await cluster.connect()
    const position = cluster.log.position(500)
    await cluster.settle(client.waitFor(position))
    expect(client.position).toEqual(position)
  })
})
