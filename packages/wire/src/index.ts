// What travels between quorumlite processes: messages and their codecs, frames, SQL values, errors, limits.

export {
  decodeExecuteBatch,
  decodeStatement,
  encodeExecuteBatch,
  encodeStatement,
  type ExecuteBatch,
  type Statement,
} from './batch-codec.ts'
export { checksumAt, checksumFromHex, checksumToHex } from './checksum.ts'
export {
  decodeClientRequest,
  encodeClientRequest,
  type BeginRequest,
  type CancelRequest,
  type ChangeRoleRequest,
  type ClientRequest,
  type ClientRequestBodies,
  type ClientRequestBody,
  type CommitRequest,
  type Consistency,
  type CreateDatabaseRequest,
  type CopyDatabaseRequest,
  type DropDatabaseRequest,
  type ExportRequest,
  type ImportChunk,
  type ImportRequest,
  type JoinRequest,
  type OutcomeRequest,
  type Position,
  type QueryRequest,
  type RemoveNodeRequest,
  type Role,
  type RollbackRequest,
  type SetSizeLimitRequest,
  type StepRequest,
  type TakePiecesRequest,
  type TransferLeadershipRequest,
  type UploadedBatch,
  type WaitForRequest,
  type WriteOperation,
  type WriteOperations,
  type WriteRequest,
} from './client-request-codec.ts'
export {
  decodeClientResponse,
  encodeClientResponse,
  type Begun,
  type ClientResponse,
  type ClientResponseBodies,
  type ClientResponseBody,
  type DatabaseList,
  type Done,
  type ExportPiece,
  type IntegrityStatus,
  type Joined,
  type LastRepair,
  type MemoryStatus,
  type NodeStatus,
  type PeerStatus,
  type SnapshotProgress,
  type Recorded,
  type Rows,
  type SessionOpened,
} from './client-response-codec.ts'
export {
  decodeEntryPayload,
  encodeEntryPayload,
  type CloseSession,
  type Commit,
  type CreateDatabase,
  type CopyDatabase,
  type DropDatabase,
  type EntryBodies,
  type EntryBody,
  type EntryPayload,
  type KeepSessions,
  type NotExecuted,
  type OpenSession,
  type Part,
  type RequestKey,
  type SetSizeLimit,
} from './entry-codec.ts'
export {
  ERROR_CODES,
  QuorumliteError,
  isErrorCode,
  malformed,
  unknownFormat,
  type ErrorCode,
  type ErrorDetails,
  type QuorumliteErrorOptions,
} from './errors.ts'
export { errorToFailure, failureToError, type Failure } from './failure.ts'
export type { Empty, OneOf } from './fields.ts'
export { encodeFrame, encodeFrames, frameParts, FrameReader, ownFrame } from './frame.ts'
export * from './handshake-codec.ts'
export * from './limits.ts'
export { checkDatabaseName, isValidDatabaseName } from './names.ts'
export {
  decodeConfState,
  decodeRaftFrame,
  encodeConfState,
  encodeRaftFrame,
  encodeRaftFrames,
  type RaftFrame,
} from './raft-codec.ts'
export {
  decodeRecordedResult,
  decodeStatementResult,
  encodeRecordedResult,
  encodeStatementResult,
  type BatchResult,
  type RecordedResult,
  type StatementResult,
} from './result-codec.ts'
export * from './snapshot-codec.ts'
export {
  REPLICATED_STATE_FORMAT,
  decodeMember,
  decodeReplicatedState,
  encodeMember,
  encodeReplicatedState,
  type DatabaseState,
  type Member,
  type ReplicatedState,
  type SessionRecord,
  type SessionState,
} from './state-codec.ts'
export * from './value.ts'
export * from './version.ts'
