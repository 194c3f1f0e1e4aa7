import type { EngineSharing, StoreAddress } from '@quorumlite/sqlite'
import type { Statement } from '@quorumlite/wire'
import type {
  CancelCommand,
  CommitCommand,
  RollbackCommand,
  SqlReport,
  StepCommand,
  TakePieces,
} from './messages.ts'
import type { SqlLimits } from './sql-limits.ts'

/** What the SQL worker tells a reader thread. A thread answers with reports as the SQL half makes them, which go on as they are. */
export type ReaderCommand =
  | ReaderQuery
  | ReaderBegin
  | StepCommand
  | CommitCommand
  | RollbackCommand
  | TakePieces
  | CancelCommand
  | ForgetStore

export interface ReaderQuery {
  readonly kind: 'query'
  readonly ticket: number
  readonly store: StoreAddress
  readonly statement: Statement
  readonly windowMax: number
}
export interface ReaderBegin {
  readonly kind: 'begin'
  readonly ticket: number
  readonly transaction: number
  readonly store: StoreAddress
}
/** The store was dropped: nothing of it is asked for any more. */
export interface ForgetStore {
  readonly kind: 'forgetStore'
  readonly id: number
}

export type ReaderReport = Extract<
  SqlReport,
  {
    kind: 'rows' | 'refused' | 'begun' | 'stepped' | 'rolledBack' | 'transactionEnded'
  }
>

/** What a reader thread is started with, besides its port. */
export interface ReaderSetup {
  readonly sharing: EngineSharing
  readonly reader: number
  readonly limits: SqlLimits
  /** One element on shared memory: the ticket whose statement is to be interrupted. */
  readonly cancelled: Int32Array
}
