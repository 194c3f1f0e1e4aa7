// Arbitrary messages of every kind, for the properties that all codecs share.

import type { ConfState, Message, MessageType, Snapshot } from '@quorumlite/raft'
import type {
  ClientRequest,
  ClientRequestBodies,
  ClientResponse,
  ClientResponseBodies,
  DatabaseState,
  EntryBodies,
  EntryPayload,
  ExecuteBatch,
  Failure,
  HandshakeFrame,
  Member,
  Parameters,
  Position,
  RaftFrame,
  Recorded,
  RecordedResult,
  ReplicatedState,
  RequestKey,
  SnapshotFrame,
  Statement,
  StatementResult,
  WriteOperations,
  WriteRequest,
} from '@quorumlite/wire'
import fc, { type Arbitrary } from 'fast-check'

/** Small numbers and the edges of what varints and safe integers can hold. */
export const natural: Arbitrary<number> = fc.oneof(
  fc.nat(300),
  fc.maxSafeNat(),
  fc.constantFrom(
    0,
    127,
    128,
    2 ** 28 - 1,
    2 ** 28,
    2 ** 31,
    2 ** 32 - 1,
    2 ** 32,
    2 ** 49,
    2 ** 53 - 1,
  ),
)
export const uint32: Arbitrary<number> = fc.oneof(fc.nat(300), fc.nat(2 ** 32 - 1))
export const text: Arbitrary<string> = fc.string({ unit: 'binary', maxLength: 200 })
export const bytes: Arbitrary<Uint8Array> = fc.uint8Array({ maxLength: 300 })
const flag = fc.boolean()
const list = <Item>(item: Arbitrary<Item>): Arbitrary<Item[]> => fc.array(item, { maxLength: 5 })
const bytesOf = (length: number): Arbitrary<Uint8Array> =>
  fc.uint8Array({ minLength: length, maxLength: length })

export const confState: Arbitrary<ConfState> = fc.record({
  voters: list(natural),
  learners: list(natural),
  votersOutgoing: list(natural),
  learnersNext: list(natural),
  autoLeave: flag,
})

const snapshot: Arbitrary<Snapshot> = fc.record({
  metadata: fc.record({ index: natural, term: natural, confState }),
})

export const raftMessage: Arbitrary<Message> = fc
  .record({
    type: fc.integer({ min: 1, max: 14 }) as Arbitrary<MessageType>,
    from: natural,
    to: natural,
    term: natural,
    logTerm: natural,
    index: fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER - 10 }),
    entries: list(
      fc.record({ index: fc.constant(0), term: natural, type: fc.constantFrom(0, 1), data: bytes }),
    ),
    commit: natural,
    reject: flag,
    rejectHint: natural,
    context: natural,
    priority: natural,
    snapshot: fc.option(snapshot, { nil: undefined }),
  })
  .map((message) => ({
    ...message,
    entries: message.entries.map((entry, i) => ({
      ...entry,
      // What is proposed (14) has no place in the log yet.
      index: message.type === 14 ? 0 : message.index + 1 + i,
    })),
  }))

export const raftFrame: Arbitrary<RaftFrame> = fc.record({
  group: natural,
  messages: list(raftMessage),
})

export const request: Arbitrary<RequestKey> = fc.record({
  session: natural,
  number: natural,
  acknowledgedFloor: natural,
})

const openSession = fc.record({ ttlMs: natural })
const keepSessions = fc.record({ sessions: list(natural) })
const closeSession = fc.record({ session: natural })

/** One alternative, each as likely as the others. The compiler asks for all of them. */
function oneOf<Values>(alternatives: { [Kind in keyof Values]: Arbitrary<Values[Kind]> }) {
  type Alternative = {
    [Kind in keyof Values]: { kind: Kind; value: Values[Kind] }
  }[keyof Values]
  const kinds = Object.keys(alternatives) as (keyof Values)[]
  return fc.oneof(
    ...kinds.map((kind) => alternatives[kind].map((value) => ({ kind, value }) as Alternative)),
  )
}

export const entryPayload: Arbitrary<EntryPayload> = fc.record({
  logClockMs: natural,
  body: oneOf<EntryBodies>({
    commit: fc.record({
      database: natural,
      term: natural,
      request,
      result: bytes,
      baseSequence: natural,
      pages: bytes,
      parts: uint32,
      commitId: natural,
    }),
    part: fc.record({
      database: natural,
      term: natural,
      commitId: natural,
      ordinal: uint32,
      pages: bytes,
    }),
    openSession,
    keepSessions,
    closeSession,
    notExecuted: fc.record({ request }),
    createDatabase: fc.record({
      name: text,
      page1: bytes,
      checksum: bytesOf(8),
      request,
      ifNotExists: flag,
    }),
    dropDatabase: fc.record({ name: text, request, ifExists: flag }),
    copyDatabase: fc.record({ source: text, name: text, request, ifNotExists: flag }),
    setSizeLimit: fc.record({ database: text, pagesMax: natural, request }),
  }),
})

export const member: Arbitrary<Member> = fc.record({
  nodeId: natural,
  peerId: text,
  storageId: text,
  addresses: list(text),
  name: text,
})

