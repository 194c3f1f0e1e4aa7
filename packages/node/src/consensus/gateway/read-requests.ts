import type { ClientRequest, TakePiecesRequest } from '@quorumlite/wire'
import type { Reply } from './reply.ts'
import { positionAt, type Gateway } from './gateway.ts'
import { PieceReads } from './piece-reads.ts'
import { checkStatement } from './request-checks.ts'
import { whenReached, whenReadable } from './when-readable.ts'

type Body = Extract<
  ClientRequest['body'],
  { kind: 'query' | 'export' | 'waitFor' | 'listDatabases' }
>

/** Reads of one client stream. */
export class ReadRequests {
  readonly #gateway: Gateway
  readonly #pieces: PieceReads

  constructor(gateway: Gateway) {
    this.#gateway = gateway
    this.#pieces = new PieceReads(gateway)
  }

  handle(requestId: number, body: Body, timeoutMs: number, reply: Reply): void {
    const gateway = this.#gateway
    switch (body.kind) {
      case 'query':
        checkStatement(body.value.statement)
        return this.#pieces.start(requestId, body, timeoutMs, reply)
      case 'export':
        return this.#pieces.start(requestId, body, timeoutMs, reply)
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
          const { defaultPagesMax: databasePagesMax } = state.catalogue
          const position = positionAt(gateway, state.appliedIndex)
          reply.send({ kind: 'databases', value: { databases, databasePagesMax, position } })
        })
      }
    }
  }

  takePieces(request: TakePiecesRequest): void {
    this.#pieces.takePieces(request)
  }

  cancel(requestId: number): void {
    this.#pieces.cancel(requestId)
  }

  close(): void {
    this.#pieces.close()
  }
}
