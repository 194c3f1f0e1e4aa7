/** A page, as a person would name it. */
export interface NamedPage {
  readonly database: string
  readonly pgno: number
}

/** Something that an operator should hear of, as it happens. */
export type NodeEvent = DamagedEvent | RepairedEvent | RepairFailedEvent | SnapshotFailedEvent

/**
 * Pages of this node are not what they should be. `memory`: it serves nobody until it is repaired. `disk`: it goes on, and
 * writes them anew from memory.
 */
export interface DamagedEvent {
  readonly kind: 'damaged'
  readonly where: 'memory' | 'disk'
  readonly message: string
  /** Those that do not match their hash, 64 at most. None: all do, but what the log says does not follow from them. */
  readonly pages: readonly NamedPage[]
}

/** All is well again. */
export interface RepairedEvent {
  readonly kind: 'repaired'
  /** Where the good pages came from: `peer` if neither the own disk nor the own memory had them. */
  readonly from: RepairSource
  /** The peer's node id. */
  readonly nodeId?: number
  readonly tookMs: number
}

/** Nobody could repair this node. It goes on trying; the message says what stands in the way, and what to do. */
export interface RepairFailedEvent {
  readonly kind: 'repairFailed'
  readonly message: string
}

/**
 * A peer that needs a snapshot of this node did not get it. It is sent again, from where it broke off; the event comes at most
 * once a minute for each peer.
 */
export interface SnapshotFailedEvent {
  readonly kind: 'snapshotFailed'
  /** The peer's. */
  readonly nodeId: number
  /** Of the last attempt. */
  readonly message: string
  /** That failed since one succeeded, or since this node started. */
  readonly attempts: number
}

export type RepairSource = 'disk' | 'memory' | 'peer'

export type NodeEventListener = (event: NodeEvent) => void
