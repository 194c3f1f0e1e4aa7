import type { Transport } from '@quorumlite/transport'
import {
  DATABASE_PAGES_MAX,
  PAGE_BYTES,
  checkDatabaseName,
  type ClientRequestBody,
  type Member,
  type NodeStatus,
  type Position,
  QuorumliteError,
  type SqlParameters,
} from '@quorumlite/wire'
import type { AdminRequest } from './admin-request.ts'
import { checkOptions } from './check-options.ts'
import type { Client, DatabaseInfo, ImportSource } from './client.ts'
import type { ClusterView } from './cluster-view.ts'
import type { Database } from './database.ts'
import { Deadline } from './deadline.ts'
import { toWriteOutcome } from './decode-result.ts'
import { CLOSE_GOODBYE_MS, CLOSE_OUTCOMES_MS, IMPORT_TIMEOUT_MS } from './limits.ts'
import type { LinkPool } from './link-pool.ts'
import type { NumberedRequests } from './numbered-requests.ts'
import { askForRecord, type Outcomes } from './outcomes.ts'
import type { ExportStream } from './export-stream.ts'
import type {
  BeginOptions,
  CopyDatabaseOptions,
  CreateDatabaseOptions,
  DropDatabaseOptions,
  ExecuteOptions,
  ExportOptions,
  ImportOptions,
  OperationOptions,
  QueryOptions,
  SizeLimitOptions,
  StreamOptions,
  TransactionOptions,
} from './options.ts'
import type { PositionTracker } from './position-tracker.ts'
import { type ClientCore, RemoteDatabase, runWrite } from './remote-database.ts'
import type { RequestSequence } from './request-sequence.ts'
import type { ExecuteResult, Row, Rows, WriteHandle, WriteOutcome } from './result.ts'
import type { Router } from './router.ts'
import type { RowStream } from './row-stream.ts'
import type { StatementInput } from './statement.ts'
import type { OpenTransaction, Transaction } from './transaction.ts'
import { reopenable, uploading } from './upload.ts'

export interface RemoteClientOptions {
  readonly core: ClientCore
  readonly view: ClusterView
  readonly pool: LinkPool
  readonly router: Router
  readonly positions: PositionTracker
  readonly outcomes: Outcomes
  readonly commits: NumberedRequests
  readonly sequences: readonly RequestSequence[]
  /** Ends last of all. */
  readonly life: Deadline
  /** Set if it is the client's own to close. */
  readonly ownTransport: Transport | undefined
  readonly database: string
}

export class RemoteClient implements Client {
  readonly #options: RemoteClientOptions
  readonly #database: RemoteDatabase
  #closing: Promise<void> | undefined

  constructor(options: RemoteClientOptions) {
    this.#options = options
    this.#database = new RemoteDatabase(options.database, options.core)
  }

  get name(): string {
    return this.#database.name
  }

  get position(): Position | undefined {
    return this.#options.positions.latest
  }

  get members(): readonly Member[] {
    return this.#options.view.members
  }

  get leaderId(): number | undefined {
    return this.#options.view.leader?.nodeId
  }

