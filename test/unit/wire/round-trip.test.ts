import './with-long.ts'
import {
  decodeClientRequest,
  decodeEntryPayload,
  decodeRaftFrame,
  encodeClientRequest,
  encodeClientResponse,
  encodeEntryPayload,
  encodeRaftFrame,
  encodeRecordedResult,
  NO_PARAMETERS,
  type QuorumliteError,
} from '@quorumlite/wire'
import { createMessage, MessageType } from '@quorumlite/raft'
import fc from 'fast-check'
import Long from 'long'
import { describe, expect, test } from 'vitest'
import { quorumlite as generated } from '../../../packages/wire/generated/messages.js'
import {
  entryPayload,
  executeBatch,
  natural,
  raftFrame,
  recorded,
  request,
  statementResult,
} from './arbitraries.ts'
import { CODECS } from './codecs.ts'

describe.each(CODECS)('$name', ({ message, encode, decode }) => {
  test('decodes to what was encoded', () => {
    fc.assert(
      fc.property(message, (value) => {
        expect(decode(encode(value))).toEqual(value)
      }),
    )
  })

  test('decodes the same from a Buffer inside a larger one', () => {
    fc.assert(
      fc.property(message, (value) => {
        const encoded = encode(value)
        const padded = Buffer.concat([Buffer.from('before'), encoded, Buffer.from('after')])
        expect(decode(padded.subarray(6, 6 + encoded.length))).toEqual(value)
      }),
    )
  })

  test('ignores fields that a newer version may add', () => {
    fc.assert(
      fc.property(message, (value) => {
        // Field 2000, length-delimited, three bytes.
        const unknown = [0x82, 0x7d, 0x03, 0x01, 0x02, 0x03]
        expect(decode(Buffer.concat([encode(value), Buffer.from(unknown)]))).toEqual(value)
      }),
    )
  })
})

describe('encoders that measure first', () => {
  test('write entry payloads as the generated encoder does', () => {
    fc.assert(
      fc.property(entryPayload, (payload) => {
        const { logClockMs, body } = payload
        const expected = generated.EntryPayload.encode({ logClockMs, [body.kind]: body.value })
        expect(Buffer.from(encodeEntryPayload(payload))).toEqual(Buffer.from(expected.finish()))
      }),
    )
  })

  test('write Raft frames as the generated encoder does', () => {
    fc.assert(
      fc.property(raftFrame, (frame) => {
        const messages = frame.messages.map((message) => ({
          ...message,
          snapshot: message.snapshot?.metadata,
        }))
        const expected = generated.RaftFrame.encode({ group: frame.group, messages })
        expect(Buffer.from(encodeRaftFrame(frame))).toEqual(Buffer.from(expected.finish()))
      }),
    )
  })

  test('write requests to execute a batch as the generated encoder does', () => {
    fc.assert(
      fc.property(request, executeBatch, natural, (key, batch, id) => {
        const write = { request: key, execute: batch }
        const expected = generated.ClientRequest.encode({ id, group: 1, timeoutMs: 2, write })
        const operation = { kind: 'execute', value: batch } as const
        const body = { kind: 'write', value: { request: key, operation } } as const
        const encoded = encodeClientRequest({ id, group: 1, timeoutMs: 2, body })
        expect(Buffer.from(encoded)).toEqual(Buffer.from(expected.finish()))
      }),
    )
  })

  test('write answers to writes as the generated encoder does', () => {
    fc.assert(
      fc.property(recorded, natural, (value, id) => {
        const expected = generated.ClientResponse.encode({ id, recorded: value })
        const encoded = encodeClientResponse({ id, body: { kind: 'recorded', value } })
        expect(Buffer.from(encoded)).toEqual(Buffer.from(expected.finish()))
      }),
    )
  })

  test('write results as the generated encoder does', () => {
    fc.assert(
      fc.property(fc.array(statementResult, { maxLength: 3 }), (results) => {
        const expected = generated.RecordedResult.encode({ ok: { results } })
        const encoded = encodeRecordedResult({ kind: 'ok', value: { results } })
        expect(Buffer.from(encoded)).toEqual(Buffer.from(expected.finish()))
      }),
    )
  })
})

