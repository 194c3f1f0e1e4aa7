import {
  BATCH_STATEMENTS_MAX,
  checkDatabaseName,
  decodeClientRequest,
  decodeEntryPayload,
  decodeRaftFrame,
  encodeClientRequest,
  encodeEntryPayload,
  encodeParameters,
  encodeRaftFrame,
  encodeRaftFrames,
  ENTRY_BYTES_MAX,
  ENTRY_PAGES_BYTES_MAX,
  FRAME_BYTES_MAX,
  isValidDatabaseName,
  LIMIT_RELATIONS,
  MESSAGE_BYTES_MAX,
  PEER_OUTBOX_BYTES_MAX,
  QuorumliteError,
  RECORDED_RESULT_BYTES_MAX,
  INLINE_PARAMETERS_BYTES_MAX,
  REQUEST_BYTES_MAX,
  UPLOADED_BATCH_BYTES_MAX,
  decodeStatement,
  encodeStatement,
  SQL_TEXT_BYTES_MAX,
  VALUE_BYTES_MAX,
} from '@quorumlite/wire'
import { createMessage, MessageType, type Message } from '@quorumlite/raft'
import { describe, expect, test } from 'vitest'

describe('limits', () => {
  test.each(LIMIT_RELATIONS)('hold, because $because', ({ holds }) => {
    expect(holds).toBe(true)
  })

  const largest = Number.MAX_SAFE_INTEGER
  const commit = encodeEntryPayload({
    logClockMs: largest,
    body: {
      kind: 'commit',
      value: {
        database: largest,
        term: largest,
        request: { session: largest, number: largest, acknowledgedFloor: largest },
        result: new Uint8Array(RECORDED_RESULT_BYTES_MAX),
        baseSequence: largest,
        pages: new Uint8Array(ENTRY_PAGES_BYTES_MAX),
        parts: 2 ** 32 - 1,
        commitId: largest,
      },
    },
  })

  const largestMessage = {
    ...createMessage(MessageType.append, largest, largest, largest),
    entries: [MESSAGE_BYTES_MAX, ENTRY_BYTES_MAX].map((bytes, i) => ({
      index: i + 1,
      term: largest,
      type: 0 as const,
      data: new Uint8Array(bytes),
    })),
  }

  /** A message with lengths in place of megabytes, which would be compared byte by byte. */
  function shape(message: Message): object {
    const entries = message.entries.map((entry) => ({ ...entry, data: entry.data.length }))
    return { ...message, entries }
  }

  test('let the largest commit be an entry', () => {
    expect(commit.length).toBeLessThanOrEqual(ENTRY_BYTES_MAX)
    expect(decodeEntryPayload(commit).logClockMs).toBe(largest)
  })

  test('let the largest message be a frame', () => {
    const frame = encodeRaftFrame({ group: largest, messages: [largestMessage] })
    expect(frame.length).toBeLessThanOrEqual(FRAME_BYTES_MAX)
    expect(decodeRaftFrame(frame).messages.map(shape)).toEqual([shape(largestMessage)])
  })

  test('let all messages of a tick be frames that can be sent, however many they are', () => {
    const messages = Array.from({ length: 6 }, () => largestMessage)
    const small = createMessage(MessageType.heartbeat, 1, 2, 1)
    const sent = [small, ...messages, small, small]
    const frames = encodeRaftFrames({ group: 3, messages: sent })
    expect(frames).toHaveLength(messages.length + 1)
    for (const frame of frames) expect(frame.length).toBeLessThanOrEqual(PEER_OUTBOX_BYTES_MAX)
    const received = frames.map((frame) => decodeRaftFrame(frame))
    expect(received.every(({ group }) => group === 3)).toBe(true)
    expect(received.flatMap((frame) => frame.messages.map(shape))).toEqual(sent.map(shape))
  })

  test('let messages share a frame until it is full', () => {
    const small = createMessage(MessageType.heartbeat, 1, 2, 1)
    const messages = Array.from({ length: 100 }, () => small)
    expect(encodeRaftFrames({ group: 1, messages })).toEqual([
      encodeRaftFrame({ group: 1, messages }),
    ])
    expect(encodeRaftFrames({ group: 1, messages: [] })).toEqual([])
  })

  test('let the longest statement with the largest value be an upload', () => {
    const sql = ' '.repeat(SQL_TEXT_BYTES_MAX)
    const parameters = encodeParameters([new Uint8Array(VALUE_BYTES_MAX)])
    const uploaded = encodeStatement({ sql, parameters })
    expect(uploaded.length).toBeLessThanOrEqual(UPLOADED_BATCH_BYTES_MAX)
    expect(decodeStatement(uploaded).parameters.cells.length).toBe(parameters.cells.length)
  })

  test('let the longest statement with the parameters it may have be a request', () => {
    const sql = ' '.repeat(SQL_TEXT_BYTES_MAX)
    const parameters = encodeParameters([new Uint8Array(INLINE_PARAMETERS_BYTES_MAX - 8)])
    expect(parameters.cells.length).toBe(INLINE_PARAMETERS_BYTES_MAX)
    const request = encodeClientRequest({
      id: largest,
      group: largest,
      timeoutMs: largest,
      body: { kind: 'step', value: { transaction: largest, statement: { sql, parameters } } },
    })
    expect(request.length).toBeLessThanOrEqual(REQUEST_BYTES_MAX)
    expect(decodeClientRequest(request).id).toBe(largest)
  })

  test('let a full batch be a request', () => {
    const statement = { sql: 'select ?', parameters: encodeParameters({ a: 1, b: 2 }) }
    const statements = Array.from({ length: BATCH_STATEMENTS_MAX }, () => statement)
    const value = {
      request: { session: 1, number: 1, acknowledgedFloor: 0 },
      operation: {
        kind: 'execute',
        value: { database: 'main', statements, foreignKeysOff: false },
      },
    } as const
    const request = { id: 1, group: 1, timeoutMs: 0, body: { kind: 'write', value } } as const
    expect(decodeClientRequest(encodeClientRequest(request))).toEqual(request)
  })
})

describe('names of databases', () => {
  test.each(['main', 'a', '_x', '9', 'Orders-2026.v1', 'x'.repeat(64)])('may be %s', (name) => {
    expect(isValidDatabaseName(name)).toBe(true)
    expect(() => checkDatabaseName(name)).not.toThrow()
  })

  test.each(['', '.', '..', '-x', 'a b', 'a/b', 'ä', 'a\n', 'x'.repeat(65), 'a\0'])(
    'may not be %j',
    (name) => {
      expect(isValidDatabaseName(name)).toBe(false)
      try {
        checkDatabaseName(name)
      } catch (error) {
        expect((error as QuorumliteError).code).toBe('INVALID_NAME')
        expect((error as QuorumliteError).message.length).toBeLessThan(100)
        return
      }
      throw new Error('the name was accepted')
    },
  )
})
