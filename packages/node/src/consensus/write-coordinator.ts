import type { Entry } from '@quorumlite/raft'
import type { Clock } from '@quorumlite/transport'
import {
  QuorumliteError,
  PAGE_BYTES,
  encodeEntryPayload,
  failureToError,
  type EntryPayload,
  type RequestKey,
} from '@quorumlite/wire'
import { assert } from '../assert.ts'
import type { NodeLimits } from '../limits.ts'
import { memoryLow } from '../size-errors.ts'
import type { Executed, Refused, Started } from '../sql/messages.ts'
import { encodeCommit, type CommitEntry } from './commit-payloads.ts'
import { directEntry, memoryNeeded } from './direct-entries.ts'
import { LogClock } from './log-clock.ts'
import { PendingWrites, type PendingWrite, type Respond } from './pending-writes.ts'
import { PartedProposal } from './parted-proposal.ts'
import { NO_LANE, type Proposal, type Proposer } from './proposer.ts'
import type { InFlight, ProposalTable } from './proposal-table.ts'
import type { Patience, PublishedIndex } from './published-index.ts'
import type { SqlLink } from './sql-link.ts'
import type { StoreFeed } from './store-feed.ts'
import { bytesOf, type WriteOperation } from './write-operation.ts'
import {
  databaseNotFound,
  sessionExpired,
  transactionLost,
  whyNumberRefused,
  whyTooMany,
} from './write-refusals.ts'
import { Writers } from './writers.ts'
import type { Effect, ReplicatedState, VoidReason } from './state/replicated-state.ts'

export interface WriteEnvironment {
  readonly state: () => ReplicatedState
  readonly sql: SqlLink
  readonly proposer: Proposer
  readonly proposals: ProposalTable
  readonly published: PublishedIndex
  readonly clock: Clock
  readonly limits: NodeLimits
  /** Where what was executed elsewhere goes. */
  readonly feed: StoreFeed
  /** What a new database starts from. */
  readonly blank: () => Started
  /** NOT_LEADER with the leader's address if it is known, NO_LEADER otherwise. */
  readonly notLeader: () => QuorumliteError
  /** Why there is no room for this on the disk; undefined while there is. */
  readonly noRoom: (kind: WriteOperation['kind']) => QuorumliteError | undefined
  readonly wake: () => void
}

type Pending = PendingWrite<WriteOperation>

/**
 * Numbered requests on the leader: each is run once, becomes one entry, and is answered when its entry is published.
 * Requests that arrive before this leader knows everything its predecessors committed wait until it does.
 */
export class WriteCoordinator {
  readonly #env: WriteEnvironment
  readonly #logClock: LogClock
  readonly #pending = new PendingWrites<WriteOperation>()
  readonly #writers = new Writers()
  #held: Pending[] = []
  /** The term in which writer queues are open on this node; 0 while they are closed. */
  #term = 0
  #draining = false
  #nextCommitId = 1

  constructor(env: WriteEnvironment) {
    this.#env = env
    this.#logClock = new LogClock(env.clock)
  }

  /** Writer queues are open here. */
  get isOpen(): boolean {
    return this.#term > 0 && !this.#draining
  }

  get term(): number {
    return this.#term
  }

  get pendingCount(): number {
    return this.#pending.size
  }

  /** Somebody waits for something that only a leader can bring to an end. */
  get isBusy(): boolean {
    return this.#pending.size > 0 || this.#env.proposals.size > 0 || !this.#env.proposer.isEmpty
  }

