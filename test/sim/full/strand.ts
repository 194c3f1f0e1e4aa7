// A voter that has fallen behind the log comes back when the leader has nobody else, and a commit is half in the log:
// only a snapshot helps the voter, and only the voter helps the commit.

import { cut, type Drill, join, LOOK_MS, officeOf } from './drills.ts'

const BEHIND_MS = { min: 2_000, max: 5_000 }
const LOOKS_MAX = 2_500
const BULK_LOOKS = 100

export const strand: Drill = ({ machines, dice, crowd, isOver, onDone }) => {
  const { cluster, clock } = machines
  const office = officeOf(machines)
  if (office?.voterCount !== 3 || office.others.length !== 2) return false
  const { leader, others, isHeld } = office
  const { service } = cluster.node(leader).runtime
  const last = dice.pick(others)
  const peers = cluster.machines.map(({ peerId }) => peerId)
  cut(machines, peers, [peers[last]!])
  let looks = 0
  const look = (): void => {
    if (isOver() || ++looks > LOOKS_MAX || !isHeld()) return
    const { checkpointLimit, appliedIndex } = service.state
    if (checkpointLimit === appliedIndex) {
      if (looks % BULK_LOOKS === 0) crowd.bulk()
      return void clock.setTimer(LOOK_MS, look)
    }
    for (const other of others)
      if (other !== last && machines.isRunning(other)) machines.crash(other)
    // What was held on the way would do instead of a snapshot.
    for (const peer of peers) cluster.network.resetConnections(peer, peers[last]!)
    join(machines, peers, [peers[last]!])
    onDone()
  }
  clock.setTimer(dice.between(BEHIND_MS.min, BEHIND_MS.max), () => {
    if (isOver() || !isHeld()) return
    void service.checkpoint().then(look)
  })
  return true
}
