import { failureToError } from '@quorumlite/wire'
import type { Port } from '../port.ts'
import type { SqlCommand, SqlReport } from '../sql/messages.ts'

/** Reports that answer no ticket, or whose order among all reports matters. */
export interface SqlListener {
  onApplied(index: number): void
  onTransactionEnded(report: Extract<SqlReport, { kind: 'transactionEnded' }>): void
  onFailed(report: Extract<SqlReport, { kind: 'sqlFailed' }>): void
  onStarted(report: Extract<SqlReport, { kind: 'started' }>): void
  onGone(cause: Error): void
  /** After a batch of reports was delivered: the moment to propose and answer what they brought. */
  onBatchEnd(): void
}

type TicketReport = Extract<SqlReport, { ticket: number }>
/** Commands about an earlier ticket have no answer of their own. */
type TicketCommand = Exclude<
  Extract<SqlCommand, { ticket: number }>,
  { kind: 'cancel' | 'takeRows' }
>
type WithoutTicket<C> = C extends TicketCommand ? Omit<C, 'ticket'> : never

/** The consensus half's end of the port to the SQL half: sends commands and brings every answer to who asked for it. */
export class SqlLink {
  readonly #port: Port<SqlCommand, SqlReport>
  readonly #listener: SqlListener
  readonly #tickets = new Map<number, (report: TicketReport) => void>()
  #nextTicket = 1

  constructor(port: Port<SqlCommand, SqlReport>, listener: SqlListener) {
    this.#port = port
    this.#listener = listener
    port.onBatch((batch) => {
      for (const report of batch) this.#deliver(report)
      listener.onBatchEnd()
    })
    port.onGone((cause) => listener.onGone(cause))
  }

  send(command: Exclude<SqlCommand, TicketCommand>, transfer?: readonly ArrayBuffer[]): void {
    this.#port.post(command, transfer)
  }

  /** Sends a command and calls `answer` with each report to it: once, or for `rows` until the last. Returns the ticket. */
  ask(command: WithoutTicket<TicketCommand>, answer: (report: TicketReport) => void): number {
    const ticket = this.#nextTicket++
    this.#tickets.set(ticket, answer)
    this.#port.post({ ...command, ticket } as TicketCommand)
    return ticket
  }

  /** The one answer to a command, as a promise; for what is not on the hot path. */
  request<K extends TicketReport['kind']>(
    command: WithoutTicket<TicketCommand>,
    kind: K,
  ): Promise<Extract<TicketReport, { kind: K }>> {
    return new Promise((resolve, reject) => {
      this.ask(command, (report) => {
        if (report.kind === kind) resolve(report as Extract<TicketReport, { kind: K }>)
        else if (report.kind === 'refused') reject(failureToError(report.failure))
        else reject(new Error(`the SQL half answered '${report.kind}' to '${command.kind}'`))
      })
    })
  }

  cancel(ticket: number): void {
    if (this.#tickets.has(ticket)) this.#port.post({ kind: 'cancel', ticket })
  }

  #deliver(report: SqlReport): void {
    switch (report.kind) {
      case 'applied':
        return this.#listener.onApplied(report.index)
      case 'transactionEnded':
        return this.#listener.onTransactionEnded(report)
      case 'sqlFailed':
        return this.#listener.onFailed(report)
      case 'started':
        return this.#listener.onStarted(report)
      default: {
        const answer = this.#tickets.get(report.ticket)
        if (report.kind !== 'rows' || report.last) this.#tickets.delete(report.ticket)
        answer?.(report)
      }
    }
  }
}
