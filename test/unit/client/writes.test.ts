import { OutcomeUnknownError, sql, WriteError } from '@quorumlite/client'
import { QuorumliteError } from '@quorumlite/wire'
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

/** Does something to the first write that comes, and lets everything else pass. */
function onFirstWrite(act: Script): Script {
  let seen = false
  return (request, stream) => {
    if (seen || request.body.kind !== 'write') return false
    seen = true
    return act(request, stream)
  }
}

function writeKeys(nodeId: number): { session: number; number: number; floor: number }[] {
  return cluster
    .node(nodeId)
    .received('write')
    .map(({ body }) => {
      if (body.kind !== 'write') throw new Error('not a write')
      const { session, number, acknowledgedFloor } = body.value.request
      return { session, number, floor: acknowledgedFloor }
    })
}

describe('a write', () => {
  it('gives what its statement did, and where in the log it stands', async () => {
    const client = await cluster.connect()
    const result = await cluster.settle(client.execute('insert into t values (?)', [1]))
    expect(result.changes).toBe(1)
    expect(result.lastInsertRowid).toBe(1)
    expect(result.rows).toEqual([])
    expect(result.position.index).toBe(cluster.log.index)
    expect(client.position).toEqual(result.position)
  })

  it("is refused by its statement: the error is SQLite's, and nothing was executed", async () => {
    const client = await cluster.connect()
    const error = await cluster.failure(client.execute('fail this'))
    expect(error).toMatchObject({ code: 'SQL_ERROR', details: { sqliteCode: 1 } })
    expect(cluster.log.executions).toEqual([])
  })

  it('runs a batch as one request, and says which statement failed', async () => {
    const client = await cluster.connect()
    const results = await cluster.settle(client.batch(['one', sql`two ${2}`]))
    expect(results).toHaveLength(2)
    expect(cluster.leader!.received('write')).toHaveLength(1)
    const error = await cluster.failure(client.batch(['three', 'fail four']))
    expect(error).toMatchObject({ code: 'SQL_ERROR', details: { statementIndex: 1 } })
  })

  it('is sent again under the same number when its stream breaks after it was executed', async () => {
    const client = await cluster.connect()
    cluster.node(1).script = onFirstWrite((request, stream) => {
      if (request.body.kind !== 'write') return false
      cluster.log.execute(request.body.value.request, ['insert'])
      stream.drop()
      return true
    })
    const result = await cluster.settle(client.execute('insert'))
    expect(result.lastInsertRowid).toBe(1)
    expect(cluster.log.count('insert')).toBe(1)
    const keys = writeKeys(1)
    expect(keys).toHaveLength(2)
    expect(keys[1]).toEqual(keys[0])
  })

  it('follows the leadership to another node under the same number', async () => {
    const client = await cluster.connect()
    cluster.node(1).script = onFirstWrite(() => {
      // Executed by nobody: lost with the leadership.
      cluster.lead(2)
      cluster.node(1).dropStreams()
      return true
    })
    await cluster.settle(client.execute('insert'))
    expect(cluster.log.count('insert')).toBe(1)
    expect(writeKeys(2)).toEqual(writeKeys(1).slice(0, 1))
    expect(client.leaderId).toBe(2)
  })

  it('goes where NOT_LEADER points', async () => {
    const client = await cluster.connect()
    await cluster.settle(client.execute('first'))
    cluster.lead(3)
    await cluster.settle(client.execute('second'))
    expect(writeKeys(1).map(({ number }) => number)).toEqual([1, 2])
    expect(writeKeys(3).map(({ number }) => number)).toEqual([2])
    expect(cluster.log.count('second')).toBe(1)
  })

  it.each(['UNAVAILABLE', 'ABORTED', 'TOO_MANY_REQUESTS', 'NODE_FAILED'] as const)(
    'is sent again under the same number after %s',
    async (code) => {
      const client = await cluster.connect()
      cluster.node(1).script = onFirstWrite(({ id }, stream) => {
        stream.fail(id, new QuorumliteError(code, 'not now'))
        return true
      })
      await cluster.settle(client.execute('insert'))
      const keys = writeKeys(1)
      expect(keys).toHaveLength(2)
      expect(keys[1]).toEqual(keys[0])
      expect(cluster.log.count('insert')).toBe(1)
    },
  )

  it('takes an answer that comes twice for one', async () => {
    const client = await cluster.connect()
    cluster.node(1).script = onFirstWrite((request, stream) => {
      stream.serve(request)
      stream.serve(request)
      return true
    })
    await cluster.settle(client.execute('insert'))
    await cluster.settle(client.execute('more'))
    expect(cluster.log.executions.map(({ what }) => what)).toEqual(['insert', 'more'])
  })

  it('waits for an election', async () => {
    const client = await cluster.connect()
    cluster.lead(undefined)
    const write = client.execute('insert')
    await cluster.clock.advance(3000)
    expect(cluster.log.executions).toEqual([])
    cluster.lead(2)
    await cluster.settle(write)
    expect(cluster.log.count('insert')).toBe(1)
  })

  it('gives a leader up whose machine has fallen silent, and goes to the next', async () => {
    const client = await cluster.connect()
    await cluster.settle(client.execute('first'))
    cluster.network.freeze('peer-1')
    const write = client.execute('second')
    await cluster.clock.advance(100)
    cluster.lead(2)
    await cluster.settle(write)
    expect(writeKeys(2).map(({ number }) => number)).toEqual([2])
  })

  it('refuses parameters that SQLite has no type for without sending anything', async () => {
    const client = await cluster.connect()
    const bad = [{}] as never
    expect(await cluster.failure(client.execute('insert', bad))).toMatchObject({
      code: 'PARAMETER_TYPE',
    })
    const error = await cluster.failure(client.execute('insert', null as never))
    expect(error).toMatchObject({ code: 'PARAMETER_TYPE' })
    expect(cluster.leader!.received('write')).toEqual([])
  })

  it.each([undefined, null, 5, {}])('refuses %s as a statement', async (input) => {
    const client = await cluster.connect()
    for (const call of ['execute', 'query'] as const) {
      const failure = await cluster.failure(client[call](input as never))
      expect(failure).toMatchObject({ code: 'INVALID_ARGUMENT' })
    }
  })
})

