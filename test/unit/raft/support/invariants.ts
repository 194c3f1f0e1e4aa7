// What must hold at every step of every run, whatever the network and the disks do (Raft, figure 3, and the duties of
// README.md). Kept over the whole history, not only the present.

import {
  type Entry,
  EntryType,
  type Message,
  MessageType,
  type ReadState,
  type Ready,
} from '@quorumlite/raft'
import { type AppliedState, digest, type SimulatedNode } from '../../../sim/core/simulated-node.ts'
import { formatMessage } from '../../../sim/core/format.ts'

interface LogPlace {
  readonly digest: number
  readonly previousTerm: number
}

interface NodeMarks {
  term: number
  commit: number
  applied: number
}

export class Invariants {
  readonly #nodes: ReadonlyMap<number, SimulatedNode>
  readonly #leaders = new Map<number, number>()
  readonly #checkedLeaders = new Set<number>()
  /** By `index/term`: an entry is determined by these two, and so is all before it. */
  readonly #places = new Map<string, LogPlace>()
  /** Term of each committed entry, and the state after it. */
  readonly #committed: { readonly term: number; readonly digest: number }[] = []
  readonly #votes = new Map<string, number>()
  readonly #marks = new Map<number, NodeMarks>()
  readonly #reads = new Map<number, number>()
  #highestCommit = 0
  #confirmedReads = 0

  constructor(nodes: ReadonlyMap<number, SimulatedNode>) {
    this.#nodes = nodes
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

  /** After anything that happened to this node. */
  observe(node: SimulatedNode): void {
    const { raw } = node
    if (raw.role === 'leader') {
      this.#observeLeader(node)
      const known = this.#leaders.get(raw.term)
      check(
        known === undefined || known === node.id,
        `two leaders in term ${raw.term}: ${known} and ${node.id}`,
      )
      this.#leaders.set(raw.term, node.id)
      // A candidate's own vote counts when it is durable, and not before.
      check(node.syncedHardState.term === raw.term, `${node.id} leads before its vote is durable`)
      this.#countVote(node.id, raw.term, node.syncedHardState.vote)
    }
    const marks = this.#marks.get(node.id) ?? { term: 0, commit: 0, applied: 0 }
    if (raw.role === 'leader' && raw.commit > marks.commit) {
      this.#checkCommit(node)
    }
    check(raw.term >= marks.term, `the term of ${node.id} went back from ${marks.term}`)
    check(
      raw.commit >= marks.commit,
      `the commit index of ${node.id} went back from ${marks.commit}`,
    )
    check(raw.applied >= marks.applied, `the applied index of ${node.id} went back`)
    check(raw.applied <= raw.commit, `${node.id} applied more than is committed`)
    check(raw.commit <= raw.lastIndex, `${node.id} committed more than it has`)
    this.#marks.set(node.id, { term: raw.term, commit: raw.commit, applied: raw.applied })
    this.#highestCommit = Math.max(this.#highestCommit, raw.commit)
  }

  #observeLeader({ id, raw }: SimulatedNode): void {
    if (this.#leaders.has(raw.term)) {
      return
    }
    const isGranted = (voter: number): boolean =>
      voter === id || this.#votes.get(`${voter} in ${raw.term}`) === id
    const { voters, votersOutgoing } = raw.status().confState
    check(
      isQuorum(voters, isGranted) && isQuorum(votersOutgoing, isGranted),
      `${id} leads term ${raw.term} without the votes of a quorum`,
    )
  }

