import type { Engine } from '@quorumlite/sqlite'
import { CLIENT_PROTOCOL, type Channel } from '@quorumlite/transport'
import { createLocalChannel, type LocalFrame } from './local-channel.ts'
import { InlineStores, type LocalStores } from './local-stores.ts'
import type { Node } from './node.ts'
import type { ResolvedNodeOptions } from './options.ts'
import { createQueuePorts, type PortDelay } from './queue-port.ts'
import {
  NodeRuntime,
  systemWorld,
  type NodeInfo,
  type RuntimeEvents,
  type RuntimeWorld,
} from './runtime.ts'
import type { SqlCommand, SqlReport } from './sql/messages.ts'
import { createNodeEngine, serveSql } from './sql/sql-half.ts'
import type { SqlService } from './sql/sql-service.ts'

export interface InlineWorld extends RuntimeWorld {
  /** Of the ports between the halves, in either direction. */
  readonly portDelayMs?: PortDelay
  /** Made beforehand by who must not wait in real time while virtual time stands. */
  readonly engine?: Engine
}

/** A node whose halves share the calling thread, joined by queues. For tests and simulators. */
export async function openInlineNode(
  options: ResolvedNodeOptions,
  world: InlineWorld = systemWorld,
  listeners: Omit<RuntimeEvents, 'onFailure'> = {},
): Promise<InlineNode> {
  const { clock, random, portDelayMs } = world
  const [consensusEnd, sqlEnd] = createQueuePorts<SqlCommand, SqlReport>(clock, portDelayMs)
  const engine = world.engine ?? (await createNodeEngine(clock, random))
  const stores = new InlineStores()
  const sql = serveSql({ port: sqlEnd, options, clock, random, storeListener: stores }, engine)
  let fail: (cause: Error) => void = () => undefined
  const failed = new Promise<Error>((resolve) => (fail = resolve))
  const events = { onFailure: fail, ...listeners }
  try {
    const runtime = await NodeRuntime.start(options, consensusEnd, events, world)
    return new InlineNode(runtime, sql, stores, failed, world)
  } catch (cause) {
    sql.close()
    throw cause
  }
}

export class InlineNode implements Node {
  readonly info: NodeInfo
  readonly failed: Promise<Error>
  readonly runtime: NodeRuntime
  readonly #sql: SqlService
  readonly #stores: InlineStores
  readonly #world: InlineWorld

  constructor(
    runtime: NodeRuntime,
    sql: SqlService,
    stores: InlineStores,
    failed: Promise<Error>,
    world: InlineWorld,
  ) {
    this.info = runtime.info
    this.failed = failed
    this.runtime = runtime
    this.#sql = sql
    this.#stores = stores
    this.#world = world
  }

  connect(peerId: string): Channel {
    const { clock } = this.#world
    const [client, server] = createQueuePorts<LocalFrame, LocalFrame>(clock)
    // A refused handshake has told the client why.
    this.runtime
      .serveLocal(createLocalChannel(server, peerId, CLIENT_PROTOCOL))
      .catch(() => undefined)
    return createLocalChannel(client, this.info.peerId, CLIENT_PROTOCOL)
  }

  openLocalStores(): Promise<LocalStores> {
    return Promise.resolve(this.#stores)
  }

  async stop(): Promise<void> {
    await this.runtime.stop()
    this.#sql.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }
}
