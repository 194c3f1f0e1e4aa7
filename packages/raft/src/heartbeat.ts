// Rounds of heartbeats: they keep the followers loyal, tell them what is committed, confirm reads, and ask whether the
// group may rest.

import type { Core } from './core.ts'
import { MessageType } from './message.ts'

export function startHeartbeatRound(core: Core): void {
  const round = core.reads.startRound(core.ticks)
  const isRestProposed = core.restRound > 0
  for (const progress of core.tracker.peers) {
    if (progress.id === core.id) {
      progress.acknowledgedRound = round
      continue
    }
    const message = core.send(MessageType.heartbeat, progress.id)
    // Not beyond what the peer is known to have: its log may still be another leader's after that.
    message.commit = Math.min(progress.match, core.log.committed)
    message.context = round
    if (isRestProposed) {
      message.index = core.log.lastIndex()
      message.logTerm = core.log.lastTerm()
    }
  }
}
