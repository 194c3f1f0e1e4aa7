// The leader's side of replication: what is sent to each peer, and what its answers mean.

import { assert } from './assert.ts'
import type { Core } from './core.ts'
import { type Index, NO_ENTRIES, NO_NODE, type NodeId, totalEntryBytes } from './entry.ts'
import { SnapshotTemporarilyUnavailableError } from './errors.ts'
import { type Message, MessageType, NEEDS_SNAPSHOT } from './message.ts'
import type { StepOutcome } from './outcomes.ts'
import type { Progress } from './progress.ts'

/**
 * Sends to every peer what it lacks. Called once per Ready, however much was proposed and acknowledged in between: each
 * peer gets one append for all of it.
 */
export function sendDueAppends(core: Core): void {
  core.appendsDue = false
  for (const progress of core.tracker.peers) {
    if (progress.id !== core.id) {
      catchUp(core, progress)
    }
  }
}

/** Sends to one peer as much as flow control permits, and the commit index if that is news and need not wait. */
export function catchUp(core: Core, progress: Progress): void {
  while (sendAppend(core, progress, false)) {
    // Until the window is full or the peer has everything.
  }
  if (!core.config.deferCommits || isConfCommitted(core)) {
    shareCommitWith(core, progress)
  }
}

/** A change of configuration is committed and not applied: whoever it removes is a peer no longer after that. */
function isConfCommitted(core: Core): boolean {
  const { log, pendingConfIndex } = core
  return pendingConfIndex > log.applied && pendingConfIndex <= log.committed
}

/** Tells one peer what is committed, if that is news. */
export function shareCommitWith(core: Core, progress: Progress): void {
  if (progress.canBumpCommit(core.log.committed)) {
    sendAppend(core, progress, true)
  }
}

/** Tells every peer for which it is news. */
export function shareCommit(core: Core): void {
  for (const progress of core.tracker.peers) {
    if (progress.id !== core.id) {
      shareCommitWith(core, progress)
    }
  }
}

/** Sends one append; without entries only if `evenIfEmpty`. False if nothing was sent. */
export function sendAppend(core: Core, progress: Progress, evenIfEmpty: boolean): boolean {
  if (progress.isPaused()) {
    return false
  }
  const { log } = core
  const previous = progress.next - 1
  const previousTerm = log.term(previous)
  if (previousTerm < 0) {
    return sendSnapshot(core, progress)
  }
  // A full window still lets an empty append through: it finds out whether what fills the window was lost.
  const isProbe = progress.state !== 'replicate' || !progress.inflights.isFull()
  const entries = isProbe
    ? log.entriesFrom(progress.next, core.config.maxBytesPerMessage)
    : NO_ENTRIES
  if (entries.length === 0 && !evenIfEmpty) {
    return false
  }
  const message = core.send(MessageType.append, progress.id)
  message.index = previous
  message.logTerm = previousTerm
  message.entries = entries
  message.commit = log.committed
  progress.sentEntries(entries.length, totalEntryBytes(entries))
  progress.sentCommit = log.committed
  return true
}

function sendSnapshot(core: Core, progress: Progress): boolean {
  // If there is none to send, the next heartbeat's answer is the time to ask again.
  progress.paused = true
  if (!isRecentlyActive(core, progress)) {
    return false
  }
  let snapshot
  try {
    snapshot = core.config.storage.snapshot()
  } catch (error) {
    if (error instanceof SnapshotTemporarilyUnavailableError) {
      return false
    }
    throw error
  }
  const { index } = snapshot.metadata
  assert(index >= core.log.firstIndex() - 1, "storage's snapshot leaves a gap before its log")
  const message = core.send(MessageType.snapshot, progress.id)
  message.snapshot = snapshot
  progress.becomeSnapshot(index)
  return true
}

/** Whether the peer was heard of in this term and within an election timeout. */
export function isRecentlyActive(core: Core, progress: Progress): boolean {
  return progress.heard && core.ticks - progress.lastActiveTick < core.config.electionTicks
}

