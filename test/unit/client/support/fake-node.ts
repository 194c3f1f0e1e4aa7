// One node as a driver meets it: answers by the rules of the gateway, or as a test tells it to.

import {
  acceptHandshake,
  type Channel,
  CLIENT_PROTOCOL,
  type Transport,
} from '@quorumlite/transport'
import {
  decodeExecuteBatch,
  decodeStatement,
  type ClientRequest,
  type ClientResponseBody,
  decodeClientRequest,
  encodeCells,
  encodeClientResponse,
  errorToFailure,
  type NodeStatus,
  QuorumliteError,
  type SqlParameter,
} from '@quorumlite/wire'
import type { FakeCluster } from './fake-cluster.ts'
import type { Recorded } from './fake-log.ts'

type Body<Kind> = Extract<ClientRequest['body'], { kind: Kind }>

/** Returns true to have dealt with the request by itself. */
export type Script = (request: ClientRequest, stream: FakeStream) => boolean

export class FakeNode {
  readonly nodeId: number
  readonly cluster: FakeCluster
  readonly transport: Transport
  readonly streams = new Set<FakeStream>()
  /** Everything that clients asked of this node, in order. */
  readonly requests: ClientRequest[] = []
  script: Script = () => false
  status: Partial<NodeStatus> = {}
  answerDelayMs = 0

  constructor(nodeId: number, cluster: FakeCluster, transport: Transport) {
    this.nodeId = nodeId
    this.cluster = cluster
    this.transport = transport
  }

  get isLeader(): boolean {
    return this.cluster.leaderId === this.nodeId
  }

  async start(secret: Uint8Array): Promise<void> {
    await this.transport.handle(CLIENT_PROTOCOL, (channel) => {
      const { clock, random, clusterId } = this.cluster
      const side = { clusterId, nodeId: this.nodeId, storageId: `storage-${this.nodeId}` }
      const localPeer = this.transport.peerId
      const credentials = [{ role: 'client', key: secret }]
      acceptHandshake(channel, { localPeer, side, clock, random, credentials }).then(
        () => void this.streams.add(new FakeStream(this, channel)),
        () => undefined,
      )
    })
  }

  dropStreams(): void {
    for (const stream of this.streams) stream.drop()
  }

  received(kind: ClientRequest['body']['kind']): ClientRequest[] {
    return this.requests.filter(({ body }) => body.kind === kind)
  }
}

export class FakeStream {
  readonly node: FakeNode
  readonly channel: Channel
  readonly uploads = new Map<number, Uint8Array[]>()
  readonly transactions = new Map<number, { statements: string[]; readOnly: boolean }>()
  /** Set to be told of every frame that a transaction's stream gets. */
  #nextTransaction = 1

  constructor(node: FakeNode, channel: Channel) {
    this.node = node
    this.channel = channel
    channel.onFrame((frame) => this.#onFrame(decodeClientRequest(frame.slice())))
    void channel.closed.then(() => node.streams.delete(this))
  }

  drop(): void {
    this.channel.abort(new Error('dropped by the test'))
  }

  reply(id: number, body: ClientResponseBody): void {
    const frame = encodeClientResponse({ id, body })
    const { answerDelayMs, cluster } = this.node
    if (answerDelayMs === 0) this.channel.send(frame)
    else cluster.clock.setTimer(answerDelayMs, () => this.channel.send(frame))
  }

  fail(id: number, error: QuorumliteError): void {
    this.reply(id, { kind: 'failure', value: errorToFailure(error) })
  }

  record(id: number, { index, result }: Recorded): void {
    const position = this.node.cluster.log.position(index)
    this.reply(id, { kind: 'recorded', value: { position, result } })
  }

  notLeader(id: number): void {
    const { leader } = this.node.cluster
    this.fail(
      id,
      leader
        ? new QuorumliteError('NOT_LEADER', `node ${this.node.nodeId} does not lead`, {
            details: { leaderId: leader.nodeId, leaderAddresses: leader.transport.addresses },
          })
        : new QuorumliteError('NO_LEADER', `node ${this.node.nodeId} knows of no leader`),
    )
  }

  /** What a node does when nobody scripts it. */
  serve(request: ClientRequest): void {
    try {
      this.#serve(request)
    } catch (error) {
      this.fail(request.id, error as QuorumliteError)
    }
  }

  #onFrame(request: ClientRequest): void {
    this.node.requests.push(request)
    if (!this.node.script(request, this)) this.serve(request)
  }

