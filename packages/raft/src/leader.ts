// The leader.

import { assert } from './assert.ts'
import {
  type ConfChange,
  decodeConfChange,
  encodeConfChange,
  isValidConfChange,
} from './conf-change.ts'
import type { Core } from './core.ts'
import { type Entry, EntryType, type Index, NO_NODE, type NodeId } from './entry.ts'
import {
  ConfChangeRefusedError,
  type ConfChangeRefusedReason,
  ProposalDroppedError,
  type RaftError,
} from './errors.ts'
import { startHeartbeatRound } from './heartbeat.ts'
import { changeConfiguration, isJoint, LEAVE_JOINT } from './membership.ts'
import { type Message, MessageType } from './message.ts'
import type { StepOutcome, TransferOutcome } from './outcomes.ts'
import type { Progress } from './progress.ts'
import { noteRest, wake, watchIdleness } from './quiescence.ts'
import {
  handleAppendResponse,
  handleHeartbeatResponse,
  maybeFinishTransfer,
  sendDueAppends,
  shareCommit,
  stepDownIfKnown,
} from './replication.ts'

export function becomeLeader(core: Core): void {
  assert(core.role === 'candidate', 'only a candidate becomes leader')
  core.reset(core.term)
  core.role = 'leader'
  core.leader = core.id
  const own = core.tracker.get(core.id)
  assert(own !== undefined, 'a leader is a member')
  own.becomeReplicate()
  own.maybeUpdate(core.log.stableIndex())
  // There may be a change of configuration among what is not applied yet: none is proposed before all of it is.
  core.pendingConfIndex = core.log.lastIndex()
  // Entries of older terms commit only together with one of this term (Raft, 5.4.2).
  append(core, EntryType.normal, [NO_BYTES])
}

export function stepLeader(core: Core, message: Message): StepOutcome {
  const progress = core.tracker.get(message.from)
  if (progress === undefined) {
    return 'unknownPeer'
  }
  switch (message.type) {
    case MessageType.appendResponse:
      return stepAppendResponse(core, progress, message)
    case MessageType.heartbeatResponse:
      return stepHeartbeatResponse(core, progress, message)
    case MessageType.readIndex:
      addRead(core, message.from, message.context)
      return 'accepted'
    case MessageType.transferLeader:
      return transferTo(core, message.context) === 'started' ? 'accepted' : 'ignored'
    case MessageType.propose:
      return stepProposal(core, message)
    default:
      return 'ignored'
  }
}

function stepAppendResponse(core: Core, progress: Progress, message: Message): StepOutcome {
  hear(core, progress)
  if (message.reject) {
    wake(core)
  }
  const outcome = handleAppendResponse(core, progress, message)
  stepDownIfKnown(core)
  return outcome
}

function stepHeartbeatResponse(core: Core, progress: Progress, message: Message): StepOutcome {
  if (message.context > core.reads.round) {
    return 'malformed'
  }
  hear(core, progress)
  if (message.context > progress.acknowledgedRound) {
    progress.acknowledgedRound = message.context
  }
  handleHeartbeatResponse(core, progress)
  // A leader whose own disk is slow applies its removal when the others have said long ago that they know of it.
  stepDownIfKnown(core)
  if (core.role !== 'leader') {
    return 'accepted'
  }
  confirmReads(core)
  noteRest(core, progress, message)
  return 'accepted'
}

/** A read of this node or another: answered with a later Ready. */
export function addRead(core: Core, from: NodeId, context: number): void {
  wake(core)
  core.reads.add({ from, context })
}

/** A forwarded proposal: there is nobody to tell the reason of a refusal. */
function stepProposal(core: Core, message: Message): StepOutcome {
  for (const { type, data } of message.entries) {
    const error =
      type === EntryType.confChange
        ? proposeChange(core, decodeConfChange(data), data)
        : proposeEntries(core, type, [data])
    if (typeof error !== 'number') {
      return 'ignored'
    }
  }
  return 'accepted'
}

function hear(core: Core, progress: Progress): void {
  progress.heard = true
  progress.lastActiveTick = core.ticks
}

export function tickLeader(core: Core): void {
  const { config } = core
  core.heartbeatElapsed++
  if (core.transferTarget !== NO_NODE && ++core.transferElapsed >= config.electionTicks) {
    core.abortTransfer()
  }
  const since = core.ticks - config.electionTicks
  if (config.checkQuorum && !core.tracker.isQuorumActive(core.id, since)) {
    core.becomeFollower(core.term, NO_NODE)
    return
  }
  core.reads.forgetSentBefore(since)
  watchIdleness(core)
  if (core.isResting) {
    return
  }
  if (core.heartbeatElapsed >= config.heartbeatTicks) {
    core.heartbeatElapsed = 0
    startHeartbeatRound(core)
    confirmReads(core)
  }
  leaveJointIfDue(core)
}

