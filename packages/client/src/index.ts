export type { AdminRequest } from './admin-request.ts'
export type { Client, DatabaseInfo, ImportSource } from './client.ts'
export { connect } from './connect.ts'
export type { Database } from './database.ts'
export type {
  ConnectOptions,
  ConsistencyLevel,
  CreateDatabaseOptions,
  DropDatabaseOptions,
  ExecuteOptions,
  ImportOptions,
  OperationOptions,
  QueryOptions,
  ReadFrom,
  ReadOptions,
  RowOptions,
  TransactionOptions,
} from './options.ts'
export type { ExecuteResult, Row, Rows, WriteHandle, WriteOutcome } from './result.ts'
export { sql, type SqlStatement, type StatementInput } from './statement.ts'
export type { Transaction } from './transaction.ts'
export {
  type KnownOutcome,
  OutcomeUnknownError,
  WriteError,
  type WriteErrorDetails,
} from './write-error.ts'
