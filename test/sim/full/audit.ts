// The end of a run: what clients were told is held against what is there, and what is there against plain SQLite.

import type { Client } from '@quorumlite/client'
import { checkBank } from '../../checkers/bank.ts'
import { checkCounter, type Increment } from '../../checkers/counter.ts'
import { checkListAppend, type ListTransaction } from '../../checkers/list-append.ts'
import { checkRegisters, type RegisterOperation } from '../../checkers/register.ts'
import { type Addition, checkSet } from '../../checkers/set.ts'
import { checkClaims, type Claim } from './claims.ts'
import { checkJournals, checkTransactionReads } from './committed.ts'
import { runModel } from './model.ts'
import { ACCOUNTS, BALANCE, dumpOf, formatRows, LEDGER, TABLES } from './schema.ts'
import type { History, Write } from './history.ts'

/** The last reads, when nothing goes wrong any more. */
export interface FinalState {
  /** Numbers of writes in the order in which they were committed. */
  readonly journal: readonly number[]
  readonly content: string
}

export async function readFinalState(client: Client): Promise<FinalState> {
  const database = client.database(LEDGER)
  const options = { values: true, timeoutMs: 20_000 } as const
  const content: string[] = []
  for (const table of TABLES) {
    content.push(formatRows(table, await database.query(dumpOf(table), [], options)))
  }
  const journal = await database.query('select number from journal order by place', [], options)
  return { journal: journal.map(([number]) => Number(number)), content: content.join('\n') }
}

/** What is wrong, in words. */
export async function audit(history: History, final: FinalState): Promise<string[]> {
  const complaints = [...history.violations]
  const byNumber = new Map(history.writes.map((write) => [write.number, write]))
  const unknown = final.journal.filter((number) => !byNumber.has(number))
  if (unknown.length > 0) return [...complaints, `nobody asked for writes ${unknown.join()}`]
  complaints.push(
    ...checkHistory(history, final),
    ...checkJournals(history.journals, final.journal),
    ...checkTransactionReads(
      history.writes.flatMap(({ steps }) => (steps ? [steps] : [])),
      final.journal.flatMap((number) => byNumber.get(number)?.steps ?? []).map((step) => [step]),
    ),
    ...(await checkContents(history, final, byNumber)),
  )
  return complaints
}

/** Of the ledger, and of the last copy of it. */
async function checkContents(
  { copies }: History,
  final: FinalState,
  byNumber: ReadonlyMap<number, Write>,
): Promise<string[]> {
  const complaints: string[] = []
  for (const { journal, content } of [...copies.slice(-1), final]) {
    const model = await runModel(journal.map((number) => byNumber.get(number)?.statements ?? []))
    if (model === content) continue
    complaints.push(`plain SQLite has another content:\n${firstDifference(model, content)}`)
  }
  return complaints
}

function checkHistory(history: History, { journal }: FinalState): string[] {
  const committed = new Set(journal)
  const end = 1 + Math.max(0, ...history.writes.map(({ call }) => call))
  const { registerReads, listReads, bankReads, counterReads, journalReads, writes } = history
  const lastRead = { call: end + 1e9, return: end + 1e9 + 1, elements: journal }
  const took = writes.filter(({ number }) => committed.has(number))
  return [
    ...checkSet(writes.map(toAddition), [...journalReads, lastRead]),
    ...checkRegisters([...took.flatMap(toRegister), ...registerReads]),
    ...checkListAppend([...writes.flatMap((write) => toLists(write, committed)), ...listReads]),
    ...checkCounter(
      writes.flatMap((write) => toIncrement(write, committed)),
      counterReads,
    ),
    ...checkBank(bankReads, ACCOUNTS * BALANCE),
    ...checkClaims(took.flatMap(toClaim), history.refusals),
    ...history.sessionReads.flatMap((reads, client) =>
      checkSet(
        writes.map((write) => seenBy(client, write)),
        reads,
      ),
    ),
  ]
}

/** To the session of another client, it may be there or not. */
function seenBy(client: number, write: Write): Addition {
  const addition = toAddition(write)
  const isKnown = write.client === client || addition.outcome !== 'added'
  return isKnown ? addition : { ...addition, outcome: 'unknown' }
}

function toClaim({ slot, number }: Write): Claim[] {
  return slot === undefined ? [] : [{ slot, number }]
}

function toAddition({ number, call, return: end, outcome }: Write): Addition {
  const told = { executed: 'added', 'not executed': 'not added', unknown: 'unknown' } as const
  return { element: number, call, return: end, outcome: told[outcome] }
}

function toRegister({ register, call, return: end }: Write): RegisterOperation[] {
  return register ? [{ ...register, call, return: end }] : []
}

/** The journal knows what became of those that nobody heard of. */
function toLists(write: Write, committed: ReadonlySet<number>): ListTransaction[] {
  const { steps, call, return: end, number } = write
  if (!steps) return []
  return [{ steps, call, return: end, outcome: committed.has(number) ? 'committed' : 'aborted' }]
}

function toIncrement(write: Write, committed: ReadonlySet<number>): Increment[] {
  const { counter, call, return: end, number, outcome } = write
  if (!counter) return []
  if (!committed.has(number))
    return [{ call, return: end, outcome: 'not counted', value: undefined }]
  if (outcome !== 'executed') return [{ call, return: end, outcome: 'unknown', value: undefined }]
  return [{ call, return: end, outcome: 'counted', value: counter.value }]
}

function firstDifference(model: string, found: string): string {
  let at = 0
  while (model[at] === found[at]) at++
  const cut = (text: string): string => text.slice(Math.max(0, at - 100), at + 200)
  return `  model: ...${cut(model)}\n  found: ...${cut(found)}`
}
