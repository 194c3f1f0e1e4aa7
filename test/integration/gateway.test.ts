import type { Client } from '@quorumlite/client'
import {
  BATCH_STATEMENTS_MAX,
  SQL_TEXT_BYTES_MAX,
  STREAM_REQUESTS_MAX,
  type ClientRequestBody,
} from '@quorumlite/wire'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { InlineCluster } from '../support/inline-cluster.ts'
import { RawClient, query, recordedOf, statement, write } from '../support/raw-client.ts'

// What no driver would send, and what a node does about it.

let cluster: InlineCluster
let driver: Client
let client: RawClient
let leader: number
let clients = 0

const LIMITS = { importBytesMax: 10_000, uploadBytesMax: 15_000, requestTimeoutMs: 1_000 }

beforeAll(async () => {
  cluster = await InlineCluster.start({ seed: 11, node: { limits: LIMITS } })
  driver = await cluster.connect()
  await cluster.run(driver.execute('create table t (a)'))
})

beforeEach(async () => {
  leader = await cluster.awaitLeader()
  client = await open()
  await client.openSession()
})

afterAll(async () => {
  await cluster.run(driver.close())
  await cluster.close()
  expect(cluster.failures).toEqual([])
})

function open(i: number = leader): Promise<RawClient> {
  return RawClient.open(cluster, i, `raw-${clients++}`)
}

function gateway(
  i: number = leader,
): ReturnType<InlineCluster['node']>['runtime']['service']['gateway'] {
  return cluster.node(i).runtime.service.gateway
}

async function countOf(value: string): Promise<unknown> {
  const rows = await cluster.run(driver.query('select count(*) as n from t where a = ?', [value]))
  return rows[0]?.['n']
}

describe('numbered requests', () => {
  test.each([
    ['no session', { session: 0, number: 1, acknowledgedFloor: 0 }],
    ['no number', { session: 1, number: 0, acknowledgedFloor: 0 }],
  ])('with %s are refused', async (_, key) => {
    expect(await client.codeOf(write(key, 'insert into t values (0)'))).toBe('INVALID_ARGUMENT')
    const outcome: ClientRequestBody = { kind: 'outcome', value: { request: key } }
    expect(await client.codeOf(outcome)).toBe('INVALID_ARGUMENT')
  })

  test('cannot acknowledge themselves before they ran', async () => {
    const key = { ...client.key(), acknowledgedFloor: 100 }
    expect(await client.codeOf(write(key, 'select 1'))).toBe('INVALID_ARGUMENT')
  })

  test('of a session that nobody opened are told so', async () => {
    const key = { session: 999_999, number: 1, acknowledgedFloor: 0 }
    expect(await client.codeOf(write(key, 'select 1'))).toBe('SESSION_EXPIRED')
  })

  test('below the floor never run again, and far above it not yet', async () => {
    const first = client.key()
    await client.ask(write(first, "insert into t values ('floor')"))
    await client.ask(write({ ...client.key(), acknowledgedFloor: 2 }, 'select 1'))
    expect(await client.codeOf(write(first, "insert into t values ('floor')"))).toBe(
      'NUMBER_TOO_OLD',
    )
    expect(await countOf('floor')).toBe(1)
    const far = { ...first, number: 5_000 }
    expect(await client.codeOf(write(far, 'select 1'))).toBe('TOO_MANY_REQUESTS')
  })

  test('sent twice at once, on two streams, run once and are answered on both', async () => {
    const other = await open()
    const request = write(client.key(), "insert into t values ('twice') returning rowid")
    const copies = [client, other, client].map((each) => each.send(request).answer)
    const answers = await cluster.run(Promise.all(copies))
    expect(new Set(answers.map((answer) => JSON.stringify(recordedOf(answer)))).size).toBe(1)
    expect(await countOf('twice')).toBe(1)
  })

  test('that were settled answer from their record, on followers as well', async () => {
    const request = write(client.key(), "insert into t values ('again')")
    const first = await client.ask(request)
    expect(await client.ask(request)).toEqual(first)
    const follower = await open([0, 1, 2].find((i) => i !== leader)!)
    await cluster.clock.advance(200)
    expect(await follower.ask(request)).toEqual(first)
    expect(await countOf('again')).toBe(1)
  })

  test('whose SQL failed are on record like any other', async () => {
    const request = write(client.key(), 'insert into nowhere values (1)')
    const first = recordedOf(await client.ask(request))
    expect(first.kind).toBe('failure')
    await cluster.run(driver.execute('create table nowhere (a)'))
    expect(recordedOf(await client.ask(request))).toEqual(first)
  })

  test('asked about before they arrive are settled as not executed, and stay so', async () => {
    const key = client.key()
    const outcome = await client.ask({ kind: 'outcome', value: { request: key } })
    expect(recordedOf(outcome).kind).toBe('notExecuted')
    const late = await client.ask(write(key, "insert into t values ('late')"))
    expect(recordedOf(late).kind).toBe('notExecuted')
    expect(await countOf('late')).toBe(0)
  })

  test('asked about while they are in flight answer with what became of them', async () => {
    const key = client.key()
    const written = client.send(write(key, "insert into t values ('racing')"))
    const outcome = client.send({ kind: 'outcome', value: { request: key } })
    const answers = await cluster.run(Promise.all([written.answer, outcome.answer]))
    expect(answers.map((answer) => recordedOf(answer).kind)).toEqual(['ok', 'ok'])
    expect(await countOf('racing')).toBe(1)
  })
})

