import {
  CLIENT_PROTOCOL,
  initiateHandshake,
  type Channel,
  type HandshakeSide,
} from '@quorumlite/transport'
import {
  QuorumliteError,
  decodeClientResponse,
  decodeRecordedResult,
  encodeClientRequest,
  failureToError,
  type ClientRequestBody,
  type ClientResponseBody,
  type RecordedResult,
  type RequestKey,
} from '@quorumlite/wire'
import { address, type InlineCluster } from './inline-cluster.ts'

const NOBODY: HandshakeSide = { clusterId: new Uint8Array(0), nodeId: 0, storageId: '' }

export interface Exchange {
  /** Everything that came back for the request, as it came. */
  readonly bodies: readonly ClientResponseBody[]
  /** The last answer; rejects when the stream closes first, or with what the node refused the request with. */
  readonly answer: Promise<ClientResponseBody>
}

/**
 * A client stream without a driver: sends what a driver never would, and shows every answer. It repeats nothing and
 * follows nobody.
 */
export class RawClient {
  readonly channel: Channel
  readonly #cluster: InlineCluster
  readonly #waiting = new Map<
    number,
    {
      readonly bodies: ClientResponseBody[]
      readonly resolve: (body: ClientResponseBody) => void
      readonly reject: (cause: Error) => void
    }
  >()
  #nextId = 1
  #session = 0
  #nextNumber = 1
  closed = false

  private constructor(cluster: InlineCluster, channel: Channel) {
    this.#cluster = cluster
    this.channel = channel
    channel.onFrame((frame) => this.#onFrame(new Uint8Array(frame)))
    void channel.closed.then(() => {
      this.closed = true
      const cause = new QuorumliteError('CLOSED', 'the stream was closed')
      for (const { reject } of this.#waiting.values()) reject(cause)
    })
  }

  /** A stream to the node of machine `i`, from a process called `name`. */
  static async open(
    cluster: InlineCluster,
    i: number,
    name: string,
    side: HandshakeSide = NOBODY,
  ): Promise<RawClient> {
    const transport = cluster.network.createTransport(name, { listen: false })
    const connect = async (): Promise<Channel> => {
      const { peerId } = cluster.machines[i]!
      const channel = await transport.open(address(peerId), CLIENT_PROTOCOL)
      await initiateHandshake(channel, {
        localPeer: transport.peerId,
        side,
        credential: { role: 'member', key: cluster.key },
        clock: cluster.clock,
        random: { next: () => 0.5, bytes: (n: number) => new Uint8Array(n).fill(n) },
      })
      return channel
    }
    return new RawClient(cluster, await cluster.run(connect()))
  }

  /** Sends a request, under an id of its own unless one is given. */
  send(
    body: ClientRequestBody,
    options: { timeoutMs?: number; id?: number; group?: number } = {},
  ): Exchange {
    const { timeoutMs = 0, id = this.#nextId++, group = 1 } = options
    const bodies: ClientResponseBody[] = []
    const answer = new Promise<ClientResponseBody>((resolve, reject) => {
      this.#waiting.set(id, { bodies, resolve, reject })
    })
    answer.catch(() => undefined)
    this.channel.send(encodeClientRequest({ id, group, timeoutMs, body }))
    return { bodies, answer }
  }

  ask(
    body: ClientRequestBody,
    options: { timeoutMs?: number; group?: number } = {},
  ): Promise<ClientResponseBody> {
    return this.#cluster.run(this.send(body, options).answer)
  }

  /** The code of the failure that a request is answered with, or the kind of its answer. */
  async codeOf(
    body: ClientRequestBody,
    options: { timeoutMs?: number; group?: number } = {},
  ): Promise<string> {
    return this.ask(body, options).then(
      ({ kind }) => kind,
      (cause: unknown) => (cause instanceof QuorumliteError ? cause.code : String(cause)),
    )
  }

  async openSession(ttlMs = 60_000): Promise<number> {
    const answer = await this.ask({ kind: 'openSession', value: { ttlMs } })
    if (answer.kind !== 'sessionOpened') throw new Error(`'${answer.kind}' to openSession`)
    this.#session = answer.value.session
    return this.#session
  }

  /** The next number of the session opened here. */
  key(): RequestKey {
    return { session: this.#session, number: this.#nextNumber++, acknowledgedFloor: 0 }
  }

  async begin(database = 'main', readOnly = false): Promise<number> {
    const consistency = 'linearizable' as const
    const value = { database, readOnly, consistency, stalenessMaxMs: 0 }
    const answer = await this.ask({ kind: 'begin', value })
    if (answer.kind !== 'begun') throw new Error(`'${answer.kind}' to begin`)
    return answer.value.transaction
  }

  #onFrame(frame: Uint8Array): void {
    const { id, body } = decodeClientResponse(frame)
    const waiting = this.#waiting.get(id)
    if (!waiting) throw new Error(`an answer to ${id}, which waits for none`)
    waiting.bodies.push(body)
    if (body.kind === 'rows' && !body.value.last) return
    this.#waiting.delete(id)
    if (body.kind === 'failure') waiting.reject(failureToError(body.value))
    else waiting.resolve(body)
  }
}

/** One statement as a numbered write. */
export function write(request: RequestKey, sql: string, database = 'main'): ClientRequestBody {
  return {
    kind: 'write',
    value: {
      request,
      operation: {
        kind: 'execute',
        value: { database, statements: [statement(sql)], foreignKeysOff: false },
      },
    },
  }
}

export function statement(sql: string): {
  sql: string
  parameters: { cells: Uint8Array; names: string[] }
} {
  return { sql, parameters: { cells: new Uint8Array([0, 0, 0, 0]), names: [] } }
}

export function query(sql: string, over: object = {}): ClientRequestBody {
  const consistency = 'linearizable' as const
  const value = {
    database: 'main',
    statement: statement(sql),
    consistency,
    stalenessMaxMs: 0,
    window: 0,
  }
  return { kind: 'query', value: { ...value, ...over } }
}

/** What the log says about a numbered request. */
export function recordedOf(answer: ClientResponseBody): RecordedResult {
  if (answer.kind !== 'recorded') throw new Error(`'${answer.kind}' instead of a record`)
  return decodeRecordedResult(answer.value.result)
}