  #serve({ id, body }: ClientRequest): void {
    const { cluster } = this.node
    const { log } = cluster
    const done = (): void => this.reply(id, { kind: 'done', value: { position: log.position() } })
    if (NEEDS_LEADER.has(body.kind) && !this.node.isLeader) return this.notLeader(id)
    switch (body.kind) {
      case 'status':
        return this.reply(id, { kind: 'status', value: cluster.statusOf(this.node) })
      case 'openSession': {
        const session = log.openSession()
        const value = { session, ttlMs: cluster.sessionTtlMs, position: log.position() }
        return this.reply(id, { kind: 'sessionOpened', value })
      }
      case 'keepSessions':
        for (const session of body.value.sessions) {
          if (!log.sessions.has(session)) {
            throw new QuorumliteError('SESSION_EXPIRED', `there is no session ${session}`)
          }
        }
        return done()
      case 'closeSession':
        log.sessions.delete(body.value.session)
        return done()
      case 'write':
        return this.#write(id, body)
      case 'outcome':
        return this.record(id, log.settle(body.value.request, { kind: 'notExecuted' }))
      case 'importChunk':
        return this.#upload(body, done)
      case 'query':
        return this.#query(id, body)
      case 'waitFor':
      case 'cancel':
      case 'changeRole':
      case 'removeNode':
      case 'transferLeadership':
        return done()
      case 'takePieces':
        return
      case 'listDatabases': {
        const databasePagesMax = 524_288
        const value = { databases: cluster.databases, databasePagesMax, position: log.position() }
        return this.reply(id, { kind: 'databases', value })
      }
      default:
        return this.#transact(id, body as Body<'begin' | 'step' | 'commit' | 'rollback'>, done)
    }
  }

  #write(id: number, { value: { request, operation } }: Body<'write'>): void {
    const { log } = this.node.cluster
    if (operation.kind === 'execute') {
      const statements = operation.value.statements.map(({ sql }) => sql)
      return this.record(id, log.execute(request, statements))
    }
    if (operation.kind === 'executeUploaded') {
      const { statements } = decodeExecuteBatch(this.#uploaded(operation.value.upload))
      return this.record(
        id,
        log.execute(
          request,
          statements.map(({ sql }) => sql),
        ),
      )
    }
    if (operation.kind === 'setSizeLimit') {
      const { database, pagesMax } = operation.value
      return this.record(id, log.execute(request, [`setSizeLimit ${pagesMax} ${database}`]))
    }
    if (operation.kind !== 'import') {
      return this.record(id, log.execute(request, [`${operation.kind} ${operation.value.name}`]))
    }
    const text = this.#uploaded(operation.value.upload).toString()
    this.record(id, log.execute(request, [`import ${operation.value.database} ${text}`]))
  }

  #uploaded(upload: number): Buffer {
    const chunks = this.uploads.get(upload)
    if (!chunks) throw new QuorumliteError('INVALID_ARGUMENT', 'no such upload on this stream')
    return Buffer.concat(chunks)
  }

  #upload({ value }: Body<'importChunk'>, done: () => void): void {
    const chunks = value.offset === 0 ? [] : (this.uploads.get(value.upload) ?? [])
    const bytes = chunks.reduce((sum, chunk) => sum + chunk.length, 0)
    if (value.offset !== bytes) throw new QuorumliteError('INVALID_ARGUMENT', 'a gap')
    this.uploads.set(value.upload, [...chunks, value.data])
    done()
  }

  #query(id: number, { value }: Body<'query'>): void {
    const { log, answerQuery } = this.node.cluster
    const { columns, rows } = answerQuery(value.statement.sql, this.node)
    this.rows(id, columns, rows, true, log.position())
  }

  rows(
    id: number,
    columns: readonly string[],
    rows: readonly (readonly SqlParameter[])[],
    last: boolean,
    position = this.node.cluster.log.position(),
  ): void {
    this.reply(id, this.rowsBody(columns, rows, last, position))
  }

  rowsBody(
    columns: readonly string[],
    rows: readonly (readonly SqlParameter[])[],
    last: boolean,
    position = this.node.cluster.log.position(),
  ): ClientResponseBody {
    const cells = encodeCells(rows.flat())
    const { nodeId } = this.node
    const facts = { last, unfinished: false, position, nodeId }
    const value = { columns, rowCount: rows.length, cells, ...facts }
    return { kind: 'rows', value }
  }

  #transact(
    id: number,
    body: Body<'begin' | 'step' | 'commit' | 'rollback'>,
    done: () => void,
  ): void {
    const { log, answerQuery } = this.node.cluster
    if (body.kind === 'begin') {
      const { readOnly } = body.value
      if (!readOnly && !this.node.isLeader) return this.notLeader(id)
      const transaction = this.#nextTransaction++
      this.transactions.set(transaction, { statements: [], readOnly })
      const value = { transaction, position: log.position(), nodeId: this.node.nodeId }
      return this.reply(id, { kind: 'begun', value })
    }
    const open = this.transactions.get(body.value.transaction)
    if (!open) throw new QuorumliteError('TRANSACTION_LOST', 'there is no such transaction')
    if (body.kind === 'step') {
      const { statement } = body.value
      const { sql } =
        'upload' in statement ? decodeStatement(this.#uploaded(statement.upload)) : statement
      if (sql.startsWith('fail')) throw new QuorumliteError('SQL_ERROR', `near "${sql}"`)
      if (!sql.startsWith('select')) open.statements.push(sql)
      const { columns, rows } = answerQuery(sql, this.node)
      const cells = encodeCells(rows.flat())
      const counts = { changes: 1, rowCount: rows.length }
      const value = { ...counts, columns, cells, lastInsertRowid: new Uint8Array(0) }
      return this.reply(id, { kind: 'stepResult', value })
    }
    this.transactions.delete(body.value.transaction)
    if (body.kind === 'rollback') return done()
    this.record(id, log.execute(body.value.request, open.statements))
  }
}

const NEEDS_LEADER: ReadonlySet<string> = new Set([
  'openSession',
  'keepSessions',
  'closeSession',
  'write',
  'outcome',
  'changeRole',
  'removeNode',
  'transferLeadership',
  'listDatabases',
])
