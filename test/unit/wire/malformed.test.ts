import './with-long.ts'
import {
  decodeClientRequest,
  decodeEntryPayload,
  decodeHandshakeFrame,
  decodeRaftFrame,
  decodeRecordedResult,
  decodeReplicatedState,
  QuorumliteError,
} from '@quorumlite/wire'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { quorumlite as generated } from '../../../packages/wire/generated/messages.js'
import { CODECS } from './codecs.ts'

/** Decodes, or says MALFORMED; anything else fails the test. Returns whether the bytes were accepted. */
function decodesOrRefuses(decode: (bytes: Uint8Array) => unknown, bytes: Uint8Array): boolean {
  try {
    decode(bytes)
    return true
  } catch (error) {
    expect(error).toBeInstanceOf(QuorumliteError)
    // What is durable may also look as if a later version had written it.
    expect(['MALFORMED', 'FORMAT_VERSION']).toContain((error as QuorumliteError).code)
    return false
  }
}

function refusal(decode: () => unknown): QuorumliteError {
  try {
    decode()
  } catch (error) {
    expect(error).toBeInstanceOf(QuorumliteError)
    return error as QuorumliteError
  }
  throw new Error('broken bytes were accepted')
}

describe.each(CODECS)('$name', ({ message, encode, decode }) => {
  test('refuses random bytes as MALFORMED or makes sense of them', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        decodesOrRefuses(decode, bytes)
      }),
      { numRuns: 1000 },
    )
  })

  test('survives truncation at every offset', () => {
    fc.assert(
      fc.property(message, (value) => {
        const encoded = encode(value)
        for (let end = 0; end < encoded.length; end++) {
          decodesOrRefuses(decode, encoded.subarray(0, end))
        }
      }),
      { numRuns: 20 },
    )
  })

  test('survives a flip of any bit', () => {
    fc.assert(
      fc.property(message, fc.nat(), (value, seed) => {
        const encoded = encode(value)
        const bits = encoded.length * 8
        // A stride keeps long messages affordable; the seed moves it over all bits in the course of runs.
        const stride = Math.max(1, Math.floor(bits / 500))
        for (let bit = seed % stride; bit < bits; bit += stride) {
          const broken = encoded.slice()
          broken[bit >> 3] = (broken[bit >> 3] as number) ^ (1 << (bit & 7))
          decodesOrRefuses(decode, broken)
        }
      }),
      { numRuns: 20 },
    )
  })
})

describe('a truncated message', () => {
  test('is refused when the cut is inside of a field', () => {
    const request = generated.EntryPayload.encode({
      logClockMs: 5,
      commit: { database: 1, pages: new Uint8Array(100) },
    }).finish()
    // The first two bytes are the log clock, and what follows is one nested message.
    for (let end = 3; end < request.length; end++) {
      expect(refusal(() => decodeEntryPayload(request.subarray(0, end))).code).toBe('MALFORMED')
    }
  })
})

test('an export without a window is refused: nothing would bound what comes', () => {
  const request = generated.ClientRequest.encode({ id: 1, group: 1, export: { database: 'main' } })
  expect(refusal(() => decodeClientRequest(request.finish())).message).toMatch(/window/)
})

describe('lengths that lie', () => {
  // Field 1 or 2, length-delimited, with a varint length of four gigabytes less one, and one of 2^31-1.
  const claims = [
    [0xff, 0xff, 0xff, 0xff, 0x0f],
    [0xff, 0xff, 0xff, 0xff, 0x07],
  ]
  test.each(CODECS)('$name allocates nothing for them', ({ decode }) => {
    const before = process.memoryUsage().arrayBuffers
    for (const claim of claims) {
      for (let field = 1; field < 16; field++) {
        const bytes = Uint8Array.from([(field << 3) | 2, ...claim, 1, 2, 3])
        expect(refusal(() => decode(bytes)).code).toBe('MALFORMED')
      }
    }
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1024 * 1024)
  })
})