describe('decoders that expect fields in order', () => {
  const inOrder = CODECS.filter(({ name }) =>
    ['RaftFrame', 'EntryPayload', 'ClientRequest', 'ClientResponse', 'RecordedResult'].includes(
      name,
    ),
  )
  /** No field of ours comes after it in order, so what follows is left to the generated decoder. */
  const UNKNOWN = Uint8Array.of(0x82, 0x7d, 0x03, 0x01, 0x02, 0x03)

  function outcome(decode: (bytes: Uint8Array) => unknown, bytes: Uint8Array): unknown {
    try {
      return decode(bytes)
    } catch (error) {
      return (error as QuorumliteError).code
    }
  }

  const nested = (field: number, bytes: readonly number[]): number[] => [
    (field << 3) | 2,
    bytes.length,
    ...bytes,
  ]
  test.each([
    ['a field of a commit inside of its request', nested(2, nested(3, [8, 1, ...nested(4, [7])]))],
    ['a number of parts that has 33 bits', nested(2, [0x38, 0x81, 0x80, 0x80, 0x80, 0x10])],
  ])('take %s for what the generated decoder takes it for', (_, bytes) => {
    const entry = Uint8Array.from(bytes)
    const expected = decodeEntryPayload(Buffer.concat([UNKNOWN, entry]))
    expect(decodeEntryPayload(entry)).toEqual(expected)
  })

  describe.each(inOrder)('$name', ({ message, encode, decode }) => {
    const asGenerated = (bytes: Uint8Array): void => {
      const expected = outcome(decode, Buffer.concat([UNKNOWN, bytes]))
      expect(outcome(decode, bytes)).toEqual(expected)
    }

    test('take broken bytes for what the generated decoder takes them for', () => {
      fc.assert(
        fc.property(message, fc.nat(), fc.nat(255), (value, place, byte) => {
          const broken = encode(value).slice()
          broken[place % broken.length] = byte
          asGenerated(broken)
        }),
        { numRuns: 2000 },
      )
    })

    test('take fields that come twice for what the generated decoder takes them for', () => {
      fc.assert(
        fc.property(message, message, (one, two) => {
          asGenerated(Buffer.concat([encode(one), encode(two)]))
        }),
      )
    })
  })
})

describe('byte fields', () => {
  const payload = encodeEntryPayload({
    logClockMs: 1,
    body: {
      kind: 'part',
      value: { database: 1, term: 1, commitId: 1, ordinal: 0, pages: new Uint8Array([1, 2, 3]) },
    },
  })

  test('are views of the frame, and plain arrays whose slice() copies', () => {
    const frame = Buffer.from(payload)
    const { body } = decodeEntryPayload(frame)
    if (body.kind !== 'part') throw new Error(`a ${body.kind} came out of a part`)
    const { pages } = body.value
    expect(pages.buffer).toBe(frame.buffer)
    expect(Buffer.isBuffer(pages)).toBe(false)
    const copy = pages.slice()
    frame.fill(0)
    expect([...pages]).toEqual([0, 0, 0])
    expect([...copy]).toEqual([1, 2, 3])
  })
})

describe('a Raft message', () => {
  test('has every field, in the order in which the core makes it, when all are absent', () => {
    const empty = createMessage(MessageType.heartbeat, 0, 0, 0)
    const [decoded] = decodeRaftFrame(encodeRaftFrame({ group: 0, messages: [empty] })).messages
    expect(decoded).toStrictEqual(empty)
    expect(Object.keys(decoded ?? {})).toEqual(Object.keys(empty))
  })

  test('refuses to encode entries that do not follow its index', () => {
    const entries = [{ index: 7, term: 1, type: 0 as const, data: new Uint8Array(0) }]
    const message = { ...createMessage(MessageType.append, 1, 2, 1), index: 5, entries }
    expect(() => encodeRaftFrame({ group: 1, messages: [message] })).toThrow(/follow its index/)
  })
})

describe('numbers that are no safe integers', () => {
  test.each([-1, 1.5, NaN, Infinity, 2 ** 53])('%d is refused by encoders', (id) => {
    const body = { kind: 'status', value: {} } as const
    expect(() => encodeClientRequest({ id, group: 1, timeoutMs: 0, body })).toThrow(/safe integer/)
    const message = { ...createMessage(MessageType.append, 1, 2, 1), commit: id }
    expect(() => encodeRaftFrame({ group: 1, messages: [message] })).toThrow(/safe integer/)
  })
})

test.each([-1, 0.5, NaN, 2 ** 32])('%d is refused where 32 bits are sent', (ordinal) => {
  const pages = new Uint8Array(1)
  const value = { database: 1, term: 1, commitId: 1, ordinal, pages }
  const payload = { logClockMs: 1, body: { kind: 'part', value } } as const
  expect(() => encodeEntryPayload(payload)).toThrow(/has no 32 bits/)
})

test('half a surrogate pair in SQL arrives as U+FFFD', () => {
  const statement = { sql: "select '\ud800'", parameters: NO_PARAMETERS }
  const request = encodeClientRequest({
    id: 1,
    group: 1,
    timeoutMs: 0,
    body: { kind: 'step', value: { transaction: 1, statement } },
  })
  const { body } = decodeClientRequest(request)
  expect(body).toMatchObject({ value: { statement: { sql: "select '\ufffd'" } } })
})

test('protobufjs stays as it was for everybody else in the process', () => {
  const encoded = generated.RequestKey.encode({ session: 2 ** 40 }).finish()
  const { session, number } = generated.RequestKey.decode(encoded)
  expect(session).toEqual(Long.fromNumber(2 ** 40, true))
  expect(number).toEqual(Long.fromNumber(0, true))
})
