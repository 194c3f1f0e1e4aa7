// Changes of the configuration as pure functions from one ConfState to the next (Ongaro's dissertation, 4.3). Node ids
// are kept sorted. What a function refuses, it answers with the reason: the same on every node, so that a change that
// is in the log can always be applied, if only as no change at all.

import { assert } from './assert.ts'
import {
  type ConfChange,
  type ConfChangeSingle,
  ConfChangeTransition,
  ConfChangeType,
} from './conf-change.ts'
import type { ConfState, NodeId } from './entry.ts'
import type { ConfChangeRefusedReason } from './errors.ts'

export const EMPTY_CONF_STATE: ConfState = Object.freeze({
  voters: [],
  learners: [],
  votersOutgoing: [],
  learnersNext: [],
  autoLeave: false,
})

export type ConfChangeResult = ConfState | ConfChangeRefusedReason

/** The automatic change without changes: leave the joint configuration. Its encoding is no bytes at all. */
export const LEAVE_JOINT: ConfChange = Object.freeze({
  transition: ConfChangeTransition.auto,
  changes: [],
  context: new Uint8Array(0),
})

export function isJoint(conf: ConfState): boolean {
  return conf.votersOutgoing.length > 0
}

/** Everybody who takes part in any role. Sorted. */
export function members(conf: ConfState): NodeId[] {
  const ids = new Set([...conf.voters, ...conf.votersOutgoing, ...conf.learners])
  return [...ids].sort(ascending)
}

export function isVoter(conf: ConfState, id: NodeId): boolean {
  return conf.voters.includes(id) || conf.votersOutgoing.includes(id)
}

/** What `change` makes of `conf`. */
export function changeConfiguration(conf: ConfState, change: ConfChange): ConfChangeResult {
  if (change.changes.length === 0) {
    if (change.transition !== ConfChangeTransition.auto || !isJoint(conf)) {
      return isJoint(conf) ? 'joint' : 'empty'
    }
    return leaveJoint(conf)
  }
  if (change.transition === ConfChangeTransition.auto && change.changes.length === 1) {
    return changeSimply(conf, change.changes)
  }
  const autoLeave = change.transition !== ConfChangeTransition.jointExplicit
  return enterJoint(conf, change.changes, autoLeave)
}

/** At most one voter comes or goes: then old and new majorities overlap without a joint configuration. */
export function changeSimply(
  conf: ConfState,
  changes: readonly ConfChangeSingle[],
): ConfChangeResult {
  if (isJoint(conf)) {
    return 'joint'
  }
  const next = applyChanges(conf, changes)
  if (typeof next === 'string') {
    return next
  }
  return differences(conf.voters, next.voters) > 1 ? 'tooManyVoters' : next
}

/** From now on both the present majority and the one after `changes` have to agree. */
export function enterJoint(
  conf: ConfState,
  changes: readonly ConfChangeSingle[],
  autoLeave: boolean,
): ConfChangeResult {
  if (isJoint(conf)) {
    return 'joint'
  }
  if (conf.voters.length === 0) {
    return 'noVoters'
  }
  return applyChanges({ ...conf, votersOutgoing: conf.voters, autoLeave }, changes)
}

/** Only the incoming majority counts from now on. */
export function leaveJoint(conf: ConfState): ConfChangeResult {
  if (!isJoint(conf)) {
    return 'empty'
  }
  return checked({
    voters: conf.voters,
    learners: union(conf.learners, conf.learnersNext),
    votersOutgoing: [],
    learnersNext: [],
    autoLeave: false,
  })
}

/** The configuration with its ids sorted, or undefined if it is contradictory (it may come from a peer). */
export function normalizeConfState(conf: ConfState): ConfState | undefined {
  const normal: ConfState = {
    voters: union(conf.voters, []),
    learners: union(conf.learners, []),
    votersOutgoing: union(conf.votersOutgoing, []),
    learnersNext: union(conf.learnersNext, []),
    autoLeave: conf.autoLeave,
  }
  return contradiction(normal) === undefined ? normal : undefined
}

function applyChanges(conf: ConfState, changes: readonly ConfChangeSingle[]): ConfChangeResult {
  let next = conf
  for (const change of changes) {
    switch (change.type) {
      case ConfChangeType.addVoter:
        next = { ...without(next, change.nodeId), voters: union(next.voters, [change.nodeId]) }
        break
      case ConfChangeType.addLearner:
        next = withLearner(next, change.nodeId)
        break
      case ConfChangeType.remove:
        next = without(next, change.nodeId)
        break
      case ConfChangeType.update:
        break
    }
  }
  return next.voters.length === 0 ? 'noVoters' : checked(next)
}

/** An outgoing voter cannot be a learner yet: it still votes in its majority until that is left. */
function withLearner(conf: ConfState, id: NodeId): ConfState {
  const rest = without(conf, id)
  return conf.votersOutgoing.includes(id)
    ? { ...rest, learnersNext: union(rest.learnersNext, [id]) }
    : { ...rest, learners: union(rest.learners, [id]) }
}

/** Without the node in the incoming configuration; the outgoing one does not change. */
function without(conf: ConfState, id: NodeId): ConfState {
  const isOther = (other: NodeId): boolean => other !== id
  return {
    ...conf,
    voters: conf.voters.filter(isOther),
    learners: conf.learners.filter(isOther),
    learnersNext: conf.learnersNext.filter(isOther),
  }
}

function checked(conf: ConfState): ConfState {
  const found = contradiction(conf)
  assert(found === undefined, found ?? '')
  return conf
}

function contradiction(conf: ConfState): string | undefined {
  for (const id of conf.learners) {
    if (isVoter(conf, id)) {
      return 'a learner is a voter too'
    }
  }
  for (const id of conf.learnersNext) {
    if (!conf.votersOutgoing.includes(id) || conf.voters.includes(id)) {
      return 'a future learner is not an outgoing voter'
    }
  }
  if (!isJoint(conf) && conf.autoLeave) {
    return 'a configuration that is not joint cannot be left'
  }
  return undefined
}

function differences(a: readonly NodeId[], b: readonly NodeId[]): number {
  return a.filter((id) => !b.includes(id)).length + b.filter((id) => !a.includes(id)).length
}

function union(a: readonly NodeId[], b: readonly NodeId[]): NodeId[] {
  return [...new Set([...a, ...b])].sort(ascending)
}

function ascending(a: NodeId, b: NodeId): number {
  return a - b
}
