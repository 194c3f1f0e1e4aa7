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
  ENTRY_BYTES_MAX,
  ENTRY_PAGES_BYTES_MAX,
  FRAME_BYTES_MAX,
  FRAME_ENTRIES_MAX,
  isValidDatabaseName,
  LIMIT_RELATIONS,
  MESSAGE_BYTES_MAX,
  QuorumliteError,
  RECORDED_RESULT_BYTES_MAX,
  REQUEST_BYTES_MAX,
  SQL_TEXT_BYTES_MAX,
  VALUE_BYTES_MAX,
} from '@quorumlite/wire'
import { createMessage, MessageType } from '@quorumlite/raft'
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

  test('let the largest commit be an entry, and the largest message a frame', () => {
    expect(commit.length).toBeLessThanOrEqual(ENTRY_BYTES_MAX)
    expect(decodeEntryPayload(commit).logClockMs).toBe(largest)
    const data = new Uint8Array(ENTRY_BYTES_MAX)
    const entries = [
      { index: 1, term: largest, type: 0 as const, data: new Uint8Array(MESSAGE_BYTES_MAX) },
      { index: 2, term: largest, type: 0 as const, data },
    ]
    const message = { ...createMessage(MessageType.append, largest, largest, largest), entries }
    const frame = encodeRaftFrame({ group: largest, messages: [message] })
    expect(frame.length).toBeLessThanOrEqual(FRAME_BYTES_MAX)
    expect(decodeRaftFrame(frame).messages[0]?.entries[1]?.data).toHaveLength(ENTRY_BYTES_MAX)
  })

  test('let a frame be full of entries', () => {
    const entries = Array.from({ length: FRAME_ENTRIES_MAX }, (_, i) => ({
      index: i + 1,
      term: 1,
      type: 0 as const,
      data: new Uint8Array(1),
    }))
    const message = { ...createMessage(MessageType.append, 1, 2, 1), entries }
    const frame = decodeRaftFrame(encodeRaftFrame({ group: 1, messages: [message] }))
    expect(frame.messages[0]?.entries).toHaveLength(FRAME_ENTRIES_MAX)
  })

  test('let the longest statement with the largest value be a request', () => {
    const sql = ' '.repeat(SQL_TEXT_BYTES_MAX)
    const parameters = encodeParameters([new Uint8Array(VALUE_BYTES_MAX)])
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
