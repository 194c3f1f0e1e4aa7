// Situations of several faults in an order, which faults drawn one by one hardly ever come to.

import type { Dice } from '../dice.ts'
import type { Machines } from './machines.ts'

/** Clients that want something at once. */
export interface Crowd {
  /** So many small writes, of a client that is named by its place if any. */
  burst(size: number, client?: number): void
  /** A write of several entries. */
  bulk(): void
  /** Reads at this node, and a transaction. */
  peek(node: number): void
}

export interface DrillParts {
  readonly machines: Machines
  readonly dice: Dice
  readonly crowd: Crowd
  /** Peer ids of those clients. */
  readonly clients: readonly string[]
  /** It is to be given up. */
  readonly isOver: () => boolean
  /** Called if it comes to what the drill is about. */
  readonly onDone: () => void
}

/** Begins it where it can be done, and answers whether it can. */
export type Drill = (parts: DrillParts) => boolean

export const LOOK_MS = 2

/** Nothing gets through between any of these and any of those. */
export function cut(machines: Machines, these: readonly string[], those: readonly string[]): void {
  for (const a of these) for (const b of those) if (a !== b) cutPair(machines, a, b)
}

function cutPair({ cluster: { network } }: Machines, a: string, b: string): void {
  network.partition(a, b)
  network.partition(b, a)
}

export function join(machines: Machines, these: readonly string[], those: readonly string[]): void {
  const { network } = machines.cluster
  for (const a of these) {
    for (const b of those) {
      network.heal(a, b)
      network.heal(b, a)
    }
  }
}

/** A leader, and the other voters that run. */
export interface Office {
  readonly leader: number
  readonly others: readonly number[]
  readonly voterCount: number
  /** It is the same process, and still leads. */
  readonly isHeld: () => boolean
  /** It is the same process. */
  readonly isAlive: () => boolean
}

export function officeOf(machines: Machines): Office | undefined {
  const { cluster } = machines
  const leader = cluster.leader()
  if (leader === undefined) return undefined
  const { service } = cluster.node(leader).runtime
  const { voters } = service.state.confState
  const isVoter = (i: number): boolean => voters.includes(cluster.node(i).info.nodeId)
  if (!isVoter(leader)) return undefined
  const isAlive = (): boolean => cluster.machines[leader]!.node?.runtime.service === service
  return {
    leader,
    others: cluster.running().filter((i) => i !== leader && isVoter(i)),
    voterCount: voters.length,
    isAlive,
    isHeld: () => isAlive() && service.gateway.core.role === 'leader',
  }
}
