import {
  EntryType,
  NotLeaderError,
  ProposalDroppedError,
  type ConfState,
  type RawNode,
} from '@quorumlite/raft'
import { createVirtualClock, type VirtualClock } from '@quorumlite/transport'
import {
  QuorumliteError,
  decodeEntryPayload,
  decodeRecordedResult,
  encodeEntryPayload,
  encodeRecordedResult,
  errorToFailure,
  type EntryBody,
  type RequestKey,
} from '@quorumlite/wire'
import { beforeEach, describe, expect, test } from 'vitest'
// Internal to the package: its exports are for services and simulators.
import { Proposer } from '../../../../packages/node/src/consensus/proposer.ts'
import { ProposalTable } from '../../../../packages/node/src/consensus/proposal-table.ts'
import { PublishedIndex } from '../../../../packages/node/src/consensus/published-index.ts'
import { StoreFeed } from '../../../../packages/node/src/consensus/store-feed.ts'
import { ReplicatedState } from '../../../../packages/node/src/consensus/state/replicated-state.ts'
import { WriteCoordinator } from '../../../../packages/node/src/consensus/write-coordinator.ts'
import type { WriteOperation } from '../../../../packages/node/src/consensus/write-operation.ts'
import { DEFAULT_NODE_LIMITS } from '../../../../packages/node/src/limits.ts'

// One leader's writes against a log that the test writes and an SQL half that the test plays.

const CONF: ConfState = {
  voters: [1],
  learners: [],
  votersOutgoing: [],
  learnersNext: [],
  autoLeave: false,
}
const OK = encodeRecordedResult({ kind: 'ok', value: { results: [] } })

interface Asked {
  readonly command: { readonly kind: string }
  readonly answer: (report: object) => void
}

let clock: VirtualClock
let state: ReplicatedState
let published: PublishedIndex
let proposals: ProposalTable
let proposer: Proposer
let writes: WriteCoordinator
/** What the core accepted, in order: the log of this term. */
let log: { index: number; term: number; data: Uint8Array }[]
let role: 'leader' | 'follower' | 'full'
let term: number
let applied: number
let sent: { kind: string; [field: string]: unknown }[]
let asked: Asked[]
/** What the SQL half says that databases may still grow by. */
let growthBytes: number
let session: number

beforeEach(() => {
  clock = createVirtualClock()
  state = ReplicatedState.empty(new Uint8Array(16).fill(1), new Uint8Array(16).fill(2))
  published = new PublishedIndex(0)
  proposals = new ProposalTable()
  log = []
  role = 'leader'
  term = 1
  applied = 0
  sent = []
  asked = []
  growthBytes = Infinity
  const core = {
    propose: (data: Uint8Array) => {
      if (role === 'follower') throw new NotLeaderError(2)
      if (role === 'full') throw new ProposalDroppedError('uncommitted' as never)
      log.push({ index: log.length + 1, term, data })
      return log.length
    },
  }
  proposer = new Proposer(core as unknown as RawNode)
  const sql = {
    send: (command: { kind: string }) => sent.push(command),
    ask: (command: { kind: string }, answer: (report: object) => void) => {
      if (command.kind === 'measureMemory') answer({ kind: 'memory', growthBytes })
      if (command.kind === 'measureMemory') return 0
      asked.push({ command, answer })
      return asked.length
    },
  }
  writes = new WriteCoordinator({
    state: () => state,
    sql: sql as never,
    proposer,
    proposals,
    published,
    clock,
    feed: new StoreFeed(sql as never, (index) => log[index - 1]!.data),
    limits: {
      ...DEFAULT_NODE_LIMITS,
      partsInFlightMax: 2,
      pendingWritesMax: 4,
      pendingBytesMax: 1_000,
    },
    blank: () => ({
      kind: 'started',
      sqliteVersion: '',
      blankPage1: new Uint8Array(4096),
      blankChecksum: '0'.repeat(16),
    }),
    noRoom: () => undefined,
    notLeader: () => new QuorumliteError('NOT_LEADER', 'not here'),
    wake: () => undefined,
  })
  foreign({ kind: 'openSession', value: { ttlMs: 60_000 } })
  session = applied
  foreign({
    kind: 'createDatabase',
    value: {
      name: 'main',
      page1: new Uint8Array(4096),
      checksum: new Uint8Array(8),
      request: { session: 0, number: 0, acknowledgedFloor: 0 },
      ifNotExists: true,
    },
  })
  writes.beginTerm(term)
  sent = []
})
/** An entry that this node did not propose. */
function foreign(body: EntryBody, entryTerm = term): void {
  log.push({
    index: log.length + 1,
    term: entryTerm,
    data: encodeEntryPayload({ logClockMs: 0, body }),
  })
  applyAll()
}

