// The state of a node and the transitions that every role shares. The roles themselves are functions over it, in
// follower.ts, candidate.ts and leader.ts.

import { assert } from './assert.ts'
import type { ResolvedConfig } from './config.ts'
import type { ConfState, HardState, Index, NodeId, Term } from './entry.ts'
import { NO_NODE } from './entry.ts'
import { StorageInconsistentError } from './errors.ts'
import { RaftLog } from './log.ts'
import { EMPTY_CONF_STATE, normalizeConfState } from './membership.ts'
import { createMessage, type Message, MessageType } from './message.ts'
import { ForwardedReads, LeaderReads } from './read-index.ts'
import type { ReadState, Role } from './ready.ts'
import type { RaftStorage } from './storage.ts'
import { Tracker } from './tracker.ts'

/** The empty list, one for all. */
export const NONE: readonly never[] = Object.freeze([])

export class Core {
  readonly id: NodeId
  readonly config: ResolvedConfig
  readonly log: RaftLog
  readonly tracker: Tracker
  readonly reads: LeaderReads = new LeaderReads()
  readonly forwardedReads: ForwardedReads = new ForwardedReads()

  term: Term
  vote: NodeId
  role: Role = 'follower'
  leader: NodeId = NO_NODE

  /** Ticks since the start: the only clock there is. */
  ticks = 0
  /** Ticks since a leader was heard of, since this node voted, or since it campaigned. */
  electionElapsed = 0
  heartbeatElapsed = 0
  randomizedElectionTimeout = 0

  /** The node that this leader hands over to, and the ticks since it began. */
  transferTarget: NodeId = NO_NODE
  transferElapsed = 0
  /** A transfer was begun in this term: the target's election may come at any time, whatever was promised. */
  leaseRevoked = false
  /** The term in which a transfer reached this node while it had a change of configuration to apply first. */
  deferredCampaignTerm: Term = 0

  /** While a snapshot is on its way to the disk: the configuration of the state machine that it will replace. */
  overtakenConf: ConfState = EMPTY_CONF_STATE
  /** A leader proposes no change of configuration until it has applied up to here. */
  pendingConfIndex: Index = 0
  /** A leader that is no longer a voter leads on until a quorum knows this index to be committed; otherwise 0. */
  stepDownCommit: Index = 0
  /** Bytes of data in entries of this leader's term that are not committed. */
  uncommittedBytes = 0
  /** A leader has entries or a commit index to send with the next Ready. */
  appendsDue = false

  /** The group has no work: no heartbeats are sent and none are missed, until somebody wakes it (quiescence.ts). */
  isResting = false
  /** Ticks for which this leader had nothing to do. */
  idleTicks = 0
  /** The first round of heartbeats with which this leader proposes rest; 0 while it does not. */
  restRound = 0
  /** The last round of heartbeats that this follower heard of in this term. */
  heartbeatRound = 0

  messages: Message[] = []
  messagesAfterAppend: Message[] = []
  readStates: ReadState[] = []
  droppedReads: number[] = []

  constructor(config: ResolvedConfig) {
    const { storage } = config
    const { hardState, confState } = storage.initialState()
    checkHardState(hardState, storage)
    this.id = config.id
    this.config = config
    this.term = hardState.term
    this.vote = hardState.vote
    this.log = new RaftLog({
      storage,
      commit: hardState.commit,
      applied: config.applied,
      maxApplyingBytes: config.maxCommittedBytesPerReady,
      applyUnstable: config.applyUnstableEntries,
    })
    this.tracker = new Tracker(checkConfState(confState), this.log.lastIndex() + 1, config)
    this.drawElectionTimeout()
  }

  send(type: MessageType, to: NodeId, term: Term = this.term): Message {
    const message = createMessage(type, this.id, to, term)
    this.messages.push(message)
    return message
  }

  /** To be sent only after what was decided so far is durable. */
  sendAfterAppend(type: MessageType, to: NodeId, term: Term = this.term): Message {
    const message = createMessage(type, this.id, to, term)
    this.messagesAfterAppend.push(message)
    return message
  }

  // Most Readys have few of these. What is empty is not handed out, and not replaced.

  takeMessages(): readonly Message[] {
    const { messages } = this
    if (messages.length === 0) {
      return NONE
    }
    this.messages = []
    return messages
  }

  takeMessagesAfterAppend(): readonly Message[] {
    const { messagesAfterAppend } = this
    if (messagesAfterAppend.length === 0) {
      return NONE
    }
    this.messagesAfterAppend = []
    return messagesAfterAppend
  }

  takeReadStates(): readonly ReadState[] {
    const { readStates } = this
    if (readStates.length === 0) {
      return NONE
    }
    this.readStates = []
    return readStates
  }

