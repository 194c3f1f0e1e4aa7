// Transcripts: a text of commands and of what a cluster did because of them. Running one takes its commands and
// comments and writes down the rest anew, so a transcript is its own expectation. README of the format:
//
//   # a comment                            stays as it is
//   > nodes 1 2 3 [~4] [option=value]      voters (and learners ~) that know each other
//   > join 4 [option=value]                a node that knows nothing
//   > elect 1                              a campaign until everything is settled, without the details
//   > campaign 1 | tick 1 [n] | propose 1 text... | read 1 7 | transfer 1 2 | forget 2
//   > change 1 [implicit|explicit] [+4 ~5 -2]      no changes: leave the joint configuration
//   > settle [ids]                         run and deliver among these nodes (all by default) until nothing happens
//   > ready 1 | write 1 | apply 1          one duty of the caller, by itself
//   > deliver 2 [from 1] | drop 2 [from 1] | keep 2 | repeat     messages on their way; `keep` copies them aside
//   > cut 1 | heal | crash 1 | compact 1 [trailing] | unreachable 1 2 | snapshot 1 2 finished
//   > timeout 1 5 | show 1 | progress 1 | log 1

import {
  type ConfChangeSingle,
  ConfChangeTransition,
  ConfChangeType,
  type ConfState,
  type Message,
  RaftError,
  type Ready,
} from '@quorumlite/raft'
import { Cluster, bytes } from './cluster.ts'
import {
  formatConfState,
  formatEntry,
  formatMessage,
  formatRole,
} from '../../../sim/core/format.ts'
import type { NodeOptions, SimulatedNode } from '../../../sim/core/simulated-node.ts'

/** The text of `transcript` with everything but its commands and comments made anew. */
export function runTranscript(transcript: string): string {
  const run = new TranscriptRun()
  const lines: string[] = []
  for (const line of transcript.split('\n')) {
    if (line.startsWith('> ')) {
      lines.push(line, ...run.execute(line.slice(2)))
    } else if (line.startsWith('#') || line === '') {
      lines.push(line)
    }
  }
  return lines.join('\n')
}