/** Everything in the log is committed, applied and published. */
function applyAll(): void {
  while (applied < log.length) {
    const entry = { ...log[applied]!, type: EntryType.normal }
    const effect = state.apply(entry, () => CONF)
    writes.onApplied(entry, effect, true)
    applied++
  }
}

function publish(): void {
  published.advance(applied)
}

function key(number: number, over: Partial<RequestKey> = {}): RequestKey {
  return { session, number, acknowledgedFloor: 0, ...over }
}

interface Answers {
  readonly list: string[]
}

function submit(
  number: number,
  operation: Partial<WriteOperation> & { kind: string } = { kind: 'execute' },
): Answers {
  const list: string[] = []
  const batch = { database: 'main', statements: [], foreignKeysOff: false }
  const full = operation.kind === 'execute' ? { batch, ...operation } : operation
  writes.submit(key(number), full as WriteOperation, role === 'leader', (outcome) => {
    list.push(
      outcome.kind === 'failure' ? outcome.error.code : decodeRecordedResult(outcome.result).kind,
    )
  })
  return { list }
}

/** Page records that claim a page count and nothing else. */
function pages(bytes = 40): Uint8Array {
  const encoded = new Uint8Array(bytes)
  encoded[0] = 1
  encoded[4] = 2
  return encoded
}

/** The SQL half ran the nth thing it was asked. */
function executed(nth: number, over: object = {}): void {
  asked[nth]!.answer({
    kind: 'executed',
    ticket: nth,
    database: 1,
    epoch: 0,
    term,
    speculation: nth + 1,
    pages: pages(),
    inParts: false,
    pageCount: 2,
    checksum: '0'.repeat(16),
    result: OK,
    ...over,
  })
}

const kinds = (): string[] => sent.map(({ kind }) => kind)