const databaseState: Arbitrary<DatabaseState> = fc.record({
  id: natural,
  name: text,
  sequence: natural,
  checksum: bytesOf(8).map((checksum) => Buffer.from(checksum).toString('hex')),
  pageCount: natural,
  createdIndex: natural,
  family: natural,
  pagesMax: natural,
})

export const replicatedState: Arbitrary<ReplicatedState> = fc.record({
  format: fc.constant(2),
  appliedIndex: natural,
  appliedTerm: natural,
  confState,
  logClockMs: natural,
  databases: list(databaseState),
  sessions: list(
    fc.record({
      id: natural,
      ttlMs: natural,
      lastActiveMs: natural,
      acknowledgedFloor: natural,
      records: list(fc.record({ number: natural, index: natural, result: bytes })),
    }),
  ),
  members: list(member),
  nextDatabaseId: natural,
  nextNodeId: natural,
  removedNodes: list(natural),
  clusterId: bytes,
  historyId: bytes,
  databasePagesMax: natural,
})

const position: Arbitrary<Position> = fc.record({
  group: natural,
  historyId: bytes,
  index: natural,
})
const maybePosition = fc.option(position, { nil: undefined })
const parameters: Arbitrary<Parameters> = fc.record({ cells: bytes, names: list(text) })
const statement: Arbitrary<Statement> = fc.record({ sql: text, parameters })
const consistency = fc.constantFrom('linearizable' as const, 'session' as const, 'stale' as const)
const role = fc.constantFrom('voter' as const, 'learner' as const)

export const executeBatch: Arbitrary<ExecuteBatch> = fc.record({
  database: text,
  statements: list(statement),
  foreignKeysOff: flag,
})

const write: Arbitrary<WriteRequest> = fc.record({
  request,
  operation: oneOf<WriteOperations>({
    execute: executeBatch,
    createDatabase: fc.record({ name: text, ifNotExists: flag }),
    dropDatabase: fc.record({ name: text, ifExists: flag }),
    copyDatabase: fc.record({ source: text, name: text, ifNotExists: flag }),
    import: fc.record({ database: text, upload: natural, create: flag }),
    executeUploaded: fc.record({ upload: natural }),
    setSizeLimit: fc.record({ database: text, pagesMax: natural }),
  }),
})

export const recorded: Arbitrary<Recorded> = fc.record({ position, result: bytes })

export const clientRequest: Arbitrary<ClientRequest> = fc.record({
  id: natural,
  group: natural,
  timeoutMs: natural,
  body: oneOf<ClientRequestBodies>({
    openSession,
    keepSessions,
    closeSession,
    write,
    query: fc.record({
      database: text,
      statement,
      consistency,
      minimum: maybePosition,
      stalenessMaxMs: natural,
      window: uint32,
    }),
    begin: fc.record({
      database: text,
      readOnly: flag,
      consistency,
      minimum: maybePosition,
      stalenessMaxMs: natural,
    }),
    step: fc.record({
      transaction: natural,
      statement: fc.oneof(
        statement,
        natural
          .map((upload) => ({ upload: upload + 1 }))
          .filter(({ upload }) => Number.isSafeInteger(upload)),
      ),
    }),
    commit: fc.record({ transaction: natural, request }),
    rollback: fc.record({ transaction: natural }),
    outcome: fc.record({ request }),
    cancel: fc.record({ requestId: natural }),
    listDatabases: fc.constant({}),
    status: fc.constant({}),
    join: fc.record({ storageId: text, addresses: list(text), name: text }),
    changeRole: fc.record({ nodeId: natural, role }),
    removeNode: fc.record({ nodeId: natural }),
    transferLeadership: fc.record({ nodeId: natural }),
    importChunk: fc.record({ upload: natural, offset: natural, data: bytes }),
    waitFor: fc.record({ position }),
    export: fc.record({
      database: text,
      consistency,
      minimum: maybePosition,
      stalenessMaxMs: natural,
      window: uint32.filter((window) => window > 0),
    }),
    takePieces: fc.record({ requestId: natural, pieces: uint32 }),
  }),
})

export const failure: Arbitrary<Failure> = fc.record({
  code: text,
  message: text,
  hint: text,
  retryable: flag,
  sqliteCode: uint32,
  sqlOffset: fc.option(uint32, { nil: undefined }),
  leaderId: natural,
  leaderAddresses: list(text),
  statementIndex: fc.option(uint32, { nil: undefined }),
})

export const statementResult: Arbitrary<StatementResult> = fc.record({
  changes: natural,
  lastInsertRowid: bytes,
  columns: list(text),
  rowCount: natural,
  cells: bytes,
})

export const recordedResult: Arbitrary<RecordedResult> = fc.oneof(
  fc.record({
    kind: fc.constant('ok' as const),
    value: fc.record({ results: list(statementResult) }),
  }),
  fc.record({ kind: fc.constant('failure' as const), value: failure }),
  fc.constant({ kind: 'notExecuted' as const }),
)

