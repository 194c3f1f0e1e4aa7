// The messages between nodes. One flat shape for all types, every field always present, so that whoever handles
// messages sees one hidden class. README.md says for each type which fields it uses.

import {
  type Entry,
  type Index,
  NO_ENTRIES,
  type NodeId,
  type Snapshot,
  type Term,
} from './entry.ts'

/** Types of messages. The numbers are part of the wire format: never change or reuse one. */
export const MessageType = {
  /**
   * Pre-candidate to voters: would you vote for me in `term` (one above mine)? Votes of both kinds and their answers
   * tell the sender's commit index in `commit` and the term of the entry there in `rejectHint`.
   */
  preVote: 1,
  preVoteResponse: 2,
  /** Candidate to voters. `context` is `CAMPAIGN_TRANSFER` if the leader asked for this election. */
  vote: 3,
  voteResponse: 4,
  /** Leader to peers: the entries after (`index`, `logTerm`). */
  append: 5,
  /**
   * `index` is what matches now; if `reject`, (`rejectHint`, `logTerm`) is where to probe next. `commit` is what the
   * follower knows to be committed.
   */
  appendResponse: 6,
  /**
   * Leader to peers. `context` is the heartbeat round, which the response repeats. With (`index`, `logTerm`), the end of
   * its log, it proposes to rest.
   */
  heartbeat: 7,
  /** `index` is the end of the log at which the follower rests, or 0. `reject`: it was woken, so the leader has to be. */
  heartbeatResponse: 8,
  /** Leader to a peer whose next entry is compacted away. */
  snapshot: 9,
  /** Leader to the target of a transfer: campaign at once. */
  timeoutNow: 10,
  /** Node to leader, in no term (`term` 0): which index must I have applied to read? */
  readIndex: 11,
  readIndexResponse: 12,
  /** Node to leader, in no term: hand the leadership to node `context`. */
  transferLeader: 13,
  /** Node to leader, in no term: append these entries. Only if proposal forwarding is on. */
  propose: 14,
} as const
export type MessageType = (typeof MessageType)[keyof typeof MessageType]

/** `context` of a vote request that overrides leader stickiness, because the leader itself asked for the election. */
export const CAMPAIGN_TRANSFER = 1

/** `context` of a rejection: this node has no configuration to begin with, and only a snapshot brings one. */
export const NEEDS_SNAPSHOT = 1

export interface Message {
  type: MessageType
  from: NodeId
  to: NodeId
  /** The sender's term; of a pre-vote and its grant the term it asks for; 0 in requests that belong to no term. */
  term: Term
  /** Term of the entry at `index` (or at `rejectHint` in a rejection). */
  logTerm: Term
  index: Index
  entries: readonly Entry[]
  commit: Index
  reject: boolean
  rejectHint: Index
  /** Heartbeat round, read request, transfer target or campaign flag; 0 if the type has no use for it. */
  context: number
  /** Of vote requests: the candidate's priority. 0 elsewhere. */
  priority: number
  snapshot: Snapshot | undefined
}

/**
 * A message with every field in place and at its empty value. Decoders should begin here too, so that messages from
 * the wire have the same hidden class as those made by the core.
 */
export function createMessage(type: MessageType, from: NodeId, to: NodeId, term: Term): Message {
  return {
    type,
    from,
    to,
    term,
    logTerm: 0,
    index: 0,
    entries: NO_ENTRIES,
    commit: 0,
    reject: false,
    rejectHint: 0,
    context: 0,
    priority: 0,
    snapshot: undefined,
  }
}
