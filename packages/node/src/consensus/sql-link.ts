import { QuorumliteError, errorToFailure, failureToError } from '@quorumlite/wire'
import type { Port } from '../port.ts'
import type { SqlCommand, SqlReport } from '../sql/messages.ts'
import type { StoreClosing, StoreOpened } from '../sql/store-messages.ts'

/** Reports that answer no ticket, or whose order among all reports matters. */
export interface SqlListener {
  onApplied(index: number): void
  onTransactionEnded(report: Extract<SqlReport, { kind: 'transactionEnded' }>): void
  onDamaged(report: Extract<SqlReport, { kind: 'damaged' }>): void
  onFailed(report: Extract<SqlReport, { kind: 'sqlFailed' }>): void
  onStarted(report: Extract<SqlReport, { kind: 'started' }>): void
  onResidency(report: ResidencyReport): void
  onStore(report: StoreOpened | StoreClosing): void
  onGone(cause: Error): void
  /** After a batch of reports was delivered: the moment to propose and answer what they brought. */
  onBatchEnd(): void
}

/** About databases that are evicted. */
export type ResidencyReport = Extract<
  SqlReport,
  { kind: 'storeEvicted' | 'evictionEnded' | 'pagesWanted' }
>

type TicketReport = Extract<SqlReport, { ticket: number }>
/** Commands about an earlier ticket have no answer of their own. */
type TicketCommand = Exclude<
  Extract<SqlCommand, { ticket: number }>,
  { kind: 'cancel' | 'takePieces' }
>
type WithoutTicket<C> = C extends TicketCommand ? Omit<C, 'ticket'> : never

/** The consensus half's end of the port to the SQL half: sends commands and brings every answer to who asked for it. */
export class SqlLink {
  readonly #port: Port<SqlCommand, SqlReport>
  readonly #listener: SqlListener
  readonly #tickets = new Map<number, (report: TicketReport) => void>()
  #nextTicket = 1
  #closed = false

  constructor(port: Port<SqlCommand, SqlReport>, listener: SqlListener) {
    this.#port = port
    this.#listener = listener
    port.onBatch((batch) => {
      for (const report of batch) this.#deliver(report)
      listener.onBatchEnd()
    })
    port.onGone((cause) => {
      listener.onGone(cause)
      this.close(cause)
    })
  }

  send(command: Exclude<SqlCommand, TicketCommand>, transfer?: readonly ArrayBuffer[]): void {
    this.#port.post(command, transfer)
  }

  /** Sends a command, which is given away with this call, and calls `answer` with each report to it: once, or for an answer in pieces until the last. */
  ask(
    command: WithoutTicket<TicketCommand>,
    answer: (report: TicketReport) => void,
    transfer?: readonly ArrayBuffer[],
  ): number {
    const ticket = this.#nextTicket++
    if (this.#closed) return ticket
    this.#tickets.set(ticket, answer)
    // Numbered in place: a copy of every command would be the price of not doing so.
    this.#port.post(Object.assign(command, { ticket }) as TicketCommand, transfer)
    return ticket
  }

  /** The one answer to a command, as a promise; for what is not on the hot path. */
  request<K extends TicketReport['kind']>(
    command: WithoutTicket<TicketCommand>,
    kind: K,
    transfer?: readonly ArrayBuffer[],
  ): Promise<Extract<TicketReport, { kind: K }>> {
    if (this.#closed) return Promise.reject(new QuorumliteError('CLOSED', 'the SQL half is gone'))
    return new Promise((resolve, reject) => {
      const answer = (report: TicketReport): void => {
        if (report.kind === kind) resolve(report as Extract<TicketReport, { kind: K }>)
        else if (report.kind === 'refused') reject(failureToError(report.failure))
        else reject(new Error(`the SQL half answered '${report.kind}' to '${command.kind}'`))
      }
      this.ask(command, answer, transfer)
    })
  }

  /** Nothing comes from the SQL half any more: whoever waits for a promised answer is told. */
  close(cause: Error): void {
    if (this.#closed) return
    this.#closed = true
    this.refuseAll(cause)
  }

  /** What was asked so far has no other answer than this. */
  refuseAll(cause: Error): void {
    const answers = [...this.#tickets.values()]
    this.#tickets.clear()
    const failure = errorToFailure(cause)
    for (const answer of answers) answer({ kind: 'refused', ticket: 0, failure })
  }

  /** Answers that are due: none is left over when nothing goes on. */
  get pending(): number {
    return this.#tickets.size
  }

  cancel(ticket: number): void {
    if (this.#tickets.has(ticket)) this.#port.post({ kind: 'cancel', ticket })
  }

  #deliver(report: SqlReport): void {
    if (this.#closed) return
    switch (report.kind) {
      case 'applied':
        return this.#listener.onApplied(report.index)
      case 'transactionEnded':
        return this.#listener.onTransactionEnded(report)
      case 'damaged':
        return this.#listener.onDamaged(report)
      case 'sqlFailed':
        return this.#listener.onFailed(report)
      case 'started':
        return this.#listener.onStarted(report)
      case 'storeEvicted':
      case 'evictionEnded':
      case 'pagesWanted':
        return this.#listener.onResidency(report)
      case 'storeOpened':
      case 'storeClosing':
        return this.#listener.onStore(report)
      default: {
        const answer = this.#tickets.get(report.ticket)
        if (!('last' in report) || report.last) this.#tickets.delete(report.ticket)
        answer?.(report)
      }
    }
  }
}