const snapshotProgress = fc.option(
  fc.record({
    nodeId: natural,
    pagesDone: natural,
    pagesTotal: natural,
    bytes: natural,
    elapsedMs: natural,
    resumed: uint32,
  }),
  { nil: undefined },
)

export const clientResponse: Arbitrary<ClientResponse> = fc.record({
  id: natural,
  body: oneOf<ClientResponseBodies>({
    failure,
    sessionOpened: fc.record({ session: natural, ttlMs: natural, position }),
    done: fc.record({ position: maybePosition }),
    recorded,
    rows: fc.record({
      columns: list(text),
      rowCount: natural,
      cells: bytes,
      last: flag,
      unfinished: flag,
      position: maybePosition,
      nodeId: natural,
    }),
    begun: fc.record({ transaction: natural, position: maybePosition, nodeId: natural }),
    stepResult: statementResult,
    databases: fc.record({
      databases: list(databaseState),
      databasePagesMax: natural,
      position: maybePosition,
    }),
    status: fc.record({
      nodeId: natural,
      peerId: text,
      clusterId: bytes,
      historyId: bytes,
      role: text,
      leaderId: natural,
      term: natural,
      commitIndex: natural,
      appliedIndex: natural,
      firstIndex: natural,
      lastIndex: natural,
      confState,
      members: list(member),
      databases: list(databaseState),
      databasePagesMax: natural,
      evictedDatabases: list(natural),
      peers: list(
        fc.record({
          nodeId: natural,
          match: natural,
          state: text,
          connected: flag,
          sentBytes: natural,
          snapshot: snapshotProgress,
        }),
      ),
      sessions: natural,
      uptimeMs: natural,
      version: text,
      checkpointIndex: natural,
      failure: text,
      storage: fc.record({
        checkpoints: natural,
        checkpointPages: natural,
        checkpointBytes: natural,
        lastCheckpointMs: natural,
        checkpointRunning: flag,
        logBytesSinceCheckpoint: natural,
        diskFreeBytes: fc.option(natural, { nil: undefined }),
        diskReserveBytes: natural,
        databaseLoads: natural,
      }),
      memory: fc.record({
        wasmBytes: natural,
        wasmLimitBytes: natural,
        pageBytes: natural,
        freePageBytes: natural,
        pinnedBytes: natural,
        otherBytes: natural,
        growthBytes: natural,
        residentBytes: fc.option(natural, { nil: undefined }),
        heapBytes: fc.option(natural, { nil: undefined }),
      }),
      receiving: snapshotProgress,
      integrity: fc.record({
        outOfService: text,
        mismatches: natural,
        repairs: natural,
        memoryPagesScrubbed: natural,
        diskPagesScrubbed: natural,
        lastRepair: fc.option(
          fc.record({ from: text, nodeId: natural, atMs: natural, tookMs: natural }),
          { nil: undefined },
        ),
      }),
    }),
    joined: fc.record({ nodeId: natural, clusterId: bytes, members: list(member) }),
    exportPiece: fc.record({
      offset: natural,
      data: bytes,
      last: flag,
      bytesTotal: natural,
      position: maybePosition,
      nodeId: natural,
    }),
  }),
})

export const handshakeFrame: Arbitrary<HandshakeFrame> = fc.oneof(
  fc.record({
    kind: fc.constant('hello' as const),
    value: fc.record({
      version: uint32,
      versionMin: uint32,
      clusterId: bytes,
      nodeId: natural,
      storageId: text,
      nonce: bytesOf(32),
    }),
  }),
  fc.record({ kind: fc.constant('proof' as const), value: fc.record({ mac: bytesOf(32) }) }),
  fc.record({
    kind: fc.constant('refusal' as const),
    value: fc.record({ code: text, message: text, hint: text }),
  }),
)

export const snapshotFrame: Arbitrary<SnapshotFrame> = fc.oneof(
  fc.record({
    kind: fc.constant('offer' as const),
    value: fc.record({ group: natural, term: natural, from: natural }),
  }),
  fc.record({
    kind: fc.constant('want' as const),
    value: fc.record({
      group: natural,
      from: natural,
      ranges: list(fc.record({ database: natural, pgno: uint32, index: natural })),
      restIndex: natural,
      newestIndex: natural,
      codecs: list(uint32),
      damaged: list(fc.record({ database: natural, pageNumbers: list(uint32) })),
    }),
  }),
  fc.record({
    kind: fc.constant('begin' as const),
    value: fc.record({
      metadata: fc.record({ index: natural, term: natural, confState }),
      state: bytes,
      pagesTotal: natural,
    }),
  }),
  fc.record({
    kind: fc.constant('pages' as const),
    value: fc.record({
      database: natural,
      throughPgno: uint32,
      pageNumbers: list(uint32),
      changedIndexes: list(natural),
      absent: list(uint32),
      hashes: bytes,
      codec: uint32,
      data: bytes,
      checksum: uint32,
    }),
  }),
  fc.record({ kind: fc.constant('end' as const), value: fc.record({ pagesSent: natural }) }),
  fc.record({
    kind: fc.constant('answer' as const),
    value: fc.record({ accepted: flag, reason: text, newestIndex: natural }),
  }),
)
