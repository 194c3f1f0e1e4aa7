// BEGIN ... COMMIT over one stream to one node. The transaction is lost with the stream; whether COMMIT happened is not.

import type { Clock } from '@quorumlite/transport'
import {
  encodeStatement as encodeForUpload,
  type Begun,
  type ErrorCode,
  type Position,
  QuorumliteError,
  type SqlParameters,
  type Statement,
  type StatementResult,
  type StepRequest,
} from '@quorumlite/wire'
import assert from 'node:assert'
import { Deadline } from './deadline.ts'
import { decodePiece, decodeStatementResult, type RowFormat, withFacts } from './decode-result.ts'
import { expectAnswer, LinkLostError, type NodeLink } from './node-link.ts'
import type { NumberedRequests, SendCopy } from './numbered-requests.ts'
import { askForRecord } from './outcomes.ts'
import type { RowOptions } from './options.ts'
import type { ExecuteResult, Row, Rows } from './result.ts'
import { encodeStatement } from './encode-statement.ts'
import { INLINE_BATCH_BYTES } from './limits.ts'
import type { StatementInput } from './statement.ts'
import type { Transaction } from './transaction.ts'
import { reopenable, uploading } from './upload.ts'
import { WriteError } from './write-error.ts'

export interface TransactionContext {
  readonly link: NodeLink
  readonly begun: Begun
  readonly position: Position
  readonly readOnly: boolean
  readonly format: RowFormat
  /** For each statement, and for COMMIT. */
  readonly timeoutMs: number
  readonly rowsBytesMax: number
  readonly clock: Clock
  /** The patience of the whole transaction. */
  readonly scope: Deadline
  readonly commits: NumberedRequests
}

export class InteractiveTransaction implements Transaction {
  readonly #open: TransactionContext
  /** Ends when every statement so far has. */
  #tail: Promise<unknown> = Promise.resolve()
  /** Why nothing more can be done with it. */
  #ended: QuorumliteError | undefined
  /** By `work`, on purpose. */
  #isRolledBack = false
  #workEnded = false
  /** What a statement failed with that nobody awaited: the transaction must not be committed without it. */
  #unheard: { readonly error: unknown } | undefined

  constructor(open: TransactionContext) {
    this.#open = open
  }

  get position(): Position {
    return this.#open.position
  }

  /** Why nothing more can be done with it. */
  get ended(): QuorumliteError | undefined {
    return this.#ended
  }

