import {
  ConfChangeType,
  EntryType,
  encodeConfChange,
  singleConfChange,
  type ConfState,
  type Entry,
} from '@quorumlite/raft'
import {
  DATABASES_MAX,
  DATABASE_PAGES_DEFAULT,
  decodeRecordedResult,
  encodeEntryPayload,
  encodeMember,
  encodeRecordedResult,
  type EntryBody,
  type RequestKey,
} from '@quorumlite/wire'
import { beforeEach, describe, expect, test } from 'vitest'
// The state is internal to the package: its exports are for services and simulators.
import {
  ReplicatedState,
  type Effect,
} from '../../../../packages/node/src/consensus/state/replicated-state.ts'

const CONF: ConfState = {
  voters: [1],
  learners: [],
  votersOutgoing: [],
  learnersNext: [],
  autoLeave: false,
}
const OK = encodeRecordedResult({ kind: 'ok', value: { results: [] } })
const TTL_MS = 60_000

let state: ReplicatedState
let index: number
let term: number
let clockMs: number

beforeEach(() => {
  state = ReplicatedState.empty(new Uint8Array(16).fill(7), new Uint8Array(16).fill(8))
  index = 0
  term = 1
  clockMs = 1_000
})

function append(body: EntryBody, logClockMs = clockMs): Effect {
  return applyData(encodeEntryPayload({ logClockMs, body }))
}

function applyData(data: Uint8Array, type: Entry['type'] = EntryType.normal): Effect {
  return state.apply({ index: ++index, term, type, data }, () => CONF)
}

/** Page records that claim a page count and a checksum; nobody here looks further than the header. */
function pages(pageCount: number, checksum: number, bytes = 40): Uint8Array {
  const encoded = new Uint8Array(bytes)
  const view = new DataView(encoded.buffer)
  view.setUint8(0, 1)
  view.setUint32(4, pageCount, true)
  view.setUint32(24, checksum, true)
  return encoded
}

function create(name: string): number {
  append({
    kind: 'createDatabase',
    value: {
      name,
      page1: new Uint8Array(4096),
      checksum: new Uint8Array(8),
      request: key(0, 0),
      ifNotExists: true,
    },
  })
  return state.catalogue.find(name)!.id
}

function openSession(): number {
  append({ kind: 'openSession', value: { ttlMs: TTL_MS } })
  return index
}

function key(session: number, number: number, acknowledgedFloor = 1): RequestKey {
  return { session, number, acknowledgedFloor }
}

function commit(
  database: number,
  request: RequestKey,
  baseSequence: number,
  over: object = {},
): Effect {
  const value = {
    database,
    term,
    request,
    result: OK,
    baseSequence,
    pages: pages(2, baseSequence + 1),
    parts: 0,
    commitId: 0,
    ...over,
  }
  return append({ kind: 'commit', value })
}

describe('commits', () => {
  test('change sequence, checksum and page count, and record their request', () => {
    const database = create('main')
    const session = openSession()
    expect(commit(database, key(session, 1), 0).kind).toBe('committed')
    expect(state.catalogue.get(database)).toMatchObject({
      sequence: 1,
      pageCount: 2,
      checksum: '0000000000000001',
    })
    expect(state.sessions.lookup(session, 1)).toMatchObject({ kind: 'settled', request: { index } })
  })

  test('with another base are the same no-op everywhere, and do not record their request', () => {
    const database = create('main')
    const session = openSession()
    expect(commit(database, key(session, 1), 1)).toMatchObject({
      kind: 'void',
      reason: 'baseMismatch',
    })
    expect(state.catalogue.get(database)?.sequence).toBe(0)
    expect(state.sessions.lookup(session, 1).kind).toBe('new')
    expect(commit(database, key(session, 1), 0).kind).toBe('committed')
  })

  test('that wrote no page still must stand on the base they were executed on', () => {
    const database = create('main')
    const session = openSession()
    const nothing = { pages: new Uint8Array(0) }
    expect(commit(database, key(session, 1), 3, nothing)).toMatchObject({ reason: 'baseMismatch' })
    expect(commit(database, key(session, 1), 0, nothing)).toMatchObject({
      kind: 'committed',
      pages: undefined,
    })
    expect(state.catalogue.get(database)?.sequence).toBe(0)
  })

  test('executed in another term than they were proposed in are void', () => {
    const database = create('main')
    const session = openSession()
    term = 5
    expect(commit(database, key(session, 1), 0, { term: 4 })).toMatchObject({
      reason: 'termMismatch',
    })
  })

  test('of a settled number are void: a request runs once', () => {
    const database = create('main')
    const session = openSession()
    commit(database, key(session, 1), 0)
    expect(commit(database, key(session, 1), 1)).toMatchObject({ reason: 'alreadySettled' })
    expect(state.catalogue.get(database)?.sequence).toBe(1)
  })

  test('below the acknowledged floor are void, also after their record is forgotten', () => {
    const database = create('main')
    const session = openSession()
    commit(database, key(session, 1), 0)
    commit(database, key(session, 2, 2), 1)
    expect(state.sessions.lookup(session, 1).kind).toBe('belowFloor')
    expect(commit(database, key(session, 1), 2)).toMatchObject({ reason: 'alreadySettled' })
  })

  test('of an unknown session or database are void', () => {
    const database = create('main')
    const session = openSession()
    expect(commit(database, key(session + 99, 1), 0)).toMatchObject({ reason: 'unknownSession' })
    expect(commit(database + 99, key(session, 1), 0)).toMatchObject({ reason: 'unknownDatabase' })
  })
})

