import {
  QuorumliteError,
  checkDatabaseName,
  decodeExecuteBatch,
  type ClientRequest,
  type WriteRequest,
} from '@quorumlite/wire'
import type { Respond } from '../pending-writes.ts'
import type { WriteOperation } from '../write-operation.ts'
import type { Reply } from './reply.ts'
import { positionAt, type Gateway } from './gateway.ts'
import { checkBatch, checkRequestKey, checkedSizeLimit } from './request-checks.ts'
import type { Uploads } from './uploads.ts'

type Body = Extract<
  ClientRequest['body'],
  {
    kind: 'openSession' | 'keepSessions' | 'closeSession' | 'write' | 'outcome' | 'importChunk'
  }
>

const SESSION_TTL_MS_MIN = 10_000
const SESSION_TTL_MS_MAX = 24 * 3_600_000
const SESSION_TTL_MS_DEFAULT = 10 * 60_000

/** Sessions and numbered requests of one client stream, and the files it uploads for imports. */
export class WriteRequests {
  readonly #gateway: Gateway
  readonly #uploads: Uploads

  constructor(gateway: Gateway, uploads: Uploads) {
    this.#gateway = gateway
    this.#uploads = uploads
  }

  handle(body: Body, reply: Reply): void {
    switch (body.kind) {
      case 'write':
        return this.#write(body.value, reply)
      case 'outcome':
        return this.#submit(body.value.request, { kind: 'outcome' }, reply)
      case 'importChunk':
        this.#uploads.append(body.value)
        return reply.send({ kind: 'done', value: { position: undefined } })
      case 'openSession':
        return this.#openSession(body.value.ttlMs, reply)
      case 'keepSessions':
        return this.#keepSessions(body.value.sessions, reply)
      case 'closeSession':
        return this.#propose({ kind: 'closeSession', value: body.value }, reply)
    }
  }

  #write({ request, operation }: WriteRequest, reply: Reply): void {
    // An upload is taken at once: the client may use its number again when it no longer waits.
    const owned = this.#toOperation(operation)
    const submit = (): void => this.#submit(request, owned, reply)
    if (operation.kind !== 'import' || !operation.value.create) return submit()
    const { database } = operation.value
    checkDatabaseName(database)
    if (this.#gateway.state().catalogue.find(database)) return submit()
    // Creating it first is idempotent, so it needs no number of its own.
    this.#gateway.writes.createInternally(database).then(
      () => guard(submit, reply),
      (cause: unknown) => reply.fail(cause),
    )
  }

  #toOperation(operation: WriteRequest['operation']): WriteOperation {
    switch (operation.kind) {
      case 'execute':
        checkBatch(operation.value)
        return { kind: 'execute', batch: operation.value }
      case 'executeUploaded': {
        const batch = decodeExecuteBatch(this.#uploads.take(operation.value.upload))
        checkBatch(batch)
        return { kind: 'execute', batch }
      }
      case 'createDatabase': {
        const { name, ifNotExists } = operation.value
        checkDatabaseName(name)
        return { kind: 'createDatabase', name, ifNotExists }
      }
      case 'copyDatabase':
        checkDatabaseName(operation.value.name)
        return { kind: 'copyDatabase', ...operation.value }
      case 'setSizeLimit':
        return { kind: 'setSizeLimit', ...checkedSizeLimit(operation.value) }
      case 'dropDatabase':
        return { kind: 'dropDatabase', ...operation.value }
      case 'import': {
        const { database, upload } = operation.value
        return { kind: 'import', database, file: this.#uploads.take(upload) }
      }
    }
  }

  #submit(
    key: Parameters<Gateway['writes']['submit']>[0],
    operation: WriteOperation,
    reply: Reply,
  ): void {
    checkRequestKey(key)
    const electing = this.#gateway.core.role === 'leader'
    this.#gateway.writes.submit(key, operation, electing, respondTo(this.#gateway, reply))
  }

  #openSession(requestedTtlMs: number, reply: Reply): void {
    const wanted = requestedTtlMs === 0 ? SESSION_TTL_MS_DEFAULT : requestedTtlMs
    const ttlMs = Math.min(SESSION_TTL_MS_MAX, Math.max(SESSION_TTL_MS_MIN, wanted))
    const { count } = this.#gateway.state().sessions
    if (count >= this.#gateway.limits.sessionsMax) {
      throw new QuorumliteError('TOO_MANY_REQUESTS', `${count} sessions are open`)
    }
    this.#gateway.writes.proposeInternal({ kind: 'openSession', value: { ttlMs } }).then(
      (session) => {
        const position = positionAt(this.#gateway, session)
        reply.send({ kind: 'sessionOpened', value: { session, ttlMs, position } })
      },
      (cause: unknown) => reply.fail(cause),
    )
  }

  #keepSessions(ids: readonly number[], reply: Reply): void {
    const { keptSessionsMax } = this.#gateway.limits
    if (ids.length > keptSessionsMax) {
      throw new QuorumliteError(
        'INVALID_ARGUMENT',
        `${ids.length} sessions in one request; at most ${keptSessionsMax}`,
      )
    }
    const { sessions } = this.#gateway.state()
    const missing = this.#gateway.writes.isOpen ? ids.find((id) => !sessions.has(id)) : undefined
    if (missing !== undefined) {
      throw new QuorumliteError('SESSION_EXPIRED', `there is no session ${missing} any more`)
    }
    this.#propose({ kind: 'keepSessions', value: { sessions: [...ids] } }, reply)
  }

  #propose(body: Parameters<Gateway['writes']['proposeInternal']>[0], reply: Reply): void {
    this.#gateway.writes.proposeInternal(body).then(
      (index) =>
        reply.send({ kind: 'done', value: { position: positionAt(this.#gateway, index) } }),
      (cause: unknown) => reply.fail(cause),
    )
  }
}

/** Answers a numbered request with what the log says, or with why there is no answer. */
export function respondTo(gateway: Gateway, reply: Reply): Respond {
  return (outcome) => {
    if (outcome.kind === 'failure') return reply.fail(outcome.error)
    const { index, result } = outcome
    reply.send({ kind: 'recorded', value: { position: positionAt(gateway, index), result } })
  }
}

function guard(run: () => void, reply: Reply): void {
  try {
    run()
  } catch (cause) {
    reply.fail(cause)
  }
}