describe('numbers', () => {
  it('rise by one, with a floor that follows what was answered', async () => {
    const client = await cluster.connect()
    for (let i = 0; i < 3; i++) await cluster.settle(client.execute('insert'))
    expect(writeKeys(1).map(({ number, floor }) => [number, floor])).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ])
  })

  it('never go further than 256 beyond the first that is not answered', async () => {
    const client = await cluster.connect()
    const held: (() => void)[] = []
    cluster.node(1).script = (request, stream) => {
      if (request.body.kind !== 'write') return false
      held.push(() => stream.serve(request))
      return true
    }
    const writes = Array.from({ length: 300 }, (_, i) => client.execute(`insert ${i}`))
    await cluster.until(() => held.length === 256)
    await cluster.clock.advance(500)
    expect(held).toHaveLength(256)
    // The second is answered, the first is not: the window stays where it is.
    held[1]!()
    await cluster.settle(writes[1]!)
    await cluster.clock.advance(500)
    expect(held).toHaveLength(256)
    held[0]!()
    await cluster.until(() => held.length === 258)
    for (let i = 2; i < 300; i++) {
      await cluster.until(() => held.length > i)
      held[i]!()
    }
    await cluster.settle(Promise.all(writes))
    expect(cluster.log.executions).toHaveLength(300)
    expect(cluster.log.widestWindow).toBeLessThanOrEqual(256)
  })

  it('do not let the floor pass one whose outcome is unknown, and settle it later', async () => {
    const client = await cluster.connect({ outcomeGraceMs: 500 })
    await cluster.settle(client.execute('first'))
    cluster.node(1).script = onFirstWrite(() => {
      cluster.lead(undefined)
      cluster.node(1).dropStreams()
      return true
    })
    const error = await cluster.failure(client.execute('second', [], { timeoutMs: 1000 }))
    expect(error).toBeInstanceOf(OutcomeUnknownError)
    expect(error).toMatchObject({ code: 'OUTCOME_UNKNOWN', outcome: 'unknown' })
    // Node 2 leads, but does not settle the question yet.
    const questions: (() => void)[] = []
    cluster.node(2).script = (request, stream) => {
      if (request.body.kind !== 'outcome') return false
      questions.push(() => stream.serve(request))
      return true
    }
    cluster.lead(2)
    await cluster.settle(client.execute('third'))
    expect(writeKeys(2)).toMatchObject([{ number: 3, floor: 2 }])
    await cluster.until(() => questions.length > 0)
    const asked = (error as OutcomeUnknownError).ask()
    questions[0]!()
    expect(await cluster.settle(asked)).toEqual({ kind: 'not-executed' })
    // It is known for as long as somebody holds the error, though the cluster may forget it.
    await cluster.settle(client.execute('fourth'))
    expect(writeKeys(2).at(-1)).toMatchObject({ number: 4, floor: 4 })
    expect(await cluster.settle((error as OutcomeUnknownError).ask())).toEqual({
      kind: 'not-executed',
    })
  })
})

