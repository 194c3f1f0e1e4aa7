// The options of a node. Each comment says what a wrong value costs, and recommends one.

import type { Index, NodeId } from './entry.ts'
import { InvalidConfigError } from './errors.ts'
import type { RaftStorage } from './storage.ts'

/**
 * How linearizable reads make sure that this leader still leads. `safe` asks a quorum, one heartbeat round for all
 * reads that wait. `lease` answers at once while a quorum has promised not to elect anybody else; it is only correct
 * while no two nodes' ticks differ in rate by more than `electionTicks - 2` to `leaseTicks`, and no process is paused
 * between the answer and the read.
 */
export type ReadOnlyOption = 'safe' | 'lease'

export interface RaftConfig {
  /** This node. Two nodes under one id, or one id on an emptied disk, lose acknowledged entries. */
  readonly id: NodeId

  readonly storage: RaftStorage

  /**
   * The injected randomness: a number in [0, 1), as `Math.random()`. Nodes that draw equal numbers split their votes
   * again and again; a generator with a seed makes a run repeatable.
   */
  readonly random: () => number

  /**
   * Index that the state machine has applied durably, from the last run; 0 if it starts from the snapshot in storage,
   * or from nothing. Too low applies entries again, too high skips some.
   */
  readonly applied?: Index

  /**
   * Ticks without word from a leader before a follower campaigns; the actual timeout is drawn anew for each term from
   * `[electionTicks, 2 * electionTicks)`. Too small and a pause of the garbage collector costs a leader, too large and
   * every crash costs that much time without one. Must be greater than `heartbeatTicks`; recommended and default: 10.
   */
  readonly electionTicks?: number

  /**
   * Ticks between heartbeats of a leader. Close to `electionTicks`, one lost heartbeat makes an election; small costs
   * messages. Recommended and default: 1.
   */
  readonly heartbeatTicks?: number

  /**
   * Asks before campaigning whether a majority would vote. Without it, a node that was cut off comes back with a high
   * term and deposes a healthy leader. Recommended and default: true, on all nodes.
   */
  readonly preVote?: boolean

  /**
   * A leader that did not hear of a quorum within `electionTicks` steps down, and voters ignore campaigns while they
   * hear of a leader. Without it, a leader that is cut off goes on accepting what it cannot commit, and a removed node
   * disturbs the others. Recommended and default: true, on all nodes.
   */
  readonly checkQuorum?: boolean

  /**
   * Bytes of entry data in one append; one larger entry still goes, alone. Small costs messages and round trips, large
   * delays heartbeats behind it and makes a loss dear. Default: 1 MiB.
   */
  readonly maxBytesPerMessage?: number

  /**
   * Appends on their way to one peer before the leader waits for an answer. Below bandwidth times delay, throughput
   * falls with distance; large fills the buffers of a slow peer. Default: 256.
   */
  readonly maxInflightMessages?: number

  /**
   * Bytes of entry data on their way to one peer; at least `maxBytesPerMessage`. Bounds memory when messages are
   * large. Default: 16 MiB.
   */
  readonly maxInflightBytes?: number

  /**
   * Bytes of entry data that a leader accepts ahead of what it has committed and handed out to be applied; beyond,
   * `propose` throws `ProposalDroppedError` (`uncommittedLimit`). A single larger proposal still passes when nothing waits. Without a
   * limit, a leader without a quorum fills its memory and disk. Default: 64 MiB.
   */
  readonly maxUncommittedBytes?: number

  /**
   * Bytes of committed entries handed out and not yet acknowledged as applied; at least one entry always goes. Large
   * makes long pauses when a node catches up; small costs Readys. Default: 4 MiB.
   */
  readonly maxCommittedBytesPerReady?: number

  /**
   * Appends handed out and not yet acknowledged. With 1, what arrives during a write collects and makes the next one:
   * group commit. More is of use only to storage that writes in parallel; `Number.MAX_SAFE_INTEGER` hands out
   * everything at once. Recommended and default: 1.
   */
  readonly maxAppendsInFlight?: number

  /**
   * A leader tells its followers what is committed with its next entries, with a heartbeat, or when `shareCommit()` is
   * called, but not with a message for that alone, unless a change of configuration is among it. A write at a time
   * then costs half the messages. Without the call, a group without proposals hears of its last commit only with the
   * next heartbeat. Recommended: true, with a timer that calls `shareCommit()`; default, which needs none: false.
   */
  readonly deferCommits?: boolean

  /**
   * Hands out committed entries that this node itself has not made durable yet. Faster by one write on a follower, but
   * after a crash the state machine may be ahead of the log: only for state machines that lose their state with the
   * process. Recommended and default: false.
   */
  readonly applyUnstableEntries?: boolean

  /**
   * Followers refuse proposals with `NotLeaderError` instead of forwarding them. A forwarded proposal that is lost, or
   * dropped by the leader, is lost in silence. Recommended and default: true.
   */
  readonly disableProposalForwarding?: boolean

  /**
   * A leader that applies its own removal or demotion becomes a follower as soon as a quorum knows of it, and asks the
   * most advanced voter to campaign at once. Otherwise it leads on, without counting itself and without accepting
   * proposals, until a transfer or a higher term. Recommended and default: true.
   */
  readonly stepDownOnRemoval?: boolean