  /**
   * `electing`: this node leads but has not applied an entry of its own term yet. Returns whether this very operation is
   * going to run: not if it was answered already, nor if it waits for the outcome of another copy.
   */
  submit(key: RequestKey, operation: WriteOperation, electing: boolean, respond: Respond): boolean {
    if (this.#answerSettled(key, respond)) return false
    const refuse = (error: QuorumliteError): false => {
      respond({ kind: 'failure', error })
      return false
    }
    if (this.#term === 0 && !electing) return refuse(this.#env.notLeader())
    const duplicate = this.#pending.get(key.session, key.number)
    if (duplicate) {
      duplicate.waiters.push(respond)
      return false
    }
    const bytes = bytesOf(operation)
    const refusal =
      this.#whyRefused(key) ??
      this.#env.noRoom(operation.kind) ??
      whyTooMany(this.#pending, bytes, this.#env.limits)
    if (refusal) return refuse(refusal)
    const write: Pending = { key, operation, bytes, waiters: [respond] }
    this.#pending.add(write)
    // An open transaction holds the writer that what is in flight waits for: its commit must not wait for that.
    const endsTransaction = operation.kind === 'commit' && this.#term > 0
    if (this.isOpen || endsTransaction) this.#dispatch(write)
    else this.#held.push(write)
    return true
  }

  /** An entry of this leader's own term is applied: it knows every outcome of its predecessors. Opens the queues. */
  beginTerm(term: number): void {
    assert(this.#term === 0, 'a term begins after the previous one ended')
    assert(this.#env.state().appliedTerm === term, 'an entry of the term is applied')
    this.#term = term
    this.#draining = false
    this.#logClock.startTerm(this.#env.state().logClockMs)
    for (const database of this.#env.state().catalogue.all()) {
      this.#writers.of(database.id).sequence = database.sequence
    }
    this.#env.sql.send({ kind: 'setLeading', term, epochs: this.#writers.epochs() })
    this.#release()
  }

  /** Leadership is lost: speculation is worthless, and clients retry at the new leader under the same numbers. */
  endTerm(): void {
    const led = this.#term > 0
    this.#term = 0
    this.#draining = false
    this.#held = []
    this.#env.proposer.clear()
    this.#env.proposals.clear()
    if (led) {
      this.#writers.abortAll()
      this.#env.sql.send({ kind: 'setLeading', term: 0, epochs: this.#writers.epochs() })
    }
    const error = this.#env.notLeader()
    for (const write of this.#pending.drain()) this.#fail(write, error)
  }

  /** Before a leadership transfer: nothing new starts, what is in flight goes on. */
  closeQueues(): void {
    this.#draining = true
  }

  /** The transfer did not happen. */
  reopenQueues(): void {
    if (!this.#draining) return
    this.#draining = false
    if (this.#term > 0) this.#release()
  }

  /** Nothing is between execution and application: a transfer would lose no work. */
  get isDrained(): boolean {
    return (
      this.#env.proposer.isEmpty &&
      this.#env.proposals.size === 0 &&
      this.#pending.size === this.#held.length
    )
  }

  /** Proposes what is nobody's numbered request. Resolves with its index when it is applied and published here. */
  proposeInternal(body: EntryPayload['body']): Promise<number> {
    if (!this.isOpen) return Promise.reject(this.#env.notLeader())
    const payload = encodeEntryPayload({ logClockMs: this.#logClock.nowMs(), body })
    return new Promise((resolve, reject) => {
      this.#propose(payload, {
        onApplied: ({ index }) =>
          this.#env.published.whenPublished(index, () => resolve(index), this.#untilLost(reject)),
        onLost: () => reject(this.#env.notLeader()),
      })
    })
  }

  /** A database that nobody's request asked for; one of that name that exists already is left as it is. */
  async createInternally(name: string): Promise<void> {
    const request = { session: 0, number: 0, acknowledgedFloor: 0 }
    const operation = { kind: 'createDatabase', name, ifNotExists: true } as const
    await this.proposeInternal(directEntry(operation, request, this.#env.blank))
  }

  /**
   * Posts to the SQL half what an applied entry did to pages, and settles the request that it answers. Called for every
   * entry, on every node, in log order.
   */
  onApplied(entry: Entry, effect: Effect, verify: boolean): void {
    const own = this.#env.proposals.take(entry)
    const { sql, feed } = this.#env
    feed.forget(this.#env.state().parts.takeForgotten())
    if (effect.kind === 'committed' && effect.pages) {
      const database = effect.database.id
      const execution = own?.execution
      if (execution && execution.epoch === this.#writers.of(database).epoch) {
        sql.send({ kind: 'publishCommit', database, speculation: execution.speculation })
      } else {
        if (this.#term > 0) this.#abort(database)
        feed.follow(effect, verify)
      }
    } else if (effect.kind === 'part') {
      const execution = own?.execution
      // What this leader executed itself waits in its page store, and needs no second copy there.
      const isOwn = execution && execution.epoch === this.#writers.of(effect.parted.database).epoch
      if (!isOwn) feed.follow(effect, verify)
    } else if (effect.kind === 'created' || effect.kind === 'copied') {
      feed.follow(effect, verify)
      this.#writers.of(effect.database.id).sequence = effect.database.sequence
    } else if (effect.kind === 'limited') {
      feed.follow(effect, verify)
    } else if (effect.kind === 'dropped') {
      feed.follow(effect, verify)
      this.#writers.delete(effect.database.id)
    } else if (effect.kind === 'void' && own?.execution) {
      // What this leader executed on top of it is worthless too. Once: the rest of that epoch will be void as well.
      const { database, epoch } = own.execution
      if (this.#writers.find(database)?.epoch === epoch) this.#abort(database)
    }
    own?.onApplied(entry, effect)
  }

  #release(): void {
    const held = this.#held
    this.#held = []
    for (const write of held) this.#start(write)
  }

  /** What an older leader got through answers now; only what nobody has settled may run. */
  #start(write: Pending): void {
    const lookup = this.#env.state().sessions.lookup(write.key.session, write.key.number)
    const refusal = this.#whyRefused(write.key)
    if (lookup.kind === 'settled') this.#settle(write)
    else if (refusal) this.#drop(write, refusal)
    else this.#dispatch(write)
  }

  #dispatch(write: Pending): void {
    const { operation, key } = write
    switch (operation.kind) {
      case 'execute':
        return this.#execute(write, operation.batch.database, (database) => ({
          kind: 'execute',
          database,
          batch: operation.batch,
        }))
      case 'import':
        return this.#execute(write, operation.database, (database) => ({
          kind: 'import',
          database,
          file: operation.file,
        }))
      case 'commit': {
        const command = { kind: 'commit' as const, transaction: operation.transaction }
        return this.#ask(write, operation.database, command)
      }
      default:
        return this.#whenRoom(write, memoryNeeded(operation, this.#env.state().catalogue), () => {
          const body = directEntry(operation, key, this.#env.blank)
          this.#propose(encodeEntryPayload({ logClockMs: this.#logClock.nowMs(), body }), {
            onApplied: (_entry, effect) => this.#onWriteApplied(write, effect),
          })
        })
    }
  }

  /** Every node has to find this memory when the entry is applied: there it is too late to refuse. */
  #whenRoom(write: Pending, bytes: number, run: () => void): void {
    if (bytes === 0) return run()
    const term = this.#term
    this.#env.sql.ask({ kind: 'measureMemory' }, (report) => {
      if (term !== this.#term || !this.#pending.has(write) || report.kind !== 'memory') return
      if (bytes <= report.growthBytes) return run()
      const room = Math.floor(report.growthBytes / PAGE_BYTES)
      const what = `one more database needs ${bytes} bytes`
      this.#refuseForGood(write, memoryLow(what, room))
    })
  }

  #execute(
    write: Pending,
    name: string,
    command: (database: number) => Parameters<SqlLink['ask']>[0],
  ): void {
    const database = this.#env.state().catalogue.find(name)
    if (!database) return this.#refuseForGood(write, databaseNotFound(name))
    this.#ask(write, database.id, command(database.id))
  }

