// A voter that has fallen behind the log comes back when the leader has nobody else, and a commit is half in the log:
// only a snapshot helps the voter, and only the voter helps the commit.

import type { Dice } from '../dice.ts'
import type { Machines } from './machines.ts'

const BEHIND_MS = { min: 2_000, max: 5_000 }
const LOOK_MS = 2
const LOOKS_MAX = 2_500

export interface StrandCourse {
  /** It is to be given up. */
  readonly isOver: () => boolean
  /** Called if it comes to that. */
  readonly onDone: () => void
}

/** Begins it where it can be done, and answers whether it can. */
export function strand(machines: Machines, dice: Dice, { isOver, onDone }: StrandCourse): boolean {
  const { cluster, clock } = machines
  const leader = cluster.leader()
  if (leader === undefined) return false
  const { service } = cluster.node(leader).runtime
  const { voters } = service.state.confState
  const others = cluster
    .running()
    .filter((i) => i !== leader && voters.includes(cluster.node(i).info.nodeId))
  if (voters.length !== 3 || others.length !== 2) return false
  const last = dice.pick(others)
  const peers = cluster.machines.map(({ peerId }) => peerId)
  const lastPeer = peers[last]!
  for (const peer of peers) {
    cluster.network.partition(peer, lastPeer)
    cluster.network.partition(lastPeer, peer)
  }
  const leads = (): boolean =>
    cluster.leader() === leader && cluster.node(leader).runtime.service === service
  let looks = 0
  const look = (): void => {
    if (isOver() || ++looks > LOOKS_MAX || !leads()) return
    const { checkpointLimit, appliedIndex } = service.state
    if (checkpointLimit === appliedIndex) return void clock.setTimer(LOOK_MS, look)
    for (const other of others)
      if (other !== last && machines.isRunning(other)) machines.crash(other)
    for (const peer of peers) {
      cluster.network.heal(peer, lastPeer)
      cluster.network.heal(lastPeer, peer)
    }
    onDone()
  }
  clock.setTimer(dice.between(BEHIND_MS.min, BEHIND_MS.max), () => {
    if (isOver() || !leads()) return
    void service.checkpoint().then(look)
  })
  return true
}
