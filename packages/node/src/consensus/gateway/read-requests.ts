import {
  QuorumliteError,
  failureToError,
  type ClientRequest,
  type Consistency,
  type Position,
  type QueryRequest,
} from '@quorumlite/wire'
import type { Reply } from './client-connection.ts'
import { notReached } from '../read-coordinator.ts'
import {
  positionAt,
  requireDatabase,
  requireOwnPosition,
  requireState,
  type Gateway,
} from './gateway.ts'
import { checkStatement } from './request-checks.ts'

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
  #closed = false

  constructor(gateway: Gateway) {
    this.#gateway = gateway
  }

  handle(requestId: number, body: Body, timeoutMs: number, reply: Reply): void {
    const gateway = this.#gateway
    switch (body.kind) {
      case 'query':
        checkStatement(body.value.statement)
        return whenReadable(gateway, body.value, timeoutMs, reply, () =>
          this.#query(requestId, body.value, reply),
        )
      case 'waitFor': {
        const { position } = body.value
        const done = (): void => reply.send({ kind: 'done', value: { position } })
        return whenReached(gateway, position, timeoutMs, reply, done)
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
    this.#closed = true
    for (const ticket of this.#running.values()) this.#gateway.sql.cancel(ticket)
    this.#running.clear()
  }

  #query(requestId: number, query: QueryRequest, reply: Reply): void {
    // It may have waited for its state, and nobody would read the rows any more.
    if (this.#closed) return
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
        const full = reply.sendRows(value)
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
      const patienceMs = patienceOf(gateway, timeoutMs)
      return gateway.reads.enqueue(patienceMs, guarded, (error) => reply.fail(error))
    }
    case 'session': {
      const { minimum } = requirement
      if (!minimum || minimum.index === 0) {
        requireState(gateway)
        return guarded()
      }
      return whenReached(gateway, minimum, timeoutMs, reply, guarded)
    }
    case 'stale': {
      requireState(gateway)
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

/** Calls `run` once this node has published a position that a client has heard of. */
function whenReached(
  gateway: Gateway,
  position: Position,
  timeoutMs: number,
  reply: Reply,
  run: () => void,
): void {
  requireOwnPosition(gateway, position)
  const { published, clock } = gateway
  const { index } = position
  published.whenPublished(index, run, {
    deadlineMs: clock.nowMs() + patienceOf(gateway, timeoutMs),
    expire: () => reply.fail(notReached(index, published.index)),
  })
}

function patienceOf(gateway: Gateway, timeoutMs: number): number {
  return timeoutMs === 0 ? gateway.limits.requestTimeoutMs : timeoutMs
}
