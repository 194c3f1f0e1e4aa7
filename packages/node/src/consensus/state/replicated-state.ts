import {
  ConfChangeType,
  EntryType,
  decodeConfChange,
  type ConfChange,
  type ConfState,
  type Entry,
} from '@quorumlite/raft'
import {
  decodeEntryPayload,
  DATABASES_MAX,
  decodeMember,
  QuorumliteError,
  REPLICATED_STATE_FORMAT,
  checksumToHex,
  decodeReplicatedState,
  encodeRecordedResult,
  encodeReplicatedState,
  errorToFailure,
  type Commit,
  type CopyDatabase,
  type CreateDatabase,
  type DropDatabase,
  type EntryPayload,
  type Part,
  type RequestKey,
  type SetSizeLimit,
} from '@quorumlite/wire'
import { databaseFull } from '../../size-errors.ts'
import { Catalogue, type Database } from './catalogue.ts'
import { readCommitHeader } from './commit-header.ts'
import { Membership } from './membership.ts'
import { PartBuffer, type PartedCommit } from './part-buffer.ts'
import { Sessions } from './sessions.ts'

/**
 * What applying an entry did, for those who have to act on it: the SQL half (pages), the proposal's owner (outcome),
 * the core (configuration).
 */
export type Effect =
  /** Nothing but the tables here changed. */
  | { readonly kind: 'none' }
  /** The entry answered a request; `pages` is undefined when it wrote none. */
  | {
      readonly kind: 'committed'
      readonly database: Database
      readonly pages: Uint8Array | undefined
      /** With pages in parts: `pages` is what completes them. */
      readonly parted: PartedCommit | undefined
    }
  /** One more part of a commit that is larger than an entry. */
  | { readonly kind: 'part'; readonly parted: PartedCommit; readonly pages: Uint8Array }
  | { readonly kind: 'created'; readonly database: Database; readonly page1: Uint8Array }
  /** `source` is as of this entry; `database` has its content. */
  | { readonly kind: 'copied'; readonly database: Database; readonly source: Database }
  | { readonly kind: 'dropped'; readonly database: Database }
  /** A size limit was set: of one database (0: none of its own any more), or (database 0) of all that have none. */
  | { readonly kind: 'limited'; readonly database: number; readonly pagesMax: number }
  /** The same no-op on every node: nothing changed and the request is not recorded. */
  | { readonly kind: 'void'; readonly reason: VoidReason; readonly databaseId: number }
  | { readonly kind: 'configured'; readonly confState: ConfState }

export type VoidReason =
  | 'baseMismatch'
  | 'unknownSession'
  | 'alreadySettled'
  | 'unknownDatabase'
  | 'termMismatch'
  | 'incompleteParts'

const NONE: Effect = { kind: 'none' }

/** Applies a decoded configuration change to the core and returns the configuration that results. */
export type ApplyConfChange = (change: ConfChange) => ConfState

/**
 * The replicated state of a group, but for the pages: a pure function of the log. The same entries give the same state
 * and the same effects on every node.
 */
export class ReplicatedState {
  readonly clusterId: Uint8Array
  readonly historyId: Uint8Array
  readonly sessions: Sessions
  readonly catalogue: Catalogue
  readonly membership: Membership
  readonly parts: PartBuffer = new PartBuffer()
  appliedIndex: number
  appliedTerm: number
  confState: ConfState
  logClockMs: number

  private constructor(
    base: Pick<
      ReplicatedState,
      | 'clusterId'
      | 'historyId'
      | 'sessions'
      | 'catalogue'
      | 'membership'
      | 'appliedIndex'
      | 'appliedTerm'
      | 'confState'
      | 'logClockMs'
    >,
  ) {
    this.clusterId = base.clusterId
    this.historyId = base.historyId
    this.sessions = base.sessions
    this.catalogue = base.catalogue
    this.membership = base.membership
    this.appliedIndex = base.appliedIndex
    this.appliedTerm = base.appliedTerm
    this.confState = base.confState
    this.logClockMs = base.logClockMs
  }

