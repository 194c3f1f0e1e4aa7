// A message from a peer: whether it is to be heard at all, what its term means, and to which role it goes.

import { stepCandidate } from './candidate.ts'
import type { Core } from './core.ts'
import { NO_NODE } from './entry.ts'
import { stepFollower, stepLeaderMessage, stepTimeoutNow } from './follower.ts'
import { stepLeader } from './leader.ts'
import { CAMPAIGN_TRANSFER, type Message, MessageType } from './message.ts'
import { isFromLeader, isRequestInNoTerm, isResponse, isWellFormed } from './message-validation.ts'
import type { StepOutcome } from './outcomes.ts'
import { wake } from './quiescence.ts'
import { handleVoteRequest } from './vote.ts'

export function step(core: Core, message: Message): StepOutcome {
  if (!isWellFormed(message)) {
    return 'malformed'
  }
  if (message.to !== core.id || message.from === core.id) {
    return 'misrouted'
  }
  // A member that was removed must not depose a leader with what it answers late.
  if (isResponse(message) && core.tracker.get(message.from) === undefined) {
    return 'unknownPeer'
  }
  if (isRequestInNoTerm(message)) {
    return core.role === 'leader' ? stepLeader(core, message) : 'notLeader'
  }
  const isCampaign = message.type === MessageType.vote || message.type === MessageType.preVote
  if (isCampaign && core.isResting) {
    // Somebody misses the leader. If it is there it says so when it is woken; if not, this node will miss it too.
    wake(core)
  }
  if (message.term < core.term) {
    return stepOlderTerm(core, message)
  }
  if (message.term > core.term) {
    if (isCampaign && message.context !== CAMPAIGN_TRANSFER && core.isLeaderAlive()) {
      return 'leaderAlive'
    }
    if (bindsToTerm(message)) {
      const { electionElapsed } = core
      core.becomeFollower(message.term, isFromLeader(message) ? message.from : NO_NODE)
      if (isCampaign) {
        // Only a vote that is given begins the wait anew (Raft, 5.2): a hasty candidate that nobody can elect would keep
        // the others from campaigning for ever.
        core.electionElapsed = electionElapsed
      }
    }
  }
  return isCampaign ? handleVoteRequest(core, message) : stepRole(core, message)
}

function stepRole(core: Core, message: Message): StepOutcome {
  switch (core.role) {
    case 'leader':
      return stepLeader(core, message)
    case 'follower':
      return stepFollower(core, message)
    case 'preCandidate':
    case 'candidate':
      if (isFromLeader(message)) {
        return stepLeaderMessage(core, message)
      }
      if (message.type === MessageType.timeoutNow && core.role === 'preCandidate') {
        return stepTimeoutNow(core, message)
      }
      return stepCandidate(core, message)
  }
}

/** Pre-votes and their grants name a term that nobody has entered yet. */
function bindsToTerm(message: Message): boolean {
  return (
    message.type !== MessageType.preVote &&
    !(message.type === MessageType.preVoteResponse && !message.reject)
  )
}

/**
 * Campaigns are not always heard, so a node may be stuck in a higher term than the leader's, or a leader in an older one
 * without knowing: the answer tells the sender of the higher term (Ongaro's dissertation, 9.6). Whatever the options of
 * this node: the others' may keep them from hearing it.
 */
function stepOlderTerm(core: Core, message: Message): StepOutcome {
  if (isFromLeader(message)) {
    core.sendAfterAppend(MessageType.appendResponse, message.from)
  } else if (message.type === MessageType.vote) {
    // Without it, and without pre-vote, who alone can be elected may run after the terms of a node that nobody elects.
    const response = core.sendAfterAppend(MessageType.voteResponse, message.from)
    response.reject = true
    core.tellCommit(response)
  } else if (message.type === MessageType.preVote) {
    const response = core.send(MessageType.preVoteResponse, message.from)
    response.reject = true
    core.tellCommit(response)
  }
  return 'ignored'
}
