// Whatever was read, by whomever and however late, must have been committed: it is what the ledger had at some moment.

import type { ListStep } from '../../checkers/list-append.ts'
import type { Complaints } from '../../checkers/history.ts'

/** Rows of a journal that stand one after the other. */
export interface JournalPart {
  /** The place of the first one, from 1 on. */
  readonly from: number
  readonly numbers: readonly number[]
}

/** What was read of journals: each has to be in the one in the end, at its place. */
export function checkJournals(
  parts: readonly JournalPart[],
  journal: readonly number[],
): Complaints {
  return parts.flatMap(({ from, numbers }) => {
    const at = differenceOf(numbers, journal.slice(from - 1))
    if (at < 0) return []
    const place = from + at
    return [`write ${numbers[at]} was read at place ${place}, and there is ${journal[place - 1]}`]
  })
}

/**
 * Of what transactions read, also those that were rolled back: behind the beginning of the list as it is in the end there is
 * nothing but what they appended themselves. `committed` are the steps of those that were committed, in order.
 */
export function checkTransactionReads(
  transactions: readonly (readonly ListStep[])[],
  committed: readonly (readonly ListStep[])[],
): Complaints {
  const lists = new Map<number, number[]>()
  for (const step of committed.flat()) {
    if (step.kind !== 'append') continue
    const list = lists.get(step.key)
    if (list) list.push(step.value)
    else lists.set(step.key, [step.value])
  }
  return transactions.flatMap((steps) => {
    const own = new Set(steps.flatMap((step) => (step.kind === 'append' ? [step.value] : [])))
    return steps.flatMap((step) => {
      if (step.kind !== 'read') return []
      const others = step.values.filter((value) => !own.has(value))
      const at = differenceOf(others, lists.get(step.key) ?? [])
      return at < 0
        ? []
        : [`a transaction read ${others[at]} of list ${step.key}, which was never committed there`]
    })
  })
}

/** Where `read` is not as the beginning of `whole`; -1 if it is. */
function differenceOf(read: readonly number[], whole: readonly number[]): number {
  return read.findIndex((value, i) => whole[i] !== value)
}
