import {
  QuorumliteError,
  decodeStatementResult,
  failureToError,
  type BeginRequest,
  type ClientRequest,
} from '@quorumlite/wire'
import type { SqlReport } from '../../sql/messages.ts'
import type { Reply } from './client-connection.ts'
import { positionAt, requireDatabase, type Gateway } from './gateway.ts'
import { whenReadable } from './read-requests.ts'
import { respondTo } from './write-requests.ts'

type Body = Extract<ClientRequest['body'], { kind: 'begin' | 'step' | 'commit' | 'rollback' }>

interface OpenTransaction {
  readonly database: number
  readonly readOnly: boolean
}

/** Interactive transactions of one client stream. They end with it. */
export class TransactionRequests {
  readonly #gateway: Gateway
  readonly #open = new Map<number, OpenTransaction>()
  /** Why a transaction ended by itself: the next request about it hears that. */
  readonly #ended = new Map<number, QuorumliteError>()

  constructor(gateway: Gateway) {
    this.#gateway = gateway
  }

  handle(body: Body, timeoutMs: number, reply: Reply): void {
    switch (body.kind) {
      case 'begin':
        return this.#begin(body.value, timeoutMs, reply)
      case 'step': {
        const { transaction, statement } = body.value
        this.#require(transaction)
        const command = { kind: 'step' as const, transaction, statement }
        this.#gateway.sql.ask(command, (report) => this.#onStepped(report, reply))
        return
      }
      case 'commit':
        return this.#commit(body.value, reply)
      case 'rollback':
        return this.#rollback(body.value.transaction, reply)
    }
  }

  close(): void {
    for (const transaction of this.#open.keys()) {
      this.#gateway.transactions.close(transaction)
      this.#gateway.sql.ask({ kind: 'rollback', transaction }, () => undefined)
    }
    this.#open.clear()
  }

  #begin(request: BeginRequest, timeoutMs: number, reply: Reply): void {
    const gateway = this.#gateway
    if (request.readOnly) {
      return whenReadable(gateway, request, timeoutMs, reply, () => this.#start(request, reply))
    }
    if (!gateway.writes.isOpen) throw gateway.notLeader()
    this.#start(request, reply)
  }

  #start({ database: name, readOnly }: BeginRequest, reply: Reply): void {
    const gateway = this.#gateway
    const database = requireDatabase(gateway, name)
    const transaction = gateway.transactions.open((error) => {
      this.#open.delete(transaction)
      this.#ended.set(transaction, error)
    })
    this.#open.set(transaction, { database, readOnly })
    gateway.sql.ask({ kind: 'begin', transaction, database, readOnly }, (report) => {
      if (report.kind !== 'begun') return this.#onRefusedBegin(transaction, report, reply)
      const position = positionAt(gateway, gateway.published.index)
      reply.send({ kind: 'begun', value: { transaction, position, nodeId: gateway.nodeId } })
    })
  }

  #onRefusedBegin(transaction: number, report: SqlReport, reply: Reply): void {
    this.#forget(transaction)
    if (report.kind === 'refused') reply.fail(failureToError(report.failure))
  }

  #onStepped(report: SqlReport, reply: Reply): void {
    if (report.kind === 'stepped') {
      reply.send({ kind: 'stepResult', value: decodeStatementResult(report.result) })
    } else if (report.kind === 'refused') reply.fail(failureToError(report.failure))
  }

  #commit(
    { transaction, request }: Extract<Body, { kind: 'commit' }>['value'],
    reply: Reply,
  ): void {
    const gateway = this.#gateway
    const open = this.#open.get(transaction)
    if (open?.readOnly) return this.#rollback(transaction, reply)
    // Unknown here, the commit may still be one that this leader has in flight or in its records.
    const database = open?.database ?? 0
    const electing = gateway.core.role === 'leader'
    const operation = { kind: 'commit' as const, transaction, database }
    this.#forget(transaction)
    gateway.writes.submit(request, operation, electing, respondTo(gateway, reply))
  }

  #rollback(transaction: number, reply: Reply): void {
    this.#forget(transaction)
    this.#ended.delete(transaction)
    this.#gateway.sql.ask(
      { kind: 'rollback', transaction },
      () => void reply.send({ kind: 'done', value: { position: undefined } }),
    )
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
