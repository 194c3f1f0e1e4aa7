// What a node answers a driver.

import type { ConfState } from '@quorumlite/raft'
import { readPosition, type Position } from './client-request-codec.ts'
import type { Failure } from './failure.ts'
import {
  readBytes,
  readFlag,
  readList,
  readNumber,
  readOneOf,
  readOptional,
  readPlainList,
  readRequired,
  readText,
  type OneOf,
} from './fields.ts'
import { decodeMessage, encodeMessage, pb } from './proto-io.ts'
import { readConfState } from './raft-codec.ts'
import { decodeRecorded, encodeRecorded } from './recorded-codec.ts'
import {
  readFailure,
  readStatementResult,
  statementCapacity,
  type StatementResult,
} from './result-codec.ts'
import {
  readDatabaseState,
  readMember,
  writeDatabaseState,
  type DatabaseState,
  type Member,
} from './state-codec.ts'

export interface ClientResponse {
  /** Of the request. */
  readonly id: number
  readonly body: ClientResponseBody
}

export type ClientResponseBody = OneOf<ClientResponseBodies>

export interface ClientResponseBodies {
  readonly failure: Failure
  readonly sessionOpened: SessionOpened
  readonly done: Done
  readonly recorded: Recorded
  readonly rows: Rows
  readonly begun: Begun
  readonly stepResult: StatementResult
  readonly databases: DatabaseList
  readonly status: NodeStatus
  readonly joined: Joined
  readonly exportPiece: ExportPiece
}

export interface SessionOpened {
  readonly session: number
  readonly ttlMs: number
  readonly position: Position
}

export interface Done {
  readonly position?: Position | undefined
}

/** The outcome of a numbered request, from the log. */
export interface Recorded {
  readonly position: Position
  /** An encoded RecordedResult. */
  readonly result: Uint8Array
}

/** A piece of a query's answer; the last one has `last` set, and the position that was read. */
export interface Rows {
  readonly columns: readonly string[]
  readonly rowCount: number
  /** Cells, row after row. */
  readonly cells: Uint8Array
  readonly last: boolean
  /** The cells go on in the next piece, which counts the rows of both. */
  readonly unfinished: boolean
  readonly position?: Position | undefined
  readonly nodeId: number
}

/** A piece of a database file; the last one has `last` set. */
export interface ExportPiece {
  readonly offset: number
  readonly data: Uint8Array
  readonly last: boolean
  /** Of the whole file. */
  readonly bytesTotal: number
  readonly position?: Position | undefined
  readonly nodeId: number
}

export interface Begun {
  readonly transaction: number
  readonly position?: Position | undefined
  readonly nodeId: number
}

export interface DatabaseList {
  readonly databases: readonly DatabaseState[]
  /** The size limit of those that have none of their own. */
  readonly databasePagesMax: number
  readonly position?: Position | undefined
}

export interface Joined {
  readonly nodeId: number
  readonly clusterId: Uint8Array
  readonly members: readonly Member[]
}

export interface NodeStatus {
  readonly nodeId: number
  readonly peerId: string
  readonly clusterId: Uint8Array
  readonly historyId: Uint8Array
  /** 'leader', 'follower', 'candidate', 'pre-candidate' or 'learner'. */
  readonly role: string
  readonly leaderId: number
  readonly term: number
  readonly commitIndex: number
  readonly appliedIndex: number
  readonly firstIndex: number
  readonly lastIndex: number
  readonly confState: ConfState
  readonly members: readonly Member[]
  /** At `appliedIndex`. */
  readonly databases: readonly DatabaseState[]
  /** The size limit of those that have none of their own. */
  readonly databasePagesMax: number
  /** Ids of those whose pages are on disk alone, because nobody has used them for a while: the next use loads them. */
  readonly evictedDatabases: readonly number[]
  /** On the leader: how far each peer is. */
  readonly peers: readonly PeerStatus[]
  readonly sessions: number
  readonly uptimeMs: number
  readonly version: string
  readonly checkpointIndex: number
  /** Why the node stopped; empty while it runs. */
  readonly failure: string
  readonly storage: StorageStatus
  readonly memory: MemoryStatus
  /** While it receives a snapshot. */
  readonly receiving: SnapshotProgress | undefined
  readonly integrity: IntegrityStatus
}

/** What a node knows of its own pages, since it started. */
export interface IntegrityStatus {
  /** Why it serves nobody, and what stands in the way of its repair; empty while it serves. */
  readonly outOfService: string
  /** Pages, and commits, that were not what they should have been. */
  readonly mismatches: number
  readonly repairs: number
  /** Looked at by the scrubber: every page many times. */
  readonly memoryPagesScrubbed: number
  readonly diskPagesScrubbed: number
  /** Undefined if there was none. */
  readonly lastRepair: LastRepair | undefined
}

export interface LastRepair {
  /** Where the good pages came from: 'disk', 'memory' or 'peer'. */
  readonly from: string
  /** The peer's; 0 if it was none. */
  readonly nodeId: number
  /** When it was over, in milliseconds since 1970 by the node's clock. */
  readonly atMs: number
  readonly tookMs: number
}

