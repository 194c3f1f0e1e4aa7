// A committed change of configuration takes effect when it is applied: on every node at the same place in the log.

import type { ConfChange } from './conf-change.ts'
import type { Core } from './core.ts'
import type { ConfState } from './entry.ts'
import { changeConfiguration } from './membership.ts'
import { catchUp, maybeCommit, stepDownIfKnown } from './replication.ts'

/**
 * Never fails: a change that does not apply to the configuration in force, or that could not be decoded, changes
 * nothing, and does so on every node.
 */
export function applyConfChange(core: Core, change: ConfChange | undefined): ConfState {
  if (core.log.unstable.snapshot !== undefined) {
    // Nothing is handed out while a snapshot is on its way, so this change was handed out before: the state machine that
    // will be replaced is still at the configuration before it, and the core is at the snapshot's already.
    core.overtakenConf = changed(core.overtakenConf, change)
    return core.overtakenConf
  }
  const { conf } = core.tracker
  const next = changed(conf, change)
  if (next !== conf) {
    switchTo(core, next)
  }
  return next
}

/** The same object if the change has no effect. */
function changed(conf: ConfState, change: ConfChange | undefined): ConfState {
  const next = change === undefined ? conf : changeConfiguration(conf, change)
  return typeof next === 'string' ? conf : next
}

function switchTo(core: Core, conf: ConfState): void {
  // A new member is probed from the last entry on: its answer says how far back it is.
  core.tracker.configure(conf, core.log.lastIndex(), core.ticks)
  if (core.role !== 'leader') {
    return
  }
  const own = core.tracker.get(core.id)
  if (own === undefined || own.isLearner) {
    core.stepDownCommit = core.config.stepDownOnRemoval ? core.log.committed : 0
  } else {
    own.maybeUpdate(core.log.stableIndex())
  }
  if (!core.tracker.conf.voters.includes(core.transferTarget)) {
    core.abortTransfer()
  }
  // A smaller quorum may have committed more; a new member hears of this leader at once.
  maybeCommit(core)
  for (const progress of core.tracker.peers) {
    if (progress.id !== core.id) {
      catchUp(core, progress)
    }
  }
  // Who applies late may have been told by all of them already.
  stepDownIfKnown(core)
}
