// Slots that belong to whoever comes first. Who is refused has been told something about another one's write: that it was
// there before. It has to be one that stays.

import type { Complaints } from '../../checkers/history.ts'

export interface Claim {
  readonly slot: number
  readonly call: number
}

/** A claim that was refused because the slot was taken. */
export interface Refusal {
  readonly slot: number
  readonly return: number
}

/** `claims` are those that were committed. */
export function checkClaims(claims: readonly Claim[], refusals: readonly Refusal[]): Complaints {
  return refusals.flatMap(({ slot, return: end }) => {
    const isTaken = claims.some((claim) => claim.slot === slot && claim.call < end)
    const when = end.toFixed(1)
    return isTaken ? [] : [`slot ${slot} was refused at ${when} though nobody had taken it`]
  })
}