  execute<T = Row>(
    statement: StatementInput,
    params?: SqlParameters,
    options?: RowOptions,
  ): Promise<ExecuteResult<T>> {
    return this.#enqueueStep(statement, params, (result) => {
      const format = this.#format(options)
      return decodeStatementResult(result, this.position, format) as ExecuteResult<T>
    })
  }

  query<T = Row>(
    statement: StatementInput,
    params?: SqlParameters,
    options?: RowOptions,
  ): Promise<Rows<T>> {
    return this.#enqueueStep(statement, params, (result) => {
      const rows = decodePiece(result, result.columns, this.#format(options)) as T[]
      const { position } = this
      const { nodeId } = this.#open.begun
      return withFacts(rows, { columns: result.columns, position, nodeId })
    })
  }

  rollback(): Promise<void> {
    return this.#enqueue(async () => {
      const { link, begun, scope, clock, timeoutMs } = this.#open
      this.#ended = over('it was rolled back')
      this.#isRolledBack = true
      using deadline = new Deadline({ clock, timeoutMs, parent: scope })
      const body = { kind: 'rollback' as const, value: { transaction: begun.transaction } }
      try {
        await link.ask(body, 'done', deadline)
      } catch (error) {
        // Without its stream it is rolled back as well.
        if (!(error instanceof LinkLostError)) throw error
      }
    })
  }

  /** Rolls back for `reason`, without waiting for it, and lets no more statements in. */
  abandon(reason: QuorumliteError): void {
    this.#workEnded = true
    this.#end(reason)
  }

  /**
   * Ends the transaction after `work` did. Statements that it did not await come first.
   *
   * @throws TRANSACTION_LOST if nothing was committed for reasons of the cluster.
   */
  async commit(): Promise<void> {
    this.#workEnded = true
    await this.#tail
    if (this.#unheard) {
      const { error } = this.#unheard
      this.#end(over('a statement of it failed'))
      throw error
    }
    if (this.#isRolledBack) return
    if (this.#open.readOnly) return this.#end(over('it was committed'))
    if (this.#ended) throw this.#ended
    const { clock, timeoutMs, scope } = this.#open
    using deadline = new Deadline({ clock, timeoutMs, parent: scope })
    try {
      await this.#commit(deadline)
      this.#ended = over('it was committed')
    } catch (error) {
      this.#end(toQuorumliteError(error))
      throw error
    }
  }

  async #commit(deadline: Deadline): Promise<void> {
    const { link, begun, commits } = this.#open
    const { transaction } = begun
    const send: SendCopy = (to, request, until, onSent) =>
      askForRecord(to, { kind: 'commit', value: { transaction, request } }, until, onSent)
    try {
      await commits.runOnce(link, send, deadline)
    } catch (error) {
      const { code, cause } = toQuorumliteError(error)
      // When its time was up, the error says so already.
      if (code !== 'NOT_EXECUTED' || deadline.reason || !(cause instanceof QuorumliteError)) {
        throw error
      }
      if (cause.code === 'TRANSACTION_TIMEOUT') throw cause
      throw cause.retryable || cause.code === 'SESSION_EXPIRED' ? lost(cause) : cause
    }
  }

  /** The transaction's stream keeps the rollback in order with what follows. */
  #end(reason: QuorumliteError): void {
    if (this.#ended) return
    this.#ended = reason
    const { link, begun } = this.#open
    link.tell({ kind: 'rollback', value: { transaction: begun.transaction } })
  }

  #format(options: RowOptions = {}): RowFormat {
    const { format } = this.#open
    return {
      values: options.values ?? format.values,
      integers: options.integers ?? format.integers,
    }
  }

  #enqueueStep<T>(
    input: StatementInput,
    params: SqlParameters | undefined,
    decode: (result: StatementResult) => T,
  ): Promise<T> {
    let statement: Statement
    try {
      // Now, not when its turn comes: the caller may go on to change the parameters.
      statement = encodeStatement(input, params)
    } catch (error) {
      return rejected(error as Error)
    }
    return this.#enqueue(async () => decode(await this.#step(statement)))
  }

  #enqueue<T>(run: () => Promise<T>): Promise<T> {
    if (this.#workEnded) return rejected(this.#ended ?? over('its function has ended'))
    const result = this.#tail.then(() => {
      if (this.#ended) throw this.#ended
      return run()
    })
    this.#tail = result.catch((error: unknown) => {
      if (this.#workEnded) this.#unheard ??= { error }
    })
    return result
  }

  async #step(statement: Statement): Promise<StatementResult> {
    const { link, begun, clock, timeoutMs, scope, rowsBytesMax } = this.#open
    using deadline = new Deadline({ clock, timeoutMs, parent: scope })
    const { transaction } = begun
    let result: StatementResult | undefined
    try {
      await this.#uploadIfLarge(statement, deadline, (sent) => {
        const value = { transaction, statement: sent }
        return link.exchange({ kind: 'step', value }, deadline, (body) => {
          result = expectAnswer(body, 'stepResult')
          return true
        })
      })
    } catch (error) {
      throw this.#judge(toQuorumliteError(error), deadline)
    }
    assert(result)
    if (result.cells.length > rowsBytesMax) {
      throw new QuorumliteError('RESULT_TOO_LARGE', `the rows take more than ${rowsBytesMax} bytes`)
    }
    return result
  }

  #uploadIfLarge(
    statement: Statement,
    deadline: Deadline,
    step: (sent: StepRequest['statement']) => Promise<void>,
  ): Promise<void> {
    const { sql, parameters } = statement
    if (sql.length + parameters.cells.length <= INLINE_BATCH_BYTES) return step(statement)
    const source = reopenable(encodeForUpload(statement))
    const { link } = this.#open
    return uploading({ link, purpose: 'steps', source, deadline }, (upload) => step({ upload }))
  }

  /** Whether a failed statement has taken the transaction with it. */
  #judge(error: QuorumliteError, deadline: Deadline): QuorumliteError {
    if (deadline.reason) {
      this.#end(lost(error))
    } else if (error.code === 'TRANSACTION_LOST' || error.code === 'TRANSACTION_TIMEOUT') {
      this.#ended = error
    } else if (error instanceof LinkLostError || LOSS_CODES.has(error.code)) {
      this.#ended = lost(error)
      return this.#ended
    }
    return error
  }
}

/** Said by a node that cannot go on with any transaction. */
const LOSS_CODES: ReadonlySet<ErrorCode> = new Set([
  'NOT_LEADER',
  'NO_LEADER',
  'NODE_FAILED',
  'DIVERGED',
  'CLOSED',
  'UNAVAILABLE',
])

function over(how: string): QuorumliteError {
  return new QuorumliteError('CLOSED', `the transaction has ended: ${how}`, {
    hint: 'Start another transaction; a transaction is usable within its function only.',
  })
}

function lost(cause: unknown): WriteError {
  const why = cause instanceof Error ? `: ${cause.message}` : ''
  const message = `the transaction was lost and nothing of it was committed${why}`
  return new WriteError('TRANSACTION_LOST', 'not-executed', message, { cause })
}

/** A rejection that crashes nobody who does not look at it. */
function rejected(error: Error): Promise<never> {
  const promise = Promise.reject<never>(error)
  promise.catch(() => undefined)
  return promise
}

function toQuorumliteError(error: unknown): QuorumliteError {
  assert(error instanceof QuorumliteError, error instanceof Error ? error : String(error))
  return error
}