  static empty(clusterId: Uint8Array, historyId: Uint8Array): ReplicatedState {
    return new ReplicatedState({
      clusterId,
      historyId,
      sessions: new Sessions(),
      catalogue: new Catalogue(),
      membership: new Membership(),
      appliedIndex: 0,
      appliedTerm: 0,
      confState: {
        voters: [],
        learners: [],
        votersOutgoing: [],
        learnersNext: [],
        autoLeave: false,
      },
      logClockMs: 0,
    })
  }

  static decode(bytes: Uint8Array): ReplicatedState {
    const state = decodeReplicatedState(bytes)
    return new ReplicatedState({
      clusterId: state.clusterId.slice(),
      historyId: state.historyId.slice(),
      sessions: Sessions.decode(state.sessions),
      catalogue: Catalogue.decode(state.databases, state.nextDatabaseId, state.databasePagesMax),
      membership: Membership.decode(state.members, state.removedNodes, state.nextNodeId),
      appliedIndex: state.appliedIndex,
      appliedTerm: state.appliedTerm,
      confState: state.confState,
      logClockMs: state.logClockMs,
    })
  }

  encode(): Uint8Array {
    return encodeReplicatedState({
      format: REPLICATED_STATE_FORMAT,
      appliedIndex: this.appliedIndex,
      appliedTerm: this.appliedTerm,
      confState: this.confState,
      logClockMs: this.logClockMs,
      databases: this.catalogue.encode(),
      sessions: this.sessions.encode(),
      members: this.membership.all(),
      nextDatabaseId: this.catalogue.nextId,
      nextNodeId: this.membership.nextNodeId,
      removedNodes: this.membership.removed(),
      clusterId: this.clusterId,
      historyId: this.historyId,
      databasePagesMax: this.catalogue.pagesMax,
    })
  }

  /** Where a checkpoint may stand at most: before the first piece of an unfinished commit. */
  get checkpointLimit(): number {
    return Math.min(this.appliedIndex, this.parts.firstIndex - 1)
  }

  apply(entry: Entry, applyConfChange: ApplyConfChange): Effect {
    this.parts.enterTerm(entry.term)
    const effect =
      entry.type === EntryType.confChange
        ? this.#configure(entry, applyConfChange)
        : entry.data.length === 0
          ? NONE
          : this.#applyPayload(entry, decodeEntryPayload(entry.data))
    this.appliedIndex = entry.index
    this.appliedTerm = entry.term
    return effect
  }

