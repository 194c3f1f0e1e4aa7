// Candidates, with and without pre-vote (Ongaro's dissertation, 9.6).

import { assert } from './assert.ts'
import type { Core } from './core.ts'
import { NO_NODE, type NodeId } from './entry.ts'
import { becomeLeader } from './leader.ts'
import { CAMPAIGN_TRANSFER, type Message, MessageType } from './message.ts'
import type { CampaignOutcome, StepOutcome } from './outcomes.ts'
import { wake } from './quiescence.ts'

/** `transfer`: the leader asked for it, so there is no pre-vote and voters need not be loyal to that leader. */
export type CampaignReason = 'timeout' | 'transfer'

export function campaign(core: Core, reason: CampaignReason): CampaignOutcome {
  if (core.role === 'leader') {
    return 'alreadyLeader'
  }
  if (!core.isPromotable()) {
    return 'notPromotable'
  }
  wake(core)
  // Who may vote is decided by what is applied: with a committed change outstanding, the wrong quorum might be asked.
  if (core.log.hasUnappliedConfChange()) {
    if (reason === 'transfer') {
      core.deferredCampaignTerm = core.term
    }
    return 'unappliedConfChange'
  }
  if (reason !== 'transfer' && core.config.readOnly === 'lease' && core.isLeaderAlive()) {
    return 'leaderAlive'
  }
  if (core.config.preVote && reason !== 'transfer') {
    becomePreCandidate(core)
  } else {
    becomeCandidate(core, reason)
  }
  return 'started'
}

/** A transfer that came while there was a change of configuration to apply: now there is none. */
export function resumeDeferredCampaign(core: Core): void {
  if (core.deferredCampaignTerm === core.term && core.term > 0 && core.role === 'follower') {
    core.deferredCampaignTerm = 0
    campaign(core, 'transfer')
  }
}

/** Asks without consequences: neither the term nor the vote changes. */
function becomePreCandidate(core: Core): void {
  core.dropReads()
  core.role = 'preCandidate'
  // The leader is given up: otherwise two nodes that miss it would refuse each other out of loyalty to it.
  core.leader = NO_NODE
  core.electionElapsed = 0
  core.tracker.resetVotes()
  requestVotes(core, (id) => core.send(MessageType.preVote, id, core.term + 1))
  // It takes no disk to be willing to vote for oneself.
  countVote(core, core.id, true)
}

function becomeCandidate(core: Core, reason: CampaignReason): void {
  core.reset(core.term + 1)
  core.role = 'candidate'
  core.vote = core.id
  // Asked for only when term and log are durable. After a crash this node could campaign in the same term once more,
  // with a shorter log, and be elected by a vote that was given to the longer one.
  requestVotes(core, (id) => {
    const message = core.sendAfterAppend(MessageType.vote, id)
    message.context = reason === 'transfer' ? CAMPAIGN_TRANSFER : 0
    return message
  })
}

function requestVotes(core: Core, request: (id: NodeId) => Message): void {
  for (const { id } of core.tracker.peers) {
    if (id === core.id || !core.tracker.isVoter(id)) {
      continue
    }
    const message = request(id)
    message.index = core.log.lastIndex()
    message.logTerm = core.log.lastTerm()
    message.priority = core.config.priority
    core.tellCommit(message)
  }
}

export function ownVoteIsDurable(core: Core): void {
  assert(core.role === 'candidate' && core.vote === core.id, 'only a candidate votes for itself')
  countVote(core, core.id, true)
}

export function stepCandidate(core: Core, message: Message): StepOutcome {
  const isPreVote = core.role === 'preCandidate'
  const expected = isPreVote ? MessageType.preVoteResponse : MessageType.voteResponse
  if (message.type !== expected) {
    return 'ignored'
  }
  if (!core.tracker.isVoter(message.from)) {
    return 'unknownPeer'
  }
  // The grant of a pre-vote names the term that was asked for. One of this term answers an older question.
  if (isPreVote && !message.reject && message.term !== core.term + 1) {
    return 'ignored'
  }
  if (core.learnCommit(message)) {
    return 'accepted'
  }
  countVote(core, message.from, !message.reject)
  return 'accepted'
}

function countVote(core: Core, from: number, granted: boolean): void {
  core.tracker.recordVote(from, granted)
  const result = core.tracker.tallyVotes()
  if (result === 'lost') {
    core.becomeFollower(core.term, NO_NODE)
  } else if (result === 'won' && core.role === 'preCandidate') {
    becomeCandidate(core, 'timeout')
  } else if (result === 'won' && core.tracker.hasVoted(core.id)) {
    // Never on the votes of others alone: a leader whose own term is not durable could crash, be elected in that term
    // once more, and give another entry the same index and term.
    becomeLeader(core)
  }
}

/** For followers and candidates: time without word from a leader. */
export function tickElection(core: Core): void {
  core.electionElapsed++
  if (core.electionElapsed >= core.randomizedElectionTimeout && core.isPromotable()) {
    campaign(core, 'timeout')
    core.electionElapsed = 0
  }
}
