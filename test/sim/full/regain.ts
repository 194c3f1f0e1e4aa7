// A leader that hears of nobody any more gives up its office with much under way, and is the only one who can have it back:
// what it executed in its first term must not come into its second one.

import { cut, type Drill, join, LOOK_MS, officeOf } from './drills.ts'

const LOOKS_MAX = 3_000
const PEEK_LOOKS = 50
const BURST = 6
const ALONE_MS = 2_500

export const regain: Drill = ({ machines, dice, crowd, isOver, onDone }) => {
  const { cluster, clock } = machines
  const office = officeOf(machines)
  if (!office || office.voterCount < 3) return false
  const { leader, others, voterCount, isHeld, isAlive } = office
  const helpersWanted = Math.floor(voterCount / 2)
  if (others.length < helpersWanted) return false
  const node = cluster.node(leader)
  const peers = cluster.machines.map(({ peerId }) => peerId)
  cut(machines, peers, peers)
  for (let i = dice.below(3); i >= 0; i--) crowd.bulk()
  crowd.burst(dice.below(BURST))
  let looks = 0
  const look = (): void => {
    if (isOver() || ++looks > LOOKS_MAX || !isAlive()) return
    if (isHeld()) {
      if (looks % PEEK_LOOKS === 0) crowd.peek(node.info.nodeId)
      return void clock.setTimer(LOOK_MS, look)
    }
    const few = [leader, ...others.slice(0, helpersWanted)].map((i) => peers[i]!)
    join(machines, few, few)
    onDone()
    clock.setTimer(ALONE_MS, () => isOver() || join(machines, peers, peers))
  }
  look()
  return true
}