  /** See `ReadOnlyOption`. `lease` needs `checkQuorum`. Recommended and default: `safe`. */
  readonly readOnly?: ReadOnlyOption

  /**
   * For `readOnly: 'lease'`: ticks for which the answer of a quorum to a heartbeat permits reads, counted from when the
   * heartbeat was sent. Everything between it and `electionTicks - 2` is the margin for clocks that differ in rate.
   * At most `electionTicks - 2`; default: 80 % of that.
   */
  readonly leaseTicks?: number

  /**
   * Ticks without work after which a leader lets the group rest, if all members agree: no heartbeats and no election
   * timers until a proposal, a read, a transfer or a campaign wakes it. A leader that dies meanwhile is missed only by
   * the next request, an election timeout later. Small costs that delay often, large costs heartbeats; 0 never rests.
   * Needs `preVote` and `checkQuorum`. Worth it for a process with hundreds of groups: some `electionTicks`, on all
   * nodes. Recommended for a single group and default: 0.
   */
  readonly quiesceTicks?: number

  /**
   * Among candidates with equal logs, voters refuse one with a lower priority than their own, so that preferred nodes
   * lead. A safe integer from 0; it prefers, it does not promise. Default: 0.
   */
  readonly priority?: number
}

/** The options with every default in its place, checked. */
export type ResolvedConfig = Required<RaftConfig>

const MIB = 1024 * 1024

export function resolveConfig(config: RaftConfig): ResolvedConfig {
  const electionTicks = config.electionTicks ?? 10
  const maxBytesPerMessage = config.maxBytesPerMessage ?? MIB
  const resolved: ResolvedConfig = {
    id: config.id,
    storage: config.storage,
    random: config.random,
    applied: config.applied ?? 0,
    electionTicks,
    heartbeatTicks: config.heartbeatTicks ?? 1,
    preVote: config.preVote ?? true,
    checkQuorum: config.checkQuorum ?? true,
    maxBytesPerMessage,
    maxInflightMessages: config.maxInflightMessages ?? 256,
    maxInflightBytes: config.maxInflightBytes ?? Math.max(16 * MIB, maxBytesPerMessage),
    maxUncommittedBytes: config.maxUncommittedBytes ?? 64 * MIB,
    maxCommittedBytesPerReady: config.maxCommittedBytesPerReady ?? 4 * MIB,
    maxAppendsInFlight: config.maxAppendsInFlight ?? 1,
    deferCommits: config.deferCommits ?? false,
    applyUnstableEntries: config.applyUnstableEntries ?? false,
    disableProposalForwarding: config.disableProposalForwarding ?? true,
    stepDownOnRemoval: config.stepDownOnRemoval ?? true,
    readOnly: config.readOnly ?? 'safe',
    leaseTicks: config.leaseTicks ?? Math.floor(Math.max(0, electionTicks - 2) * 0.8),
    quiesceTicks: config.quiesceTicks ?? 0,
    priority: config.priority ?? 0,
  }
  check(resolved)
  return resolved
}

function check(config: ResolvedConfig): void {
  demand(isInteger(config.id, 1), 'id must be a safe integer from 1')
  demand(isInteger(config.applied, 0), 'applied must be a safe integer from 0')
  demand(isInteger(config.heartbeatTicks, 1), 'heartbeatTicks must be a safe integer from 1')
  demand(isInteger(config.electionTicks, 1), 'electionTicks must be a safe integer from 1')
  demand(
    config.electionTicks > config.heartbeatTicks,
    'electionTicks must be greater than heartbeatTicks',
  )
  demand(isInteger(config.maxBytesPerMessage, 0), 'maxBytesPerMessage must be from 0')
  demand(isInteger(config.maxInflightMessages, 1), 'maxInflightMessages must be from 1')
  demand(isInteger(config.maxInflightBytes, 1), 'maxInflightBytes must be from 1')
  demand(
    config.maxInflightBytes >= config.maxBytesPerMessage,
    'maxInflightBytes must be at least maxBytesPerMessage',
  )
  demand(isInteger(config.maxUncommittedBytes, 1), 'maxUncommittedBytes must be from 1')
  demand(isInteger(config.maxCommittedBytesPerReady, 0), 'maxCommittedBytesPerReady: from 0')
  demand(isInteger(config.maxAppendsInFlight, 1), 'maxAppendsInFlight must be from 1')
  demand(isInteger(config.priority, 0), 'priority must be a safe integer from 0')
  demand(isInteger(config.quiesceTicks, 0), 'quiesceTicks must be a safe integer from 0')
  if (config.quiesceTicks > 0) {
    // Otherwise a node that starts again, and hears nothing, would depose the leader of a group at rest.
    demand(config.preVote && config.checkQuorum, 'quiesceTicks needs preVote and checkQuorum')
  }
  if (config.readOnly === 'lease') {
    demand(config.checkQuorum, "readOnly: 'lease' needs checkQuorum")
    demand(isInteger(config.leaseTicks, 0), 'leaseTicks must be a safe integer from 0')
    demand(
      config.leaseTicks <= Math.max(0, config.electionTicks - 2),
      'leaseTicks must be at most electionTicks - 2',
    )
  }
}

function isInteger(value: number, least: number): boolean {
  return Number.isSafeInteger(value) && value >= least
}

function demand(condition: boolean, message: string): void {
  if (!condition) {
    throw new InvalidConfigError(message)
  }
}