  #applyPayload(entry: Entry, payload: EntryPayload): Effect {
    this.logClockMs = Math.max(this.logClockMs, payload.logClockMs)
    this.sessions.expire(this.logClockMs)
    switch (payload.body.kind) {
      case 'commit':
        return this.#commit(entry, payload.body.value)
      case 'part':
        return this.#part(entry, payload.body.value)
      case 'openSession':
        this.sessions.open(entry.index, payload.body.value.ttlMs, this.logClockMs)
        return NONE
      case 'keepSessions':
        this.sessions.keep(payload.body.value.sessions, this.logClockMs)
        return NONE
      case 'closeSession':
        this.sessions.close(payload.body.value.session)
        return NONE
      case 'notExecuted':
        return this.#settleNotExecuted(entry, payload.body.value.request)
      case 'createDatabase':
        return this.#create(entry, payload.body.value)
      case 'dropDatabase':
        return this.#drop(entry, payload.body.value)
      case 'copyDatabase':
        return this.#copy(entry, payload.body.value)
      case 'setSizeLimit':
        return this.#setSizeLimit(entry, payload.body.value)
    }
  }

  #commit(entry: Entry, commit: Commit): Effect {
    const database = this.catalogue.get(commit.database)
    const { pages, parts } = commit
    const refuse = (reason: VoidReason): Effect => {
      if (parts > 0) this.parts.forget(commit.database)
      return { kind: 'void', reason, databaseId: commit.database }
    }
    if (!database) return refuse('unknownDatabase')
    // The proposer never lets this happen; an entry that claims another term than it was executed in is not to be trusted.
    if (commit.term !== entry.term) return refuse('termMismatch')
    // An entry of an older execution, or on top of one that became a no-op, must not touch another state.
    if (commit.baseSequence !== database.sequence) return refuse('baseMismatch')
    const unsettled = this.#whyNotNew(commit.request)
    if (unsettled) return refuse(unsettled)
    const { commitId } = commit
    const { sequence } = database
    const parted =
      parts > 0 ? this.parts.find(database.id, { commitId, parts, sequence }) : undefined
    if (parts > 0 && !parted) return refuse('incompleteParts')
    const header = pages.length > 0 ? readCommitHeader(pages) : undefined
    if (!header && (pages.length > 0 || parted)) return refuse('incompleteParts')
    if (parted) this.parts.complete(parted)
    if (header) {
      this.parts.forget(database.id)
      database.sequence++
      database.pageCount = header.pageCount
      database.checksum = header.checksumAfter
    }
    this.#settle(entry, commit.request, commit.result)
    return { kind: 'committed', database, pages: header ? pages : undefined, parted }
  }

  #part(entry: Entry, part: Part): Effect {
    const database = this.catalogue.get(part.database)
    if (!database || part.term !== entry.term) return NONE
    const parted = this.parts.add(part, entry.index, database.sequence)
    return parted ? { kind: 'part', parted, pages: part.pages } : NONE
  }

  #create(entry: Entry, create: CreateDatabase): Effect {
    const unsettled = this.#whyNotNew(create.request)
    if (unsettled) return { kind: 'void', reason: unsettled, databaseId: 0 }
    const settled = this.#whyNotMade(create)
    if (settled) return this.#settleWithout(entry, create.request, settled)
    const checksum = checksumToHex(create.checksum)
    const database = this.catalogue.create(create.name, checksum, entry.index)
    this.#settle(entry, create.request, EMPTY_RESULT)
    return { kind: 'created', database, page1: create.page1.slice() }
  }

  /** It has what the source has at this entry: everything that was acknowledged before the request for it was sent. */
  #copy(entry: Entry, copy: CopyDatabase): Effect {
    const unsettled = this.#whyNotNew(copy.request)
    if (unsettled) return { kind: 'void', reason: unsettled, databaseId: 0 }
    const settled = this.#whyNotMade(copy)
    if (settled) return this.#settleWithout(entry, copy.request, settled)
    const source = this.catalogue.find(copy.source)
    if (!source) {
      return this.#settleWithout(entry, copy.request, failed('DATABASE_NOT_FOUND', copy.source))
    }
    const pagesMax = this.catalogue.pagesMaxOf(source)
    if (source.pageCount > pagesMax) {
      const error = databaseFull(source.name, source.pageCount, pagesMax)
      return this.#settleWithout(entry, copy.request, failure(error))
    }
    const database = this.catalogue.copy(source, copy.name, entry.index)
    this.#settle(entry, copy.request, EMPTY_RESULT)
    return { kind: 'copied', database, source }
  }

  #setSizeLimit(entry: Entry, { database: name, pagesMax, request }: SetSizeLimit): Effect {
    const unsettled = this.#whyNotNew(request)
    if (unsettled) return { kind: 'void', reason: unsettled, databaseId: 0 }
    const database = name === '' ? undefined : this.catalogue.find(name)
    if (!database && name !== '') {
      return this.#settleWithout(entry, request, failed('DATABASE_NOT_FOUND', name))
    }
    if (database) database.pagesMax = pagesMax
    else this.catalogue.pagesMax = pagesMax
    this.#settle(entry, request, EMPTY_RESULT)
    const pagesMaxNow = database ? database.pagesMax : this.catalogue.defaultPagesMax
    return { kind: 'limited', database: database?.id ?? 0, pagesMax: pagesMaxNow }
  }

  /** The result of a request that makes no database, because of one that exists, or of all that do. */
  #whyNotMade(request: { name: string; ifNotExists: boolean }): Uint8Array | undefined {
    if (this.catalogue.find(request.name)) {
      return request.ifNotExists ? EMPTY_RESULT : failed('DATABASE_EXISTS', request.name)
    }
    return this.catalogue.size < DATABASES_MAX ? undefined : failed('TOO_MANY_DATABASES', '')
  }

  #drop(entry: Entry, drop: DropDatabase): Effect {
    const unsettled = this.#whyNotNew(drop.request)
    if (unsettled) return { kind: 'void', reason: unsettled, databaseId: 0 }
    const database = this.catalogue.drop(drop.name)
    if (!database) {
      const result = drop.ifExists ? EMPTY_RESULT : failed('DATABASE_NOT_FOUND', drop.name)
      return this.#settleWithout(entry, drop.request, result)
    }
    this.#settle(entry, drop.request, EMPTY_RESULT)
    this.parts.forget(database.id)
    return { kind: 'dropped', database }
  }

  /** The request is answered, and nothing else has changed. */
  #settleWithout(entry: Entry, request: RequestKey, result: Uint8Array): Effect {
    this.#settle(entry, request, result)
    return NONE
  }

  #settleNotExecuted(entry: Entry, key: RequestKey): Effect {
    if (this.sessions.lookup(key.session, key.number).kind !== 'new') return NONE
    this.#settle(entry, key, NOT_EXECUTED_RESULT)
    return NONE
  }

  #configure(entry: Entry, applyConfChange: ApplyConfChange): Effect {
    const change = decodeConfChange(entry.data)
    if (!change) throw unknownConfChange(entry)
    this.confState = applyConfChange(change)
    if (change.context.length > 0) this.membership.put(decodeMember(change.context))
    for (const single of change.changes) {
      if (single.type === ConfChangeType.remove) this.membership.remove(single.nodeId)
    }
    return { kind: 'configured', confState: this.confState }
  }

  /** Session 0 belongs to nobody: an internal command, which is not recorded. */
  #whyNotNew(key: RequestKey): VoidReason | undefined {
    if (key.session === 0) return undefined
    const lookup = this.sessions.lookup(key.session, key.number)
    if (lookup.kind === 'new') return undefined
    return lookup.kind === 'unknownSession' ? 'unknownSession' : 'alreadySettled'
  }

  #settle(entry: Entry, key: RequestKey, result: Uint8Array): void {
    if (key.session === 0) return
    this.sessions.settle(key, entry.index, result.slice(), this.logClockMs)
  }
}

/** Nobody may guess what it does: nodes that disagree about who is a voter can elect two leaders. */
function unknownConfChange({ index, data }: Entry): QuorumliteError {
  return new QuorumliteError(
    'FORMAT_VERSION',
    `the change of the configuration in entry ${index} has format ${data[0]}, or a kind that this version does not know`,
  )
}

const NOT_EXECUTED_RESULT = encodeRecordedResult({ kind: 'notExecuted' })
const EMPTY_RESULT = encodeRecordedResult({ kind: 'ok', value: { results: [] } })

const WHY_FAILED = {
  DATABASE_EXISTS: (name: string) => `database '${name}' exists`,
  DATABASE_NOT_FOUND: (name: string) => `there is no database '${name}'`,
  TOO_MANY_DATABASES: () => `the cluster has ${DATABASES_MAX} databases`,
}

function failed(code: keyof typeof WHY_FAILED, name: string): Uint8Array {
  return failure(new QuorumliteError(code, WHY_FAILED[code](name)))
}

function failure(error: QuorumliteError): Uint8Array {
  return encodeRecordedResult({ kind: 'failure', value: errorToFailure(error) })
}
