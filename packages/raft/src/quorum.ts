// Majorities, simple and joint, as pure functions. A joint configuration decides only what both of its majorities
// decide (Ongaro's dissertation, 4.3); an empty majority decides nothing and therefore agrees to everything.

import type { ConfState, Index, NodeId } from './entry.ts'

/** What an empty majority has committed: no limit. */
export const NO_LIMIT: Index = Number.MAX_SAFE_INTEGER

export type VoteResult = 'pending' | 'won' | 'lost'

/** Reused between calls: the leader asks for every acknowledgement. */
const sorted: Index[] = []

/** The highest index that a majority of `voters` has reached; `acknowledged` answers 0 for who has not spoken. */
export function majorityIndex(
  voters: readonly NodeId[],
  acknowledged: (voter: NodeId) => Index,
): Index {
  const count = voters.length
  if (count === 0) {
    return NO_LIMIT
  }
  for (let i = 0; i < count; i++) {
    const index = acknowledged(voters[i]!)
    let at = i
    while (at > 0 && sorted[at - 1]! < index) {
      sorted[at] = sorted[at - 1]!
      at--
    }
    sorted[at] = index
  }
  return sorted[Math.floor(count / 2)]!
}

/** The highest index that both majorities have reached. */
export function jointIndex(conf: ConfState, acknowledged: (voter: NodeId) => Index): Index {
  const incoming = majorityIndex(conf.voters, acknowledged)
  const outgoing = majorityIndex(conf.votersOutgoing, acknowledged)
  return Math.min(incoming, outgoing)
}

/** The state of a ballot; `voted` answers undefined for who has not voted. */
export function majorityVote(
  voters: readonly NodeId[],
  voted: (voter: NodeId) => boolean | undefined,
): VoteResult {
  const needed = Math.floor(voters.length / 2) + 1
  if (voters.length === 0) {
    return 'won'
  }
  let granted = 0
  let missing = 0
  for (const voter of voters) {
    const vote = voted(voter)
    if (vote === undefined) {
      missing++
    } else if (vote) {
      granted++
    }
  }
  if (granted >= needed) {
    return 'won'
  }
  return granted + missing >= needed ? 'pending' : 'lost'
}

/** Lost if either majority is lost, won if both are won. */
export function jointVote(
  conf: ConfState,
  voted: (voter: NodeId) => boolean | undefined,
): VoteResult {
  const incoming = majorityVote(conf.voters, voted)
  const outgoing = majorityVote(conf.votersOutgoing, voted)
  if (incoming === outgoing) {
    return incoming
  }
  return incoming === 'lost' || outgoing === 'lost' ? 'lost' : 'pending'
}