describe('a write', () => {
  test('is answered when its entry is published, not when it ran and not when it is applied', () => {
    const answers = submit(1)
    executed(0)
    proposer.flush()
    expect(answers.list).toEqual([])
    applyAll()
    expect(answers.list).toEqual([])
    publish()
    expect(answers.list).toEqual(['ok'])
  })

  test('that failed in SQL, or wrote nothing, becomes an entry all the same', () => {
    submit(1)
    const failure = encodeRecordedResult({
      kind: 'failure',
      value: errorToFailure(new QuorumliteError('SQL_ERROR', 'no')),
    })
    executed(0, { pages: new Uint8Array(0), speculation: 0, result: failure })
    proposer.flush()
    const { body } = decodeEntryPayload(log.at(-1)!.data)
    expect(body).toMatchObject({ kind: 'commit', value: { request: key(1), baseSequence: 0 } })
    applyAll()
    expect(state.sessions.lookup(session, 1).kind).toBe('settled')
    expect(kinds()).toEqual([])
  })

  test('publishes the speculation that it was', () => {
    submit(1)
    executed(0)
    proposer.flush()
    applyAll()
    expect(sent).toEqual([{ kind: 'publishCommit', database: 1, speculation: 1 }])
  })

  test('builds on the one before it, published or not', () => {
    submit(1)
    submit(2)
    executed(0)
    executed(1)
    proposer.flush()
    const bases = log.slice(-2).map(({ data }) => {
      const { body } = decodeEntryPayload(data)
      return body.kind === 'commit' ? body.value.baseSequence : undefined
    })
    expect(bases).toEqual([0, 1])
  })

  test('joins the copy that is in flight, and both are answered once', () => {
    const first = submit(1)
    const second = submit(1)
    expect(asked).toHaveLength(1)
    executed(0)
    proposer.flush()
    applyAll()
    publish()
    const third = submit(1)
    expect([first.list, second.list, third.list]).toEqual([['ok'], ['ok'], ['ok']])
    expect(asked).toHaveLength(1)
  })

  test('of a session that expired while it ran is void, and its sender is told', () => {
    const answers = submit(1)
    const behind = submit(2, { kind: 'execute' })
    executed(0)
    executed(1)
    foreign({ kind: 'closeSession', value: { session } })
    proposer.flush()
    applyAll()
    publish()
    expect(answers.list).toEqual(['SESSION_EXPIRED'])
    expect(behind.list).toEqual(['SESSION_EXPIRED'])
    expect(kinds()).toEqual(['abortSpeculation'])
    expect(writes.pendingCount).toBe(0)
  })

  test('on top of one that became void is run again, in a new epoch', () => {
    foreign({ kind: 'openSession', value: { ttlMs: 60_000 } })
    const other = applied
    const doomed: string[] = []
    const batch = { database: 'main', statements: [], foreignKeysOff: false }
    writes.submit(
      { session: other, number: 1, acknowledgedFloor: 0 },
      { kind: 'execute', batch },
      true,
      (outcome) => {
        doomed.push(outcome.kind === 'failure' ? outcome.error.code : 'recorded')
      },
    )
    const answers = submit(1)
    executed(0)
    executed(1)
    foreign({ kind: 'closeSession', value: { session: other } })
    proposer.flush()
    applyAll()
    expect(kinds()).toEqual(['abortSpeculation'])
    expect(asked).toHaveLength(3)
    executed(2, { epoch: 1 })
    proposer.flush()
    applyAll()
    publish()
    expect(doomed).toEqual(['SESSION_EXPIRED'])
    expect(answers.list).toEqual(['ok'])
    expect(sent.at(-1)).toEqual({ kind: 'publishCommit', database: 1, speculation: 3 })
  })

  test('that ran before the abort of its epoch is run again, a commit is lost', () => {
    const answers = submit(1)
    const commit = submit(2, { kind: 'commit', transaction: 7, database: 1 } as never)
    foreign(foreignCommit(0))
    executed(0)
    executed(1)
    expect(asked).toHaveLength(3)
    expect(answers.list).toEqual([])
    expect(commit.list).toEqual(['TRANSACTION_LOST'])
  })

  test('to a database that is dropped meanwhile is told so', () => {
    const running = submit(1)
    const proposed = submit(2)
    executed(1)
    foreign({
      kind: 'dropDatabase',
      value: {
        name: 'main',
        request: { session: 0, number: 0, acknowledgedFloor: 0 },
        ifExists: false,
      },
    })
    executed(0)
    proposer.flush()
    applyAll()
    publish()
    expect(running.list).toEqual(['DATABASE_NOT_FOUND'])
    expect(proposed.list).toEqual(['DATABASE_NOT_FOUND'])
    expect(kinds()).toEqual(['dropStore'])
  })

  test('to a database that is not there is settled, so that no late copy runs in one of that name', () => {
    const batch = { database: 'other', statements: [], foreignKeysOff: false }
    const refused = submit(1, { kind: 'execute', batch })
    expect(refused.list).toEqual([])
    proposer.flush()
    applyAll()
    publish()
    expect(refused.list).toEqual(['DATABASE_NOT_FOUND'])
    expect(state.sessions.lookup(session, 1).kind).toBe('settled')
    expect(submit(1, { kind: 'execute', batch }).list).toEqual(['notExecuted'])
  })

  test('too many, or too large together, are refused; a single large one is not', () => {
    const large = { kind: 'import' as const, database: 'main', file: new Uint8Array(900) }
    expect(submit(1, large).list).toEqual([])
    expect(submit(2, large).list).toEqual(['TOO_MANY_REQUESTS'])
    for (const number of [3, 4, 5]) expect(submit(number).list).toEqual([])
    expect(submit(6).list).toEqual(['TOO_MANY_REQUESTS'])
    asked[0]!.answer({
      kind: 'refused',
      ticket: 0,
      failure: errorToFailure(new QuorumliteError('DATABASE_NOT_FOUND', 'it is gone')),
    })
    expect(submit(2, large).list).toEqual([])
    writes.endTerm()
    writes.beginTerm(term)
    expect(submit(1, { ...large, file: new Uint8Array(5_000) }).list).toEqual([])
  })
})