/** Called with every Ready: what has collected since the last one goes out. */
export function flushLeader(core: Core): void {
  if (core.appendsDue) {
    sendDueAppends(core)
  }
  if (!core.reads.hasWaiting || !core.hasCommittedInTerm()) {
    return
  }
  const requests = core.reads.takeWaiting()
  const index = core.log.committed
  if (holdsLease(core)) {
    for (const { from, context } of requests) {
      core.answerRead(from, context, index)
    }
    // Otherwise the round of heartbeats says it: a follower that may read at this index has to apply it first.
    shareCommit(core)
    return
  }
  startHeartbeatRound(core)
  core.reads.waitForRound(index, requests)
  confirmReads(core)
}

function confirmReads(core: Core): void {
  if (!core.reads.hasPending) {
    return
  }
  for (const batch of core.reads.confirm(core.tracker.confirmedRound())) {
    for (const { from, context } of batch.requests) {
      core.answerRead(from, context, batch.index)
    }
  }
}

/** A quorum has promised, less than the lease ago, not to elect anybody else yet. */
export function holdsLease(core: Core): boolean {
  if (core.role !== 'leader' || core.config.readOnly !== 'lease' || core.leaseRevoked) {
    return false
  }
  const sent = core.reads.confirmedTick(core.tracker.confirmedRound())
  return sent !== undefined && core.ticks - sent < core.config.leaseTicks
}

/** Appends what is proposed. Answers the index of the first entry, or why nothing was appended. */
export function proposeEntries(
  core: Core,
  type: EntryType,
  list: readonly Uint8Array[],
): Index | RaftError {
  if (core.stepDownCommit > 0 || core.tracker.get(core.id) === undefined) {
    return new ProposalDroppedError('removed')
  }
  if (core.transferTarget !== NO_NODE) {
    return new ProposalDroppedError('transferInProgress')
  }
  let bytes = 0
  for (const data of list) {
    bytes += data.length
  }
  const waiting = core.uncommittedBytes
  // One proposal above the limit passes if nothing waits, and nothing can keep an empty one out.
  if (waiting > 0 && bytes > 0 && waiting + bytes > core.config.maxUncommittedBytes) {
    return new ProposalDroppedError('uncommittedLimit')
  }
  core.uncommittedBytes += bytes
  return append(core, type, list)
}

export function proposeChange(
  core: Core,
  change: ConfChange | undefined,
  data: Uint8Array,
): Index | RaftError {
  const reason = whyRefused(core, change)
  if (reason !== undefined) {
    return new ConfChangeRefusedError(reason)
  }
  const index = proposeEntries(core, EntryType.confChange, [data])
  if (typeof index === 'number') {
    core.pendingConfIndex = index
  }
  return index
}

/** Only a change that applies to the configuration in force is proposed, so it will apply when it is committed. */
function whyRefused(
  core: Core,
  change: ConfChange | undefined,
): ConfChangeRefusedReason | undefined {
  if (change === undefined || !isValidConfChange(change)) {
    return 'malformed'
  }
  // The second condition is Ongaro's correction of single-server changes (raft-dev, July 2015).
  if (core.pendingConfIndex > core.log.applied || !core.hasCommittedInTerm()) {
    return 'pending'
  }
  const result = changeConfiguration(core.tracker.conf, change)
  return typeof result === 'string' ? result : undefined
}

function append(core: Core, type: EntryType, list: readonly Uint8Array[]): Index {
  wake(core)
  const first = core.log.lastIndex() + 1
  const entries: Entry[] = []
  for (const data of list) {
    entries.push({ index: first + entries.length, term: core.term, type, data })
  }
  core.log.append(entries)
  core.appendsDue = true
  return first
}

/** A joint configuration that ends by itself is left as soon as it is applied, also by a leader that inherited it. */
export function leaveJointIfDue(core: Core): void {
  const { conf } = core.tracker
  if (
    core.role === 'leader' &&
    conf.autoLeave &&
    isJoint(conf) &&
    core.log.applied >= core.pendingConfIndex
  ) {
    // Refused only while the leadership is being transferred: then it is tried again with the next tick.
    proposeChange(core, LEAVE_JOINT, encodeConfChange(LEAVE_JOINT))
  }
}

export function transferTo(core: Core, target: NodeId): TransferOutcome {
  const progress = core.tracker.get(target)
  if (target === core.id) {
    return 'alreadyLeader'
  }
  if (progress === undefined || progress.isLearner) {
    return 'notVoter'
  }
  if (core.transferTarget === target) {
    return 'alreadyInProgress'
  }
  wake(core)
  core.transferTarget = target
  core.transferElapsed = 0
  core.appendsDue = true
  maybeFinishTransfer(core, progress)
  return 'started'
}

const NO_BYTES = new Uint8Array(0)
