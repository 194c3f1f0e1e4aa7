// What must hold at every step of every run, whatever the network and the disks do (Raft, figure 3, the TLA+
// specification's invariants, and the duties of packages/raft/README.md). Kept over the whole history, not only the
// present.

import {
  type ConfState,
  type Entry,
  EntryType,
  isJoint,
  type Message,
  MessageType,
  type ReadState,
  type Ready,
} from '@quorumlite/raft'
import { formatConfState, formatMessage } from './format.ts'
import { type AppliedState, digest, type SimulatedNode } from './simulated-node.ts'

interface LogPlace {
  readonly digest: number
  readonly previousTerm: number
}

interface NodeMarks {
  term: number
  commit: number
  applied: number
  /** The term in which it was last seen to lead, and how far its log went then. */
  ledTerm: number
  ledLastIndex: number
}

interface Committed {
  readonly term: number
  readonly digest: number
  /** In force after it, if the entry changed the configuration. */
  confState: ConfState | undefined
}

export class Invariants {
  readonly #nodes: ReadonlyMap<number, SimulatedNode>
  readonly #leaders = new Map<number, number>()
  readonly #checkedLeaders = new Set<number>()
  /** By `placeKey`: an entry is determined by index and term, and so is all before it. */
  readonly #places = new Map<number, LogPlace>()
  /** Each committed entry, and the state after it. */
  readonly #committed: Committed[] = []
  /** By `voteKey`. */
  readonly #votes = new Map<number, number>()
  readonly #marks = new Map<number, NodeMarks>()
  readonly #reads = new Map<number, number>()
  #conf: ConfState | undefined
  #highestCommit = 0
  #confirmedReads = 0

  /** Of these nodes; the configuration is that which they begin with. */
  constructor(nodes: ReadonlyMap<number, SimulatedNode>, first?: ConfState) {
    this.#nodes = nodes
    this.#conf = first
  }

  get committedCount(): number {
    return this.#committed.length
  }

  get electedTerms(): number {
    return this.#leaders.size
  }

  get confirmedReads(): number {
    return this.#confirmedReads
  }

  /** Whether somebody has applied the entry of that term. */
  hasCommitted(index: number, term: number): boolean {
    return this.#committed[index - 1]?.term === term
  }

  /** After anything that happened to this node. */
  observe(node: SimulatedNode): void {
    const { raw } = node
    const { term, commit, applied, lastIndex } = raw
    const marks = this.#marksOf(node)
    if (raw.role === 'leader') {
      this.#observeLeader(node, marks)
    }
    check(term >= marks.term, () => `the term of ${node.id} went back from ${marks.term}`)
    check(commit >= marks.commit, () => `the commit index of ${node.id} went back`)
    check(applied >= marks.applied, () => `the applied index of ${node.id} went back`)
    check(applied <= commit, () => `${node.id} applied more than is committed`)
    check(commit <= lastIndex, () => `${node.id} committed more than it has`)
    marks.term = term
    marks.commit = commit
    marks.applied = applied
    if (commit > this.#highestCommit) {
      this.#checkDurable(node, commit)
      this.#highestCommit = commit
    }
  }

