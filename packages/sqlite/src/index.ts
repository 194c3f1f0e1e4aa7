// SQLite in WebAssembly over a multi-version, in-memory page store.
export { createEngine } from './engine.ts'
export type { Engine, EngineOptions } from './engine.ts'
export type { EngineBase, MemoryUsage } from './engine-base.ts'
export { createMemory, loadModule } from './instantiate.ts'
export type { MemoryOptions, ModuleOptions } from './instantiate.ts'
export { createReaderEngine } from './reader-engine.ts'
export type { ReaderEngine, ReaderEngineOptions, ReaderStore } from './reader-engine.ts'
export type { EngineSharing, StoreAddress } from './page-reader.ts'
export type { CommitParts, EncodedCommit } from './encoded-commit.ts'
export type { ApplyOptions, PageStore, StoreInfo } from './page-store.ts'
export type { ImportWriter, RestoreOptions, RestoreWriter } from './page-writers.ts'
export type {
  ChangedPage,
  ChangedPageKind,
  ChangedPages,
  PinnedVersion,
  VerifiedPages,
} from './pinned-version.ts'
export { exportDatabase } from './export-database.ts'
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
export type { WebAssemblyMemory, WebAssemblyModule } from './web-assembly.ts'
export { createWaSqliteModule } from './wa-sqlite-module.ts'
export type { WaSqliteModule, WaSqliteModuleOptions } from './wa-sqlite-module.ts'
