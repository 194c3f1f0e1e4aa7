// SQLite in WebAssembly over a multi-version, in-memory page store.
export type { Engine, EngineOptions, MemoryUsage } from './engine.ts'
export type {
  ApplyOptions,
  ChangedPage,
  ChangedPageKind,
  ChangedPages,
  EncodedCommit,
  ImportWriter,
  PageStore,
  PinnedVersion,
  RestoreWriter,
} from './page-store.ts'
export type {
  Connection,
  ConnectionProfile,
  ConnectionView,
  ConnectOptions,
  Prepared,
} from './connection.ts'
export type { CellBatch, RowBatch, Statement, StepOptions } from './statement.ts'
export type { IntegerMode, SqlParameter, SqlParameters, SqlValue } from './values.ts'
export { ClosedError, PageStoreError, ParameterError, SqliteError } from './errors.ts'
export type {
  ClosedReason,
  InterruptReason,
  PageStoreErrorCode,
  ParameterErrorCode,
  SqliteErrorDetails,
} from './errors.ts'