describe('limits', () => {
  const batchOf = (statements: ReturnType<typeof statement>[]): ClientRequestBody => ({
    kind: 'write',
    value: {
      request: client.key(),
      operation: {
        kind: 'execute',
        value: { database: 'main', statements, foreignKeysOff: false },
      },
    },
  })

  test('hold for the length of a statement, in bytes', async () => {
    const long = `select '${'ä'.repeat(SQL_TEXT_BYTES_MAX / 2)}'`
    expect(await client.codeOf(batchOf([statement(long)]))).toBe('INVALID_ARGUMENT')
    expect(await client.codeOf(query(long))).toBe('INVALID_ARGUMENT')
    const transaction = await client.begin()
    const value = { transaction, statement: statement(long) }
    expect(await client.codeOf({ kind: 'step', value })).toBe('INVALID_ARGUMENT')
    await client.ask({ kind: 'rollback', value: { transaction } })
    const fits = `select 1 -- ${'x'.repeat(SQL_TEXT_BYTES_MAX - 100)}`
    expect(await client.codeOf(batchOf([statement(fits)]))).toBe('recorded')
  })

  test('hold for the statements of a batch', async () => {
    const statements = Array.from({ length: BATCH_STATEMENTS_MAX + 1 }, () => statement('select 1'))
    expect(await client.codeOf(batchOf(statements))).toBe('INVALID_ARGUMENT')
  })

  test('hold for the sessions in one request', async () => {
    const sessions = Array.from({ length: 5_000 }, (_, i) => i + 1)
    const body: ClientRequestBody = { kind: 'keepSessions', value: { sessions } }
    expect(await client.codeOf(body)).toBe('INVALID_ARGUMENT')
  })

  test('hold for requests in flight, and are not used up by those refused', async () => {
    const wait = (): ClientRequestBody =>
      query('select 1', { consistency: 'session', minimum: future() })
    for (let round = 0; round < 2; round++) {
      const sent = Array.from({ length: STREAM_REQUESTS_MAX + 5 }, () =>
        client.send(wait(), { timeoutMs: 500 }),
      )
      const outcomes = await cluster.run(Promise.allSettled(sent.map(({ answer }) => answer)))
      const codes = outcomes.map((outcome) =>
        outcome.status === 'rejected' ? outcome.reason.code : 'ok',
      )
      expect(codes.filter((code) => code === 'TOO_MANY_REQUESTS')).toHaveLength(5)
      expect(codes.filter((code) => code === 'TIMEOUT')).toHaveLength(STREAM_REQUESTS_MAX)
    }
  })

  test('hold for uploads: of a file, of a stream, of the node; all is given back', async () => {
    const chunk = (upload: number, offset: number, bytes: number): ClientRequestBody => ({
      kind: 'importChunk',
      value: { upload, offset, data: new Uint8Array(bytes) },
    })
    const other = await open()
    expect(await client.codeOf(chunk(1, 0, 9_000))).toBe('done')
    expect(await client.codeOf(chunk(1, 9_000, 2_000))).toBe('UNSUPPORTED_DATABASE_FILE')
    expect(await client.codeOf(chunk(1, 5_000, 10))).toBe('INVALID_ARGUMENT')
    expect(await other.codeOf(chunk(1, 0, 7_000))).toBe('TOO_MANY_REQUESTS')
    expect(await client.codeOf(chunk(1, 0, 100))).toBe('done')
    expect(await other.codeOf(chunk(1, 0, 7_000))).toBe('done')
    for (let upload = 2; upload <= 4; upload++)
      expect(await other.codeOf(chunk(upload, 0, 0))).toBe('done')
    expect(await other.codeOf(chunk(5, 0, 0))).toBe('TOO_MANY_REQUESTS')
    expect(gateway().uploads.bytes).toBe(7_100)
    client.channel.abort(new Error('gone'))
    other.channel.abort(new Error('gone'))
    await cluster.until(() => gateway().uploads.bytes === 0, 'memory given back')
  })
})

