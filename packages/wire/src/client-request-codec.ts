// What a driver asks of a node.

import {
  readBatch,
  readStatement,
  statementCapacity,
  type ExecuteBatch,
  type Statement,
} from './batch-codec.ts'
import {
  readCloseSession,
  readKeepSessions,
  readOpenSession,
  readRequestKey,
  type CloseSession,
  type KeepSessions,
  type OpenSession,
  type RequestKey,
} from './entry-codec.ts'
import { malformed } from './errors.ts'
import {
  readBytes,
  readEmpty,
  readFlag,
  readNumber,
  readOneOf,
  readOptional,
  readPlainList,
  readRequired,
  readText,
  type Empty,
  type Maybe,
  type OneOf,
} from './fields.ts'
import { decodeMessage, encodeMessage, pb } from './proto-io.ts'
import { decodeExecuteRequest, encodeExecuteRequest } from './write-request-codec.ts'

/** A place in the log of one group and one history. */
export interface Position {
  readonly group: number
  readonly historyId: Uint8Array
  readonly index: number
}

export interface ClientRequest {
  /** Chosen by the client, unique among those in flight on the stream. */
  readonly id: number
  readonly group: number
  /** How long the client will wait, from now. 0: no limit. */
  readonly timeoutMs: number
  readonly body: ClientRequestBody
}

export type ClientRequestBody = OneOf<ClientRequestBodies>

export interface ClientRequestBodies {
  readonly openSession: OpenSession
  readonly keepSessions: KeepSessions
  readonly closeSession: CloseSession
  readonly write: WriteRequest
  readonly query: QueryRequest
  readonly begin: BeginRequest
  readonly step: StepRequest
  readonly commit: CommitRequest
  readonly rollback: RollbackRequest
  readonly outcome: OutcomeRequest
  readonly cancel: CancelRequest
  readonly listDatabases: Empty
  readonly status: Empty
  readonly join: JoinRequest
  readonly changeRole: ChangeRoleRequest
  readonly removeNode: RemoveNodeRequest
  readonly transferLeadership: TransferLeadershipRequest
  readonly importChunk: ImportChunk
  readonly waitFor: WaitForRequest
  readonly export: ExportRequest
  readonly takePieces: TakePiecesRequest
}

/** A numbered request: executed exactly once, whatever happens to streams and leaders. */
export interface WriteRequest {
  readonly request: RequestKey
  readonly operation: WriteOperation
}

export type WriteOperation = OneOf<WriteOperations>

export interface WriteOperations {
  readonly execute: ExecuteBatch
  readonly createDatabase: CreateDatabaseRequest
  readonly dropDatabase: DropDatabaseRequest
  readonly copyDatabase: CopyDatabaseRequest
  readonly import: ImportRequest
  readonly executeUploaded: UploadedBatch
  readonly setSizeLimit: SetSizeLimitRequest
}

/** An encoded ExecuteBatch that was uploaded on this stream before: it is too large for one request. */
export interface UploadedBatch {
  readonly upload: number
}

export interface CreateDatabaseRequest {
  readonly name: string
  readonly ifNotExists: boolean
}

export interface DropDatabaseRequest {
  readonly name: string
  readonly ifExists: boolean
}

/** A new database with the content of another one. */
export interface CopyDatabaseRequest {
  readonly source: string
  readonly name: string
  readonly ifNotExists: boolean
}

/** How large a database may become; with an empty name, all that have no limit of their own. 0: no setting. */
export interface SetSizeLimitRequest {
  readonly database: string
  readonly pagesMax: number
}

/** Replaces the content of a database by a file that was uploaded on this stream before. */
export interface ImportRequest {
  readonly database: string
  readonly upload: number
  readonly create: boolean
}

export interface ImportChunk {
  readonly upload: number
  readonly offset: number
  readonly data: Uint8Array
}

export type Consistency = 'linearizable' | 'session' | 'stale'

export interface QueryRequest {
  readonly database: string
  readonly statement: Statement
  readonly consistency: Consistency
  /** session: the node answers once it has published this position. */
  readonly minimum?: Position | undefined
  /** stale: refuse when the node heard from a leader longer ago than this. 0: no bound. */
  readonly stalenessMaxMs: number
  /** Pieces that the node may send ahead of `takePieces`. 0: all of them, as fast as the stream takes them. */
  readonly window: number
}

