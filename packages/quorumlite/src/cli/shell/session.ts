import type { Client, ConsistencyLevel, Database, OpenTransaction } from '@quorumlite/client'
import { QuorumliteError } from '@quorumlite/wire'
import type { OutputMode } from './output-modes.ts'

export interface SessionOptions {
  readonly connect: (signal: AbortSignal) => Promise<Client>
  readonly database: string
  readonly consistency: ConsistencyLevel
  readonly mode: OutputMode
  readonly timer: boolean
}

/** `lost`: nothing more is let through until the person says COMMIT, ROLLBACK or BEGIN, or it would run on its own. */
export type TransactionState =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'open'
      readonly transaction: OpenTransaction
      readonly abort: AbortController
    }
  | { readonly kind: 'lost'; readonly error: QuorumliteError }

/** What lasts from one statement to the next. */
export class Session {
  database: string
  consistency: ConsistencyLevel
  mode: OutputMode
  timer: boolean
  readonly #connect: (signal: AbortSignal) => Promise<Client>
  #client: Client | undefined
  #transaction: TransactionState = { kind: 'none' }

  constructor({ connect, database, consistency, mode, timer }: SessionOptions) {
    this.#connect = connect
    this.database = database
    this.consistency = consistency
    this.mode = mode
    this.timer = timer
  }

  /** Connects when it is first needed, and again as long as it did not work. */
  async client(signal: AbortSignal): Promise<Client> {
    this.#client ??= await this.#connect(signal)
    return this.#client
  }

  async db(signal: AbortSignal): Promise<Database> {
    return (await this.client(signal)).database(this.database)
  }

  get transactionState(): TransactionState['kind'] {
    return this.#transaction.kind
  }

  /** Node ids of leaders are known to the driver alone. */
  get leaderId(): number | undefined {
    return this.#client?.leaderId
  }

  /**
   * The transaction that statements belong to now; undefined outside of one.
   *
   * @throws QuorumliteError if it was lost
   */
  get transaction(): OpenTransaction | undefined {
    const state = this.#transaction
    if (state.kind === 'none') return undefined
    if (state.kind === 'open') return state.transaction
    const { code, message } = state.error
    throw new QuorumliteError(code, `this was not run: ${message}`, {
      cause: state.error,
      hint: 'Type ROLLBACK to go on without the transaction, or BEGIN for another one.',
    })
  }

  async begin(readOnly: boolean, signal: AbortSignal): Promise<void> {
    if (this.#transaction.kind === 'open') {
      throw new QuorumliteError('INVALID_ARGUMENT', 'a transaction is open already')
    }
    const abort = new AbortController()
    const give = (): void => abort.abort(signal.reason)
    signal.addEventListener('abort', give, { once: true })
    try {
      const { consistency } = this
      const options = { readOnly, signal: abort.signal, ...(readOnly && { consistency }) }
      const transaction = await (await this.db(signal)).begin(options)
      this.#transaction = { kind: 'open', transaction, abort }
    } catch (error) {
      // What follows in the same paste was meant to be in it.
      if (error instanceof QuorumliteError) this.#transaction = { kind: 'lost', error }
      throw error
    } finally {
      signal.removeEventListener('abort', give)
    }
  }

  async commit(): Promise<void> {
    const state = this.#end('COMMIT')
    if (state.kind === 'lost') throw state.error
    await state.transaction.commit()
  }

  async rollback(): Promise<void> {
    const state = this.#end('ROLLBACK')
    if (state.kind === 'open') await state.transaction.rollback()
  }

  /** A statement of the transaction has failed. Returns whether it took the transaction with it. */
  noteFailure(): boolean {
    const state = this.#transaction
    if (state.kind !== 'open' || !state.transaction.ended) return false
    this.#transaction = { kind: 'lost', error: state.transaction.ended }
    return true
  }

  /** A statement that is under way in a transaction can be stopped only together with it. */
  interrupt(reason: Error): void {
    if (this.#transaction.kind === 'open') this.#transaction.abort.abort(reason)
  }

  /** Returns whether there was a transaction to roll back. */
  async close(): Promise<boolean> {
    const state = this.#transaction
    this.#transaction = { kind: 'none' }
    // Its stream closes with the client, and it goes with its stream.
    await this.#client?.close()
    return state.kind === 'open'
  }

  #end(verb: string): Exclude<TransactionState, { kind: 'none' }> {
    const state = this.#transaction
    if (state.kind === 'none') {
      throw new QuorumliteError('INVALID_ARGUMENT', `there is no transaction to ${verb}`)
    }
    this.#transaction = { kind: 'none' }
    return state
  }
}