/** A commit of the session, as another leader would have made it. */
function foreignCommit(baseSequence: number, number = 100): EntryBody {
  const value = {
    database: 1,
    term,
    request: key(number),
    result: OK,
    baseSequence,
    pages: pages(),
    parts: 0,
    commitId: 0,
  }
  return { kind: 'commit', value }
}

describe('a committed entry', () => {
  test('that is not the lowest speculation ends the speculation, and then its bytes are applied', () => {
    submit(1)
    executed(0)
    foreign(foreignCommit(0))
    expect(kinds()).toEqual(['abortSpeculation', 'applyCommit'])
  })

  test('at the index of a proposal, but of another term, is not that proposal', () => {
    const answers = submit(1)
    executed(0)
    proposer.flush()
    // Another leader's entry took its place in the log before this node noticed that it had lost its own.
    log.pop()
    term = 2
    foreign(foreignCommit(0), 2)
    expect(kinds()).toEqual(['abortSpeculation', 'applyCommit'])
    publish()
    expect(answers.list).toEqual([])
    writes.endTerm()
    expect(answers.list).toEqual(['NOT_LEADER'])
  })

  test('on a node that does not lead is applied, without an abort', () => {
    writes.endTerm()
    sent = []
    foreign(foreignCommit(0))
    expect(kinds()).toEqual(['applyCommit'])
  })
})

describe('the end of a term', () => {
  test('answers everybody once, proposes nothing more, and ends the speculation', () => {
    const running = submit(1)
    const proposed = submit(2)
    executed(1)
    writes.closeQueues()
    const held = submit(3)
    writes.endTerm()
    expect([running.list, proposed.list, held.list]).toEqual([
      ['NOT_LEADER'],
      ['NOT_LEADER'],
      ['NOT_LEADER'],
    ])
    expect(sent).toEqual([{ kind: 'setLeading', term: 0, epochs: [{ database: 1, epoch: 1 }] }])
    const before = log.length
    proposer.flush()
    expect(log.length).toBe(before)
    // What the SQL half had under way comes back, and comes too late.
    executed(0)
    proposer.flush()
    expect(log.length).toBe(before)
    expect(running.list).toHaveLength(1)
  })

  test('leaves what is in the log to be settled: a copy is answered by its record', () => {
    const answers = submit(1)
    executed(0)
    proposer.flush()
    writes.endTerm()
    sent = []
    applyAll()
    publish()
    expect(answers.list).toEqual(['NOT_LEADER'])
    expect(kinds()).toEqual(['applyCommit'])
    expect(submit(1).list).toEqual(['ok'])
  })

  test('keeps executions of the old term out of the next', () => {
    submit(1)
    writes.endTerm()
    term = 2
    expect(() => writes.beginTerm(2)).toThrow('an entry of the term is applied')
    foreign({ kind: 'keepSessions', value: { sessions: [] } })
    writes.beginTerm(2)
    executed(0, { term: 1 })
    const before = log.length
    proposer.flush()
    expect(log.length).toBe(before)
    // Its sender was told to ask again: it must not run behind his back.
    expect(asked).toHaveLength(1)
  })

  test('noticed by the core first drops the queue of proposals', () => {
    submit(1)
    executed(0)
    const before = log.length
    role = 'follower'
    proposer.flush()
    expect(log.length).toBe(before)
    expect(proposer.isEmpty).toBe(true)
  })
})

