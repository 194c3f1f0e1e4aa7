import { OutcomeUnknownError, type Transaction } from '@quorumlite/client'
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

function onFirst(kind: string, act: Script): Script {
  let seen = false
  return (request, stream) => {
    if (seen || request.body.kind !== kind) return false
    seen = true
    return act(request, stream)
  }
}

function executed(): string[] {
  return cluster.log.executions.map(({ what }) => what)
}

describe('a transaction', () => {
  it('commits what its function did, as one', async () => {
    const client = await cluster.connect()
    const work = client.transaction(async (tx) => {
      const [row] = await tx.query('select node')
      await tx.execute('one')
      await tx.execute('two', [row!['node'] as number])
      expect(executed()).toEqual([])
      return 'done'
    })
    expect(await cluster.settle(work)).toBe('done')
    expect(executed()).toEqual(['one', 'two'])
    const keys = new Set(cluster.log.executions.map(({ key }) => key))
    expect(keys.size).toBe(1)
  })

  it('rolls back when its function throws, and throws that', async () => {
    const client = await cluster.connect()
    const failure = new Error('changed my mind')
    const work = client.transaction(async (tx) => {
      await tx.execute('one')
      throw failure
    })
    expect(await cluster.failure(work)).toBe(failure)
    await cluster.clock.advance(10)
    expect(cluster.node(1).received('rollback')).toHaveLength(1)
    expect(executed()).toEqual([])
  })

  it('rolls back when told to, and returns what its function does', async () => {
    const client = await cluster.connect()
    const work = client.transaction(async (tx) => {
      await tx.execute('one')
      await tx.rollback()
      expect(await tx.execute('two').catch((error: unknown) => error)).toMatchObject({
        code: 'CLOSED',
      })
      return 'fine'
    })
    expect(await cluster.settle(work)).toBe('fine')
    expect(cluster.node(1).received('commit')).toEqual([])
    expect(executed()).toEqual([])
  })

  it('goes on after a statement that failed, if its function does', async () => {
    const client = await cluster.connect()
    const work = client.transaction(async (tx) => {
      await tx.execute('fail').catch(() => undefined)
      await tx.execute('one')
    })
    await cluster.settle(work)
    expect(executed()).toEqual(['one'])
  })

  it('runs statements in the order of the calls, awaited or not', async () => {
    const client = await cluster.connect()
    cluster.node(1).answerDelayMs = 5
    const work = client.transaction(async (tx) => {
      void tx.execute('one')
      void tx.execute('two')
      await tx.execute('three')
      void tx.execute('four')
    })
    await cluster.settle(work)
    expect(executed()).toEqual(['one', 'two', 'three', 'four'])
  })

  it('has at most one statement under way', async () => {
    const client = await cluster.connect()
    let underWay = 0
    let most = 0
    cluster.node(1).script = (request, stream) => {
      if (request.body.kind !== 'step') return false
      most = Math.max(most, ++underWay)
      cluster.clock.setTimer(5, () => {
        underWay--
        stream.serve(request)
      })
      return true
    }
    const work = client.transaction((tx) =>
      Promise.all(['a', 'b', 'c'].map((statement) => tx.execute(statement))),
    )
    await cluster.settle(work)
    expect(most).toBe(1)
  })

  it('is not committed when a statement that was not awaited fails', async () => {
    const client = await cluster.connect()
    const work = client.transaction(async (tx) => {
      await tx.execute('one')
      void tx.execute('fail')
    })
    expect(await cluster.failure(work)).toMatchObject({ code: 'SQL_ERROR' })
    expect(executed()).toEqual([])
  })

  it('cannot be used once it has ended', async () => {
    const client = await cluster.connect()
    let kept: Transaction | undefined
    await cluster.settle(
      client.transaction((tx) => {
        kept = tx
        return Promise.resolve()
      }),
    )
    expect(await cluster.failure(kept!.execute('late'))).toMatchObject({ code: 'CLOSED' })
    expect(await cluster.failure(kept!.query('late'))).toMatchObject({ code: 'CLOSED' })
    expect(await cluster.failure(kept!.rollback())).toMatchObject({ code: 'CLOSED' })
  })

  it('begins at the new leader when the old one says so', async () => {
    const client = await cluster.connect()
    await cluster.settle(client.execute('warm up'))
    cluster.lead(2)
    await cluster.settle(client.transaction((tx) => tx.execute('one')))
    expect(cluster.node(2).received('commit')).toHaveLength(1)
  })

  it('does not keep the writer when BEGIN is answered too late', async () => {
    const client = await cluster.connect()
    cluster.node(1).script = onFirst('begin', (request, stream) => {
      cluster.clock.setTimer(1000, () => stream.serve(request))
      return true
    })
    const work = client.transaction(() => Promise.resolve(), { timeoutMs: 500 })
    expect(await cluster.failure(work)).toMatchObject({ code: 'TIMEOUT' })
    await cluster.clock.advance(1000)
    expect(cluster.node(1).received('rollback')[0]!.body.value).toEqual({ transaction: 1 })
  })

  it('takes no number from writes that wait for its end', async () => {
    const client = await cluster.connect()
    let open = false
    const waiting: (() => void)[] = []
    cluster.node(1).script = (request, stream) => {
      if (request.body.kind === 'begin') open = true
      if (request.body.kind === 'commit') {
        open = false
        for (const serve of waiting.splice(0)) serve()
      }
      if (request.body.kind !== 'write' || !open) return false
      waiting.push(() => stream.serve(request))
      return true
    }
    let writes: Promise<unknown>[] = []
    await cluster.settle(
      client.transaction(async (tx) => {
        writes = Array.from({ length: 300 }, () => client.execute('insert'))
        await new Promise<void>((resolve) => cluster.clock.setTimer(100, resolve))
        await tx.execute('one')
      }),
    )
    await cluster.settle(Promise.all(writes))
    expect(executed()).toHaveLength(301)
  })
})