describe('when the time is up, a write', () => {
  it('that was never sent says so', async () => {
    const client = await cluster.connect()
    cluster.lead(undefined)
    const error = await cluster.failure(client.execute('insert', [], { timeoutMs: 1000 }))
    expect(error).toBeInstanceOf(WriteError)
    expect(error).toMatchObject({ code: 'NOT_EXECUTED', outcome: 'not-executed', retryable: true })
    expect((error as Error).message).toContain('it knows of no leader')
  })

  it('that waits for its turn behind 256 others says so', async () => {
    const client = await cluster.connect({ outcomeGraceMs: 0 })
    cluster.node(1).script = ({ body }) => body.kind === 'write' || body.kind === 'outcome'
    const others = Array.from({ length: 256 }, () => client.execute('insert'))
    for (const other of others) other.catch(() => undefined)
    const last = client.execute('last', [], { timeoutMs: 500 })
    const error = await cluster.failure(last)
    expect(error).toMatchObject({ code: 'NOT_EXECUTED', outcome: 'not-executed' })
    expect((error as Error).message).toContain('256 earlier writes')
  })

  it('that was executed is answered all the same', async () => {
    const client = await cluster.connect()
    cluster.node(1).script = onFirstWrite(({ body }) => {
      // Executed, but the answer gets lost on a stream that lives on.
      if (body.kind === 'write') cluster.log.execute(body.value.request, ['insert'])
      return true
    })
    const result = await cluster.settle(client.execute('insert', [], { timeoutMs: 500 }))
    expect(result.changes).toBe(1)
    expect(cluster.log.count('insert')).toBe(1)
  })

  it('that failed with its statement throws the error of the statement', async () => {
    const client = await cluster.connect()
    cluster.node(1).script = onFirstWrite(({ body }) => {
      if (body.kind === 'write') cluster.log.execute(body.value.request, ['fail'])
      return true
    })
    const error = await cluster.failure(client.execute('fail', [], { timeoutMs: 500 }))
    expect(error).toMatchObject({ code: 'SQL_ERROR' })
  })

  it('that was not executed never will be, even if a late copy arrives', async () => {
    const client = await cluster.connect()
    let late: (() => void) | undefined
    cluster.node(1).script = onFirstWrite((request, stream) => {
      late = () => stream.serve(request)
      return true
    })
    const error = await cluster.failure(client.execute('insert', [], { timeoutMs: 500 }))
    expect(error).toMatchObject({ code: 'NOT_EXECUTED', outcome: 'not-executed' })
    late!()
    await cluster.clock.advance(1000)
    expect(cluster.log.executions).toEqual([])
  })

  it('that nobody can be asked about is OUTCOME_UNKNOWN, with a handle for later', async () => {
    const client = await cluster.connect({ outcomeGraceMs: 1000 })
    let key: { session: number; number: number } | undefined
    cluster.node(1).script = onFirstWrite(({ body }) => {
      if (body.kind !== 'write') return false
      const { session, number } = body.value.request
      key = { session, number }
      cluster.log.execute(body.value.request, ['insert'])
      cluster.lead(undefined)
      return true
    })
    const error = await cluster.failure(client.execute('insert', [], { timeoutMs: 1000 }))
    expect(error).toMatchObject({ code: 'OUTCOME_UNKNOWN', outcome: 'unknown', details: key })
    const asked = (error as OutcomeUnknownError).ask({ timeoutMs: 30_000 })
    cluster.lead(2)
    expect(await cluster.settle(asked)).toMatchObject({
      kind: 'executed',
      results: [{ changes: 1 }],
    })
    expect(cluster.log.count('insert')).toBe(1)
  })

  it('can be asked about in another process', async () => {
    const client = await cluster.connect({ outcomeGraceMs: 0 })
    cluster.node(1).script = onFirstWrite(({ body }) => {
      if (body.kind === 'write') cluster.log.execute(body.value.request, ['insert'])
      cluster.lead(undefined)
      return true
    })
    const error = await cluster.failure(client.execute('insert', [], { timeoutMs: 1000 }))
    const { session, number } = (error as OutcomeUnknownError).details
    cluster.network.kill('client-1')
    cluster.lead(2)
    const other = await cluster.connect()
    const outcome = await cluster.settle(other.outcomeOf({ session: session!, number: number! }))
    expect(outcome).toMatchObject({ kind: 'executed' })
  })

  it('asks with a handle for no longer than it is told to', async () => {
    const client = await cluster.connect({ outcomeGraceMs: 0 })
    cluster.node(1).script = onFirstWrite(() => {
      cluster.lead(undefined)
      return true
    })
    const error = await cluster.failure(client.execute('insert', [], { timeoutMs: 1000 }))
    const asked = (error as OutcomeUnknownError).ask({ timeoutMs: 700 })
    expect(await cluster.failure(asked)).toMatchObject({ code: 'TIMEOUT' })
  })
})