/** The content of a database at one moment, as the bytes of an SQLite file, in pieces. */
export interface ExportRequest {
  readonly database: string
  readonly consistency: Consistency
  readonly minimum?: Position | undefined
  readonly stalenessMaxMs: number
  /** As of a query, from 1. */
  readonly window: number
}

/** This many more pieces of an answer with a window were taken by their reader. Has no answer of its own. */
export interface TakePiecesRequest {
  readonly requestId: number
  readonly pieces: number
}

/** Holds the writer of the database (read only: a snapshot) until commit or rollback. */
export interface BeginRequest {
  readonly database: string
  readonly readOnly: boolean
  readonly consistency: Consistency
  readonly minimum?: Position | undefined
  readonly stalenessMaxMs: number
}

export interface StepRequest {
  readonly transaction: number
  /** Itself, or the number under which it was uploaded on this stream before. */
  readonly statement: Statement | { readonly upload: number }
}

export interface CommitRequest {
  readonly transaction: number
  readonly request: RequestKey
}

export interface RollbackRequest {
  readonly transaction: number
}

/** What became of a numbered request; settles it as not executed when nobody knows it. */
export interface OutcomeRequest {
  readonly request: RequestKey
}

export interface CancelRequest {
  readonly requestId: number
}

export interface JoinRequest {
  readonly storageId: string
  readonly addresses: readonly string[]
  readonly name: string
}

export type Role = 'voter' | 'learner'

export interface ChangeRoleRequest {
  readonly nodeId: number
  readonly role: Role
}

export interface RemoveNodeRequest {
  readonly nodeId: number
}

export interface TransferLeadershipRequest {
  readonly nodeId: number
}

export interface WaitForRequest {
  readonly position: Position
}

export function encodeClientRequest(request: ClientRequest): Uint8Array {
  const execute = encodeExecuteRequest(request)
  if (execute) return execute
  const { id, group, timeoutMs, body } = request
  return encodeMessage(
    pb.ClientRequest,
    { id, group, timeoutMs, [body.kind]: writeBody(body) },
    requestCapacity(body),
  )
}

/** Byte fields are views of `bytes`. */
export function decodeClientRequest(bytes: Uint8Array): ClientRequest {
  const execute = decodeExecuteRequest(bytes)
  if (execute) return execute
  const request = decodeMessage(pb.ClientRequest, bytes)
  return {
    id: readNumber(request.id),
    group: readNumber(request.group),
    timeoutMs: readNumber(request.timeoutMs),
    body: readOneOf<pb.ClientRequest.$Properties, ClientRequestBodies>(
      request,
      request.body,
      BODIES,
      'the body of a request',
    ),
  }
}

export function readPosition(position: pb.Position.$Properties): Position {
  return {
    group: readNumber(position.group),
    historyId: readBytes(position.historyId),
    index: readNumber(position.index),
  }
}

const CONSISTENCIES: readonly Consistency[] = ['linearizable', 'session', 'stale']
const ROLES: readonly Role[] = ['voter', 'learner']

/** Most bodies have the shape of their message; the rest is brought into it. */
function writeBody(body: ClientRequestBody): object {
  switch (body.kind) {
    case 'write':
      return {
        request: body.value.request,
        [body.value.operation.kind]: body.value.operation.value,
      }
    case 'query':
    case 'begin':
    case 'export':
      return { ...body.value, consistency: CONSISTENCIES.indexOf(body.value.consistency) }
    case 'step': {
      const { transaction, statement } = body.value
      return 'upload' in statement
        ? { transaction, upload: statement.upload }
        : { transaction, statement }
    }
    case 'changeRole':
      return { ...body.value, role: ROLES.indexOf(body.value.role) }
    default:
      return body.value
  }
}

function readEnum<Name>(names: readonly Name[], value: Maybe<number>): Name {
  const name = names[readNumber(value)]
  if (name === undefined) throw malformed(`${value} stands for none of: ${names.join(', ')}`)
  return name
}

const readNodeId = (value: { nodeId?: Maybe<number> }): { nodeId: number } => ({
  nodeId: readNumber(value.nodeId),
})