/** What a node did to its disk since it started, and how much room is left there. */
export interface StorageStatus {
  /** Completed ones. */
  readonly checkpoints: number
  /** Written by them: pages, and their bytes before LevelDB's own overhead. */
  readonly checkpointPages: number
  readonly checkpointBytes: number
  readonly lastCheckpointMs: number
  readonly checkpointRunning: boolean
  /** What a restart would replay. */
  readonly logBytesSinceCheckpoint: number
  /** Undefined where nobody can tell. */
  readonly diskFreeBytes: number | undefined
  /** A leader that has less than this free takes no writes. */
  readonly diskReserveBytes: number
  /** How often a database that had been evicted was read back. */
  readonly databaseLoads: number
}

/** What all databases of a node take of its WebAssembly memory, and its process of the machine's. */
export interface MemoryStatus {
  /** Taken of the system; it never shrinks. */
  readonly wasmBytes: number
  /** It never grows beyond this. */
  readonly wasmLimitBytes: number
  /** Versions of pages that somebody can still see. */
  readonly pageBytes: number
  /** Kept for versions to come. */
  readonly freePageBytes: number
  /** Of `pageBytes`: kept for open snapshots alone. */
  readonly pinnedBytes: number
  /** What else is in use: connections, page tables, statements, caches. */
  readonly otherBytes: number
  /** That databases may still grow by: growth ends before memory does. */
  readonly growthBytes: number
  /** Of the whole process; undefined where nobody can tell. */
  readonly residentBytes: number | undefined
  /** JavaScript objects of the consensus half. */
  readonly heapBytes: number | undefined
}

export interface PeerStatus {
  readonly nodeId: number
  readonly match: number
  /** 'probe', 'replicate' or 'snapshot'. */
  readonly state: string
  readonly connected: boolean
  /** Bytes of Raft messages that this node has sent it since it started; snapshots apart. */
  readonly sentBytes: number
  /** While it is being sent a snapshot. */
  readonly snapshot: SnapshotProgress | undefined
}

/** How far the transfer of a snapshot is. */
export interface SnapshotProgress {
  /** The other end. */
  readonly nodeId: number
  /** Looked at so far, and in all: of those that did not change nothing is sent. */
  readonly pagesDone: number
  readonly pagesTotal: number
  /** On the wire. */
  readonly bytes: number
  /** Since the transfer began. */
  readonly elapsedMs: number
  /** How often it went on from what an earlier transfer had brought. */
  readonly resumed: number
}

export function encodeClientResponse(response: ClientResponse): Uint8Array {
  const { id, body } = response
  if (body.kind === 'recorded') return encodeRecorded(id, body.value)
  return encodeMessage(
    pb.ClientResponse,
    { id, [body.kind]: writeBody(body) },
    responseCapacity(body),
  )
}

/** Byte fields are views of `bytes`. */
export function decodeClientResponse(bytes: Uint8Array): ClientResponse {
  const recorded = decodeRecorded(bytes)
  if (recorded) return recorded
  const response = decodeMessage(pb.ClientResponse, bytes)
  return {
    id: readNumber(response.id),
    body: readOneOf<pb.ClientResponse.$Properties, ClientResponseBodies>(
      response,
      response.body,
      BODIES,
      'the body of a response',
    ),
  }
}

/** Most bodies have the shape of their message; the rest is brought into it. */
function writeBody(body: ClientResponseBody): object {
  switch (body.kind) {
    case 'databases':
    case 'status':
      return { ...body.value, databases: body.value.databases.map(writeDatabaseState) }
    default:
      return body.value
  }
}

const BODIES: {
  readonly [Kind in keyof ClientResponseBodies]: (
    value: NonNullable<pb.ClientResponse.$Properties[Kind]>,
  ) => ClientResponseBodies[Kind]
} = {
  failure: readFailure,
  sessionOpened: (value) => ({
    session: readNumber(value.session),
    ttlMs: readNumber(value.ttlMs),
    position: readRequired(value.position, readPosition, 'the position of a session'),
  }),
  done: (value) => ({ position: readOptional(value.position, readPosition) }),
  recorded: (value) => ({
    position: readRequired(value.position, readPosition, 'the position of an outcome'),
    result: readBytes(value.result),
  }),
  rows: (value) => ({
    columns: readPlainList(value.columns),
    rowCount: readNumber(value.rowCount),
    cells: readBytes(value.cells),
    last: readFlag(value.last),
    unfinished: readFlag(value.unfinished),
    position: readOptional(value.position, readPosition),
    nodeId: readNumber(value.nodeId),
  }),
  begun: (value) => ({
    transaction: readNumber(value.transaction),
    position: readOptional(value.position, readPosition),
    nodeId: readNumber(value.nodeId),
  }),
  stepResult: readStatementResult,
  databases: (value) => ({
    databases: readList(value.databases, readDatabaseState),
    databasePagesMax: readNumber(value.databasePagesMax),
    position: readOptional(value.position, readPosition),
  }),
  status: readNodeStatus,
  joined: (value) => ({
    nodeId: readNumber(value.nodeId),
    clusterId: readBytes(value.clusterId),
    members: readList(value.members, readMember),
  }),
  exportPiece: (value) => ({
    offset: readNumber(value.offset),
    data: readBytes(value.data),
    last: readFlag(value.last),
    bytesTotal: readNumber(value.bytesTotal),
    position: readOptional(value.position, readPosition),
    nodeId: readNumber(value.nodeId),
  }),
}