  /** What a leader calls committed is on the disks of a quorum of the configuration in force. */
  #checkCommit({ id, raw, storage }: SimulatedNode): void {
    const { commit } = raw
    const term = commit > storage.lastIndex() ? raw.term : storage.term(commit)
    if (term !== raw.term) {
      // Not counted by this leader: it learned it, perhaps of an earlier configuration, with the votes.
      return
    }
    const isDurable = (voter: number): boolean => {
      const other = this.#nodes.get(voter)!.storage
      return (
        commit < other.firstIndex() || (commit <= other.lastIndex() && other.term(commit) === term)
      )
    }
    const { voters, votersOutgoing } = raw.status().confState
    check(
      isQuorum(voters, isDurable) && isQuorum(votersOutgoing, isDurable),
      `leader ${id} commits ${commit}/${term} without a quorum that has it on disk`,
    )
  }

  /** At most one change of configuration is on its way, beyond what anybody knows to be committed. */
  #checkConfChanges({ id, raw, storage }: SimulatedNode): void {
    const from = Math.max(this.#highestCommit + 1, storage.firstIndex())
    if (raw.role !== 'leader' || from > storage.lastIndex()) {
      return
    }
    const rest = storage.entries(from, storage.lastIndex() + 1, Number.MAX_SAFE_INTEGER)
    const changes = rest.filter(({ type }) => type === EntryType.confChange)
    check(
      changes.length <= 1,
      `leader ${id} has ${changes.length} changes of configuration in flight`,
    )
  }

  /** The commit index may fall back to what was synced; term and what was applied may not. */
  restarted(node: SimulatedNode): void {
    const marks = this.#marks.get(node.id)
    if (marks !== undefined) {
      const { term } = node.syncedHardState
      this.#marks.set(node.id, { term, commit: 0, applied: marks.applied })
    }
  }

  written(node: SimulatedNode, ready: Ready): void {
    const { storage } = node
    for (const entry of ready.entries) {
      if (entry.index < storage.firstIndex()) {
        continue
      }
      const place = `${entry.index}/${entry.term}`
      const found: LogPlace = {
        digest: digest(0, entry),
        previousTerm: storage.term(entry.index - 1),
      }
      const known = this.#places.get(place)
      check(
        known === undefined ||
          (known.digest === found.digest && known.previousTerm === found.previousTerm),
        `log matching: ${place} on ${node.id} differs from another node's`,
      )
      this.#places.set(place, found)
    }
    this.#checkCompleteness(node, ready)
    this.#checkConfChanges(node)
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
      if (term < raw.term) {
        check(
          index <= storage.lastIndex() && storage.term(index) === term,
          `leader completeness: leader ${node.id} of term ${raw.term} lacks ${index}/${term}`,
        )
      }
    }
  }

  /** State-machine safety. */
  applied(node: SimulatedNode, entry: Entry, state: number): void {
    const known = this.#committed[entry.index - 1]
    if (known === undefined) {
      check(entry.index === this.#committed.length + 1, `${entry.index} was committed after a gap`)
      this.#committed.push({ term: entry.term, digest: state })
      return
    }
    check(
      known.term === entry.term && known.digest === state,
      `state machine safety: ${node.id} applied another entry at ${entry.index}`,
    )
  }

  installed(node: SimulatedNode, state: AppliedState): void {
    check(
      this.#committed[state.index - 1]?.digest === state.digest,
      `state machine safety: ${node.id} installed another state at ${state.index}`,
    )
  }

  /** Nothing is said before it is durable. */
  sentAfterAppend(node: SimulatedNode, messages: readonly Message[]): void {
    for (const message of messages) {
      if (message.type === MessageType.voteResponse && !message.reject) {
        const { term, vote } = node.syncedHardState
        check(
          term > message.term || (term === message.term && vote === message.to),
          `a vote was sent before it was durable: ${formatMessage(message)}`,
        )
        this.#countVote(message.from, message.term, message.to)
      }
      if (message.type === MessageType.vote) {
        // Of a campaign that is over, the log may have been replaced since.
        const isOver = node.raw.term !== message.term || node.raw.role === 'follower'
        check(
          node.syncedHardState.term >= message.term &&
            (isOver || message.index <= node.storage.lastIndex()),
          `a vote was asked for before term and log were durable: ${formatMessage(message)}`,
        )
      }
      if (message.type === MessageType.appendResponse && !message.reject) {
        // What the same write already replaced, in a later term, counts as written: a crash would not have sent this.
        check(
          message.index <= node.storage.lastIndex() || node.syncedHardState.term > message.term,
          `an append was acknowledged before it was durable: ${formatMessage(message)}`,
        )
      }
    }
  }

  sentAtOnce(messages: readonly Message[]): void {
    for (const { type, from, term, index } of messages) {
      check(
        type !== MessageType.voteResponse &&
          type !== MessageType.vote &&
          type !== MessageType.appendResponse,
        'a promise was sent without waiting for the disk',
      )
      if (type === MessageType.append) {
        check(
          this.#leaders.get(term) === from,
          `an append of term ${term} at ${index} by no leader`,
        )
      }
    }
  }

  #countVote(voter: number, term: number, candidate: number): void {
    const key = `${voter} in ${term}`
    const known = this.#votes.get(key)
    check(known === undefined || known === candidate, `${key} voted for ${known} and ${candidate}`)
    this.#votes.set(key, candidate)
  }

  /** Whatever anybody knew to be committed before the read was asked for must be seen by it. */
  readAsked(context: number): void {
    this.#reads.set(context, this.#highestCommit)
  }

  readConfirmed(node: SimulatedNode, read: ReadState): void {
    const least = this.#reads.get(read.context)
    check(least !== undefined, `a read was confirmed that nobody asked for: ${read.context}`)
    check(
      read.index >= least!,
      `stale read on ${node.id}: at ${read.index}, but ${least} was committed before`,
    )
    this.#confirmedReads++
    this.#reads.delete(read.context)
  }
}

/** More than half of them, or of nobody. */
function isQuorum(voters: readonly number[], has: (voter: number) => boolean): boolean {
  return voters.length === 0 || voters.filter(has).length * 2 > voters.length
}

export function check(condition: boolean, message: string): void {
  if (!condition) {
    throw new Error(message)
  }
}