const OPERATIONS: {
  readonly [Kind in keyof WriteOperations]: (
    value: NonNullable<pb.WriteRequest.$Properties[Kind]>,
  ) => WriteOperations[Kind]
} = {
  execute: readBatch,
  createDatabase: (value) => ({
    name: readText(value.name),
    ifNotExists: readFlag(value.ifNotExists),
  }),
  dropDatabase: (value) => ({ name: readText(value.name), ifExists: readFlag(value.ifExists) }),
  copyDatabase: (value) => ({
    source: readText(value.source),
    name: readText(value.name),
    ifNotExists: readFlag(value.ifNotExists),
  }),
  import: (value) => ({
    database: readText(value.database),
    upload: readNumber(value.upload),
    create: readFlag(value.create),
  }),
  executeUploaded: (value) => ({ upload: readNumber(value.upload) }),
  setSizeLimit: (value) => ({
    database: readText(value.database),
    pagesMax: readNumber(value.pagesMax),
  }),
}

const BODIES: {
  readonly [Kind in keyof ClientRequestBodies]: (
    value: NonNullable<pb.ClientRequest.$Properties[Kind]>,
  ) => ClientRequestBodies[Kind]
} = {
  openSession: readOpenSession,
  keepSessions: readKeepSessions,
  closeSession: readCloseSession,
  write: (value) => ({
    request: readRequestKey(value.request),
    operation: readOneOf<pb.WriteRequest.$Properties, WriteOperations>(
      value,
      value.operation,
      OPERATIONS,
      'the operation of a write request',
    ),
  }),
  query: (value) => ({
    database: readText(value.database),
    statement: readRequired(value.statement, readStatement, 'the statement of a query'),
    consistency: readEnum(CONSISTENCIES, value.consistency),
    minimum: readOptional(value.minimum, readPosition),
    stalenessMaxMs: readNumber(value.stalenessMaxMs),
    window: readNumber(value.window),
  }),
  begin: (value) => ({
    database: readText(value.database),
    readOnly: readFlag(value.readOnly),
    consistency: readEnum(CONSISTENCIES, value.consistency),
    minimum: readOptional(value.minimum, readPosition),
    stalenessMaxMs: readNumber(value.stalenessMaxMs),
  }),
  step: (value) => ({
    transaction: readNumber(value.transaction),
    statement: readStepStatement(value),
  }),
  commit: (value) => ({
    transaction: readNumber(value.transaction),
    request: readRequestKey(value.request),
  }),
  rollback: (value) => ({ transaction: readNumber(value.transaction) }),
  outcome: (value) => ({ request: readRequestKey(value.request) }),
  cancel: (value) => ({ requestId: readNumber(value.requestId) }),
  listDatabases: readEmpty,
  status: readEmpty,
  join: (value) => ({
    storageId: readText(value.storageId),
    addresses: readPlainList(value.addresses),
    name: readText(value.name),
  }),
  changeRole: (value) => ({ nodeId: readNumber(value.nodeId), role: readEnum(ROLES, value.role) }),
  removeNode: readNodeId,
  transferLeadership: readNodeId,
  importChunk: (value) => ({
    upload: readNumber(value.upload),
    offset: readNumber(value.offset),
    data: readBytes(value.data),
  }),
  waitFor: (value) => ({
    position: readRequired(value.position, readPosition, 'the position to wait for'),
  }),
  export: (value) => ({
    database: readText(value.database),
    consistency: readEnum(CONSISTENCIES, value.consistency),
    minimum: readOptional(value.minimum, readPosition),
    stalenessMaxMs: readNumber(value.stalenessMaxMs),
    window: readWindow(value.window),
  }),
  takePieces: (value) => ({
    requestId: readNumber(value.requestId),
    pieces: readNumber(value.pieces),
  }),
}

function readStepStatement({
  statement,
  upload,
}: pb.StepRequest.$Properties): StepRequest['statement'] {
  const number = readNumber(upload)
  if (number > 0) return { upload: number }
  return readRequired(statement, readStatement, 'the statement of a step')
}

function readWindow(value: Maybe<number>): number {
  const window = readNumber(value)
  if (window === 0) throw malformed('an export has no window')
  return window
}

const FIELDS_BYTES = 128

function requestCapacity(body: ClientRequestBody): number {
  switch (body.kind) {
    case 'query':
      return FIELDS_BYTES + statementCapacity(body.value.statement)
    case 'step': {
      const { statement } = body.value
      return FIELDS_BYTES + ('upload' in statement ? 0 : statementCapacity(statement))
    }
    case 'importChunk':
      return FIELDS_BYTES + body.value.data.length
    default:
      return FIELDS_BYTES
  }
}
