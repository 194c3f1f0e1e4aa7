// What nodes do, seen from outside and counted: messages of Raft, roles, the log, requests that come twice. What must not be
// is a complaint. Nothing here changes what happens.

import type { InlineNode } from '@quorumlite/node'
import {
  EntryType,
  type MessageType,
  MessageType as Types,
  type RawNode,
  type Ready,
} from '@quorumlite/raft'
import type { GroupStorage, NodeStorage } from '@quorumlite/storage'
import type { ClusterObserver } from '../../support/inline-cluster.ts'
import { messageName } from '../core/format.ts'
import type { Coverage } from '../coverage.ts'
import { falsehoodOf } from './answers.ts'
import { FIRST_GROUP, Promises } from './promises.ts'
import { watchSnapshots } from './snapshot-watch.ts'

type Service = InlineNode['runtime']['service']

/** What a running node looked like when it was seen last. */
interface Seen {
  readonly service: Service
  appliedTerm: number
  /** Where a commit begins that is half in the log; Infinity if there is none. */
  partsFrom: number
  checkpointIndex: number
  firstIndex: number
}

/** Moments in the life of a node at which much depends on what happens next. */
export type Moment = 'commit' | 'configuration' | 'conflict' | 'election' | 'install' | 'vote'

export interface WatchOptions {
  readonly coverage: Coverage
  readonly nowMs: () => number
  /** How much faster than time the clock of a machine may be at most: 1.1 gains six minutes in an hour. */
  readonly rateMax: number
}

export class Watch implements ClusterObserver {
  readonly #options: WatchOptions
  readonly #coverage: Coverage
  readonly #seen: Seen[] = []
  readonly #logs: GroupStorage[] = []
  readonly #promises = new Promises()
  readonly #complaints: string[] = []
  /** Called when a snapshot begins to be sent. */
  onSnapshot: () => void = () => undefined
  onMoment: (machine: number, moment: Moment) => void = () => undefined

  constructor(options: WatchOptions) {
    this.#options = options
    this.#coverage = options.coverage
  }

  /** Of everything that was seen. */
  get complaints(): readonly string[] {
    return [...this.#complaints, ...this.#promises.complaints]
  }

  onStorage(machine: number, storage: NodeStorage): void {
    this.#promises.onStorage(storage)
    this.#logs[machine] = storage.group(FIRST_GROUP)
  }

  onTransport(machine: number, transport: Parameters<ClusterObserver['onTransport']>[1]): void {
    watchSnapshots(transport, this.#coverage, {
      isCommitHalf: () => {
        const state = this.#seen[machine]?.service.state
        return state !== undefined && state.checkpointLimit < state.appliedIndex
      },
      onBegin: () => this.onSnapshot(),
    })
  }

