// RawNode: the whole of the library as one object. It has no clock, does no I/O and waits for nothing: its caller
// tells it what happened and does what its Readys ask, as README.md says.

import { AppendQueue } from './append-queue.ts'
import { assert } from './assert.ts'
import { campaign, resumeDeferredCampaign, tickElection } from './candidate.ts'
import { type ConfChange, encodeConfChange, isValidConfChange } from './conf-change.ts'
import { type RaftConfig, resolveConfig } from './config.ts'
import { Core } from './core.ts'
import {
  type ConfState,
  type Entry,
  EntryType,
  type Index,
  NO_NODE,
  type NodeId,
  type Term,
} from './entry.ts'
import { ConfChangeRefusedError, NotLeaderError } from './errors.ts'
import { flushFollower, retryForwardedReads } from './follower.ts'
import {
  addRead,
  flushLeader,
  holdsLease,
  leaveJointIfDue,
  proposeChange,
  proposeEntries,
  tickLeader,
  transferTo,
} from './leader.ts'
import { type Message, MessageType } from './message.ts'
import type { CampaignOutcome, ReadIndexOutcome, StepOutcome, TransferOutcome } from './outcomes.ts'
import { wake } from './quiescence.ts'
import type { Ready, Role, SoftState } from './ready.ts'
import { applyConfChange } from './reconfigure.ts'
import { shareCommit } from './replication.ts'
import { describe, type RaftStatus } from './status.ts'
import { step } from './step.ts'

export class RawNode {
  readonly #core: Core
  #softState: SoftState
  readonly #appends: AppendQueue

  /**
   * @throws InvalidConfigError
   * @throws StorageInconsistentError if what storage holds cannot be what a node wrote that kept the contract
   */
  constructor(config: RaftConfig) {
    const core = new Core(resolveConfig(config))
    this.#core = core
    this.#softState = { leader: core.leader, role: core.role }
    this.#appends = new AppendQueue(core, config.storage.initialState().hardState)
  }

  get id(): NodeId {
    return this.#core.id
  }

  get role(): Role {
    return this.#core.role
  }

  get term(): Term {
    return this.#core.term
  }

  /** Who leads in this term, as far as this node knows; 0 if it does not. */
  get leader(): NodeId {
    return this.#core.leader
  }

  get commit(): Index {
    return this.#core.log.committed
  }

  get applied(): Index {
    return this.#core.log.applied
  }

  get lastIndex(): Index {
    return this.#core.log.lastIndex()
  }

  /** The group has no work and rests (`quiesceTicks`). While that is so, `tick()` does nothing and may be left out. */
  get isResting(): boolean {
    return this.#core.isResting
  }

