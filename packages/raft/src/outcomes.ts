// What calls that may be refused in the ordinary course of things answer: constants, so that refusing costs nothing.

/** What became of a message given to `step()`. Anything but `accepted` changed nothing that matters. */
export type StepOutcome =
  | 'accepted'
  /** Of an older term, a repetition, or of no interest in this role: the network's ordinary noise. */
  | 'ignored'
  /** A vote request that was not heard because a leader is alive (leader stickiness). */
  | 'leaderAlive'
  /** From a node that is not a member, where only a member may speak. */
  | 'unknownPeer'
  /** Addressed to another node, or from this one. */
  | 'misrouted'
  /** Of no known type, or with fields that no correct node sends. */
  | 'malformed'
  /** A read, proposal or transfer came to a node that cannot serve it. */
  | 'notLeader'
  /**
   * The leader counts on entries that this node does not have, or contradicts entries that it knows to be committed: a
   * disk lost what was acknowledged, here or there. The caller has to stop the node; it must not go on silently.
   */
  | 'diverged'

/** What became of `campaign()`. */
export type CampaignOutcome =
  | 'started'
  | 'alreadyLeader'
  /** A learner, a removed node, or one that is installing a snapshot. */
  | 'notPromotable'
  /** A committed change of configuration has to be applied first. */
  | 'unappliedConfChange'
  /** With `readOnly: 'lease'`: this node has promised a leader not to elect another one yet. */
  | 'leaderAlive'

/** What became of `readIndex(context)`. */
export type ReadIndexOutcome =
  /** A ReadState or a dropped read with this context will come with a Ready, if the caller keeps ticking. */
  | 'accepted'
  /** No leader is known: nobody to ask. Retry after an election. */
  | 'noLeader'

/** What became of `transferLeader(target)`. */
export type TransferOutcome =
  | 'started'
  /** This node is not the leader: it passed the request on, and will not hear what became of it. */
  | 'forwarded'
  | 'noLeader'
  | 'alreadyLeader'
  | 'alreadyInProgress'
  /** The target is a learner or no member. */
  | 'notVoter'