  /** The error is definite, so the number is settled: a late copy must not run once the reason is gone. */
  #refuseForGood(write: Pending, error: QuorumliteError): void {
    const body = { kind: 'notExecuted', value: { request: write.key } } as const
    const payload = encodeEntryPayload({ logClockMs: this.#logClock.nowMs(), body })
    this.#propose(payload, { onApplied: () => this.#drop(write, error) })
  }

  #ask(write: Pending, database: number, command: Parameters<SqlLink['ask']>[0]): void {
    const term = this.#term
    this.#env.sql.ask(command, (report) => {
      if (term !== this.#term || !this.#pending.has(write)) return
      if (report.kind === 'executed') this.#onExecuted(write, report)
      else this.#drop(write, failureToError((report as Refused).failure))
    })
  }

  #onExecuted(write: Pending, report: Executed): void {
    const writer = this.#writers.find(report.database)
    if (!writer) return this.#drop(write, databaseNotFound(`#${report.database}`))
    if (report.epoch !== writer.epoch) return this.#runAgain(write)
    const commit = {
      logClockMs: this.#logClock.nowMs(),
      database: report.database,
      term: this.#term,
      request: write.key,
      result: report.result,
      baseSequence: writer.sequence,
    }
    const { database, speculation } = report
    const execution = { database, epoch: writer.epoch, speculation }
    if (report.inParts || report.pages.length > 0) writer.sequence++
    const payload = report.inParts
      ? this.#parts(commit, execution)
      : encodeCommit(commit, report.pages)
    this.#propose(
      payload,
      { execution, onApplied: (_entry, effect) => this.#onWriteApplied(write, effect) },
      database,
    )
  }

  #parts(commit: CommitEntry, execution: NonNullable<InFlight['execution']>): PartedProposal {
    const { sql, limits, proposals, wake } = this.#env
    const term = this.#term
    const { database, speculation } = execution
    return new PartedProposal({
      commit,
      commitId: this.#nextCommitId++,
      partsInFlightMax: limits.partsInFlightMax,
      ask: (answer) => {
        sql.ask({ kind: 'encodePart', database, speculation }, (report) => {
          if (term === this.#term) answer(report.kind === 'encodedPart' ? report : undefined)
        })
      },
      onPartProposed: (index, onApplied) => proposals.add(index, { term, execution, onApplied }),
      wake,
    })
  }

  /** Its speculation was thrown away before it reached the log: nothing of it exists, so it may run once more. */
  #runAgain(write: Pending): void {
    if (write.operation.kind === 'commit') return this.#drop(write, transactionLost())
    if (this.isOpen) this.#start(write)
    else this.#held.push(write)
  }

  #propose(
    payload: Proposal['payload'],
    origin: Omit<InFlight, 'term'>,
    lane: number = NO_LANE,
  ): void {
    const term = this.#term
    this.#env.proposer.enqueue({
      lane,
      payload,
      onProposed: (index) => this.#env.proposals.add(index, { term, ...origin }),
      onLost: origin.onLost,
    })
    this.#env.wake()
  }

  #onWriteApplied(write: Pending, effect: Effect): void {
    if (!this.#pending.has(write)) return
    if (effect.kind !== 'void') return this.#settle(write)
    this.#onVoid(write, effect.reason)
  }

  #onVoid(write: Pending, reason: VoidReason): void {
    switch (reason) {
      case 'unknownSession':
        return this.#drop(write, sessionExpired(write.key))
      case 'alreadySettled':
        return this.#settle(write)
      case 'unknownDatabase':
        return this.#drop(write, databaseNotFound(''))
      case 'baseMismatch':
      case 'termMismatch':
      case 'incompleteParts':
        return this.#runAgain(write)
    }
  }

  /** Answers everybody who waits for this number with what the log says about it. */
  #settle(write: Pending): void {
    this.#pending.remove(write.key.session, write.key.number)
    for (const respond of write.waiters) {
      if (this.#answerSettled(write.key, respond)) continue
      // It was settled, and its record is gone: with its session, or because the client said it had heard of it.
      const error = this.#whyRefused(write.key) ?? sessionExpired(write.key)
      respond({ kind: 'failure', error })
    }
  }

  #answerSettled(key: RequestKey, respond: Respond): boolean {
    const lookup = this.#env.state().sessions.lookup(key.session, key.number)
    if (lookup.kind !== 'settled') return false
    const { index, result } = lookup.request
    const answer = (): void => respond({ kind: 'recorded', index, result })
    const lost = this.#untilLost((error) => respond({ kind: 'failure', error }))
    this.#env.published.whenPublished(index, answer, lost)
    return true
  }

  /** As long as it takes, unless this node finds that it cannot publish what it has applied. */
  #untilLost(onLost: (error: QuorumliteError) => void): Patience {
    return { deadlineMs: Infinity, expire: () => onLost(this.#env.notLeader()) }
  }

  #whyRefused(key: RequestKey): QuorumliteError | undefined {
    // Before its term begins, this leader may not have applied the entry that opened the session.
    if (this.#term === 0) return undefined
    return whyNumberRefused(this.#env.state().sessions, key, this.#env.limits)
  }

  #drop(write: Pending, error: QuorumliteError): void {
    this.#pending.remove(write.key.session, write.key.number)
    this.#fail(write, error)
  }

  #fail(write: Pending, error: QuorumliteError): void {
    for (const respond of write.waiters) respond({ kind: 'failure', error })
  }

  #abort(database: number): void {
    const sequence = this.#env.state().catalogue.get(database)?.sequence ?? 0
    const epoch = this.#writers.abort(database, sequence)
    this.#env.sql.send({ kind: 'abortSpeculation', database, epoch })
  }
}