describe('a session', () => {
  it('is opened by the first write, once', async () => {
    const client = await cluster.connect()
    expect(cluster.node(1).received('openSession')).toHaveLength(0)
    await cluster.settle(Promise.all([client.execute('a'), client.execute('b')]))
    expect(cluster.node(1).received('openSession')).toHaveLength(1)
    expect(new Set(writeKeys(1).map(({ session }) => session)).size).toBe(1)
  })

  it('is kept alive while nothing is written', async () => {
    cluster.sessionTtlMs = 9000
    const client = await cluster.connect()
    await cluster.settle(client.execute('a'))
    await cluster.clock.advance(30_000)
    expect(cluster.node(1).received('keepSessions').length).toBeGreaterThanOrEqual(9)
  })

  it('is replaced without a word when it has expired between writes', async () => {
    const client = await cluster.connect()
    await cluster.settle(client.execute('a'))
    cluster.log.sessions.clear()
    await cluster.settle(client.execute('b'))
    await cluster.settle(client.execute('c'))
    expect(cluster.log.executions.map(({ what }) => what)).toEqual(['a', 'b', 'c'])
    expect(cluster.node(1).received('openSession')).toHaveLength(2)
  })

  it('that may have expired while there was no leader is not used for new writes', async () => {
    cluster.sessionTtlMs = 10_000
    const client = await cluster.connect()
    await cluster.settle(client.execute('a'))
    const { session } = writeKeys(1)[0]!
    cluster.lead(undefined)
    await cluster.clock.advance(20_000)
    cluster.lead(2)
    await cluster.settle(client.execute('b'))
    expect(writeKeys(2)[0]!.session).not.toBe(session)
  })

  it('that expired while a write was under way leaves its outcome unknown for ever', async () => {
    const client = await cluster.connect()
    cluster.node(1).script = onFirstWrite(({ body }, stream) => {
      if (body.kind === 'write') cluster.log.execute(body.value.request, ['insert'])
      cluster.log.sessions.clear()
      stream.drop()
      return true
    })
    const error = await cluster.failure(client.execute('insert'))
    expect(error).toMatchObject({ code: 'OUTCOME_UNKNOWN', outcome: 'unknown' })
    expect((error as Error).cause).toMatchObject({ code: 'SESSION_EXPIRED' })
    const asked = (error as OutcomeUnknownError).ask()
    expect(await cluster.failure(asked)).toMatchObject({ code: 'SESSION_EXPIRED' })
    expect(cluster.log.count('insert')).toBe(1)
    await cluster.settle(client.execute('next'))
    expect(cluster.log.count('next')).toBe(1)
  })

  it('is ended when the client is closed', async () => {
    const client = await cluster.connect()
    await cluster.settle(client.execute('a'))
    await cluster.settle(client.close())
    expect(cluster.log.sessions.size).toBe(0)
  })
})

describe('a write that is aborted by its signal', () => {
  it('before it was sent was not executed', async () => {
    const client = await cluster.connect()
    const error = await cluster.failure(
      client.execute('insert', [], { signal: AbortSignal.abort('no more') }),
    )
    expect(error).toMatchObject({ code: 'ABORTED', outcome: 'not-executed' })
    expect(cluster.node(1).received('write')).toEqual([])
  })

  it('after it was executed says so', async () => {
    const client = await cluster.connect()
    const aborting = new AbortController()
    cluster.node(1).script = onFirstWrite(({ body }) => {
      if (body.kind === 'write') cluster.log.execute(body.value.request, ['insert'])
      aborting.abort()
      return true
    })
    const write = client.execute('insert', [], { signal: aborting.signal })
    expect(await cluster.failure(write)).toMatchObject({ code: 'ABORTED', outcome: 'executed' })
  })

  it('before it was executed says that it never will be', async () => {
    const client = await cluster.connect()
    const aborting = new AbortController()
    cluster.node(1).script = onFirstWrite(() => {
      aborting.abort()
      return true
    })
    const write = client.execute('insert', [], { signal: aborting.signal })
    expect(await cluster.failure(write)).toMatchObject({
      code: 'ABORTED',
      outcome: 'not-executed',
    })
    expect(cluster.node(1).received('cancel')).toHaveLength(1)
    expect(cluster.log.executions).toEqual([])
  })

  it('with nobody to ask says that it is not known, and can be asked later', async () => {
    const client = await cluster.connect({ outcomeGraceMs: 500 })
    const aborting = new AbortController()
    cluster.node(1).script = onFirstWrite(() => {
      cluster.lead(undefined)
      aborting.abort()
      return true
    })
    const write = client.execute('insert', [], { signal: aborting.signal })
    const error = await cluster.failure(write)
    expect(error).toMatchObject({ code: 'ABORTED', outcome: 'unknown' })
    cluster.lead(3)
    expect(await cluster.settle((error as OutcomeUnknownError).ask())).toEqual({
      kind: 'not-executed',
    })
  })
})