  database(name: string): Database {
    return new RemoteDatabase(name, this.#options.core)
  }

  execute<T = Row>(
    statement: StatementInput,
    params?: SqlParameters,
    options?: ExecuteOptions,
  ): Promise<ExecuteResult<T>> {
    return this.#database.execute(statement, params, options)
  }

  batch(statements: readonly StatementInput[], options?: ExecuteOptions): Promise<ExecuteResult[]> {
    return this.#database.batch(statements, options)
  }

  query<T = Row>(
    statement: StatementInput,
    params?: SqlParameters,
    options?: QueryOptions,
  ): Promise<Rows<T>> {
    return this.#database.query(statement, params, options)
  }

  stream<T = Row>(
    statement: StatementInput,
    params?: SqlParameters,
    options?: StreamOptions,
  ): RowStream<T> {
    return this.#database.stream(statement, params, options)
  }

  export(options?: ExportOptions): ExportStream {
    return this.#database.export(options)
  }

  begin(options?: BeginOptions): Promise<OpenTransaction> {
    return this.#database.begin(options)
  }

  transaction<T>(work: (tx: Transaction) => Promise<T>, options?: TransactionOptions): Promise<T> {
    return this.#database.transaction(work, options)
  }

  waitFor(position: Position, options?: OperationOptions): Promise<void> {
    return this.#database.waitFor(position, options)
  }

  async createDatabase(name: string, options: CreateDatabaseOptions = {}): Promise<void> {
    checkDatabaseName(name)
    const { ifNotExists = false } = options
    using deadline = this.#deadline(options)
    const value = { name, ifNotExists }
    await runWrite(this.#options.core.writes, { kind: 'createDatabase', value }, deadline)
  }

  async dropDatabase(name: string, options: DropDatabaseOptions = {}): Promise<void> {
    checkDatabaseName(name)
    const { ifExists = false } = options
    using deadline = this.#deadline(options)
    const value = { name, ifExists }
    await runWrite(this.#options.core.writes, { kind: 'dropDatabase', value }, deadline)
  }

  async copyDatabase(
    source: string,
    name: string,
    options: CopyDatabaseOptions = {},
  ): Promise<void> {
    checkDatabaseName(source)
    checkDatabaseName(name)
    const { ifNotExists = false } = options
    using deadline = this.#deadline(options)
    const value = { source, name, ifNotExists }
    await runWrite(this.#options.core.writes, { kind: 'copyDatabase', value }, deadline)
  }

  async setSizeLimit(bytes: number | null, options: SizeLimitOptions = {}): Promise<void> {
    const { database = '' } = options
    if (database !== '' || 'database' in options) checkDatabaseName(database)
    const pagesMax = toPages(bytes)
    using deadline = this.#deadline(options)
    const value = { database, pagesMax }
    await runWrite(this.#options.core.writes, { kind: 'setSizeLimit', value }, deadline)
  }

  async databases(options: OperationOptions = {}): Promise<readonly DatabaseInfo[]> {
    using deadline = this.#deadline(options)
    const body: ClientRequestBody = { kind: 'listDatabases', value: {} }
    const list = await this.#options.router.askLeader(body, 'databases', deadline)
    this.#options.core.reads.see(list.position)
    return list.databases.map(({ pagesMax, ...database }) => ({
      ...database,
      pagesMax: pagesMax || list.databasePagesMax,
      hasOwnLimit: pagesMax > 0,
    }))
  }

  async importDatabase(
    name: string,
    source: ImportSource,
    options: ImportOptions = {},
  ): Promise<void> {
    checkDatabaseName(name)
    const { create = true, timeoutMs = IMPORT_TIMEOUT_MS } = options
    const file = reopenable(source)
    using deadline = this.#deadline({ ...options, timeoutMs })
    await this.#options.core.writes.run((link, request, until, onSent) => {
      // Uploads belong to a stream: every copy of the request needs one of its own.
      return uploading({ link, purpose: 'writes', source: file, deadline: until }, (upload) => {
        const value = { database: name, upload, create }
        const body = { request, operation: { kind: 'import' as const, value } }
        return askForRecord(link, { kind: 'write', value: body }, until, onSent)
      })
    }, deadline)
  }

  async outcomeOf(handle: WriteHandle, options: OperationOptions = {}): Promise<WriteOutcome> {
    using deadline = this.#deadline(options)
    const { session, number } = handle
    const settled = await this.#options.outcomes.outcomeOf({ session, number }, deadline)
    return toWriteOutcome(settled.result, settled.position)
  }

  async status(nodeId: number, options: OperationOptions = {}): Promise<NodeStatus> {
    const { router } = this.#options
    using deadline = this.#deadline(options)
    return await router.status(await router.node(nodeId, deadline), deadline)
  }

  async waitForLeader(options: OperationOptions = {}): Promise<number> {
    const { router } = this.#options
    using deadline = this.#deadline(options)
    for (let attempt = 0; ; attempt++) {
      const link = await router.leader(deadline)
      try {
        const status = await router.status(link, deadline)
        if (status.role === 'leader') return link.nodeId
        router.noteFailure(link, notLeader(status))
      } catch (error) {
        deadline.throwIfEnded(error === deadline.reason ? router.trouble : error)
        if (!router.noteFailure(link, error)) throw error
      }
      await router.pause(attempt, deadline)
    }
  }

  async administer(request: AdminRequest, options: OperationOptions = {}): Promise<void> {
    using deadline = this.#deadline(options)
    const { router } = this.#options
    await router.askLeader(toBody(request), 'done', deadline)
    // Whoever changes the members should know the ones that are left, also if the next change is long in coming.
    void router.refreshMembers()
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #close(): Promise<void> {
    const { core, sequences, pool, life, ownTransport } = this.#options
    const reason = new QuorumliteError('CLOSED', 'the client was closed')
    core.operations.end(reason)
    // Each of them asks for its outcome before it rejects; then nobody can ask any more.
    await this.#atMost(CLOSE_OUTCOMES_MS, core.writes.whenIdle())
    await this.#atMost(CLOSE_OUTCOMES_MS, this.#options.commits.whenIdle())
    using goodbye = this.#patience(CLOSE_GOODBYE_MS)
    await Promise.allSettled(sequences.map((sequence) => sequence.close(goodbye)))
    life.end(reason)
    await this.#atMost(CLOSE_GOODBYE_MS, pool.close())
    await ownTransport?.close()
  }

  async #atMost(timeoutMs: number, work: Promise<void>): Promise<void> {
    using patience = this.#patience(timeoutMs)
    await patience.race(work).catch(() => undefined)
  }

  #patience(timeoutMs: number): Deadline {
    return new Deadline({ clock: this.#options.core.clock, timeoutMs })
  }

  #deadline(options: OperationOptions): Deadline {
    checkOptions(options)
    const { timeoutMs, signal } = options
    const { clock, operations, timeoutMs: usualMs } = this.#options.core
    return new Deadline({ clock, timeoutMs: timeoutMs ?? usualMs, signal, parent: operations })
  }
}

function toBody(request: AdminRequest): ClientRequestBody {
  switch (request.kind) {
    case 'changeRole':
      return { kind: 'changeRole', value: { nodeId: request.nodeId, role: request.role } }
    case 'removeNode':
      return { kind: 'removeNode', value: { nodeId: request.nodeId } }
    case 'transferLeadership':
      return { kind: 'transferLeadership', value: { nodeId: request.nodeId } }
  }
}

/** 0 of null: no setting. */
function toPages(bytes: number | null): number {
  if (bytes === null) return 0
  const pages = Math.floor(bytes / PAGE_BYTES)
  if (pages >= 1 && pages <= DATABASE_PAGES_MAX) return pages
  const max = DATABASE_PAGES_MAX * PAGE_BYTES
  const message = `a size limit is from ${PAGE_BYTES} to ${max} bytes, not ${bytes}`
  throw new QuorumliteError('INVALID_ARGUMENT', message)
}

function notLeader({ nodeId, leaderId }: NodeStatus): QuorumliteError {
  return new QuorumliteError('NOT_LEADER', `node ${nodeId} does not lead`, {
    details: { leaderId },
  })
}