describe('a number settled as not executed', () => {
  test('can never be executed by a late copy of the request', () => {
    const database = create('main')
    const session = openSession()
    append({ kind: 'notExecuted', value: { request: key(session, 1) } })
    expect(commit(database, key(session, 1), 0)).toMatchObject({ reason: 'alreadySettled' })
    const lookup = state.sessions.lookup(session, 1)
    expect(lookup.kind === 'settled' && decodeRecordedResult(lookup.request.result).kind).toBe(
      'notExecuted',
    )
  })

  test('that was executed before keeps its result', () => {
    const database = create('main')
    const session = openSession()
    commit(database, key(session, 1), 0)
    append({ kind: 'notExecuted', value: { request: key(session, 1) } })
    const lookup = state.sessions.lookup(session, 1)
    expect(lookup.kind === 'settled' && decodeRecordedResult(lookup.request.result).kind).toBe('ok')
  })
})

describe('commits in parts', () => {
  const part = (database: number, ordinal: number): Effect =>
    append({
      kind: 'part',
      value: { database, term, commitId: 1, ordinal, pages: new Uint8Array(60) },
    })
  const last = { pages: pages(3, 9), parts: 2, commitId: 1 }

  test('apply with their last entry only, and say where their parts are', () => {
    const database = create('main')
    const session = openSession()
    expect(part(database, 0)).toMatchObject({ kind: 'part', parted: { indexes: [index] } })
    expect(state.checkpointLimit).toBe(index - 1)
    append({ kind: 'keepSessions', value: { sessions: [session] } })
    part(database, 1)
    expect(state.catalogue.get(database)?.sequence).toBe(0)
    const effect = commit(database, key(session, 1), 0, last)
    expect(effect).toMatchObject({
      kind: 'committed',
      parted: { indexes: [index - 3, index - 1] },
    })
    expect(state.catalogue.get(database)).toMatchObject({ sequence: 1, pageCount: 3 })
    expect(state.checkpointLimit).toBe(index)
    expect(state.parts.takeForgotten()).toEqual([])
  })

  test('are thrown away at the first entry of a later term', () => {
    const database = create('main')
    const session = openSession()
    part(database, 0)
    term = 2
    part(database, 1)
    expect(commit(database, key(session, 1), 0, last)).toMatchObject({ reason: 'incompleteParts' })
    expect(state.checkpointLimit).toBe(index)
  })

  test('with a missing part are void', () => {
    const database = create('main')
    const session = openSession()
    part(database, 1)
    expect(commit(database, key(session, 1), 0, last)).toMatchObject({ reason: 'incompleteParts' })
  })

  test('are void when another commit of the database came in between', () => {
    const database = create('main')
    const session = openSession()
    part(database, 0)
    commit(database, key(session, 1), 0)
    expect(state.parts.takeForgotten()).toEqual([database])
    part(database, 1)
    expect(commit(database, key(session, 2), 1, last)).toMatchObject({ reason: 'incompleteParts' })
  })

  test('that are refused for another reason leave nothing waiting', () => {
    const database = create('main')
    part(database, 0)
    part(database, 1)
    expect(commit(database, key(99, 1), 0, last)).toMatchObject({ reason: 'unknownSession' })
    expect(state.checkpointLimit).toBe(index)
    expect(state.parts.takeForgotten()).toEqual([database])
  })

  test('go with their database', () => {
    const database = create('main')
    part(database, 0)
    append({
      kind: 'dropDatabase',
      value: { name: 'main', request: key(0, 0), ifExists: false },
    })
    expect(state.checkpointLimit).toBe(index)
    expect(part(database, 1)).toEqual({ kind: 'none' })
  })
})