  /**
   * Whether reads may still be answered by lease (`readOnly: 'lease'`), as of the ticks counted so far. A process may be
   * paused between a ReadState and the end of the read: a caller that cannot exclude it counts the ticks that have passed
   * by its clock when the read is done, asks this, and throws the result away if the answer is no.
   */
  get holdsLease(): boolean {
    return holdsLease(this.#core)
  }

  /** One unit of time has passed. */
  tick(): void {
    const core = this.#core
    core.ticks++
    if (core.isResting) {
      return
    }
    if (core.role === 'leader') {
      tickLeader(core)
    } else {
      retryForwardedReads(core)
      tickElection(core)
    }
  }

  /** A message from a peer. Never throws because of what a peer sent. */
  step(message: Message): StepOutcome {
    return step(this.#core, message)
  }

  /** Starts an election now, with pre-vote if that is on. */
  campaign(): CampaignOutcome {
    return campaign(this.#core, 'timeout')
  }

  /**
   * Appends one entry or several; the node owns the bytes from now on. Returns the index of the first, in the current
   * `term`, or 0 if they were forwarded to the leader.
   * @throws NotLeaderError
   * @throws ProposalDroppedError
   */
  propose(data: Uint8Array | readonly Uint8Array[]): Index {
    const list = data instanceof Uint8Array ? [data] : data
    assert(list.length > 0, 'a proposal has at least one entry')
    if (this.#core.role !== 'leader') {
      return this.#forward(EntryType.normal, list)
    }
    return orThrow(proposeEntries(this.#core, EntryType.normal, list))
  }

  /**
   * Appends a change of configuration; it takes effect when it is applied. An automatic change without changes leaves
   * the joint configuration. Returns as `propose` does.
   * @throws NotLeaderError
   * @throws ProposalDroppedError
   * @throws ConfChangeRefusedError
   */
  proposeConfChange(change: ConfChange): Index {
    if (!isValidConfChange(change)) {
      throw new ConfChangeRefusedError('malformed')
    }
    const data = encodeConfChange(change)
    if (this.#core.role !== 'leader') {
      return this.#forward(EntryType.confChange, [data])
    }
    return orThrow(proposeChange(this.#core, change, data))
  }

  /**
   * The caller applies a committed change of configuration, `decodeConfChange(entry.data)`. Returns the configuration
   * in force, to be kept with the applied index. Never throws: a change that has no effect leaves it as it was.
   */
  applyConfChange(change: ConfChange | undefined): ConfState {
    return applyConfChange(this.#core, change)
  }

  /** Whether `ready()` has anything to ask. */
  hasReady(): boolean {
    const core = this.#core
    return (
      core.messages.length > 0 ||
      core.appendsDue ||
      (core.reads.hasWaiting && core.hasCommittedInTerm()) ||
      core.forwardedReads.hasWaiting ||
      core.readStates.length > 0 ||
      core.droppedReads.length > 0 ||
      core.log.hasNextCommitted() ||
      this.#softState.leader !== core.leader ||
      this.#softState.role !== core.role ||
      this.#appends.hasNext()
    )
  }

  /** Takes what is to be done. README.md numbers the duties that come with it. */
  ready(): Ready {
    const core = this.#core
    if (core.role === 'leader') {
      flushLeader(core)
    } else {
      flushFollower(core)
    }
    const append = this.#appends.take()
    const committedEntries = this.#takeCommitted()
    return {
      softState: this.#takeSoftState(),
      hardState: append.hardState,
      entries: append.entries,
      snapshot: append.snapshot,
      mustSync: append.mustSync,
      appendSequence: append.sequence,
      messages: core.takeMessages(),
      messagesAfterAppend: append.messages,
      committedEntries,
      readStates: core.takeReadStates(),
      droppedReads: core.takeDroppedReads(),
    }
  }

  /**
   * The write with this number (`Ready.appendSequence`) is durable, and a snapshot in it is installed. Writes are
   * acknowledged in the order in which they were handed out.
   */
  acknowledgeAppend(sequence: number): void {
    this.#appends.acknowledge(sequence)
  }

  /** Everything handed out up to and including this index is applied. */
  acknowledgeApply(index: Index): void {
    const core = this.#core
    core.log.appliedTo(index)
    resumeDeferredCampaign(core)
    leaveJointIfDue(core)
  }

  /** All that was handed out is written and applied: both acknowledgements in one, for a synchronous caller. */
  advance(): void {
    const { applying } = this.#core.log
    this.#appends.acknowledgeAll()
    this.acknowledgeApply(applying)
  }

  /**
   * Asks for an index at which a linearizable read may run: it comes as a ReadState, or among `droppedReads`.
   * `context` is a safe integer from 1, never used before by this node, also not before a restart (begin at random).
   */
  readIndex(context: number): ReadIndexOutcome {
    assert(Number.isSafeInteger(context) && context > 0, 'a read context is an integer from 1')
    const core = this.#core
    if (core.role === 'leader') {
      addRead(core, core.id, context)
      return 'accepted'
    }
    if (core.leader === NO_NODE) {
      return 'noLeader'
    }
    wake(core)
    core.forwardedReads.add(context)
    return 'accepted'
  }

  /**
   * With `deferCommits`: tells the followers for which it is news what is committed, now. Some milliseconds after a
   * commit is a good time: the next entries have told them by then, or there are none. Does nothing on others.
   */
  shareCommit(): void {
    if (this.#core.role === 'leader') {
      shareCommit(this.#core)
    }
  }

  /** Hands the leadership over. Proposals are refused meanwhile; given up after `electionTicks`. */
  transferLeader(target: NodeId): TransferOutcome {
    const core = this.#core
    if (core.role === 'leader') {
      return transferTo(core, target)
    }
    if (core.leader === NO_NODE) {
      return 'noLeader'
    }
    if (core.leader === target) {
      return 'alreadyLeader'
    }
    wake(core)
    core.send(MessageType.transferLeader, core.leader, 0).context = target
    return 'forwarded'
  }

  /**
   * The leader is known to be gone: this follower votes for, and with `campaign()` becomes, another at once. False if
   * there was no leader to forget, or reads rely on loyalty to it (`readOnly: 'lease'`).
   */
  forgetLeader(): boolean {
    const core = this.#core
    if (core.role !== 'follower' || core.leader === NO_NODE || core.config.readOnly === 'lease') {
      return false
    }
    core.leader = NO_NODE
    core.dropReads()
    wake(core)
    return true
  }

  /** A message to this peer was lost, or may have been: send no more ahead of its answers. */
  reportUnreachable(peer: NodeId): void {
    const progress = this.#core.tracker.get(peer)
    if (this.#core.role === 'leader' && progress?.state === 'replicate') {
      wake(this.#core)
      progress.becomeProbe()
    }
  }

  /** What became of the snapshot that this peer was sent. Without this call nothing else is sent to it. */
  reportSnapshot(peer: NodeId, outcome: 'finished' | 'failed'): void {
    const progress = this.#core.tracker.get(peer)
    if (this.#core.role !== 'leader' || progress?.state !== 'snapshot') {
      return
    }
    if (outcome === 'failed') {
      progress.pendingSnapshot = 0
    }
    progress.becomeProbe()
    // Its acknowledgement, or the next heartbeat's, shows that it is ready for more.
    progress.paused = true
  }

  /** Replaces the election timeout drawn at random, until the next draw. */
  setRandomizedElectionTimeout(ticks: number): void {
    const { electionTicks, readOnly } = this.#core.config
    const least = readOnly === 'lease' ? electionTicks : 1
    assert(Number.isSafeInteger(ticks) && ticks >= least, 'the election timeout is too small')
    this.#core.randomizedElectionTimeout = ticks
  }

  status(): RaftStatus {
    return describe(this.#core)
  }

  #forward(type: EntryType, list: readonly Uint8Array[]): Index {
    const core = this.#core
    // Whoever asks here may know that the leader does not answer.
    wake(core)
    if (core.config.disableProposalForwarding || core.leader === NO_NODE) {
      throw new NotLeaderError(core.leader)
    }
    const message = core.send(MessageType.propose, core.leader, 0)
    message.entries = list.map((data) => ({ index: 0, term: 0, type, data }))
    return 0
  }

  #takeCommitted(): readonly Entry[] {
    const core = this.#core
    const entries = core.log.takeCommitted()
    if (core.uncommittedBytes > 0) {
      for (const { term, data } of entries) {
        // Only what was appended in this term was counted.
        core.uncommittedBytes -= term === core.term ? data.length : 0
      }
      assert(core.uncommittedBytes >= 0, 'more bytes were committed than proposed')
    }
    return entries
  }

  #takeSoftState(): SoftState | undefined {
    const { leader, role } = this.#core
    if (this.#softState.leader === leader && this.#softState.role === role) {
      return undefined
    }
    this.#softState = { leader, role }
    return this.#softState
  }
}

function orThrow(result: Index | Error): Index {
  if (typeof result !== 'number') {
    throw result
  }
  return result
}
