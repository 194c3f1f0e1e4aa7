import type { Client } from '@quorumlite/client'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FakeCluster } from './support/fake-cluster.ts'

let cluster: FakeCluster
let client: Client

beforeEach(async () => {
  cluster = await FakeCluster.start()
  client = await cluster.connect()
})

afterEach(async () => {
  await cluster.stop()
  await cluster.clock.advance(100)
  expect(cluster.clock.timerCount).toBe(0)
})

const settle = <T>(promise: Promise<T>): Promise<T> => cluster.settle(promise)
const executed = (): string[] => cluster.log.executions.map(({ what }) => what)
const rollbacks = (): number => cluster.node(1).received('rollback').length

describe('a transaction that its caller holds', () => {
  it('is committed when he says so', async () => {
    const tx = await settle(client.begin())
    await settle(tx.execute('one'))
    const [row] = await settle(tx.query('select node'))
    expect(row).toEqual({ node: 1 })
    expect(executed()).toEqual([])
    await settle(tx.commit())
    expect(executed()).toEqual(['one'])
    expect(tx.ended?.code).toBe('CLOSED')
    expect(await cluster.failure(tx.execute('two'))).toMatchObject({ code: 'CLOSED' })
    expect(await cluster.failure(tx.commit())).toMatchObject({ code: 'CLOSED' })
    expect(await cluster.failure(tx.rollback())).toMatchObject({ code: 'CLOSED' })
    await tx[Symbol.asyncDispose]()
    expect(rollbacks()).toBe(0)
  })

  it('is rolled back when he says so, any number of times', async () => {
    const tx = await settle(client.begin())
    await settle(tx.execute('one'))
    await settle(tx.rollback())
    await settle(tx.rollback())
    expect(await cluster.failure(tx.commit())).toMatchObject({ code: 'CLOSED' })
    expect(executed()).toEqual([])
    expect(rollbacks()).toBe(1)
  })

  it('is rolled back when he leaves its block', async () => {
    const work = (async () => {
      await using tx = await client.begin()
      await tx.execute('one')
    })()
    await settle(work)
    expect(executed()).toEqual([])
    expect(rollbacks()).toBe(1)
  })

  it('goes on after a statement that failed', async () => {
    const tx = await settle(client.begin())
    expect(await cluster.failure(tx.execute('fail'))).toMatchObject({ code: 'SQL_ERROR' })
    expect(tx.ended).toBeUndefined()
    await settle(tx.execute('one'))
    await settle(tx.commit())
    expect(executed()).toEqual(['one'])
  })

  it('is lost with its stream, and says so at every further call', async () => {
    const tx = await settle(client.begin())
    await settle(tx.execute('one'))
    cluster.node(1).dropStreams()
    const error = await cluster.failure(tx.execute('two'))
    expect(error).toMatchObject({ code: 'TRANSACTION_LOST', outcome: 'not-executed' })
    expect(tx.ended).toBe(error)
    expect(await cluster.failure(tx.commit())).toBe(error)
    await settle(tx.rollback())
    expect(executed()).toEqual([])
  })

  it('is rolled back by its signal, also while nobody waits', async () => {
    const abort = new AbortController()
    const tx = await settle(client.begin({ signal: abort.signal }))
    await settle(tx.execute('one'))
    abort.abort()
    expect(tx.ended).toMatchObject({ code: 'ABORTED', outcome: 'not-executed' })
    expect(await cluster.failure(tx.commit())).toBe(tx.ended)
    await cluster.until(() => rollbacks() === 1)
  })

  it('is rolled back when the client is closed', async () => {
    const tx = await settle(client.begin())
    await settle(client.close())
    expect(tx.ended?.code).toBe('CLOSED')
    expect(executed()).toEqual([])
  })

  it('does not begin without a leader, and leaves nothing behind', async () => {
    cluster.lead()
    const failure = await cluster.failure(client.begin({ timeoutMs: 300 }))
    expect(failure).toMatchObject({ code: 'TIMEOUT' })
    const aborted = client.begin({ signal: AbortSignal.abort() })
    expect(await cluster.failure(aborted)).toMatchObject({ code: 'ABORTED' })
  })

  it('reads a snapshot of any node', async () => {
    const tx = await settle(client.begin({ readOnly: true, readFrom: 3 }))
    expect(await settle(tx.query('select node'))).toEqual([{ node: 3 }])
    await settle(tx.commit())
    await cluster.until(() => cluster.node(3).received('rollback').length === 1)
  })
})