  #observeLeader(node: SimulatedNode, marks: NodeMarks): void {
    const { raw } = node
    const { term, lastIndex } = raw
    if (marks.ledTerm === term) {
      check(lastIndex >= marks.ledLastIndex, () => `leader ${node.id} cut its own log`)
      marks.ledLastIndex = lastIndex
      return
    }
    const known = this.#leaders.get(term)
    check(
      known === undefined || known === node.id,
      () => `two leaders in term ${term}: ${known} and ${node.id}`,
    )
    this.#leaders.set(term, node.id)
    // A candidate's own vote counts when it is durable, and not before.
    check(node.syncedHardState.term === term, () => `${node.id} leads before its vote is durable`)
    this.#countVote(node.id, term, node.syncedHardState.vote)
    this.#checkElected(node)
    marks.ledTerm = term
    marks.ledLastIndex = lastIndex
  }

  /** By a majority of each half of its configuration; a learner's vote counts for nothing. */
  #checkElected(node: SimulatedNode): void {
    const { confState, id, raw } = node
    for (const voters of [confState.voters, confState.votersOutgoing]) {
      const granted = voters.filter((voter) => this.#votes.get(voteKey(voter, raw.term)) === id)
      check(
        voters.length === 0 || granted.length > voters.length / 2,
        () => `${id} leads term ${raw.term} on the votes of ${granted.join()} of ${voters.join()}`,
      )
    }
  }

  /** What the first one calls committed is on the disks of a majority, of each half of the configuration. */
  #checkDurable(node: SimulatedNode, commit: number): void {
    const { confState, raw } = node
    // One that was removed may have stepped down in the same call.
    check(
      this.#leaders.get(raw.term) === node.id,
      () => `${commit} was committed by ${node.id}, which does not lead`,
    )
    for (const voters of [confState.voters, confState.votersOutgoing]) {
      const holders = voters.filter((id) => this.#holds(id, commit, raw.term))
      check(
        voters.length === 0 || holders.length > voters.length / 2,
        () => `${commit} was committed by ${node.id}, but only ${holders.join()} have it on disk`,
      )
    }
  }

  #holds(id: number, index: number, term: number): boolean {
    const storage = this.#nodes.get(id)?.storage
    if (storage === undefined || storage.lastIndex() < index) {
      return false
    }
    return index < storage.firstIndex() || storage.term(index) === term
  }

  /** The commit index may fall back to what was synced, and what was applied to the state on disk; a term may not. */
  restarted(node: SimulatedNode): void {
    const marks = this.#marksOf(node)
    const { term } = node.syncedHardState
    check(node.raw.term >= term, () => `${node.id} came back in an older term`)
    marks.term = term
    marks.commit = 0
    marks.applied = Math.min(marks.applied, node.state.index)
    marks.ledTerm = 0
  }

  written(node: SimulatedNode, ready: Ready): void {
    const { storage } = node
    for (const entry of ready.entries) {
      if (entry.index < storage.firstIndex()) {
        continue
      }
      const key = placeKey(entry.index, entry.term)
      const known = this.#places.get(key)
      const previousTerm = storage.term(entry.index - 1)
      if (known === undefined) {
        this.#places.set(key, { digest: digest(0, entry), previousTerm })
        continue
      }
      check(
        known.digest === digest(0, entry) && known.previousTerm === previousTerm,
        () =>
          `log matching: ${entry.index}/${entry.term} on ${node.id} differs from another node's`,
      )
    }
    this.#checkCompleteness(node, ready)
    this.#checkConfChanges(node, ready)
  }

  /** At most one change of configuration is on its way, beyond what anybody knows to be committed. */
  #checkConfChanges({ id, raw, storage }: SimulatedNode, ready: Ready): void {
    const isConfChange = ({ type }: Entry): boolean => type === EntryType.confChange
    const from = Math.max(this.#highestCommit + 1, storage.firstIndex())
    const end = storage.lastIndex() + 1
    if (raw.role !== 'leader' || from >= end || !ready.entries.some(isConfChange)) {
      return
    }
    const changes = storage.entries(from, end, Number.MAX_SAFE_INTEGER).filter(isConfChange)
    check(changes.length <= 1, () => `leader ${id} has ${changes.length} changes in flight`)
  }

  /** Leader completeness, as soon as the first entry of its term is written. */
  #checkCompleteness(node: SimulatedNode, ready: Ready): void {
    const { raw, storage } = node
    const last = ready.entries.at(-1)
    if (raw.role !== 'leader' || last?.term !== raw.term || this.#checkedLeaders.has(raw.term)) {
      return
    }
    this.#checkedLeaders.add(raw.term)
    for (let index = storage.firstIndex(); index <= this.#committed.length; index++) {
      const { term } = this.#committed[index - 1]!
      check(
        term >= raw.term || (index <= storage.lastIndex() && storage.term(index) === term),
        () => `leader completeness: leader ${node.id} of term ${raw.term} lacks ${index}/${term}`,
      )
    }
  }

  /** State-machine safety. */
  applied(node: SimulatedNode, entry: Entry, state: number): void {
    let known = this.#committed[entry.index - 1]
    if (known === undefined) {
      check(
        entry.index === this.#committed.length + 1,
        () => `${entry.index} was committed after a gap`,
      )
      known = { term: entry.term, digest: state, confState: undefined }
      this.#committed.push(known)
      if (entry.type === EntryType.confChange) {
        known.confState = node.confState
        this.#checkConfiguration(node.confState)
      }
      return
    }
    check(
      known.term === entry.term && known.digest === state,
      () => `state machine safety: ${node.id} applied another entry at ${entry.index}`,
    )
    check(
      known.confState === undefined || sameConf(known.confState, node.confState),
      () =>
        `configurations differ at ${entry.index}: ${formatConfState(known.confState!)} and ` +
        `${formatConfState(node.confState)} on ${node.id}`,
    )
  }

  /** Any majority of a configuration has a node in common with any of the one before. */
  #checkConfiguration(next: ConfState): void {
    const previous = this.#conf
    this.#conf = next
    if (previous === undefined || sameConf(previous, next)) {
      return
    }
    check(
      isSoundStep(previous, next),
      () => `unsafe change from ${formatConfState(previous)} to ${formatConfState(next)}`,
    )
  }

  installed(node: SimulatedNode, state: AppliedState): void {
    check(
      this.#committed[state.index - 1]?.digest === state.digest,
      () => `state machine safety: ${node.id} installed another state at ${state.index}`,
    )
  }

  /** Nothing is said before it is durable. */
  sentAfterAppend(node: SimulatedNode, messages: readonly Message[]): void {
    for (const message of messages) {
      const { term, vote } = node.syncedHardState
      if (message.type === MessageType.voteResponse && !message.reject) {
        check(
          term > message.term || (term === message.term && vote === message.to),
          () => `a vote was sent before it was durable: ${formatMessage(message)}`,
        )
        this.#countVote(message.from, message.term, message.to)
      }
      if (message.type === MessageType.vote) {
        // Once somebody else leads that term, this one is a follower, whose log may have been cut: nobody will elect it.
        check(
          term > message.term ||
            (term === message.term &&
              (message.index <= node.storage.lastIndex() || this.#leaders.has(message.term))),
          () => `a vote was asked for before it was durable: ${formatMessage(message)}`,
        )
      }
      if (message.type === MessageType.appendResponse && !message.reject) {
        // What the same write already replaced, in a later term, counts as written: a crash would not have sent this.
        check(
          message.index <= node.storage.lastIndex() || term > message.term,
          () => `an append was acknowledged before it was durable: ${formatMessage(message)}`,
        )
      }
    }
  }

  sentAtOnce(messages: readonly Message[]): void {
    for (const { type, from, term, index } of messages) {
      check(
        type !== MessageType.vote &&
          type !== MessageType.voteResponse &&
          type !== MessageType.appendResponse,
        () => 'a promise was sent without waiting for the disk',
      )
      check(
        type !== MessageType.append || this.#leaders.get(term) === from,
        () => `an append of term ${term} at ${index} by no leader`,
      )
    }
  }

  #countVote(voter: number, term: number, candidate: number): void {
    const key = voteKey(voter, term)
    const known = this.#votes.get(key)
    check(
      known === undefined || known === candidate,
      () => `${voter} voted in term ${term} for ${known} and ${candidate}`,
    )
    this.#votes.set(key, candidate)
  }

  /** Whatever anybody knew to be committed before the read was asked for must be seen by it. */
  readAsked(context: number): void {
    this.#reads.set(context, this.#highestCommit)
  }

  readConfirmed(node: SimulatedNode, read: ReadState): void {
    const least = this.#reads.get(read.context)
    check(least !== undefined, () => `a read was confirmed that nobody asked for: ${read.context}`)
    check(
      read.index >= least!,
      () => `stale read on ${node.id}: at ${read.index}, but ${least} was committed before`,
    )
    this.#confirmedReads++
    this.#reads.delete(read.context)
  }

  #marksOf({ id }: SimulatedNode): NodeMarks {
    let marks = this.#marks.get(id)
    if (marks === undefined) {
      marks = { term: 0, commit: 0, applied: 0, ledTerm: 0, ledLastIndex: 0 }
      this.#marks.set(id, marks)
    }
    return marks
  }
}

/** The message is made only when it is needed: checks run at every step. */
export function check(condition: boolean, message: () => string): void {
  if (!condition) {
    throw new Error(message())
  }
}

/** Into a joint configuration, out of one, or one voter more or less. */
function isSoundStep(previous: ConfState, next: ConfState): boolean {
  if (isJoint(previous)) {
    return !isJoint(next) && sameIds(next.voters, previous.voters)
  }
  return isJoint(next)
    ? sameIds(next.votersOutgoing, previous.voters)
    : differences(previous.voters, next.voters) <= 1
}

function placeKey(index: number, term: number): number {
  return index * 2 ** 24 + term
}

function voteKey(voter: number, term: number): number {
  return term * 64 + voter
}

function sameConf(a: ConfState, b: ConfState): boolean {
  return a === b || formatConfState(a) === formatConfState(b)
}

function sameIds(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((id, i) => id === b[i])
}

function differences(a: readonly number[], b: readonly number[]): number {
  return a.filter((id) => !b.includes(id)).length + b.filter((id) => !a.includes(id)).length
}
