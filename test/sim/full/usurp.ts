// A leader that is cut off in the middle of many writes goes on appending, and the others elect another one. When the old
// one hears of it, its log parts from the new one in the middle of a record; or the new one's log begins behind that place
// already, and the old one has entries beyond the snapshot that it gets, of an older term.

import { cut, type Drill, join, LOOK_MS, officeOf } from './drills.ts'

const LOOKS_MAX = 5_000
const PEEK_LOOKS = 50
/** More than the new leader appends meanwhile. */
const BURST = 30
const TRAILING_MAX = 20
/** The disk of the old leader takes up to so long for a step: what is appended meanwhile makes one record. */
const SLOW_MS = [0, 20, 60]
const CUT_AFTER_MS = 8
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
  const needsSnapshot = dice.chance(0.5)
  fates[leader]!.slowMs = dice.pick(SLOW_MS)
  crowd.burst(BURST, (leaver + 1) % clients.length)
  let enough = Infinity
  const end = (): void => {
    if (!isOver()) join(machines, [old, ...loyal], rest)
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
  clock.setTimer(dice.next() * CUT_AFTER_MS, () => {
    if (isOver() || !isAlive()) return end()
    cut(machines, [old, ...loyal], rest)
    const { trailingEntries } = gateway.limits
    enough = needsSnapshot ? gateway.core.commit + Math.min(trailingEntries, TRAILING_MAX) + 2 : 0
    look()
  })
  return true
}
