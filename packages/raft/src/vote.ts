// The voter (Raft, 5.2 and 5.4.1; Ongaro's dissertation, 9.6 for pre-votes).

import type { Core } from './core.ts'
import { NO_NODE } from './entry.ts'
import { CAMPAIGN_TRANSFER, type Message, MessageType } from './message.ts'
import type { StepOutcome } from './outcomes.ts'

/**
 * Answers a vote or pre-vote that is not of an older term. A node votes for whoever asks, also if neither is a member of
 * the configuration that it knows: it may have missed the change that made them voters, and the candidate counts.
 */
export function handleVoteRequest(core: Core, message: Message): StepOutcome {
  core.learnCommit(message)
  const isPreVote = message.type === MessageType.preVote
  const mayVote =
    core.vote === message.from ||
    (core.vote === NO_NODE && core.leader === NO_NODE) ||
    (isPreVote && message.term > core.term)
  const isGranted =
    mayVote && core.log.isUpToDate(message.index, message.logTerm) && !isOutranked(core, message)
  if (isPreVote) {
    // The grant names the term that was asked for, a rejection the voter's own: the candidate may be behind.
    const term = isGranted ? message.term : core.term
    const response = core.send(MessageType.preVoteResponse, message.from, term)
    response.reject = !isGranted
    core.tellCommit(response)
    return 'accepted'
  }
  if (isGranted) {
    core.vote = message.from
    core.electionElapsed = 0
  }
  const response = core.sendAfterAppend(MessageType.voteResponse, message.from)
  response.reject = !isGranted
  core.tellCommit(response)
  return 'accepted'
}

/** This node would make as good a leader and has the higher priority: it will campaign itself. */
function isOutranked(core: Core, message: Message): boolean {
  return (
    message.priority < core.config.priority &&
    message.context !== CAMPAIGN_TRANSFER &&
    core.isPromotable() &&
    message.index === core.log.lastIndex() &&
    message.logTerm === core.log.lastTerm()
  )
}