describe('streams', () => {
  test('with a broken frame are closed, and no other', async () => {
    const other = await open()
    client.channel.send(new Uint8Array([0xff, 0xff, 0xff, 0xff, 0x01]))
    await cluster.until(() => client.closed, 'a closed stream')
    expect(await other.codeOf({ kind: 'status', value: {} })).toBe('status')
  })

  test('that use an id twice are closed, and no other', async () => {
    const other = await open()
    const wait = query('select 1', { consistency: 'session', minimum: future() })
    client.send(wait, { id: 77 })
    client.send(wait, { id: 77 })
    await cluster.until(() => client.closed, 'a closed stream')
    expect(await other.codeOf({ kind: 'status', value: {} })).toBe('status')
  })

  test('that name another group are answered, and may go on', async () => {
    expect(await client.codeOf({ kind: 'status', value: {} }, { group: 9 })).toBe(
      'INVALID_ARGUMENT',
    )
    expect(await client.codeOf({ kind: 'status', value: {} })).toBe('status')
  })
})

/** A position that the log has not reached. */
function future(): { group: number; historyId: Uint8Array; index: number } {
  const { historyId, appliedIndex } = gateway().state()
  return { group: 1, historyId, index: appliedIndex + 1_000_000 }
}

describe('reads', () => {
  test('of a position that does not come wait for as long as they said, and leave nothing behind', async () => {
    const body = query('select 1', { consistency: 'session', minimum: future() })
    expect(await client.codeOf(body, { timeoutMs: 300 })).toBe('TIMEOUT')
    expect(await client.codeOf(body)).toBe('TIMEOUT')
    expect(await client.codeOf({ kind: 'waitFor', value: { position: future() } })).toBe('TIMEOUT')
    expect(gateway().published.waiting).toBe(0)
  })

  test('of a position of another history are refused', async () => {
    const minimum = { ...future(), historyId: new Uint8Array(16) }
    const body = query('select 1', { consistency: 'session', minimum })
    expect(await client.codeOf(body)).toBe('INVALID_ARGUMENT')
  })

  test('that wait when their stream closes are not run', async () => {
    const follower = await open([0, 1, 2].find((i) => i !== leader)!)
    const i = [0, 1, 2].find((other) => other !== leader)!
    follower.send(query('select 1'))
    const before = gateway(i).sql.pending
    follower.channel.abort(new Error('gone'))
    await cluster.clock.advance(1_000)
    expect(gateway(i).sql.pending).toBe(before)
  })
})
