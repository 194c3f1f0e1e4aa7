// What clients did to the ledger and what they were told, for the checkers.

import type { SqlValue } from '@quorumlite/wire'
import type { BankRead } from '../../checkers/bank.ts'
import type { CounterRead } from '../../checkers/counter.ts'
import type { ListStep, ListTransaction } from '../../checkers/list-append.ts'
import type { RegisterAction, RegisterOperation } from '../../checkers/register.ts'
import type { SetRead } from '../../checkers/set.ts'
import type { Refusal } from './claims.ts'
import type { JournalPart } from './committed.ts'
import type { CopyRead } from './copies.ts'

export interface Sql {
  readonly sql: string
  readonly params: SqlValue[]
}

/** One numbered write, as its sender knows it. */
export interface Write {
  readonly number: number
  /** Of those of the workload. */
  readonly client: number
  readonly call: number
  return: number
  outcome: 'executed' | 'not executed' | 'unknown'
  /** What changes something, in order. */
  statements: Sql[]
  /** What it was, to the checkers. */
  register?: { readonly key: number; readonly action: RegisterAction }
  steps?: ListStep[]
  counter?: { value: number | undefined }
  slot?: number
}

export class History {
  readonly writes: Write[] = []
  readonly registerReads: RegisterOperation[] = []
  readonly listReads: ListTransaction[] = []
  readonly bankReads: BankRead[] = []
  readonly counterReads: CounterRead[] = []
  readonly journalReads: SetRead[] = []
  /** Of what a client reads after its own writes, by client. */
  readonly sessionReads: SetRead[][] = []
  /** What any read found in the journal, also in transactions that were rolled back. */
  readonly journals: JournalPart[] = []
  readonly refusals: Refusal[] = []
  readonly copies: CopyRead[] = []
  /** What nobody should be told. */
  readonly violations: string[] = []
}