describe('floods of small fields', () => {
  const MANY = 1024 * 1024 + 1

  test('of empty messages are cut off', () => {
    // RaftFrame.messages, empty: two bytes each that would become an object of a dozen fields.
    const frame = new Uint8Array(MANY * 2)
    for (let i = 0; i < frame.length; i += 2) frame[i] = 0x12
    expect(refusal(() => decodeRaftFrame(frame)).message).toMatch(/too many fields/)
  })

  test('of packed integers are cut off', () => {
    const sessions = generated.EntryPayload.encode({
      keepSessions: { sessions: Array.from({ length: MANY }, () => 1) },
    }).finish()
    expect(refusal(() => decodeEntryPayload(sessions)).message).toMatch(/too many fields/)
  })

  test('are what a replicated state may be: it has as many sessions as the cluster', () => {
    const state = generated.ReplicatedState.encode({
      format: 2,
      confState: {},
      removedNodes: Array.from({ length: MANY }, () => 1),
    }).finish()
    expect(decodeReplicatedState(state).removedNodes).toHaveLength(MANY)
  })

  test('of nested groups do not exhaust the stack', () => {
    // Start-group tags of an unknown field: each would be one level deeper.
    const groups = new Uint8Array(1024 * 1024).fill((15 << 3) | 3)
    expect(refusal(() => decodeRaftFrame(groups)).code).toBe('MALFORMED')
  })
})

describe('integers', () => {
  const max = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f]

  test('of 2^53-1 are read exactly', () => {
    const { body } = decodeEntryPayload(withSession(max))
    expect(body).toEqual({ kind: 'closeSession', value: { session: Number.MAX_SAFE_INTEGER } })
  })

  test.each([
    ['2^53', [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10]],
    ['2^64-1', [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]],
    ['eleven bytes', [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00]],
  ])('of %s are refused', (_, varint) => {
    expect(refusal(() => decodeEntryPayload(withSession(varint))).code).toBe('MALFORMED')
  })

  /** EntryPayload.close_session (field 5) with this session. */
  function withSession(varint: number[]): Uint8Array {
    return Uint8Array.from([0x2a, varint.length + 1, 0x08, ...varint])
  }
})

describe('messages without sense', () => {
  test.each([
    ['a Raft message of unknown type', () => decodeRaftFrame(raftFrame({ type: 15 }))],
    ['a Raft message without type', () => decodeRaftFrame(raftFrame({}))],
    [
      'an entry of unknown type',
      () => decodeRaftFrame(raftFrame({ type: 5, entries: [{ type: 2 }] })),
    ],
    [
      'an entry beyond the last index',
      () => decodeRaftFrame(raftFrame({ type: 5, index: 2 ** 53 - 1, entries: [{}] })),
    ],
    [
      'a snapshot without a configuration',
      () => decodeRaftFrame(raftFrame({ type: 9, snapshot: { index: 1 } })),
    ],
    [
      'a state without a format',
      () => decodeReplicatedState(generated.ReplicatedState.encode({ confState: {} }).finish()),
    ],
    ['an empty recorded result', () => decodeRecordedResult(new Uint8Array(0))],
    [
      'a nonce that is too short',
      () =>
        decodeHandshakeFrame(
          generated.HandshakeFrame.encode({
            hello: { version: 1, nonce: new Uint8Array(31) },
          }).finish(),
        ),
    ],
    [
      'a proof that is too long',
      () =>
        decodeHandshakeFrame(
          generated.HandshakeFrame.encode({ proof: { mac: new Uint8Array(33) } }).finish(),
        ),
    ],
    [
      'a checksum of seven bytes',
      () =>
        decodeReplicatedState(
          generated.ReplicatedState.encode({
            format: 2,
            confState: {},
            databases: [{ checksum: new Uint8Array(7) }],
          }).finish(),
        ),
    ],
    [
      'a role that is none',
      () =>
        decodeClientRequest(
          generated.ClientRequest.encode({ changeRole: { nodeId: 1, role: 2 as never } }).finish(),
        ),
    ],
    [
      'a query without a statement',
      () => decodeClientRequest(generated.ClientRequest.encode({ query: {} }).finish()),
    ],
    [
      'text that is not UTF-8',
      () => decodeClientRequest(Uint8Array.from([0x82, 1, 5, 0x12, 3, 0x0a, 1, 0xff])),
    ],
  ])('%s is refused', (_, decode) => {
    expect(refusal(decode).code).toBe('MALFORMED')
  })

  test.each([
    ['an entry without a body', () => decodeEntryPayload(Uint8Array.from([0x08, 0x01]))],
    ['an entry with a body of unknown kind', () => decodeEntryPayload(Uint8Array.from([0x7a, 0]))],
    ...[1, 3].map((format): [string, () => unknown] => [
      `a state of format ${format}`,
      () =>
        decodeReplicatedState(generated.ReplicatedState.encode({ format, confState: {} }).finish()),
    ]),
  ])('%s is refused as of another version', (_, decode) => {
    expect(refusal(decode).code).toBe('FORMAT_VERSION')
  })

  function raftFrame(message: generated.RaftMessage.$Properties): Uint8Array {
    return generated.RaftFrame.encode({ group: 1, messages: [message] }).finish()
  }
})
