import {
  QuorumliteError,
  decodeStatement,
  decodeStatementResult,
  failureToError,
  type BeginRequest,
  type ClientRequest,
  type Statement,
  type StepRequest,
} from '@quorumlite/wire'
import type { SqlReport } from '../../sql/messages.ts'
import type { WriteOperation } from '../write-operation.ts'
import type { Reply } from './reply.ts'
import { positionAt, requireDatabase, type Gateway } from './gateway.ts'
import { whenReadable } from './when-readable.ts'
import { checkRequestKey, checkStatement } from './request-checks.ts'
import type { Uploads } from './uploads.ts'
import { respondTo } from './write-requests.ts'

type Body = Extract<ClientRequest['body'], { kind: 'begin' | 'step' | 'commit' | 'rollback' }>

interface OpenTransaction {
  readonly database: number
  readonly readOnly: boolean
}

/** Reasons why transactions ended by themselves that a stream may leave unasked for. */
const ENDED_MAX = 256

/**
 * Interactive transactions of one client stream. They end with it, and nobody else can touch them: ids are counted from 1
 * on every node, so the id of another stream, or of another leader, may well be in use here.
 */
export class TransactionRequests {
  readonly #gateway: Gateway
  readonly #uploads: Uploads
  readonly #open = new Map<number, OpenTransaction>()
  /** Why a transaction ended by itself: the next request about it hears that. */
  readonly #ended = new Map<number, QuorumliteError>()
  #closed = false

  constructor(gateway: Gateway, uploads: Uploads) {
    this.#gateway = gateway
    this.#uploads = uploads
  }

  handle(body: Body, timeoutMs: number, reply: Reply): void {
    switch (body.kind) {
      case 'begin':
        return this.#begin(body.value, timeoutMs, reply)
      case 'step': {
        const { transaction } = body.value
        this.#require(transaction)
        const statement = this.#statementOf(body.value)
        checkStatement(statement)
        const command = { kind: 'step' as const, transaction, statement }
        this.#gateway.sql.ask(command, (report) => this.#onStepped(transaction, report, reply))
        return
      }
      case 'commit':
        return this.#commit(body.value, reply)
      case 'rollback':
        return this.#rollback(body.value.transaction, reply)
    }
  }

  close(): void {
    this.#closed = true
    for (const transaction of this.#open.keys()) {
      this.#gateway.transactions.close(transaction)
      this.#gateway.sql.ask({ kind: 'rollback', transaction }, () => undefined)
    }
    this.#open.clear()
  }

  #statementOf({ statement }: StepRequest): Statement {
    return 'upload' in statement ? decodeStatement(this.#uploads.take(statement.upload)) : statement
  }

  #begin(request: BeginRequest, timeoutMs: number, reply: Reply): void {
    const gateway = this.#gateway
    if (request.readOnly) {
      return whenReadable(gateway, request, timeoutMs, reply, () =>
        this.#start(request, timeoutMs, reply),
      )
    }
    if (!gateway.writes.isOpen) throw gateway.notLeader()
    const refusal = gateway.noRoom('begin')
    if (refusal) throw refusal
    this.#start(request, timeoutMs, reply)
  }

  #start({ database: name, readOnly }: BeginRequest, timeoutMs: number, reply: Reply): void {
    // A read-only one may have waited for its state, and nobody would end it any more.
    if (this.#closed) return
    const gateway = this.#gateway
    const database = requireDatabase(gateway, name)
    const transaction = gateway.transactions.open((error) => this.#onEnded(transaction, error))
    this.#open.set(transaction, { database, readOnly })
    const command = { kind: 'begin' as const, transaction, database, readOnly }
    let late = false
    const ticket: number = gateway.sql.ask(command, (report) => {
      patience.cancel()
      if (report.kind !== 'begun') {
        this.#forget(transaction)
        if (late) reply.fail(new QuorumliteError('TIMEOUT', 'the writer was not free in time'))
        else if (report.kind === 'refused') reply.fail(failureToError(report.failure))
        return
      }
      const position = positionAt(gateway, gateway.published.index)
      reply.send({ kind: 'begun', value: { transaction, position, nodeId: gateway.nodeId } })
    })
    // Whoever waits no longer must not get the writer, and hold it until the idle limit.
    const patience = gateway.deadline(timeoutMs, () => {
      late = true
      gateway.sql.cancel(ticket)
    })
  }

  #onEnded(transaction: number, error: QuorumliteError): void {
    this.#open.delete(transaction)
    this.#ended.set(transaction, error)
    if (this.#ended.size <= ENDED_MAX) return
    const [oldest] = this.#ended.keys()
    if (oldest !== undefined) this.#ended.delete(oldest)
  }

  #onStepped(transaction: number, report: SqlReport, reply: Reply): void {
    if (report.kind === 'stepped') {
      return reply.send({ kind: 'stepResult', value: decodeStatementResult(report.result) })
    }
    if (report.kind !== 'refused') return
    const error = failureToError(report.failure)
    // Its end and this step passed each other on the way between the halves: only here is known why it ended.
    const ended = error.code === 'TRANSACTION_LOST' ? this.#ended.get(transaction) : undefined
    reply.fail(ended ?? error)
  }

  #commit(
    { transaction, request }: Extract<Body, { kind: 'commit' }>['value'],
    reply: Reply,
  ): void {
    const gateway = this.#gateway
    const open = this.#open.get(transaction)
    if (open?.readOnly) return this.#rollback(transaction, reply)
    checkRequestKey(request)
    const ended = this.#ended.get(transaction)
    // It was rolled back before anybody asked for its commit, so no copy of the commit can have come through.
    if (ended) throw ended
    // Not open on this stream, it may be in flight or on record. If it is neither, it is settled as not executed: a
    // copy of this commit may still be under way on the stream that the transaction is open on.
    const operation: WriteOperation = open
      ? { kind: 'commit', transaction, database: open.database }
      : { kind: 'outcome' }
    this.#forget(transaction)
    const electing = gateway.core.role === 'leader'
    const respond = respondTo(gateway, reply)
    const isTaken = gateway.writes.submit(request, operation, electing, respond)
    // Refused, or answered from the records: the transaction must not keep the writer.
    if (open && !isTaken) gateway.sql.ask({ kind: 'rollback', transaction }, () => undefined)
  }

  #rollback(transaction: number, reply: Reply): void {
    const done = (): void => reply.send({ kind: 'done', value: { position: undefined } })
    this.#ended.delete(transaction)
    if (!this.#open.has(transaction)) return done()
    this.#forget(transaction)
    this.#gateway.sql.ask({ kind: 'rollback', transaction }, done)
  }

  #require(transaction: number): void {
    if (this.#open.has(transaction)) return
    const error = this.#ended.get(transaction)
    throw error ?? new QuorumliteError('TRANSACTION_LOST', `transaction ${transaction} is not open`)
  }

  #forget(transaction: number): void {
    this.#open.delete(transaction)
    this.#gateway.transactions.close(transaction)
  }
}