describe('the log clock', () => {
  test('expires sessions, never goes back, and is the only clock that does', () => {
    const session = openSession()
    append({ kind: 'keepSessions', value: { sessions: [session] } }, clockMs + TTL_MS - 1)
    append({ kind: 'keepSessions', value: { sessions: [] } }, 0)
    expect(state.logClockMs).toBe(clockMs + TTL_MS - 1)
    append({ kind: 'keepSessions', value: { sessions: [] } }, clockMs + 2 * TTL_MS - 2)
    expect(state.sessions.has(session)).toBe(true)
    append({ kind: 'keepSessions', value: { sessions: [] } }, clockMs + 2 * TTL_MS - 1)
    expect(state.sessions.has(session)).toBe(false)
  })
})

describe('databases', () => {
  test('are copied with what the source has at that entry, once for each number', () => {
    const source = create('a')
    const session = openSession()
    commit(source, key(session, 1), 0)
    const value = { source: 'a', name: 'b', request: key(session, 2), ifNotExists: false }
    const effect = append({ kind: 'copyDatabase', value })
    const copy = state.catalogue.find('b')!
    expect(effect).toEqual({ kind: 'copied', database: copy, source: state.catalogue.get(source) })
    const { checksum, pageCount, family } = state.catalogue.get(source)!
    expect(copy).toEqual({
      id: source + 1,
      name: 'b',
      sequence: 0,
      checksum,
      pageCount,
      createdIndex: index,
      family,
      pagesMax: 0,
    })
    expect(append({ kind: 'copyDatabase', value })).toMatchObject({ kind: 'void' })
    commit(source, key(session, 3), 1)
    expect(copy.checksum).toBe(checksum)
    expect(ReplicatedState.decode(state.encode()).catalogue.find('b')).toEqual(copy)
  })

  test('are not copied under a name that is taken, nor from one that is not there', () => {
    create('a')
    create('b')
    const session = openSession()
    let number = 0
    const copied = (source: string, name: string, ifNotExists = false): string => {
      const request = key(session, ++number)
      const body = { kind: 'copyDatabase', value: { source, name, request, ifNotExists } } as const
      expect(append(body)).toEqual({ kind: 'none' })
      const lookup = state.sessions.lookup(session, number)
      if (lookup.kind !== 'settled') throw new Error('it is settled')
      const result = decodeRecordedResult(lookup.request.result)
      return result.kind === 'failure' ? result.value.code : result.kind
    }
    expect(copied('a', 'b')).toBe('DATABASE_EXISTS')
    expect(copied('a', 'b', true)).toBe('ok')
    expect(copied('none', 'c')).toBe('DATABASE_NOT_FOUND')
    expect(state.catalogue.size).toBe(2)
  })

  test('have limits of size that the log sets, checkpoints keep, and copies take over', () => {
    const source = create('a')
    const session = openSession()
    let number = 0
    const limit = (database: string, pagesMax: number): Effect =>
      append({
        kind: 'setSizeLimit',
        value: { database, pagesMax, request: key(session, ++number) },
      })
    const limitOf = (name: string, { catalogue } = state): number =>
      catalogue.pagesMaxOf(catalogue.find(name)!)
    expect(limitOf('a')).toBe(DATABASE_PAGES_DEFAULT)
    expect(limit('', 100)).toEqual({ kind: 'limited', database: 0, pagesMax: 100 })
    expect(limitOf('a')).toBe(100)
    expect(limit('a', 50)).toEqual({ kind: 'limited', database: source, pagesMax: 50 })
    const value = { source: 'a', name: 'b', request: key(session, ++number), ifNotExists: false }
    append({ kind: 'copyDatabase', value })
    create('c')
    expect(['a', 'b', 'c'].map((name) => limitOf(name))).toEqual([50, 50, 100])
    expect(limit('none', 7)).toEqual({ kind: 'none' })
    const decoded = ReplicatedState.decode(state.encode())
    expect(['a', 'b', 'c'].map((name) => limitOf(name, decoded))).toEqual([50, 50, 100])
    expect(limit('a', 0)).toMatchObject({ kind: 'limited' })
    expect(limitOf('a')).toBe(100)
    expect(limit('', 0)).toMatchObject({ kind: 'limited' })
    expect(['a', 'b', 'c'].map((name) => limitOf(name))).toEqual([
      DATABASE_PAGES_DEFAULT,
      50,
      DATABASE_PAGES_DEFAULT,
    ])
  })

  test('have their limits set once for each number', () => {
    create('a')
    const session = openSession()
    const body = (pagesMax: number, number: number): EntryBody => ({
      kind: 'setSizeLimit',
      value: { database: 'a', pagesMax, request: key(session, number) },
    })
    append(body(10, 1))
    append(body(20, 2))
    expect(append(body(10, 1))).toMatchObject({ kind: 'void', reason: 'alreadySettled' })
    expect(state.catalogue.find('a')).toMatchObject({ pagesMax: 20 })
  })

  test('that are larger than they may be are not copied', () => {
    const source = create('a')
    const session = openSession()
    commit(source, key(session, 1), 0)
    const pageCount = state.catalogue.get(source)!.pageCount
    expect(pageCount).toBeGreaterThan(1)
    const value = { database: 'a', pagesMax: pageCount - 1, request: key(session, 2) }
    append({ kind: 'setSizeLimit', value })
    const request = key(session, 3)
    const copy = { source: 'a', name: 'b', request, ifNotExists: false }
    expect(append({ kind: 'copyDatabase', value: copy })).toEqual({ kind: 'none' })
    const lookup = state.sessions.lookup(session, 3)
    if (lookup.kind !== 'settled') throw new Error('it is settled')
    expect(decodeRecordedResult(lookup.request.result)).toMatchObject({
      kind: 'failure',
      value: { code: 'DATABASE_FULL' },
    })
    expect(state.catalogue.size).toBe(1)
  })

  test('are so many and no more', () => {
    for (let i = 0; i < DATABASES_MAX; i++) create(`d${i}`)
    const session = openSession()
    const page1 = new Uint8Array(4096)
    const request = key(session, 1)
    const value = { name: 'more', page1, checksum: new Uint8Array(8), request, ifNotExists: true }
    expect(append({ kind: 'createDatabase', value })).toEqual({ kind: 'none' })
    expect(state.catalogue.find('more')).toBeUndefined()
  })

  test('have ids that are never reused', () => {
    const first = create('a')
    append({ kind: 'dropDatabase', value: { name: 'a', request: key(0, 0), ifExists: false } })
    expect(create('a')).toBe(first + 1)
  })

  test('of a taken name are refused in the record, or accepted with ifNotExists', () => {
    create('a')
    const session = openSession()
    const value = { name: 'a', page1: new Uint8Array(4096), checksum: new Uint8Array(8) }
    append({
      kind: 'createDatabase',
      value: { ...value, request: key(session, 1), ifNotExists: false },
    })
    append({
      kind: 'createDatabase',
      value: { ...value, request: key(session, 2), ifNotExists: true },
    })
    const kinds = [1, 2].map((number) => {
      const lookup = state.sessions.lookup(session, number)
      return lookup.kind === 'settled' && decodeRecordedResult(lookup.request.result).kind
    })
    expect(kinds).toEqual(['failure', 'ok'])
  })
})