function readNodeStatus(status: pb.NodeStatus.$Properties): NodeStatus {
  return {
    nodeId: readNumber(status.nodeId),
    peerId: readText(status.peerId),
    clusterId: readBytes(status.clusterId),
    historyId: readBytes(status.historyId),
    role: readText(status.role),
    leaderId: readNumber(status.leaderId),
    term: readNumber(status.term),
    commitIndex: readNumber(status.commitIndex),
    appliedIndex: readNumber(status.appliedIndex),
    firstIndex: readNumber(status.firstIndex),
    lastIndex: readNumber(status.lastIndex),
    confState: readConfState(status.confState),
    members: readList(status.members, readMember),
    databases: readList(status.databases, readDatabaseState),
    databasePagesMax: readNumber(status.databasePagesMax),
    evictedDatabases: readPlainList(status.evictedDatabases),
    peers: readList(status.peers, readPeerStatus),
    sessions: readNumber(status.sessions),
    uptimeMs: readNumber(status.uptimeMs),
    version: readText(status.version),
    checkpointIndex: readNumber(status.checkpointIndex),
    failure: readText(status.failure),
    storage: readStorageStatus(status.storage ?? {}),
    memory: readMemoryStatus(status.memory ?? {}),
    receiving: readOptional(status.receiving, readSnapshotProgress),
    integrity: readIntegrityStatus(status.integrity ?? {}),
  }
}

function readIntegrityStatus(status: pb.IntegrityStatus.$Properties): IntegrityStatus {
  return {
    outOfService: readText(status.outOfService),
    mismatches: readNumber(status.mismatches),
    repairs: readNumber(status.repairs),
    memoryPagesScrubbed: readNumber(status.memoryPagesScrubbed),
    diskPagesScrubbed: readNumber(status.diskPagesScrubbed),
    lastRepair: readOptional(status.lastRepair, (repair) => ({
      from: readText(repair.from),
      nodeId: readNumber(repair.nodeId),
      atMs: readNumber(repair.atMs),
      tookMs: readNumber(repair.tookMs),
    })),
  }
}

function readStorageStatus(status: pb.StorageStatus.$Properties): StorageStatus {
  const { diskFreeBytes } = status
  return {
    checkpoints: readNumber(status.checkpoints),
    checkpointPages: readNumber(status.checkpointPages),
    checkpointBytes: readNumber(status.checkpointBytes),
    lastCheckpointMs: readNumber(status.lastCheckpointMs),
    checkpointRunning: readFlag(status.checkpointRunning),
    logBytesSinceCheckpoint: readNumber(status.logBytesSinceCheckpoint),
    diskFreeBytes: readOptional(diskFreeBytes, readNumber),
    diskReserveBytes: readNumber(status.diskReserveBytes),
    databaseLoads: readNumber(status.databaseLoads),
  }
}

function readMemoryStatus(status: pb.MemoryStatus.$Properties): MemoryStatus {
  return {
    wasmBytes: readNumber(status.wasmBytes),
    wasmLimitBytes: readNumber(status.wasmLimitBytes),
    pageBytes: readNumber(status.pageBytes),
    freePageBytes: readNumber(status.freePageBytes),
    pinnedBytes: readNumber(status.pinnedBytes),
    otherBytes: readNumber(status.otherBytes),
    growthBytes: readNumber(status.growthBytes),
    residentBytes: readOptional(status.residentBytes, readNumber),
    heapBytes: readOptional(status.heapBytes, readNumber),
  }
}

function readPeerStatus(status: pb.PeerStatus.$Properties): PeerStatus {
  return {
    nodeId: readNumber(status.nodeId),
    match: readNumber(status.match),
    state: readText(status.state),
    connected: readFlag(status.connected),
    sentBytes: readNumber(status.sentBytes),
    snapshot: readOptional(status.snapshot, readSnapshotProgress),
  }
}

function readSnapshotProgress(progress: pb.SnapshotProgress.$Properties): SnapshotProgress {
  return {
    nodeId: readNumber(progress.nodeId),
    pagesDone: readNumber(progress.pagesDone),
    pagesTotal: readNumber(progress.pagesTotal),
    bytes: readNumber(progress.bytes),
    elapsedMs: readNumber(progress.elapsedMs),
    resumed: readNumber(progress.resumed),
  }
}

const FIELDS_BYTES = 128

function responseCapacity(body: ClientResponseBody): number {
  switch (body.kind) {
    case 'rows':
    case 'stepResult':
      return FIELDS_BYTES + statementCapacity(body.value)
    case 'exportPiece':
      return FIELDS_BYTES + body.value.data.length
    case 'status':
      return 2048
    default:
      return FIELDS_BYTES
  }
}