export function handleAppendResponse(
  core: Core,
  progress: Progress,
  message: Message,
): StepOutcome {
  if (message.reject) {
    return handleRejection(core, progress, message)
  }
  if (message.index > core.log.lastIndex()) {
    return 'malformed'
  }
  progress.commit = Math.max(progress.commit, message.commit)
  const isNews = progress.maybeUpdate(message.index)
  // A match at 0 proves nothing: every log of a leader has an entry, and the answer to a late message of an older term
  // looks like that.
  const provesProbe =
    message.index > 0 && progress.match === message.index && progress.state === 'probe'
  if (!isNews && !provesProbe) {
    return 'ignored'
  }
  progress.hear(core.ticks)
  if (progress.state === 'replicate') {
    progress.inflights.freeThrough(message.index)
  } else if (progress.state === 'probe' || progress.match + 1 >= core.log.firstIndex()) {
    // Out of the snapshot state as soon as the log can go on from the match, whichever snapshot brought that about.
    progress.becomeReplicate()
  }
  if (!maybeCommit(core)) {
    catchUp(core, progress)
  }
  maybeFinishTransfer(core, progress)
  return 'accepted'
}

function handleRejection(core: Core, progress: Progress, message: Message): StepOutcome {
  if (message.context === NEEDS_SNAPSHOT) {
    if (progress.match > 0 || progress.state === 'snapshot') {
      return 'ignored'
    }
    progress.hear(core.ticks)
    sendSnapshot(core, progress)
    return 'accepted'
  }
  // Below the hint the peer's log may agree, but only where our term is not above its: skip whole terms.
  const hint =
    message.logTerm > 0
      ? core.log.findConflictByTerm(message.rejectHint, message.logTerm)
      : message.rejectHint
  if (!progress.maybeDecrease(message.index, hint)) {
    return 'ignored'
  }
  progress.hear(core.ticks)
  if (progress.state === 'replicate') {
    progress.becomeProbe()
  }
  sendAppend(core, progress, true)
  return 'accepted'
}

export function handleHeartbeatResponse(core: Core, progress: Progress): void {
  // Reads start rounds of their own: only one answer in a heartbeat interval is a reason to probe.
  if (core.ticks - progress.lastProbeTick < core.config.heartbeatTicks) {
    return
  }
  progress.lastProbeTick = core.ticks
  progress.paused = false
  // Messages may have been lost, or this peer may be probing after reportUnreachable(): find out with an append. It also
  // makes a peer say what it knows to be committed.
  if (
    progress.match < core.log.lastIndex() ||
    progress.state === 'probe' ||
    progress.commit < core.log.committed
  ) {
    sendAppend(core, progress, true)
  }
}

/** The leader's own log is durable up to here: only now does it count itself. */
export function handleOwnAppend(core: Core, stable: Index): void {
  const own = core.tracker.get(core.id)
  if (own !== undefined && own.maybeUpdate(stable)) {
    maybeCommit(core)
  }
}

/** Advances the commit index if a quorum has an entry of this term. Tells the peers with the next Ready. */
export function maybeCommit(core: Core): boolean {
  if (!core.log.maybeCommit(core.tracker.committedIndex(), core.term)) {
    return false
  }
  core.appendsDue = true
  return true
}

/** Once the target of a transfer has the whole log, it may campaign. */
export function maybeFinishTransfer(core: Core, progress: Progress): void {
  if (progress.id === core.transferTarget && progress.match === core.log.lastIndex()) {
    sendTimeoutNow(core, progress.id)
  }
}

/** From here on an election may come at any time, so no lease holds in this term any more. */
export function sendTimeoutNow(core: Core, target: NodeId): void {
  core.leaseRevoked = true
  core.send(MessageType.timeoutNow, target)
}

/**
 * A leader that is no longer a voter steps down once a quorum of those that are knows it: if it went before, nobody
 * might be left who can be elected. The voter with the most complete log among them campaigns at once.
 */
export function stepDownIfKnown(core: Core): void {
  if (core.stepDownCommit === 0 || core.tracker.knownCommit() < core.stepDownCommit) {
    return
  }
  let successor = NO_NODE
  let bestMatch = 0
  for (const { id, match, commit } of core.tracker.peers) {
    const isInformed = commit >= core.stepDownCommit && core.tracker.conf.voters.includes(id)
    if (isInformed && match > bestMatch) {
      successor = id
      bestMatch = match
    }
  }
  if (successor !== NO_NODE) {
    sendTimeoutNow(core, successor)
  }
  core.becomeFollower(core.term, NO_NODE)
}