describe('members', () => {
  test('keep their ids for ever: a removed id is known as removed and never given again', () => {
    const member = {
      nodeId: 4,
      peerId: 'p',
      storageId: 's',
      addresses: ['/ip4/127.0.0.1/tcp/1'],
      name: 'n',
    }
    applyData(
      encodeConfChange(singleConfChange(ConfChangeType.addLearner, 4, encodeMember(member))),
      EntryType.confChange,
    )
    expect(state.membership.get(4)).toEqual(member)
    expect(state.membership.nextNodeId).toBe(5)
    applyData(encodeConfChange(singleConfChange(ConfChangeType.remove, 4)), EntryType.confChange)
    expect(state.membership.get(4)).toBeUndefined()
    expect(state.membership.isRemoved(4)).toBe(true)
    expect(state.membership.nextNodeId).toBe(5)
  })
})

test('survives encoding whole: sessions, records, floors, databases, members, clocks', () => {
  const database = create('main')
  const session = openSession()
  commit(database, key(session, 3, 3), 0)
  const member = { nodeId: 2, peerId: 'p', storageId: 's', addresses: [], name: '' }
  state.membership.put(member)
  state.membership.remove(2)
  const copy = ReplicatedState.decode(state.encode())
  expect([...copy.encode()]).toEqual([...state.encode()])
  expect(copy.sessions.lookup(session, 3).kind).toBe('settled')
  expect(copy.sessions.lookup(session, 2).kind).toBe('belowFloor')
  expect(copy.membership.isRemoved(2)).toBe(true)
  expect(copy.catalogue.nextId).toBe(state.catalogue.nextId)
})