describe('before a term has begun', () => {
  beforeEach(() => {
    writes.endTerm()
    asked = []
    sent = []
  })

  test('a follower refuses, and a leader that is being elected keeps the write until it knows everything', () => {
    role = 'follower'
    expect(submit(1).list).toEqual(['NOT_LEADER'])
    role = 'leader'
    const unknown = submit(1)
    const known = submit(100)
    expect(asked).toEqual([])
    foreign(foreignCommit(0))
    publish()
    writes.beginTerm(term)
    expect(known.list).toEqual(['ok'])
    expect(unknown.list).toEqual([])
    expect(asked).toHaveLength(1)
  })

  test('writes of unknown sessions are refused when it begins', () => {
    const answers: string[] = []
    const batch = { database: 'main', statements: [], foreignKeysOff: false }
    writes.submit(
      { session: 999, number: 1, acknowledgedFloor: 0 },
      { kind: 'execute', batch },
      true,
      (outcome) => {
        answers.push(outcome.kind === 'failure' ? outcome.error.code : 'recorded')
      },
    )
    writes.beginTerm(term)
    expect(answers).toEqual(['SESSION_EXPIRED'])
  })
})

describe('a transfer of the leadership', () => {
  test('holds new writes, lets those in flight and commits through, and goes on if it fails', () => {
    submit(1)
    writes.closeQueues()
    const held = submit(2)
    submit(3, { kind: 'commit', transaction: 7, database: 1 } as never)
    expect(asked.map(({ command }) => command.kind)).toEqual(['execute', 'commit'])
    expect(writes.isDrained).toBe(false)
    executed(0)
    executed(1, { pages: new Uint8Array(0), speculation: 0 })
    proposer.flush()
    applyAll()
    expect(writes.isDrained).toBe(true)
    expect(held.list).toEqual([])
    writes.reopenQueues()
    expect(asked.map(({ command }) => command.kind)).toEqual(['execute', 'commit', 'execute'])
  })
})

describe('the outcome of a number', () => {
  test('that nobody knows is proposed as not executed; a late copy hears that', () => {
    const outcome = submit(1, { kind: 'outcome' })
    const late = submit(1)
    expect(asked).toEqual([])
    proposer.flush()
    applyAll()
    publish()
    expect(outcome.list).toEqual(['notExecuted'])
    expect(late.list).toEqual(['notExecuted'])
    expect(submit(1).list).toEqual(['notExecuted'])
    expect(asked).toEqual([])
  })
})

describe('proposals that the core does not take yet', () => {
  test('wait in order, and are not proposed twice', () => {
    submit(1)
    executed(0)
    submit(2)
    executed(1)
    const before = log.length
    role = 'full'
    proposer.flush()
    expect(log.length).toBe(before)
    role = 'leader'
    proposer.flush()
    proposer.flush()
    expect(log.length).toBe(before + 2)
    applyAll()
    expect(kinds()).toEqual(['publishCommit', 'publishCommit'])
  })
})

