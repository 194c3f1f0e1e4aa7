import {
  CLIENT_PROTOCOL,
  SNAPSHOT_PROTOCOL,
  type Channel,
  type Transport,
} from '@quorumlite/transport'
import { ClientConnection } from './gateway/client-connection.ts'
import type { Gateway } from './gateway/gateway.ts'

export interface ServingEnvironment {
  readonly transport: Transport
  /** Proves an incoming stream; rejects, having closed it, when it may not come in. */
  readonly admit: (channel: Channel) => Promise<void>
  readonly gateway: Gateway
  readonly acceptSnapshot: (channel: Channel) => void
}

/** The streams that others open to this node. */
export class Serving {
  readonly #env: ServingEnvironment
  readonly #connections = new Set<ClientConnection>()
  #closed: Error | undefined

  constructor(env: ServingEnvironment) {
    this.#env = env
  }

  async listen(): Promise<void> {
    const { transport, acceptSnapshot } = this.#env
    await transport.handle(CLIENT_PROTOCOL, (channel) =>
      this.#admit(channel, () => this.serve(channel)),
    )
    await transport.handle(SNAPSHOT_PROTOCOL, (channel) =>
      this.#admit(channel, () => acceptSnapshot(channel)),
    )
  }

  /** A client stream past the handshake. */
  serve(channel: Channel): void {
    if (this.#closed) return channel.abort(this.#closed)
    const connection = new ClientConnection(channel, this.#env.gateway)
    this.#connections.add(connection)
    void channel.closed.then(() => this.#connections.delete(connection))
  }

  close(reason: Error): void {
    this.#closed = reason
    for (const connection of this.#connections) connection.close(reason)
    this.#connections.clear()
  }

  #admit(channel: Channel, accept: () => void): void {
    this.#env.admit(channel).then(
      () => (this.#closed ? channel.abort(this.#closed) : accept()),
      // Whoever may not come in has been told why.
      () => undefined,
    )
  }
}
