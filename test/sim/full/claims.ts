// Slots that belong to whoever comes first. Who is refused is told whose the slot is: it has to be one that stays.

import type { Complaints } from '../../checkers/history.ts'

export interface Claim {
  readonly slot: number
  readonly number: number
}

/** A claim that was refused because the slot was another one's. */
export interface Refusal {
  readonly slot: number
  readonly holder: number
}

/** The holder that a refused claim was told; undefined if that is not why it failed. */
export function holderIn(error: unknown): number | undefined {
  const [, holder] = (error instanceof Error && /held by (\d+)\./.exec(error.message)) || []
  return holder === undefined ? undefined : Number(holder)
}

/** `claims` are those that were committed. */
export function checkClaims(claims: readonly Claim[], refusals: readonly Refusal[]): Complaints {
  const holders = new Map(claims.map(({ slot, number }) => [slot, number]))
  return refusals.flatMap(({ slot, holder }) =>
    holders.get(slot) === holder
      ? []
      : [
          `slot ${slot} was said to be held by ${holder}, and is by ${holders.get(slot) ?? 'nobody'}`,
        ],
  )
}
