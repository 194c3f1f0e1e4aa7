import type { Message } from '@quorumlite/raft'
import type { SimulatedNode } from './simulated-node.ts'

/** What may be planned for a process; nothing of it happens when the process is gone. */
export type Work = 'tick' | 'work' | 'written' | 'applied' | 'resume'

export type Event =
  | { readonly kind: Work; readonly machine: Machine; readonly life: number }
  | { readonly kind: 'deliver'; readonly message: Message; readonly isRepeat: boolean }
  | { readonly kind: 'call'; readonly act: () => void }

/** A simulated node in virtual time: what of its work is planned, and whether anybody is there to do it. */
export class Machine {
  readonly node: SimulatedNode
  readonly tickMs: number
  /** Counts its processes. What was planned for an earlier one does not happen. */
  life = 1
  isUp = true
  isPaused = false
  /** Its disk is lost; it never comes back under this id. */
  isGone = false
  isWorkPlanned = false
  isWriting = false
  isApplying = false
  /** What would have happened in a pause. */
  readonly held: Event[] = []
  /** How much slower than planned its disk is. */
  diskFactor = 1

  constructor(node: SimulatedNode, tickMs: number) {
    this.node = node
    this.tickMs = tickMs
  }

  get id(): number {
    return this.node.id
  }

  get isRunning(): boolean {
    return this.isUp && !this.isPaused
  }

  /** The process dies: nothing of what it had planned happens. */
  endLife(): void {
    this.life++
    this.isUp = false
    this.isPaused = false
    this.isWorkPlanned = false
    this.isWriting = false
    this.isApplying = false
    this.held.length = 0
  }
}
