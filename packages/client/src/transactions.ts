// Interactive transactions from BEGIN to the last attempt.

import type { Clock } from '@quorumlite/transport'
import { type Begun, type ClientRequestBody, QuorumliteError } from '@quorumlite/wire'
import { Deadline } from './deadline.ts'
import type { RowFormat } from './decode-result.ts'
import { HeldTransaction } from './held-transaction.ts'
import { InteractiveTransaction } from './interactive-transaction.ts'
import type { NodeLink } from './node-link.ts'
import type { NumberedRequests } from './numbered-requests.ts'
import type { BeginOptions, TransactionOptions } from './options.ts'
import type { Reads } from './reads.ts'
import type { RequestSequence } from './request-sequence.ts'
import type { Router } from './router.ts'
import type { OpenTransaction, Transaction } from './transaction.ts'
import { cutShort } from './write-error.ts'

export interface TransactionsOptions {
  readonly router: Router
  readonly reads: Reads
  /** Of their own: a COMMIT must not wait for a number behind writes that wait for that COMMIT. */
  readonly commitSequence: RequestSequence
  readonly commits: NumberedRequests
  readonly clock: Clock
}

/** What holds when the caller does not say otherwise. */
export interface TransactionDefaults {
  readonly timeoutMs: number
  readonly format: RowFormat
  readonly rowsBytesMax: number
}

export class Transactions {
  readonly #options: TransactionsOptions

  constructor(options: TransactionsOptions) {
    this.#options = options
  }

  async run<T>(
    database: string,
    work: (tx: Transaction) => Promise<T>,
    options: TransactionOptions,
    defaults: TransactionDefaults,
    scope: Deadline,
  ): Promise<T> {
    const { retries = 0 } = options
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.#runOnce(database, work, options, defaults, scope)
      } catch (error) {
        if (attempt >= retries || scope.reason || !isWorthAnother(error)) throw error
        await this.#options.router.pause(attempt + 1, scope, error)
      }
    }
  }

  /** `scope` ends with the transaction. */
  async begin(
    database: string,
    options: BeginOptions,
    defaults: TransactionDefaults,
    scope: Deadline,
  ): Promise<OpenTransaction> {
    try {
      return new HeldTransaction(await this.#open(database, options, defaults, scope), scope)
    } catch (error) {
      scope[Symbol.dispose]()
      throw error
    }
  }

  async #runOnce<T>(
    database: string,
    work: (tx: Transaction) => Promise<T>,
    options: TransactionOptions,
    defaults: TransactionDefaults,
    scope: Deadline,
  ): Promise<T> {
    const tx = await this.#open(database, options, defaults, scope)
    try {
      const result = await scope.race(callWork(work, tx))
      await tx.commit()
      return result
    } catch (error) {
      tx.abandon(toReason(error))
      if (scope.reason !== undefined && error === scope.reason) throw cutShort(scope.reason)
      throw error
    }
  }

  async #open(
    database: string,
    options: BeginOptions,
    defaults: TransactionDefaults,
    scope: Deadline,
  ): Promise<InteractiveTransaction> {
    const { link, begun } = await this.#begin(database, options, defaults, scope)
    const { reads, commits, clock } = this.#options
    return new InteractiveTransaction({
      ...defaults,
      link,
      begun,
      position: reads.see(begun.position),
      readOnly: options.readOnly ?? false,
      clock,
      scope,
      commits,
    })
  }

  /** BEGIN changes nothing, so that it may be sent any number of times; one that comes too late is rolled back. */
  async #begin(
    database: string,
    options: BeginOptions,
    { timeoutMs }: TransactionDefaults,
    scope: Deadline,
  ): Promise<{ link: NodeLink; begun: Begun }> {
    const { router, reads, commitSequence, clock } = this.#options
    const { readOnly = false } = options
    using deadline = new Deadline({ clock, timeoutMs, parent: scope })
    // While it holds the writer it must not have to wait for a session.
    if (!readOnly) await commitSequence.prepare(deadline)
    const value = { database, readOnly, ...reads.requirement(options) }
    const body: ClientRequestBody = { kind: 'begin', value }
    const begin = async (link: NodeLink): Promise<{ link: NodeLink; begun: Begun }> => {
      const begun = await link.ask(body, 'begun', deadline, {
        onLate: (late) => {
          if (late.kind !== 'begun') return
          link.tell({ kind: 'rollback', value: { transaction: late.value.transaction } })
        },
      })
      return { link, begun }
    }
    if (readOnly) return await reads.anywhere(options.readFrom, deadline, begin)
    for (let attempt = 0; ; attempt++) {
      const link = await router.leader(deadline)
      try {
        return await begin(link)
      } catch (error) {
        deadline.throwIfEnded(error === deadline.reason ? router.trouble : error)
        if (!router.noteFailure(link, error)) throw error
        await router.pause(attempt, deadline, error)
      }
    }
  }
}

/** `work` may throw before it returns a promise. */
async function callWork<T>(work: (tx: Transaction) => Promise<T>, tx: Transaction): Promise<T> {
  return work(tx)
}

/** Lost without a trace, and not by its own doing. */
function isWorthAnother(error: unknown): boolean {
  return (
    error instanceof QuorumliteError &&
    error.retryable &&
    (error.code === 'TRANSACTION_LOST' || error.code === 'TRANSACTION_TIMEOUT')
  )
}

function toReason(error: unknown): QuorumliteError {
  if (error instanceof QuorumliteError) return error
  return new QuorumliteError('CLOSED', 'the transaction has ended: its function failed', {
    cause: error,
  })
}