describe('a transaction whose leader is lost', () => {
  it('fails every further call with TRANSACTION_LOST', async () => {
    const client = await cluster.connect()
    const codes: unknown[] = []
    const work = client.transaction(async (tx) => {
      await tx.execute('one')
      cluster.node(1).dropStreams()
      for (const statement of ['two', 'three']) {
        await tx.execute(statement).catch((error: QuorumliteError) => codes.push(error.code))
      }
    })
    expect(await cluster.failure(work)).toMatchObject({
      code: 'TRANSACTION_LOST',
      outcome: 'not-executed',
      retryable: true,
    })
    expect(codes).toEqual(['TRANSACTION_LOST', 'TRANSACTION_LOST'])
    expect(executed()).toEqual([])
  })

  it.each(['TRANSACTION_LOST', 'NOT_LEADER', 'NODE_FAILED'] as const)(
    'is lost when a statement is answered with %s',
    async (code) => {
      const client = await cluster.connect()
      cluster.node(1).script = onFirst('step', ({ id }, stream) => {
        stream.fail(id, new QuorumliteError(code, 'no leader any more'))
        return true
      })
      const work = client.transaction(async (tx) => {
        await tx.execute('one').catch(() => undefined)
        await tx.execute('two')
      })
      expect(await cluster.failure(work)).toMatchObject({ code: 'TRANSACTION_LOST' })
      expect(cluster.node(1).received('step')).toHaveLength(1)
    },
  )

  it('runs again as often as it is allowed to', async () => {
    const client = await cluster.connect()
    let runs = 0
    const work = client.transaction(
      async (tx) => {
        runs++
        await tx.execute('one')
        if (runs < 3) cluster.node(1).dropStreams()
        await tx.execute('two')
        return runs
      },
      { retries: 2 },
    )
    expect(await cluster.settle(work)).toBe(3)
    expect(executed()).toEqual(['one', 'two'])
  })

  it('does not run again unless it is allowed to', async () => {
    const client = await cluster.connect()
    let runs = 0
    const work = client.transaction(async (tx) => {
      runs++
      cluster.node(1).dropStreams()
      await tx.execute('one')
    })
    expect(await cluster.failure(work)).toMatchObject({ code: 'TRANSACTION_LOST' })
    expect(runs).toBe(1)
  })

  it('does not run again after an error of its own', async () => {
    const client = await cluster.connect()
    let runs = 0
    const work = client.transaction(
      async (tx) => {
        runs++
        await tx.execute('fail')
      },
      { retries: 5 },
    )
    expect(await cluster.failure(work)).toMatchObject({ code: 'SQL_ERROR' })
    expect(runs).toBe(1)
  })
})

