// What machines have promised by messages that others have heard. A crash must not make it untrue: it has to be on the
// disk from which the machine starts again.

import { type Message, MessageType } from '@quorumlite/raft'
import type { NodeStorage } from '@quorumlite/storage'

/** The one that there is. */
export const FIRST_GROUP = 1

/** What one node has promised. */
interface Promised {
  /** In its highest term. */
  vote: { readonly term: number; readonly candidate: number }
  /** Up to here it has what the leader of that term has. */
  log: { term: number; index: number }
  /** Known to it to be committed. */
  commit: number
}

export class Promises {
  readonly complaints: string[] = []
  readonly #byNode = new Map<number, Promised>()
  /** Of entries that change the configuration, ascending. */
  readonly #configurations: number[] = []

  /** Somebody has heard this. */
  onMessage({ type, from, to, term, index, reject, commit }: Message): void {
    switch (type) {
      case MessageType.vote:
        return this.#vote(from, term, from)
      case MessageType.voteResponse:
        return reject ? undefined : this.#vote(from, term, to)
      case MessageType.append:
        // Nobody leads before its own vote is durable.
        return this.#vote(from, term, from)
      case MessageType.appendResponse: {
        if (reject) return
        const promised = this.#of(from)
        promised.commit = Math.max(promised.commit, commit)
        const { log } = promised
        if (term > log.term) promised.log = { term, index }
        else if (term === log.term) log.index = Math.max(log.index, index)
      }
    }
  }

  /** In this term the node's log ends here, or is replaced from here on: what it promised of that in earlier terms is void. */
  onCut(node: number, term: number, index: number): void {
    const promised = this.#of(node)
    promised.log = { term, index: Math.min(promised.log.index, index) }
  }

  /** An entry that changes the configuration is committed. */
  onConfiguration(index: number): void {
    if (index > (this.#configurations.at(-1) ?? 0)) this.#configurations.push(index)
  }

  /** A node starts from this. */
  onStorage(storage: Pick<NodeStorage, 'identity' | 'group'>): void {
    const { identity } = storage
    const promised = identity && this.#byNode.get(identity.nodeId)
    if (!promised) return
    const log = storage.group(FIRST_GROUP)
    const { hardState } = log.initialState()
    const remembered = `term ${hardState.term}, vote ${hardState.vote}, commit ${hardState.commit}, log to ${log.lastIndex()}`
    const complain = (what: string): void =>
      void this.complaints.push(`node ${identity.nodeId} starts with ${remembered}, but ${what}`)
    const { vote, log: acknowledged, commit } = promised
    if (hardState.term < vote.term) complain(`had voted in term ${vote.term}`)
    if (hardState.term === vote.term && hardState.vote !== vote.candidate)
      complain(`had voted for ${vote.candidate} in that term`)
    if (log.lastIndex() < acknowledged.index)
      complain(`had acknowledged entry ${acknowledged.index}`)
    // The commit index alone may be lost, but not that a configuration is in force.
    const configuration = this.#configurations.findLast((index) => index <= commit) ?? 0
    if (hardState.commit < configuration)
      complain(`had the configuration of entry ${configuration} in force`)
  }

  #vote(node: number, term: number, candidate: number): void {
    const promised = this.#of(node)
    const { vote } = promised
    if (term > vote.term) promised.vote = { term, candidate }
    else if (term === vote.term && candidate !== vote.candidate)
      this.complaints.push(
        `node ${node} voted for ${vote.candidate} and for ${candidate} in term ${term}`,
      )
  }

  #of(node: number): Promised {
    let promised = this.#byNode.get(node)
    if (!promised) {
      promised = { vote: { term: 0, candidate: 0 }, log: { term: 0, index: 0 }, commit: 0 }
      this.#byNode.set(node, promised)
    }
    return promised
  }
}
