// Groups that have nothing to do rest: no heartbeats, no election timers. The idea is CockroachDB's quiescence and
// etcd's TickQuiesced.
//
// The leader of a group without work proposes rest with its heartbeats, which then name the end of the log. A follower
// that ends there too, with everything applied, rests and says so; the leader rests when all members have said it. It
// goes on beating until then: a lost message delays rest and leaves nobody behind. A member that is gone keeps the group
// awake, because it would have to be told when it is back.
//
// Whatever is asked of a resting node wakes it, and it wakes the leader, who wakes the rest. A follower begins a whole
// election timeout when it wakes: a leader that died in the meantime is missed from then on.

import type { Core } from './core.ts'
import { NO_NODE } from './entry.ts'
import { startHeartbeatRound } from './heartbeat.ts'
import { type Message, MessageType } from './message.ts'
import type { Progress } from './progress.ts'

/** There is something to do: also for a node that does not rest, the wait for rest begins anew. */
export function wake(core: Core): void {
  core.idleTicks = 0
  core.restRound = 0
  if (!core.isResting) {
    return
  }
  core.isResting = false
  if (core.role === 'leader') {
    // Nobody was asked for a sign of life while the group rested: the quorum has an election timeout to give one.
    for (const progress of core.tracker.peers) {
      progress.lastActiveTick = core.ticks
    }
    core.heartbeatElapsed = 0
    startHeartbeatRound(core)
    return
  }
  core.electionElapsed = 0
  if (core.leader !== NO_NODE) {
    core.send(MessageType.heartbeatResponse, core.leader).reject = true
  }
}

/** Each tick of a leader: whether the group has been without work for so long that it should rest. */
export function watchIdleness(core: Core): void {
  const { quiesceTicks } = core.config
  if (quiesceTicks === 0) {
    return
  }
  core.idleTicks = hasNothingToDo(core) ? core.idleTicks + 1 : 0
  if (core.idleTicks <= quiesceTicks) {
    core.restRound = 0
  } else if (core.restRound === 0) {
    core.restRound = core.reads.round + 1
  }
  // A group of one has nobody to ask.
  restIfAgreed(core)
}

/** A peer answered a heartbeat that proposed rest. */
export function noteRest(core: Core, progress: Progress, message: Message): void {
  if (message.reject) {
    wake(core)
  } else if (message.index > 0 && message.index === core.log.lastIndex()) {
    progress.restRound = Math.max(progress.restRound, message.context)
    restIfAgreed(core)
  }
}

/** The follower's side: whether nothing here is unfinished that the log up to (`index`, `logTerm`) leaves open. */
export function mayRest(core: Core, message: Message): boolean {
  const { log } = core
  return (
    core.config.quiesceTicks > 0 &&
    message.index > 0 &&
    // Of an older round it does not say that the leader still wants to rest.
    message.context >= core.heartbeatRound &&
    message.index === log.lastIndex() &&
    log.matchTerm(message.index, message.logTerm) &&
    log.committed === message.index &&
    log.applied === message.index &&
    log.stableIndex() === message.index &&
    !core.forwardedReads.hasAny
  )
}

function restIfAgreed(core: Core): void {
  const { restRound } = core
  if (core.isResting || restRound === 0 || !hasNothingToDo(core)) {
    return
  }
  for (const progress of core.tracker.peers) {
    if (progress.id !== core.id && progress.restRound < restRound) {
      return
    }
  }
  core.isResting = true
  // Ticks may not be counted while the group rests, so nothing that is measured in them outlives it.
  core.reads.dropLease()
}

function hasNothingToDo(core: Core): boolean {
  const { log, reads } = core
  const last = log.lastIndex()
  return (
    log.applied === last &&
    log.stableIndex() === last &&
    core.transferTarget === NO_NODE &&
    core.stepDownCommit === 0 &&
    core.tracker.isVoter(core.id) &&
    !reads.hasWaiting &&
    !reads.hasPending &&
    core.tracker.peers.every(
      ({ id, state, match, commit }) =>
        id === core.id || (state === 'replicate' && match === last && commit === last),
    )
  )
}
