// The follower, and what every role does with the messages of a leader.

import { campaign } from './candidate.ts'
import type { Core } from './core.ts'
import { type Index, NO_NODE, type Snapshot } from './entry.ts'
import { normalizeConfState } from './membership.ts'
import { type Message, MessageType, NEEDS_SNAPSHOT } from './message.ts'
import type { StepOutcome } from './outcomes.ts'
import { mayRest } from './quiescence.ts'

export function stepFollower(core: Core, message: Message): StepOutcome {
  switch (message.type) {
    case MessageType.append:
    case MessageType.heartbeat:
    case MessageType.snapshot:
      return stepLeaderMessage(core, message)
    case MessageType.timeoutNow:
      return stepTimeoutNow(core, message)
    case MessageType.readIndexResponse:
      return stepReadIndexResponse(core, message)
    case MessageType.readIndex:
    case MessageType.propose:
    case MessageType.transferLeader:
      return 'notLeader'
    default:
      return 'ignored'
  }
}

/** The leader wants this node to lead. Also for a pre-candidate: its doubts about the leader end here. */
export function stepTimeoutNow(core: Core, message: Message): StepOutcome {
  const isFromLeader = core.leader === message.from || core.leader === NO_NODE
  return isFromLeader && campaign(core, 'transfer') === 'started' ? 'accepted' : 'ignored'
}

/**
 * Of this term, from its leader: also a candidate becomes its follower. Loyalty begins anew only with what is new: a
 * round of heartbeats, entries, a commit index, a snapshot. A leader that lives has a new round in every interval; what
 * the network repeats, minutes later, says nothing about it.
 */
export function stepLeaderMessage(core: Core, message: Message): StepOutcome {
  if (core.role !== 'follower') {
    core.becomeFollower(core.term, message.from)
  } else if (core.leader === NO_NODE) {
    core.leader = message.from
  } else if (core.leader !== message.from) {
    // Two leaders in one term cannot be: whoever the second is, it is not obeyed.
    return 'malformed'
  }
  core.isResting = false
  switch (message.type) {
    case MessageType.append:
      return handleAppend(core, message)
    case MessageType.heartbeat:
      return handleHeartbeat(core, message)
    default:
      return handleSnapshot(core, message)
  }
}

function handleAppend(core: Core, message: Message): StepOutcome {
  const { log } = core
  if (core.tracker.conf.voters.length === 0) {
    // A node that joins with nothing does not know the configuration that the cluster began with: it is in no entry,
    // and without it the changes that are would make another.
    reject(core, message, 0).context = NEEDS_SNAPSHOT
    return 'accepted'
  }
  if (log.contradicts(message.index, message.logTerm, message.entries)) {
    return 'diverged'
  }
  if (message.index < log.committed) {
    // Old or repeated. What is committed is there and matches: say so, the leader may not know.
    acknowledge(core, message, log.committed)
    return 'ignored'
  }
  const result = log.maybeAppend(message.index, message.logTerm, message.entries, message.commit)
  if (result !== 'mismatch') {
    if (result === 'news') {
      core.electionElapsed = 0
    }
    acknowledge(core, message, message.index + message.entries.length)
    return 'accepted'
  }
  reject(core, message, Math.min(message.index, log.lastIndex()))
  return 'accepted'
}

/** Says where the logs may still agree, at `index` or before. */
function reject(core: Core, message: Message, index: Index): Message {
  const hint = core.log.findConflictByTerm(index, message.logTerm)
  const response = core.sendAfterAppend(MessageType.appendResponse, message.from)
  response.reject = true
  response.index = message.index
  response.rejectHint = hint
  response.commit = core.log.committed
  response.logTerm = Math.max(core.log.term(hint), 0)
  return response
}

/** Acknowledgements that wait for the same write become one: an index says all that a lower one would. */
function acknowledge(core: Core, message: Message, index: number): void {
  const last = core.messagesAfterAppend.at(-1)
  if (
    last !== undefined &&
    last.type === MessageType.appendResponse &&
    last.to === message.from &&
    last.term === core.term &&
    !last.reject
  ) {
    last.index = Math.max(last.index, index)
    last.commit = core.log.committed
    return
  }
  const response = core.sendAfterAppend(MessageType.appendResponse, message.from)
  response.index = index
  response.commit = core.log.committed
}

function handleHeartbeat(core: Core, message: Message): StepOutcome {
  const { log } = core
  if (message.commit > log.lastIndex()) {
    // The leader only names what this node has acknowledged as durable: it is gone (etcd #10166).
    return 'diverged'
  }
  log.commitTo(message.commit)
  core.isResting = mayRest(core, message)
  if (message.context > core.heartbeatRound) {
    core.heartbeatRound = message.context
    core.electionElapsed = 0
  }
  const response = core.send(MessageType.heartbeatResponse, message.from)
  response.context = message.context
  response.index = core.isResting ? message.index : 0
  return 'accepted'
}

function handleSnapshot(core: Core, message: Message): StepOutcome {
  const { snapshot } = message
  if (snapshot === undefined) {
    return 'malformed'
  }
  const outcome = restore(core, snapshot)
  if (outcome !== 'malformed') {
    acknowledge(core, message, core.log.committed)
  }
  return outcome
}

/**
 * Puts the snapshot in place of the log, if it is news. Its configuration need not name this node: the change that adds
 * it may be among the entries that follow.
 */
function restore(core: Core, snapshot: Snapshot): StepOutcome {
  const { log } = core
  const { index, term } = snapshot.metadata
  const conf = normalizeConfState(snapshot.metadata.confState)
  if (conf === undefined || conf.voters.length === 0) {
    return 'malformed'
  }
  if (index <= log.committed) {
    return 'ignored'
  }
  if (log.matchTerm(index, term)) {
    // The entries are all here: it is enough to know that they are committed.
    log.commitTo(index)
    return 'ignored'
  }
  if (log.unstable.snapshot === undefined) {
    core.overtakenConf = core.tracker.conf
  }
  core.electionElapsed = 0
  log.restore(snapshot)
  core.tracker.configure(conf, log.lastIndex() + 1, core.ticks)
  return 'accepted'
}

function stepReadIndexResponse(core: Core, message: Message): StepOutcome {
  if (message.from !== core.leader) {
    return 'ignored'
  }
  const contexts = core.forwardedReads.answered(message.context)
  for (const context of contexts) {
    core.answerRead(core.id, context, message.index)
  }
  return contexts.length > 0 ? 'accepted' : 'ignored'
}

/** Called with every Ready: the reads that have collected since the last one go to the leader as one. */
export function flushFollower(core: Core): void {
  if (core.forwardedReads.hasWaiting) {
    askLeader(core, core.forwardedReads.send())
  }
}

/** A request or its answer may have been lost: ask again. */
export function retryForwardedReads(core: Core): void {
  const context = core.forwardedReads.retryAfter(2 * core.config.heartbeatTicks)
  if (context !== undefined) {
    askLeader(core, context)
  }
}

function askLeader(core: Core, context: number): void {
  if (core.leader !== NO_NODE) {
    core.send(MessageType.readIndex, core.leader, 0).context = context
  }
}
