// A leader that is cut off in the middle of many writes goes on appending, and the others elect another one. When the old
// one hears of it, its log parts from the new one in the middle of a record; or the new one's log begins behind that place
// already, and the old one has entries beyond the snapshot that it gets, of an older term.

import { cut, type Drill, join, LOOK_MS, officeOf } from './drills.ts'

const LOOKS_MAX = 5_000
const PEEK_LOOKS = 50
/** More than the new leader appends meanwhile, if it keeps no more entries behind its checkpoint than these. */
const BURST = 30
const TRAILING_MAX = 16
/** The disk of the old leader takes up to so long for a step: what is appended meanwhile makes one record. */
const SLOW_MS = [0, 20, 60]
const CUT_AFTER_MS = 8
const LOYAL_MS = 1_000
const CRASH_MS = { min: 1, max: 300 }

export const usurp: Drill = ({ machines, dice, crowd, clients, isOver, onDone }) => {
  const { cluster, clock, fates } = machines
  const office = officeOf(machines)
  if (!office || office.voterCount < 3) return false
  const { leader, others, voterCount, isHeld, isAlive } = office
  if (others.length * 2 <= voterCount) return false
  const { info, runtime } = cluster.node(leader)
  const { gateway } = runtime.service
  const peers = cluster.machines.map(({ peerId }) => peerId)
  const old = peers[leader]!
  const rest = peers.filter((peer) => peer !== old)
  // One client goes with the others, so that there is something in their log, and little.
  const leaver = dice.below(clients.length)
  const loyal = clients.filter((_, i) => i !== leaver)
  const { trailingEntries } = gateway.limits
  const needsSnapshot = trailingEntries <= TRAILING_MAX && dice.chance(0.6)
  fates[leader]!.slowMs = dice.pick(SLOW_MS)
  crowd.burst(BURST, (leaver + 1) % clients.length)
  /** What the new leader has to apply, from when it is seen first. */
  let enough = Infinity
  const end = (): void => {
    // What was held on the way would bring the old one up to date.
    if (needsSnapshot) for (const peer of rest) cluster.network.resetConnections(old, peer)
    if (!isOver()) join(machines, [old], rest)
    // With all that they want the new log would soon be as long.
    clock.setTimer(needsSnapshot ? LOYAL_MS : 0, () => isOver() || join(machines, loyal, rest))
    fates[leader]!.slowMs = 0
  }
  let looks = 0
  const look = (): void => {
    if (isOver() || ++looks > LOOKS_MAX || !isAlive()) return end()
    if (isHeld() && looks % PEEK_LOOKS === 0) crowd.peek(info.nodeId)
    const usurper = cluster
      .running()
      .find((i) => i !== leader && cluster.node(i).runtime.service.gateway.writes.isOpen)
    const next = usurper === undefined ? undefined : cluster.node(usurper).runtime.service
    if (next && enough === Infinity)
      enough = next.state.appliedIndex + (needsSnapshot ? trailingEntries + 1 : 0)
    if (!next || next.state.appliedIndex < enough) return void clock.setTimer(LOOK_MS, look)
    void (needsSnapshot ? next.checkpoint() : Promise.resolve()).then(() => {
      if (isOver() || !isAlive()) return end()
      end()
      onDone()
      if (needsSnapshot) return
      clock.setTimer(dice.scale(CRASH_MS.min, CRASH_MS.max), () => {
        if (!isOver() && isAlive()) machines.crash(leader, 'suffix')
      })
    })
  }
  // For a conflict in the middle of a record some of it has to get through, and for a snapshot little.
  clock.setTimer(dice.next() * (needsSnapshot ? 1 : CUT_AFTER_MS), () => {
    if (isOver() || !isAlive()) return end()
    cut(machines, [old, ...loyal], rest)
    look()
  })
  return true
}
