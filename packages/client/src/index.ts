export type { AdminRequest } from './admin-request.ts'
export type { Client, DatabaseInfo, ImportSource } from './client.ts'
export { connect } from './connect.ts'
export type { Database } from './database.ts'
export type { ExportHead, ExportStream } from './export-stream.ts'
export type {
  BeginOptions,
  ConnectOptions,
  ConsistencyLevel,
  CreateDatabaseOptions,
  CopyDatabaseOptions,
  DropDatabaseOptions,
  ExecuteOptions,
  ExportOptions,
  ImportOptions,
  OperationOptions,
  PieceOptions,
  QueryOptions,
  ReadFrom,
  ReadOptions,
  RowOptions,
  SizeLimitOptions,
  StreamOptions,
  TransactionOptions,
} from './options.ts'
export type { ExecuteResult, Row, Rows, WriteHandle, WriteOutcome } from './result.ts'
export type { RowStream, StreamHead } from './row-stream.ts'
export { sql, type SqlStatement, type StatementInput } from './statement.ts'
export { StreamError, type StreamErrorDetails } from './stream-error.ts'
export type { OpenTransaction, Transaction } from './transaction.ts'
export {
  type KnownOutcome,
  OutcomeUnknownError,
  WriteError,
  type WriteErrorDetails,
} from './write-error.ts'
