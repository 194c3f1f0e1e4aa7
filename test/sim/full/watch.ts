// What nodes do, seen from outside and counted: messages of Raft, roles, the log, requests that come twice. Nothing here
// changes what happens.

import type { InlineNode } from '@quorumlite/node'
import { type MessageType, MessageType as Types, type RawNode } from '@quorumlite/raft'
import type { ClusterObserver } from '../../support/inline-cluster.ts'
import { messageName } from '../core/format.ts'
import type { Coverage } from '../coverage.ts'
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

export class Watch implements ClusterObserver {
  readonly #coverage: Coverage
  readonly #seen: Seen[] = []
  /** Called when a snapshot begins to be sent. */
  onSnapshot: () => void = () => undefined

  constructor(coverage: Coverage) {
    this.#coverage = coverage
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
    this.#watchMessages(core)
    this.#watchReady(core)
    this.#watchRequests(service)
  }

  /** This machine has applied something since it was looked at last. */
  onApplied(machine: number): void {
    const seen = this.#seen[machine]
    if (!seen) return
    const { parts, appliedTerm } = seen.service.state
    const { firstIndex } = parts
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

  #watchMessages(core: RawNode): void {
    const step = core.step.bind(core)
    core.step = (message) => {
      const outcome = step(message)
      this.#coverage.count(outcome === 'accepted' ? RECEIVED[message.type]! : `message ${outcome}`)
      return outcome
    }
  }

  #watchReady(core: RawNode): void {
    const coverage = this.#coverage
    const ready = core.ready.bind(core)
    let { role, lastIndex } = core
    core.ready = () => {
      const taken = ready()
      const { messages, messagesAfterAppend, entries, snapshot, softState } = taken
      for (const { type } of messages) coverage.count(SENT[type]!)
      for (const { type } of messagesAfterAppend) coverage.count(SENT[type]!)
      if (snapshot) {
        coverage.count('snapshot installed')
        lastIndex = snapshot.metadata.index
      }
      const first = entries[0]
      if (first) {
        if (first.index <= lastIndex) coverage.count('log cut by a conflict')
        lastIndex = entries.at(-1)!.index
      }
      if (softState && softState.role !== role) {
        coverage.count(`${role} becomes ${softState.role}`)
        ;({ role } = softState)
      }
      coverage.count('read confirmed', taken.readStates.length)
      coverage.count('read dropped', taken.droppedReads.length)
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