  takeDroppedReads(): readonly number[] {
    const { droppedReads } = this
    if (droppedReads.length === 0) {
      return NONE
    }
    this.droppedReads = []
    return droppedReads
  }

  /** A configuration in which this node may lead, and nothing that keeps it from campaigning. */
  isPromotable(): boolean {
    const progress = this.tracker.get(this.id)
    return progress !== undefined && !progress.isLearner && this.log.unstable.snapshot === undefined
  }

  /**
   * Leader stickiness (Ongaro's dissertation, 4.2.3): whether this node heard of a leader so recently that it elects no
   * other. Where reads rely on that promise, it also holds for one that may have been given before a restart.
   */
  isLeaderAlive(): boolean {
    if (!this.config.checkQuorum) {
      return false
    }
    if (this.role === 'leader') {
      return true
    }
    const mayHavePromised =
      this.leader !== NO_NODE ||
      (this.config.readOnly === 'lease' && this.ticks < this.config.electionTicks)
    return mayHavePromised && this.electionElapsed < this.config.electionTicks
  }

  /** An entry of this term is committed: only then does a new leader know all that is committed (Raft, 8). */
  hasCommittedInTerm(): boolean {
    return this.log.matchTerm(this.log.committed, this.term)
  }

  /**
   * Votes and their answers say what their sender knows to be committed. A change of configuration may be committed
   * without those knowing it who alone can be elected under it: nobody would ever win.
   */
  tellCommit(message: Message): void {
    message.commit = this.log.committed
    message.rejectHint = this.log.term(this.log.committed)
  }

  /**
   * What another node knows to be committed is committed here too, if the log has that entry. A candidate that learns of
   * a change of configuration has asked the wrong quorum, and may not even be a member of the right one: it is a follower
   * until that is applied. True if its campaign is over.
   */
  learnCommit(message: Message): boolean {
    const isNews = message.commit > this.log.committed
    if (!isNews || !this.log.maybeCommit(message.commit, message.rejectHint)) {
      return false
    }
    const isCampaigning = this.role === 'candidate' || this.role === 'preCandidate'
    if (!isCampaigning || !this.log.hasUnappliedConfChange()) {
      return false
    }
    this.becomeFollower(this.term, NO_NODE)
    return true
  }

  becomeFollower(term: Term, leader: NodeId): void {
    this.reset(term)
    this.role = 'follower'
    this.leader = leader
  }

  /** Puts back everything that belongs to one term or one leadership. */
  reset(term: Term): void {
    assert(term >= this.term, 'the term went back')
    if (term !== this.term) {
      this.term = term
      this.vote = NO_NODE
      this.heartbeatRound = 0
    }
    this.dropReads()
    this.leader = NO_NODE
    this.electionElapsed = 0
    this.heartbeatElapsed = 0
    this.drawElectionTimeout()
    this.abortTransfer()
    this.leaseRevoked = false
    this.deferredCampaignTerm = 0
    this.pendingConfIndex = 0
    this.stepDownCommit = 0
    this.uncommittedBytes = 0
    this.appendsDue = false
    this.isResting = false
    this.idleTicks = 0
    this.restRound = 0
    this.tracker.reset(this.log.lastIndex() + 1, this.ticks)
  }

  abortTransfer(): void {
    this.transferTarget = NO_NODE
    this.transferElapsed = 0
  }

  /** The reads that wait for an answer will get none. */
  dropReads(): void {
    this.droppedReads.push(...this.reads.clear(this.id), ...this.forwardedReads.clear())
  }

  drawElectionTimeout(): void {
    const { electionTicks, random } = this.config
    this.randomizedElectionTimeout = electionTicks + Math.floor(random() * electionTicks)
  }

  /** The read that this node or another asked for may run at `index`. */
  answerRead(to: NodeId, context: number, index: Index): void {
    if (to === this.id) {
      this.readStates.push({ index, context })
      return
    }
    const message = this.send(MessageType.readIndexResponse, to)
    message.index = index
    message.context = context
  }
}

/** Entries of a term that the hard state does not know of: a write was torn apart, or hard state was lost. */
function checkHardState(hardState: HardState, storage: RaftStorage): void {
  const last = storage.lastIndex()
  if (last >= storage.firstIndex() && storage.term(last) > hardState.term) {
    throw new StorageInconsistentError(
      `the log ends in term ${storage.term(last)}, but the hard state is of term ${hardState.term}`,
    )
  }
}

function checkConfState(confState: ConfState): ConfState {
  const normal = normalizeConfState(confState)
  if (normal === undefined) {
    throw new StorageInconsistentError('the stored configuration contradicts itself')
  }
  return normal
}