describe('a COMMIT that is not answered', () => {
  it('is learned of at the new leader: it was executed', async () => {
    const client = await cluster.connect()
    cluster.node(1).script = onFirst('commit', ({ body }, stream) => {
      if (body.kind === 'commit') cluster.log.execute(body.value.request, ['one'])
      cluster.lead(2)
      stream.drop()
      return true
    })
    const work = client.transaction(async (tx) => {
      await tx.execute('one')
      return 'committed'
    })
    expect(await cluster.settle(work)).toBe('committed')
    expect(cluster.node(2).received('outcome')).toHaveLength(1)
    expect(executed()).toEqual(['one'])
  })

  it('is learned of at the new leader: it was not, and the function may run again', async () => {
    const client = await cluster.connect()
    cluster.node(1).script = onFirst('commit', (_request, stream) => {
      cluster.lead(2)
      stream.drop()
      return true
    })
    let runs = 0
    const work = client.transaction(
      async (tx) => {
        runs++
        await tx.execute('one')
      },
      { retries: 1 },
    )
    await cluster.settle(work)
    expect(runs).toBe(2)
    expect(executed()).toEqual(['one'])
  })

  it('is asked about after NOT_LEADER too: it may have been on its way', async () => {
    const client = await cluster.connect()
    cluster.node(1).script = onFirst('commit', ({ id, body }, stream) => {
      if (body.kind === 'commit') cluster.log.execute(body.value.request, ['one'])
      cluster.lead(3)
      stream.notLeader(id)
      return true
    })
    await cluster.settle(client.transaction((tx) => tx.execute('one')))
    expect(cluster.node(3).received('outcome')).toHaveLength(1)
    expect(executed()).toEqual(['one'])
  })

  it('while nobody can be asked ends as OUTCOME_UNKNOWN, and not in another run', async () => {
    const client = await cluster.connect({ outcomeGraceMs: 500 })
    cluster.node(1).script = onFirst('commit', ({ body }, stream) => {
      if (body.kind === 'commit') cluster.log.execute(body.value.request, ['one'])
      cluster.lead(undefined)
      stream.drop()
      return true
    })
    let runs = 0
    const work = client.transaction(
      async (tx) => {
        runs++
        await tx.execute('one')
      },
      { retries: 5, timeoutMs: 1000 },
    )
    const error = await cluster.failure(work)
    expect(error).toMatchObject({ code: 'OUTCOME_UNKNOWN', outcome: 'unknown' })
    expect(runs).toBe(1)
    cluster.lead(2)
    const outcome = await cluster.settle((error as OutcomeUnknownError).ask())
    expect(outcome).toMatchObject({ kind: 'executed' })
  })

  it('fails with what SQLite said at COMMIT', async () => {
    const client = await cluster.connect()
    cluster.node(1).script = onFirst('commit', ({ id, body }, stream) => {
      if (body.kind !== 'commit') return false
      stream.record(id, cluster.log.execute(body.value.request, ['fail: foreign key']))
      return true
    })
    const work = client.transaction((tx) => tx.execute('one'), { retries: 3 })
    expect(await cluster.failure(work)).toMatchObject({ code: 'SQL_ERROR' })
    expect(cluster.node(1).received('commit')).toHaveLength(1)
  })
})

describe('a transaction that is aborted', () => {
  it('rejects at once, whatever its function waits for', async () => {
    const client = await cluster.connect()
    const aborting = new AbortController()
    const work = client.transaction(
      async (tx) => {
        await tx.execute('one')
        aborting.abort()
        await new Promise(() => undefined)
      },
      { signal: aborting.signal },
    )
    expect(await cluster.failure(work)).toMatchObject({
      code: 'ABORTED',
      outcome: 'not-executed',
    })
    await cluster.clock.advance(10)
    expect(cluster.node(1).received('rollback')).toHaveLength(1)
  })

  it('during COMMIT says what became of it', async () => {
    const client = await cluster.connect()
    const aborting = new AbortController()
    cluster.node(1).script = onFirst('commit', ({ body }) => {
      if (body.kind === 'commit') cluster.log.execute(body.value.request, ['one'])
      aborting.abort()
      return true
    })
    const work = client.transaction((tx) => tx.execute('one'), { signal: aborting.signal })
    expect(await cluster.failure(work)).toMatchObject({ code: 'ABORTED', outcome: 'executed' })
  })

  it('by a statement that takes too long is rolled back', async () => {
    const client = await cluster.connect()
    cluster.node(1).script = onFirst('step', () => true)
    const codes: unknown[] = []
    const work = client.transaction(
      async (tx) => {
        await tx.execute('slow').catch((error: QuorumliteError) => codes.push(error.code))
        await tx.execute('next')
      },
      { timeoutMs: 300 },
    )
    expect(await cluster.failure(work)).toMatchObject({ code: 'TRANSACTION_LOST' })
    expect(codes).toEqual(['TIMEOUT'])
    await cluster.clock.advance(10)
    expect(cluster.node(1).received('rollback')).toHaveLength(1)
  })
})

describe('a read-only transaction', () => {
  it('takes no number and runs where it is told to', async () => {
    const client = await cluster.connect()
    const work = client.transaction((tx) => tx.query('select'), { readOnly: true, readFrom: 2 })
    expect((await cluster.settle(work)).nodeId).toBe(2)
    await cluster.clock.advance(10)
    expect(cluster.node(2).received('rollback')).toHaveLength(1)
    expect(cluster.log.sessions.size).toBe(0)
  })

  it('says what it must see', async () => {
    const client = await cluster.connect()
    const { position } = await cluster.settle(client.execute('insert'))
    const options = { readOnly: true, readFrom: 3, consistency: 'session' } as const
    await cluster.settle(client.transaction((tx) => tx.query('select'), options))
    expect(cluster.node(3).received('begin')[0]!.body.value).toMatchObject({
      readOnly: true,
      consistency: 'session',
      minimum: position,
    })
  })

  it('is given up in time when its node takes BEGIN and says nothing more', async () => {
    const client = await cluster.connect()
    cluster.node(3).script = ({ body }) => body.kind === 'begin'
    const options = { readOnly: true, readFrom: 3, timeoutMs: 500 } as const
    const work = client.transaction((tx) => tx.query('select'), options)
    expect(await cluster.failure(work)).toMatchObject({ code: 'TIMEOUT' })
  })
})