class TranscriptRun {
  #output: string[] = []
  #kept: Message[] = []
  readonly #roles = new Map<number, string>()
  readonly #cluster = new Cluster(
    {
      written: (node, ready) => this.#say(`${node.id} writes ${formatWrite(ready)}`),
      applied: (node, entry) => this.#say(`${node.id} applies ${formatEntry(entry)}`),
      installed: (node, { index }) => this.#say(`${node.id} installs the snapshot at ${index}`),
    },
    {
      delivered: (message, outcome) => {
        const remark = outcome === 'accepted' ? '' : ` (${outcome})`
        this.#say(formatMessage(message) + remark)
        this.#sayChanges()
      },
      lost: (message) => this.#say(`${formatMessage(message)} (lost)`),
    },
  )

  execute(line: string): string[] {
    this.#output = []
    const [command, ...words] = line.split(' ')
    try {
      this.#run(command!, words)
    } catch (error) {
      if (!(error instanceof RaftError)) {
        throw new Error(`${line}: ${String(error)}\n${this.#output.join('\n')}`, { cause: error })
      }
      const reason = 'reason' in error ? ` (${String(error.reason)})` : ''
      this.#say(error.code + reason)
    }
    this.#sayChanges()
    return this.#output.map((text) => `  ${text}`)
  }

  #run(command: string, words: string[]): void {
    if (command === 'nodes' || command === 'join') {
      this.#addNodes(command, words)
    } else if (command === 'elect') {
      this.#cluster.elect(Number(words[0]))
      this.#output = []
    } else if (command === 'settle') {
      this.#settle(words.map(Number))
    } else if (command === 'heal') {
      this.#cluster.heal()
    } else if (command === 'repeat') {
      this.#kept.forEach((message) => this.#cluster.deliver(message))
    } else if (['deliver', 'drop', 'keep'].includes(command)) {
      this.#handleMessages(command, Number(words[0]), words[1] === 'from' ? Number(words[2]) : 0)
    } else {
      this.#runOnNode(command, this.#cluster.node(Number(words[0])), words.slice(1))
    }
  }

  #runOnNode(command: string, node: SimulatedNode, words: string[]): void {
    const { raw } = node
    const [first, second] = words
    switch (command) {
      case 'campaign':
        return this.#sayUnless(raw.campaign(), 'started')
      case 'tick':
        return this.#cluster.tick(node.id, Number(first ?? 1))
      case 'propose':
        raw.propose(words.map(bytes))
        return
      case 'change':
        raw.proposeConfChange(parseChange(words))
        return
      case 'read':
        return this.#sayUnless(raw.readIndex(Number(first)), 'accepted')
      case 'transfer':
        return this.#sayUnless(raw.transferLeader(Number(first)), 'started')
      case 'forget':
        return this.#say(raw.forgetLeader() ? 'forgotten' : 'nothing to forget')
      case 'unreachable':
        return raw.reportUnreachable(Number(first))
      case 'snapshot':
        return raw.reportSnapshot(Number(first), second === 'finished' ? 'finished' : 'failed')
      case 'timeout':
        return raw.setRandomizedElectionTimeout(Number(first))
      case 'cut':
        return this.#cluster.isolate(node.id)
      case 'crash':
        return node.restart()
      case 'compact':
        return node.compact(Number(first ?? 0))
      case 'ready':
        this.#cluster.take(node)
        return this.#sayReads(node)
      case 'write':
        this.#cluster.write(node)
        return
      case 'apply':
        this.#cluster.apply(node)
        return
      default:
        return this.#show(command, node)
    }
  }

  #show(command: string, node: SimulatedNode): void {
    const status = node.raw.status()
    switch (command) {
      case 'show':
        this.#say(`${formatRole(node.raw)}, vote ${status.vote}, commit ${status.commit}`)
        return this.#say(formatConfState(status.confState))
      case 'progress':
        for (const { id, state, match, next, paused, pendingSnapshot } of status.peers) {
          const waits = pendingSnapshot > 0 ? ` snapshot ${pendingSnapshot}` : ''
          this.#say(`${id}: ${state} match ${match} next ${next}${paused ? ' paused' : ''}${waits}`)
        }
        return
      case 'log': {
        const { storage } = node
        const [lo, hi] = [storage.firstIndex(), storage.lastIndex() + 1]
        const entries = lo < hi ? storage.entries(lo, hi, Number.MAX_SAFE_INTEGER) : []
        return this.#say(`from ${lo}: ${entries.map(formatEntry).join(' ')}`)
      }
      default:
        throw new Error('there is no such command')
    }
  }

  #addNodes(command: string, words: string[]): void {
    const options = Object.fromEntries(
      words
        .filter((word) => word.includes('='))
        .map((word) => word.split('='))
        .map(([name, value]) => [name, parseValue(value!)]),
    ) as NodeOptions
    const ids = words.filter((word) => !word.includes('='))
    const learners = ids.filter((id) => id.startsWith('~')).map((id) => Number(id.slice(1)))
    const voters = ids.filter((id) => !id.startsWith('~')).map(Number)
    const conf: ConfState = {
      voters: command === 'nodes' ? voters : [],
      learners: command === 'nodes' ? learners : [],
      votersOutgoing: [],
      learnersNext: [],
      autoLeave: false,
    }
    for (const id of [...voters, ...learners]) {
      this.#cluster.add(id, conf, { electionTicks: 3, heartbeatTicks: 1, ...options })
    }
  }

  #settle(words: number[]): void {
    const ids = words.length > 0 ? words : [...this.#cluster.nodes.keys()]
    for (let round = 0; round < 200; round++) {
      for (const id of ids) {
        this.#cluster.run(this.#cluster.node(id))
        this.#sayReads(this.#cluster.node(id))
        this.#sayChanges()
      }
      if (this.#cluster.deliverTo(ids) === 0) {
        return
      }
    }
    throw new Error('the cluster does not come to rest')
  }

  #handleMessages(command: string, to: number, from: number): void {
    const isMeant = (message: Message): boolean =>
      message.to === to && (from === 0 || message.from === from)
    if (command === 'keep') {
      this.#kept = this.#cluster.network.filter(isMeant)
      return
    }
    for (const message of this.#cluster.drop(isMeant)) {
      if (command === 'deliver') {
        this.#cluster.deliver(message)
      } else {
        this.#say(`${formatMessage(message)} (dropped)`)
      }
    }
  }

  #sayReads(node: SimulatedNode): void {
    for (const { context, index } of node.readStates.splice(0)) {
      this.#say(`${node.id} may read ${context} at ${index}`)
    }
    for (const context of node.droppedReads.splice(0)) {
      this.#say(`${node.id} drops read ${context}`)
    }
  }

  /** Roles that are not what was last said. */
  #sayChanges(): void {
    for (const { id, raw } of this.#cluster.nodes.values()) {
      const role = formatRole(raw)
      if (this.#roles.get(id) !== role) {
        this.#roles.set(id, role)
        this.#say(`${id} is ${role}`)
      }
    }
  }

  #sayUnless(outcome: string, expected: string): void {
    if (outcome !== expected) {
      this.#say(outcome)
    }
  }

  #say(text: string): void {
    this.#output.push(text)
  }
}

function formatWrite({ hardState, entries, snapshot }: Ready): string {
  const parts: string[] = []
  if (snapshot !== undefined) {
    parts.push(`snapshot ${snapshot.metadata.index}/${snapshot.metadata.term}`)
  }
  if (hardState !== undefined) {
    const { term, vote, commit } = hardState
    parts.push(`(term ${term} vote ${vote} commit ${commit})`)
  }
  parts.push(...entries.map(formatEntry))
  return parts.length === 0 ? 'nothing' : parts.join(' ')
}

function parseValue(text: string): number | boolean | string {
  if (text === 'true' || text === 'false') {
    return text === 'true'
  }
  return Number.isNaN(Number(text)) ? text : Number(text)
}

const SIGNS: Readonly<Record<string, ConfChangeType>> = {
  '+': ConfChangeType.addVoter,
  '~': ConfChangeType.addLearner,
  '-': ConfChangeType.remove,
  '=': ConfChangeType.update,
}

function parseChange(words: string[]): Parameters<SimulatedNode['raw']['proposeConfChange']>[0] {
  const transitions: Readonly<Record<string, ConfChangeTransition>> = {
    implicit: ConfChangeTransition.jointImplicit,
    explicit: ConfChangeTransition.jointExplicit,
  }
  const transition = transitions[words[0] ?? ''] ?? ConfChangeTransition.auto
  const changes: ConfChangeSingle[] = words
    .filter((word) => SIGNS[word[0]!] !== undefined)
    .map((word) => ({ type: SIGNS[word[0]!]!, nodeId: Number(word.slice(1)) }))
  return { transition, changes, context: bytes('') }
}
