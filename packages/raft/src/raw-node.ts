// RawNode: the whole of the library as one object.

import type { ConfChange } from './conf-change.ts'
import type { RaftConfig } from './config.ts'
import type { ConfState, Index, NodeId, Term } from './entry.ts'
import type { Message } from './message.ts'
import type { CampaignOutcome, ReadIndexOutcome, StepOutcome, TransferOutcome } from './outcomes.ts'
import type { Ready, Role } from './ready.ts'
import type { RaftStatus } from './status.ts'

export declare class RawNode {
  constructor(config: RaftConfig)

  readonly id: NodeId
  get role(): Role
  get term(): Term
  get leader(): NodeId
  get commit(): Index
  get applied(): Index
  get lastIndex(): Index

  /** One unit of time has passed. */
  tick(): void

  /** A message from a peer. Never throws because of what a peer sent. */
  step(message: Message): StepOutcome

  /** Starts an election now (with pre-vote if that is on). */
  campaign(): CampaignOutcome

  /**
   * Appends one entry or several. Returns the index of the first, in the current `term`; when they are forwarded to
   * the leader, 0.
   * @throws NotLeaderError, ProposalDroppedError
   */
  propose(data: Uint8Array | readonly Uint8Array[]): Index

  /** @throws NotLeaderError, ProposalDroppedError, ConfChangeRefusedError */
  proposeConfChange(change: ConfChange): Index

  /**
   * The caller applies a committed change of configuration. Never throws for a change that came out of
   * `committedEntries`; one that has no effect any more returns the configuration as it is.
   */
  applyConfChange(change: ConfChange | undefined): ConfState

  hasReady(): boolean
  ready(): Ready

  /** The write with this number (`Ready.appendSequence`) is durable. In the order in which they were handed out. */
  acknowledgeAppend(sequence: number): void

  /** Everything up to and including this index is applied. */
  acknowledgeApply(index: Index): void

  /** All that the last Ready asked for is done: both acknowledgements in one, for the synchronous caller. */
  advance(): void

  /** Asks for an index at which a linearizable read may run. `context` is unique for this node, also across restarts. */
  readIndex(context: number): ReadIndexOutcome

  transferLeader(target: NodeId): TransferOutcome

  /** The leader's connection is gone for good: no loyalty to it any more. False if there was none to forget. */
  forgetLeader(): boolean

  /** A message to this peer was lost, or may have been. */
  reportUnreachable(peer: NodeId): void

  /** What became of the snapshot sent to this peer. */
  reportSnapshot(peer: NodeId, outcome: 'finished' | 'failed'): void

  /** Replaces the election timeout drawn at random, until the next draw. */
  setRandomizedElectionTimeout(ticks: number): void

  status(): RaftStatus
}