  onNode(machine: number, { runtime: { service } }: InlineNode): void {
    const { core } = service.gateway
    const { checkpointIndex, firstIndex } = service.gateway.status()
    this.#seen[machine] = {
      service,
      appliedTerm: service.state.appliedTerm,
      partsFrom: service.state.parts.firstIndex,
      checkpointIndex,
      firstIndex,
    }
    if (checkpointIndex > 0) this.#coverage.count('start from a checkpoint')
    if (core.lastIndex > checkpointIndex) this.#coverage.count('start with a log to replay')
    // What happened to its log before it was watched is not known.
    this.#promises.onCut(core.id, core.term, core.lastIndex)
    this.#watchMessages(core)
    this.#watchReady(machine, core)
    this.#watchRequests(service)
  }

  /** This machine has applied something since it was looked at last. */
  onApplied(machine: number): void {
    const seen = this.#seen[machine]
    if (!seen) return
    const { state } = seen.service
    const { parts, appliedTerm } = state
    const { firstIndex } = parts
    this.#checkClock(state.logClockMs)
    this.#checkBeginning(machine)
    if (firstIndex !== seen.partsFrom) {
      const isLaterTerm = appliedTerm !== seen.appliedTerm
      if (seen.partsFrom !== Infinity) {
        this.#coverage.count(isLaterTerm ? 'parts thrown away' : 'commit in parts completed')
      }
      if (firstIndex !== Infinity) this.#coverage.count('commit in parts begun')
    }
    seen.partsFrom = firstIndex
    seen.appliedTerm = appliedTerm
  }

  /** Now and then, of all that run: what nobody tells. */
  look(running: readonly number[]): void {
    for (const machine of running) {
      const seen = this.#seen[machine]
      if (!seen) continue
      const { checkpointIndex, firstIndex, storage, confState } = seen.service.gateway.status()
      if (checkpointIndex > seen.checkpointIndex) this.#coverage.count('checkpoint')
      if (firstIndex > seen.firstIndex) this.#coverage.count('log trimmed')
      if (storage.checkpointRunning) this.#coverage.count('checkpoint under way')
      if (confState.learners.length > 0) this.#coverage.count('learner')
      seen.checkpointIndex = checkpointIndex
      seen.firstIndex = firstIndex
    }
  }

  /** What is left of a log that a snapshot replaced must not contradict it: terms never fall from one entry to the next. */
  #checkBeginning(machine: number): void {
    const log = this.#logs[machine]
    if (!log) return
    const first = log.firstIndex()
    if (log.lastIndex() < first || log.term(first) >= log.term(first - 1)) return
    this.#complaints.push(
      `the log of machine ${machine} begins with entry ${first} of term ${log.term(first)}, after one of ${log.term(first - 1)}`,
    )
  }

  /** It counts the time of leaders, which is nobody's wall clock. */
  #checkClock(logClockMs: number): void {
    const limitMs = this.#options.nowMs() * this.#options.rateMax
    if (logClockMs <= limitMs) return
    this.#complaints.push(`the log's clock is at ${logClockMs} after ${limitMs.toFixed(0)} ms`)
  }

  #watchMessages(core: RawNode): void {
    const step = core.step.bind(core)
    core.step = (message) => {
      this.#promises.onMessage(message)
      const outcome = step(message)
      this.#coverage.count(outcome === 'accepted' ? RECEIVED[message.type]! : `message ${outcome}`)
      return outcome
    }
  }

  #watchReady(machine: number, core: RawNode): void {
    const coverage = this.#coverage
    const ready = core.ready.bind(core)
    let { role, lastIndex } = core
    core.ready = () => {
      const taken = ready()
      const { messages, messagesAfterAppend, entries, snapshot, softState } = taken
      for (const { type } of messages) coverage.count(SENT[type]!)
      for (const { type } of messagesAfterAppend) coverage.count(SENT[type]!)
      const moments = momentsOf(taken, core, role)
      if (snapshot) {
        coverage.count('snapshot installed')
        if (snapshot.metadata.index < lastIndex) coverage.count('snapshot into a longer log')
        lastIndex = snapshot.metadata.index
        this.#promises.onCut(core.id, core.term, lastIndex)
      }
      const first = entries[0]
      if (first) {
        if (first.index <= lastIndex) {
          coverage.count('log cut by a conflict')
          moments.push('conflict')
          this.#promises.onCut(core.id, core.term, first.index - 1)
        }
        lastIndex = entries.at(-1)!.index
      }
      if (softState && softState.role !== role) {
        coverage.count(`${role} becomes ${softState.role}`)
        ;({ role } = softState)
      }
      coverage.count('read confirmed', taken.readStates.length)
      coverage.count('read dropped', taken.droppedReads.length)
      for (const { type, index } of taken.committedEntries)
        if (type === EntryType.confChange) this.#promises.onConfiguration(index)
      for (const moment of moments) this.onMoment(machine, moment)
      return taken
    }
  }

  #watchRequests({ gateway }: Service): void {
    const { writes } = gateway
    const submit = writes.submit.bind(writes)
    writes.submit = (key, operation, electing, respond) => {
      const { kind } = gateway.state().sessions.lookup(key.session, key.number)
      let isAnswered = false
      const isRun = submit(key, operation, electing, (outcome) => {
        isAnswered = true
        const falsehood = falsehoodOf(gateway, key, outcome)
        if (falsehood) this.#complaints.push(falsehood)
        respond(outcome)
      })
      if (kind === 'settled') this.#coverage.count('request answered from its session')
      else if (kind === 'belowFloor') this.#coverage.count('request below the floor')
      else if (kind === 'unknownSession') this.#coverage.count('request of no session')
      else if (!isRun && !isAnswered) this.#coverage.count('request joined one in flight')
      return isRun
    }
  }
}

/** Of what a node is to do now; `role` is the one that it had. */
function momentsOf(ready: Ready, core: RawNode, role: string): Moment[] {
  const { committedEntries, messagesAfterAppend, snapshot, softState } = ready
  const moments: Moment[] = []
  if (softState?.role === 'leader' && role !== 'leader') moments.push('election')
  if (core.role === 'leader' && committedEntries.length > 0) moments.push('commit')
  if (committedEntries.some(({ type }) => type === EntryType.confChange))
    moments.push('configuration')
  if (messagesAfterAppend.some(({ type, reject }) => type === Types.voteResponse && !reject))
    moments.push('vote')
  if (snapshot) moments.push('install')
  return moments
}

/** Names of counters, made once. */
const SENT = namesOf('sent')
const RECEIVED = namesOf('received')

function namesOf(what: string): readonly string[] {
  const length = Math.max(...Object.values(Types)) + 1
  return Array.from({ length }, (_, type) => `${what} ${messageName(type as MessageType)}`)
}

/** Followers do not forward proposals, and transfers are asked of the leader: these two a node never sends. */
const NEVER_SENT: ReadonlySet<MessageType> = new Set([Types.propose, Types.transferLeader])

const MESSAGE_COUNTERS = Object.values(Types).flatMap((type) =>
  NEVER_SENT.has(type) ? [] : [SENT[type]!, RECEIVED[type]!],
)

export const WATCH_COUNTERS: readonly string[] = [
  ...MESSAGE_COUNTERS,
  'candidate becomes follower',
  'candidate becomes leader',
  'checkpoint',
  'checkpoint under way',
  'commit in parts begun',
  'commit in parts completed',
  'follower becomes candidate',
  'follower becomes preCandidate',
  'leader becomes follower',
  'learner',
  'log cut by a conflict',
  'log trimmed',
  'parts thrown away',
  'preCandidate becomes candidate',
  'preCandidate becomes follower',
  'read confirmed',
  'read dropped',
  'request answered from its session',
  'request below the floor',
  'request joined one in flight',
  'snapshot installed',
  'start from a checkpoint',
  'start with a log to replay',
]
