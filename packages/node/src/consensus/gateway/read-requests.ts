import {
  QuorumliteError,
  failureToError,
  type ClientRequest,
  type Consistency,
  type Position,
  type QueryRequest,
} from '@quorumlite/wire'
import type { Reply } from './client-connection.ts'
import { positionAt, requireDatabase, requireOwnPosition, type Gateway } from './gateway.ts'

type Body = Extract<ClientRequest['body'], { kind: 'query' | 'waitFor' | 'listDatabases' }>

/** Pieces of a result under way between the SQL half and the client: what a slow client costs in memory. */
const ROWS_WINDOW = 8

/** What a read asks of the state that it reads. */
export interface ReadRequirement {
  readonly consistency: Consistency
  readonly minimum?: Position | undefined
  readonly stalenessMaxMs: number
}

/** Reads of one client stream. */
export class ReadRequests {
  readonly #gateway: Gateway
  /** Tickets of the running queries, by the request's id. */
  readonly #running = new Map<number, number>()

  constructor(gateway: Gateway) {
    this.#gateway = gateway
  }

  handle(requestId: number, body: Body, timeoutMs: number, reply: Reply): void {
    const gateway = this.#gateway
    switch (body.kind) {
      case 'query':
        return whenReadable(gateway, body.value, timeoutMs, reply, () =>
          this.#query(requestId, body.value, reply),
        )
      case 'waitFor': {
        const { position } = body.value
        requireOwnPosition(gateway, position)
        return gateway.published.whenPublished(
          position.index,
          () => void reply.send({ kind: 'done', value: { position } }),
        )
      }
      case 'listDatabases': {
        const requirement = { consistency: 'linearizable' as const, stalenessMaxMs: 0 }
        return whenReadable(gateway, requirement, timeoutMs, reply, () => {
          const state = gateway.state()
          const databases = state.catalogue.encode()
          const position = positionAt(gateway, state.appliedIndex)
          reply.send({ kind: 'databases', value: { databases, position } })
        })
      }
    }
  }

  cancel(requestId: number): void {
    const ticket = this.#running.get(requestId)
    if (ticket !== undefined) this.#gateway.sql.cancel(ticket)
  }

  close(): void {
    for (const ticket of this.#running.values()) this.#gateway.sql.cancel(ticket)
    this.#running.clear()
  }

  #query(requestId: number, query: QueryRequest, reply: Reply): void {
    const gateway = this.#gateway
    const database = requireDatabase(gateway, query.database)
    // The port is FIFO: the query sees everything that was posted for publishing before it.
    const position = positionAt(gateway, gateway.published.index)
    const { statement } = query
    const command = { kind: 'query' as const, database, statement, windowMax: ROWS_WINDOW }
    const ticket: number = gateway.sql.ask(command, (report) => {
      if (report.kind === 'rows') {
        if (report.last) this.#running.delete(requestId)
        const { columns, rowCount, cells, last } = report
        const value = { columns, rowCount, cells, last, position, nodeId: gateway.nodeId }
        const full = reply.send({ kind: 'rows', value })
        if (last) return
        const take = (): void => gateway.sql.send({ kind: 'takeRows', ticket, count: 1 })
        if (full) void full.then(take)
        else take()
        return
      }
      this.#running.delete(requestId)
      if (report.kind === 'refused') reply.fail(failureToError(report.failure))
    })
    this.#running.set(requestId, ticket)
  }
}

/** Calls `run` once this node's published state is good enough for the read; an error it throws is the answer. */
export function whenReadable(
  gateway: Gateway,
  requirement: ReadRequirement,
  timeoutMs: number,
  reply: Reply,
  run: () => void,
): void {
  const guarded = (): void =>
    gateway.whenLoaded(() => {
      try {
        run()
      } catch (cause) {
        reply.fail(cause)
      }
    })
  switch (requirement.consistency) {
    case 'linearizable': {
      const patienceMs = timeoutMs === 0 ? gateway.limits.requestTimeoutMs : timeoutMs
      return gateway.reads.enqueue(patienceMs, guarded, (error) => reply.fail(error))
    }
    case 'session': {
      const { minimum } = requirement
      if (!minimum || minimum.index === 0) return guarded()
      requireOwnPosition(gateway, minimum)
      return gateway.published.whenPublished(minimum.index, guarded)
    }
    case 'stale': {
      const stalenessMs = gateway.stalenessMs()
      if (requirement.stalenessMaxMs > 0 && stalenessMs > requirement.stalenessMaxMs) {
        const age = Number.isFinite(stalenessMs)
          ? `${Math.round(stalenessMs)} ms`
          : 'an unknown age'
        const message = `this node's state is of ${age}, more than the ${requirement.stalenessMaxMs} ms allowed`
        throw new QuorumliteError('STALE', message)
      }
      return guarded()
    }
  }
}