describe('a commit that is larger than an entry', () => {
  const bodies = (from: number): string[] =>
    log.slice(from).map(({ data }) => decodeEntryPayload(data).body.kind)
  const begin = (): void => {
    submit(1)
    executed(0, { inParts: true, pages: new Uint8Array(0) })
    proposer.flush()
  }
  /** Answers the request for a part that was asked last, and lets the loop turn. */
  const part = (): void => {
    const { command, answer } = asked.at(-1)!
    expect(command).toMatchObject({ kind: 'encodePart', database: 1, speculation: 1 })
    answer({ kind: 'encodedPart', part: new Uint8Array(50), header: undefined })
    proposer.flush()
  }
  const end = (): void => {
    const last = asked.findLast(({ command }) => command.kind === 'encodePart')!
    last.answer({ kind: 'encodedPart', part: undefined, header: pages() })
    proposer.flush()
  }

  test('is asked for part by part, as far as parts are applied, and published when it is whole', () => {
    const before = log.length
    begin()
    part()
    part()
    expect(asked.length).toBe(3)
    proposer.flush()
    expect(asked.length, 'two parts are in flight').toBe(3)
    applyAll()
    proposer.flush()
    expect(asked.length).toBe(4)
    part()
    end()
    expect(kinds(), 'nothing of it is staged where it was executed').toEqual([])
    applyAll()
    expect(bodies(before)).toEqual(['part', 'part', 'part', 'commit'])
    expect(kinds()).toEqual(['publishCommit'])
  })

  test('lets others pass, but for those of its database', () => {
    begin()
    part()
    submit(2)
    executed(asked.length - 1, { speculation: 2, ticket: 3 })
    submit(3, { kind: 'outcome' })
    const before = log.length
    proposer.flush()
    expect(bodies(before)).toEqual(['notExecuted'])
    end()
    expect(bodies(before)).toEqual(['notExecuted', 'commit', 'commit'])
  })

  test('whose speculation is lost ends as what cannot be complete, and runs again', () => {
    const answers = submit(1)
    executed(0, { inParts: true, pages: new Uint8Array(0) })
    proposer.flush()
    part()
    asked.at(-1)!.answer({ kind: 'refused', failure: errorToFailure(new Error('gone')) })
    proposer.flush()
    applyAll()
    expect(state.checkpointLimit).toBe(state.appliedIndex)
    expect(answers.list).toEqual([])
    expect(asked.at(-1)!.command.kind).toBe('execute')
  })

  const foreignPart = (ordinal: number): EntryBody => ({
    kind: 'part',
    value: { database: 1, term, commitId: 9, ordinal, pages: new Uint8Array(50) },
  })
  const foreignEnd = (parts: number): EntryBody => {
    const body = foreignCommit(0) as Extract<EntryBody, { kind: 'commit' }>
    return { kind: 'commit', value: { ...body.value, parts, commitId: 9 } }
  }

  test('of another leader is staged as its parts are applied', () => {
    writes.endTerm()
    sent = []
    foreign(foreignPart(0))
    foreign(foreignPart(1))
    foreign(foreignEnd(2))
    expect(sent).toMatchObject([
      { kind: 'stagePart', first: true },
      { kind: 'stagePart', first: false },
      { kind: 'applyStaged', verify: true },
    ])
  })

  test('that will not be completed is dropped where it was staged', () => {
    writes.endTerm()
    sent = []
    foreign(foreignPart(0))
    foreign({ kind: 'keepSessions', value: { sessions: [] } }, 2)
    expect(kinds()).toEqual(['stagePart', 'dropStaged'])
  })

  test('is caught up with from the log by a leader that loses its office in between', () => {
    begin()
    part()
    part()
    applyAll()
    expect(kinds()).toEqual([])
    proposer.flush()
    end()
    writes.endTerm()
    sent = []
    applyAll()
    expect(kinds()).toEqual(['stagePart', 'stagePart', 'applyStaged'])
  })
})

describe('the log clock', () => {
  const clockOf = (): number => decodeEntryPayload(log.at(-1)!.data).logClockMs

  test('goes on from the last entry with the leader’s own time, whatever the wall says', async () => {
    state.logClockMs = 5_000
    writes.endTerm()
    clock.shiftWall(24 * 3_600_000)
    await clock.advance(700)
    writes.beginTerm(term)
    await clock.advance(300)
    submit(1, { kind: 'outcome' })
    proposer.flush()
    expect(clockOf()).toBe(5_300)
  })
})
